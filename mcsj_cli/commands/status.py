"""`mcsj status`: what needs me today and this week."""

from contextlib import suppress
from datetime import date
from itertools import groupby
from typing import Annotated

from mcsj_cli.commands.context import now, open_project, own_key
from mcsj_cli.commands.field import Text
from mcsj_cli.commands.fields import FORMAT, GroupOption
from mcsj_cli.console import list_problems, say
from mcsj_cli.errors import InvalidDataError, Problem, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date, ngettext, short_date
from mcsj_cli.interchange import to_json
from mcsj_cli.labels import meeting_label, zone_label
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.status import Status, find_status
from mcsj_cli.store.private import has_contacts
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import spoken
from mcsj_cli.work.tasks import Task, Urgency

_ONE_BY_ONE = 4  # tasks of one kind, from which on the rest are only counted


def status(
    group: GroupOption = None,
    form: Annotated[Text, FORMAT.but(check=None).option(N_("json, for programs."))] = None,
) -> None:
    if form not in (None, "json"):
        raise WrongUsageError(
            _("There is no format «{name}» here.").format(name=form), _("There is: json.")
        )
    project = open_project()
    found = find_status(project, now(project), group)
    waiting = 0 if group else _count_contacts(project, found.day)
    if form == "json":
        say(to_json({**_encode_status(found), "contacts": waiting}))
        return
    heading = _("{day}, week {week}").format(day=long_date(found.day), week=found.week)
    say(heading[0].upper() + heading[1:])
    if found.notice:
        say(found.notice)
    say("\n" + _("Meetings this week"))
    if found.meetings is None:
        say("  " + _("They cannot be told until the data are mended."))
    else:
        _show_meetings(found.meetings, found.day, project.network.timezone)
    _show_tasks(found.tasks)
    _show_problems(found.problems)
    if waiting:
        _show_contacts(waiting)
    list_problems(found.unmerged)


def _show_meetings(meetings: list[Occurrence], day: date, home: ZoneName) -> None:
    if not meetings:
        say("  " + _("None."))
    for meeting in meetings:
        when = _("today") if meeting.start.date() == day else short_date(meeting.start.date())
        hour = f"{meeting.start:%H:%M} h{_format_home_clock(meeting, home)}"
        state = meeting_label(meeting.status, moved=meeting.is_moved, held=meeting.held_by(day))
        say(f"  {when}, {hour}  {meeting.name} ({state})")


def _format_home_clock(meeting: Occurrence, home: ZoneName) -> str:
    """Return the hour on the network's clock; empty if it is the meeting's own."""
    own = meeting.start.astimezone(home.zone)
    if f"{own:%H:%M}" == f"{meeting.start:%H:%M}":
        return ""
    return f" = {own:%H:%M} h ({zone_label(home)})"


def _show_tasks(tasks: list[Task] | None) -> None:
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
        _show_kinds([*found])


def _show_kinds(tasks: list[Task]) -> None:
    """Show tasks by their kinds: the first of each, and how many more there are."""
    for kind in dict.fromkeys(task.kind for task in tasks):
        alike = [task for task in tasks if task.kind == kind]
        shown = alike if len(alike) <= _ONE_BY_ONE + 1 else alike[:_ONE_BY_ONE]
        for task in shown:
            say(f"  {task.text}")
            say(f"    → {spoken(task.command)}")
        rest = len(alike) - len(shown)
        if rest:
            text = ngettext("and {n} more like this", "and {n} more like this", rest)
            say("  " + text.format(n=rest))


def _show_problems(problems: list[Problem]) -> None:
    say("\n" + _("Data"))
    if problems:
        count = len(problems)
        text = ngettext("{n} problem.", "{n} problems.", count).format(n=count)
        say(f"  {text} → {spoken('mcsj check')}")
    else:
        say("  " + _("No problem was found."))


def _count_contacts(project: Project, day: date) -> int:
    """Count the contacts to be looked at; none where the groups cannot be read."""
    if not has_contacts(project.root):
        return 0
    from mcsj_cli.operations.contact_review import count_to_review  # only where there are any

    with suppress(InvalidDataError):  # which is among the problems
        return count_to_review(project.root, own_key(), project.groups, day)
    return 0


def _show_contacts(count: int) -> None:
    say("\n" + _("Contacts"))
    text = ngettext("{n} person to be looked at.", "{n} people to be looked at.", count)
    say(f"  {text.format(n=count)} → {spoken('mcsj people check')}")


def _encode_status(found: Status) -> dict[str, object]:
    meetings, tasks = None, None
    if found.meetings is not None:
        meetings = [_encode_meeting(meeting) for meeting in found.meetings]
    if found.tasks is not None:
        tasks = [_encode_task(task) for task in found.tasks]
    problems = len(found.problems)
    return {"week": found.week, "meetings": meetings, "tasks": tasks, "problems": problems}


def _encode_meeting(meeting: Occurrence) -> dict[str, object]:
    return {
        "uid": meeting.uid,
        "group": meeting.group.number,
        "start": meeting.start.isoformat(),
        "status": meeting.status,
    }


def _encode_task(task: Task) -> dict[str, object]:
    plain = task._asdict()
    return {**plain, "urgency": task.urgency.name.lower(), "day": str(task.day)}
