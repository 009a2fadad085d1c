"""Reports as workbooks: real dates and numbers, charts, and no formula that somebody wrote."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path

import html5lib
import openpyxl
import pytest

from mcsj_cli.reports import html, pdf, workbook
from mcsj_cli.reports.page import Paper, build_page
from mcsj_cli.reports.period_values import Report
from tests.reports.papers import PAYLOADS, poison, read_report
from tests.test_main import Run


def test_hostile_texts_stay_texts_in_a_workbook(poisoned: tuple[Report, Paper]) -> None:
    content = workbook.render(*poisoned)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    told = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert any(
        text.startswith("<script>") and "=HYPERLINK(" in text and "\x08" not in text
        for text in told
    )
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        names = files.namelist()
        assert not [
            name for name in names if re.search(r"vba|externalLink|activeX|oleObject", name)
        ]
        links = [name for name in names if name.endswith(".rels")]
        assert not [name for name in links if b"External" in files.read(name)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_each_payload_alone_is_no_formula(project: Path, payload: str) -> None:
    report, paper = read_report(project, "mesa")
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(poison(report, payload), paper)))
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    html5lib.HTMLParser(strict=True).parse(html.render_report(poison(report, payload), paper))
    assert pdf.render(poison(report, payload), paper).startswith(b"%PDF")


def test_a_workbook_has_real_dates_and_numbers_and_charts(whole: tuple[Report, Paper]) -> None:
    content = workbook.render(*whole)
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = build_page(*whole)
    assert len(book.sheetnames) == len(page.sections) + 2
    for section, sheet in zip(page.sections, book.worksheets[1:-1], strict=True):
        assert sheet.freeze_panes == "B2"
        assert [cell.value for cell in sheet[1]][: len(section.sheet.headings)] == list(
            section.sheet.headings
        )
        for row, values in enumerate(section.sheet.values, 2):
            for cell, value in zip(sheet[row], values, strict=False):
                if isinstance(value, datetime):
                    assert cell.value == value.replace(tzinfo=None)
                elif isinstance(value, date):
                    assert cell.value.date() == value
                elif isinstance(value, int):
                    assert (cell.data_type, cell.value) == ("n", value)
                else:
                    assert (cell.value or "") == (value or "")
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        assert len([name for name in files.namelist() if name.startswith("xl/charts/chart")]) == 2
    weeks = book.worksheets[-1]
    assert [cell.value for cell in weeks[1]][1:] == whole[0].weeks
    assert [cell.value for cell in weeks[2]][1:] == [
        figures.meetings.planned for figures in whole[0].history
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Calc is not installed")
def test_libreoffice_opens_a_workbook(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "informe.xlsx"
    assert mcsj("report", "weekly", "--week", "2020-W17", "-o", path).code == 0
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
            "--outdir",
            tmp_path / "out",
            path,
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    sheets = {
        one.stem.removeprefix("informe-"): one.read_text(encoding="utf-8")
        for one in (tmp_path / "out").iterdir()
    }
    assert "Reuniones previstas,8,1," in sheets["Resumen"]
    assert "2020-04-23 17:00" in sheets["Reuniones de la semana"]
    assert len(sheets) == len(openpyxl.load_workbook(path).sheetnames)
