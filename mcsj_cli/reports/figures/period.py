"""The reports of a group and of a mesa, put together."""

from datetime import date
from typing import Any

import msgspec

from mcsj_cli.model.network import Group, Seat
from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.actions import build_recent_matrix, find_open, find_overdue
from mcsj_cli.reports.figures.attendance import find_meetings, find_next_meetings
from mcsj_cli.reports.figures.counts import count_work
from mcsj_cli.reports.figures.inputs import Coverage, ReportInputs
from mcsj_cli.reports.figures.practices import find_contacts, find_practices
from mcsj_cli.reports.figures.timelines import build_group_history, build_mesa_history
from mcsj_cli.reports.period_values import GroupReport, MesaReport
from mcsj_cli.work.absences import find_absent_twice
from mcsj_cli.work.funnel import build_stages


def build_group(sources: ReportInputs, group: Group, period: Period) -> GroupReport:
    """Build the report of a group: its meetings, and what the mesas do that sit in it at the end of some weeks."""
    seats = [Seat(mesa, group) for mesa in group.mesas_on(sources.cut(period))]
    own = msgspec.structs.replace(sources, scope=coverage_of_group(group, sources.cut(period)))
    return GroupReport(group=group.number, name=group.name, **_tell(own, seats, group, period))


def build_mesa(sources: ReportInputs, seat: Seat, period: Period) -> MesaReport:
    """Build the report of a mesa, which has a seat at the end of some weeks or had its last one before."""
    own = msgspec.structs.replace(sources, scope=coverage_of_mesa(seat))
    return MesaReport(
        slug=str(seat.mesa.slug),
        name=str(seat.mesa.name),
        state=str(seat.mesa.state),
        group=seat.group.number,
        group_name=seat.group.name,
        actions=find_open(own, sources.cut(period)),
        contacts=find_contacts(own, period),
        **_tell(own, [seat], seat.group, period),
    )


def coverage_of_group(group: Group, day: date) -> Coverage:
    """Tell what belongs to a group: its meetings, and the work of the mesas that sit in it on a day."""
    return Coverage(group.number, frozenset(str(mesa.slug) for mesa in group.mesas_on(day)))


def coverage_of_mesa(seat: Seat) -> Coverage:
    """Tell what belongs to a mesa: its work, and the meetings at which it was waited for, in whatever group."""
    return Coverage(None, frozenset([str(seat.mesa.slug)]))


def _tell(sources: ReportInputs, seats: list[Seat], group: Group, period: Period) -> dict[str, Any]:
    """Tell what both reports hold."""
    network, cut = sources.network, sources.cut(period)
    meetings = [find_meetings(sources, Period(one, one)) for one in period.weeks]
    slugs = {seat.mesa.slug for seat in seats}
    stages = build_stages(
        sources.groups, sources.followups, sources.meetings, cut, network.thresholds.quiet_days
    )
    absent = find_absent_twice(sources.groups, sources.meetings, period.ends, cut)
    return {
        "organisation": network.organisation,
        "network": network.network,
        "notice": network.notice,
        "week": period.name,
        "first": period.first,
        "last": period.last,
        "cut": cut,
        "commit": sources.commit,
        "quiet_days": network.thresholds.quiet_days,
        "mesas": sources.groups.mesa_names,
        "figures": count_work(sources, period),
        "previous": count_work(sources, period.before),
        "weeks": [str(one) for one in period.weeks],
        "history": [count_work(sources, Period(one, one)) for one in period.weeks],
        "groups": [meeting for week in meetings for meeting in week],
        "group_history": build_group_history([group], meetings),
        "mesa_history": build_mesa_history(seats, meetings),
        "absent_twice": [mesa for mesa in absent if mesa.slug in slugs],
        "stages": [stage for stage in stages if stage.slug in slugs],
        "overdue": find_overdue(sources, cut),
        "matrix": build_recent_matrix(sources, [seat.mesa for seat in seats], period),
        "practices": find_practices(sources, period),
        "next_week": period.ends.shift(1),
        "next_meetings": find_next_meetings(sources, period.ends.shift(1)),
        "helplines": [helpline for _partner, helpline in sources.partners.helplines],
    }
