"""The clock changes of a zone, told to calendar programs as a VTIMEZONE (RFC 5545 3.6.5)."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

HORIZON = date(2037, 12, 31)
"""Last day for which a zone's rules are computed; a rule in force on it is taken to go on."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The weekdays of BYDAY, from Monday on (RFC 5545 3.3.10)."""

_EPOCH = datetime(1970, 1, 1)
_WEEK = 7 * 24 * 3600
_LONG_REST = timedelta(days=366)


@dataclass(frozen=True)
class _ZoneOnset:
    """One clock change; `at` is the wall clock just before it, as in DTSTART (RFC 5545 3.6.5)."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def pattern(self) -> tuple[object, ...]:
        """The facts that a yearly rule repeats, apart from the week of the month."""
        return (self.at.month, self.at.weekday(), self.at.time(), replace(self, at=_EPOCH))


_Onsets = tuple[_ZoneOnset, ...]


def eras(zone: ZoneInfo, first: date, last: date) -> list[date]:
    """Return the local days on which a new era of the zone begins, after `first` and up to `last`.

    An era is a yearly pattern going on unchanged, or more than a year without any change. It
    begins with the clock change whose offset its rules go on from. Irregular changes between two
    eras are no borders.
    """
    runs = _runs(zone)
    borders: set[date] = set()
    edge = date.min
    for index, run in enumerate(runs):
        following = runs[index + 1][0].day if index + 1 < len(runs) else date.max
        if len(run) == 1 and not _rests(run[0], following):
            continue
        start = run[0].day if len(run) == 1 else runs[index - 1][-1].day
        borders |= {max(start, edge), following}
        edge = following
    return sorted(day for day in borders if first < day <= last)


def build_vtimezone(zone: ZoneInfo, first: date, last: date | None) -> Timezone:
    """Build the VTIMEZONE that is right from local midnight of `first` to `last`.

    It is right for good if `last` is None. `first` lies between 1970 and HORIZON. RFC 5545 3.6.5
    wants an onset before the first time in use: the parts begin with the last onset of standard
    time before `first`. A rule ends (UNTIL, in UTC) where the zone gave it up, not at `last`. Some
    programs read only the STANDARD part with the largest DTSTART; so a closing onset that belongs
    to no yearly rule is a part of its own, and STANDARD in any case.
    """
    timezone = Timezone()
    timezone.add("tzid", zone.key)
    for part in _build_parts(_runs(zone), datetime.combine(first, time.min), last or HORIZON):
        timezone.add_component(part)
    return timezone


def _build_parts(
    runs: Sequence[_Onsets], start: datetime, last: date
) -> list[TimezoneStandard | TimezoneDaylight]:
    final = runs[-1][-1]
    if final.at <= start:
        constant = replace(final, at=_EPOCH, before=final.after, daylight=False)
        return [_build_part(constant, {})]
    begin = _last_standard(runs, start)
    kept = [run for run in runs if _is_in_use(run, begin, last)]
    if len(kept[-1]) == 1:
        kept[-1] = (replace(kept[-1][0], daylight=False),)
    parts = []
    for run in kept:
        for phase in (run[::2], run[1::2]):
            onset = next((onset for onset in phase if onset.at >= begin), None)
            if onset is not None:
                rule = _build_recurrence(phase, goes_on=run[-1] is final)
                parts.append(_build_part(onset, rule))
    return sorted(parts, key=lambda part: part.DTSTART)


def _last_standard(runs: Sequence[_Onsets], start: datetime) -> datetime:
    onsets = chain.from_iterable(runs)
    standard = (onset.at for onset in onsets if not onset.daylight and onset.at <= start)
    return max(standard, default=_EPOCH)


def _is_in_use(run: _Onsets, begin: datetime, last: date) -> bool:
    return any(begin <= onset.at and onset.day <= last for onset in run)


def _build_part(
    onset: _ZoneOnset, recurrence: dict[str, object]
) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if onset.daylight else TimezoneStandard()
    part.add("dtstart", onset.at)
    part.add("tzoffsetfrom", onset.before)
    part.add("tzoffsetto", onset.after)
    part.add("tzname", onset.name)
    if recurrence:
        part.add("rrule", recurrence)
    return part


def _build_recurrence(phase: _Onsets, *, goes_on: bool) -> dict[str, object]:
    """Return the RRULE of the onsets of a phase, empty if there is but one."""
    if len(phase) == 1:
        return {}
    rule: dict[str, object] = {"FREQ": "YEARLY", "BYMONTH": phase[0].at.month}
    rule |= _build_byday(phase)
    if not goes_on:
        rule["UNTIL"] = (phase[-1].at - phase[-1].before).replace(tzinfo=UTC)
    return rule


def _build_byday(phase: _Onsets) -> dict[str, object]:
    """Return the parts of a rule that choose the week of the month."""
    month, weekday = phase[0].at.month, WEEKDAYS[phase[0].at.weekday()]
    weeks = _weeks(phase)
    if _last_week(month) in weeks:
        return {"BYDAY": f"-1{weekday}"}
    numbers = [week // 7 + 1 for week in weeks if week % 7 == 1]
    if numbers:
        return {"BYDAY": f"{numbers[0]}{weekday}"}
    return {"BYDAY": weekday, "BYMONTHDAY": list(range(weeks[0], weeks[0] + 7))}


def _weeks(phase: Sequence[_ZoneOnset]) -> range:
    """Return the days of the month from which seven days hold all these onsets, if any.

    That is, each returned day begins such seven days.
    """
    days = [onset.at.day for onset in phase]
    return range(max(1, max(days) - 6), min(*days, _last_week(phase[0].at.month)) + 1)


def _last_week(month: int) -> int:
    return monthrange(2000, month)[1] - 6


@cache
def _runs(zone: ZoneInfo) -> tuple[_Onsets, ...]:
    """Split all onsets into runs, where two yearly rules alternate, and single onsets."""
    onsets = tuple(_scan(zone))
    runs = []
    while onsets:
        length = _run_length(onsets)
        runs.append(onsets[:length])
        onsets = onsets[length:]
    return tuple(runs)


def _run_length(onsets: _Onsets) -> int:
    """Count the onsets, from the first on, in which two yearly rules alternate.

    Each repeats the last but one a year later. The count is 1 if none does.
    """
    length = 2
    while length < len(onsets) and _repeats(onsets[length], onsets[length - 2 :: -2]):
        length += 1
    following = onsets[length].day if length < len(onsets) else HORIZON
    if length > 2 and _rests(onsets[length - 1], following):
        length -= 1
    return length if length > 2 else 1


def _repeats(onset: _ZoneOnset, phase: _Onsets) -> bool:
    same = onset.pattern == phase[0].pattern and onset.at.year == phase[0].at.year + 1
    return same and bool(_weeks((onset, *phase)))


def _rests(onset: _ZoneOnset, following: date) -> bool:
    """Whether the clock then stays unchanged for too long for any yearly rule."""
    return min(following, HORIZON) - onset.day > _LONG_REST


def _scan(zone: ZoneInfo) -> Iterator[_ZoneOnset]:
    """Yield the state of 1970 as a first onset, then each change of offset or name up to HORIZON.

    Looking once a week misses only a change that is undone within days. An onset is daylight time
    if its dst() is positive or it ends a negative one: tzdata has Irish winter either as standard
    or as -1 h.
    """
    end = int(datetime.combine(HORIZON, time.max, zone).timestamp())
    offset, name, _ = _clock(zone, 0)
    yield _ZoneOnset(_EPOCH, offset, offset, name, daylight=False)
    instant = 0
    while instant < end:
        early, instant = instant, min(instant + _WEEK, end)
        if _clock(zone, early)[:2] == _clock(zone, instant)[:2]:
            continue
        instant = _first_change(zone, early, instant)
        (before, _, saved), (after, name, saving) = _clock(zone, instant - 1), _clock(zone, instant)
        at = _EPOCH + timedelta(seconds=instant) + before
        daylight = saving > timedelta(0) or saved < timedelta(0)
        yield _ZoneOnset(at, before, after, name, daylight)


def _first_change(zone: ZoneInfo, early: int, late: int) -> int:
    """Return the second, at most `late`, at which the clock leaves the state of `early`."""
    state = _clock(zone, early)[:2]
    return early + bisect_left(
        range(early, late), True, key=lambda second: _clock(zone, second)[:2] != state
    )


def _clock(zone: ZoneInfo, instant: int) -> tuple[timedelta, str, timedelta]:
    """Return offset, abbreviation and saving at a POSIX time."""
    local = datetime.fromtimestamp(instant, zone)
    return (
        local.utcoffset() or timedelta(0),
        local.tzname() or zone.key,
        local.dst() or timedelta(0),
    )
