"""The import of a group's schedule, of weeks that differ from it, and of its mesas' meetings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

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
from mcsj_cli.model.membership import Groups, Mesa
from mcsj_cli.model.roster import keep_moments
from mcsj_cli.model.schedule import Occurrence, occurrences
from mcsj_cli.model.week import Week

_DAY = timedelta(days=1)


def plan_group_import(place: ImportTarget, calendar: ExternalCalendar) -> ImportPlan:
    """Plan the schedule of a group, and what differs from it in the weeks of the file."""
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
    """An import under way: the group's meetings in the file, by week, and the results so far."""

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
        """The groups as they would be."""
        others = self.place.groups.groups
        groups = [self.group if one.number == self.group.number else one for one in others]
        return msgspec.structs.replace(self.place.groups, groups=groups)

    def keep_moments(self) -> None:
        """Keep the instants of moved meetings, whatever the clock of the new slots."""
        kept = keep_moments(self.place.groups, self.groups, self.place.meetings)
        text = _("{uid} was moved, and on the clock of this schedule that is in another week")
        advice = _("Move it to another hour first, or cancel it: mcsj meetings move {uid}")
        for one in kept:
            if any(one.faults()):
                problem = Obstacle(0, text.format(uid=one.uid), advice.format(uid=one.uid))
                self.problems.append(problem)
        meetings = dict(self.place.meetings)
        for one in kept:
            meetings[one.uid] = one
        self.place = self.place._replace(meetings=meetings)

    def note_left_out(self, count: int) -> None:
        """Note how many repeated meetings do not name the group."""
        text = ngettext(
            "{n} repeated meeting was left out: its title does not name {name}",
            "{n} repeated meetings were left out: their titles do not name {name}",
            count,
        )
        if count:
            self.notes.append(ImportNote(0, text.format(n=count, name=self.group.name)))

    def add_series(self, series: ExternalSeries) -> None:
        """Add the meetings of a series, or a problem if it cannot be a group's."""
        if not series.is_weekly:
            text = _("it does not repeat once a week, as a group's meetings do")
            self.problems.append(Obstacle(series.line, text, _advise()))
            return
        zones = [*self._own_zones(series), *self.place.zones, *map(ZoneName, series.zones)]
        zone = find_zone(series.hours, zones)
        if zone is None:
            skipped = series.skipped
            problem = _skipped_hour(series, skipped) if skipped else _no_clock(series)
            self.problems.append(problem)
            return
        for meeting in series.meetings:
            clash = self._add_meeting(meeting, series, zone)
            if clash:
                self.problems.append(clash)
                return

    def _add_meeting(
        self, meeting: ExternalMeeting, series: ExternalSeries, zone: ZoneName
    ) -> Obstacle | None:
        """Add a meeting to its week, or return a problem if the week has another one."""
        planned = meeting.planned.astimezone(zone.zone)
        week, is_on = Week.of(planned.date()), meeting.status != "cancelled"
        other = self.weeks.get(week)
        if other and is_on and other.status != "cancelled":
            text = _("{group} would meet twice in the week {week}: here, and on line {line}")
            told = text.format(group=self.group.name, week=week, line=other.line)
            return Obstacle(meeting.line, told, _advise())
        if other is None or is_on:
            self.weeks[week] = meeting
            self.runs[week] = ScheduleRun(series, zone, planned, planned, is_on)
        return None

    def _own_zones(self, series: ExternalSeries) -> list[ZoneName]:
        """Return the zone of the slot that has the first meeting of a series already, if any."""
        first = series.meetings[0].planned
        around = occurrences(self.place.group, first.date() - _DAY, first.date() + _DAY, {})
        return [one.series.timezone for one in around if one.planned == first]

    def set_schedule(self) -> None:
        """Add a slot to the group for each run of its weeks that needs one."""
        before: date | None = None
        runs = self._join_runs()
        for run in runs:
            found = reschedule(self.group, run, before, self.place.day)
            if found and not run.is_on:  # all its meetings are cancelled
                for day in run.days:
                    self.weeks.pop(Week.of(day), None)
                continue
            if found:
                was = self.group.series_on(run.days[0])
                self.slots.append(ImportedSlot(run.series.line, found.slot, was))
                self.group = found.group
            before = run.days[-1]
        if runs and self.slots:
            self._note_end(runs[-1])

    def _note_end(self, run: ScheduleRun) -> None:
        text = _(
            "the file's meetings end on {day}; the group's go on until it gets another schedule"
        )
        if run.series.ends:
            self.notes.append(ImportNote(run.series.line, text.format(day=run.days[-1])))

    def _join_runs(self) -> list[ScheduleRun]:
        joined: list[ScheduleRun] = []
        for _week, run in sorted(self.runs.items(), key=lambda item: item[0]):
            if joined and joined[-1].takes(run):
                joined[-1] = joined[-1].with_more(run)
            else:
                joined.append(run)
        return joined

    def add_singles(self, singles: Sequence[ExternalMeeting], *, every: bool) -> None:
        """Add the meetings that are not repeated to the group or the mesa in their titles.

        With `every`, those that name neither are the group's too.
        """
        told: dict[str, list[ExternalMeeting]] = {}
        for single in singles:
            mesa = self._find_named(single)
            names_group = names_any(single.named, group_names(self.group))
            if mesa and not names_group:
                told.setdefault(mesa.slug, []).append(single)
            elif every or names_group:
                self._add_single(single)
            else:
                self._leave_out_unnamed(single)
        for mesa in self.group.mesas:
            if mesa.slug in told:
                sessions = plan_session_import(self.place, mesa, told.pop(mesa.slug))
                self.steps += sessions.steps
                self.notes += sessions.notes

    def _find_named(self, single: ExternalMeeting) -> Mesa | None:
        """Return the mesa of the group that the title of a meeting names."""
        for mesa in self.group.mesas_on(single.start.date()):
            if names_any(single.named, mesa_names(mesa)):
                return mesa
        return None

    def _leave_out_unnamed(self, single: ExternalMeeting) -> None:
        text = _("left out: its title names neither {group} nor one of its mesas")
        several = _(
            "{n} meetings from {first} to {last} were left out: "
            "their titles name neither {name} nor one of its mesas"
        )
        name = self.group.name
        self.left.add([single], text.format(group=name), several, name)

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
        """Plan the weeks in which the file has the group's meeting otherwise."""
        for week in sorted(self._find_weeks()):
            found = occurrences(self.group, week.monday, week.sunday, self.place.meetings)
            meeting = self.weeks.get(week)
            if found:
                self._add_step(found[0], meeting or _cancelled(found[0]))
            elif meeting and meeting.status != "cancelled":
                self._leave_out_of_schedule(week, meeting)

    def _find_weeks(self) -> set[Week]:
        """Return the weeks of the file's meetings, and those that a series skips in between."""
        weeks = set(self.weeks)
        repeated = sorted(set(self.runs) & weeks)
        if repeated:
            count = (repeated[-1].monday - repeated[0].monday).days // 7
            weeks |= {repeated[0].shift(number) for number in range(count)}
        return weeks

    def _leave_out_of_schedule(self, week: Week, meeting: ExternalMeeting) -> None:
        text = _("left out: {group} has no meeting in the week {week}")
        several = _(
            "{n} meetings from {first} to {last} were left out: "
            "{name} has no meeting in those weeks"
        )
        name = self.group.name
        self.left.add([meeting], text.format(group=name, week=week), several, name)

    def _add_step(self, was: Occurrence, meeting: ExternalMeeting) -> None:
        """Add what becomes of a meeting of the group, and notes on what does not."""
        record = was.meeting or Meeting(group=self.group.number, week=was.week)
        if _has_other_terms(was, meeting):
            text = _(
                "{uid} has another length or link there: "
                "a group's meeting has those of its schedule"
            )
            self.notes.append(ImportNote(meeting.line, text.format(uid=was.uid)))
        found = find_change(was, record, meeting, self.place.day)
        if found and record.held:
            text = _("{uid} was held already: it stays as it is")
            self.notes.append(ImportNote(meeting.line, text.format(uid=was.uid)))
            return
        if found and any(found[1].faults()):
            text = _(
                "{uid} is moved to another week, which a group's meeting cannot be: "
                "here it is cancelled"
            )
            self.notes.append(ImportNote(meeting.line, text.format(uid=was.uid)))
            found = find_change(was, record, meeting._replace(status="cancelled"), self.place.day)
        if found:
            act, changed = found
            will_be = was.with_meeting(changed)
            self.steps.append(ImportStep(act, meeting.line, was.uid, changed, was, will_be))


def _has_other_terms(was: Occurrence, meeting: ExternalMeeting) -> bool:
    """Whether the file gives a meeting another length or link than the schedule."""
    slot = was.series
    return meeting.minutes not in (None, slot.minutes) or meeting.link not in ("", slot.link)


def _cancelled(was: Occurrence) -> ExternalMeeting:
    """Return a meeting that the file leaves out as if the file cancelled it."""
    return ExternalMeeting(0, "", frozenset(), was.planned, was.start, None, "cancelled", "")


def _advise() -> str:
    return _("Choose other events by their title: --only TITLE")


def _skipped_hour(series: ExternalSeries, skipped: datetime) -> Obstacle:
    text = _("there is no {hour} on {day}: on that day the clock «{name}» skips it")
    name = series.clock or series.zones[0]
    advice = _(
        "Correct it in that calendar and export it again, "
        "or choose other events by their title: --only TITLE"
    )
    told = text.format(hour=f"{skipped:%H:%M}", day=skipped.date(), name=name)
    return Obstacle(series.line, told, advice)


def _no_clock(series: ExternalSeries) -> Obstacle:
    text = _(
        "the clock «{name}», as the file describes it, "
        "agrees with no clock of the network from {first} to {last}"
    )
    first, last = series.hours[0].date(), series.hours[-1].date()
    advice = _(
        "Choose other events by their title, --only TITLE, or say the clock: --timezone ZONE"
    )
    return Obstacle(series.line, text.format(name=series.clock, first=first, last=last), advice)
