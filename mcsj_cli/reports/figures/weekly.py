"""The weekly report, put together."""

from datetime import timedelta

from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures.actions import build_recent_matrix, find_overdue
from mcsj_cli.reports.figures.attendance import (
    find_clock_changes,
    find_meetings,
    find_next_meetings,
)
from mcsj_cli.reports.figures.counts import count_all
from mcsj_cli.reports.figures.expiries import find_expiring
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.figures.practices import find_practices
from mcsj_cli.reports.figures.timelines import build_group_history, build_mesa_history
from mcsj_cli.reports.weekly_values import WeeklyReport
from mcsj_cli.work.absences import RECENT_WEEKS, find_absent_twice
from mcsj_cli.work.funnel import build_stages, count_stages
from mcsj_cli.work.rubrics import build_rubrics


def build_weekly(sources: ReportInputs, week: Week) -> WeeklyReport:
    """Build the report of a week; the same sources give the same report, whatever their order."""
    network, groups, only = sources.network, sources.groups, Period(week, week)
    recent = Period.until(week, RECENT_WEEKS)
    history = [count_all(sources, Period(one, one)) for one in recent.weeks]
    meetings = [find_meetings(sources, Period(one, one)) for one in recent.weeks]
    cut = sources.cut(only)
    seats = groups.seats_on(cut)
    stages = build_stages(
        groups, sources.followups, sources.meetings, cut, network.thresholds.quiet_days
    )
    rubrics = build_rubrics(
        sources.categories,
        sources.content,
        network.thresholds.weekly_items,
        week,
        sources.today,
        recent=RECENT_WEEKS,
    )
    soon = week.sunday + timedelta(days=network.thresholds.expiring_days)
    return WeeklyReport(
        organisation=network.organisation,
        network=network.network,
        notice=network.notice,
        week=week,
        first=week.monday,
        last=week.sunday,
        cut=cut,
        commit=sources.commit,
        quiet_days=network.thresholds.quiet_days,
        mesas=groups.mesa_names,
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
        next_week=week.shift(1),
        next_meetings=find_next_meetings(sources, week.shift(1)),
        clock_changes=find_clock_changes(sources, week),
        helplines=[helpline for _partner, helpline in sources.partners.helplines],
    )
