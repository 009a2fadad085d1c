"""Workbooks that would fill the memory are refused before they are read; others are not."""

import io
import struct
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Font

from mcsj_cli.doors.old_workbook import check_old_workbook
from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.doors.table_file import read_table_file
from mcsj_cli.doors.workbook_limits import check_workbook
from tests.doors.workbooks import make_open_document, make_sheet, make_workbook, put_in

ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def _refuse(raw: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        check_workbook(raw, "libro.xlsx")
    (problem,) = caught.value.problems
    return problem.message


def _cell(place: str) -> str:
    return f'<c r="{place}"><v>1</v></c>'


@pytest.mark.parametrize(
    "cells",
    [
        f'<row r="1">{_cell("A1")}</row><row r="1048576">{_cell("XFD1048576")}</row>',
        f'<row r="1">{_cell("A1")}</row><row r="200000">{_cell("A200000")}</row>',
        f'<row r="1">{_cell("A1")}{_cell("XFD1")}</row><row r="9999">{_cell("A9999")}</row>',
        "<row><c s='1' r='A1'><v>1</v></c></row><row><c s='1' r='ZZZ99999'><v>1</v></c></row>",
        '<x:row><x:c r="A1"><x:v>1</x:v></x:c><x:c r="XFD99999"><x:v>1</x:v></x:c></x:row>',
        "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>" + "<row><c><v>1</v></c></row>" * 400,
    ],
)
def test_a_cell_far_away_is_refused(cells: str) -> None:
    assert "algo está lejos de la tabla" in _refuse(make_sheet(cells))


def test_cells_that_are_only_coloured_reach_nowhere() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = "Título", "x"
    book.active["XFD1048576"].font = Font(bold=True)
    stream = io.BytesIO()
    book.save(stream)
    rows = read_table_file(stream.getvalue(), "libro.xlsx").rows
    assert [list(row.cells) for row in rows] == [["Título", ""], ["", "x"]]


def test_a_wide_table_is_looked_at_closely_and_taken() -> None:
    raw = make_workbook({"Hoja1": [[f"c{number}" for number in range(200)]] * 50})
    assert check_workbook(raw, "libro.xlsx") == frozenset()


def test_what_unpacks_to_too_much_is_refused_whatever_it_says_of_its_size() -> None:
    raw = make_workbook({"Hoja1": [["uno"]]})
    large = b"<sst><si><t>" + b"a" * 70_000_000 + b"</t></si></sst>"
    bomb = put_in(raw, "xl/sharedStrings.xml", large)
    assert "ocupa más de 64 MB" in _refuse(bomb)
    liar = bomb.replace(struct.pack("<I", len(large)), struct.pack("<I", 1_000))
    with zipfile.ZipFile(io.BytesIO(liar)) as archive:
        assert archive.getinfo("xl/sharedStrings.xml").file_size == 1_000
    assert "ocupa más de 64 MB" in _refuse(liar)


def test_a_long_text_that_stands_in_many_cells_is_refused() -> None:
    cells = "".join(f'<c r="A{number}" t="s"><v>0</v></c>' for number in range(1, 9_000))
    shared = b"<sst><si><t>" + b"a" * 30_000 + b"</t></si><si><t>b</t></si></sst>"
    assert "MB" in _refuse(put_in(make_sheet(cells), "xl/sharedStrings.xml", shared))
    others = put_in(make_sheet(cells.replace(">0<", ">1<")), "xl/sharedStrings.xml", shared)
    assert check_workbook(others, "libro.xlsx") == frozenset()


@pytest.mark.parametrize(
    "rows",
    [
        f'<table:table-row table:number-rows-repeated="1048576">{ODS_TEXT}</table:table-row>',
        f'<table:table-row table:number-rows-repeated="90000"/><table:table-row>'
        f'<table:table-cell table:number-columns-repeated="16383"/>{ODS_TEXT}</table:table-row>',
        "<table:table-row>"
        + ODS_TEXT.replace("office:", 'table:number-columns-repeated="999999" office:')
        + "</table:table-row>" * 3,
    ],
)
def test_open_document_is_refused_for_what_it_repeats(rows: str) -> None:
    assert "algo está lejos de la tabla" in _refuse(make_open_document(rows))


def test_blank_rows_that_open_document_repeats_reach_nowhere() -> None:
    raw = make_open_document(
        f"<table:table-row>{ODS_TEXT}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert check_workbook(raw, "libro.ods") == frozenset()


def test_a_long_text_that_open_document_repeats_is_refused() -> None:
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="900">'
        f"<text:p>{'a' * 200_000}</text:p></table:table-cell>"
    )
    assert "MB" in _refuse(make_open_document(f"<table:table-row>{cell}</table:table-row>"))


@pytest.mark.parametrize("length", [40, 400, 3_000])
def test_a_cut_workbook_is_refused(length: int) -> None:
    raw = make_workbook({"Hoja1": [["uno", "dos"]]})
    with pytest.raises(UnreadableFileError):
        check_workbook(raw[:length], "libro.xlsx")
    with pytest.raises(UnreadableFileError):
        read_table_file(raw[: len(raw) - 100] + raw[-80:], "libro.xlsx")


def test_a_workbook_in_the_binary_form_names_the_other_one() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("xl/workbook.bin", b"")
    with pytest.raises(UnreadableFileError) as caught:
        check_workbook(stream.getvalue(), "libro.xlsb")
    assert caught.value.problems[0].advice == "Guárdelo como .xlsx."


def _make_old(*records: tuple[int, bytes]) -> bytes:
    """Return a file of the form of an old Excel with a stream of records."""
    stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    stream = stream.ljust(4_608, b"\x00")
    sectors = len(stream) // 512
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HHHHH", header, 24, 62, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", header, 76, *[0xFFFFFFFF] * 109)
    struct.pack_into("<I", header, 76, 0)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    entries = b""
    for name, kind, start, size in (("Root Entry", 5, 0xFFFFFFFE, 0), ("Workbook", 2, 2, 4_608)):
        entry = bytearray(128)
        text = name.encode("utf-16-le")
        entry[: len(text)] = text
        struct.pack_into("<HB", entry, 64, len(text) + 2, kind)
        struct.pack_into("<IQ", entry, 116, start, size)
        entries += bytes(entry)
    return bytes(header) + table + entries.ljust(512, b"\x00") + stream


BEGIN, END, NUMBER = 0x0809, 0x000A, 0x0203


def _number(row: int, column: int) -> tuple[int, bytes]:
    return NUMBER, struct.pack("<HHHd", row, column, 0, 1.0)


def test_an_old_workbook_is_refused_for_a_cell_far_away() -> None:
    near = _make_old((BEGIN, bytes(8)), _number(0, 0), _number(100, 5), (END, b""))
    check_old_workbook(near, "libro.xls")
    far = _make_old(
        (BEGIN, bytes(8)), _number(65_535, 0), (BEGIN, bytes(8)), (END, b""), _number(0, 255),
        (END, b""),
    )  # fmt: skip
    with pytest.raises(UnreadableFileError) as caught:
        check_old_workbook(far, "libro.xls")
    assert "IV65536" in caught.value.problems[0].message
    for damaged in (
        far[:700],
        near[:-600],
        _make_old((BEGIN, bytes(8)), (0x0200, struct.pack("<IIHHH", 9, 3, 0, 5, 0)), (END, b"")),
    ):
        with pytest.raises(UnreadableFileError, match="datos"):
            check_old_workbook(damaged, "libro.xls")
