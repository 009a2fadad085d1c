"""Reports of nothing at all, and of far more than anybody has: both can be read."""

import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import msgspec
import openpyxl
import pypdf
import pytest

from mcsj_cli.model.states import STATES
from mcsj_cli.reports import html, pdf, workbook
from mcsj_cli.reports.page import build_page
from tests import browser
from tests.reports.papers import KINDS, poison, read_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MESA = (
    "      - {{slug: mesa-{n}, name: Mesa número {n} de {state}, state: {short}, "
    "timezone: America/Mexico_City}}\n"
)
GROUP = (
    "  - number: {n}\n"
    "    series:\n"
    "      - {{from: 2020-03-02, weekday: thursday, time: 17:00, timezone: America/Mexico_City, "
    "status: confirmed}}\n"
    "    mesas:\n"
)


def add_mesas(project: Path, count: int) -> None:
    path = project / "data/groups.yaml"
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    for n in range(count):
        state = STATES[n % len(STATES)]
        text += GROUP.format(n=100 + n // 10) if n % 10 == 0 else ""
        text += MESA.format(n=n, state=state.name, short=state.abbreviation)
    path.write_text(text, encoding="utf-8")


def test_five_hundred_mesas(project: Path) -> None:
    add_mesas(project, 482)
    report, paper = read_report(project, "weekly")
    page = html.render_report(report, paper)
    html5lib.HTMLParser(strict=True).parse(page)
    assert len(page) < 3_000_000
    assert page.count("Mesa número 481 de") > 3
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(report, paper)))
    assert 20 < len(reader.pages) < 150
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(report, paper)))
    assert book.worksheets[2].max_row == 501


@pytest.mark.skipif(browser.CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize(
    "text", ["w" * 5000, "palabra " * 625, "x"], ids=["one-word", "words", "letter"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_any_length_fit(
    project: Path, tmp_path: Path, chromium: "Browser", kind: str, text: str
) -> None:
    report, paper = read_report(project, kind)
    report = poison(report, text)
    paper = paper._replace(
        places=[msgspec.structs.replace(place, name=text) for place in paper.places]
    )
    path = tmp_path / "a.html"
    path.write_text(html.render_report(report, paper), encoding="utf-8")
    for width in (390, 1280):
        with browser.looking(chromium, width) as (page, troubles):
            page.goto(path.as_uri())
            assert browser.overflow(page) == 0
            assert troubles == []
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(report, paper)))
    assert len(reader.pages) < 200
    openpyxl.load_workbook(io.BytesIO(workbook.render(report, paper)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("day", [date(2019, 1, 3), date(2020, 12, 31), date(2031, 6, 1)], ids=str)
def test_a_week_of_which_nothing_is_known(project: Path, kind: str, day: date) -> None:
    report, paper = read_report(project, kind, day)
    html5lib.HTMLParser(strict=True).parse(html.render_report(report, paper))
    assert pdf.render(report, paper).startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(report, paper)))
    for section, sheet in zip(
        build_page(report, paper).sections, book.worksheets[1:-1], strict=True
    ):
        if not section.sheet.values:
            assert sheet["A2"].value == section.sheet.empty != ""


def test_a_year_of_a_group(project: Path) -> None:
    report, paper = read_report(project, "group", date(2020, 12, 20), weeks=52)
    html5lib.HTMLParser(strict=True).parse(html.render_report(report, paper))
    assert pdf.render(report, paper).startswith(b"%PDF")
    openpyxl.load_workbook(io.BytesIO(workbook.render(report, paper)))


def test_a_drawing_shows_the_last_weeks_and_a_workbook_all(project: Path) -> None:
    report, paper = read_report(project, "group", date(2020, 9, 6), weeks=40)
    last = [figures.meetings.planned for figures in report.history]
    sections = {section.sheet.key: section for section in build_page(report, paper).sections}
    summary = sections["summary"]
    assert f"2020-W11: {last[-26]}; " in summary.trends[0]
    assert "2020-W10:" not in summary.trends[0]
    assert f"2020-W36: {last[-1]}<" in summary.trends[0]
    assert summary.sheet.trend == "W11-W36"
    assert "2020-W10" not in summary.pictures[0].svg
    # The sums beside the marks are those of all weeks, and the title says so;
    # the marks say of which weeks they are.
    attendance = sections["attendance"].sheet
    assert "2019-W49/2020-W36" in attendance.title
    assert attendance.headings[2] == "W11-W36"
    assert {len(row[2]) for row in attendance.rows} == {26}
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(report, paper)))
    weeks = book.worksheets[-1]
    assert [cell.value for cell in weeks[1]][1:] == report.weeks
    assert [cell.value for cell in weeks[2]][1:] == last
    assert [cell.value for cell in book.worksheets[1][1]][3:] == report.weeks
    assert [cell.value for cell in book.worksheets[1][2]][3:] == last
