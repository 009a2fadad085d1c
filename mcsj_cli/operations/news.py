"""What a sync brought of others: records by kind, seats and schedules, and files of the network."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.model.category import Categories
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import KINDS, Kind, Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups, Seat, Slot
from mcsj_cli.model.network import Network
from mcsj_cli.model.text import enumeration, one_line
from mcsj_cli.operations.record_deeds import DEEDS, Deed, find_deed
from mcsj_cli.operations.server_changes import SECTIONS
from mcsj_cli.store import git, yaml
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK
from mcsj_cli.store.scan import is_copied_year, is_plain_name

_FOLDERS = {kind.folder: kind for kind in KINDS}


class Turn(StrEnum):
    """What became of a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class RecordNews(NamedTuple):
    """A record that others added, changed or removed; `title` says what it is about.

    `deed` is what became of a meeting or an action thereby.
    """

    turn: Turn
    kind: Kind[Record]
    uid: str
    title: str
    group: int | None
    author: str
    deed: Deed | None = None


class News(NamedTuple):
    """All that came: records, and what changed in the hand-edited files, in words."""

    records: Sequence[RecordNews]
    network: Sequence[str]

    def tell(self, *, verbose: bool) -> Iterator[str]:
        """Yield a few lines: how many records of each kind, `verbose` also each, and what else."""
        leads = {
            Turn.ADDED: _("New from others: {what}."),
            Turn.CHANGED: _("Changed by others: {what}."),
            Turn.REMOVED: _("Removed by others: {what}."),
        }
        for turn, lead in leads.items():
            records = [one for one in self.records if one.turn is turn]
            if records:
                yield lead.format(what=", ".join(_count_kinds(records)))
            if verbose:
                yield from map(_tell_record, records)
        if self.network:
            yield one_line(_("In the network: {what}.").format(what="; ".join(self.network)))


def _count_kinds(records: Sequence[RecordNews]) -> list[str]:
    counts = []
    for kind in KINDS:
        for deed in (None, *DEEDS):
            found = [one for one in records if one.kind is kind and one.deed is deed]
            groups = sorted({one.group for one in found if one.group is not None})
            if found:
                count = deed.tell if deed else kind.count
                counts.append(count(len(found)) + _name_groups(groups))
    return counts


def _tell_record(one: RecordNews) -> str:
    title = f"{one.title}, {one.deed.word()}" if one.deed else one.title
    return f"  {one.kind.label()} {one.uid}: {one_line(title)} ({one_line(one.author)})"


def _name_groups(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    names = enumeration([str(number) for number in numbers])
    text = ngettext("(Group {names})", "(Groups {names})", len(numbers))
    return f" {text.format(names=names)}"


class _Change(NamedTuple):
    """A file's contents before and after; None is no file."""

    file: str
    before: bytes | None
    after: bytes | None


def find_news(root: Path, ours: str, theirs: str) -> News:
    """Find what the others' commits up to `theirs` changed since they had all of ours.

    They have been joined with `ours` by now. What our own changes held against is no news.
    """
    base = git.find_base(root, ours, theirs) if ours else None
    if base is None:
        return News([], [])
    authors = git.list_authors(root, f"{base}..{theirs}", "data")
    records: list[RecordNews] = []
    network: list[str] = []
    for change in _read_contents(root, _compare(root, base, ours, theirs)):
        kind = _find_kind(change.file)
        if kind:
            records.append(_describe_record(kind, change, authors.get(change.file, "")))
        else:
            network += _describe_document(change)
    return News(records, network)


def _compare(root: Path, base: str, ours: str, theirs: str) -> git.Changes:
    """Return the files that others changed and that are otherwise now than we had them.

    Hand-edited files are taken as they are now, since others' changes of parts may not hold.
    """
    came = git.compare(root, base, theirs)
    if base == ours:
        return came
    joined = git.compare(root, ours, "HEAD")
    return {
        file: joined[file] if file in (GROUPS, NETWORK) else pair
        for file, pair in came.items()
        if file in joined
    }


def _read_contents(root: Path, changes: git.Changes) -> Iterator[_Change]:
    pairs = {
        file: pair
        for file, pair in changes.items()
        if file.startswith("data/") and not git.is_same(file, pair)
    }
    wanted = [blob for blob in chain.from_iterable(pairs.values()) if blob and git.is_file(blob)]
    contents = git.read_blobs(root, [blob.name for blob in wanted])
    for file, pair in pairs.items():
        yield _Change(file, *(contents.get(blob.name, b"") if blob else None for blob in pair))


def _find_kind(file: str) -> Kind[Record] | None:
    """Return the kind of a record's file; None for any other, also for a copy of one."""
    parts = file.split("/")
    if len(parts) < 3 or not is_plain_name(parts[-1]) or any(map(is_copied_year, parts[2:-1])):
        return None
    return _FOLDERS.get(parts[1])


def _describe_record(kind: Kind[Record], change: _Change, author: str) -> RecordNews:
    before, after = (_load(content, kind.record) for content in change[1:])
    record = before if change.after is None else after
    turn = Turn.CHANGED
    if change.before is None:
        turn = Turn.ADDED
    elif change.after is None:
        turn = Turn.REMOVED
    group = record.group if isinstance(record, Meeting) else None
    title = _find_title(record) if record else ""
    deed = find_deed(before, after)
    return RecordNews(turn, kind, Path(change.file).stem, title, group, author, deed)


def _find_title(record: Record) -> str:
    if isinstance(record, Followup):
        return f"{record.mesa}, {label(record.stage)}"
    if isinstance(record, Meeting):
        return record.purpose or _name_meeting(record)
    return record.texts()[0]


def _name_meeting(meeting: Meeting) -> str:
    if meeting.group is None:
        return str(meeting.mesa or "")
    return _("group {number}").format(number=meeting.group)


def _describe_document(change: _Change) -> Iterator[str]:
    """Yield what changed in a hand-edited file; its name alone if it cannot be read."""
    if change.file == GROUPS:
        before, after = (_load(content, Groups) for content in change[1:])
        if before and after:
            yield from describe_groups(before, after)
            return
    if change.file == NETWORK:
        before, after = (_load(content, Network) for content in change[1:])
        if before and after:
            yield from _describe_settings(before, after)
            return
    if change.file == CATEGORIES:
        before, after = (_load(content, Categories) for content in change[1:])
        if before and after:
            yield from _describe_rubrics(before, after) or [change.file]
            return
    yield change.file


def _describe_rubrics(before: Categories, after: Categories) -> list[str]:
    """Describe the rubrics that have another tag, that are new, and that are no more."""
    old, told = {*before.tags}, []
    gone = old - {*after.tags}
    for rubric in after.rubrics:
        known = [alias for alias in reversed(rubric.aliases) if alias in gone]
        if rubric.tag in old:
            continue
        if known:
            text = _("the rubric #{before} is called #{after} now")
            told.append(text.format(before=known[0], after=rubric.tag))
            gone -= {*known}
        else:
            told.append(_("new rubric: #{tag}").format(tag=rubric.tag))
    return [*told, *(_("the rubric #{tag} is no more").format(tag=tag) for tag in sorted(gone))]


def _describe_settings(before: Network, after: Network) -> Iterator[str]:
    """Yield the settings that differ; changes of servers are told apart, with what they are."""
    old, new = _list_fields(before), _list_fields(after)
    if before.format < after.format:
        yield _("the folder went to format {what}").format(what=after.format)
    told = (*SECTIONS, "format")
    keys = [key for key in old if old[key] != new[key] and key not in told]
    if keys:
        yield _("settings: {keys}").format(keys=", ".join(keys))


def _list_fields(network: Network) -> Mapping[str, Any]:
    fields = msgspec.structs.fields(Network)
    return {one.encode_name: getattr(network, one.name) for one in fields}


def describe_groups(before: Groups, after: Groups) -> Iterator[str]:
    """Yield the changes of groups, of their schedules, and of the mesas' seats."""
    old = {group.number: group for group in before.groups}
    new = {group.number: group for group in after.groups}
    for number in sorted(old.keys() | new.keys()):
        if number not in old:
            yield _("new group: {number}").format(number=number)
        elif number not in new:
            yield _("group {number} is no more").format(number=number)
        elif _list_slots(old[number].series) != _list_slots(new[number].series):
            yield _("another schedule of group {number}").format(number=number)
    was = {seat.mesa.slug: seat for seat in before.seats}
    becomes = {seat.mesa.slug: seat for seat in after.seats}
    for slug in sorted(was.keys() | becomes.keys()):
        yield from _describe_seat(was.get(slug), becomes.get(slug))


def _list_slots(series: Sequence[Slot]) -> list[Slot]:
    """Return slots without what only counts their changes: mesas that come raise it too."""
    return [msgspec.structs.replace(slot, sequence=0, updated=None) for slot in series]


def _describe_seat(was: Seat | None, becomes: Seat | None) -> Iterator[str]:
    if becomes is None:
        if was:
            yield _("{mesa} is no more").format(mesa=was.mesa.name)
        return
    mesa, number = becomes.mesa, becomes.group.number
    if was is None:
        yield _("new mesa: {mesa} (group {number})").format(mesa=mesa.name, number=number)
    elif was.group.number != number:
        told = _("{mesa} sits in group {number} from {day} on")
        yield told.format(mesa=mesa.name, number=number, day=mesa.since or "…")
    elif mesa.until and mesa.until != was.mesa.until:
        yield _("{mesa} leaves after {day}").format(mesa=mesa.name, day=mesa.until)
    elif mesa != was.mesa:
        yield _("{mesa} was corrected").format(mesa=mesa.name)


def _load(content: bytes | None, schema: type[Any]) -> Any:
    """Return a file as its values; None if there is none, or if it is wrong."""
    if content is None:
        return None
    try:
        return yaml.load(content, schema, "", newer=True)  # only to tell of it
    except InvalidDataError:
        return None
