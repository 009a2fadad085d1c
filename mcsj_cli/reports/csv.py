"""A report as CSV: its figures as one table, one figure of one thing a row; or every list as a table of its own."""

from collections.abc import Sequence
from typing import Any, get_args

import msgspec
from msgspec import Struct

from mcsj_cli.interchange import to_csv
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import summary_figures
from mcsj_cli.reports.weekly_values import GroupWeek, WeeklyReport

Rows = list[dict[str, Any]]


def render(report: Report) -> str:
    """Write the figures as one table."""
    return to_csv(tabulate(report))


def tabulate(report: Report) -> Rows:
    """List every figure as section, name, figure, its value and that of the time before, keys in English."""
    rows = [
        _row("summary", report.week, key, this, before)
        for key, this, before in summary_figures(report)
    ]
    for group in report.groups:
        rows.append(_row("groups", group.uid, "outcome", group.outcome, ""))
        rows.append(_row("groups", group.uid, "present", group.present, ""))
        rows.append(_row("groups", group.uid, "mesas", group.mesas, ""))
        rows += [
            _row("attendance", mesa.slug, group.uid, str(mesa.attendance), "")
            for mesa in group.attendance
        ]
    for mesa in report.mesa_history:
        rows += [
            _row("history", mesa.slug, week, mark, "")
            for week, mark in zip(report.weeks, mesa.marks, strict=True)
        ]
    rows += [_row("overdue", action.uid, "days", action.days, "") for action in report.overdue]
    rows += [
        _row("practices", one.uid, "replications", len(one.copied), "") for one in report.practices
    ]
    rows += [
        _row("absent_twice", mesa.slug, "group", mesa.group, "") for mesa in report.absent_twice
    ]
    rows += [
        _row("next_meetings", meeting.uid, "start", meeting.start.isoformat(), "")
        for meeting in report.next_meetings
    ]
    if isinstance(report, WeeklyReport):
        rows += _tabulate_week(report)
    else:
        rows += [_row("stages", mesa.slug, mesa.stage, mesa.days, "") for mesa in report.stages]
    return rows


def _tabulate_week(report: WeeklyReport) -> Rows:
    rows = []
    for rubric in report.rubrics:
        for key in rubric.figures.__struct_fields__:
            rows.append(
                _row(
                    "rubrics",
                    rubric.tag,
                    key,
                    getattr(rubric.figures, key),
                    getattr(rubric.previous, key),
                )
            )
    rows += [_row("funnel", stage.stage, "mesas", stage.mesas, "") for stage in report.funnel]
    rows += [_row("quiet", mesa.slug, "days", mesa.days, "") for mesa in report.quiet]
    rows += [
        _row("expiring", expiry.uid, "expires", str(expiry.expires), "")
        for expiry in report.expiring
    ]
    return rows


def _row(section: str, name: str, figure: str, value: object, previous: object) -> dict[str, Any]:
    return {
        "section": section,
        "name": name,
        "figure": figure,
        "value": value,
        "previous": previous,
    }


# Lists that have a table of another shape, or none: gaps are in the rubrics.
_SHAPED = ("weeks", "history", "groups", "group_history", "mesa_history", "rubrics", "gaps")


def render_tables(report: Report) -> dict[str, str]:
    """Write every table as a file, by its name; keys, slugs and dates are as programs want them.

    A table without rows has its headings, so that the same report always has the same files.
    """
    tables = {
        "figures": to_csv(_figures(report)),
        "matrix": to_csv([_plain(cell) for cell in report.matrix.cells]),
        "groups": to_csv(
            [_meeting(group) for group in report.groups], _keys(report, "groups", "attendance")
        ),
        "group_history": to_csv(_group_history(report), ["week", "group", "name"]),
        "mesa_history": to_csv(_mesa_history(report), ["week", "mesa", "name", "group", "mark"]),
    }
    if isinstance(report, WeeklyReport):
        tables["rubrics"] = to_csv(_rubrics(report), ["week", "tag", "name"])
    for field in msgspec.structs.fields(report):
        if field.name not in _SHAPED and isinstance(getattr(report, field.name), list):
            rows = [_plain(one) for one in getattr(report, field.name)]
            tables[field.name] = to_csv(rows, _keys(report, field.name))
    return {f"{name}.csv": text for name, text in tables.items()}


def _figures(report: Report) -> Rows:
    """Give every figure of every week, and of the whole time and that before it where they are more than a week."""
    told = [
        *report.history,
        *(one for one in (report.previous, report.figures) if one not in report.history),
    ]
    return [
        {
            "week": figures.week,
            "figure": f"{part}.{key}",
            "value": getattr(getattr(figures, part), key),
        }
        for figures in told
        for part in figures.__struct_fields__
        if part != "week"
        for key in getattr(figures, part).__struct_fields__
    ]


def _group_history(report: Report) -> Rows:
    return [
        {"week": week, "group": group.group, "name": group.name, **_plain(turnout)}
        for group in report.group_history
        for week, turnout in zip(report.weeks, group.weeks, strict=True)
    ]


def _mesa_history(report: Report) -> Rows:
    return [
        {"week": week, "mesa": mesa.slug, "name": mesa.name, "group": mesa.group, "mark": mark}
        for mesa in report.mesa_history
        for week, mark in zip(report.weeks, mesa.marks, strict=True)
    ]


def _rubrics(report: WeeklyReport) -> Rows:
    return [
        {"week": week, "tag": rubric.tag, "name": rubric.name, **_plain(figures)}
        for rubric in report.rubrics
        for week, figures in zip(report.weeks, rubric.history, strict=True)
    ]


def _meeting(meeting: GroupWeek) -> dict[str, Any]:
    return {key: value for key, value in _plain(meeting).items() if key != "attendance"}


def _keys(report: Report, name: str, without: str = "") -> Sequence[str]:
    """Name the fields of what a list of the report holds."""
    (held,) = [
        get_args(field.type)[0] for field in msgspec.structs.fields(report) if field.name == name
    ]
    return [field.encode_name for field in msgspec.structs.fields(held) if field.name != without]


def _plain(struct: Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(struct, enc_hook=str)
    return plain
