"""The slots that a group's schedule needs so as to meet when somebody else's calendar says."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from mcsj_cli.model.external import ExternalSeries
from mcsj_cli.model.fields import Url, WallTime, ZoneName
from mcsj_cli.model.network import Group, Slot, Weekday
from mcsj_cli.model.schedule import occurrences
from mcsj_cli.model.week import Week

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


class ScheduleRun(NamedTuple):
    """A stretch of weeks with one weekly hour, of a series of the file; it `is_on` where any of them takes place."""

    series: ExternalSeries
    zone: ZoneName
    first: datetime
    last: datetime
    is_on: bool

    @property
    def days(self) -> list[date]:
        """Give its days, one a week."""
        weeks = (self.last.date() - self.first.date()).days // 7
        return [self.first.date() + _WEEK * number for number in range(weeks + 1)]

    def takes(self, other: "ScheduleRun") -> bool:
        """Say whether another stretch goes on where this one stops, and is only more of it."""
        mine, others = (
            (
                run.series.minutes,
                run.series.status,
                run.series.link,
                run.zone,
                run.first.weekday(),
                run.first.time(),
            )
            for run in (self, other)
        )
        return mine == others and other.first.date() == self.last.date() + _WEEK

    def with_more(self, other: "ScheduleRun") -> "ScheduleRun":
        """Give it the weeks of the stretch that follows."""
        return self._replace(last=other.last, is_on=self.is_on or other.is_on)


class Rescheduled(NamedTuple):
    """A group with its new slot."""

    group: Group
    slot: Slot


def reschedule(
    group: Group, run: ScheduleRun, before: date | None, day: date
) -> Rescheduled | None:
    """Give a group the slot of a stretch, from the day on that changes the least; None where it has it already.

    `before` is the day of the last meeting that the file has before it: between the two the group should not meet.
    """
    monday = Week.of(run.days[0]).monday
    wanted = _make_slot(group, run, day)
    if _fits(group, run, wanted, monday):
        return None
    silent = before + _DAY if before else monday
    # A slot begins on the first day of that name: one that begins six days earlier also ends what was before.
    since = [run.days[0], monday, max(silent, run.days[0] - 6 * _DAY)]
    tries = [_put_in(group, run, wanted, one) for one in since]
    fits = [
        made
        for begin in (silent, monday)
        for made in tries
        if _fits(made.group, run, made.slot, begin)
    ]
    return fits[0] if fits else tries[1]


def _make_slot(group: Group, run: ScheduleRun, day: date) -> Slot:
    """Make the slot of a stretch; what the file does not say stays as it is, an hour of its own has to be agreed."""
    before = group.series_on(run.days[0])
    slot = Slot(
        since=run.days[0],
        weekday=list(Weekday)[run.first.weekday()],
        time=WallTime(f"{run.first:%H:%M}"),
        timezone=run.zone,
        minutes=run.series.minutes or (before.minutes if before else 60),
        link=Url(run.series.link or (before.link if before else "")),
        updated=day,
    )
    return slot.after(before, None if run.series.status == "cancelled" else run.series.status)


def _put_in(group: Group, run: ScheduleRun, wanted: Slot, since: date) -> Rescheduled:
    """Put a slot in from a day on, in the place of those that begin within its stretch; it counts their changes too."""
    gone = [series for series in group.series if since <= series.since <= run.days[-1]]
    slot = msgspec.structs.replace(
        wanted, since=since, sequence=sum(1 + series.sequence for series in gone)
    )
    kept = [series for series in group.series if series not in gone]
    series = sorted([*kept, slot], key=lambda one: one.since)
    return Rescheduled(msgspec.structs.replace(group, series=series), slot)


def _fits(group: Group, run: ScheduleRun, wanted: Slot, begin: date) -> bool:
    """Say whether a group's schedule has the meetings of a stretch, and from a day on no other."""
    found = occurrences(group, begin, run.days[-1], {})
    same = all(_content(one.series) == _content(wanted) for one in found)
    return same and [one.planned.date() for one in found] == run.days


def _content(series: Slot) -> tuple[object, ...]:
    return series.weekday, series.time, series.timezone, series.minutes, series.status, series.link
