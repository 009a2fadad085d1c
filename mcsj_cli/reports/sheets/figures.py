"""The figures of a report beside those before, by name."""

from mcsj_cli.i18n import _
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets.sheet import Sheet
from mcsj_cli.reports.weekly_values import WeeklyReport


def figure_name(key: str) -> str:
    """Name a figure of the summary in the person's language; `key` is its path in the report."""
    return {
        "meetings.planned": _("Meetings planned"),
        "meetings.held": _("Held"),
        "meetings.not_held": _("Not held"),
        "meetings.cancelled": _("Cancelled"),
        "meetings.coming": _("Still to come"),
        "meetings.unrecorded": _("Without record"),
        "meetings.moved": _("Moved"),
        "meetings.present": _("Mesas present"),
        "meetings.excused": _("Mesas excused"),
        "meetings.absent": _("Mesas absent"),
        "meetings.unmarked": _("Mesas without record"),
        "meetings.expected": _("Different mesas expected"),
        "meetings.came": _("Different mesas that came"),
        "actions.opened": _("Actions begun"),
        "actions.completed": _("Actions completed"),
        "actions.cancelled": _("Actions cancelled"),
        "actions.open": _("Actions open"),
        "actions.overdue": _("Actions overdue"),
        "practices.new": _("New practices"),
        "practices.replications": _("Practices copied"),
        "followups.contacts": _("Contacts with mesas"),
        "followups.mesas": _("Mesas contacted"),
        "content.items": _("Items of content"),
        "content.draft": _("Drafts"),
        "content.verified": _("Verified"),
        "content.scheduled": _("Scheduled"),
        "content.published": _("Published"),
        "content.retracted": _("Retracted"),
    }[key]


def summary_figures(report: Report) -> list[tuple[str, int, int]]:
    """Give each figure of the summary by its path: of the time told of, and of as long before."""
    return [
        (
            f"{part}.{key}",
            getattr(getattr(report.figures, part), key),
            getattr(getattr(report.previous, part), key),
        )
        for part in report.figures.__struct_fields__
        if part != "week"
        for key in getattr(report.figures, part).__struct_fields__
    ]


def trend(report: Report, key: str) -> list[int]:
    """Give a figure's value in each of the weeks."""
    part, _dot, name = key.partition(".")
    return [getattr(getattr(figures, part), name) for figures in report.history]


def summary(report: Report) -> Sheet:
    """Lay out every figure, that before, and its way through the weeks."""
    figures = summary_figures(report)
    if isinstance(report, WeeklyReport):
        now, before = report.week, report.previous.week
    else:
        now, before = report.weeks[0] if len(report.weeks) == 1 else _("These weeks"), _("Before")
    return Sheet(
        "summary",
        _("Summary"),
        (_("Figure"), now, before),
        [(figure_name(key), this, previous) for key, this, previous in figures],
        "",
        2,
        trends=[trend(report, key) for key, _this, _previous in figures],
        weeks=report.weeks,
    )
