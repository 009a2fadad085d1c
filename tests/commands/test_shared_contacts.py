"""Contacts handed to a colleague: sealed for their key, shown first, and nobody's wish lost."""

import json
import re
import stat
import sys
from pathlib import Path

import pytest

from tests.commands.test_people import ADD, EMAIL, NAME, OTHER, UID, leaks, listed, refused
from tests.conftest import ROOT, Result, copy_folder
from tests.store.test_history import run_git
from tests.test_main import Run

FILE = "contactos.age"


class Colleagues:
    """Two folders of one network, each with a key of its own, used in turn."""

    def __init__(self, top: Path, mcsj: Run, patch: pytest.MonkeyPatch) -> None:
        self.top, self.file = top, top / FILE
        self._mcsj, self._patch = mcsj, patch

    def run(self, who: str, *arguments: str | Path) -> Result:
        self._patch.chdir(self.top / who)
        self._patch.setenv("MCSJ_KEY", str(self.top / "llaves" / f"{who}.txt"))
        return self._mcsj(*arguments)

    def done(self, who: str, *arguments: str | Path) -> Result:
        result = self.run(who, *arguments)
        assert result.code == 0, result
        return result

    def key(self, who: str) -> str:
        return self.done(who, "people", "key").out.strip()

    def export(self, who: str, to: str) -> Result:
        # Somebody's phone may begin what is typed with a capital.
        given = ("--all", "--recipient", self.key(to).capitalize(), "-o", self.file)
        return self.done(who, "people", "export", *given)

    def take(self, who: str) -> Result:
        return self.done(who, "people", "import", self.file, "--apply")

    def people(self, who: str) -> dict[str, dict[str, object]]:
        listing = self.done(who, "people", "list", "--format", "json").out
        return {one["uid"]: one for one in json.loads(listing)}


@pytest.fixture
def both(
    demo_folder: Path, tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> Colleagues:
    for name in ("norte", "sur"):
        copy_folder(demo_folder, tmp_path / name)
    return Colleagues(tmp_path, mcsj, monkeypatch)


def test_a_newcomer_gets_all_contacts_with_what_they_agreed_to(both: Colleagues) -> None:
    both.done("norte", *ADD, *EMAIL, "--preferred", "e-mail", "--consent", "ayer")
    both.done("norte", *OTHER)
    both.done("norte", "people", "edit", "enlace-jacaranda", "--do-not-contact")
    run_git(both.top / "sur", "remote", "add", "origin", str(both.top / "norte"))
    empty = both.done("sur", "people", "list")
    for command in (
        "personas llave",
        "personas exportar --todo --destinatario",
        "personas importar contactos.age",
    ):
        assert f"mcsj {command}" in empty.err
    made = both.done("sur", "personas", "llave")
    assert "llaves/sur.txt" in made.err
    assert made.out == f"{both.key('sur')}\n"
    assert f"--destinatario {made.out.strip()} -o private/contactos.age" in made.err
    told = both.export("norte", "sur")
    assert told.out == f"{both.file}\n"
    assert stat.S_IMODE(both.file.stat().st_mode) == 0o600
    assert not leaks(both.file.read_bytes() + told.err.encode())
    shown = both.done("sur", "people", "import", both.file)
    assert NAME in shown.out
    assert "--aplicar" in shown.err
    assert not leaks(shown.err.encode())
    assert not (both.top / "sur" / "private").exists()
    assert "Quedó guardado." in both.take("sur").err
    assert both.people("sur") == both.people("norte")
    again = both.take("sur")
    assert (again.out, "2 personas ya están aquí" in again.err) == ("", True)
    assert "mcsj personas llave" not in both.done("sur", "people", "list").err


def test_doubles_are_shown_and_a_wish_to_be_left_alone_wins(both: Colleagues) -> None:
    for who in ("norte", "sur"):
        both.done(who, *ADD, "--consent", "hoy")
    both.done("norte", "people", "add", "Secretaría", "--role", "x", "--phone", "55 0000 0009")
    both.done("sur", "people", "add", "Tesorería", "--role", "x", "--phone", "+52 5500000009")
    both.done("sur", "people", "edit", "tesoreria", "--do-not-contact")
    both.done("norte", "people", "edit", UID, "--do-not-contact")
    both.export("norte", "sur")
    shown = both.done("sur", "people", "import", both.file, "--format", "json")
    first, second = json.loads(shown.out)
    assert (first["act"], first["uid"], first["doubles"]) == ("changed", UID, [])
    assert (second["act"], second["uid"], second["doubles"]) == ("new", "secretaria", ["tesoreria"])
    assert both.people("sur")[UID]["do_not_contact"] is False
    both.take("sur")
    people = both.people("sur")
    assert all(one["do_not_contact"] for one in people.values())
    assert people[UID]["consent"] == {"on": "2020-04-23", "notice": "2"}
    # Back again: neither loses it, and the one whom only the other had is left alone there too.
    both.export("sur", "norte")
    both.take("norte")
    assert all(one["do_not_contact"] for one in both.people("norte").values())


def test_the_later_record_stands_and_what_stays_is_said(
    both: Colleagues, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.done("norte", *ADD, "--consent", "hoy")
    both.export("norte", "sur")
    both.take("sur")
    monkeypatch.setenv("MCSJ_NOW", "2020-04-25T10:00:00-05:00")
    both.done("norte", "people", "edit", UID, "--phone", "55 0000 0003", "--consent", "")
    both.export("norte", "sur")
    told = both.take("sur")
    assert "55 0000 0001 → 55 0000 0003" in told.out
    assert both.people("sur") == both.people("norte")
    monkeypatch.setenv("MCSJ_NOW", "2020-04-26T10:00:00-05:00")
    both.done("sur", "people", "edit", UID, "--role", "tesorería")
    told = both.take("sur")
    assert "queda lo suyo" in told.out
    assert both.people("sur")[UID]["role"] == "tesorería"


def test_who_was_forgotten_does_not_come_back(both: Colleagues) -> None:
    both.done("norte", *ADD, *EMAIL)
    both.done("norte", *OTHER)
    both.export("norte", "sur")
    both.take("sur")
    gone = both.done("sur", "people", "forget", UID, "--yes")
    forgotten = (both.top / "sur" / "private" / "forgotten.txt").read_bytes()
    assert not leaks(forgotten)
    assert b"private/forgotten.txt" in gone.err.encode()
    assert gone.err.startswith("Lo que se borró queda anotado con esta referencia:")
    # The colleague has written the name otherwise meanwhile, and the number too.
    both.done("norte", "people", "edit", UID, "--name", "Vocal J.", "--phone", "+52 5500000001")
    both.export("norte", "sur")
    told = both.take("sur")
    assert gone.out.strip() in told.out
    assert list(both.people("sur")) == ["enlace-jacaranda"]
    both.done("sur", *ADD)  # who agrees anew is written down by hand
    both.take("sur")
    assert len(both.people("sur")) == 2
    # Notes of an earlier release tell nothing by which somebody is known.
    (both.top / "sur" / "private" / "forgotten.txt").unlink()
    both.done("norte", "people", "add", "Tercera", "--role", "x", "--phone", "55 0000 0007")
    both.export("norte", "sur")
    assert "Una versión anterior borró aquí a 1 persona" in both.take("sur").err


def test_files_that_do_not_open_say_what_to_do_and_write_nothing(
    both: Colleagues, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = ("people", "export", "--all", "--recipient", both.key("norte"), "-o", both.file)
    refused(both.run("norte", *alone), 2, "Todavía no hay contactos")
    both.done("norte", *ADD)
    both.export("norte", "norte")
    ask = ("people", "import", both.file, "--apply")
    refused(both.run("sur", *ask), 5, "mcsj personas llave", "llaves/sur.txt")
    key = both.key("sur")
    refused(both.run("sur", *ask), 6, "otra llave", "mcsj personas llave")
    both.export("norte", "sur")
    whole = both.file.read_bytes()
    for content in (whole[:-7], whole[:120], b"", b"age", b"\x00\xff" * 50, b"people: []\n"):
        both.file.write_bytes(content)
        refused(both.run("sur", *ask), 6, FILE)
    both.file.write_bytes(b"")
    refused(both.run("sur", *ask), 6, "está vacío", "pídalo otra vez")
    both.file.write_bytes(whole[:-7])
    refused(both.run("sur", *ask), 6, "está dañado", "pídalo otra vez")
    refused(both.run("sur", "people", "import", both.top / "no.age"), 5, "no.age")
    refused(both.run("sur", "people", "import", both.top), 2)
    assert not (both.top / "sur" / "private").exists()
    target = both.top / "otra.age"
    for wrong in (
        ("--all", "-o", target),
        ("--all", "--recipient", key),
        ("--all", "--recipient", key, "-o", both.top / "x.csv"),
        ("--recipient", key, "-o", target),
        (UID, "--recipient", key, "-o", target),
        ("--all", "--recipient", "age1xyz", "-o", target),
    ):
        refused(both.run("norte", "people", "export", *wrong), 2, "mcsj personas llave")
    given = ("people", "export", "--all", "--recipient", key[:-9], "-o", target)
    refused(both.run("norte", *given), 2, "parece que está cortada")
    secret = (both.top / "llaves" / "sur.txt").read_text("utf-8").split()[-1]
    told = both.run("norte", "people", "export", "--all", "--recipient", secret, "-o", target)
    refused(told, 2, "llave secreta", "mcsj personas llave")
    assert secret not in told.err
    place = both.top / "norte" / "data" / "otra.age"
    refused(both.run("norte", "people", "export", "--all", "--recipient", key, "-o", place), 2)
    assert not target.exists()
    assert not place.exists()
    both.file.write_bytes(whole)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    given = ("people", "export", "--all", "--recipient", key, "-o", target)
    for command in (ask, ("people", "key"), given):
        refused(both.run("norte", *command), 2, ".[people]")


def test_contacts_that_are_encrypted_here_stay_so(both: Colleagues, mcsj: Run) -> None:
    both.done("norte", *ADD)
    both.done("sur", *OTHER)
    for who in ("norte", "sur"):
        both.done(who, "people", "lock")
    both.export("norte", "sur")
    both.take("sur")
    assert not (both.top / "sur" / "private" / "people.yaml").exists()
    assert len(listed(mcsj)) == 2
    key = both.top / "llaves" / "sur.txt"
    key.rename(both.top / "copia.txt")
    refused(both.run("sur", "people", "key"), 5, str(key), "de su copia", "private/people.yaml.age")
    assert not key.exists()
    (both.top / "copia.txt").rename(key)
    assert len(listed(mcsj)) == 2


def test_contacts_in_a_cloud_are_told_until_they_are_encrypted(
    demo_folder: Path, tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "llaves" / "key.txt"
    monkeypatch.setenv("MCSJ_KEY", str(key))
    root = tmp_path / "OneDrive - Red" / "red"
    made = mcsj("init", root)
    assert "está en OneDrive" in made.err
    assert "mcsj personas cerrar" in made.err
    monkeypatch.chdir(root)
    before = mcsj("doctor")
    assert (before.code, "está en OneDrive" in before.out) == (0, True)
    added = mcsj(*OTHER)
    assert "está en OneDrive" in added.err
    assert "Cífrelos en cuanto haya uno" in before.out
    told = mcsj("doctor")
    assert (told.code, "Cífrelos: mcsj personas cerrar" in told.out) == (1, True)
    assert mcsj("people", "lock").code == 0
    assert "OneDrive" not in mcsj("people", "add", "Tercera", "--role", "x", *EMAIL).err
    well = mcsj("doctor")
    assert (well.code, str(key) in well.out, "está en OneDrive" in well.out) == (0, True, False)
    key.rename(tmp_path / "otra.txt")
    gone = mcsj("doctor", "--format", "json")
    assert gone.code == 1
    (row,) = [one for one in json.loads(gone.out) if one["part"] == "Contactos"]
    assert (row["well"], str(key) in row["found"]) == (False, True)


def test_the_guide_quotes_what_the_program_says() -> None:
    catalogue = (ROOT / "mcsj_cli/locales/es/LC_MESSAGES/mcsj.po").read_text("utf-8")
    said = catalogue.replace('"\n"', "")
    rows = re.findall(
        "^[|] («.*?) [|]", (ROOT / "docs/contactos.md").read_text("utf-8"), re.MULTILINE
    )
    quotes = re.findall("«([^»]+)»", " ".join(rows))
    assert len(quotes) >= 5
    assert [quote for quote in quotes if quote not in said] == []
