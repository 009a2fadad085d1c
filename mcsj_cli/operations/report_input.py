"""The records that a report is built from, and no more than it tells of."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

import msgspec

from mcsj_cli import rules
from mcsj_cli.errors import Problem
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES, Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Period, Week
from mcsj_cli.operations.checking import leave_out_wrong
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.operations.reading import (
    read_last_followups,
    read_last_presence,
    read_open_actions,
    read_under_rubrics,
)
from mcsj_cli.reports.figures import Coverage, ReportInputs
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.work.absences import RECENT_WEEKS

R = TypeVar("R", bound=Record)


class _Records(NamedTuple):
    """The records of a report by their kinds."""

    content: Reading[Content]
    meetings: Reading[Meeting]
    actions: Reading[Action]
    practices: Reading[Practice]
    followups: Reading[Followup]


_FOLDERS = [kind.folder for kind in (CONTENT, MEETINGS, ACTIONS, PRACTICES, FOLLOWUPS)]


def gather_weekly(
    project: Project, week: Week, day: date, commit: str = "", now: datetime | None = None
) -> ReportInputs:
    """Collect the records of a week's report; raise InvalidDataError for hand-edited files."""
    recent = Period.until(week, RECENT_WEEKS)
    first, last = recent.first, recent.last
    closed = Selection(ACTIONS, first=min(first, day), by="closed")
    replicated = Selection(PRACTICES, first=first, last=last, by="replicated")
    cut = Period(week, week).cut(day)
    followups = Selection(FOLLOWUPS, first=first, last=last)
    practices = Selection(PRACTICES, first=first, last=last)
    records = _Records(
        followups=read_last_followups(project, cut).joined_with(project.select(followups)),
        practices=_read_together(project, practices, replicated),
        actions=read_open_actions(project).joined_with(project.select(closed)),
        content=_read_content(project, week, recent),
        meetings=_read_meetings(project, week, first, cut),
    )
    sources = _build_inputs(project, week, day, commit, records)
    return msgspec.structs.replace(sources, now=now)


def gather_period(
    project: Project,
    period: Period,
    day: date,
    scope: Coverage,
    commit: str = "",
    now: datetime | None = None,
) -> ReportInputs:
    """Collect the records of some weeks of some mesas, and of as many weeks before.

    Raises InvalidDataError if a hand-edited file cannot be read.
    """
    first, cut = period.before.first, period.cut(day)
    mesas = sorted(scope.mesas or ())
    told = Period(period.before.begins, period.ends)
    records = _Records(
        actions=_read_actions_of(project, mesas, min(first, day)),
        followups=_read_followups_of(project, mesas, told, cut),
        practices=_read_practices_of(project, mesas, period.last),
        content=Reading([], []),
        meetings=_read_meetings(project, period.ends, first, cut),
    )
    sources = _build_inputs(project, period.ends, day, commit, records)
    return msgspec.structs.replace(sources, scope=scope, now=now)


def _read_actions_of(project: Project, mesas: Sequence[str], first: date) -> Reading[Action]:
    """Read the actions of some mesas that are open, or were closed from a day on."""
    reading = read_open_actions(project, mesas)
    for mesa in mesas:
        closed = Selection(ACTIONS, first=first, by="closed", facets={"mesa": mesa})
        reading = project.select(closed).joined_with(reading)
    return reading


def _read_practices_of(project: Project, mesas: Sequence[str], last: date) -> Reading[Practice]:
    """Read the practices up to a day that some mesas wrote down or copied."""
    reading: Reading[Practice] = Reading([], [])
    for mesa in mesas:
        for facet in ("mesa", "replicated-by"):
            own = Selection(PRACTICES, last=last, facets={facet: mesa})
            reading = project.select(own).joined_with(reading)
    return reading


def _read_followups_of(
    project: Project, mesas: Sequence[str], period: Period, cut: date
) -> Reading[Followup]:
    """Read the follow-ups of some mesas in a period, and the last one of each up to a day."""
    reading = read_last_followups(project, cut, mesas)
    for mesa in mesas:
        own = Selection(FOLLOWUPS, first=period.first, last=period.last, facets={"mesa": mesa})
        reading = project.select(own).joined_with(reading)
    return reading


def _read_content(project: Project, week: Week, recent: Period) -> Reading[Content]:
    """Read the items of the recent weeks, and those whose verification expires soon."""
    reach = timedelta(days=project.network.thresholds.expiring_days)
    expiring = Selection(CONTENT, first=week.monday, last=week.sunday + reach, by="expires")
    return _read_together(
        project, Selection(CONTENT, first=recent.first, last=recent.last), expiring
    )


def _read_together(project: Project, one: Selection[R], other: Selection[R]) -> Reading[R]:
    return project.select(one).joined_with(project.select(other))


def _read_meetings(project: Project, week: Week, first: date, cut: date) -> Reading[Meeting]:
    """Read the meetings from a week before the first to the week after, and each mesa's last one.

    Meetings that were moved to another week are found with them.
    """
    begins = min(Week.of(first), week.shift(1 - RECENT_WEEKS)).shift(-1)
    meetings = Selection(MEETINGS, first=begins.monday, last=week.shift(2).sunday)
    return project.select(meetings).joined_with(read_last_presence(project, cut))


def _build_inputs(
    project: Project, week: Week, day: date, commit: str, records: _Records
) -> ReportInputs:
    """Check the records and put them together with the hand-edited files."""
    records, left_out = _leave_out_wrong(project, records)
    return ReportInputs(
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        partners=project.partners,
        content=records.content.entries,
        meetings=records.meetings.records,
        holidays=_find_holidays_of(project, week.shift(1)),
        today=day,
        actions=records.actions.entries,
        practices=records.practices.entries,
        followups=records.followups.entries,
        files={entry.uid: entry.file for entry in records.meetings.entries},
        commit=commit,
        left_out=left_out,
    )


def _find_holidays_of(project: Project, week: Week) -> dict[date, str]:
    return find_holidays(project, week.monday, week.sunday)


def _leave_out_wrong(project: Project, records: _Records) -> tuple[_Records, list[Problem]]:
    """Return the records that figures can be made of, and what is wrong with the others."""
    readings: dict[str, Reading[Any]] = dict(zip(_FOLDERS, records, strict=True))
    sound, problems = leave_out_wrong(project, readings, rules.FIGURE_CHECKS)
    content = read_under_rubrics(sound[CONTENT.folder], project.categories)
    return _Records(**{**sound, CONTENT.folder: content}), problems
