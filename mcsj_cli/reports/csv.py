"""The figures of the weekly report as rows: one figure of one thing a row."""

from typing import Any

from mcsj_cli.reports.sheets import summary_figures
from mcsj_cli.reports.weekly import WeeklyReport


def tabulate(report: WeeklyReport) -> list[dict[str, Any]]:
    """List every figure as section, name, figure, its value and that of the week before, keys in English."""
    rows = [_row("summary", report.week, key, this, before) for key, this, before in summary_figures(report)]
    for group in report.groups:
        rows.append(_row("groups", group.uid, "outcome", group.outcome, ""))
        rows.append(_row("groups", group.uid, "present", group.present, ""))
        rows.append(_row("groups", group.uid, "mesas", group.mesas, ""))
        rows += [_row("attendance", mesa.slug, group.uid, str(mesa.attendance), "") for mesa in group.attendance]
    for rubric in report.rubrics:
        for key in rubric.figures.__struct_fields__:
            rows.append(_row("rubrics", rubric.tag, key, getattr(rubric.figures, key), getattr(rubric.previous, key)))
    rows += [_row("funnel", stage.stage, "mesas", stage.mesas, "") for stage in report.funnel]
    rows += [_row("overdue", action.uid, "days", action.days, "") for action in report.overdue]
    rows += [_row("practices", one.uid, "replications", len(one.copied), "") for one in report.practices]
    rows += [_row("quiet", mesa.slug, "days", mesa.days, "") for mesa in report.quiet]
    rows += [_row("expiring", expiry.uid, "expires", str(expiry.expires), "") for expiry in report.expiring]
    rows += [_row("absent_twice", mesa.slug, "group", mesa.group, "") for mesa in report.absent_twice]
    rows += [
        _row("next_meetings", meeting.uid, "start", meeting.start.isoformat(), "") for meeting in report.next_meetings
    ]
    return rows


def _row(section: str, name: str, figure: str, value: object, previous: object) -> dict[str, Any]:
    return {"section": section, "name": name, "figure": figure, "value": value, "previous": previous}
