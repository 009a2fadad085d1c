"""The tables of the work with mesas: stages, actions, practices and helplines."""

from collections.abc import Sequence
from itertools import product

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.reports.period_values import MesaReport, Report
from mcsj_cli.reports.sheets.sheet import Sheet, Value
from mcsj_cli.reports.weekly_values import WeeklyReport
from mcsj_cli.work.funnel import MesaStage


def funnel(report: WeeklyReport) -> Sheet:
    """Lay out how many mesas are at each stage."""
    values = [(label(stage.stage), stage.mesas) for stage in report.funnel]
    headings = (_("Stage"), _("Mesas"))
    return Sheet("funnel", _("Mesas by stage"), headings, values, _("There are no mesas."), 1)


def quiet(report: Report, stages: Sequence[MesaStage]) -> Sheet:
    """Lay out how things stand with some mesas; a weekly report has those without news."""
    values = [(mesa.name, label(mesa.stage), mesa.days, mesa.next_step) for mesa in stages]
    headings = (_("Mesa"), _("Stage"), _("Days without news"), _("Next step"))
    if isinstance(report, WeeklyReport):
        empty = _("There is news of every mesa.")
        return Sheet("quiet", _("Mesas without news"), headings, values, empty, 0)
    return Sheet("stages", _("How things stand"), headings, values, _("There are no mesas."), 0)


def overdue(report: Report) -> Sheet:
    """Lay out the overdue actions."""
    values = [
        (action.title, name_mesas(report, action.mesas), action.owner, action.due, action.days)
        for action in report.overdue
    ]
    headings = (_("Action"), _("Mesas"), _("Owner"), _("Due"), _("Days overdue"))
    return Sheet("overdue", _("Overdue actions"), headings, values, _("No action is overdue."), 1)


def open_actions(report: MesaReport) -> Sheet:
    """Lay out the open actions of a mesa."""
    axes = {one.slug: one.name for one in report.matrix.axes}
    approaches = {one.slug: one.name for one in report.matrix.approaches}
    values = []
    for action in report.actions:
        axis = axes.get(action.axis, action.axis)
        approach = approaches.get(action.approach, action.approach)
        late = action.days or None
        values.append((action.title, axis, approach, action.owner, action.due, late))
    headings = (_("Action"), _("Axis"), _("Approach"), _("Owner"), _("Due"), _("Days overdue"))
    return Sheet("actions", _("Open actions"), headings, values, _("No action is open."), 1)


def contacts(report: MesaReport) -> Sheet:
    """Lay out the contacts with a mesa."""
    values = [
        (one.day, label(one.channel), label(one.stage), one.summary, one.next_step)
        for one in report.contacts
    ]
    empty = ngettext(
        "There was no contact in this week.",
        "There was no contact in these weeks.",
        len(report.weeks),
    )
    headings = (_("Day"), _("Channel"), _("Stage"), _("Summary"), _("Next step"))
    return Sheet("contacts", _("Contacts"), headings, values, empty, 0)


def matrix(report: Report) -> Sheet:
    """Lay out the actions of every mesa by axis and approach; an empty cell has a point."""
    table = report.matrix
    counts = {(cell.mesa, cell.axis, cell.approach): cell.actions for cell in table.cells}
    names = {cell.mesa: cell.name for cell in table.cells}
    pairs = list(product(table.axes, table.approaches))
    values: list[tuple[Value, ...]] = []
    for slug, name in names.items():
        cells = [counts[slug, axis.slug, approach.slug] or "·" for axis, approach in pairs]
        values.append((name, *cells))
    headings = (_("Mesa"), *(f"{axis.name}: {approach.name}" for axis, approach in pairs))
    title, empty = _("Actions by axis and approach"), _("There are no mesas.")
    return Sheet(
        "matrix", title, headings, values, empty, len(pairs), note=_count_empty_cells(report)
    )


def _count_empty_cells(report: Report) -> str:
    text = ngettext(
        "Actions that are open, or were completed in this week; {empty} of {all} cells are empty.",
        "Actions that are open, or were completed in these weeks; "
        "{empty} of {all} cells are empty.",
        len(report.weeks),
    )
    return text.format(empty=report.matrix.empty, all=len(report.matrix.cells))


def practices(report: Report) -> Sheet:
    """Lay out the practices that were written down or copied."""
    values = []
    for one in report.practices:
        mesa, copying = name_mesas(report, [one.mesa]), name_mesas(report, one.copied)
        values.append((one.title, mesa, _("yes") if one.new else "", copying))
    headings = (_("Practice"), _("Mesa"), _("New"), _("Copied by"))
    name = _("Practices of the week") if isinstance(report, WeeklyReport) else _("Practices")
    empty = _("No practice was written down or copied.")
    return Sheet("practices", name, headings, values, empty, 0)


def name_mesas(report: Report, slugs: Sequence[str]) -> str:
    """Enumerate the names of mesas; one that no longer exists is named by its slug."""
    return ", ".join(report.mesas.get(slug, slug) for slug in slugs)


def helplines(report: Report) -> Sheet:
    """Lay out the numbers that people can call."""
    values = []
    for line in report.helplines:
        hours = f"{line.hours.opens}-{line.hours.closes} h"
        values.append((str(line.name), str(line.phone), hours, str(line.audience)))
    headings = (_("Helpline"), _("Number"), _("Hours"), _("For whom"))
    return Sheet("helplines", _("Helplines"), headings, values, _("There is no helpline yet."), 0)
