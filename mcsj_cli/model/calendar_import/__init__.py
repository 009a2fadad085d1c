"""What a group or a mesa would take over from somebody else's calendar."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.i18n import _
from mcsj_cli.model.external import ExternalCalendar, ExternalMeeting, ImportNote
from mcsj_cli.model.fields import Url, WallMoment, ZoneName
from mcsj_cli.model.meeting import Meeting, find_owner
from mcsj_cli.model.network import Group, Groups, Mesa, Slot
from mcsj_cli.model.schedule import Occurrence


class ImportAct(StrEnum):
    """What would become of a meeting."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    CHANGED = "changed"
    SESSION = "session"


class ImportStep(NamedTuple):
    """A meeting that would be written, as it `was` and as it will be; `line` is where the file says so."""

    act: ImportAct
    line: int
    uid: str
    record: Meeting
    was: Occurrence | None
    will_be: Occurrence


class ImportedSlot(NamedTuple):
    """One slot that a group's schedule would get; `was` held until then."""

    line: int
    series: Slot
    was: Slot | None


class Obstacle(NamedTuple):
    """What keeps the calendar from being taken over, and what to do about it."""

    line: int
    text: str
    advice: str


class ImportPlan(NamedTuple):
    """What would be taken over: the groups as they would be, slots and meetings; what cannot be is a problem."""

    groups: Groups
    slots: Sequence[ImportedSlot] = ()
    steps: Sequence[ImportStep] = ()
    notes: Sequence[ImportNote] = ()
    problems: Sequence[Obstacle] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether the network says all of it already."""
        return not self.slots and not self.steps


class ImportTarget(NamedTuple):
    """Where something is taken over: what is known there, the network's `zones` with the nearest first, and today."""

    groups: Groups
    group: Group
    meetings: Mapping[str, Meeting]
    zones: Sequence[ZoneName]
    day: date


def order_zones(groups: Groups, group: Group, home: ZoneName) -> list[ZoneName]:
    """Name the network's zones: those of the group's schedule and mesas, the network's own, and all others."""
    own = [series.timezone for series in reversed(group.series)]
    own += [zone for mesa in group.mesas for zone in mesa.timezones]
    others = [zone for seat in groups.seats for zone in seat.mesa.timezones]
    return list(dict.fromkeys([*own, home, *others]))


def find_zone(instants: Sequence[datetime], zones: Iterable[ZoneName]) -> ZoneName | None:
    """Find the first zone on whose clocks all of some instants are at one hour of one weekday."""
    for zone in zones:
        locals_ = [instant.astimezone(zone.zone) for instant in instants]
        if len({(local.weekday(), local.time()) for local in locals_}) == 1:
            return zone
    return None


class LeftOutEvents:
    """Meetings that are left out, by why: one note tells of all that share a reason."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str], dict[ExternalMeeting, str]] = {}

    def add(
        self, meetings: Iterable[ExternalMeeting], one: str, several: str, name: str = ""
    ) -> None:
        """Leave some out: `one` tells of those of one line, `several` with {n}, {first}, {last}, {name} of more."""
        self._kinds.setdefault((several, name), {}).update((meeting, one) for meeting in meetings)

    @property
    def notes(self) -> list[ImportNote]:
        return [
            _tell_left_out(several, name, texts) for (several, name), texts in self._kinds.items()
        ]


def _tell_left_out(several: str, name: str, texts: Mapping[ExternalMeeting, str]) -> ImportNote:
    lines = {meeting.line: text for meeting, text in texts.items()}
    if len(lines) == 1:
        return ImportNote(*lines.popitem())
    days = sorted(meeting.planned.date() for meeting in texts)
    return ImportNote(0, several.format(n=len(texts), first=days[0], last=days[-1], name=name))


def leave_out_own(
    calendar: ExternalCalendar, groups: Groups, group: Group, mesa: Mesa | None
) -> tuple[ExternalCalendar, LeftOutEvents]:
    """Take out what the network's own calendars tell of others: a group's meetings are no mesa's, nor another's."""
    left = LeftOutEvents()

    def keeps(own: str, meetings: Sequence[ExternalMeeting]) -> bool:
        other = _find_other(own, groups, group, mesa)
        if other:
            one = _("left out: by the network's own calendar it is the meeting of {name}").format(
                name=other
            )
            several = _(
                "{n} meetings from {first} to {last} were left out: "
                "by the network's own calendar they are those of {name}"
            )
            left.add(meetings, one, several, other)
        return not other

    series = tuple(one for one in calendar.series if keeps(one.own, one.meetings))
    singles = tuple(one for one in calendar.singles if keeps(one.own, [one]))
    return calendar._replace(series=series, singles=singles), left


def _find_other(own: str, groups: Groups, group: Group, mesa: Mesa | None) -> str:
    """Name whose meeting an event of the network's own calendars is; nothing where it is one's own, or nobody's."""
    owner = find_owner(own)
    if owner is None:
        return ""
    if owner.group is not None:
        told = next((one for one in groups.groups if one.number == owner.group), None)
        return told.name if told and (mesa or told.number != group.number) else ""
    mine = [mesa] if mesa else group.mesas
    known = next((seat.mesa for seat in groups.seats if seat.mesa.slug == owner.mesa), None)
    return str(known.name) if known and owner.mesa not in [one.slug for one in mine] else ""


def names_any(named: Iterable[str], names: Iterable[str]) -> bool:
    """Say whether any of some names is among those that a title has."""
    return not set(named).isdisjoint(names)


def all_names(group: Group) -> list[str]:
    """Give the names by which titles tell whose a meeting is: the group's, or one of its mesas'."""
    return [*group_names(group), *(name for mesa in group.mesas for name in mesa_names(mesa))]


def group_names(group: Group) -> list[str]:
    """Give what a group is called in titles."""
    return [group.name, f"grupo {group.number}", f"group {group.number}", f"g{group.number}"]


def mesa_names(mesa: Mesa) -> list[str]:
    """Give what a mesa is called in titles."""
    return [str(mesa.name), str(mesa.slug)]


def find_change(
    was: Occurrence, record: Meeting, told: ExternalMeeting, day: date
) -> tuple[ImportAct, Meeting] | None:
    """Make a meeting's record say what is told of it; None where it does already.

    A group's meeting takes a start and a status, one with a mesa its length and link too.
    """
    if told.status == "cancelled":
        return (
            None
            if was.status == "cancelled"
            else (ImportAct.CANCELLED, _revise(record, day, status="cancelled"))
        )
    is_off = was.status == "cancelled"
    news: dict[str, Any] = {}
    wall = told.start.astimezone(was.planned.tzinfo).replace(tzinfo=None, second=0, microsecond=0)
    if wall != was.start.replace(tzinfo=None):
        planned = was.planned.replace(tzinfo=None)
        news["start"] = None if wall == planned else WallMoment(f"{wall:%Y-%m-%d %H:%M}")
    if is_off or (told.status and told.status != was.status):
        news["status"] = told.status if told.status != was.series.status else None
    if was.is_session:
        news |= {"minutes": told.minutes} if told.minutes not in (None, was.series.minutes) else {}
        news |= {"link": Url(told.link)} if told.link not in ("", was.series.link) else {}
    if not news:
        return None
    act = ImportAct.RESUMED if is_off else ImportAct.MOVED if "start" in news else ImportAct.CHANGED
    return act, _revise(record, day, **news)


def _revise(record: Meeting, day: date, **news: Any) -> Meeting:
    return msgspec.structs.replace(record, **news, sequence=record.sequence + 1, updated=day)
