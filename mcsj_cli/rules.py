"""The rules that no file can break alone: what one says of another must be so."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar, cast

from msgspec import Struct

from mcsj_cli.errors import Fault, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, ContentStatus, is_near, url_key
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import (
    ACTIONS,
    CONTENT,
    KINDS,
    MEETINGS,
    PRACTICES,
    Entry,
    Kind,
    Record,
    references,
)
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Groups, Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.privacy import declared_contacts, find_personal
from mcsj_cli.model.schedule import find_occurrence, occurrences
from mcsj_cli.model.text import fold, nearest, split_words
from mcsj_cli.model.timeliness import find_early, find_early_change, find_expired
from mcsj_cli.model.week import Week

R = TypeVar("R", bound=Record)
Path = tuple[str | int, ...]
_SELDOM = 8  # items that have a word which tells their subject
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:-[a-z0-9]+)+", re.ASCII)


class Violation(NamedTuple):
    """A fault and the file that has it."""

    file: str
    fault: Fault


@dataclass(frozen=True)
class Data:
    """What could be read; a hand-edited file that could not is None, and what refers to it goes unchecked.

    `entries` are the records of each kind, by its folder; all there are only where it is `complete`. Without `today`
    nothing is held against the clock.
    """

    groups: tuple[str, Groups] | None
    categories: tuple[str, Categories] | None
    partners: tuple[str, Partners] | None
    entries: Mapping[str, Sequence[Entry[Record]]]
    network: tuple[str, Network] | None = None
    today: date | None = None
    complete: bool = True

    @property
    def documents(self) -> list[tuple[str, Struct]]:
        """Give the hand-edited files that could be read."""
        return [
            file for file in (self.network, self.groups, self.categories, self.partners) if file
        ]

    @property
    def records(self) -> list[tuple[Kind[Record], Entry[Record]]]:
        return [(kind, entry) for kind in KINDS for entry in self.of(kind)]

    def of(self, kind: Kind[R]) -> Sequence[Entry[R]]:
        """Give the records of a kind."""
        return cast("Sequence[Entry[R]]", self.entries.get(kind.folder, ()))


Check = Callable[[Data], Iterator[Violation]]


def check_tags(data: Data) -> Iterator[Violation]:
    """Every tag of an item is declared, in the declared spelling."""
    if data.categories is None:
        return
    _file, categories = data.categories
    declared = set(categories.tags)
    for entry in data.of(CONTENT):
        for position, tag in enumerate(entry.record.tags):
            if tag not in declared:
                yield Violation(entry.file, _undeclared(position, tag, categories))


def check_meetings(data: Data) -> Iterator[Violation]:
    """Every meeting is of a group that meets that week, or of a mesa, and its attendance of those who meet."""
    if data.groups is None:
        return
    groups = {group.number: group for group in data.groups[1].groups}
    for entry in data.of(MEETINGS):
        meeting = entry.record
        if meeting.mesa:
            yield from _attendance(
                entry,
                [meeting.mesa],
                _("the meeting is only with the mesa «{mesa}»").format(mesa=meeting.mesa),
            )
            continue
        group, week = groups.get(meeting.group or 0), meeting.week or Week.of(meeting.day)
        if group is None:
            known = ", ".join(map(str, groups))
            message = _("there is no group {number}").format(number=meeting.group)
            yield Violation(
                entry.file, Fault(("group",), message, _("There are: {names}.").format(names=known))
            )
            continue
        planned = occurrences(group, week.monday, week.sunday, {})
        if not planned:
            message = _("group {number} has no meeting in the week {week}").format(
                number=meeting.group, week=week
            )
            yield Violation(
                entry.file, Fault(("week",), message, _("Look at its series in data/groups.yaml."))
            )
        mesas = planned[0].mesas if planned else group.mesas
        message = _("«{mesa}» is not a mesa of group {number}").replace(
            "{number}", str(group.number)
        )
        yield from _attendance(entry, [str(mesa.slug) for mesa in mesas], message)


def _attendance(entry: Entry[Meeting], slugs: Sequence[str], message: str) -> Iterator[Violation]:
    for slug in entry.record.attendance:
        if slug not in slugs:
            advice = _advise(slug, slugs)
            yield Violation(
                entry.file, Fault(("attendance", slug), message.format(mesa=slug), advice)
            )


def _advise(name: str, known: Sequence[str]) -> str:
    """Propose the nearest name, or all there are."""
    close = nearest(name, known, 1)
    if close:
        return _("Did you mean «{name}»?").format(name=close[0])
    return _("There are: {names}.").format(names=", ".join(known))


def check_mesas(data: Data) -> Iterator[Violation]:
    """Every mesa that a record names is one of the network's, or was."""
    if data.groups is None:
        return
    known = [str(seat.mesa.slug) for seat in data.groups[1].seats]
    for _kind, entry in data.records:
        for path, mesa in _named_mesas(entry.record):
            if mesa not in known:
                yield Violation(
                    entry.file,
                    Fault(
                        path, _("there is no mesa «{mesa}»").format(mesa=mesa), _advise(mesa, known)
                    ),
                )


def _named_mesas(record: Record) -> Iterator[tuple[Path, str]]:
    match record:
        case Action(mesas=mesas):
            yield from ((("mesas", position), mesa) for position, mesa in enumerate(mesas))
        case Practice(mesa=mesa, replications=replications):
            yield ("mesa",), mesa
            yield from (
                (("replications", n, "mesa"), one.mesa) for n, one in enumerate(replications)
            )
        case Followup(mesa=mesa) | Meeting(mesa=str(mesa)):
            yield ("mesa",), mesa


def check_axes(data: Data) -> Iterator[Violation]:
    """Every axis and approach of an action or practice is declared."""
    if data.categories is None:
        return
    axes = [str(axis.slug) for axis in data.categories[1].axes]
    approaches = [str(approach.slug) for approach in data.categories[1].approaches]
    named = [(entry.file, entry.record.axis) for entry in data.of(ACTIONS)]
    named += [(entry.file, entry.record.axis) for entry in data.of(PRACTICES)]
    for file, axis in named:
        if axis not in axes:
            message = _("there is no axis «{axis}»").format(axis=axis)
            yield Violation(file, Fault(("axis",), message, _advise(axis, axes)))
    for action in data.of(ACTIONS):
        if action.record.approach not in approaches:
            message = _("there is no approach «{approach}»").format(approach=action.record.approach)
            yield Violation(
                action.file,
                Fault(("approach",), message, _advise(action.record.approach, approaches)),
            )


def check_references(data: Data) -> Iterator[Violation]:
    """Every record that another one names is there."""
    if not data.complete:
        return
    there = {kind.folder: {entry.uid: entry for entry in data.of(kind)} for kind in KINDS}
    groups = data.groups[1].groups if data.groups else []
    for _kind, entry in data.records:
        for field, kind, uid in references(entry.record):
            if uid in there[kind.folder] or (
                kind is MEETINGS and (not groups or find_occurrence(groups, uid, {}))
            ):
                continue
            message = _("there is no {kind} «{uid}»").format(kind=kind.label(), uid=uid)
            close = nearest(uid, there[kind.folder], 1)
            advice = _("Did you mean «{name}»?").format(name=close[0]) if close else ""
            yield Violation(
                entry.file, Fault((field,), message, advice or _("Correct it, or remove the line."))
            )


def check_circles(data: Data) -> Iterator[Violation]:
    """No action comes from a practice that grew from that action, or from one that came from it."""
    grown = {entry.uid: entry.record.action for entry in data.of(PRACTICES)}
    copied = {entry.uid: entry.record.practice for entry in data.of(ACTIONS)}
    for entry in data.of(PRACTICES):
        practice, seen = entry.uid, set[str]()
        while practice and practice not in seen:
            seen.add(practice)
            practice = copied.get(grown.get(practice, ""), "")
        if practice == entry.uid:
            message = _("this practice grew from an action that comes from it")
            yield Violation(
                entry.file, Fault(("action",), message, _("Correct it, or remove the line."))
            )


def check_folders(data: Data) -> Iterator[Violation]:
    """Every record lies in its year's folder; one whose name has no year has another problem."""
    for kind, entry in data.records:
        if not entry.uid[:4].isdecimal():
            continue
        place = kind.path(entry.uid)
        if entry.file != place:
            message = _("the file lies in the wrong folder")
            yield Violation(
                entry.file, Fault((), message, _("It should be {place}.").format(place=place))
            )


def check_partner_axes(data: Data) -> Iterator[Violation]:
    """Every axis of a partner is declared."""
    if data.categories is None or data.partners is None:
        return
    file, partners = data.partners
    known = [str(axis.slug) for axis in data.categories[1].axes]
    for number, partner in enumerate(partners.partners):
        for position, axis in enumerate(partner.axes):
            if axis not in known:
                message = _("there is no axis «{axis}»").format(axis=axis)
                advice = _("There are: {names}.").format(names=", ".join(known))
                yield Violation(
                    file, Fault(("partners", number, "axes", position), message, advice)
                )


def check_municipalities(data: Data) -> Iterator[Violation]:
    """Every municipality that a mesa names is described."""
    if data.groups is None:
        return
    file, groups = data.groups
    for number, group in enumerate(groups.groups):
        for place, mesa in enumerate(group.mesas):
            for position, code in enumerate(mesa.municipalities):
                if code not in groups.municipalities:
                    path = ("groups", number, "mesas", place, "municipalities", position)
                    message = _("the municipality {code} is not described").format(code=code)
                    advice = _(
                        "Add it under «municipalities», with its name, latitude and longitude."
                    )
                    yield Violation(file, Fault(path, message, advice))


def check_names(data: Data) -> Iterator[Violation]:
    """Every record's file is named by a day and a short name, unless its fields name it."""
    taken = {(kind.folder, entry.uid) for kind, entry in data.records}
    for kind, entry in data.records:
        if not (kind.uid_is_fixed or _is_name(entry.uid)):
            message = _("the name of this file is not a day and a short name, in lower case")
            advice = _("Rename it to {name}.").format(name=f"{entry.record.uid}.yaml")
            if (kind.folder, entry.record.uid) in taken:
                advice = _("There is {name} already: remove this copy, or call it {other}.").format(
                    name=f"{entry.record.uid}.yaml", other=f"{entry.record.uid}-2.yaml"
                )
            yield Violation(entry.file, Fault((), message, advice))


def check_twins(data: Data) -> Iterator[Violation]:
    """No item has the address or all but the title of an earlier one; a retracted one may be replaced by its like.

    A warning: two people may find the same thing, and neither of them should be kept from sharing the rest.
    """
    seen: dict[tuple[str, str], str] = {}
    items = [
        entry for entry in data.of(CONTENT) if entry.record.status is not ContentStatus.RETRACTED
    ]
    near = _find_near(items)
    for entry in items:
        keys = _identities(entry.record)
        twin = next((key for key in keys if key in seen), None)
        if twin:
            yield Violation(entry.file, _repeated(twin[0], seen[twin]))
        elif entry.uid in near:
            yield Violation(entry.file, _repeated("near", near[entry.uid]))
        for key in keys:
            seen.setdefault(key, entry.file)


def _find_near(items: Sequence[Entry[Content]]) -> dict[str, str]:
    """Find the items whose title is almost that of an earlier one, by uid, with the earlier one's file.

    Only titles that share a seldom word and most of all words are compared letter by letter, since all pairs would be
    too many: two that differ in their only seldom word are not found.
    """
    words = [frozenset(split_words(entry.record.title)) for entry in items]
    often = Counter(word for title in words for word in title)
    found: dict[str, str] = {}
    earlier: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(items):
        rare = [word for word in words[number] if often[word] <= _SELDOM]
        for other in dict.fromkeys(place for word in rare for place in earlier[word]):
            shared = len(words[number] & words[other])
            if shared * 2 > len(words[number] | words[other]) and is_near(
                entry.record, items[other].record
            ):
                found.setdefault(entry.uid, items[other].file)
        for word in rare:
            earlier[word].append(number)
    return found


def check_dates(data: Data) -> Iterator[Violation]:
    """Nothing is told of a day that has not come."""
    if data.today is None:
        return
    for _kind, entry in data.records:
        for fault in find_early(entry.record, data.today):
            yield Violation(entry.file, fault)
    if data.groups:
        file, groups = data.groups
        for fault in find_early_change(groups, data.today):
            yield Violation(file, fault)


def check_texts(data: Data) -> Iterator[Violation]:
    """No item's text was changed after somebody vouched for it."""
    for entry in data.of(CONTENT):
        if entry.record.is_changed:
            message = _("the text has changed since it was verified")
            advice = _("Verify it again, or take the change back.")
            yield Violation(
                entry.file, Fault(("verification", "digest"), message, advice, warning=True)
            )


def check_expiry(data: Data) -> Iterator[Violation]:
    """No published item's verification has expired."""
    if data.today is None:
        return
    for entry in data.of(CONTENT):
        for fault in find_expired(entry.record, data.today):
            yield Violation(entry.file, fault)


def check_privacy(data: Data) -> Iterator[Violation]:
    """No record holds a phone number or an e-mail address that no partner declares as its own."""
    yield from _find_private(data, [(entry.file, entry.record) for _kind, entry in data.records])


def check_documents(data: Data) -> Iterator[Violation]:
    """None of the hand-edited files does either."""
    yield from _find_private(data, data.documents)


def _find_private(data: Data, documents: Sequence[tuple[str, object]]) -> Iterator[Violation]:
    if data.partners is None:
        return
    declared = declared_contacts(data.partners[1], data.network[1].mail if data.network else None)
    for file, document in documents:
        for fault in find_personal(document, declared):
            yield Violation(file, fault)


# Those that make figures wrong, for which a report refuses; and the rest.
FIGURE_CHECKS: tuple[Check, ...] = (check_tags, check_meetings, check_mesas, check_axes)
CHECKS = (
    *FIGURE_CHECKS,
    check_references,
    check_circles,
    check_folders,
    check_partner_axes,
    check_municipalities,
    check_names,
    check_twins,
    check_dates,
    check_texts,
    check_expiry,
    check_documents,
    check_privacy,
)


def run(data: Data, checks: Sequence[Check] = CHECKS) -> list[Violation]:
    """Run checks and collect all that they find."""
    return [finding for check in checks for finding in check(data)]


def _undeclared(position: int, tag: str, categories: Categories) -> Fault:
    try:
        message = _("the tag is declared as «{tag}»").format(tag=categories.find_tag(tag))
        return Fault(("tags", position), message, _("Write it as it is declared."))
    except NotFoundError as error:
        return Fault(("tags", position), error.message, error.advice)


def _is_name(stem: str) -> bool:
    match = _NAME.fullmatch(stem)
    try:
        return match is not None and bool(date.fromisoformat(match[1]))
    except ValueError:
        return False


def _identities(item: Content) -> list[tuple[str, str]]:
    """Give what only one item may have, by its field."""
    title = ("title", fold(item.title))
    return [("url", url_key(item.url)), title] if item.url else [title]


def _repeated(field: str, file: str) -> Fault:
    same = {
        "url": _("the address is the same as in {file}"),
        "title": _("the title is the same as in {file}"),
        "near": _("the title is almost the same as in {file}"),
    }
    advice = _("Keep one of the two, or correct this one.")
    return Fault(
        ("title" if field == "near" else field,),
        same[field].format(file=file),
        advice,
        warning=True,
    )
