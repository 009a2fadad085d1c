"""The reports of a group and of a mesa, put together."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from mcsj_cli.model.membership import Group, Seat
from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.action_figures import build_recent_matrix, find_open, find_overdue
from mcsj_cli.reports.figures.counts import count_work
from mcsj_cli.reports.figures.headings import build_heading, build_report_stages
from mcsj_cli.reports.figures.inputs import Coverage, ReportInputs
from mcsj_cli.reports.figures.meeting_figures import find_meetings, find_next_meetings
from mcsj_cli.reports.figures.practice_figures import find_contacts, find_practices
from mcsj_cli.reports.figures.timelines import build_group_history, build_mesa_history
from mcsj_cli.reports.period_values import GroupReport, MesaReport
from mcsj_cli.reports.weekly_values import GroupWeek
from mcsj_cli.work.absences import find_absent_twice


def build_group(sources: ReportInputs, group: Group, period: Period) -> GroupReport:
    """Build the report of a group and of the mesas that sit in it at the end of some weeks."""
    cut = sources.cut(period)
    seats = [Seat(mesa, group) for mesa in group.mesas_on(cut)]
    own = msgspec.structs.replace(sources, scope=coverage_of_group(group, cut))
    return GroupReport(
        group=group.number,
        name=group.name,
        **build_heading(own, period),
        **_build_meeting_fields(own, seats, group, period),
        **_build_work_fields(own, seats, period),
    )


def build_mesa(sources: ReportInputs, seat: Seat, period: Period) -> MesaReport:
    """Build the report of a mesa with its seat at the end of some weeks, or its last one before."""
    own = msgspec.structs.replace(sources, scope=coverage_of_mesa(seat))
    return MesaReport(
        slug=str(seat.mesa.slug),
        name=str(seat.mesa.name),
        state=str(seat.mesa.state),
        group=seat.group.number,
        group_name=seat.group.name,
        actions=find_open(own, sources.cut(period)),
        contacts=find_contacts(own, period),
        **build_heading(own, period),
        **_build_meeting_fields(own, [seat], seat.group, period),
        **_build_work_fields(own, [seat], period),
    )


def coverage_of_group(group: Group, day: date) -> Coverage:
    """Return the scope of a group: its meetings, and the work of its mesas on a day."""
    return Coverage(group.number, frozenset(str(mesa.slug) for mesa in group.mesas_on(day)))


def coverage_of_mesa(seat: Seat) -> Coverage:
    """Return the scope of a mesa: its work, and the meetings of any group that expected it."""
    return Coverage(None, frozenset([str(seat.mesa.slug)]))


def _build_meeting_fields(
    sources: ReportInputs, seats: Sequence[Seat], group: Group, period: Period
) -> dict[str, Any]:
    meetings = [find_meetings(sources, Period(one, one)) for one in period.weeks]
    together: list[GroupWeek] = []
    for week in meetings:
        together += week
    slugs = {seat.mesa.slug for seat in seats}
    absent = find_absent_twice(sources.groups, sources.meetings, period.ends, sources.cut(period))
    return {
        "groups": together,
        "group_history": build_group_history([group], meetings),
        "mesa_history": build_mesa_history(seats, meetings),
        "absent_twice": [mesa for mesa in absent if mesa.slug in slugs],
        "next_meetings": find_next_meetings(sources, period.ends.shift(1)),
    }


def _build_work_fields(
    sources: ReportInputs, seats: Sequence[Seat], period: Period
) -> dict[str, Any]:
    slugs = {seat.mesa.slug for seat in seats}
    stages = build_report_stages(sources, period)
    return {
        "figures": count_work(sources, period),
        "previous": count_work(sources, period.before),
        "weeks": [str(one) for one in period.weeks],
        "history": [count_work(sources, Period(one, one)) for one in period.weeks],
        "stages": [stage for stage in stages if stage.slug in slugs],
        "overdue": find_overdue(sources, sources.cut(period)),
        "matrix": build_recent_matrix(sources, [seat.mesa for seat in seats], period),
        "practices": find_practices(sources, period),
    }
