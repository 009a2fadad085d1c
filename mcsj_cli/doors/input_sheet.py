"""A table of items read from CSV: its names and its rows."""

from collections.abc import Sequence
from functools import partial

from mcsj_cli.doors.grid import SEPARATORS, GridRow, find_directive, split_rows
from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.table import InputTable
from mcsj_cli.model.text import one_line

_LOOK = 20  # rows that are read to find the separator


def read_table(text: str, file: str) -> InputTable:
    """Read a table of CSV (RFC 4180), with any separator; raise InvalidDataError."""
    separator = find_directive(text) or max(SEPARATORS, key=partial(_count_columns, text))
    lines = split_rows(text, separator, file)
    if not lines:
        raise InvalidDataError([Problem(file, 0, 0, _("the table is empty"))])
    names = [one_line(name) for name in lines[0].cells]
    _refuse_repeated(names, file, lines[0])
    rows = [(row.line, _build_row(names, row.cells)) for row in lines[1:]]
    return InputTable(names, rows)


def _refuse_repeated(names: Sequence[str], file: str, heading: GridRow) -> None:
    repeated = next((name for name in names if name and names.count(name) > 1), None)
    if repeated:
        message = _("two columns are called «{name}»").format(name=repeated)
        advice = _("Give each column a name of its own.")
        raise InvalidDataError([Problem(file, heading.line, 0, message, advice)])


def _build_row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * len(names)]
    return {name: _plain_cell(cell) for name, cell in zip(names, padded, strict=False)}


def _count_columns(text: str, separator: str) -> tuple[int, int]:
    """Return how many rows a separator makes as wide as the heading, and that width.

    If the heading is one column, no row counts.
    """
    try:
        rows = split_rows(text, separator, "", _LOOK)
    except InvalidDataError:
        return 0, 0
    width = len(rows[0].cells) if rows else 0
    if width < 2:
        return 0, width
    return sum(len(row.cells) == width for row in rows), width


def _plain_cell(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from reading a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
