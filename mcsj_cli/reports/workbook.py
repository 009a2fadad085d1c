"""A report as an Excel workbook: a sheet a table, with dates and numbers as such, and charts."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap
from typing import Any, NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.model.letterhead import Colour
from mcsj_cli.reports.page import Paper, ReportPage, ReportSection, build_page
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import Sheet, Value, figure_name, summary_figures, trend
from mcsj_cli.reports.svg import BLUE, GREEN, GREY, ORANGE, RED, VIOLET
from mcsj_cli.reports.xlsx import begin_book
from mcsj_cli.xml_text import UNFIT

_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767  # Excel's limits for a sheet's name and a cell
_NARROWEST, _NARROW, _WIDE = 5, 9, 48  # widths of columns in letters
_LINE, _HIGH, _HIGHEST = 15, 230, 409  # heights of rows in points
_COVER = 95
_CHART_ROWS = 17  # rows that a chart covers
_MOST_LINES = _HIGHEST // _LINE
_WHITE = Colour("#ffffff")
_MEETINGS = {
    "held": BLUE,
    "not_held": RED,
    "cancelled": GREY,
    "unrecorded": VIOLET,
    "coming": GREEN,
}
_ATTENDANCE = {"present": GREEN, "excused": ORANGE, "absent": RED, "unmarked": GREY}


class Formats(NamedTuple):
    """How cells look."""

    title: Any
    heading: Any
    upright: Any
    note: Any
    text: Any
    day: Any
    moment: Any
    number: Any


def render(report: Report, paper: Paper) -> bytes:
    """Write a report as a workbook; the same report gives the same bytes.

    Raises MissingPartError.
    """
    stream = BytesIO()
    created = datetime(report.cut.year, report.cut.month, report.cut.day)
    book = begin_book(stream, created)
    page = build_page(report, paper)
    book.set_properties({"title": page.title, "author": page.organisation, "created": created})
    formats = _make_formats(book, paper.letterhead.colour.readable_on(_WHITE))
    names = _Names()
    cover = book.add_worksheet(names.take(_("Report")))
    weeks = names.take(_("Weeks"))
    for section in page.sections:
        _write_table(book.add_worksheet(names.take(section.sheet.title)), section, formats)
    rows = _write_weeks(book.add_worksheet(weeks), report, formats)
    _write_cover(cover, page, formats)
    top = 5 + len(page.sentences)
    data = _ChartData(weeks, rows, len(report.weeks))
    meetings = _build_chart(book, _("Meetings of each week"), _MEETINGS, data)
    cover.insert_chart(top, 0, meetings)
    attendance = _build_chart(book, _("Attendance of each week"), _ATTENDANCE, data)
    cover.insert_chart(top + _CHART_ROWS, 0, attendance)
    book.close()
    return stream.getvalue()


class _Names:
    """The names of a book's sheets, as Excel takes them: short, unique and without some signs."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, title: str) -> str:
        plain = re.sub(r"[\[\]:*?/\\]", " ", UNFIT.sub(" ", title)).strip().strip("'")
        name, number = plain[:_LONGEST_NAME].rstrip() or "-", 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{plain[: _LONGEST_NAME - 4]} {number}"
        self._taken.add(name.casefold())
        return name


def _make_formats(book: Any, accent: Colour) -> Formats:
    top = {"valign": "top"}
    heading = {
        "bold": True,
        "bottom": 2,
        "bottom_color": accent,
        "text_wrap": True,
        "valign": "bottom",
    }
    return Formats(
        title=book.add_format({"bold": True, "font_size": 16, "font_color": accent}),
        heading=book.add_format(heading),
        upright=book.add_format({**heading, "rotation": 90, "align": "right", "text_wrap": False}),
        note=book.add_format({"font_color": "#50565f"}),
        text=book.add_format({**top, "text_wrap": True}),
        day=book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
        moment=book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        number=book.add_format({**top, "num_format": "0", "align": "right"}),
    )


class _ChartData(NamedTuple):
    """Where the figures of the charts are: the sheet, the row of each, and the number of weeks."""

    sheet: str
    rows: dict[str, int]
    weeks: int

    def build_series(self, key: str, colour: str) -> dict[str, Any]:
        """Return the columns of a figure as xlsxwriter takes them."""
        row = self.rows[key]
        return {
            "name": [self.sheet, row, 0],
            "categories": [self.sheet, 0, 1, 0, self.weeks],
            "values": [self.sheet, row, 1, row, self.weeks],
            "fill": {"color": colour},
            "gap": 60,
        }


def _set_up(sheet: Any) -> None:
    """Print a sheet as wide as the paper; headings stay in sight and stand on every page."""
    sheet.set_landscape()
    sheet.set_paper(1)  # letter
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)


def _write_cover(sheet: Any, page: ReportPage, formats: Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(1)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, _COVER)
    sheet.write_string(0, 0, _fit(page.title), formats.title)
    for number, told in enumerate((page.subtitle, page.notice, *page.sentences), 1):
        sheet.write_string(number, 0, _fit(told), formats.text)
        sheet.set_row(number, min(_HIGHEST, _count_lines(told, _COVER) * _LINE))


def _write_table(sheet: Any, section: ReportSection, formats: Formats) -> None:
    """Write a table, and beside it week by week the figures of its small charts."""
    table = section.sheet
    headings = [*table.headings, *(table.weeks if table.trends else ())]
    texts = table.rows
    widths = _write_headings(sheet, section, headings, texts, formats)
    for number, row in enumerate(table.values, 1):
        figures = table.trends[number - 1] if table.trends else ()
        for column, value in enumerate((*row, *figures)):
            _write_value(sheet, number, column, value, formats)
        cells = zip(texts[number - 1], widths, strict=False)
        lines = max(_count_lines(text, width) for text, width in cells)
        sheet.set_row(number, min(_HIGHEST, lines * _LINE))
    _set_up(sheet)
    if table.values:
        sheet.autofilter(0, 0, len(table.values), len(headings) - 1)
    _write_remarks(sheet, table, formats)


def _write_remarks(sheet: Any, table: Sheet, formats: Formats) -> None:
    """Write the text of an empty table, and the note below a table."""
    if not table.values:
        sheet.write_string(1, 0, _fit(table.empty), formats.note)
    if table.note:
        sheet.write_string(len(table.values) + 2, 0, _fit(table.note), formats.note)


def _write_headings(
    sheet: Any,
    section: ReportSection,
    headings: Sequence[str],
    texts: Sequence[Sequence[str]],
    formats: Formats,
) -> list[int]:
    """Write the headings, those of a dense table's numbers upwards; return the columns' widths."""
    table = section.sheet
    first_upright = len(headings)
    if section.is_dense:
        first_upright = len(table.headings) - table.numeric
        sheet.set_row(0, _HIGH)
    widths = []
    for column, heading in enumerate(headings):
        if column >= first_upright:
            width, form = _NARROWEST, formats.upright
        else:
            cells = [row[column] for row in texts] if column < len(table.headings) else []
            width, form = _measure_column(heading, cells), formats.heading
        sheet.write_string(0, column, _fit(heading), form)
        sheet.set_column(column, column, width)
        widths.append(width)
    return widths


def _measure_column(heading: str, texts: Sequence[str]) -> int:
    """Return a column's width in letters."""
    return max(_NARROW, min(_WIDE, max([len(heading), *map(len, texts)]) + 2))


def _count_lines(text: str, width: int) -> int:
    """Count the lines of a text in a column: not every spreadsheet program does so by itself."""
    return len(wrap(text[: width * _MOST_LINES], width - 1)) or 1


def _write_weeks(sheet: Any, report: Report, formats: Formats) -> dict[str, int]:
    """Write every figure of every week, and return the row of each figure."""
    sheet.write_string(0, 0, _("Figure"), formats.heading)
    sheet.set_column(0, 0, 28)
    for column, week in enumerate(report.weeks, 1):
        sheet.write_string(0, column, week, formats.heading)
    sheet.set_column(1, len(report.weeks), 10)
    keys = [key for key, _this, _previous in summary_figures(report)]
    for row, key in enumerate(keys, 1):
        sheet.write_string(row, 0, figure_name(key), formats.text)
        for column, value in enumerate(trend(report, key), 1):
            sheet.write_number(row, column, value, formats.number)
    _set_up(sheet)
    return {key: row for row, key in enumerate(keys, 1)}


def _build_chart(book: Any, title: str, colours: dict[str, str], data: _ChartData) -> Any:
    """Build a chart of figures of the meetings, each in its colour."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in colours.items():
        chart.add_series(data.build_series(f"meetings.{key}", colour))
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom"})
    gridlines = {"visible": True, "line": {"color": "#d9dde3"}}
    chart.set_y_axis({"major_gridlines": gridlines, "num_format": "0"})
    chart.set_size({"width": 700, "height": 320})
    return chart


def _write_value(sheet: Any, row: int, column: int, value: Value, formats: Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats.moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats.day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats.number)
    else:
        sheet.write_string(row, column, _fit(value), formats.text)


def _fit(value: str) -> str:
    return UNFIT.sub(" ", value)[:_LONGEST_TEXT]
