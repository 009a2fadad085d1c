"""Meetings to come and weekly hours, told on the clocks of whoever reads the page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group, Mesa, Slot
from mcsj_cli.model.schedule import Occurrence, clock_changes, occurrences_ahead
from mcsj_cli.site.pages import ClockTime, HourChange, MeetingRow, SlotRow

_AHEAD = timedelta(weeks=9)
_SHOWN = 4


def find_coming(group: Group, today: date, meetings: Mapping[str, Meeting]) -> list[Occurrence]:
    """Find the meetings of the next weeks; of a group that has yet to begin, those of its first."""
    return occurrences_ahead(group, today, _AHEAD, meetings)


def tell_for_group(coming: Sequence[Occurrence]) -> list[MeetingRow]:
    """Tell the next meetings with the hour on every clock of the group's mesas, where it is not the same on all."""
    return [_tell(one, _differing(one, _join(_clocks(one, one.mesas)))) for one in coming[:_SHOWN]]


def tell_for_mesa(coming: Sequence[Occurrence], slug: str) -> list[MeetingRow]:
    """Tell the next meetings of a mesa on its own clocks: the main one first, then those that read another hour."""
    own = [(one, [mesa for mesa in one.mesas if mesa.slug == slug]) for one in coming]
    return [_tell(one, _own_clocks(one, mesas[0])) for one, mesas in own if mesas][:_SHOWN]


def tell_next(groups: Iterable[Sequence[Occurrence]], count: int) -> list[MeetingRow]:
    """Tell the next meeting of each group, cancelled ones left out, in the order of start."""
    found = [next((one for one in coming if one.status != "cancelled"), None) for coming in groups]
    following = sorted((one for one in found if one), key=lambda one: (one.start, one.group.number))
    return [_tell(one, []) for one in following[:count]]


def find_changes(
    coming: Sequence[Occurrence], names: Iterable[str] | None = None
) -> list[HourChange]:
    """Find the clocks, or those of some names, that read another hour from one of the next meetings on."""
    wanted = None if names is None else set(names)
    return [
        HourChange(change.day, change.name, change.before, change.after)
        for change in clock_changes(coming[: _SHOWN + 1])
        if wanted is None or change.name in wanted
    ]


def tell_slots(group: Group, today: date) -> tuple[SlotRow | None, list[SlotRow]]:
    """Tell the weekly hour of today, or the first to come, and those that follow it."""
    current = group.series_on(today)
    later = [
        series for series in group.series if current and series.since > max(today, current.since)
    ]
    return (_tell_slot(current) if current else None), [_tell_slot(series) for series in later]


def _tell_slot(series: Slot) -> SlotRow:
    tentative = series.status == "tentative"
    return SlotRow(
        series.since, series.weekday, series.time, series.timezone, series.minutes, tentative
    )


def _tell(one: Occurrence, clocks: list[ClockTime]) -> MeetingRow:
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


def _own_clocks(one: Occurrence, mesa: Mesa) -> list[ClockTime]:
    clocks = sorted(
        _clocks(one, [mesa]), key=lambda clock: mesa.timezones.index(ZoneName(clock.zone))
    )
    main = (clocks[0].day, clocks[0].hour)
    return [clocks[0], *(clock for clock in clocks[1:] if (clock.day, clock.hour) != main)]


def _differing(one: Occurrence, clocks: list[ClockTime]) -> list[ClockTime]:
    said = [(one.start.date(), f"{one.start:%H:%M}")]
    return [] if [(clock.day, clock.hour) for clock in clocks] == said else clocks


def _join(clocks: Sequence[ClockTime]) -> list[ClockTime]:
    """Put together the zones that read the same hour: who reads it counts, not where their clocks get it from."""
    return [
        ClockTime(hour, day, "", [name for clock in found for name in clock.names])
        for (day, hour), found in groupby(clocks, lambda clock: (clock.day, clock.hour))
    ]


def _clocks(one: Occurrence, mesas: Sequence[Mesa]) -> list[ClockTime]:
    """Give the hour in each zone with the mesas that are there, earliest first."""
    by_zone: dict[ZoneName, list[str]] = {}
    for mesa in mesas:
        for zone in mesa.timezones:
            by_zone.setdefault(zone, []).append(mesa.name)
    told = []
    for zone, names in by_zone.items():
        local = one.start.astimezone(zone.zone)
        told.append(ClockTime(f"{local:%H:%M}", local.date(), zone, names))
    return sorted(told, key=lambda clock: (clock.day, clock.hour, clock.zone))
