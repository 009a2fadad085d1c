"""The weekly report on a terminal, or as plain text where there is none."""

from io import StringIO
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mcsj_cli.reports.sheets import Sheet, lay_out, subtitle, title
from mcsj_cli.reports.weekly import WeeklyReport

PLAIN_WIDTH = 100


def show(report: WeeklyReport) -> None:
    """Print the report on the terminal, as wide as it is."""
    _print(report, Console(highlight=False))


def render(report: WeeklyReport) -> str:
    """Write the report as plain text of at most 100 columns."""
    stream = StringIO()
    _print(report, Console(file=stream, highlight=False, width=PLAIN_WIDTH, color_system=None, force_terminal=False))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _print(report: WeeklyReport, console: Console) -> None:
    console.print(Text(title(report), style="bold"))
    console.print(Text(subtitle(report)))
    if report.notice:
        console.print(Text(report.notice, style="yellow"))
    for sheet in lay_out(report):
        console.print()
        console.print(Text(sheet.title, style="bold cyan"))
        console.print(Padding(_table(sheet) if sheet.rows else Text(sheet.empty, style="dim"), (0, 0, 0, 2)))


def _table(sheet: Sheet) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    plain = len(sheet.headings) - sheet.numeric
    for number, heading in enumerate(sheet.headings):
        justify: Any = "left" if number < plain else "right"
        table.add_column(heading, justify=justify, overflow="fold")
    for row in sheet.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
