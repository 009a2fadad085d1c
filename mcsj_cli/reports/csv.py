"""A report as CSV: one table with a figure a row, or every list as a table of its own."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

import msgspec
from msgspec import Struct

from mcsj_cli.interchange import to_csv
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import figure_keys, figure_value, summary_figures
from mcsj_cli.reports.weekly_values import GroupWeek, WeeklyReport, WorkFigures

Row = dict[str, Any]

# Lists whose table has another shape, and `gaps`, which has none because the rubrics hold them.
_SHAPED = ("weeks", "history", "groups", "group_history", "mesa_history", "rubrics", "gaps")


def render(report: Report) -> str:
    """Write the figures as one table."""
    return to_csv(tabulate(report))


def tabulate(report: Report) -> list[Row]:
    """List every figure with its section, name, value and previous value; keys are in English."""
    rows = [
        _build_row("summary", report.week, key, value, previous)
        for key, value, previous in summary_figures(report)
    ]
    for group in report.groups:
        rows += _tabulate_meeting(group)
    for mesa in report.mesa_history:
        for week, mark in zip(report.weeks, mesa.marks, strict=True):
            rows.append(_build_row("history", mesa.slug, week, mark))
    rows += _tabulate_work(report)
    if isinstance(report, WeeklyReport):
        rows += _tabulate_week(report)
    else:
        rows += [_build_row("stages", mesa.slug, mesa.stage, mesa.days) for mesa in report.stages]
    return rows


def _tabulate_meeting(group: GroupWeek) -> Iterator[Row]:
    yield _build_row("groups", group.uid, "outcome", group.outcome)
    yield _build_row("groups", group.uid, "present", group.present)
    yield _build_row("groups", group.uid, "mesas", group.mesas)
    for mesa in group.attendance:
        yield _build_row("attendance", mesa.slug, group.uid, str(mesa.attendance))


def _tabulate_work(report: Report) -> Iterator[Row]:
    for action in report.overdue:
        yield _build_row("overdue", action.uid, "days", action.days)
    for one in report.practices:
        yield _build_row("practices", one.uid, "replications", len(one.copied))
    for mesa in report.absent_twice:
        yield _build_row("absent_twice", mesa.slug, "group", mesa.group)
    for meeting in report.next_meetings:
        yield _build_row("next_meetings", meeting.uid, "start", meeting.start.isoformat())


def _tabulate_week(report: WeeklyReport) -> Iterator[Row]:
    for rubric in report.rubrics:
        for key in rubric.figures.__struct_fields__:
            value, previous = getattr(rubric.figures, key), getattr(rubric.previous, key)
            yield _build_row("rubrics", rubric.tag, key, value, previous)
    for stage in report.funnel:
        yield _build_row("funnel", stage.stage, "mesas", stage.mesas)
    for mesa in report.quiet:
        yield _build_row("quiet", mesa.slug, "days", mesa.days)
    for expiry in report.expiring:
        yield _build_row("expiring", expiry.uid, "expires", str(expiry.expires))


def _build_row(
    section: str, name: str, figure: str, value: object, previous: object = ""
) -> dict[str, Any]:
    return {
        "section": section,
        "name": name,
        "figure": figure,
        "value": value,
        "previous": previous,
    }


def render_tables(report: Report) -> dict[str, str]:
    """Write every table as a file, by its name; keys, slugs and dates are as programs want them.

    A table without rows has its headings, so that the same report always has the same files.
    """
    tables = {
        "figures": to_csv(_list_figures(report)),
        "matrix": to_csv([_to_row(cell) for cell in report.matrix.cells]),
        "groups": to_csv(_list_meetings(report), _list_keys(report, "groups", "attendance")),
        "group_history": to_csv(_list_group_history(report), ["week", "group", "name"]),
        "mesa_history": to_csv(
            _list_mesa_history(report), ["week", "mesa", "name", "group", "mark"]
        ),
    }
    if isinstance(report, WeeklyReport):
        tables["rubrics"] = to_csv(_list_rubrics(report), ["week", "tag", "name"])
    for field in msgspec.structs.fields(report):
        held = getattr(report, field.name)
        if field.name not in _SHAPED and isinstance(held, list):
            rows = [_to_row(one) for one in held]
            tables[field.name] = to_csv(rows, _list_keys(report, field.name))
    return {f"{name}.csv": text for name, text in tables.items()}


def _list_figures(report: Report) -> list[Row]:
    """List every figure of every week, and of the whole period and the one before if longer."""
    told: list[WorkFigures] = [*report.history]
    told += [one for one in (report.previous, report.figures) if one not in report.history]
    rows = []
    for figures in told:
        for key in figure_keys(figures):
            value = figure_value(figures, key)
            rows.append({"week": figures.week, "figure": key, "value": value})
    return rows


def _list_group_history(report: Report) -> list[Row]:
    rows = []
    for group in report.group_history:
        for week, turnout in zip(report.weeks, group.weeks, strict=True):
            head = {"week": week, "group": group.group, "name": group.name}
            rows.append({**head, **_to_row(turnout)})
    return rows


def _list_mesa_history(report: Report) -> list[Row]:
    rows = []
    for mesa in report.mesa_history:
        head = {"mesa": mesa.slug, "name": mesa.name, "group": mesa.group}
        for week, mark in zip(report.weeks, mesa.marks, strict=True):
            rows.append({"week": week, **head, "mark": mark})
    return rows


def _list_rubrics(report: WeeklyReport) -> list[Row]:
    rows = []
    for rubric in report.rubrics:
        for week, figures in zip(report.weeks, rubric.history, strict=True):
            rows.append({"week": week, "tag": rubric.tag, "name": rubric.name, **_to_row(figures)})
    return rows


def _list_meetings(report: Report) -> list[Row]:
    rows = [_to_row(group) for group in report.groups]
    for row in rows:
        del row["attendance"]
    return rows


def _list_keys(report: Report, name: str, without: str = "") -> Sequence[str]:
    """Return the keys of the structs that a list of the report holds."""
    (held,) = [
        get_args(field.type)[0] for field in msgspec.structs.fields(report) if field.name == name
    ]
    return [field.encode_name for field in msgspec.structs.fields(held) if field.name != without]


def _to_row(struct: Struct) -> Row:
    row: Row = msgspec.to_builtins(struct, enc_hook=str)
    return row
