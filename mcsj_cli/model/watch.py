"""What is in the way of the meetings ahead: each other, days off, clocks, and what is missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from mcsj_cli.model.holiday import Holiday
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group, Groups
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

_SILENT = 2  # weeks in a row in which a group should not be without a meeting
_WEEK = timedelta(weeks=1)


class FindingKind(StrEnum):
    """What a finding is about."""

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
    """One thing in the way, from a day on; a `warning` asks only for a look.

    `meetings` are those that it is about, the first time of `times`. `who` names the coordinator, the mesas, the day
    off or the clock; a pause has its `group` and its `last` day, a change of clock those whom it `moves`.
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
        """Number the groups that it is about, each once."""
        return sorted({self.group.number, *(meeting.group.number for meeting in self.meetings)})


class WatchInputs(NamedTuple):
    """The days to look at, with what is known of them: `meetings` by uid, days off by day."""

    groups: Groups
    meetings: Mapping[str, Meeting]
    holidays: Mapping[date, Holiday]
    day: date
    last: date

    @property
    def coming(self) -> list[Occurrence]:
        """Give the meetings that are to take place."""
        found = gather(self.groups.groups, self.day, self.last, self.meetings)
        return [o for o in found if o.status != "cancelled"]

    @property
    def weeks(self) -> list[Week]:
        """Name the weeks that the days lie in."""
        first = Week.of(self.day).monday
        return [Week.of(first + _WEEK * n) for n in range((self.last - first).days // 7 + 1)]


def watch(ahead: WatchInputs) -> list[Finding]:
    """Find all that is in the way, in the order of days; what comes back every week is told once."""
    coming = ahead.coming
    found = [
        *find_collisions(coming),
        *_find_days_off(coming, ahead.holidays),
        *find_odd_hours(coming),
        *_find_clock_changes(ahead),
        *_find_unlinked(coming),
        *find_pauses(ahead),
    ]
    return sorted(found, key=lambda one: (one.day, one.warning, one.kind, one.groups))


def find_collisions(coming: Sequence[Occurrence]) -> Iterator[Finding]:
    """Find mesas and coordinators who would have to be in two meetings at once."""

    def tell(pair: tuple[Occurrence, Occurrence]) -> Finding:
        one, other = pair
        day, mesas = other.start.date(), shared_mesas(one, other)
        if mesas:
            names = ", ".join(mesa.name for mesa in mesas)
            return Finding(FindingKind.MESA_TWICE, day, False, one.group, pair, names)
        same = have_one_coordinator(one.group, other.group)
        kind = FindingKind.CLASH if same else FindingKind.SAME_TIME
        return Finding(
            kind, day, not same, one.group, pair, str(one.group.coordinator) if same else ""
        )

    def same_again(one: Finding) -> object:
        parties = [meeting.name for meeting in one.meetings]
        return one.kind, one.who, *parties

    yield from _tell_once((tell(pair) for pair in find_clashes(coming)), same_again)


def _find_days_off(
    coming: Iterable[Occurrence], holidays: Mapping[date, Holiday]
) -> Iterator[Finding]:
    """Find meetings on days off; by custom, or where somebody has settled it so, they are only worth a look."""
    for meeting in coming:
        day = meeting.start.date()
        if day in holidays:
            announced = meeting.meeting is not None and meeting.meeting.announced is not None
            settled = announced or meeting.is_session or meeting.is_moved
            warning = settled or not holidays[day].statutory
            yield Finding(
                FindingKind.HOLIDAY, day, warning, meeting.group, (meeting,), holidays[day].name
            )


def find_odd_hours(coming: Iterable[Occurrence]) -> Iterator[Finding]:
    """Find meetings at an hour that a clock-change night leaves out, or has twice, on a clock that somebody reads."""
    for meeting in coming:
        clocks = {meeting.series.timezone: meeting.start}
        for mesa in meeting.mesas:
            clocks |= {
                zone: meeting.start.astimezone(zone.zone)
                for zone in mesa.timezones
                if zone not in clocks
            }
        for zone, moment in clocks.items():
            if turn := clock_turn(moment):
                kind = FindingKind.HOUR_MISSING if turn > timedelta() else FindingKind.HOUR_TWICE
                yield Finding(
                    kind,
                    meeting.start.date(),
                    False,
                    meeting.group,
                    (meeting,),
                    f"{zone} {_hour(moment)}",
                )


def _find_clock_changes(ahead: WatchInputs) -> Iterator[Finding]:
    """Find the meetings from which on somebody's clock reads another hour, with all whom it moves."""
    for group in ahead.groups.groups:
        planned = occurrences(group, ahead.day - _WEEK, ahead.last, ahead.meetings)
        changes = clock_changes(sorted(planned, key=lambda meeting: meeting.planned))
        for meeting in planned:
            day = meeting.planned.date()
            moves = tuple(change for change in changes if change.day == day)
            if moves and day >= ahead.day:
                yield Finding(FindingKind.CLOCK, day, True, group, (meeting,), moves=moves)


def _find_unlinked(coming: Iterable[Occurrence]) -> Iterator[Finding]:
    """Find sessions and series without the address of a video call."""
    found = (
        Finding(FindingKind.NO_LINK, meeting.start.date(), True, meeting.group, (meeting,))
        for meeting in coming
        if not meeting.series.link
    )
    yield from _tell_once(
        found,
        lambda one: (
            one.meetings[0].uid
            if one.meetings[0].is_session
            else (one.group.number, one.meetings[0].series)
        ),
    )


def find_pauses(ahead: WatchInputs) -> Iterator[Finding]:
    """Find groups that have no meeting in two weeks or more; before its first slot a group is in no pause."""
    first = Week.of(ahead.day).monday
    for group in ahead.groups.groups:
        begins = group.series[0].since if group.series else first
        found = occurrences(group, first, ahead.last, ahead.meetings)
        met = {o.week for o in found if o.status != "cancelled"}
        run: list[Week] = []
        for week in [*(week for week in ahead.weeks if week.sunday >= begins), None]:
            if week is not None and week not in met:
                run.append(week)
                continue
            if len(run) >= _SILENT:
                called_off = tuple(o for o in found if o.week in run)
                day = max(run[0].monday, ahead.day)
                yield Finding(
                    FindingKind.PAUSE,
                    day,
                    False,
                    group,
                    called_off,
                    times=len(run),
                    last=run[-1].sunday,
                )
            run = []


def _tell_once(found: Iterable[Finding], same: Callable[[Finding], object]) -> Iterator[Finding]:
    """Tell what comes back by its first time, and how often it comes."""
    alike: dict[object, list[Finding]] = {}
    for finding in found:
        alike.setdefault(same(finding), []).append(finding)
    for findings in alike.values():
        yield findings[0]._replace(times=len(findings))


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M}"
