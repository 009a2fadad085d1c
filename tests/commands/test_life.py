"""An item from a tip to a post and back: each refusal, the texts, the tables, the feed."""

import csv
import io
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import openpyxl
import pytest
from syrupy.assertion import SnapshotAssertion

from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.model.table import FIELDS, find_field
from mcsj_cli.store.project import Project
from tests.commands.test_work import read, refused, shown
from tests.store.test_history import picture
from tests.test_main import Run

ADD = (
    "content", "add", "Créditos para tiendas", "--tag", "SOSeconomia", "--url", "https://example.org/creditos",
    "--source", "IMSS", "--summary", "Se piden en línea.",
)  # fmt: skip
UID = "2020-04-23-creditos-para-tiendas"
PROOF = ("--by", "coordinación nacional", "--evidence", "https://example.org/prueba")


@pytest.fixture
def item(project: Path, mcsj: Run) -> str:
    assert mcsj(*ADD).code == 0
    return UID


def content(mcsj: Run, *arguments: str, code: int = 0) -> str:
    result = mcsj("content", *arguments)
    assert result.code == code, result
    return result.out


def test_the_life_of_an_item(
    item: str, project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for verb in (("schedule", item, "--at", "mañana 9:00"), ("publish", item), ("post", item)):
        advice = f"mcsj contenido verificar {item}"
        refused(mcsj("content", *verb), 2, "Nadie ha verificado", advice)
    refused(mcsj("content", "retract", item, "--reason", "x", "--by", "y"), 2, "borrador")
    refused(mcsj("content", "verify", item), 2, "--por", "--evidencia")
    refused(
        mcsj("content", "verify", item, "--by", "x", "--evidence", "www.imss.gob.mx"),
        6,
        "dirección web",
    )
    refused(mcsj("content", "verify", item, *PROOF, "--expires", "2020-04-22"), 6, "2020-04-22")
    refused(
        mcsj(
            "content",
            "verify",
            item,
            "--by",
            "quien@example.net",
            "--evidence",
            "https://example.org",
        ),
        6,
    )
    made = read(mcsj("content", "verify", item, *PROOF, "--expires", "2020-04-30"))
    assert made["status"] == "verified"
    assert made["verification"].pop("digest") == Project(project).find(CONTENT, item).record.digest
    assert made["verification"] == {
        "by": "coordinación nacional", "on": date(2020, 4, 23), "evidence": "https://example.org/prueba",
        "expires": date(2020, 4, 30),
    }  # fmt: skip
    refused(mcsj("content", "schedule", item), 2, "--cuando")
    refused(mcsj("content", "schedule", item, "--at", "2020-04-20 9:00"), 2, "ya pasó")
    refused(
        mcsj("content", "schedule", item, "--at", "2020-05-01 9:00"),
        2,
        "solo vale hasta el 2020-04-30",
    )
    made = read(mcsj("content", "schedule", item, "--at", "2020-04-24 9:00"))
    assert made["slot"] == {
        "at": "2020-04-24 09:00",
        "by": "coordinación nacional",
        "on": date(2020, 4, 23),
    }
    made = read(mcsj("content", "publish", item, "--link", "https://example.org/post"))
    assert made["publication"] == {
        "by": "coordinación nacional", "on": date(2020, 4, 23), "link": "https://example.org/post",
    }  # fmt: skip
    refused(mcsj("content", "schedule", item, "--at", "2020-04-25 9:00"), 2, "ya está publicada")
    monkeypatch.setenv("MCSJ_NOW", "2020-05-02T09:00:00-05:00")
    refused(mcsj("content", "post", item), 2, "solo vale hasta el 2020-04-30")
    read(mcsj("content", "verify", item, *PROOF))
    assert "Créditos para tiendas" in content(mcsj, "post", item)
    text = content(mcsj, "retract", item, "--reason", "El programa cambió")
    assert text.startswith("RECTIFICACIÓN: Créditos para tiendas\n")
    assert "El programa cambió" in text
    assert "https://example.org/post" in text
    told = shown(mcsj, "content", item)
    assert (told["status"], told["retraction"]["reason"]) == ("retracted", "El programa cambió")
    for again in (
        ("verify", item, *PROOF),
        ("publish", item),
        ("post", item),
        ("retract", item, "--reason", "x"),
    ):
        refused(mcsj("content", *again), 2, "retirada")
    assert mcsj("check").code == 0


def test_what_changed_after_it_was_verified_is_verified_again(
    item: str, project: Path, mcsj: Run
) -> None:
    content(mcsj, "verify", item, *PROOF)
    content(mcsj, "schedule", item, "--at", "mañana 9:00")
    path = project / Project(project).find(CONTENT, item).file
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Se piden en línea.", "Se piden en línea y por teléfono."), encoding="utf-8"
    )
    for verb in (("schedule", item, "--at", "mañana 9:00"), ("publish", item), ("post", item)):
        refused(mcsj("content", *verb), 2, "cambió", "mcsj contenido verificar")
    told = mcsj("check")
    assert told.code == 0
    assert f"{path.name}:" in told.out + told.err
    content(mcsj, "tag", item, "+SOSmensajes")
    content(mcsj, "verify", item, *PROOF)
    content(mcsj, "publish", item)


def test_steps_that_are_taken_again(item: str, mcsj: Run) -> None:
    content(mcsj, "verify", item, *PROOF)
    content(
        mcsj,
        "publish",
        item,
        "--date",
        "2020-04-23",
        "--by",
        "editora",
        "--link",
        "https://example.org/1",
    )
    content(mcsj, "publish", item)
    told = shown(mcsj, "content", item)["publication"]
    assert told == {"by": "editora", "on": "2020-04-23", "link": "https://example.org/1"}
    content(mcsj, "publish", item, "--link", "https://example.org/2")
    assert shown(mcsj, "content", item)["publication"]["link"] == "https://example.org/2"


def test_nobody_is_shown_what_nobody_vouches_for_any_more(
    item: str, project: Path, mcsj: Run, tmp_path: Path
) -> None:
    content(mcsj, "verify", item, *PROOF)
    content(mcsj, "schedule", item, "--at", "2020-05-12 9:00")
    content(mcsj, "verify", item, *PROOF, "--expires", "2020-05-01")
    told = shown(mcsj, "content", item)
    assert (told["status"], told["slot"]) == ("verified", None)
    path = project / f"data/content/2020/{item}.yaml"
    text = path.read_text(encoding="utf-8")
    slot = "slot: {at: 2020-05-12 09:00, by: x, on: 2020-04-23}"
    path.write_text(
        text.replace("status: verified", f"status: scheduled\n{slot}"), encoding="utf-8"
    )
    assert "avala" in mcsj("check").out
    path.write_text(text.replace("status: verified", "status: draft"), encoding="utf-8")
    for verb in ("post", "publish"):
        refused(mcsj("content", verb, item), 2, "Nadie ha verificado")
    path.write_text(text.replace("'https://example.org/prueba'", "''"), encoding="utf-8")
    assert "evidencia" in mcsj("check").out
    refused(mcsj("content", "schedule", item, "--at", "2020-04-23 9:00"), 6)


def test_an_item_belongs_to_the_day_on_which_it_appears(
    item: str, mcsj: Run, tmp_path: Path
) -> None:
    content(mcsj, "verify", item, *PROOF)
    content(mcsj, "schedule", item, "--at", "2020-05-12 9:00")
    assert item not in content(mcsj, "list", "--week", "2020-W17", "--format", "json")
    assert item in content(mcsj, "list", "--week", "2020-W20", "--format", "json")
    rows = json.loads(
        content(mcsj, "balance", "--week", "2020-W20", "--weeks", "1", "--format", "json")
    )
    assert {row["tag"]: row["planned"] for row in rows}["SOSeconomia"] == 1
    assert item in content(mcsj, "calendar", "--week", "2020-W20", "--format", "json")
    assert item not in content(mcsj, "post", "--week", "2020-W17", "-o", str(tmp_path / "a"))
    assert item in content(mcsj, "post", "--week", "2020-W20", "-o", str(tmp_path / "b"))


def test_the_feed_looks_past_what_expired(item: str, mcsj: Run) -> None:
    content(mcsj, "verify", item, *PROOF)
    content(mcsj, "publish", item)
    assert "Créditos para tiendas" in content(mcsj, "feed", "--limit", "1")


def test_tags_with_any_letter(item: str, mcsj: Run) -> None:
    assert mcsj("categories", "rename", "SOSmensajes", "SOShogar").code == 0
    content(mcsj, "tag", item, "+SOShogar")
    assert shown(mcsj, "content", item)["tags"] == ["SOSeconomia", "SOShogar"]
    content(mcsj, "tag", item, "-SOShogar")
    assert shown(mcsj, "content", item)["tags"] == ["SOSeconomia"]


def test_two_who_verify_and_tag_the_same_item(
    tmp_path: Path, item: str, project: Path, mcsj: Run
) -> None:
    """Each in a clone: both changes are there after both have shared."""
    hub, other = tmp_path / "hub.git", tmp_path / "otra"
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q", "--bare", "-b", "main", hub], check=True)
    subprocess.run([*git, "remote", "add", "origin", hub], cwd=project, check=True)
    assert mcsj("sync").code == 0
    subprocess.run([*git, "clone", "-q", hub, other], check=True)
    subprocess.run(["git", "config", "user.name", "Coordinación norte"], cwd=other, check=True)
    assert mcsj("content", "verify", item, *PROOF).code == 0
    with pytest.MonkeyPatch.context() as there:
        there.chdir(other)
        assert mcsj("content", "tag", item, "+SOSmensajes").code == 0
        assert mcsj("sync").code == 0
    assert mcsj("sync").code == 0
    merged = shown(mcsj, "content", item)
    assert (merged["status"], merged["tags"]) == ("verified", ["SOSeconomia", "SOSmensajes"])


def test_tags_come_and_go(item: str, mcsj: Run) -> None:
    assert mcsj("content", "tag", item, "+sosmensajes", "-SOSeconomía").code == 0
    assert shown(mcsj, "content", item)["tags"] == ["SOSmensajes"]
    refused(mcsj("content", "tag", item, "SOSnacional"), 2, "+SOSeconomia")
    refused(mcsj("content", "tag", item, "-SOSnacional"), 2, "SOSnacional")
    refused(mcsj("content", "tag", item, "+SOSdeportes"), 5)
    refused(mcsj("content", "tag", item, "-SOSmensajes"), 6, "etiqueta")


def test_a_rubric_is_renamed_in_all_of_its_items_as_one_change(project: Path, mcsj: Run) -> None:
    before = len(
        json.loads(mcsj("content", "list", "--tag", "SOSmensajes", "--format", "json").out)
    )
    changes = len(json.loads(mcsj("log", "--limit", "99", "--format", "json").out))
    assert mcsj("categories", "rename", "sosmensajes", "SOSanimo").code == 0
    assert (
        len(json.loads(mcsj("content", "list", "--tag", "SOSanimo", "--format", "json").out))
        == before
        > 0
    )
    assert len(json.loads(mcsj("log", "--limit", "99", "--format", "json").out)) == changes + 1
    assert mcsj("check").code == 0
    refused(mcsj("categories", "rename", "SOSanimo", "sosnacional"), 4)
    refused(mcsj("categories", "rename", "SOSanimo", "dos palabras"), 6)
    assert mcsj("undo").code == 0
    assert mcsj("check").code == 0
    assert (
        len(json.loads(mcsj("content", "list", "--tag", "SOSmensajes", "--format", "json").out))
        == before
    )


# posts


@pytest.mark.parametrize("channel", ["facebook", "whatsapp", "email", "plain"])
def test_a_post_for_each_channel(
    item: str, mcsj: Run, channel: str, snapshot: SnapshotAssertion
) -> None:
    content(mcsj, "verify", item, *PROOF)
    content(mcsj, "tag", item, "+SOSmensajes")
    text = content(mcsj, "post", item, "--for", channel)
    assert text == snapshot
    assert text.index("Créditos para tiendas") < 125
    lines = text.rstrip("\n").splitlines()
    assert "https://example.org/creditos" in lines
    assert "#SOSeconomia #SOSmensajes" in lines
    assert channel == "email" or lines[-1] == "#SOSeconomia #SOSmensajes"


def test_a_text_that_is_too_long_is_told_or_parted(project: Path, mcsj: Run) -> None:
    long = " ".join(f"palabra{n}" for n in range(9_000))
    uid = Path(
        content(mcsj, "add", "T" * 200, "--tag", "SOSnacional", "--summary", long).strip()
    ).stem
    content(mcsj, "verify", uid, *PROOF)
    refused(mcsj("content", "post", uid), 6, "63206")
    result = mcsj("content", "post", uid, "--for", "whatsapp")
    assert result.code == 0
    assert "125" in result.err
    assert "(2/" in result.out


def test_the_posts_of_a_week_and_their_list(project: Path, mcsj: Run, tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "de-otros.txt").write_text("no se toca", encoding="utf-8")
    result = mcsj("--lang", "en", "content", "post", "--week", "2020-W17", "-o", folder)
    assert result.code == 0
    assert (folder / "de-otros.txt").read_text(encoding="utf-8") == "no se toca"
    rows = list(csv.DictReader(io.StringIO((folder / "index.csv").read_text(encoding="utf-8-sig"))))
    assert (
        {row["file"] for row in rows} == {path.name for path in folder.glob("2020-*.txt")} != set()
    )
    for row in rows:
        assert row["title"] in (folder / row["file"]).read_text(encoding="utf-8")
        assert row["status"] in ("verified", "scheduled", "published")
    assert "Left out" in result.err
    assert mcsj("content", "post", "--week", "2020-W17", "-o", folder, "--index", "xlsx").code == 0
    book = openpyxl.load_workbook(folder / "index.xlsx")
    assert [cell.value for cell in book["posts"]["A"]][1:] == [row["file"] for row in rows]
    refused(mcsj("content", "post"), 2, "-o")
    refused(mcsj("content", "post", "--week", "2021-W17", "-o", str(folder)), 2, "2021-W17")


def test_the_feed_is_valid_and_holds_what_is_published(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-03T12:00:00-05:00")
    wild = "<b>Uno</b> & \u202edos"
    uid = Path(
        content(
            mcsj, "add", wild, "--tag", "SOSnacional", "--url", "https://example.org/?a=1&b=2"
        ).strip()
    ).stem
    content(mcsj, "verify", uid, *PROOF)
    content(mcsj, "publish", uid)
    path = tmp_path / "feed.xml"
    assert mcsj("content", "feed", "-o", path).code == 0
    parsed = feedparser.parse(path.read_bytes())
    assert not parsed.bozo
    assert parsed.version == "atom10"
    entries = {entry["id"]: entry for entry in parsed.entries}
    assert len(entries) == len(parsed.entries) > 3
    newest = parsed.entries[0]
    assert (
        newest["title"] == "&lt;b&gt;Uno&lt;/b&gt; &amp; dos"
        or newest["title"] == "<b>Uno</b> & dos"
    )
    assert newest["link"] == "https://example.org/?a=1&b=2"
    assert [tag["term"] for tag in newest["tags"]] == ["SOSnacional"]
    published = [
        entry for entry in Project(project).read(CONTENT).entries
        if entry.record.status == "published" and not entry.record.find_missing(date(2020, 5, 3))
    ]  # fmt: skip
    assert len(parsed.entries) == len(published)
    assert [e["updated"] for e in parsed.entries] == sorted(
        (e["updated"] for e in parsed.entries), reverse=True
    )
    again = tmp_path / "again.xml"
    assert mcsj("content", "feed", "-o", again).code == 0
    assert again.read_bytes() == path.read_bytes()


def test_an_old_item_that_was_verified_anew_comes_first_in_the_feed(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-03T12:00:00-05:00")
    ways = {"content": tmp_path / "feed.xml", "site": tmp_path / "web" / "novedades.xml"}
    monkeypatch.setattr("mcsj_cli.site.site_plan._IN_FEED", 2)

    def read(way: str) -> list[str]:
        made = ways[way] if way == "content" else ways[way].parent
        more = ("feed", "--limit", "2") if way == "content" else ("build",)
        assert mcsj(way, *more, "-o", made).code == 0
        return [entry["title"] for entry in feedparser.parse(ways[way].read_bytes()).entries]

    def add(title: str, day: str) -> None:
        address = f"https://example.org/{title}"
        content(mcsj, "add", title, "--tag", "SOSnacional", "--url", address, "--date", day)
        content(mcsj, "verify", "-", *PROOF)
        content(mcsj, "publish", "-")

    add("Antigua", "2020-03-01")
    monkeypatch.setenv("MCSJ_NOW", "2020-05-04T12:00:00-05:00")
    add("Primera", "2020-05-04")
    add("Segunda", "2020-05-04")
    assert all(set(read(way)) == {"Primera", "Segunda"} for way in ways)
    monkeypatch.setenv("MCSJ_NOW", "2020-05-05T12:00:00-05:00")
    content(mcsj, "verify", "2020-03-01-antigua", *PROOF)
    for way in ways:
        assert read(way)[0] == "Antigua", way


# plans


def test_the_calendar_and_the_balance_count_what_the_list_has(project: Path, mcsj: Run) -> None:
    items = json.loads(mcsj("content", "list", "--week", "2020-W17", "--format", "json").out)
    cells = json.loads(mcsj("content", "calendar", "--week", "2020-W17", "--format", "json").out)
    assert {
        (one["uid"], tag) for one in items for tag in one["tags"] if one["status"] != "retracted"
    } == {(cell["uid"], cell["tag"]) for cell in cells}
    rows = json.loads(mcsj("content", "balance", "--week", "2020-W18", "--format", "json").out)
    assert len(rows) == 4 * 8
    for row in rows:
        week = json.loads(
            mcsj(
                "content", "list", "--week", row["week"], "--tag", row["tag"], "--format", "json"
            ).out
        )
        published = sum(one["status"] == "published" for one in week)
        assert (row["planned"], row["published"], row["gap"]) == (
            len(week),
            published,
            published == 0,
        )


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("command", ["content calendar", "content balance"])
def test_what_a_person_reads(
    project: Path, mcsj_process: Run, snapshot: SnapshotAssertion, command: str, lang: str
) -> None:
    result = mcsj_process(*command.split(), lang=lang)
    assert result.code == 0
    assert result.out == snapshot


# finding


def found(mcsj: Run, *words: str) -> list[str]:
    return [
        item["title"] for item in json.loads(content(mcsj, "search", *words, "--format", "json"))
    ]


def test_what_a_search_understands(project: Path, mcsj: Run) -> None:
    for title in ("Créditos a la palabra", "La palabra de los créditos", "Nada que ver"):
        content(mcsj, "add", title, "--tag", "SOSeconomia", "--date", "2020-04-25", "--state", "NL")
    both = {"Créditos a la palabra", "La palabra de los créditos"}
    assert set(found(mcsj, "CREDITO", "palabra")) == both
    assert found(mcsj, '"creditos a la"') == ["Créditos a la palabra"]
    assert found(mcsj, "créditos a la") == ["Créditos a la palabra"]
    assert set(found(mcsj, "credito palabra tag:soseconomía")) == both
    assert found(mcsj, "palabra", "etiqueta:SOSmensajes") == []
    assert set(found(mcsj, "estado:NL", "desde:2020-04-25")) >= {*both, "Nada que ver"}
    assert set(found(mcsj, "palabra", "etapa:borrador")) == both
    assert found(mcsj, "palabra", "etapa:publicada") == []
    refused(mcsj("content", "search", "tag:SOSeconomia", "tag:SOSnacional"), 2, "dos veces")
    for wrong in ("http://a:99999999", "http://[bad", "nada"):
        refused(mcsj("content", "list", "--url", wrong), 6)
    refused(mcsj("content", "search", "tag:SOSdeportes"), 5)
    refused(mcsj("content", "search", "desde:nunca"), 2)
    refused(mcsj("content", "search", "etapa:rara"), 2)
    refused(mcsj("content", "search", '""'), 2)
    text = mcsj("content", "search", "solicitar").out
    assert "solicit" in text.lower()


def test_suggestions_have_reasons_best_first(project: Path, mcsj: Run) -> None:
    rated = json.loads(
        content(mcsj, "suggest", "Créditos para talleres sin ventas", "--format", "json")
    )
    assert rated[0]["tag"] == "SOSeconomia"
    assert len(rated) == 8
    assert [one["score"] for one in rated] == sorted((one["score"] for one in rated), reverse=True)
    assert "créditos" in rated[0]["reasons"]["words"]
    assert rated[0]["reasons"]["items"]
    assert len(content(mcsj, "suggest", "Créditos para talleres").splitlines()) == 4
    refused(mcsj("content", "suggest", " "), 2)


# tables


def rows_of(path: Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


EXCEL = (
    "Título;Rubro;Resumen;Liga;Fuente;Estado;Fecha;Nota interna\r\n"
    "Niños en casa;SOSdelafamilia;Qué hacer;https://example.org/1;DIF;Jalisco, NL;23/04/2020;x\r\n"
    ";;;;;;;\r\n"
    '"Dice: ""año""; y más";#sosmensajes SOSnacional;"Dos\r\nrenglones";;;;2020-04-24;\r\n'
    "'=1+1;SOSnacional;;;;;;\r\n"
)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-8"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_as_excel_writes_it(
    project: Path, mcsj: Run, tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "notas.csv"
    path.write_bytes(
        EXCEL.replace(";", separator).replace(f'año""{separator}', 'año"";').encode(encoding)
    )
    before = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=project, check=True, capture_output=True
    ).stdout
    result = mcsj("content", "import", path, "--dry-run")
    assert result.code == 0, result
    assert "3 publicaciones" in result.out
    assert "Nota interna" in result.out
    assert (
        subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=project, check=True, capture_output=True
        ).stdout
        == before
    )
    result = mcsj("content", "import", path)
    assert result.code == 0
    first = shown(mcsj, "content", "2020-04-23-ninos-en-casa")
    assert (first["tags"], first["states"], first["url"]) == (
        ["SOSdelafamilia"],
        ["Jal", "NL"],
        "https://example.org/1",
    )
    second = shown(mcsj, "content", "2020-04-24-dice-ano-y-mas")
    assert second["title"] == 'Dice: "año"; y más'
    assert second["tags"] == ["SOSmensajes", "SOSnacional"]
    assert second["summary"] == "Dos\nrenglones"
    assert shown(mcsj, "content", "2020-04-23-1-1")["title"] == "=1+1"
    again = mcsj("content", "import", path)
    assert "0 publicaciones" in again.out
    assert mcsj("undo").code == 0
    assert mcsj("content", "show", "2020-04-23-ninos-en-casa").code == 5
    assert mcsj("check").code == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "vacío"),
        ("Nombre,Rubro\nUno,SOSnacional\n", "--column"),
        ("Título,Rubro\nUno,SOSdeportes\n", "SOSdeportes"),
        ("Título,Rubro\n,SOSnacional\n", "falta"),
        ("Título\nUno\n", "rubro"),
        ("Título,Rubro,Fecha\nUno,SOSnacional,31/02/2020\n", "31/02/2020"),
        ("Título,Rubro,Liga\nUno,SOSnacional,no es\n", "dirección web"),
        ("Título,Rubro,Estado\nUno,SOSnacional,Texas\n", "Texas"),
        ("Título,Rubro,Resumen\nUno,SOSnacional,Llame al 33 1234 5678\n", "teléfono"),
        ("Título,Rubro\nUno,SOSnacional\nDos,SOSnada\n", ":3"),
        ("a\0b", "CSV"),
        ("Título,Rubro,Rubro\nUno,SOSnacional,SOSmensajes\n", "Rubro"),
    ],
)
def test_a_table_that_cannot_be_taken_adds_nothing(
    project: Path, mcsj: Run, tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "notas.csv"
    path.write_text(text, encoding="utf-8")
    count = len(list(project.glob("data/content/*/*.yaml")))
    result = mcsj("content", "import", path)
    assert result.code in (2, 6), result
    assert told in result.err, result
    assert len(list(project.glob("data/content/*/*.yaml"))) == count


def test_only_ends_of_line_end_a_row(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "notas.csv"
    path.write_text("Título, o encabezado;Etiquetas\nUno\u2028dos;SOSnacional\n", encoding="utf-8")
    assert "1 publicación" in content(
        mcsj, "import", str(path), "--column", "Título, o encabezado=title"
    )
    assert found(mcsj, "Uno", "dos") == ["Uno dos"]


def test_columns_may_be_named(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "notas.csv"
    path.write_text("Qué,Dónde\nUno,https://example.org/u\n", encoding="utf-8")
    named = ("--column", "Qué=title", "--column", "Dónde=url", "--tag", "SOSnacional")
    assert mcsj("content", "import", path, *named).code == 0
    assert shown(mcsj, "content", "2020-04-23-uno")["url"] == "https://example.org/u"
    twice = mcsj("content", "import", path, "--column", "Qué=title", "--column", "Dónde=title")
    assert twice.code == 2
    refused_result = mcsj("content", "import", path, "--column", "Nada=title")
    assert refused_result.code == 2
    assert "Qué" in refused_result.err


def test_what_is_exported_is_read_back(project: Path, mcsj: Run, tmp_path: Path) -> None:
    content(mcsj, "add", "=FÓRMULA()", "--tag", "SOSnacional", "--summary", "@nadie")
    for ending in ("csv", "xlsx", "json"):
        assert (
            mcsj("--lang", "en", "content", "export", "-o", tmp_path / f"todo.{ending}").code == 0
        )
    entries = Project(project).read(CONTENT).entries
    rows = rows_of(tmp_path / "todo.csv")
    assert (
        len(rows)
        == len(entries)
        == len(json.loads((tmp_path / "todo.json").read_text(encoding="utf-8")))
    )
    assert {row["title"] for row in rows} == {entry.record.title for entry in entries} - {
        "=FÓRMULA()"
    } | {"'=FÓRMULA()"}
    sheet = openpyxl.load_workbook(tmp_path / "todo.xlsx")["content"]
    head, *body = sheet.iter_rows(values_only=True)
    assert len(body) == len(entries)
    dates = [row[head.index("created")] for row in body]
    assert all(
        moment.date() == entry.record.created for moment, entry in zip(dates, entries, strict=True)
    )
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    for entry in entries:
        (project / entry.file).unlink()
    assert mcsj("content", "import", tmp_path / "todo.csv").code == 0
    back = {entry.record.title: entry.record for entry in Project(project).read(CONTENT).entries}
    for entry in entries:
        old, new = entry.record, back[entry.record.title]
        assert (old.tags, old.summary, old.url, old.source, old.created) == (
            new.tags, new.summary, new.url, new.source, new.created,
        )  # fmt: skip
    refused(mcsj("content", "export", "-o", str(tmp_path / "todo.pdf")), 2, ".xlsx")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_headings_are_in_the_language_of_the_person(
    project: Path, mcsj: Run, tmp_path: Path, ending: str
) -> None:
    def read_headings(name: str, *language: str) -> list[str]:
        table = tmp_path / f"{name}.{ending}"
        assert mcsj(*language, "content", "export", "-o", table).code == 0
        if ending == "json":
            return list(json.loads(table.read_text(encoding="utf-8"))[0])
        if ending == "csv":
            return list(rows_of(table)[0])
        return [cell.value for cell in openpyxl.load_workbook(table)["content"][1]]

    english, spanish = read_headings("en", "--lang", "en"), read_headings("es")
    assert english[:3] == ["uid", "title", "tags"]
    assert len(spanish) == len(english) == len(set(spanish))
    if ending == "json":
        assert spanish == english
        return
    assert spanish[:3] == ["registro", "título", "rubros"]
    assert not set(spanish) & set(english)
    fields = [find_field(name, FIELDS) for name in english]
    assert [find_field(name, FIELDS) for name in spanish] == fields
    assert set(fields) == {*FIELDS, ""}


def test_a_table_with_spanish_headings_comes_back_unchanged(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    table = tmp_path / "notas.csv"
    before = picture(project)
    for language in ("es", "en"):
        assert mcsj("--lang", language, "content", "export", "-o", table).code == 0
        back = mcsj("content", "import", table)
        assert (back.code, "→" in back.err) == (0, False), back.err
        assert picture(project) == before
    assert mcsj("content", "export", "-o", table).code == 0
    item = rows_of(table)[0]
    text = table.read_text(encoding="utf-8-sig").replace(item["título"], "Otro encabezado", 1)
    table.write_text(text, encoding="utf-8")
    assert mcsj("content", "import", table).code == 0
    shown = json.loads(mcsj("content", "show", item["registro"], "--format", "json").out)
    assert shown["title"] == "Otro encabezado"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_opens_right_in_libreoffice(
    project: Path, mcsj: Run, tmp_path: Path, ending: str
) -> None:
    content(mcsj, "add", "=1+1", "--tag", "SOSnacional", "--summary", "Año: niñez; «ñ»")
    table = tmp_path / f"todo.{ending}"
    assert mcsj("--lang", "en", "content", "export", "-o", table).code == 0
    # 44 is a comma, 34 a quote, 76 UTF-8: as a person chooses them in the
    # window that opens for a CSV.
    reading = ["--infilter=CSV:44,34,76"] if ending == "csv" else []
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            *reading,
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            tmp_path / "out",
            table,
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    rows = rows_of(tmp_path / "out/todo.csv")
    entries = Project(project).read(CONTENT).entries
    assert [row["uid"] for row in rows] == [entry.uid for entry in entries]
    assert {row["title"].removeprefix("'") for row in rows} == {
        entry.record.title for entry in entries
    }
    assert "Año: niñez; «ñ»" in {row["summary"] for row in rows}
    assert {row["created"] for row in rows} == {str(entry.record.created) for entry in entries}


def test_the_helpline_on_every_clock_and_as_a_text(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "07:00-19:00 h" in mcsj("helpline").out
    monkeypatch.setenv("MCSJ_NOW", "2026-07-01T12:00:00-06:00")
    assert "09:00-21:00 h" in mcsj("helpline").out
    assert mcsj("helpline", "--text").out.startswith(
        "Apoyo psicológico gratuito (LEAPAM): 55 58 09 49 03\n"
    )
    assert "LEAPAM" in mcsj("partners", "list", "--for", "salud").out
    assert mcsj("partners", "list", "--for", "economia").out == ""
