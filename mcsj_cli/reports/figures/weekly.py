"""The weekly report, put together."""

from datetime import timedelta

from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures.action_figures import build_recent_matrix, find_overdue
from mcsj_cli.reports.figures.counts import count_all
from mcsj_cli.reports.figures.expiries import find_expiring
from mcsj_cli.reports.figures.headings import build_heading, build_report_stages
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.figures.meeting_figures import (
    find_clock_changes,
    find_meetings,
    find_next_meetings,
)
from mcsj_cli.reports.figures.practice_figures import find_practices
from mcsj_cli.reports.figures.timelines import build_group_history, build_mesa_history
from mcsj_cli.reports.weekly_values import WeeklyReport
from mcsj_cli.work.absences import RECENT_WEEKS, find_absent_twice
from mcsj_cli.work.funnel import count_stages
from mcsj_cli.work.rubrics import RubricWeek, build_rubrics


def build_weekly(sources: ReportInputs, week: Week) -> WeeklyReport:
    """Build the report of a week. The order of the sources makes no difference."""
    groups, only = sources.groups, Period(week, week)
    recent = Period.until(week, RECENT_WEEKS)
    history = [count_all(sources, Period(one, one)) for one in recent.weeks]
    meetings = [find_meetings(sources, Period(one, one)) for one in recent.weeks]
    cut = sources.cut(only)
    seats = groups.seats_on(cut)
    stages = build_report_stages(sources, only)
    rubrics = _build_rubrics(sources, week)
    soon = week.sunday + timedelta(days=sources.network.thresholds.expiring_days)
    return WeeklyReport(
        **build_heading(sources, only),
        figures=history[-1],
        previous=history[-2],
        weeks=[str(one) for one in recent.weeks],
        history=history,
        groups=meetings[-1],
        group_history=build_group_history(groups.groups, meetings),
        mesa_history=build_mesa_history(seats, meetings),
        absent_twice=find_absent_twice(groups, sources.meetings, week, cut),
        stages=stages,
        funnel=count_stages(stages),
        quiet=[stage for stage in stages if stage.quiet],
        overdue=find_overdue(sources, cut),
        matrix=build_recent_matrix(sources, [seat.mesa for seat in seats], recent),
        practices=find_practices(sources, only),
        rubrics=rubrics,
        gaps=[rubric.tag for rubric in rubrics if rubric.gap],
        expiring=find_expiring(sources, week.monday, soon),
        next_meetings=find_next_meetings(sources, week.shift(1)),
        clock_changes=find_clock_changes(sources, week),
    )


def _build_rubrics(sources: ReportInputs, week: Week) -> list[RubricWeek]:
    wanted = sources.network.thresholds.weekly_items
    return build_rubrics(
        sources.categories, sources.content, wanted, week, sources.today, recent=RECENT_WEEKS
    )
