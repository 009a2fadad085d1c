"""The tables of the content for the page."""

from mcsj_cli.i18n import _
from mcsj_cli.reports.sheets.sheet import Sheet
from mcsj_cli.reports.weekly_values import WeeklyReport
from mcsj_cli.work.rubrics import RubricWeek


def rubrics(report: WeeklyReport) -> Sheet:
    """Lay out the items of every rubric; trend and week before count the published ones."""
    values = []
    for rubric in report.rubrics:
        gap, figures = _("yes") if rubric.gap else "", rubric.figures
        counts = (figures.items, figures.verified, figures.published, rubric.previous.published)
        values.append((f"#{rubric.tag}", gap, *counts))
    return Sheet(
        "rubrics",
        _("Content by rubric"),
        (_("Rubric"), _("Gap"), _("Total"), _("Verified"), _("Published"), _("Week before")),
        values,
        _("There are no rubrics."),
        4,
        trends=[_list_published(rubric) for rubric in report.rubrics],
        weeks=report.weeks,
    )


def _list_published(rubric: RubricWeek) -> list[int]:
    return [figures.published for figures in rubric.history]


def expiring(report: WeeklyReport) -> Sheet:
    """Lay out the items whose verification runs out soon."""
    values = [(expiry.title, expiry.expires) for expiry in report.expiring]
    empty = _("No verification expires these days.")
    return Sheet(
        "expiring", _("Verifications that expire"), (_("Title"), _("Until")), values, empty, 0
    )
