"""`mcsj search`, held against a naive reader of all files."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from mcsj_cli.model.kinds import KINDS
from mcsj_cli.model.search import parse_search
from mcsj_cli.model.text import fold
from mcsj_cli.store.project import Project
from tests.test_main import Run

# The fields of each kind that are searched.
FIELDS = {
    "content": ("title", "summary", "source", "tags"),
    "meetings": ("purpose", "reason", "agenda", "notes"),
    "actions": ("title", "owner", "progress"),
    "practices": ("title", "done", "result", "steps"),
    "followups": ("summary", "next_step"),
}


def search(mcsj: Run, *words: str) -> list[dict[str, Any]]:
    result = mcsj("search", *words, "--limit", "1000", "--format", "json")
    assert result.code == 0, result.err
    found: list[dict[str, Any]] = json.loads(result.out)
    return found


def read_naively(project: Path, words: Sequence[str]) -> set[tuple[str, str]]:
    """Return the kinds and uids of the records of which every word begins some word."""
    found = set()
    for folder, fields in FIELDS.items():
        for file in (project / "data" / folder).rglob("*.yaml"):
            record = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  texts alone
            have = []
            for text in _list_texts([record.get(field) for field in fields]):
                have += "".join(c if c.isalnum() else " " for c in fold(text)).split()
            if all(any(one.startswith(word) for one in have) for word in words):
                found.add((folder, file.stem))
    return found


def _list_texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _list_texts(value.get("note"))
    texts: list[str] = []
    for one in value or []:
        texts += _list_texts(one)
    return texts


@pytest.mark.parametrize(
    "words",
    [["cubrebocas"], ["leon"], ["banco"], ["aliment"], ["mesa", "taller"], ["policia"], ["no"]],
)
def test_every_record_with_the_words_is_found_and_no_other(
    project: Path, mcsj: Run, words: list[str]
) -> None:
    kinds = {kind.folder for kind in KINDS}
    found = {(one["kind"], one["uid"]) for one in search(mcsj, *words) if one["kind"] in kinds}
    assert found == read_naively(project, words)
    assert found


def test_a_name_is_found_before_what_mentions_it(project: Path, mcsj: Run) -> None:
    best = search(mcsj, "león")[0]
    assert (best["kind"], best["uid"]) == ("mesas", "leon")
    assert best["command"] == "mcsj mesas show leon"
    assert search(mcsj, "leapam")[0]["kind"] == "partners"
    assert {one["uid"] for one in search(mcsj, "jalisco") if one["kind"] == "mesas"} == {
        "guadalajara"
    }


def test_each_command_opens_what_was_found(project: Path, mcsj: Run) -> None:
    commands = {one["kind"]: one["command"] for one in search(mcsj, "de")}
    assert set(commands) >= {"content", "meetings", "actions", "practices", "followups"}
    for kind, command in commands.items():
        result = mcsj(*command.split()[1:])
        assert (result.code, bool(result.out)) == (0, True), kind


def test_filters_are_those_of_content(project: Path, mcsj: Run) -> None:
    found = search(mcsj, "de", "tag:SOSeconomia", "since:2020-04-10")
    words = ("de", "tag:SOSeconomia", "since:2020-04-10")
    content = mcsj("content", "search", *words, "--limit", "1000", "--format", "json")
    assert {one["uid"] for one in found} == {one["uid"] for one in json.loads(content.out)}
    assert {one["kind"] for one in found} == {"content"}


def test_contacts_of_this_machine_are_found_by_name_and_number(project: Path, mcsj: Run) -> None:
    mcsj("people", "add", "Enlace de León", "--role", "enlace", "--mesa", "leon",
         "--whatsapp", "55 0000 0001", "--consent", "hoy")  # fmt: skip
    assert [one["title"] for one in search(mcsj, "enlace", "0001")] == ["Enlace de León"]
    result = mcsj("search", "enlace", "0001")
    assert "mcsj personas ver" in result.out
    assert "0000 0001" not in result.out


def test_a_mesa_is_found_by_its_other_names(project: Path, mcsj: Run) -> None:
    assert mcsj("mesas", "edit", "leon", "--alias", "Zapatera").code == 0
    assert [one["uid"] for one in search(mcsj, "zapatera")] == ["leon"]


@pytest.mark.parametrize("noun", [(), ("content",)])
def test_a_first_day_that_was_not_written_in_full_is_told(mcsj: Run, noun: tuple[str, ...]) -> None:
    assert "Entendí: miércoles 22 de abril de 2020" in mcsj(*noun, "search", "since:ayer").err
    assert "Entendí" not in mcsj(*noun, "search", "since:2020-04-22").err


def test_contacts_that_are_closed_are_told_and_the_rest_is_found(project: Path, mcsj: Run) -> None:
    (project / "private").mkdir(exist_ok=True)
    (project / "private/people.yaml.age").write_bytes(b"age-encryption.org/v1\n")
    result = mcsj("search", "leon")
    assert (result.code, "mcsj mesas ver leon" in result.out) == (0, True)
    assert "No se buscó en los contactos" in result.err


def test_nothing_to_search_for_is_refused(project: Path, mcsj: Run) -> None:
    result = mcsj("search", '""')
    assert (result.code, result.out) == (2, "")
    assert "mcsj buscar comedor" in result.err
    assert mcsj("search", "xyzzy").err.strip() == "Nada tiene esas palabras."


def test_a_record_is_found_by_its_title_as_lists_show_it(project: Path, mcsj: Run) -> None:
    for noun in ("actions", "practices", "content"):
        for one in json.loads(mcsj(noun, "list", "--format", "json").out):
            result = mcsj(noun, "show", one["title"], "--format", "json")
            assert (result.code, json.loads(result.out)["uid"]) == (0, one["uid"]), one["title"]
    assert mcsj("actions", "show", "¿…?").code == 5


def test_a_record_is_found_by_the_title_that_it_has_now(project: Path, mcsj: Run) -> None:
    mcsj("content", "add", "Rutnas en casa", "--tag", "SOSmensajes")
    mcsj("content", "edit", "rutnas", "--title", "Rutinas en casa")
    for name in ("rutinas", "Rutinas en casa", "rutnas"):
        assert "rutnas-en-casa" in mcsj("content", "show", name).out
    mcsj("content", "add", "Rutinas de la mañana", "--tag", "SOSmensajes")
    result = mcsj("content", "show", "rutinas")
    assert (result.code, "rutnas-en-casa" in result.err) == (5, True)


def test_the_names_of_an_agenda_that_nobody_reads_are_not_found(project: Path, mcsj: Run) -> None:
    mcsj("meetings", "agenda", "2020-W19-g4", "--add", "El comedor del puerto")
    assert "2020-W19-g4" in mcsj("search", "comedor del puerto").out
    assert mcsj("search", "other").out == ""


def test_only_what_belongs_to_a_mesa_or_a_group_is_found(project: Path, mcsj: Run) -> None:
    mcsj("people", "add", "Enlace de León", "--role", "enlace", "--mesa", "leon",
         "--whatsapp", "55 0000 0001", "--consent", "hoy")  # fmt: skip
    found = {(one["kind"], one["uid"]) for one in search(mcsj, "mesa:León")}
    history = json.loads(mcsj("mesas", "show", "leon", "-f", "json").out)["history"]
    assert {(event["kind"], event["uid"]) for event in history} <= found
    kinds = {kind for kind, _uid in found}
    assert {"mesas", "people"} <= kinds
    assert "partners" not in kinds
    of_group = {(one["kind"], one["uid"]) for one in search(mcsj, "grupo:6")}
    contents = {one for one in found if one[0] == "content"}
    assert found - contents - {("meetings", "2020-W17-g6")} < of_group
    assert ("mesas", "monterrey") not in of_group
    assert ("meetings", "2020-W17-g6") in of_group
    assert search(mcsj, "mesa:leon", "group:6", "calzado")
    assert search(mcsj, "mesa:leon", "group:4") == []


def test_a_meeting_of_a_group_has_its_own_day(project: Path, mcsj: Run) -> None:
    for since, is_there in (("2020-04-20", True), ("2020-04-23", True), ("2020-04-24", False)):
        found = {
            one["uid"]: one["day"]
            for one in search(mcsj, "group:4", f"since:{since}")
            if one["kind"] == "meetings"
        }
        assert found.get("2020-W17-g4") == ("2020-04-23" if is_there else None)
        assert set(found.values()) == {day for day in found.values() if day >= since}


def test_a_value_may_stand_behind_its_colon_and_is_never_missing(project: Path, mcsj: Run) -> None:
    assert search(mcsj, "mesa: leon") == search(mcsj, "mesa:leon")
    assert search(mcsj, "group:", "4", "comedor") == search(mcsj, "group:4", "comedor")
    for words in ("mesa:", "comedor grupo:", "tag:", "desde:"):
        result = mcsj("search", words)
        assert (result.code, result.out) in ((2, ""), (5, "")), words


@pytest.mark.parametrize("words", [
    ("mesa:valle de bravo",), ("mesa:valle", "de", "bravo"), ('mesa:"valle de bravo"',),
])  # fmt: skip
def test_a_value_of_several_words(project: Path, mcsj: Run, words: tuple[str, ...]) -> None:
    assert search(mcsj, *words) == search(mcsj, "mesa:valle-de-bravo")
    more = search(mcsj, *words, "estrategia")
    assert more == search(mcsj, "mesa:valle-de-bravo", "estrategia")
    assert more


@pytest.mark.parametrize("words", [
    ("desde:20 de abril",), ("desde:20", "de", "abril"), ("desde:20 de abril de 2020",),
    ('desde:"20 de abril"',), ("since:20 de abril comedor",), ("desde:2020-04-20", "comedor"),
])  # fmt: skip
def test_a_first_day_of_several_words(project: Path, mcsj: Run, words: tuple[str, ...]) -> None:
    asked = parse_search(words, Project(project).categories, date(2020, 4, 23))
    assert asked.since == date(2020, 4, 20)
    assert asked.words == (["comedor"] if "comedor" in words[-1] else [])


@pytest.mark.parametrize(("words", "code", "told"), [
    (("mesa:nadie",), 5, "nadie"), (("grupo:77",), 5, "77"), (("desde:nunca",), 2, "nunca"),
    (("mesa:leon", "mesa:pachuca"), 2, "«mesa»"),
    (("desde:ayer", "since:hoy"), 2, "«since»"),
])  # fmt: skip
def test_a_filter_that_means_nothing_is_refused(
    project: Path, mcsj: Run, words: tuple[str, ...], code: int, told: str
) -> None:
    result = mcsj("search", *words)
    assert (result.code, result.out) == (code, "")
    assert told in result.err


def test_what_the_limit_leaves_out_is_told(project: Path, mcsj: Run) -> None:
    every = len(search(mcsj, "de"))
    result = mcsj("search", "de", "--limit", "5")
    assert f"Hay {every - 5} más: --limite {every}" in result.err
    assert "más: --limite" not in mcsj("search", "de", "--limit", str(every)).err
    result = mcsj("content", "search", "de", "--limit", "2")
    every = len(json.loads(mcsj("content", "search", "de", "--limit", "999", "-f", "json").out))
    assert f"Hay {every - 2} más: --limite {every}" in result.err
