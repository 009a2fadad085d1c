"""Rows of a spreadsheet made into items, parted from those that are there, and added together."""

from collections.abc import Callable
from datetime import date

import pytest

from mcsj_cli.doors.input_sheet import read_table
from mcsj_cli.errors import InvalidDataError, InvalidValueError
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Tag, Url
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.model.table import InputTable, choose_columns
from mcsj_cli.model.table_days import TableDays
from mcsj_cli.operations.content_table import (
    NumberedItem,
    PartedItems,
    find_near,
    make_items,
    part_items,
    take_over,
)
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
TAG = Tag("SOSeconomia")
VAN_GOGH = "2020-04-26-pasea-entre-los-cuadros-de-van-gogh-desde-tu-telefono"


def _table(*rows: str) -> InputTable:
    text = "\n".join(["título,rubro,liga,resumen", *rows, ""])
    return read_table(text.encode(), "notas.csv", "")


def _make(network: Project, table: InputTable, default: Tag | None = TAG) -> list[NumberedItem]:
    columns = choose_columns(table, [])
    return make_items(network, table, "notas.csv", columns, default, TableDays(TODAY))


def _item(title: str, url: str = "") -> Content:
    return Content(title=Line(title), tags=[TAG], url=Url(url), created=TODAY)


def test_a_row_becomes_an_item_of_the_day(network: Project) -> None:
    (made,) = _make(network, _table("Uno,#SOSnacional,https://example.org/1,"))
    assert made.row == 2
    assert (made.item.title, made.item.tags, made.item.created) == ("Uno", ["SOSnacional"], TODAY)
    assert made.item.url == "https://example.org/1"


def test_rows_are_counted_as_spreadsheets_count_them(network: Project) -> None:
    made = _make(network, _table("Uno,,,", "", "Dos,,,"))
    assert [(one.row, one.item.title) for one in made] == [(2, "Uno"), (4, "Dos")]


def test_a_row_that_names_no_rubric_is_under_the_one_for_all(network: Project) -> None:
    (made,) = _make(network, _table("Uno,,,"))
    assert made.item.tags == [TAG]


def test_without_one_for_all_a_row_must_name_a_rubric(network: Project) -> None:
    with pytest.raises(InvalidDataError) as caught:
        _make(network, _table("Uno,,,"), default=None)
    assert [problem.place for problem in caught.value.problems] == ["notas.csv:2"]


def test_the_problems_of_all_rows_are_told_in_one_go(network: Project) -> None:
    table = _table("Uno,SOSnada,liga,", "Dos,,,", ",,,x", "Tres,,,Llame al 55 1234 5678")
    with pytest.raises(InvalidDataError) as caught:
        _make(network, table)
    lines = [problem.line for problem in caught.value.problems]
    assert lines == [2, 2, 4, 5]
    assert {problem.file for problem in caught.value.problems} == {"notas.csv"}
    assert "SOSnada" in caught.value.problems[0].message
    assert caught.value.advice.startswith("No se agregó nada")


def test_new_items_are_parted_from_those_of_the_archive(network: Project) -> None:
    known = network.find(CONTENT, VAN_GOGH)
    same_title = _item(known.record.title.upper())
    same_address = _item("Otro título", f"{known.record.url}/?utm_source=x")
    fresh = _item("Créditos a la palabra")
    items = [
        NumberedItem(row, item) for row, item in enumerate((same_title, fresh, same_address), 2)
    ]
    parted = part_items(network, items, "notas.csv")
    assert parted.fresh == [fresh]
    assert parted.repeated == [(2, same_title, known.file), (4, same_address, known.file)]
    assert parted.problems == []


def test_an_item_of_an_earlier_row_is_told_by_its_row(network: Project) -> None:
    one = _item("Créditos a la palabra", "https://example.org/1")
    by_title = _item("CREDITOS a la palabra", "https://example.org/2")
    by_address = _item("Otra cosa", "http://www.example.org/1/")
    items = [NumberedItem(row, item) for row, item in enumerate((one, by_title, by_address), 2)]
    parted = part_items(network, items, "notas.csv")
    assert parted.fresh == [one]
    assert [(one.row, one.place) for one in parted.repeated] == [
        (3, "el renglón 2"),
        (4, "el renglón 2"),
    ]


def test_files_that_cannot_be_read_are_told_beside_the_items(network: Project) -> None:
    file = CONTENT.path(VAN_GOGH)
    (network.root / file).write_text("title: [\n", encoding="utf-8")
    parted = part_items(network, [NumberedItem(2, _item("Uno"))], "notas.csv")
    assert len(parted.fresh) == 1
    assert {problem.file for problem in parted.problems} == {file}


def test_an_almost_equal_title_is_named_with_the_item_of_the_archive(network: Project) -> None:
    known = network.find(CONTENT, VAN_GOGH)
    near, far = _item(f"{known.record.title}!"), _item("Créditos a la palabra")
    assert list(find_near(network, [far, near])) == [(near, known)]


def test_a_table_is_added_as_one_commit(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    before = network.archive.count(CONTENT)
    parted = PartedItems([_item("Uno"), _item("Dos"), _item("Uno")], [], [])
    take_over(network, parted)
    assert Project(network.root).archive.count(CONTENT) == before + 3
    assert subjects() == ['content: import "Uno, Dos, Uno"']
    assert network.find(CONTENT, "2020-04-23-uno-2").record.title == "Uno"


def test_a_table_with_one_item_that_cannot_be_kept_adds_none(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    broken = Content(title=Line("Dos"), tags=[], created=TODAY)
    before = network.archive.count(CONTENT)
    with pytest.raises(InvalidValueError):
        take_over(network, PartedItems([_item("Uno"), broken], [], []))
    assert Project(network.root).archive.count(CONTENT) == before
    assert subjects() == []
