"""Tables that people could have typed, saved by LibreOffice: the same rows come out."""

import csv
import io
import os
import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from mcsj_cli.doors.table_file import CellValue, read_table_file

TABLES = 200
HEADINGS = (
    "Título", "Rubro", "Liga", "Fecha", "Mesa", "Responsable", "Observaciones (¿qué pasó?)", "N.º",
)  # fmt: skip
TEXTS = (
    "Créditos a la palabra", "Niños, niñas y «más»", "«–»", "50%", "A/B", "Sí", "x;y", "a|b",
    "uno, dos", "Ciudad Juárez; Parral", "12 de mayo", "p. ej. 5/10 personas", "+52 no es número",
    "=no fórmula", "'apóstrofo", 'dice "sí"', "#SOSnacional", "https://example.org/a?b=c&d=e", "F",
    "T", "N/A", "Na", "none", "NULL", "A 1", "00123a", "ñandú áéíóú ü", "a  b",
)  # fmt: skip
SEPARATORS = {"coma": 44, "punto-y-coma": 59, "tabulador": 9}
ENCODINGS = {"utf-8": 76, "cp1252": 1}  # as LibreOffice numbers them
Table = list[list[CellValue]]


def _make_tables(seed: int) -> list[Table]:
    """Make tables of texts, whole and broken numbers, days and blank cells, some with a title."""
    chance = random.Random(seed)  # noqa: S311  the same tables each time
    return [_make_table(chance) for _number in range(TABLES)]


def _make_table(chance: random.Random) -> Table:
    width = chance.randint(2, len(HEADINGS))
    title: Table = [["Reporte del mes", *[""] * (width - 1)]] if chance.random() < 0.3 else []
    rows = [
        [_make_cell(chance) for _column in range(width)] for _row in range(chance.randint(1, 9))
    ]
    return [*title, list(HEADINGS[:width]), *rows]


def _make_cell(chance: random.Random) -> CellValue:
    kinds: Sequence[CellValue] = (
        chance.choice(TEXTS),
        chance.choice(TEXTS),
        "",
        chance.randint(0, 99_999),
        chance.randint(0, 999) + 0.25,
        date(2020, 1, 1) + timedelta(days=chance.randint(0, 3_000)),
    )
    return chance.choice(kinds)


def _is_blank(row: Sequence[CellValue]) -> bool:
    return all(cell == "" for cell in row)


def _place(tables: Sequence[Table]) -> Iterator[Sequence[CellValue]]:
    """Yield the rows of all tables, each below a line of its number."""
    for number, table in enumerate(tables):
        yield [f"tabla {number}"]
        yield from table


def _trim(row: Sequence[CellValue]) -> list[CellValue]:
    """Return a row without the blank cells at its end."""
    cells = list(row)
    while cells and cells[-1] == "":
        cells.pop()
    return cells


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[list[CellValue]], Path]:
    """Let LibreOffice save one workbook of all tables in every form."""
    folder = tmp_path_factory.mktemp("office")
    rows = [_trim(row) for row in _place(_make_tables(16)) if not _is_blank(row)]
    source = folder / "tablas.xlsx"
    with xlsxwriter.Workbook(
        source, {"strings_to_formulas": False, "strings_to_urls": False,
                 "default_date_format": "yyyy-mm-dd"}
    ) as book:  # fmt: skip
        sheet = book.add_worksheet("Tablas")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(number, column, cell)
    forms = [("xlsx", "xlsx"), ("ods", "ods"), ("xls", "xls")]
    forms += [
        (f"{name}-{encoding}", f"csv:Text - txt - csv (StarCalc):{sign},34,{code},1,,0,false,true")
        for name, sign in SEPARATORS.items()
        for encoding, code in ENCODINGS.items()
    ]
    for name, form in forms:
        _convert(source, form, folder / name)
    return rows, folder


def _convert(source: Path, form: str, target: Path) -> None:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{source.parent}/profile",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            target,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "HOME": str(source.parent)},
    )


needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice Calc is not installed"
)


@needs_office
@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_a_workbook_of_libreoffice_has_the_rows_that_were_typed(
    office: tuple[list[list[CellValue]], Path], form: str
) -> None:
    rows, folder = office
    found = read_table_file((folder / form / f"tablas.{form}").read_bytes(), form).rows
    assert [_trim(row.cells) for row in found] == rows
    assert [row.line for row in found] == list(range(1, len(rows) + 1))


@needs_office
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_csv_of_libreoffice_has_the_rows_that_were_typed(
    office: tuple[list[list[CellValue]], Path], separator: str, encoding: str
) -> None:
    rows, folder = office
    raw = (folder / f"{separator}-{encoding}" / "tablas.csv").read_bytes()
    assert raw == raw.decode(encoding).encode(encoding)
    found = read_table_file(raw, "tablas.csv").rows
    expected = [[_as_csv(cell) for cell in row] for row in rows]
    assert [_trim(row.cells) for row in found] == expected


def _as_csv(cell: CellValue) -> str:
    """Return a cell as CSV has it; ours loses the apostrophe that hides a formula."""
    text = str(cell)
    return text[1:] if text.startswith("'=") else text


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_each_table_alone_shows_what_parts_its_cells(separator: str) -> None:
    for table in _make_tables(16):
        rows = [row for row in table if not _is_blank(row)]
        stream = io.StringIO()
        csv.writer(stream, delimiter=separator).writerows(rows)
        found = read_table_file(stream.getvalue().encode(), "tabla.csv").rows
        assert [_trim(row.cells) for row in found] == [
            [_as_csv(cell) for cell in _trim(row)] for row in rows
        ], stream.getvalue()
