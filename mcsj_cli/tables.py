"""Tables on a terminal, whose columns shrink before words are broken."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

Align = Literal["left", "right"]
# A number of several parts counts as one word, and so does an hour with its h.
_WORD = re.compile(r"\d[\d:-]*(?: (?:\d+|h)(?!\S))+|\S+")
_GAP = 3  # between two columns, as box.SIMPLE_HEAD draws them


def print_table(headings: Sequence[tuple[str, Align]], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as wide as the terminal at most."""
    console = Console(highlight=False)
    console.print(build_table(headings, rows, console.width))


def build_table(
    headings: Sequence[tuple[str, Align]], rows: Sequence[Sequence[str]], width: int
) -> Table:
    """Return a table of rows under headings, within `width` columns of the terminal."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    widths = _share_width([[heading for heading, _align in headings], *rows], width)
    for number, (heading, align) in enumerate(headings):
        justify: Any = align
        style = "cyan" if number == 0 else ""
        table.add_column(
            heading, justify=justify, style=style, overflow="fold", width=widths[number]
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _share_width(table: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the width of each column: its longest word, and its share of what is left.

    The rest goes cell by cell to the most crowded column. Rich would share it by proportion, and
    break hashtags and names to make a long text wider.
    """
    columns = list(zip(*table, strict=True))
    wanted = [_longest_cell(column) for column in columns]
    widths = [_longest_word(column) for column in columns]
    lengths = [sum(map(cell_len, column)) for column in columns]
    room = width - _GAP * (len(columns) - 1)
    while sum(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    while sum(widths) < room and widths != wanted:
        growing = [n for n, most in enumerate(wanted) if widths[n] < most]
        widths[max(growing, key=lambda n: lengths[n] / widths[n])] += 1
    return widths


def _longest_cell(column: Sequence[str]) -> int:
    return max(1, *(cell_len(cell) for cell in column))


def _longest_word(column: Sequence[str]) -> int:
    words = _WORD.findall("\n".join(column))
    return max((cell_len(word) for word in words), default=1)
