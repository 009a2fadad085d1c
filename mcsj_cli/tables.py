"""Tables on a terminal: columns give way before words are broken."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

Align = Literal["left", "right"]
_WORD = re.compile(
    r"\d[\d:-]*(?: (?:\d+|h)(?!\S))+|\S+"
)  # a number of several parts is one, and an hour with its h
_GAP = 3  # between two columns, as box.SIMPLE_HEAD draws them


def build_table(
    headings: Sequence[tuple[str, Align]], rows: Sequence[Sequence[str]], width: int
) -> Table:
    """Lay rows out under headings within `width` columns of the terminal."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    widths = _share([[heading for heading, _align in headings], *rows], width)
    for number, (heading, align) in enumerate(headings):
        justify: Any = align
        style = "cyan" if number == 0 else ""
        table.add_column(
            heading, justify=justify, style=style, overflow="fold", width=widths[number]
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _share(table: Sequence[Sequence[str]], width: int) -> list[int]:
    """Share the width among the columns: first each its longest word, then the rest to whichever is the most crowded.

    Rich shares by proportion and breaks hashtags and names to make a long text wider.
    """
    columns = range(len(table[0]))
    wanted = [max(1, *(cell_len(row[n]) for row in table)) for n in columns]
    words = [
        max((cell_len(word) for row in table for word in _WORD.findall(row[n])), default=1)
        for n in columns
    ]
    lengths = [sum(cell_len(row[n]) for row in table) for n in columns]
    room = width - _GAP * (len(wanted) - 1)
    while sum(words) > room and max(words) > 1:
        words[words.index(max(words))] -= 1
    while sum(words) < room and words != wanted:
        growing = [n for n in columns if words[n] < wanted[n]]
        words[max(growing, key=lambda n: lengths[n] / words[n])] += 1
    return words
