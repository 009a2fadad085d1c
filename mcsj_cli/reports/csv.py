"""The figures of the weekly report as rows: one figure of one thing a row."""

from typing import Any

from mcsj_cli.interchange import to_csv
from mcsj_cli.reports.period import Report
from mcsj_cli.reports.sheets import summary_figures
from mcsj_cli.reports.weekly import WeeklyReport


def render(report: Report) -> str:
    """Write the figures as one table."""
    return to_csv(tabulate(report))


def tabulate(report: Report) -> list[dict[str, Any]]:
    """List every figure as section, name, figure, its value and that of the week before, keys in English."""
    rows = [_row("summary", report.week, key, this, before) for key, this, before in summary_figures(report)]
    for group in report.groups:
        rows.append(_row("groups", group.uid, "outcome", group.outcome, ""))
        rows.append(_row("groups", group.uid, "present", group.present, ""))
        rows.append(_row("groups", group.uid, "mesas", group.mesas, ""))
        rows += [_row("attendance", mesa.slug, group.uid, str(mesa.attendance), "") for mesa in group.attendance]
    for mesa in report.mesa_history:
        rows += [
            _row("history", mesa.slug, week, mark, "") for week, mark in zip(report.weeks, mesa.marks, strict=True)
        ]
    rows += [_row("overdue", action.uid, "days", action.days, "") for action in report.overdue]
    rows += [_row("practices", one.uid, "replications", len(one.copied), "") for one in report.practices]
    rows += [_row("absent_twice", mesa.slug, "group", mesa.group, "") for mesa in report.absent_twice]
    rows += [
        _row("next_meetings", meeting.uid, "start", meeting.start.isoformat(), "") for meeting in report.next_meetings
    ]
    if isinstance(report, WeeklyReport):
        rows += _tabulate_week(report)
    else:
        rows += [_row("stages", mesa.slug, mesa.stage, mesa.days, "") for mesa in report.stages]
    return rows


def _tabulate_week(report: WeeklyReport) -> list[dict[str, Any]]:
    rows = []
    for rubric in report.rubrics:
        for key in rubric.figures.__struct_fields__:
            rows.append(_row("rubrics", rubric.tag, key, getattr(rubric.figures, key), getattr(rubric.previous, key)))
    rows += [_row("funnel", stage.stage, "mesas", stage.mesas, "") for stage in report.funnel]
    rows += [_row("quiet", mesa.slug, "days", mesa.days, "") for mesa in report.quiet]
    rows += [_row("expiring", expiry.uid, "expires", str(expiry.expires), "") for expiry in report.expiring]
    return rows


def _row(section: str, name: str, figure: str, value: object, previous: object) -> dict[str, Any]:
    return {"section": section, "name": name, "figure": figure, "value": value, "previous": previous}
