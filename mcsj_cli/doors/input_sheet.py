"""A table of records as somebody typed it: its heading, wherever that stands, and its rows."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from mcsj_cli.doors.file_kinds import FileKind, WrongKindError, recognise_rows
from mcsj_cli.doors.table_file import (
    CellValue,
    TableFile,
    TypedRow,
    as_grid,
    read_table_file,
    to_text,
)
from mcsj_cli.doors.workbook_limits import name_column
from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.table import InputTable
from mcsj_cli.model.text import fold, one_line

_LOOK = 20  # rows in which the heading is looked for
_DASHES = ("-", "–", "—")  # what people put where nothing is
_TOTALS = ("total", "totales", "suma", "subtotal", "total general", "sum")


def read_table(raw: bytes, file: str, wanted: str, headings: Collection[str] = ()) -> InputTable:
    """Read a table of any form; its heading is the row that has most of some folded `headings`.

    `wanted` says what its rows are. Raise WrongKindError for a list of people or the like, and as
    `read_table_file`; InvalidDataError where there is no row.
    """
    source = read_table_file(raw, file)
    found = recognise_rows(as_grid(source.rows[:_LOOK]))
    if found and found.kind is not FileKind.TABLE:
        raise WrongKindError(file, found, wanted)
    return build_table(source, file, headings)


def build_table(source: TableFile, file: str, headings: Collection[str]) -> InputTable:
    """Return the rows below the heading; raise InvalidDataError where there is none.

    Columns of one name are numbered. Rows of totals are none of the table's.
    """
    if not source.rows:
        raise InvalidDataError([Problem(file, 0, 0, _("the table is empty"))])
    place = _find_heading(source.rows, headings)
    heading, below = source.rows[place], source.rows[place + 1 :]
    names = _name_columns(heading, below)
    kept = [(row.line, _build_row(names, row.cells)) for row in below]
    named = Counter(map(one_line, map(to_text, heading.cells)))
    links = [(line, names[column - 1]) for line, column in source.links if column <= len(names)]
    totals = {line for line, row in kept if _is_total(row)}
    return InputTable(
        [name for name in names if name],
        [pair for pair in kept if pair[0] not in totals],
        frozenset(link for link in links if link[0] > heading.line),
        source.sheet,
        tuple(source.others),
        tuple(sorted(totals)),
        frozenset(name for name in named if named[name] > 1),
    )


def _is_total(row: Mapping[str, str]) -> bool:
    first = next(filter(None, row.values()), "")
    return first[:1] in "TtSs" and fold(first).rstrip(":") in _TOTALS


def _find_heading(rows: Sequence[TypedRow], headings: Collection[str]) -> int:
    """Return the place of the row with most headings, or else of the first with two cells."""
    known = [_count_known(row, headings) for row in rows[:_LOOK]]
    if any(known):
        return known.index(max(known))
    filled = [len(row.cells) - list(row.cells).count("") for row in rows[:_LOOK]]
    return next((place for place, count in enumerate(filled) if count > 1), 0)


def _count_known(row: TypedRow, headings: Collection[str]) -> int:
    return sum(fold(to_text(cell)) in headings for cell in row.cells)


def _name_columns(heading: TypedRow, below: Sequence[TypedRow]) -> list[str]:
    """Return a name of its own for each column.

    One without a heading has its letters, or no name where it is blank.
    """
    filled = _find_filled(below)
    names: list[str] = []
    for number in range(1, max(len(heading.cells), *filled, 0) + 1):
        cell = heading.cells[number - 1] if number <= len(heading.cells) else ""
        name = one_line(to_text(cell)) or (f"({name_column(number)})" if number in filled else "")
        if name and name in names:
            name = _number(name, names)
        names.append(name)
    return names


def _find_filled(rows: Sequence[TypedRow]) -> set[int]:
    """Return the numbers of the columns in which a row has something."""
    filled: set[int] = {0}
    for row in rows:
        if len(filled) <= len(row.cells):
            filled.update(number for number, cell in enumerate(row.cells, 1) if cell != "")
    return filled


def _number(name: str, taken: Sequence[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _build_row(names: Sequence[str], cells: Sequence[CellValue]) -> dict[str, str]:
    texts = [cell.strip() if type(cell) is str else to_text(cell) for cell in cells]
    texts += [""] * (len(names) - len(texts))
    pairs = zip(names, texts, strict=False)
    return {name: "" if text in _DASHES else text for name, text in pairs if name}
