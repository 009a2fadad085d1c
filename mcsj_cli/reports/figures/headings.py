"""The fields that every report begins with: its network, its time and the helplines."""

from typing import Any

from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.work.funnel import MesaStage, build_stages


def build_heading(sources: ReportInputs, period: Period) -> dict[str, Any]:
    """Return the fields that name a report's network and time, by their names."""
    network = sources.network
    return {
        "organisation": network.organisation,
        "network": network.network,
        "notice": network.notice,
        "week": period.name,
        "first": period.first,
        "last": period.last,
        "cut": sources.cut(period),
        "commit": sources.commit,
        "quiet_days": network.thresholds.quiet_days,
        "mesas": sources.groups.mesa_names,
        "next_week": period.ends.shift(1),
        "helplines": [helpline for _partner, helpline in sources.partners.helplines],
    }


def build_report_stages(sources: ReportInputs, period: Period) -> list[MesaStage]:
    """Return how far the work with each mesa has come at the end of some weeks."""
    return build_stages(
        sources.groups,
        sources.followups,
        sources.meetings,
        sources.cut(period),
        sources.network.thresholds.quiet_days,
    )
