"""What a group would take over: its schedule, the weeks that differ from it, and meetings with its mesas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.calendar_import import (
    ImportedSlot,
    ImportPlan,
    ImportStep,
    ImportTarget,
    LeftOutEvents,
    Obstacle,
    find_change,
    find_zone,
    group_names,
    leave_out_own,
    mesa_names,
    names_any,
)
from mcsj_cli.model.calendar_import.mesa_import import plan_session_import
from mcsj_cli.model.calendar_import.slot_import import ScheduleRun, reschedule
from mcsj_cli.model.external import ExternalCalendar, ExternalMeeting, ExternalSeries, ImportNote
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Groups
from mcsj_cli.model.roster import keep_moments
from mcsj_cli.model.schedule import Occurrence, occurrences
from mcsj_cli.model.week import Week

_DAY = timedelta(days=1)


def plan_group_import(place: ImportTarget, calendar: ExternalCalendar) -> ImportPlan:
    """Find the schedule of a group and what differs from it, in the weeks that the file tells of."""
    calendar, others = leave_out_own(calendar, place.groups, place.group, None)
    plan = _Plan(place)
    named = [one for one in calendar.series if names_any(one.named, group_names(place.group))]
    chosen = sorted(named or calendar.series, key=lambda one: one.meetings[0].planned)
    for series in chosen:
        plan.add_series(series)
    plan.note_left_out(len(calendar.series) - len(chosen))
    plan.set_schedule()
    plan.keep_moments()
    plan.add_singles(calendar.singles, every=not calendar.series)
    plan.compare()
    return ImportPlan(
        plan.groups,
        plan.slots,
        sorted(plan.steps, key=lambda step: step.uid),
        sorted({*others.notes, *plan.left.notes, *plan.notes}),
        plan.problems,
    )


@dataclass
class _Plan:
    """A group's weeks as the file tells them, being brought together with what is known."""

    place: ImportTarget
    weeks: dict[Week, ExternalMeeting] = field(default_factory=dict)
    runs: dict[Week, ScheduleRun] = field(default_factory=dict)
    slots: list[ImportedSlot] = field(default_factory=list)
    steps: list[ImportStep] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    problems: list[Obstacle] = field(default_factory=list)
    left: LeftOutEvents = field(default_factory=LeftOutEvents)

    def __post_init__(self) -> None:
        self.group = self.place.group

    @property
    def groups(self) -> Groups:
        """Give the groups as they would be."""
        others = self.place.groups.groups
        groups = [self.group if one.number == self.group.number else one for one in others]
        return msgspec.structs.replace(self.place.groups, groups=groups)

    def keep_moments(self) -> None:
        """Let the meetings that were moved stay where they are, whatever the clock of the new slots."""
        kept = keep_moments(self.place.groups, self.groups, self.place.meetings)
        for one in kept:
            if any(one.faults()):
                text = _(
                    "{uid} was moved, and on the clock of this schedule that is in another week"
                ).format(uid=one.uid)
                advice = _(
                    "Move it to another hour first, or cancel it: mcsj meetings move {uid}"
                ).format(uid=one.uid)
                self.problems.append(Obstacle(0, text, advice))
        self.place = self.place._replace(
            meetings={**self.place.meetings, **{one.uid: one for one in kept}}
        )

    def note_left_out(self, count: int) -> None:
        """Tell how many repeated meetings are somebody else's."""
        text = ngettext(
            "{n} repeated meeting was left out: its title does not name {name}",
            "{n} repeated meetings were left out: their titles do not name {name}",
            count,
        )
        if count:
            self.notes.append(ImportNote(0, text.format(n=count, name=self.group.name)))

    def add_series(self, series: ExternalSeries) -> None:
        """Give each meeting its week; what cannot be a group's is a problem."""
        if not series.is_weekly:
            text = _("it does not repeat once a week, as a group's meetings do")
            self.problems.append(Obstacle(series.line, text, _advise()))
            return
        zones = [*self._own_zones(series), *self.place.zones, *map(ZoneName, series.zones)]
        zone = find_zone(series.hours, zones)
        if zone is None:
            self.problems.append(_refuse_clock(series))
            return
        for meeting in series.meetings:
            planned = meeting.planned.astimezone(zone.zone)
            week, is_on = Week.of(planned.date()), meeting.status != "cancelled"
            other = self.weeks.get(week)
            if other and is_on and other.status != "cancelled":
                text = _("{group} would meet twice in the week {week}: here, and on line {line}")
                told = text.format(group=self.group.name, week=week, line=other.line)
                self.problems.append(Obstacle(meeting.line, told, _advise()))
                return
            if other is None or is_on:
                self.weeks[week] = meeting
                self.runs[week] = ScheduleRun(series, zone, planned, planned, is_on)

    def _own_zones(self, series: ExternalSeries) -> list[ZoneName]:
        """Give the zone of the slot that has the first meeting of a series already, if one has."""
        first = series.meetings[0].planned
        around = occurrences(self.place.group, first.date() - _DAY, first.date() + _DAY, {})
        return [one.series.timezone for one in around if one.planned == first]

    def set_schedule(self) -> None:
        """Give the group the slots that its weeks need, one for each stretch."""
        before: date | None = None
        runs = self._join_runs()
        for run in runs:
            found = reschedule(self.group, run, before, self.place.day)
            if found and not run.is_on:  # meetings that never were, and will not be
                for day in run.days:
                    self.weeks.pop(Week.of(day), None)
                continue
            if found:
                self.slots.append(
                    ImportedSlot(run.series.line, found.slot, self.group.series_on(run.days[0]))
                )
                self.group = found.group
            before = run.days[-1]
        if runs and self.slots and runs[-1].series.ends:
            text = _(
                "the file's meetings end on {day}; the group's go on until it gets another schedule"
            )
            self.notes.append(ImportNote(runs[-1].series.line, text.format(day=runs[-1].days[-1])))

    def _join_runs(self) -> list[ScheduleRun]:
        joined: list[ScheduleRun] = []
        for _week, run in sorted(self.runs.items(), key=lambda item: item[0]):
            if joined and joined[-1].takes(run):
                joined[-1] = joined[-1].with_more(run)
            else:
                joined.append(run)
        return joined

    def add_singles(self, singles: Sequence[ExternalMeeting], *, every: bool) -> None:
        """Give the meetings that are not repeated to the group or to one of its mesas, as their titles say."""
        told: dict[str, list[ExternalMeeting]] = {}
        for single in singles:
            mesas = self.group.mesas_on(single.start.date())
            mesa = next((mesa for mesa in mesas if names_any(single.named, mesa_names(mesa))), None)
            if mesa and not names_any(single.named, group_names(self.group)):
                told.setdefault(mesa.slug, []).append(single)
            elif every or names_any(single.named, group_names(self.group)):
                self._add_single(single)
            else:
                text = _("left out: its title names neither {group} nor one of its mesas")
                several = _(
                    "{n} meetings from {first} to {last} were left out: "
                    "their titles name neither {name} nor one of its mesas"
                )
                self.left.add(
                    [single], text.format(group=self.group.name), several, self.group.name
                )
        for mesa in self.group.mesas:
            if mesa.slug in told:
                sessions = plan_session_import(self.place, mesa, told.pop(mesa.slug))
                self.steps += sessions.steps
                self.notes += sessions.notes

    def _add_single(self, single: ExternalMeeting) -> None:
        series = self.group.series_on(single.planned.date())
        zone = series.timezone if series else self.place.zones[0]
        week = Week.of(single.planned.astimezone(zone.zone).date())
        other = self.weeks.get(week)
        if other is None or other.status == "cancelled":
            self.weeks[week] = single
        elif single.status != "cancelled":
            text = _("left out: {group} meets once a week, and in {week} on line {line}")
            several = _(
                "{n} meetings from {first} to {last} were left out: {name} meets once a week"
            )
            told = text.format(group=self.group.name, week=week, line=other.line)
            self.left.add([single], told, several, self.group.name)

    def compare(self) -> None:
        """Find the weeks in which the group's meeting is not as the file has it."""
        weeks = set(self.weeks)
        repeated = sorted(set(self.runs) & weeks)
        if repeated:
            count = (repeated[-1].monday - repeated[0].monday).days // 7
            weeks |= {repeated[0].shift(number) for number in range(count)}
        for week in sorted(weeks):
            found = occurrences(self.group, week.monday, week.sunday, self.place.meetings)
            meeting = self.weeks.get(week)
            if found:
                self._compare(found[0], meeting or _call_off(found[0]))
            elif meeting and meeting.status != "cancelled":
                text = _("left out: {group} has no meeting in the week {week}")
                several = _(
                    "{n} meetings from {first} to {last} were left out: {name} has no meeting in those weeks"
                )
                told = text.format(group=self.group.name, week=week)
                self.left.add([meeting], told, several, self.group.name)

    def _compare(self, was: Occurrence, meeting: ExternalMeeting) -> None:
        record = was.meeting or Meeting(group=self.group.number, week=was.week)
        if meeting.minutes not in (None, was.series.minutes) or meeting.link not in (
            "",
            was.series.link,
        ):
            text = _(
                "{uid} has another length or link there: a group's meeting has those of its schedule"
            )
            self.notes.append(ImportNote(meeting.line, text.format(uid=was.uid)))
        found = find_change(was, record, meeting, self.place.day)
        if found is None:
            return
        if record.held:
            text = _("{uid} was held already: it stays as it is")
            self.notes.append(ImportNote(meeting.line, text.format(uid=was.uid)))
            return
        act, changed = found
        if any(changed.faults()):
            text = _(
                "{uid} is moved to another week, which a group's meeting cannot be: here it is cancelled"
            )
            self.notes.append(ImportNote(meeting.line, text.format(uid=was.uid)))
            found = find_change(was, record, meeting._replace(status="cancelled"), self.place.day)
            if found is None:
                return
            act, changed = found
        self.steps.append(
            ImportStep(act, meeting.line, was.uid, changed, was, was.with_meeting(changed))
        )


def _call_off(was: Occurrence) -> ExternalMeeting:
    """Make what is told of a meeting that the file leaves out."""
    return ExternalMeeting(0, "", frozenset(), was.planned, was.start, None, "cancelled", "")


def _advise() -> str:
    return _("Choose other events by their title: --only TITLE")


def _refuse_clock(series: ExternalSeries) -> Obstacle:
    """Tell why no clock has all hours of a series: one that is only named has, but where it jumps."""
    if series.skipped:
        text = _("there is no {hour} on {day}: on that day the clock «{name}» skips it")
        hour, day, name = (
            f"{series.skipped:%H:%M}",
            series.skipped.date(),
            series.clock or series.zones[0],
        )
        advice = _(
            "Correct it in that calendar and export it again, or choose other events by their title: --only TITLE"
        )
        return Obstacle(series.line, text.format(hour=hour, day=day, name=name), advice)
    text = _(
        "the clock «{name}», as the file describes it, agrees with no clock of the network from {first} to {last}"
    )
    first, last = (series.hours[place].date() for place in (0, -1))
    advice = _(
        "Choose other events by their title, --only TITLE, or say the clock: --timezone ZONE"
    )
    return Obstacle(series.line, text.format(name=series.clock, first=first, last=last), advice)
