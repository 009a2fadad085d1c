"""Tables of every form as rows of typed cells, with the numbers that spreadsheets give them."""

import builtins
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from types import ModuleType

import pytest

from mcsj_cli.doors.input_sheet import build_table, read_table
from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.doors.table_file import read_table_file, to_text
from mcsj_cli.errors import InvalidDataError, InvalidValueError, MissingPartError, WrongUsageError
from mcsj_cli.interchange import to_csv
from mcsj_cli.model.table import FIELDS, choose_columns
from tests.doors.workbooks import make_open_document, make_workbook

SAMPLES = Path(__file__).parent / "data" / "tables"
HEADINGS = {word for words in FIELDS.values() for word in words}


def test_cells_have_the_types_that_the_workbook_gives_them() -> None:
    cells = [9001.0, 5.5, True, date(2020, 4, 1), datetime(2020, 4, 1, 10, 30), time(17, 30), "Na"]
    raw = make_workbook({"Hoja1": [[], ["a"], cells]})
    rows = read_table_file(raw, "libro.xlsx").rows
    assert [row.line for row in rows] == [2, 3]
    assert list(rows[1].cells) == cells
    assert [to_text(cell) for cell in rows[1].cells] == [
        "9001", "5.5", "TRUE", "2020-04-01", "2020-04-01 10:30", "17:30", "Na",
    ]  # fmt: skip


def test_columns_are_counted_from_the_first_of_the_sheet() -> None:
    raw = make_workbook({"Hoja1": [[None, None, "a"], [None, None, "b"]]})
    assert [list(row.cells) for row in read_table_file(raw, "x").rows] == [
        ["", "", "a"],
        ["", "", "b"],
    ]


def test_the_first_sheet_with_rows_is_read_and_the_others_are_told() -> None:
    raw = make_workbook({"Vacía": [], "Datos": [["a"]], "Notas": [["b"]], "Otra": []})
    found = read_table_file(raw, "libro.xlsx")
    assert (found.sheet, found.others, len(found.rows)) == ("Datos", ["Notas"], 1)


def test_links_behind_texts_are_found() -> None:
    sample = read_table_file((SAMPLES / "contenido.xlsx").read_bytes(), "contenido.xlsx")
    assert sample.links == {(2, 3)}
    linked = make_open_document(
        '<table:table-row table:number-rows-repeated="2"/><table:table-row>'
        '<table:table-cell/><table:table-cell office:value-type="string">'
        '<text:p><text:a href="https://example.org">Ver</text:a></text:p></table:table-cell>'
        "</table:table-row>"
    )
    assert read_table_file(linked, "libro.ods").links == {(3, 2)}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_csv_is_read_in_every_separator_and_encoding(separator: str, encoding: str) -> None:
    lines = ["Reporte de abril", "", separator.join(["título", "rubro", "año"])]
    lines += [separator.join([f"Niño {number}", "SOSnacional", ""]) for number in range(3)]
    rows = read_table_file("\r\n".join(lines).encode(encoding), "t.csv").rows
    assert [row.line for row in rows] == [1, 3, 4, 5, 6]
    assert list(rows[2].cells) == ["Niño 0", "SOSnacional", ""]


def test_the_records_of_json_are_rows() -> None:
    items = [{"uid": "a", "tags": ["x", "y"], "n": 1}, {"uid": "b", "notes": None}]
    rows = read_table_file(json.dumps(items).encode(), "t.json").rows
    assert [list(row.cells) for row in rows] == [
        ["uid", "tags", "n", "notes"],
        ["a", "x; y", "1", ""],
        ["b", "", "", ""],
    ]


@pytest.mark.parametrize("text", ["[1, 2]", '{"a": 1}', "[{]", "[" * 100_000])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError):
        read_table_file(text.encode(), "t.json")


@pytest.mark.parametrize("text", ["=1+1", "-x", "'=1", "''+x", "@a", "'hola", "a'b", "+52"])
def test_a_text_comes_back_out_of_csv(text: str) -> None:
    written = to_csv([{"a": text}]).encode()
    assert [list(row.cells) for row in read_table_file(written, "t.csv").rows] == [["a"], [text]]


def test_a_quotation_mark_that_nothing_closes_is_told_by_its_row() -> None:
    raw = b'titulo,rubro\nUno,SOSnacional\n"' + b"x\n" * 600_000
    with pytest.raises(InvalidDataError) as caught:
        read_table_file(raw, "t.csv")
    (problem,) = caught.value.problems
    assert (problem.line, "comillas" in problem.message) == (3, True)


def test_the_heading_may_stand_below_a_title() -> None:
    rows = [["Notas de abril"], [], ["Nota", "Título", "Nota", "", "Rubro"]]
    raw = make_workbook({"Hoja1": [*rows, ["a", "Uno", "–", "x", "SOSnacional"], ["Total:", 3]]})
    table = read_table(raw, "libro.xlsx", "", HEADINGS)
    assert table.names == ["Nota", "Título", "Nota (2)", "(D)", "Rubro"]
    assert table.rows == [
        (4, {"Nota": "a", "Título": "Uno", "Nota (2)": "", "(D)": "x", "Rubro": "SOSnacional"})
    ]
    assert table.totals == (5,)
    assert choose_columns(table, []) == {"Título": "title", "Rubro": "tags"}


def test_columns_of_one_name_are_refused_only_where_one_is_read() -> None:
    wide = build_table(read_table_file(b"titulo,x,x\nUno,1,2\n", "t.csv"), "t.csv", HEADINGS)
    assert choose_columns(wide, []) == {"titulo": "title"}
    twice = build_table(read_table_file(b"titulo,titulo\nUno,Dos\n", "t.csv"), "t.csv", HEADINGS)
    with pytest.raises(InvalidValueError, match="dos columnas se llaman «titulo»"):
        choose_columns(twice, [])


def test_a_list_of_people_in_a_workbook_is_named_as_such() -> None:
    rows: list[list[object]] = [
        ["Nombre (nombre original)", "Hora para unirse", "Duración (minutos)"],
        ["x", "y", 5],
    ]
    with pytest.raises(WrongUsageError, match="quién estuvo en una videollamada"):
        read_table(make_workbook({"a": rows}), "libro.xlsx", "una tabla")


def test_a_sheet_without_rows_is_empty() -> None:
    with pytest.raises(InvalidDataError, match="datos"):
        read_table(make_workbook({"a": []}), "libro.xlsx", "una tabla")


def test_without_the_part_a_workbook_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def lack(
        name: str,
        variables: Mapping[str, object] | None = None,
        local: Mapping[str, object] | None = None,
        wanted: Sequence[str] = (),
        level: int = 0,
    ) -> ModuleType:
        if name == "python_calamine":
            raise ImportError(name)
        return real(name, variables, local, wanted, level)

    monkeypatch.setattr(builtins, "__import__", lack)
    with pytest.raises(MissingPartError) as caught:
        read_table_file(make_workbook({"a": [["x"]]}), "libro.xlsx")
    assert "'.[tables]'" in caught.value.advice
