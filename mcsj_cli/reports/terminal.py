"""A report on a terminal, or as plain text where there is none."""

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mcsj_cli.model.text import clip
from mcsj_cli.reports.bars import draw_bar, draw_trend
from mcsj_cli.reports.matrix_drawing import draw_matrix
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import Sheet, lay_out, subtitle, title
from mcsj_cli.reports.summary import summarise
from mcsj_cli.reports.weekly_values import WeeklyReport
from mcsj_cli.tables import Align, build_table

PLAIN_WIDTH = 100
INDENT = 2
_BAR = 20
_LONGEST = 240  # letters of a cell: longer than any title that a person writes

Column = tuple[str, Sequence[str]]  # a heading, and a text for every row


def show(report: Report) -> None:
    """Print the report on the terminal, as wide as it is."""
    _print(report, Console(highlight=False))


def render(report: Report, width: int = PLAIN_WIDTH) -> str:
    """Write the report as plain text of at most so many columns."""
    stream = StringIO()
    console = Console(
        file=stream, highlight=False, width=width, color_system=None, force_terminal=False
    )
    _print(report, console)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _print(report: Report, console: Console) -> None:
    console.print(Text(clip(title(report), _LONGEST), style="bold"))
    console.print(Text(clip(subtitle(report), 2 * _LONGEST)))
    if report.notice:
        console.print(Text(clip(report.notice, _LONGEST), style="yellow"))
    console.print()
    for sentence in summarise(report):
        console.print(_indent(Text(f"• {clip(sentence, 2 * _LONGEST)}")))
    for sheet in lay_out(report):
        console.print()
        console.print(Text(sheet.title, style="bold cyan"))
        console.print(_indent(_draw_sheet(report, sheet, console.width - INDENT)))
        if sheet.note and sheet.rows and sheet.key != "matrix":
            console.print(_indent(Text(sheet.note, style="dim")))


def _indent(inner: RenderableType) -> Padding:
    return Padding(inner, (0, 0, 0, INDENT))


def _draw_sheet(report: Report, sheet: Sheet, width: int) -> RenderableType:
    if not sheet.rows:
        return Text(sheet.empty, style="dim")
    if sheet.key == "matrix":
        return Text("\n".join(draw_matrix(report.matrix, width)))
    return _build_table(sheet, [*_draw_trends(sheet), *_draw_bars(report, sheet)], width)


def _build_table(sheet: Sheet, drawings: Sequence[Column], width: int) -> Table:
    """Lay a sheet out with its drawings as the last columns."""
    plain = len(sheet.headings) - sheet.numeric
    headings: list[tuple[str, Align]] = [
        (heading, "left" if number < plain else "right")
        for number, heading in enumerate(sheet.headings)
    ]
    headings += [(heading, "left") for heading, _texts in drawings]
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = [clip(cell, _LONGEST) for cell in row]
        rows.append([*cells, *(texts[number] for _heading, texts in drawings)])
    return build_table(headings, rows, width)


def _draw_trends(sheet: Sheet) -> Iterable[Column]:
    if sheet.trends:
        yield sheet.trend, [draw_trend(values) for values in sheet.drawn[1]]


def _draw_bars(report: Report, sheet: Sheet) -> Iterable[Column]:
    if sheet.key == "group_attendance":
        totals = [group.total for group in report.group_history]
        yield "", [draw_bar(total.present, total.waited, _BAR) for total in totals]
    if sheet.key == "funnel" and isinstance(report, WeeklyReport):
        most = max(stage.mesas for stage in report.funnel)
        yield "", [draw_bar(stage.mesas, most, _BAR) for stage in report.funnel]
