"""The tables of the work with mesas: how far it has come, what is to be done, and what can be copied."""

from collections.abc import Sequence

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.reports.period_values import MesaReport, Report
from mcsj_cli.reports.sheets.sheet import Sheet
from mcsj_cli.reports.weekly_values import WeeklyReport
from mcsj_cli.work.funnel import MesaStage


def funnel(report: WeeklyReport) -> Sheet:
    """Lay out how many mesas are at each stage."""
    values = [(label(stage.stage), stage.mesas) for stage in report.funnel]
    return Sheet(
        "funnel", _("Mesas by stage"), (_("Stage"), _("Mesas")), values, _("There are no mesas."), 1
    )


def quiet(report: Report, stages: Sequence[MesaStage]) -> Sheet:
    """Lay out how things stand with some mesas: in a weekly report, those without news."""
    values = [(mesa.name, label(mesa.stage), mesa.days, mesa.next_step) for mesa in stages]
    headings = (_("Mesa"), _("Stage"), _("Days without news"), _("Next step"))
    if isinstance(report, WeeklyReport):
        return Sheet(
            "quiet", _("Mesas without news"), headings, values, _("There is news of every mesa."), 0
        )
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
    """Lay out what a mesa has to do."""
    axes = {one.slug: one.name for one in report.matrix.axes}
    approaches = {one.slug: one.name for one in report.matrix.approaches}
    values = [
        (
            action.title,
            axes.get(action.axis, action.axis),
            approaches.get(action.approach, action.approach),
            action.owner,
            action.due,
            action.days or None,
        )
        for action in report.actions
    ]
    headings = (_("Action"), _("Axis"), _("Approach"), _("Owner"), _("Due"), _("Days overdue"))
    return Sheet("actions", _("Open actions"), headings, values, _("No action is open."), 1)


def contacts(report: MesaReport) -> Sheet:
    """Lay out the contacts with a mesa."""
    values = [
        (
            contact.day,
            label(contact.channel),
            label(contact.stage),
            contact.summary,
            contact.next_step,
        )
        for contact in report.contacts
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
    pairs = [(axis, approach) for axis in table.axes for approach in table.approaches]
    values = [
        (name, *(counts[slug, axis.slug, approach.slug] or "·" for axis, approach in pairs))
        for slug, name in names.items()
    ]
    headings = (_("Mesa"), *(f"{axis.name}: {approach.name}" for axis, approach in pairs))
    note = ngettext(
        "Actions that are open, or were completed in this week; {empty} of {all} cells are empty.",
        "Actions that are open, or were completed in these weeks; {empty} of {all} cells are empty.",
        len(report.weeks),
    ).format(empty=table.empty, all=len(table.cells))
    return Sheet(
        "matrix",
        _("Actions by axis and approach"),
        headings,
        values,
        _("There are no mesas."),
        len(pairs),
        note=note,
    )


def practices(report: Report) -> Sheet:
    """Lay out the practices that were written down or copied."""
    values = [
        (
            one.title,
            name_mesas(report, [one.mesa]),
            _("yes") if one.new else "",
            name_mesas(report, one.copied),
        )
        for one in report.practices
    ]
    headings = (_("Practice"), _("Mesa"), _("New"), _("Copied by"))
    name = _("Practices of the week") if isinstance(report, WeeklyReport) else _("Practices")
    return Sheet(
        "practices", name, headings, values, _("No practice was written down or copied."), 0
    )


def name_mesas(report: Report, slugs: Sequence[str]) -> str:
    """Give the names of mesas; one that is no more has its slug only."""
    return ", ".join(report.mesas.get(slug, slug) for slug in slugs)


def helplines(report: Report) -> Sheet:
    """Lay out whom people can call."""
    values = [
        (
            str(line.name),
            str(line.phone),
            f"{line.hours.opens}-{line.hours.closes} h",
            str(line.audience),
        )
        for line in report.helplines
    ]
    headings = (_("Helpline"), _("Number"), _("Hours"), _("For whom"))
    return Sheet("helplines", _("Helplines"), headings, values, _("There is no helpline yet."), 0)
