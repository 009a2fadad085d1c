"""`mcsj status`: what needs me today and this week."""

from contextlib import suppress
from datetime import date
from typing import Annotated

import typer

from mcsj_cli.commands.options import open_project, today
from mcsj_cli.console import say, to_json
from mcsj_cli.errors import InvalidDataError, Problem, WrongUsageError
from mcsj_cli.grammar import new_app
from mcsj_cli.i18n import _, long_date, ngettext, short_date
from mcsj_cli.model.content import Content
from mcsj_cli.model.kinds import CONTENT, MEETINGS
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.schedule import Occurrence, occurrences
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.reports.figures import RECENT_WEEKS, build_rubrics
from mcsj_cli.reports.weekly import RubricWeek
from mcsj_cli.review import review
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.words import meeting_word

app = new_app()


@app.command(help=_("Say what needs me: this week's meetings, rubrics without content, problems in the data."))
def status(
    form: Annotated[
        str | None, typer.Option("--format", "-f", help=_("json, for programs."), metavar=_("FORMAT"))
    ] = None,
) -> None:
    if form not in (None, "json"):
        raise WrongUsageError(_("There is no format «{name}» here.").format(name=form), _("There is: json."))
    project = open_project()
    day = today(project)
    week = Week.of(day)
    since = week.shift(-RECENT_WEEKS).monday
    content, meetings_read = project.select(Selection(CONTENT, since)), project.select(Selection(MEETINGS, since))
    found = review(project, today=day, content=content, meetings=meetings_read)
    problems = [problem for problem in found if not problem.warning]
    meetings, gaps = _meetings(project, week, meetings_read), _gaps(project, week, content)
    if form == "json":
        say(to_json(_describe(week, meetings, gaps, problems)))
        return
    heading = _("{day}, week {week}").format(day=long_date(day), week=week)
    say(heading[0].upper() + heading[1:])
    _tell_notice(project)
    _tell_meetings(meetings, day)
    _tell_gaps(gaps, week)
    _tell_problems(problems)


def _meetings(project: Project, week: Week, reading: Reading[Meeting]) -> list[Occurrence] | None:
    """Find this week's meetings; None where the groups cannot be read."""
    try:
        groups = project.groups.groups
    except InvalidDataError:
        return None
    found = [o for group in groups for o in occurrences(group, week.monday, week.sunday, reading.records)]
    return sorted(found, key=lambda o: (o.start, o.group.number))


def _gaps(project: Project, week: Week, reading: Reading[Content]) -> list[RubricWeek] | None:
    """Find the rubrics that want content; None where they cannot be counted."""
    try:
        wanted = project.network.thresholds.weekly_items
        rubrics = build_rubrics(project.categories, reading.entries, wanted, week)
    except InvalidDataError:
        return None
    return None if reading.problems else [rubric for rubric in rubrics if rubric.gap]


def _tell_notice(project: Project) -> None:
    with suppress(InvalidDataError):  # told already, for its clock
        if project.network.notice:
            say(project.network.notice)


def _tell_meetings(meetings: list[Occurrence] | None, day: date) -> None:
    say("\n" + _("Meetings this week"))
    if meetings is None:
        say("  " + _("They cannot be told until data/groups.yaml can be read."))
    elif not meetings:
        say("  " + _("None."))
    for meeting in meetings or []:
        when = _("today") if meeting.start.date() == day else short_date(meeting.start.date())
        state = meeting_word(meeting.status, moved=meeting.is_moved)
        say(f"  {when}, {meeting.start:%H:%M} h  {meeting.group.name} ({state})")


def _tell_gaps(gaps: list[RubricWeek] | None, week: Week) -> None:
    say("\n" + _("Content"))
    if gaps is None:
        say("  " + _("It cannot be counted until the data are mended."))
    elif not gaps:
        say("  " + _("Every rubric has what it needs this week."))
    for gap in gaps or []:
        waiting = gap.figures.draft + gap.figures.verified + gap.figures.scheduled
        told = _("#{tag}: {published} published, {waiting} waiting")
        say("  " + told.format(tag=gap.tag, published=gap.figures.published, waiting=waiting))
    if gaps:
        say(f"  → mcsj content list --week {week}")


def _tell_problems(problems: list[Problem]) -> None:
    say("\n" + _("Data"))
    if problems:
        count = len(problems)
        say("  " + ngettext("{n} problem.", "{n} problems.", count).format(n=count) + " → mcsj check")
    else:
        say("  " + _("No problem was found."))


def _describe(
    week: Week, meetings: list[Occurrence] | None, gaps: list[RubricWeek] | None, problems: list[Problem]
) -> dict[str, object]:
    return {
        "week": week,
        "meetings": None
        if meetings is None
        else [
            {"uid": o.uid, "group": o.group.number, "start": o.start.isoformat(), "status": o.status} for o in meetings
        ],
        "gaps": None if gaps is None else [gap.tag for gap in gaps],
        "problems": len(problems),
    }
