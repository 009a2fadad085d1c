"""Coming meetings and weekly hours as rows, on the clocks of the page's mesas."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Mesa, Slot
from mcsj_cli.model.schedule import Occurrence, clock_changes, occurrences_ahead
from mcsj_cli.site.pages import ClockTime, HourChange, MeetingRow, SlotRow

_AHEAD = timedelta(weeks=9)
_SHOWN = 4


def find_coming(
    group: Group, today: date, meetings: Mapping[str, Meeting], moment: datetime | None = None
) -> list[Occurrence]:
    """Find the meetings of the next weeks, or the first ones of a group that has not begun yet.

    Those that are over at a moment are not coming.
    """
    coming = occurrences_ahead(group, today, _AHEAD, meetings)
    return [meeting for meeting in coming if moment is None or meeting.end > moment]


def list_for_group(coming: Sequence[Occurrence]) -> list[MeetingRow]:
    """List the next meetings of a group, with the clocks of its mesas if they show other hours."""
    rows = []
    for meeting in coming[:_SHOWN]:
        clocks = _join_clocks(_list_clocks(meeting, meeting.mesas))
        said = (meeting.start.date(), f"{meeting.start:%H:%M}")
        if [(clock.day, clock.hour) for clock in clocks] == [said]:
            clocks = []
        rows.append(_build_row(meeting, clocks))
    return rows


def list_for_mesa(coming: Sequence[Occurrence], slug: str) -> list[MeetingRow]:
    """List the next meetings of a mesa on its main clock, and on others with another hour."""
    rows = []
    for meeting in coming:
        own = [mesa for mesa in meeting.mesas if mesa.slug == slug]
        if own:
            rows.append(_build_row(meeting, _list_own_clocks(meeting, own[0])))
    return rows[:_SHOWN]


def list_next(groups: Iterable[Sequence[Occurrence]], count: int) -> list[MeetingRow]:
    """List the next meeting of each group that is not cancelled, in the order of start."""
    following = []
    for coming in groups:
        planned = [meeting for meeting in coming if meeting.status != "cancelled"]
        following += planned[:1]
    following.sort(key=lambda meeting: (meeting.start, meeting.group.number))
    return [_build_row(meeting, []) for meeting in following[:count]]


def find_changes(
    coming: Sequence[Occurrence], names: Iterable[str] | None = None
) -> list[HourChange]:
    """Find the clocks, or those of some names, that change before one of the next meetings."""
    wanted = None if names is None else set(names)
    return [
        HourChange(change.day, change.name, change.before, change.after)
        for change in clock_changes(coming[: _SHOWN + 1])
        if wanted is None or change.name in wanted
    ]


def build_slots(group: Group, today: date) -> tuple[SlotRow | None, list[SlotRow]]:
    """Return the weekly hour of today, or the first one ahead, and those that follow it."""
    current = group.series_on(today)
    if current is None:
        return None, []
    after = max(today, current.since)
    later = [_build_slot(slot) for slot in group.series if slot.since > after]
    return _build_slot(current), later


def _build_slot(series: Slot) -> SlotRow:
    tentative = series.status == "tentative"
    return SlotRow(
        series.since, series.weekday, series.time, series.timezone, series.minutes, tentative
    )


def _build_row(one: Occurrence, clocks: list[ClockTime]) -> MeetingRow:
    return MeetingRow(
        group=one.group.number,
        name=one.group.name,
        day=one.start.date(),
        hour=f"{one.start:%H:%M}",
        zone=one.series.timezone,
        minutes=one.series.minutes,
        status=one.status,
        moved_from=one.planned if one.is_moved else None,
        link="" if one.status == "cancelled" else one.series.link,
        clocks=clocks,
    )


def _list_own_clocks(one: Occurrence, mesa: Mesa) -> list[ClockTime]:
    clocks = _list_clocks(one, [mesa])
    clocks.sort(key=lambda clock: mesa.timezones.index(ZoneName(clock.zone)))
    main = (clocks[0].day, clocks[0].hour)
    return [clocks[0], *(clock for clock in clocks[1:] if (clock.day, clock.hour) != main)]


def _join_clocks(clocks: Sequence[ClockTime]) -> list[ClockTime]:
    """Join the clocks that show the same hour, whatever their zone."""
    joined = []
    for (day, hour), alike in groupby(clocks, lambda clock: (clock.day, clock.hour)):
        names: list[str] = []
        for clock in alike:
            names += clock.names
        joined.append(ClockTime(hour, day, "", names))
    return joined


def _list_clocks(one: Occurrence, mesas: Sequence[Mesa]) -> list[ClockTime]:
    """Return the hour in each zone with the mesas that use it, the earliest first."""
    by_zone: dict[ZoneName, list[str]] = {}
    for mesa in mesas:
        for zone in mesa.timezones:
            by_zone.setdefault(zone, []).append(mesa.name)
    told = []
    for zone, names in by_zone.items():
        local = one.start.astimezone(zone.zone)
        told.append(ClockTime(f"{local:%H:%M}", local.date(), zone, names))
    return sorted(told, key=lambda clock: (clock.day, clock.hour, clock.zone))
