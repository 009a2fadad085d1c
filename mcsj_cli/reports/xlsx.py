"""Tables as an Excel workbook (Office Open XML), with dates and numbers as such."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from mcsj_cli.errors import MissingPartError
from mcsj_cli.i18n import _

_WIDEST = 60

Rows = Sequence[Mapping[str, object]]


class Table(NamedTuple):
    """A sheet: its name, and its rows by their headings."""

    name: str
    rows: Rows


def render(tables: Sequence[Table]) -> bytes:
    """Write a workbook with a sheet a table; the same tables give the same bytes.

    Raises MissingPartError.
    """
    stream = BytesIO()
    book = begin_book(stream, datetime(2020, 1, 1))
    heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for table in tables:
        _write_rows(book.add_worksheet(table.name[:31]), table.rows, heading, day)
    book.close()
    return stream.getvalue()


def _write_rows(sheet: Any, rows: Rows, heading: Any, day: Any) -> None:
    keys = _list_keys(rows)
    for column, key in enumerate(keys):
        sheet.write_string(0, column, key, heading)
        cells = [_to_cell(row.get(key)) for row in rows]
        for number, value in enumerate(cells, 1):
            sheet.write(number, column, value, day if isinstance(value, date) else None)
        longest = max([len(key), *(len(str(value)) for value in cells)])
        sheet.set_column(column, column, min(longest, _WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    if keys:
        sheet.autofilter(0, 0, len(rows), len(keys) - 1)


def _list_keys(rows: Rows) -> list[str]:
    """Return every key of the rows, in the order in which they first appear."""
    keys: dict[str, None] = {}
    for row in rows:
        keys |= dict.fromkeys(row)
    return list(keys)


def begin_book(stream: BytesIO, created: datetime) -> Any:
    """Begin a workbook in memory with `created` as its date; raise MissingPartError."""
    try:
        import xlsxwriter  # an extra
    except ImportError as error:
        raise MissingPartError(_("Excel workbooks"), "xlsx") from error
    # A text that begins with = must not become a formula, nor an address a link.
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": created})
    return book


def _to_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return value if isinstance(value, (int, float, date)) else str(value)
