"""`mcsj status`: what needs me today and this week."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Text
from mcsj_cli.commands.fields import FORMAT, GroupOption
from mcsj_cli.console import say
from mcsj_cli.errors import InvalidDataError, Problem, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date, ngettext, short_date
from mcsj_cli.interchange import to_json
from mcsj_cli.labels import meeting_label, zone_label
from mcsj_cli.model.content import VOUCHED_FOR
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS
from mcsj_cli.model.schedule import Occurrence, gather
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.operations.checking import review
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.operations.reading import read_last_followups, read_last_presence, read_open_actions
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.work.absences import RECENT_WEEKS
from mcsj_cli.work.tasks import Task, TaskInputs, Urgency, find_tasks

_AHEAD = timedelta(days=14)
_ONE_BY_ONE = 4  # tasks of one kind, from which on the rest are only counted


def status(
    group: GroupOption = None,
    form: Annotated[
        Text,
        FORMAT.but(check=None).option(N_("json, for programs.")),
    ] = None,
) -> None:
    if form not in (None, "json"):
        raise WrongUsageError(
            _("There is no format «{name}» here.").format(name=form), _("There is: json.")
        )
    project = open_project()
    day = now(project).date()
    week = Week.of(day)
    readings = _read(project, day)
    problems = [
        problem for problem in review(project, today=day, readings=readings) if not problem.warning
    ]
    try:
        number = project.groups.find_group(group).number if group else None
        meetings = _find_meetings(project, week, readings[MEETINGS.folder], number)
        tasks = find_tasks(_observe(project, readings), number)
    except InvalidDataError:
        meetings, tasks = None, None
    if form == "json":
        say(to_json(_describe(week, meetings, tasks, problems)))
        return
    heading = _("{day}, week {week}").format(day=long_date(day), week=week)
    say(heading[0].upper() + heading[1:])
    with suppress(InvalidDataError):  # told already, for its clock
        if project.network.notice:
            say(project.network.notice)
    if meetings is None:
        say("\n" + _("Meetings this week"))
        say("  " + _("They cannot be told until the data are mended."))
    else:
        _tell_meetings(meetings, day, project.network.timezone)
    _tell_tasks(tasks)
    _tell_problems(problems)


def _read(project: Project, day: date) -> dict[str, Reading[Any]]:
    """Read what the tasks are found in, by the folder of its kind; files that cannot be read are problems."""
    since = Week.of(day).shift(-RECENT_WEEKS).monday
    try:
        followups, presence = read_last_followups(project, day), read_last_presence(project, day)
    except InvalidDataError:  # of the groups, told as their own problem
        followups, presence = project.select(Selection(FOLLOWUPS, first=since)), Reading([], [])
    return {
        CONTENT.folder: project.select(Selection(CONTENT, since)),
        MEETINGS.folder: project.select(Selection(MEETINGS, since)).joined_with(presence),
        ACTIONS.folder: read_open_actions(project),
        FOLLOWUPS.folder: followups,
    }


def _observe(project: Project, readings: dict[str, Reading[Any]]) -> TaskInputs:
    """Collect what the tasks are found in; raise InvalidDataError where it cannot be told."""
    if any(reading.problems for reading in readings.values()):
        raise InvalidDataError(
            [problem for reading in readings.values() for problem in reading.problems]
        )
    moment = now(project)
    day, week = moment.date(), Week.of(moment.date())
    reach = timedelta(days=project.network.thresholds.expiring_days)
    expiring = project.select(
        Selection(CONTENT, first=day - reach, last=day + reach, by="expires")
    ).entries
    return TaskInputs(
        now=moment,
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        meetings=readings[MEETINGS.folder].records,
        actions=readings[ACTIONS.folder].entries,
        followups=readings[FOLLOWUPS.folder].entries,
        content=[
            entry for entry in readings[CONTENT.folder].entries if entry.record.day <= week.sunday
        ],
        expiring=[entry for entry in expiring if entry.record.status in VOUCHED_FOR],
        holidays=find_holidays(project, day, day + _AHEAD),
    )


def _find_meetings(
    project: Project, week: Week, reading: Reading[Any], number: int | None
) -> list[Occurrence]:
    found = gather(project.groups.groups, week.monday, week.sunday, reading.records)
    return [meeting for meeting in found if number in (None, meeting.group.number)]


def _tell_meetings(meetings: list[Occurrence], day: date, home: ZoneName) -> None:
    say("\n" + _("Meetings this week"))
    if not meetings:
        say("  " + _("None."))
    for meeting in meetings:
        when = _("today") if meeting.start.date() == day else short_date(meeting.start.date())
        state = meeting_label(meeting.status, moved=meeting.is_moved, held=meeting.held_by(day))
        own = meeting.start.astimezone(home.zone)
        clock = (
            ""
            if f"{own:%H:%M}" == f"{meeting.start:%H:%M}"
            else f" = {own:%H:%M} h ({zone_label(home)})"
        )
        say(f"  {when}, {meeting.start:%H:%M} h{clock}  {meeting.name} ({state})")


def _tell_tasks(tasks: list[Task] | None) -> None:
    titles = {Urgency.NOW: _("Today"), Urgency.WEEK: _("This week"), Urgency.AHEAD: _("Later")}
    if tasks is None:
        say("\n" + _("Tasks"))
        say("  " + _("They cannot be told until the data are mended."))
        return
    if not tasks:
        say("\n" + _("Nothing waits for you: all is up to date."))
    unique = {(task.urgency, task.text): task for task in tasks}  # a task of two groups is one
    for urgency, found in groupby(unique.values(), lambda task: task.urgency):
        say("\n" + titles[urgency])
        _tell_kinds([*found])


def _tell_kinds(tasks: list[Task]) -> None:
    """Tell tasks in their order; of many of one kind the first few, and how many more there are."""
    for kind in dict.fromkeys(task.kind for task in tasks):
        alike = [task for task in tasks if task.kind == kind]
        shown = alike if len(alike) <= _ONE_BY_ONE + 1 else alike[:_ONE_BY_ONE]
        for task in shown:
            say(f"  {task.text}")
            say(f"    → {task.command}")
        rest = len(alike) - len(shown)
        if rest:
            say(
                "  "
                + ngettext("and {n} more like this", "and {n} more like this", rest).format(n=rest)
            )


def _tell_problems(problems: list[Problem]) -> None:
    say("\n" + _("Data"))
    if problems:
        count = len(problems)
        say(
            "  "
            + ngettext("{n} problem.", "{n} problems.", count).format(n=count)
            + " → mcsj check"
        )
    else:
        say("  " + _("No problem was found."))


def _describe(
    week: Week, meetings: list[Occurrence] | None, tasks: list[Task] | None, problems: list[Problem]
) -> dict[str, object]:
    return {
        "week": week,
        "meetings": None
        if meetings is None
        else [
            {
                "uid": o.uid,
                "group": o.group.number,
                "start": o.start.isoformat(),
                "status": o.status,
            }
            for o in meetings
        ],
        "tasks": None if tasks is None else [_describe_task(task) for task in tasks],
        "problems": len(problems),
    }


def _describe_task(task: Task) -> dict[str, object]:
    plain = task._asdict()
    return {**plain, "urgency": task.urgency.name.lower(), "day": str(task.day)}
