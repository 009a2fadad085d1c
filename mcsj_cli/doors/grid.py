"""A text as rows of cells, each with the number of its first line in the file."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _

SEPARATORS = (",", ";", "\t", "|")
_LARGEST_CELL = 1_000_000
_DIRECTIVE = re.compile(r"sep=(.)\r?\n")  # Excel's own line, which it does not show


class GridRow(NamedTuple):
    """A row that is not blank, and the number of its first line, from 1."""

    line: int
    cells: Sequence[str]


def find_directive(text: str) -> str:
    """Return the separator that the first line names as Excel does; "" where it names none."""
    found = _DIRECTIVE.match(text)
    return found[1] if found else ""


def split_rows(text: str, separator: str, file: str, most: int | None = None) -> list[GridRow]:
    """Return the rows that are not blank, or the first `most`; raise InvalidDataError.

    Lines end as RFC 4180 has them; anything else that Python takes for an end of line is text.
    Excel's line that names the separator is no row.
    """
    rows = _read_rows(text, separator, file)
    return list(rows if most is None else islice(rows, most))


def _read_rows(text: str, separator: str, file: str) -> Iterator[GridRow]:
    csv.field_size_limit(_LARGEST_CELL)
    directive = _DIRECTIVE.match(text)
    last = 1 if directive else 0
    body = text[directive.end() :] if directive else text
    skipped = last
    reader = csv.reader(StringIO(body, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield GridRow(last + 1, cells)
            last = reader.line_num + skipped
    except csv.Error as error:
        text = _("this cell has no end: look for a quotation mark that nothing closes")
        raise InvalidDataError([Problem(file, last + 1, 0, text)]) from error
