"""The fields that every report begins with: its network, its time and the helplines."""

from typing import Any

from mcsj_cli.i18n import ngettext
from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.work.funnel import MesaStage, build_stages

_NAMED = 2  # records that a report's face names


def build_heading(sources: ReportInputs, period: Period) -> dict[str, Any]:
    """Return the fields that name a report's network and time, by their names."""
    network = sources.network
    return {
        "organisation": network.organisation,
        "network": network.network,
        "notice": _build_notice(sources),
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


def _build_notice(sources: ReportInputs) -> str:
    """Return what stands on a report's face: first which records do not count, if any."""
    files = list(dict.fromkeys(problem.file for problem in sources.left_out))
    if not files:
        return str(sources.network.notice)
    named = ", ".join(file.rpartition("/")[2] for file in files[:_NAMED])
    text = ngettext(
        "{n} record does not count here, since it has to be corrected: {names}.",
        "{n} records do not count here, since they have to be corrected: {names}.",
        len(files),
    )
    told = text.format(n=len(files), names=named + (", …" if len(files) > _NAMED else ""))
    return f"{told} {sources.network.notice}".rstrip()


def build_report_stages(sources: ReportInputs, period: Period) -> list[MesaStage]:
    """Return how far the work with each mesa has come at the end of some weeks."""
    return build_stages(
        sources.groups,
        sources.followups,
        sources.meetings,
        sources.cut(period),
        sources.network.thresholds.quiet_days,
    )
