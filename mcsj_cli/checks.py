"""The rules that no file can break alone: what one says of another must be so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mcsj_cli.errors import Fault, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.kinds import CONTENT, MEETINGS, Entry, Kind, Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Groups, Partners
from mcsj_cli.model.schedule import occurrences
from mcsj_cli.model.text import nearest


class Finding(NamedTuple):
    """A fault and the file that has it."""

    file: str
    fault: Fault


@dataclass(frozen=True)
class Data:
    """What could be read; a hand-edited file that could not is None, and what refers to it goes unchecked."""

    groups: tuple[str, Groups] | None
    categories: Categories | None
    partners: tuple[str, Partners] | None
    content: Sequence[Entry[Content]]
    meetings: Sequence[Entry[Meeting]]

    @property
    def records(self) -> list[tuple[Kind[Record], Entry[Record]]]:
        return [(CONTENT, entry) for entry in self.content] + [(MEETINGS, entry) for entry in self.meetings]


Check = Callable[[Data], Iterator[Finding]]


def check_tags(data: Data) -> Iterator[Finding]:
    """Every tag of an item is declared, in the declared spelling."""
    if data.categories is None:
        return
    declared = set(data.categories.tags)
    for entry in data.content:
        for position, tag in enumerate(entry.record.tags):
            if tag not in declared:
                yield Finding(entry.file, _undeclared(position, tag, data.categories))


def check_meetings(data: Data) -> Iterator[Finding]:
    """Every meeting is of a group that meets that week, and its attendance of that group's mesas."""
    if data.groups is None:
        return
    groups = {group.number: group for group in data.groups[1].groups}
    for entry in data.meetings:
        meeting = entry.record
        group = groups.get(meeting.group)
        if group is None:
            known = ", ".join(map(str, groups))
            message = _("there is no group {number}").format(number=meeting.group)
            yield Finding(entry.file, Fault(("group",), message, _("There are: {names}.").format(names=known)))
            continue
        if not occurrences(group, meeting.week.monday, meeting.week.sunday, {}):
            message = _("group {number} has no meeting in the week {week}").format(
                number=meeting.group, week=meeting.week
            )
            yield Finding(entry.file, Fault(("week",), message, _("Look at its series in data/groups.yaml.")))
        slugs = [str(mesa.slug) for mesa in group.mesas]
        for slug in meeting.attendance:
            if slug not in slugs:
                message = _("«{slug}» is not a mesa of group {number}").format(slug=slug, number=group.number)
                advice = _("There are: {names}.").format(names=", ".join(nearest(slug, slugs) or slugs))
                yield Finding(entry.file, Fault(("attendance", slug), message, advice))


def check_folders(data: Data) -> Iterator[Finding]:
    """Every record lies in its year's folder."""
    for kind, entry in data.records:
        place = f"data/{kind.folder}/{entry.uid[:4]}/{entry.uid}.yaml"
        if entry.file != place:
            message = _("the file lies in the wrong folder")
            yield Finding(entry.file, Fault((), message, _("It should be {place}.").format(place=place)))


def check_partner_axes(data: Data) -> Iterator[Finding]:
    """Every axis of a partner is declared."""
    if data.categories is None or data.partners is None:
        return
    file, partners = data.partners
    known = [str(axis.slug) for axis in data.categories.axes]
    for number, partner in enumerate(partners.partners):
        for position, axis in enumerate(partner.axes):
            if axis not in known:
                message = _("there is no axis «{axis}»").format(axis=axis)
                advice = _("There are: {names}.").format(names=", ".join(known))
                yield Finding(file, Fault(("partners", number, "axes", position), message, advice))


def check_municipalities(data: Data) -> Iterator[Finding]:
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
                    advice = _("Add it under «municipalities», with its name, latitude and longitude.")
                    yield Finding(file, Fault(path, message, advice))


# Those that make figures wrong, for which a report refuses; and the rest.
FIGURE_CHECKS: tuple[Check, ...] = (check_tags, check_meetings)
CHECKS = (*FIGURE_CHECKS, check_folders, check_partner_axes, check_municipalities)


def run(data: Data, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """Run checks and collect all that they find."""
    return [finding for check in checks for finding in check(data)]


def _undeclared(position: int, tag: str, categories: Categories) -> Fault:
    try:
        message = _("the tag is declared as «{tag}»").format(tag=categories.find_tag(tag))
        return Fault(("tags", position), message, _("Write it as it is declared."))
    except NotFoundError as error:
        return Fault(("tags", position), error.message, error.advice)
