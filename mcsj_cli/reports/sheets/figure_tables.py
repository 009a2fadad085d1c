"""The figures of a report beside those before, by name."""

from mcsj_cli.i18n import N_, _
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets.sheet import Sheet
from mcsj_cli.reports.weekly_values import WeeklyReport, WorkFigures

_NAMES = {
    "meetings.planned": N_("Meetings planned"),
    "meetings.held": N_("Held"),
    "meetings.not_held": N_("Not held"),
    "meetings.cancelled": N_("Cancelled"),
    "meetings.coming": N_("Still to come"),
    "meetings.unrecorded": N_("Without record"),
    "meetings.moved": N_("Moved"),
    "meetings.present": N_("Mesas present"),
    "meetings.excused": N_("Mesas excused"),
    "meetings.absent": N_("Mesas absent"),
    "meetings.unmarked": N_("Mesas without record"),
    "meetings.expected": N_("Different mesas expected"),
    "meetings.came": N_("Different mesas that came"),
    "actions.opened": N_("Actions begun"),
    "actions.completed": N_("Actions completed"),
    "actions.cancelled": N_("Actions cancelled"),
    "actions.open": N_("Actions open"),
    "actions.overdue": N_("Actions overdue"),
    "practices.new": N_("New practices"),
    "practices.replications": N_("Practices copied"),
    "followups.contacts": N_("Contacts with mesas"),
    "followups.mesas": N_("Mesas contacted"),
    "content.items": N_("Items of content"),
    "content.draft": N_("Drafts"),
    "content.verified": N_("Verified"),
    "content.scheduled": N_("Scheduled"),
    "content.published": N_("Published"),
    "content.retracted": N_("Retracted"),
}


def figure_name(key: str) -> str:
    """Name a figure of the summary in the person's language; `key` is its path in the report."""
    return _(_NAMES[key])


def figure_keys(figures: WorkFigures) -> list[str]:
    """List the paths of all figures, such as «meetings.held»."""
    keys = []
    for part in figures.__struct_fields__:
        if part != "week":
            keys += [f"{part}.{name}" for name in getattr(figures, part).__struct_fields__]
    return keys


def figure_value(figures: WorkFigures, key: str) -> int:
    """Return a figure by its path."""
    part, _dot, name = key.partition(".")
    value: int = getattr(getattr(figures, part), name)
    return value


def summary_figures(report: Report) -> list[tuple[str, int, int]]:
    """Return each figure of the summary: its path, its value, and that of as long before."""
    this, before = report.figures, report.previous
    return [(key, figure_value(this, key), figure_value(before, key)) for key in figure_keys(this)]


def trend(report: Report, key: str) -> list[int]:
    """Return a figure's value in each of the weeks."""
    return [figure_value(figures, key) for figures in report.history]


def summary(report: Report) -> Sheet:
    """Lay out every figure with its previous value and its trend."""
    figures = summary_figures(report)
    if isinstance(report, WeeklyReport):
        now, before = report.week, report.previous.week
    else:
        now, before = _("These weeks"), _("Before")
        if len(report.weeks) == 1:
            now = report.weeks[0]
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
