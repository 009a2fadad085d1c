"""The import of another calendar's meetings into a group or a mesa, planned before it is done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.i18n import _
from mcsj_cli.model.external import ExternalCalendar, ExternalMeeting, ImportNote
from mcsj_cli.model.fields import Url, WallMoment, ZoneName
from mcsj_cli.model.meeting import Meeting, find_owner
from mcsj_cli.model.membership import Group, Groups, Mesa, Slot
from mcsj_cli.model.schedule import Occurrence


class ImportAct(StrEnum):
    """The change that an import makes to a meeting."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    CHANGED = "changed"
    SESSION = "session"


class ImportStep(NamedTuple):
    """A meeting that would be written, as it `was` and as it `will_be`, from a line of the file."""

    act: ImportAct
    line: int
    uid: str
    record: Meeting
    was: Occurrence | None
    will_be: Occurrence


class ImportedSlot(NamedTuple):
    """A slot that a group's schedule would get, and the one that it replaces."""

    line: int
    series: Slot
    was: Slot | None


class Obstacle(NamedTuple):
    """A reason why the calendar cannot be imported, and what to do about it."""

    line: int
    text: str
    advice: str


class ImportPlan(NamedTuple):
    """The result of an import: the groups afterwards, with their new slots and meetings.

    If there are `problems`, the import cannot be done.
    """

    groups: Groups
    slots: Sequence[ImportedSlot] = ()
    steps: Sequence[ImportStep] = ()
    notes: Sequence[ImportNote] = ()
    problems: Sequence[Obstacle] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.slots and not self.steps


class ImportTarget(NamedTuple):
    """The group that imports, the known `meetings`, the `zones` to try in order, and today."""

    groups: Groups
    group: Group
    meetings: Mapping[str, Meeting]
    zones: Sequence[ZoneName]
    day: date


def order_zones(groups: Groups, group: Group, home: ZoneName) -> list[ZoneName]:
    """Return the zones of the group's schedule and mesas, the network's own, and all others."""
    zones = [slot.timezone for slot in reversed(group.series)]
    for mesa in group.mesas:
        zones += mesa.timezones
    zones.append(home)
    for seat in groups.seats:
        zones += seat.mesa.timezones
    return list(dict.fromkeys(zones))


def find_zone(instants: Sequence[datetime], zones: Iterable[ZoneName]) -> ZoneName | None:
    """Return the first zone in which all the instants have one weekday and hour."""
    for zone in zones:
        moments = [instant.astimezone(zone.zone) for instant in instants]
        if len({(moment.weekday(), moment.time()) for moment in moments}) == 1:
            return zone
    return None


class LeftOutEvents:
    """Meetings that are left out, by their reason, with one note for each reason."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str], dict[ExternalMeeting, str]] = {}

    def add(
        self, meetings: Iterable[ExternalMeeting], one: str, several: str, name: str = ""
    ) -> None:
        """Leave meetings out for a reason.

        `one` is the note if all are of one line of the file. `several` is the note for more lines,
        with the fields {n}, {first}, {last} and {name}.
        """
        kind = self._kinds.setdefault((several, name), {})
        kind.update(dict.fromkeys(meetings, one))

    @property
    def notes(self) -> list[ImportNote]:
        return [_build_note(*kind, texts) for kind, texts in self._kinds.items()]


def _build_note(several: str, name: str, texts: Mapping[ExternalMeeting, str]) -> ImportNote:
    lines = {meeting.line: text for meeting, text in texts.items()}
    if len(lines) == 1:
        return ImportNote(*lines.popitem())
    days = sorted(meeting.planned.date() for meeting in texts)
    return ImportNote(0, several.format(n=len(texts), first=days[0], last=days[-1], name=name))


def leave_out_own(
    calendar: ExternalCalendar, groups: Groups, group: Group, mesa: Mesa | None
) -> tuple[ExternalCalendar, LeftOutEvents]:
    """Leave out events that the network's own calendars made for another group or mesa."""
    left = LeftOutEvents()

    def keeps(own: str, meetings: Sequence[ExternalMeeting]) -> bool:
        other = _find_other(own, groups, group, mesa)
        if not other:
            return True
        one = _("left out: by the network's own calendar it is the meeting of {name}")
        several = _(
            "{n} meetings from {first} to {last} were left out: "
            "by the network's own calendar they are those of {name}"
        )
        left.add(meetings, one.format(name=other), several, other)
        return False

    series = tuple(one for one in calendar.series if keeps(one.own, one.meetings))
    singles = tuple(one for one in calendar.singles if keeps(one.own, [one]))
    return calendar._replace(series=series, singles=singles), left


def _find_other(own: str, groups: Groups, group: Group, mesa: Mesa | None) -> str:
    """Return the name of the other group or mesa that a uid of ours belongs to, or ""."""
    owner = find_owner(own)
    if owner is None:
        return ""
    if owner.group is not None:
        if owner.group == group.number and mesa is None:
            return ""
        return next((one.name for one in groups.groups if one.number == owner.group), "")
    mine = [mesa] if mesa else group.mesas
    if owner.mesa in [one.slug for one in mine]:
        return ""
    return groups.mesa_names.get(owner.mesa, "")


def names_any(named: Iterable[str], names: Iterable[str]) -> bool:
    """Whether any of the names is among those of a title."""
    return not set(named).isdisjoint(names)


def all_names(group: Group) -> list[str]:
    """Return the names of a group and its mesas in titles."""
    names = group_names(group)
    for mesa in group.mesas:
        names += mesa_names(mesa)
    return names


def group_names(group: Group) -> list[str]:
    """Return the names of a group in titles."""
    return [group.name, f"grupo {group.number}", f"group {group.number}", f"g{group.number}"]


def mesa_names(mesa: Mesa) -> list[str]:
    """Return the names of a mesa in titles."""
    return [str(mesa.name), str(mesa.slug)]


def find_change(
    was: Occurrence, record: Meeting, told: ExternalMeeting, day: date
) -> tuple[ImportAct, Meeting] | None:
    """Return a meeting's record with the news of the file, or None if there are none.

    A group's meeting takes a start and a status, one with a mesa its length and link too.
    """
    is_cancelled = was.status == "cancelled"
    if told.status == "cancelled":
        if is_cancelled:
            return None
        return ImportAct.CANCELLED, _revise(record, day, status="cancelled")
    news = _find_news(was, told)
    if not news:
        return None
    if is_cancelled:
        act = ImportAct.RESUMED
    else:
        act = ImportAct.MOVED if "start" in news else ImportAct.CHANGED
    return act, _revise(record, day, **news)


def _find_news(was: Occurrence, told: ExternalMeeting) -> dict[str, Any]:
    """Return the fields of a record that differ in the file."""
    news: dict[str, Any] = {}
    wall = told.start.astimezone(was.planned.tzinfo).replace(tzinfo=None, second=0, microsecond=0)
    if wall != was.start.replace(tzinfo=None):
        planned = was.planned.replace(tzinfo=None)
        news["start"] = None if wall == planned else WallMoment(f"{wall:%Y-%m-%d %H:%M}")
    if was.status == "cancelled" or (told.status and told.status != was.status):
        news["status"] = told.status if told.status != was.series.status else None
    if was.is_session and told.minutes not in (None, was.series.minutes):
        news["minutes"] = told.minutes
    if was.is_session and told.link not in ("", was.series.link):
        news["link"] = Url(told.link)
    return news


def _revise(record: Meeting, day: date, **news: Any) -> Meeting:
    return msgspec.structs.replace(record, **news, sequence=record.sequence + 1, updated=day)
