"""Any file with a table, as rows of typed cells with the numbers that spreadsheets give them.

Workbooks (.xlsx, .xls, .ods), CSV of any separator and encoding, and the JSON that an export
writes. Nothing is guessed: a cell has the type that the file gives it, and in CSV all are texts.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from itertools import chain
from typing import Any, NamedTuple

from mcsj_cli.doors.containers import Container, find_container
from mcsj_cli.doors.grid import SEPARATORS, GridRow, find_directive, split_rows
from mcsj_cli.doors.old_workbook import check_old_workbook
from mcsj_cli.doors.source_text import UnreadableFileError, check_size, decode
from mcsj_cli.doors.workbook_limits import Places, check_workbook
from mcsj_cli.errors import InvalidDataError, MissingPartError
from mcsj_cli.i18n import _
from mcsj_cli.interchange import plain_cell, to_cell

CellValue = str | bool | int | float | date | datetime | time | timedelta

_LOOK = 20  # rows that are read to find the separator
_MIDNIGHT = time()
_STDERR = 2


class TypedRow(NamedTuple):
    """A row that is not blank, and its number, from 1: of CSV, that of its first line."""

    line: int
    cells: Sequence[CellValue]


class TableFile(NamedTuple):
    """The rows of a table, and where they stand.

    In a workbook they are those of the first `sheet` with any; `others` are further ones that are
    not read. `links` are cells with a link behind their text, by row and column from 1.
    """

    rows: list[TypedRow]
    sheet: str = ""
    others: Sequence[str] = ()
    links: Places = frozenset()


def read_table_file(raw: bytes, file: str) -> TableFile:
    """Return the rows of a table of any form.

    Raise UnreadableFileError for what is none, is damaged, empty or too large; MissingPartError
    where workbooks cannot be read.
    """
    check_size(raw, file)
    form = find_container(raw)
    if form in (Container.WORKBOOK, Container.OLD_WORKBOOK):
        return _read_workbook(raw, file, old=form is Container.OLD_WORKBOOK)
    text = decode(raw, file)
    if text.lstrip().startswith(("[", "{")):
        return TableFile(_read_json(text, file))
    return TableFile(_read_csv(text, file))


def as_grid(rows: Sequence[TypedRow]) -> list[GridRow]:
    """Return rows whose cells are texts."""
    return [GridRow(row.line, list(map(to_text, row.cells))) for row in rows]


def to_text(value: CellValue) -> str:
    """Return a cell as a person would type it: 9001 for 9001.0, a day as 2020-04-23."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}" if value.time() != _MIDNIGHT else str(value.date())
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _read_csv(text: str, file: str) -> list[TypedRow]:
    separator = find_separator(text)
    rows = split_rows(text, separator, file)
    return [TypedRow(row.line, list(map(plain_cell, row.cells))) for row in rows]


def find_separator(text: str) -> str:
    """Return the separator that makes most rows as wide as the widest of the first ones."""
    return find_directive(text) or max(SEPARATORS, key=partial(_count_columns, text))


def _count_columns(text: str, separator: str) -> tuple[int, int]:
    """Return how many rows a separator makes as wide as the widest, and that width.

    If there is but one column, no row counts.
    """
    try:
        rows = split_rows(text, separator, "", _LOOK)
    except InvalidDataError:
        return 0, 0
    widths = [len(row.cells) for row in rows]
    width = max(widths, default=0)
    return (widths.count(width), width) if width > 1 else (0, width)


def _read_json(text: str, file: str) -> list[TypedRow]:
    """Return the objects of a list, as an export writes it: its keys are the first row."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise UnreadableFileError(file, line, _("this is no JSON as an export has it")) from error
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise UnreadableFileError(file, 0, _("this is no list of records, as an export has it"))
    keys = list(dict.fromkeys(chain.from_iterable(items)))
    rows = [TypedRow(number, _list_values(item, keys)) for number, item in enumerate(items, 2)]
    return [TypedRow(1, keys), *rows] if keys else []


def _list_values(item: Mapping[str, Any], keys: Sequence[str]) -> list[CellValue]:
    return ["" if item.get(key) is None else str(to_cell(item[key])) for key in keys]


def _read_workbook(raw: bytes, file: str, *, old: bool) -> TableFile:
    """Read the first sheet that has rows; raise UnreadableFileError, MissingPartError."""
    links: Places = frozenset()
    if old:
        check_old_workbook(raw, file)
    else:
        links = check_workbook(raw, file)
    try:
        import python_calamine as calamine  # an extra
    except ImportError as error:
        raise MissingPartError(_("Workbooks (.xlsx, .xls, .ods)"), "tables") from error
    try:
        with _hiding_panics(), calamine.CalamineWorkbook.from_filelike(BytesIO(raw)) as book:
            return _choose_sheet(book, calamine, links)
    except calamine.PasswordError as error:
        text = _("a password protects this workbook")
        raise UnreadableFileError(file, 0, text, _("Save it without a password.")) from error
    except BaseException as error:
        # A fault that calamine did not foresee is a panic, which is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if isinstance(error, MemoryError):
            raise
        text = _("this workbook is cut or damaged")
        advice = _("Download it again, or save it as «CSV UTF-8».")
        raise UnreadableFileError(file, 0, text, advice) from error


@contextmanager
def _hiding_panics() -> Iterator[None]:
    """Keep from the screen what calamine prints there of a fault that it did not foresee."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # there is no screen
        yield
        return
    hidden = os.open(os.devnull, os.O_WRONLY)
    os.dup2(hidden, _STDERR)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(hidden)


def _choose_sheet(book: Any, calamine: Any, links: Places) -> TableFile:
    """Return the rows of the first visible sheet with any, and the names of the others."""
    found: TableFile | None = None
    others: list[str] = []
    for position, about in enumerate(book.sheets_metadata):
        is_sheet = about.typ == calamine.SheetTypeEnum.WorkSheet
        if not is_sheet or about.visible != calamine.SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(position)
        if found is None:
            rows = list(_list_rows(sheet))
            if rows:
                found = TableFile(rows, about.name, links=links if position == 0 else frozenset())
        elif sheet.start is not None:
            others.append(about.name)
    return found._replace(others=others) if found else TableFile([])


def _list_rows(sheet: Any) -> Iterator[TypedRow]:
    """Yield the rows that are not blank; columns are counted from the sheet's first one."""
    if sheet.start is None:
        return
    first, indent = sheet.start
    before: list[CellValue] = [""] * indent
    for line, values in enumerate(sheet.to_python(), first + 1):
        cells = before + [_tidy(value) if type(value) is not str else value for value in values]
        if not _is_blank(cells):
            yield TypedRow(line, cells)


def _is_blank(cells: Sequence[CellValue]) -> bool:
    first = cells[0]
    if first and (type(first) is not str or first.strip()):
        return False
    return all(type(cell) is str and not cell.strip() for cell in cells)


def _tidy(value: Any) -> CellValue:
    """Return a whole number as such, and a moment at midnight as its day."""
    if type(value) is float and value.is_integer():
        return int(value)
    if type(value) is datetime and value.time() == _MIDNIGHT:
        return value.date()
    tidy: CellValue = value
    return tidy
