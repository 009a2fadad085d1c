"""The weekly report on a terminal, or as plain text where there is none."""

from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mcsj_cli.reports.period import Report
from mcsj_cli.reports.sheets import Sheet, lay_out, subtitle, title
from mcsj_cli.tables import Align, build_table

PLAIN_WIDTH = 100
INDENT = 2


def show(report: Report) -> None:
    """Print the report on the terminal, as wide as it is."""
    _print(report, Console(highlight=False))


def render(report: Report) -> str:
    """Write the report as plain text of at most 100 columns."""
    stream = StringIO()
    _print(report, Console(file=stream, highlight=False, width=PLAIN_WIDTH, color_system=None, force_terminal=False))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _print(report: Report, console: Console) -> None:
    console.print(Text(title(report), style="bold"))
    console.print(Text(subtitle(report)))
    if report.notice:
        console.print(Text(report.notice, style="yellow"))
    for sheet in lay_out(report):
        console.print()
        console.print(Text(sheet.title, style="bold cyan"))
        console.print(
            Padding(_table(sheet, console.width - 2) if sheet.rows else Text(sheet.empty, style="dim"), (0, 0, 0, 2))
        )


def _table(sheet: Sheet, width: int) -> Table:
    plain = len(sheet.headings) - sheet.numeric
    headings: list[tuple[str, Align]] = [
        (heading, "left" if number < plain else "right") for number, heading in enumerate(sheet.headings)
    ]
    return build_table(headings, sheet.rows, width)
