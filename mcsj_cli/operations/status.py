"""The state of the network at a moment: the week's meetings, tasks and problems of the data."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.content import VOUCHED_FOR, Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.schedule import Occurrence, gather
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.operations.checking import add_unmerged, review, review_unmerged
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.operations.reading import read_last_followups, read_last_presence, read_open_actions
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.work.absences import RECENT_WEEKS
from mcsj_cli.work.tasks import Task, TaskInputs, find_tasks

_AHEAD = timedelta(days=14)

Readings = dict[str, Reading[Any]]  # by the folder of the kind


class Status(NamedTuple):
    """The state of the network on a day of a week.

    `meetings` are those of the week. They and the `tasks` are None if files that they need cannot
    be read; the problems of those are among the `problems`, as those of what git has left
    `unmerged`.
    """

    day: date
    week: Week
    notice: str
    meetings: list[Occurrence] | None
    tasks: list[Task] | None
    problems: list[Problem]
    unmerged: list[Problem]


def find_status(project: Project, moment: datetime, group: str | None = None) -> Status:
    """Find the state of the network, or that of a group; raise NotFoundError if there is none."""
    day = moment.date()
    week = Week.of(day)
    readings = _read_records(project, day)
    found = review(project, today=day, readings=readings)
    unmerged = [problem for problem in review_unmerged(project) if not problem.warning]
    errors = [problem for problem in found if not problem.warning]
    meetings: list[Occurrence] | None = None
    tasks: list[Task] | None = None
    with suppress(InvalidDataError):  # which is among the problems
        number = project.groups.find_group(group).number if group else None
        planned = _find_meetings(project, week, readings, number)
        tasks = find_tasks(_gather_inputs(project, moment, readings), number)
        meetings = planned
    problems = add_unmerged(errors, unmerged)
    return Status(day, week, _read_notice(project), meetings, tasks, problems, unmerged)


def _read_notice(project: Project) -> str:
    """Return the network's notice; empty if network.yaml cannot be read."""
    try:
        return str(project.network.notice)
    except InvalidDataError:
        return ""


def _read_records(project: Project, day: date) -> Readings:
    """Read the records in which tasks are found."""
    since = Week.of(day).shift(-RECENT_WEEKS).monday
    followups, presence = _read_news(project, day, since)
    return {
        CONTENT.folder: project.select(Selection(CONTENT, since)),
        MEETINGS.folder: project.select(Selection(MEETINGS, since)).joined_with(presence),
        ACTIONS.folder: read_open_actions(project),
        FOLLOWUPS.folder: followups,
    }


def _read_news(
    project: Project, day: date, since: date
) -> tuple[Reading[Followup], Reading[Meeting]]:
    """Read the last follow-up of every mesa, and the last meetings at which it was present.

    If groups.yaml cannot be read, which is a problem of its own, they are all follow-ups of some
    weeks and no meetings.
    """
    try:
        return read_last_followups(project, day), read_last_presence(project, day)
    except InvalidDataError:
        return project.select(Selection(FOLLOWUPS, first=since)), Reading([], [])


def _find_meetings(
    project: Project, week: Week, readings: Readings, number: int | None
) -> list[Occurrence]:
    known = readings[MEETINGS.folder].records
    found = gather(project.groups.groups, week.monday, week.sunday, known)
    return [meeting for meeting in found if number in (None, meeting.group.number)]


def _gather_inputs(project: Project, moment: datetime, readings: Readings) -> TaskInputs:
    """Collect what the tasks are found in.

    Raises InvalidDataError if a hand-edited file cannot be read.
    """
    day, week = moment.date(), Week.of(moment.date())
    content = readings[CONTENT.folder].entries
    return TaskInputs(
        now=moment,
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        meetings=readings[MEETINGS.folder].records,
        actions=readings[ACTIONS.folder].entries,
        followups=readings[FOLLOWUPS.folder].entries,
        content=[entry for entry in content if entry.record.day <= week.sunday],
        expiring=_read_expiring(project, day),
        holidays=find_holidays(project, day, day + _AHEAD),
    )


def _read_expiring(project: Project, day: date) -> list[Entry[Content]]:
    """Read the items whose verification expires, or has expired, about a day."""
    reach = timedelta(days=project.network.thresholds.expiring_days)
    expiring = Selection(CONTENT, first=day - reach, last=day + reach, by="expires")
    entries = project.select(expiring).entries
    return [entry for entry in entries if entry.record.status in VOUCHED_FOR]
