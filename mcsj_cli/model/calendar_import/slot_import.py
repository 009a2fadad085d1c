"""The slots that a group's schedule needs to have the meetings of an imported calendar."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from mcsj_cli.model.external import ExternalSeries
from mcsj_cli.model.fields import Url, WallTime, ZoneName
from mcsj_cli.model.membership import Group, Slot, Weekday
from mcsj_cli.model.schedule import occurrences
from mcsj_cli.model.week import Week

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


class ScheduleRun(NamedTuple):
    """A run of weeks of a series with one weekly hour; it `is_on` if any meeting takes place."""

    series: ExternalSeries
    zone: ZoneName
    first: datetime
    last: datetime
    is_on: bool

    @property
    def days(self) -> list[date]:
        """Its days, one a week."""
        weeks = (self.last.date() - self.first.date()).days // 7
        return [self.first.date() + _WEEK * number for number in range(weeks + 1)]

    def takes(self, other: "ScheduleRun") -> bool:
        """Whether another run goes on a week later with the same hour, length, status and link."""
        return self._terms == other._terms and other.first.date() == self.last.date() + _WEEK

    @property
    def _terms(self) -> tuple[object, ...]:
        one, first = self.series, self.first
        return one.minutes, one.status, one.link, self.zone, first.weekday(), first.time()

    def with_more(self, other: "ScheduleRun") -> "ScheduleRun":
        """Return it with the weeks of the run that follows."""
        return self._replace(last=other.last, is_on=self.is_on or other.is_on)


class Rescheduled(NamedTuple):
    """A group with its new slot."""

    group: Group
    slot: Slot


def reschedule(
    group: Group, run: ScheduleRun, before: date | None, day: date
) -> Rescheduled | None:
    """Return a group with the slot of a run, from the day on that changes the least.

    It is None if the group has the slot already. `before` is the day of the file's last meeting
    before the run: between the two, the group should not meet.
    """
    monday = Week.of(run.days[0]).monday
    wanted = _build_slot(group, run, day)
    if _fits(group, run, wanted, monday):
        return None
    silent = before + _DAY if before else monday
    # A slot starts on the first matching weekday. Dating it six days earlier ends the previous slot
    # without adding a meeting.
    since = [run.days[0], monday, max(silent, run.days[0] - 6 * _DAY)]
    tries = [_with_slot(group, run, wanted, one) for one in since]
    for begin in (silent, monday):
        for made in tries:
            if _fits(made.group, run, made.slot, begin):
                return made
    return tries[1]


def _build_slot(group: Group, run: ScheduleRun, day: date) -> Slot:
    """Return the slot of a run, with what the file leaves out as it was before."""
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


def _with_slot(group: Group, run: ScheduleRun, wanted: Slot, since: date) -> Rescheduled:
    """Return a group with a slot from a day on, instead of those that begin within its run.

    The sequence of the new slot counts the revisions of those that it replaces.
    """
    gone = [slot for slot in group.series if since <= slot.since <= run.days[-1]]
    sequence = sum(1 + slot.sequence for slot in gone)
    slot = msgspec.structs.replace(wanted, since=since, sequence=sequence)
    kept = [one for one in group.series if one not in gone]
    series = sorted([*kept, slot], key=lambda one: one.since)
    return Rescheduled(msgspec.structs.replace(group, series=series), slot)


def _fits(group: Group, run: ScheduleRun, wanted: Slot, begin: date) -> bool:
    """Whether a group's schedule has the meetings of a run, and no others from a day on."""
    found = occurrences(group, begin, run.days[-1], {})
    same = all(_content(one.series) == _content(wanted) for one in found)
    return same and [one.planned.date() for one in found] == run.days


def _content(series: Slot) -> tuple[object, ...]:
    return series.weekday, series.time, series.timezone, series.minutes, series.status, series.link
