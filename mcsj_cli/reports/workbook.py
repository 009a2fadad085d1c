"""A report as an Excel workbook: a sheet a theme, with real dates and numbers, and charts of the weeks."""

import re
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap
from typing import Any, NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.interchange import UNFIT
from mcsj_cli.model.letterhead import Colour
from mcsj_cli.reports.page import Paper, ReportPage, ReportSection, build_page
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import Sheet, Value, figure_name, summary_figures, trend
from mcsj_cli.reports.svg import BLUE, GREEN, GREY, ORANGE, RED, VIOLET
from mcsj_cli.reports.xlsx import begin_book

_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767  # what Excel takes for a sheet's name, and in a cell
_NARROWEST, _NARROW, _WIDE = 5, 9, 48  # letters that a column is wide
_LINE, _HIGH, _HIGHEST = 15, 230, 409  # points that a row is high
_COVER = 95
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
    """Write a report as a workbook; the same report gives the same bytes. Raises MissingPartError."""
    stream = BytesIO()
    book = begin_book(stream, datetime(report.cut.year, report.cut.month, report.cut.day))
    page = build_page(report, paper)
    book.set_properties(
        {
            "title": page.title,
            "author": page.organisation,
            "created": datetime(report.cut.year, report.cut.month, report.cut.day),
        }
    )
    formats = _make_formats(book, paper.letterhead.colour.readable_on(_WHITE))
    names = _Names()
    cover = book.add_worksheet(names.take(_("Report")))
    weeks = names.take(_("Weeks"))
    for section in page.sections:
        _write_table(book.add_worksheet(names.take(section.sheet.title)), section, formats)
    rows = _write_weeks(book.add_worksheet(weeks), report, formats)
    _write_cover(cover, page, formats)
    place = 5 + len(page.sentences)
    for number, (title, series) in enumerate(
        ((_("Meetings of each week"), _MEETINGS), (_("Attendance of each week"), _ATTENDANCE))
    ):
        cover.insert_chart(
            place + number * 17, 0, _chart(book, title, series, rows, weeks, len(report.weeks))
        )
    book.close()
    return stream.getvalue()


class _Names:
    """Names of sheets: short enough, without what Excel refuses, each once."""

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


def _set_up(sheet: Any) -> None:
    """Let a sheet print as wide as the paper, its headings on every page, where they also stay in sight."""
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
    sheet.write_string(0, 0, _text(page.title), formats.title)
    for number, told in enumerate((page.subtitle, page.notice, *page.sentences), 1):
        sheet.write_string(number, 0, _text(told), formats.text)
        sheet.set_row(number, min(_HIGHEST, _lines(told, _COVER) * _LINE))


def _write_table(sheet: Any, section: ReportSection, formats: Formats) -> None:
    """Write a table under headings that stay in sight; what its small charts show, week by week, stands beside it."""
    table = section.sheet
    headings = [*table.headings, *(table.weeks if table.trends else ())]
    first_number = len(table.headings) - table.numeric if section.is_dense else len(headings)
    widths = [
        _width(table, column, heading, column >= first_number)
        for column, heading in enumerate(headings)
    ]
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        upright = column >= first_number
        sheet.write_string(
            0, column, _text(heading), formats.upright if upright else formats.heading
        )
        sheet.set_column(column, column, width)
    if section.is_dense:
        sheet.set_row(0, _HIGH)
    texts = table.rows
    for number, row in enumerate(table.values, 1):
        figures = table.trends[number - 1] if table.trends else ()
        for column, value in enumerate((*row, *figures)):
            _write(sheet, number, column, value, formats)
        lines = max(
            _lines(text, width) for text, width in zip(texts[number - 1], widths, strict=False)
        )
        sheet.set_row(number, min(_HIGHEST, lines * _LINE))
    _set_up(sheet)
    if table.values:
        sheet.autofilter(0, 0, len(table.values), len(headings) - 1)
    else:
        sheet.write_string(1, 0, _text(table.empty), formats.note)
    if table.note:
        sheet.write_string(len(table.values) + 2, 0, _text(table.note), formats.note)


def _width(table: Sheet, column: int, heading: str, upright: bool) -> int:
    """Give a column's width in letters."""
    if upright:
        return _NARROWEST
    texts = [row[column] for row in table.rows] if column < len(table.headings) else []
    return max(_NARROW, min(_WIDE, max([len(heading), *map(len, texts)]) + 2))


def _lines(text: str, width: int) -> int:
    """Count the lines that a text takes in a column: spreadsheets of others do not find out by themselves."""
    return len(wrap(text[: width * _MOST_LINES], width - 1)) or 1


def _write_weeks(sheet: Any, report: Report, formats: Formats) -> dict[str, int]:
    """Write every figure of every week, and give the row of each."""
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


def _chart(
    book: Any, title: str, series: dict[str, str], rows: dict[str, int], sheet: str, weeks: int
) -> Any:
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in series.items():
        row = rows[f"meetings.{key}"]
        chart.add_series(
            {
                "name": [sheet, row, 0],
                "categories": [sheet, 0, 1, 0, weeks],
                "values": [sheet, row, 1, row, weeks],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis(
        {"major_gridlines": {"visible": True, "line": {"color": "#d9dde3"}}, "num_format": "0"}
    )
    chart.set_size({"width": 700, "height": 320})
    return chart


def _write(sheet: Any, row: int, column: int, value: Value, formats: Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats.moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats.day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats.number)
    else:
        sheet.write_string(row, column, _text(value), formats.text)


def _text(value: str) -> str:
    return UNFIT.sub(" ", value)[:_LONGEST_TEXT]
