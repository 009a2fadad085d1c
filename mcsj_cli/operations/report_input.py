"""What a report is made from, read from the project: no more records than it tells of."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from mcsj_cli import rules
from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Period, Week
from mcsj_cli.operations.checking import review
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.operations.reading import read_last_followups, read_last_presence, read_open_actions
from mcsj_cli.reports.figures import Coverage, ReportInputs
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.work.absences import RECENT_WEEKS


def gather_weekly(
    project: Project, week: Week, day: date, commit: str = "", now: datetime | None = None
) -> ReportInputs:
    """Collect what the report of a week is made from; raise InvalidDataError where its figures would be false."""
    recent = Period.until(week, RECENT_WEEKS)
    followups = read_last_followups(project, Period(week, week).cut(day)).joined_with(
        project.select(Selection(FOLLOWUPS, first=recent.first, last=recent.last))
    )
    practices = project.select(
        Selection(PRACTICES, first=recent.first, last=recent.last)
    ).joined_with(
        project.select(Selection(PRACTICES, first=recent.first, last=recent.last, by="replicated"))
    )
    actions = read_open_actions(project).joined_with(
        project.select(Selection(ACTIONS, first=min(recent.first, day), by="closed"))
    )
    sources = _put_together(
        project,
        week,
        day,
        commit,
        _read_content(project, week, recent),
        actions,
        practices,
        followups,
        recent.first,
    )
    return msgspec.structs.replace(sources, now=now)


def gather_period(
    project: Project,
    period: Period,
    day: date,
    scope: Coverage,
    commit: str = "",
    now: datetime | None = None,
) -> ReportInputs:
    """Collect what the report of some weeks of some mesas is made from, and of as many weeks before; raises alike."""
    first, last, mesas = period.before.first, period.last, sorted(scope.mesas or ())
    actions: Reading[Action] = read_open_actions(project, mesas)
    practices: Reading[Practice] = Reading([], [])
    followups: Reading[Followup] = read_last_followups(project, period.cut(day), mesas)
    for mesa in mesas:
        closed = Selection(ACTIONS, first=min(first, day), by="closed", facets={"mesa": mesa})
        actions = project.select(closed).joined_with(actions)
        followups = project.select(
            Selection(FOLLOWUPS, first=first, last=last, facets={"mesa": mesa})
        ).joined_with(followups)
        for label in ("mesa", "replicated-by"):
            practices = project.select(
                Selection(PRACTICES, last=last, facets={label: mesa})
            ).joined_with(practices)
    sources = _put_together(
        project, period.ends, day, commit, Reading([], []), actions, practices, followups, first
    )
    return msgspec.structs.replace(sources, scope=scope, now=now)


def _read_content(project: Project, week: Week, recent: Period) -> Reading[Content]:
    reach = timedelta(days=project.network.thresholds.expiring_days)
    expiring = Selection(CONTENT, first=week.monday, last=week.sunday + reach, by="expires")
    return project.select(Selection(CONTENT, first=recent.first, last=recent.last)).joined_with(
        project.select(expiring)
    )


def _put_together(
    project: Project,
    week: Week,
    day: date,
    commit: str,
    content: Reading[Content],
    actions: Reading[Action],
    practices: Reading[Practice],
    followups: Reading[Followup],
    first: date,
) -> ReportInputs:
    """Add the meetings, from a week before the first that is told of, so that moved ones are found; and check all."""
    begins = min(Week.of(first), week.shift(1 - RECENT_WEEKS)).shift(-1)
    meetings = project.select(
        Selection(MEETINGS, first=begins.monday, last=week.shift(2).sunday)
    ).joined_with(read_last_presence(project, Period(week, week).cut(day)))
    readings: dict[str, Reading[Any]] = {
        CONTENT.folder: content,
        MEETINGS.folder: meetings,
        ACTIONS.folder: actions,
        PRACTICES.folder: practices,
        FOLLOWUPS.folder: followups,
    }
    problems = review(project, rules.FIGURE_CHECKS, readings=readings)
    if problems:
        raise InvalidDataError(problems)
    following = week.shift(1)
    return ReportInputs(
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        partners=project.partners,
        content=content.entries,
        meetings=meetings.records,
        holidays=find_holidays(project, following.monday, following.sunday),
        today=day,
        actions=actions.entries,
        practices=practices.entries,
        followups=followups.entries,
        files={entry.uid: entry.file for entry in meetings.entries},
        commit=commit,
    )
