"""A report as titled tables: what every renderer lays out in its own way."""

from mcsj_cli.i18n import _, long_date
from mcsj_cli.reports.period_values import GroupReport, MesaReport, Report
from mcsj_cli.reports.sheets.figure_tables import (
    figure_keys,
    figure_name,
    figure_value,
    summary,
    summary_figures,
    trend,
)
from mcsj_cli.reports.sheets.meeting_tables import (
    absent_twice,
    attendance,
    clock_changes,
    group_attendance,
    meetings,
    next_meetings,
)
from mcsj_cli.reports.sheets.rubric_tables import expiring, rubrics
from mcsj_cli.reports.sheets.sheet import Sheet, Value, last_weeks, write_value
from mcsj_cli.reports.sheets.work_tables import (
    contacts,
    funnel,
    helplines,
    matrix,
    open_actions,
    overdue,
    practices,
    quiet,
)
from mcsj_cli.reports.weekly_values import WeeklyReport

__all__ = [
    "Sheet",
    "Value",
    "figure_keys",
    "figure_name",
    "figure_value",
    "last_weeks",
    "lay_out",
    "subtitle",
    "summary_figures",
    "title",
    "trend",
    "write_value",
]


def title(report: Report) -> str:
    """Name the report: «Informe semanal 2020-W17», «Informe de Grupo 4, 2020-W10/2020-W17»."""
    if isinstance(report, WeeklyReport):
        return _("Weekly report {week}").format(week=report.week)
    name = report.name
    if isinstance(report, MesaReport):
        name = _("Mesa {name}").format(name=report.name)
    return _("Report of {name}, {week}").format(name=name, week=report.week)


def subtitle(report: Report) -> str:
    """Name the report's network and days, and the day or commit of its data."""
    text = _("{organisation}, {network}. From {first} to {last}.").format(
        organisation=report.organisation,
        network=report.network,
        first=long_date(report.first),
        last=long_date(report.last),
    )
    if report.cut != report.last:
        text += " " + _("As of {day}.").format(day=long_date(report.cut))
    if report.commit:
        text += " " + _("The data are those of the change {commit}.").format(commit=report.commit)
    return text


def lay_out(report: Report) -> list[Sheet]:
    """Lay a report out as tables, in the order in which it is read."""
    if isinstance(report, WeeklyReport):
        return _lay_out_week(report)
    return _lay_out_period(report)


def _lay_out_week(report: WeeklyReport) -> list[Sheet]:
    return [
        summary(report),
        meetings(report),
        group_attendance(report),
        attendance(report),
        absent_twice(report),
        funnel(report),
        quiet(report, report.quiet),
        overdue(report),
        matrix(report),
        practices(report),
        rubrics(report),
        expiring(report),
        next_meetings(report),
        clock_changes(report),
        helplines(report),
    ]


def _lay_out_period(report: GroupReport | MesaReport) -> list[Sheet]:
    if isinstance(report, MesaReport):
        work = [contacts(report), open_actions(report)]
    else:
        work = [overdue(report)]
    return [
        summary(report),
        meetings(report),
        attendance(report),
        absent_twice(report),
        quiet(report, report.stages),
        *work,
        matrix(report),
        practices(report),
        next_meetings(report),
        helplines(report),
    ]
