"""What needs a person today and this week, most urgent first, each with the command that deals with it."""

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
from mcsj_cli.model.network import Groups, Network
from mcsj_cli.model.schedule import Occurrence, clock_changes, gather, occurrences
from mcsj_cli.model.watch import (
    FindingKind,
    WatchInputs,
    find_collisions,
    find_odd_hours,
    find_pauses,
)
from mcsj_cli.model.week import Week
from mcsj_cli.work.absences import find_absent_twice
from mcsj_cli.work.findings import describe_finding, name_meeting
from mcsj_cli.work.funnel import build_stages
from mcsj_cli.work.rubrics import build_rubrics

_RECENT = timedelta(days=14)  # meetings whose record or minutes somebody may still be waiting for
_SOON = timedelta(days=7)
_AHEAD = timedelta(days=14)


# What others wait for comes first.
_KINDS = (
    "record", "minutes", "announce", "overdue", "due", "next-step", "absent-twice", "quiet", "clash", "odd-hour",
    "pause", "holiday", "gap", "expiring", "tentative", "clock",
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
    """What the tasks are found in, at a moment on the network's clock.

    `followups` are the last ones of every mesa, `content` the items of this week and those that expire soon.
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


def find_tasks(situation: TaskInputs, group: int | None = None) -> list[Task]:
    """Find all there is to do, or what is about a group and its mesas, the most urgent first."""
    found = [
        *_meetings(situation),
        *_schedules(situation),
        *_actions(situation),
        *_followups(situation),
        *_absences(situation),
        *_content(situation),
        *_surroundings(situation),
    ]
    chosen = [task for task in found if group is None or task.group == group]
    return sorted(chosen, key=lambda task: (task.urgency, _KINDS.index(task.kind), task.day))


def _meetings(situation: TaskInputs) -> Iterator[Task]:
    """Find those to announce, to record and to keep minutes of."""
    first, last = situation.day - _RECENT, situation.day + _SOON
    for meeting in gather(situation.groups.groups, first, last, situation.meetings):
        record = meeting.meeting
        if meeting.status == "cancelled":
            continue
        day, number, name = meeting.start.date(), meeting.group.number, name_meeting(meeting)
        if meeting.start > situation.now:
            if not (record and record.announced):
                urgency = Urgency.NOW if day <= situation.day + timedelta(days=1) else Urgency.WEEK
                text = _("Announce {meeting}").format(meeting=name)
                yield Task(
                    urgency, "announce", day, number, text, f"mcsj meetings announce {meeting.uid}"
                )
        elif record is None or record.held is None:
            if meeting.end <= situation.now:
                text = _("Write down who came to {meeting}").format(meeting=name)
                yield Task(
                    Urgency.NOW, "record", day, number, text, f"mcsj meetings record {meeting.uid}"
                )
        elif record.held and record.minuted is None:
            text = _("Make the minutes of {meeting}").format(meeting=name)
            yield Task(
                Urgency.NOW, "minutes", day, number, text, f"mcsj meetings minutes {meeting.uid}"
            )


def _schedules(situation: TaskInputs) -> Iterator[Task]:
    for group in situation.groups.groups:
        slot = group.series_on(situation.day)
        if slot and slot.status == "tentative":
            text = _("Confirm the schedule: {group}").format(group=group.name)
            command = f"mcsj groups schedule {group.number} --confirm"
            yield Task(Urgency.AHEAD, "tentative", situation.day, group.number, text, command)


def _actions(situation: TaskInputs) -> Iterator[Task]:
    groups = {
        str(mesa.slug): group.number for mesa, group in situation.groups.seats_on(situation.day)
    }
    names = situation.groups.mesa_names
    for entry in situation.actions:
        action = entry.record
        if not action.is_open or action.due > situation.day + _SOON:
            continue
        late = (situation.day - action.due).days
        if late > 0:
            told = ngettext("overdue by {n} day", "overdue by {n} days", late).format(n=late)
        else:
            told = _("due {day}").format(day=short_date(action.due) if late else _("today"))
        whose = ", ".join(names.get(mesa, mesa) for mesa in action.mesas)
        text = f"{action.title} ({whose}): {told}"
        urgency = Urgency.NOW if late >= 0 else Urgency.WEEK
        numbers = {groups.get(mesa) for mesa in action.mesas}
        kind = "overdue" if late > 0 else "due"
        for number in sorted(numbers, key=lambda n: n or 0):
            yield Task(urgency, kind, action.due, number, text, f"mcsj actions show {entry.uid}")


def _followups(situation: TaskInputs) -> Iterator[Task]:
    """Find next steps whose day has come, and mesas of which nothing has been heard."""
    quiet_days = situation.network.thresholds.quiet_days
    stages = build_stages(
        situation.groups, situation.followups, situation.meetings, situation.day, quiet_days
    )
    for stage in stages:
        command = f"mcsj followups add --mesa {stage.slug}"
        answered = (
            stage.next_on and stage.last and stage.last >= stage.next_on
        )  # it came to a meeting since
        if stage.next_on and not answered and stage.next_on <= situation.day + _SOON:
            urgency = Urgency.NOW if stage.next_on <= situation.day else Urgency.WEEK
            text = f"{stage.name}: {stage.next_step} ({short_date(stage.next_on)})"
            yield Task(urgency, "next-step", stage.next_on, stage.group, text, command)
        elif stage.quiet:
            told = (
                _("nobody has contacted it yet")
                if stage.days is None
                else ngettext("{n} day without news", "{n} days without news", stage.days).format(
                    n=stage.days
                )
            )
            day = stage.last or situation.day
            yield Task(Urgency.WEEK, "quiet", day, stage.group, f"{stage.name}: {told}", command)


def _absences(situation: TaskInputs) -> Iterator[Task]:
    for mesa in find_absent_twice(
        situation.groups, situation.meetings, situation.week, situation.day
    ):
        text = _("{mesa} was absent twice in a row: call it").format(mesa=mesa.name)
        command = f"mcsj followups add --mesa {mesa.slug} --channel call"
        yield Task(Urgency.WEEK, "absent-twice", situation.day, mesa.group, text, command)


def _content(situation: TaskInputs) -> Iterator[Task]:
    wanted = situation.network.thresholds.weekly_items
    for rubric in build_rubrics(
        situation.categories, situation.content, wanted, situation.week, situation.day
    ):
        if rubric.gap:
            waiting = rubric.figures.draft + rubric.figures.verified + rubric.figures.scheduled
            told = _("#{tag}: {published} published, {waiting} waiting")
            text = told.format(tag=rubric.tag, published=rubric.figures.published, waiting=waiting)
            command = f"mcsj content list --tag {rubric.tag} --week {situation.week}"
            yield Task(Urgency.WEEK, "gap", situation.week.sunday, None, text, command)
    for entry in situation.expiring:
        expires = entry.record.verification.expires if entry.record.verification else None
        if expires:
            text = (
                _("«{title}»: its verification expired on {day}")
                if expires < situation.day  # its last day counts
                else _("«{title}»: its verification expires on {day}")
            ).format(title=entry.record.title, day=short_date(expires))
            urgency = Urgency.NOW if expires <= situation.day else Urgency.WEEK
            yield Task(urgency, "expiring", expires, None, text, f"mcsj content verify {entry.uid}")


def _surroundings(situation: TaskInputs) -> Iterator[Task]:
    """Find what is in the way of the meetings ahead: each other, holidays, clocks that change, pauses."""
    coming = [
        meeting
        for meeting in gather(
            situation.groups.groups, situation.day, situation.day + _AHEAD, situation.meetings
        )
        if meeting.status != "cancelled"
    ]
    yield from _obstacles(situation, coming)
    for meeting in coming:
        holiday = situation.holidays.get(meeting.start.date())
        if holiday and not meeting.is_moved:
            text = _("{meeting}, is on a holiday: {holiday}").format(
                meeting=name_meeting(meeting), holiday=holiday
            )
            command = f"mcsj meetings move {meeting.uid}"
            yield Task(
                Urgency.WEEK, "holiday", meeting.start.date(), meeting.group.number, text, command
            )
    for group in situation.groups.groups:
        planned = occurrences(
            group, situation.week.monday, situation.day + _AHEAD, situation.meetings
        )
        for change in clock_changes(planned):
            if change.day >= situation.day:
                text = _(
                    "{mesa}: its meeting is at {after} h from {day} on, no longer at {before} h"
                ).format(
                    mesa=change.name,
                    after=change.after,
                    before=change.before,
                    day=short_date(change.day),
                )
                command = f"mcsj meetings announce --group {group.number}"
                yield Task(Urgency.AHEAD, "clock", change.day, group.number, text, command)


def _obstacles(situation: TaskInputs, coming: Sequence[Occurrence]) -> Iterator[Task]:
    """Find meetings in the way of each other or of the clock, and groups that do not meet for two weeks."""
    ahead = WatchInputs(
        situation.groups, situation.meetings, {}, situation.day, situation.week.shift(1).sunday
    )
    pauses = [finding for finding in find_pauses(ahead) if finding.group.series]
    found = [*find_collisions(coming), *find_odd_hours(coming), *pauses]
    for finding in found:
        kind = {
            FindingKind.PAUSE: "pause",
            FindingKind.HOUR_MISSING: "odd-hour",
            FindingKind.HOUR_TWICE: "odd-hour",
        }.get(finding.kind, "clash")
        uid = finding.meetings[-1].uid if finding.meetings else ""
        command = (
            f"mcsj meetings move {uid}" if uid else f"mcsj groups schedule {finding.group.number}"
        )
        for number in finding.groups:
            yield Task(Urgency.WEEK, kind, finding.day, number, describe_finding(finding), command)
