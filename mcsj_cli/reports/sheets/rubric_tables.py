"""The tables of the content for the page."""

from mcsj_cli.i18n import _
from mcsj_cli.reports.sheets.sheet import Sheet
from mcsj_cli.reports.weekly_values import WeeklyReport


def rubrics(report: WeeklyReport) -> Sheet:
    """Lay out the items of every rubric; of the week before and in the small chart those that were published."""
    values = [
        (
            f"#{rubric.tag}",
            _("yes") if rubric.gap else "",
            rubric.figures.items,
            rubric.figures.verified,
            rubric.figures.published,
            rubric.previous.published,
        )
        for rubric in report.rubrics
    ]
    return Sheet(
        "rubrics",
        _("Content by rubric"),
        (_("Rubric"), _("Gap"), _("Total"), _("Verified"), _("Published"), _("Week before")),
        values,
        _("There are no rubrics."),
        4,
        trends=[[figures.published for figures in rubric.history] for rubric in report.rubrics],
        weeks=report.weeks,
    )


def expiring(report: WeeklyReport) -> Sheet:
    """Lay out the items whose verification runs out soon."""
    values = [(expiry.title, expiry.expires) for expiry in report.expiring]
    empty = _("No verification expires these days.")
    return Sheet(
        "expiring", _("Verifications that expire"), (_("Title"), _("Until")), values, empty, 0
    )
