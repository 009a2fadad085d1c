"""The tasks of today and this week, the most urgent first, each with its command."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from mcsj_cli.i18n import _, ngettext, short_date
from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.schedule import ClockChange, Occurrence, clock_changes, gather, occurrences
from mcsj_cli.model.watch import (
    Finding,
    FindingKind,
    WatchInputs,
    find_collisions,
    find_odd_hours,
    find_pauses,
)
from mcsj_cli.model.week import Week
from mcsj_cli.work.absences import find_absent_twice
from mcsj_cli.work.findings import describe_finding, name_meeting
from mcsj_cli.work.funnel import MesaStage, build_stages
from mcsj_cli.work.rubrics import build_rubrics

_RECENT = timedelta(days=14)  # for which records and minutes of meetings are still worth writing
_SOON = timedelta(days=7)
_AHEAD = timedelta(days=14)
_OBSTACLES = {
    FindingKind.PAUSE: "pause",
    FindingKind.HOUR_MISSING: "odd-hour",
    FindingKind.HOUR_TWICE: "odd-hour",
}

# Tasks that other people wait for come first.
_KINDS = (
    "record", "minutes", "announce", "overdue", "due", "next-step", "absent-twice", "quiet",
    "clash", "odd-hour", "pause", "holiday", "gap", "expiring", "tentative", "clock",
)  # fmt: skip


class Urgency(IntEnum):
    """When a task wants to be done."""

    NOW = 0
    WEEK = 1
    AHEAD = 2


class Task(NamedTuple):
    """One thing to do: what kind it is, the day and the group that it is about, and the command."""

    urgency: Urgency
    kind: str
    day: date
    group: int | None
    text: str
    command: str


class TaskInputs(NamedTuple):
    """The records in which tasks are found, at a moment on the network's clock.

    `followups` are the last ones of every mesa, `content` the items of this week, and `expiring`
    those whose verification expires about now.
    """

    now: datetime
    network: Network
    groups: Groups
    categories: Categories
    meetings: Mapping[str, Meeting]
    actions: Sequence[Entry[Action]]
    followups: Sequence[Entry[Followup]]
    content: Sequence[Entry[Content]]
    expiring: Sequence[Entry[Content]]
    holidays: Mapping[date, str]

    @property
    def day(self) -> date:
        return self.now.date()

    @property
    def week(self) -> Week:
        return Week.of(self.day)


def find_tasks(inputs: TaskInputs, group: int | None = None) -> list[Task]:
    """Find all tasks, or those of a group and its mesas, the most urgent first."""
    found = [
        *_find_meeting_tasks(inputs),
        *_find_tentative_schedules(inputs),
        *_find_due_actions(inputs),
        *_find_mesas_to_contact(inputs),
        *_find_absences(inputs),
        *_find_gaps(inputs),
        *_find_expiring_items(inputs),
        *_find_surroundings(inputs),
    ]
    chosen = [task for task in found if group is None or task.group == group]
    return sorted(chosen, key=lambda task: (task.urgency, _KINDS.index(task.kind), task.day))


def _find_meeting_tasks(inputs: TaskInputs) -> Iterator[Task]:
    """Find the meetings to announce, to record and to keep minutes of."""
    first, last = inputs.day - _RECENT, inputs.day + _SOON
    for meeting in gather(inputs.groups.groups, first, last, inputs.meetings):
        step = _find_next_step(inputs, meeting)
        if meeting.status == "cancelled" or step is None:
            continue
        kind, text = step
        day = meeting.start.date()
        urgency = Urgency.NOW
        if kind == "announce" and day > inputs.day + timedelta(days=1):
            urgency = Urgency.WEEK
        text = text.format(meeting=name_meeting(meeting))
        command = f"mcsj meetings {kind} {meeting.uid}"
        yield Task(urgency, kind, day, meeting.group.number, text, command)


def _find_next_step(inputs: TaskInputs, meeting: Occurrence) -> tuple[str, str] | None:
    """Return the kind and the text of what is to be done for a meeting, or None if nothing is."""
    record = meeting.meeting
    if meeting.start > inputs.now:
        if record and record.announced:
            return None
        return "announce", _("Announce {meeting}")
    if record is None or record.held is None:
        if meeting.end > inputs.now:
            return None
        return "record", _("Write down who came to {meeting}")
    if record.held and record.minuted is None:
        return "minutes", _("Make the minutes of {meeting}")
    return None


def _find_tentative_schedules(inputs: TaskInputs) -> Iterator[Task]:
    for group in inputs.groups.groups:
        slot = group.series_on(inputs.day)
        if slot and slot.status == "tentative":
            text = _("Confirm the schedule: {group}").format(group=group.name)
            command = f"mcsj groups schedule {group.number} --confirm"
            yield Task(Urgency.AHEAD, "tentative", inputs.day, group.number, text, command)


def _find_due_actions(inputs: TaskInputs) -> Iterator[Task]:
    """Find the open actions that are overdue or due soon, once for each group of their mesas."""
    groups = {str(mesa.slug): group.number for mesa, group in inputs.groups.seats_on(inputs.day)}
    for entry in inputs.actions:
        action = entry.record
        if not action.is_open or action.due > inputs.day + _SOON:
            continue
        text = _format_due(inputs, action)
        urgency = Urgency.NOW if action.due <= inputs.day else Urgency.WEEK
        kind = "overdue" if action.due < inputs.day else "due"
        numbers = {groups.get(mesa) for mesa in action.mesas}
        for number in sorted(numbers, key=lambda n: n or 0):
            yield Task(urgency, kind, action.due, number, text, f"mcsj actions show {entry.uid}")


def _format_due(inputs: TaskInputs, action: Action) -> str:
    late = (inputs.day - action.due).days
    if late > 0:
        told = ngettext("overdue by {n} day", "overdue by {n} days", late).format(n=late)
    else:
        told = _("due {day}").format(day=short_date(action.due) if late else _("today"))
    names = inputs.groups.mesa_names
    mesas = ", ".join(names.get(mesa, mesa) for mesa in action.mesas)
    return f"{action.title} ({mesas}): {told}"


def _find_mesas_to_contact(inputs: TaskInputs) -> Iterator[Task]:
    """Find next steps whose day has come, and quiet mesas."""
    stages = build_stages(
        inputs.groups,
        inputs.followups,
        inputs.meetings,
        inputs.day,
        inputs.network.thresholds.quiet_days,
    )
    for stage in stages:
        command = f"mcsj followups add --mesa {stage.slug}"
        if _is_step_due(inputs, stage) and stage.next_on:
            urgency = Urgency.NOW if stage.next_on <= inputs.day else Urgency.WEEK
            text = f"{stage.name}: {stage.next_step} ({short_date(stage.next_on)})"
            yield Task(urgency, "next-step", stage.next_on, stage.group, text, command)
        elif stage.quiet:
            day, text = stage.last or inputs.day, f"{stage.name}: {_format_silence(stage)}"
            yield Task(Urgency.WEEK, "quiet", day, stage.group, text, command)


def _is_step_due(inputs: TaskInputs, stage: MesaStage) -> bool:
    """Whether the day of the next step is near, and the mesa has not come to a meeting since."""
    if stage.next_on is None or stage.next_on > inputs.day + _SOON:
        return False
    return stage.last is None or stage.last < stage.next_on


def _format_silence(stage: MesaStage) -> str:
    if stage.days is None:
        return _("nobody has contacted it yet")
    text = ngettext("{n} day without news", "{n} days without news", stage.days)
    return text.format(n=stage.days)


def _find_absences(inputs: TaskInputs) -> Iterator[Task]:
    for mesa in find_absent_twice(inputs.groups, inputs.meetings, inputs.week, inputs.day):
        text = _("{mesa} was absent twice in a row: call it").format(mesa=mesa.name)
        command = f"mcsj followups add --mesa {mesa.slug} --channel call"
        yield Task(Urgency.WEEK, "absent-twice", inputs.day, mesa.group, text, command)


def _find_gaps(inputs: TaskInputs) -> Iterator[Task]:
    """Find the rubrics that published too little this week."""
    week, wanted = inputs.week, inputs.network.thresholds.weekly_items
    for rubric in build_rubrics(inputs.categories, inputs.content, wanted, week, inputs.day):
        if rubric.gap:
            figures = rubric.figures
            waiting = figures.draft + figures.verified + figures.scheduled
            text = _("#{tag}: {published} published, {waiting} waiting").format(
                tag=rubric.tag, published=figures.published, waiting=waiting
            )
            command = f"mcsj content list --tag {rubric.tag} --week {week}"
            yield Task(Urgency.WEEK, "gap", week.sunday, None, text, command)


def _find_expiring_items(inputs: TaskInputs) -> Iterator[Task]:
    for entry in inputs.expiring:
        expires = entry.record.verification.expires if entry.record.verification else None
        if expires is None:
            continue
        text = _format_expiry(entry.record.title, expires, inputs.day)
        urgency = Urgency.NOW if expires <= inputs.day else Urgency.WEEK
        yield Task(urgency, "expiring", expires, None, text, f"mcsj content verify {entry.uid}")


def _format_expiry(title: str, expires: date, day: date) -> str:
    if expires < day:  # an item still holds on the day itself
        text = _("«{title}»: its verification expired on {day}")
    else:
        text = _("«{title}»: its verification expires on {day}")
    return text.format(title=title, day=short_date(expires))


def _find_surroundings(inputs: TaskInputs) -> Iterator[Task]:
    """Find obstacles to coming meetings, holidays on their days, and changes of clocks."""
    last = inputs.day + _AHEAD
    met = gather(inputs.groups.groups, inputs.day, last, inputs.meetings)
    coming = [meeting for meeting in met if meeting.status != "cancelled"]
    yield from _find_obstacles(inputs, coming)
    yield from _find_holidays(inputs, coming)
    yield from _find_clock_changes(inputs, last)


def _find_clock_changes(inputs: TaskInputs, last: date) -> Iterator[Task]:
    for group in inputs.groups.groups:
        planned = occurrences(group, inputs.week.monday, last, inputs.meetings)
        for change in clock_changes(planned):
            if change.day >= inputs.day:
                command = f"mcsj meetings announce --group {group.number}"
                text = _format_clock_change(change)
                yield Task(Urgency.AHEAD, "clock", change.day, group.number, text, command)


def _find_holidays(inputs: TaskInputs, coming: Sequence[Occurrence]) -> Iterator[Task]:
    """Find the meetings on a holiday; one that was moved there is meant to be there."""
    for meeting in coming:
        day = meeting.start.date()
        holiday = inputs.holidays.get(day)
        if holiday and not meeting.is_moved:
            text = _("{meeting}, is on a holiday: {holiday}").format(
                meeting=name_meeting(meeting), holiday=holiday
            )
            command = f"mcsj meetings move {meeting.uid}"
            yield Task(Urgency.WEEK, "holiday", day, meeting.group.number, text, command)


def _format_clock_change(change: ClockChange) -> str:
    text = _("{mesa}: its meeting is at {after} h from {day} on, no longer at {before} h")
    return text.format(
        mesa=change.name, after=change.after, before=change.before, day=short_date(change.day)
    )


def _find_obstacles(inputs: TaskInputs, coming: Sequence[Occurrence]) -> Iterator[Task]:
    """Find meetings that collide or have an odd hour, and groups that pause for two weeks."""
    last = inputs.week.shift(1).sunday
    ahead = WatchInputs(inputs.groups, inputs.meetings, {}, inputs.day, last)
    pauses = [finding for finding in find_pauses(ahead) if finding.group.series]
    unfinished = [meeting for meeting in coming if meeting.end > inputs.now]
    for finding in (*find_collisions(unfinished), *find_odd_hours(unfinished), *pauses):
        kind = _OBSTACLES.get(finding.kind, "clash")
        command = _choose_command(finding)
        for number in finding.groups:
            yield Task(Urgency.WEEK, kind, finding.day, number, describe_finding(finding), command)


def _choose_command(finding: Finding) -> str:
    if finding.meetings:
        return f"mcsj meetings move {finding.meetings[-1].uid}"
    return f"mcsj groups schedule {finding.group.number}"
