"""Find what disturbs coming meetings: other meetings, days off, clock changes, missing links."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.holiday import Holiday
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Groups
from mcsj_cli.model.schedule import (
    ClockChange,
    Occurrence,
    clock_changes,
    clock_turn,
    find_clashes,
    gather,
    have_one_coordinator,
    occurrences,
    shared_mesas,
)
from mcsj_cli.model.week import Week

_SILENT = 2  # weeks in a row without a meeting that make a pause
_WEEK = timedelta(weeks=1)


class FindingKind(StrEnum):
    """The subject of a finding."""

    CLASH = "clash"
    SAME_TIME = "same-time"
    MESA_TWICE = "mesa-twice"
    HOLIDAY = "holiday"
    HOUR_MISSING = "hour-missing"
    HOUR_TWICE = "hour-twice"
    CLOCK = "clock"
    NO_LINK = "no-link"
    PAUSE = "pause"


class Finding(NamedTuple):
    """A disturbance of meetings, from a day on; a `warning` asks only for a look.

    It comes `times` times, and `meetings` are those of the first time. `who` names the coordinator,
    the mesas, the day off or the clock. A pause has its `group` and its `last` day, and a clock
    change has the changes of each clock that it `moves`.
    """

    kind: FindingKind
    day: date
    warning: bool
    group: Group
    meetings: tuple[Occurrence, ...] = ()
    who: str = ""
    times: int = 1
    last: date | None = None
    moves: tuple[ClockChange, ...] = ()

    @property
    def groups(self) -> list[int]:
        """The numbers of its groups, each once."""
        return sorted({self.group.number, *(meeting.group.number for meeting in self.meetings)})


class WatchInputs(NamedTuple):
    """The days to look at, with the known `meetings` by uid and the days off by day."""

    groups: Groups
    meetings: Mapping[str, Meeting]
    holidays: Mapping[date, Holiday]
    day: date
    last: date
    moment: datetime | None = None

    @property
    def coming(self) -> list[Occurrence]:
        """The meetings that are to take place, or did today."""
        found = gather(self.groups.groups, self.day, self.last, self.meetings)
        return [o for o in found if o.status != "cancelled"]

    @property
    def weeks(self) -> list[Week]:
        """The weeks of the days."""
        first = Week.of(self.day).monday
        count = (self.last - first).days // 7 + 1
        return [Week.of(first + _WEEK * number) for number in range(count)]


def watch(ahead: WatchInputs) -> list[Finding]:
    """Return all findings in the order of days; those that come back every week only once."""
    coming = ahead.coming
    unfinished = [one for one in coming if ahead.moment is None or one.end > ahead.moment]
    found = [
        *find_collisions(unfinished),
        *_find_days_off(unfinished, ahead.holidays),
        *find_odd_hours(unfinished),
        *_find_clock_changes(ahead),
        *_find_unlinked(coming),
        *find_pauses(ahead),
    ]
    return sorted(found, key=lambda one: (one.day, one.warning, one.kind, one.groups))


def find_collisions(coming: Sequence[Occurrence]) -> Iterator[Finding]:
    """Yield the meetings at the same time with one mesa, or perhaps one coordinator, in both."""

    def parties(finding: Finding) -> object:
        return finding.kind, finding.who, *[meeting.name for meeting in finding.meetings]

    found = [_build_collision(pair) for pair in find_clashes(coming)]
    yield from _merge_repeated(found, parties)


def _build_collision(pair: tuple[Occurrence, Occurrence]) -> Finding:
    one, other = pair
    day = other.start.date()
    mesas = shared_mesas(one, other)
    if mesas:
        names = ", ".join(mesa.name for mesa in mesas)
        return Finding(FindingKind.MESA_TWICE, day, False, one.group, pair, names)
    if have_one_coordinator(one.group, other.group):
        coordinator = str(one.group.coordinator)
        return Finding(FindingKind.CLASH, day, False, one.group, pair, coordinator)
    return Finding(FindingKind.SAME_TIME, day, True, one.group, pair)


def _find_days_off(
    coming: Iterable[Occurrence], holidays: Mapping[date, Holiday]
) -> Iterator[Finding]:
    """Yield the meetings on days off.

    It is only a warning if the day is off by custom, or if the meeting was set for that day on
    purpose: announced, moved, or with a single mesa.
    """
    for meeting in coming:
        day = meeting.start.date()
        if day not in holidays:
            continue
        announced = meeting.meeting is not None and meeting.meeting.announced is not None
        on_purpose = announced or meeting.is_session or meeting.is_moved
        warning = on_purpose or not holidays[day].statutory
        name = holidays[day].name
        yield Finding(FindingKind.HOLIDAY, day, warning, meeting.group, (meeting,), name)


def find_odd_hours(coming: Iterable[Occurrence]) -> Iterator[Finding]:
    """Yield the meetings whose hour does not exist, or exists twice, on a clock of their mesas."""
    for meeting in coming:
        day = meeting.start.date()
        for zone, moment in _start_on_clocks(meeting).items():
            turn = clock_turn(moment)
            if turn:
                kind = FindingKind.HOUR_MISSING if turn > timedelta() else FindingKind.HOUR_TWICE
                who = f"{zone} {moment:%H:%M}"
                yield Finding(kind, day, False, meeting.group, (meeting,), who)


def _start_on_clocks(meeting: Occurrence) -> dict[ZoneName, datetime]:
    clocks = {meeting.series.timezone: meeting.start}
    for mesa in meeting.mesas:
        for zone in mesa.timezones:
            if zone not in clocks:
                clocks[zone] = meeting.start.astimezone(zone.zone)
    return clocks


def _find_clock_changes(ahead: WatchInputs) -> Iterator[Finding]:
    """Yield the meetings from which on a clock shows another hour, with all such clocks."""
    for group in ahead.groups.groups:
        planned = occurrences(group, ahead.day - _WEEK, ahead.last, ahead.meetings)
        changes = clock_changes(sorted(planned, key=lambda meeting: meeting.planned))
        for meeting in planned:
            day = meeting.planned.date()
            moves = tuple(change for change in changes if change.day == day)
            if moves and day >= ahead.day:
                yield Finding(FindingKind.CLOCK, day, True, group, (meeting,), moves=moves)


def _find_unlinked(coming: Iterable[Occurrence]) -> Iterator[Finding]:
    """Yield the sessions and slots without the address of a video call."""

    def place(finding: Finding) -> object:
        meeting = finding.meetings[0]
        return meeting.uid if meeting.is_session else (finding.group.number, meeting.series)

    found = [
        Finding(FindingKind.NO_LINK, meeting.start.date(), True, meeting.group, (meeting,))
        for meeting in coming
        if not meeting.series.link
    ]
    yield from _merge_repeated(found, place)


def find_pauses(ahead: WatchInputs) -> Iterator[Finding]:
    """Yield the groups without a meeting in two weeks or more, from their first slot on."""
    first = Week.of(ahead.day).monday
    for group in ahead.groups.groups:
        begins = group.series[0].since if group.series else first
        found = occurrences(group, first, ahead.last, ahead.meetings)
        met = {o.week for o in found if o.status != "cancelled"}
        weeks = [week for week in ahead.weeks if week.sunday >= begins]
        for pause in _find_silent(weeks, met):
            cancelled = tuple(o for o in found if o.week in pause)
            day, last = max(pause[0].monday, ahead.day), pause[-1].sunday
            yield Finding(
                FindingKind.PAUSE, day, False, group, cancelled, times=len(pause), last=last
            )


def _find_silent(weeks: Iterable[Week], met: Container[Week]) -> Iterator[list[Week]]:
    """Yield the runs of weeks without a meeting that are long enough to be a pause."""
    for has_met, run in groupby(weeks, key=lambda week: week in met):
        silent = list(run)
        if not has_met and len(silent) >= _SILENT:
            yield silent


def _merge_repeated(
    found: Iterable[Finding], key: Callable[[Finding], object]
) -> Iterator[Finding]:
    """Yield the first of the findings with the same key, with how often they come."""
    alike: dict[object, list[Finding]] = {}
    for finding in found:
        alike.setdefault(key(finding), []).append(finding)
    for findings in alike.values():
        yield findings[0]._replace(times=len(findings))
