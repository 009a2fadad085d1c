"""Tables as an Excel workbook (Office Open XML): real dates and numbers, headings that stay in sight."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from mcsj_cli.errors import MissingPartError
from mcsj_cli.i18n import _

_WIDEST = 60


class Table(NamedTuple):
    """A sheet: its name, and its rows by their headings."""

    name: str
    rows: Sequence[Mapping[str, object]]


def render(tables: Sequence[Table]) -> bytes:
    """Write a workbook of a sheet a table; the same tables give the same bytes. Raises MissingPartError."""
    stream = BytesIO()
    book = begin_book(stream, datetime(2020, 1, 1))
    heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for table in tables:
        sheet = book.add_worksheet(table.name[:31])
        keys = list(dict.fromkeys(key for row in table.rows for key in row))
        for column, key in enumerate(keys):
            sheet.write_string(0, column, key, heading)
            cells = [_cell(row.get(key)) for row in table.rows]
            for number, value in enumerate(cells, 1):
                sheet.write(number, column, value, day if isinstance(value, date) else None)
            longest = max([len(key), *(len(str(value)) for value in cells)])
            sheet.set_column(column, column, min(longest, _WIDEST) + 2)
        sheet.freeze_panes(1, 0)
        if keys:
            sheet.autofilter(0, 0, len(table.rows), len(keys) - 1)
    book.close()
    return stream.getvalue()


def begin_book(stream: BytesIO, created: datetime) -> Any:
    """Begin a workbook in memory that says it was made at a moment; raise MissingPartError."""
    try:
        import xlsxwriter  # an extra
    except ImportError as error:
        raise MissingPartError(_("Excel workbooks"), "xlsx") from error
    # Texts stay texts: what begins with = is no formula, and an address no link.
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": created})
    return book


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return value if isinstance(value, (int, float, date)) else str(value)
