"""The private contacts as a coordinator types them; and that nothing
of them is found anywhere else.
"""

import csv
import json
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from mcsj_cli import main
from tests.commands.test_prompts import _answer, _end, _spawn
from tests.conftest import Result
from tests.keyboard import press_interrupt
from tests.store.test_history import run_git
from tests.test_main import Run

# Roles, not people; numbers that nobody has; addresses that nobody can have.
NAME, UID = "Vocalía Jacaranda", "vocalia-jacaranda"
ADD = ("people", "add", NAME, "--role", "vocal", "--mesa", "leon", "--phone", "55  0000 0001")
EMAIL = ("--email", "jacaranda@example.org")
OTHER = ("people", "add", "Enlace Jacaranda", "--role", "enlace", "--whatsapp", "+52 55 0000 0002")
TRACES = (b"acaranda", b"ACARANDA", b"0000 0001", b"0000 0002", b"5500000001", b"5500000002")


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "llaves" / "key.txt"
    monkeypatch.setenv("MCSJ_KEY", str(path))
    return path


def listed(mcsj: Run, *options: str) -> list[dict[str, Any]]:
    result = mcsj("people", "list", *options, "--format", "json")
    assert result.code == 0, result
    found: list[dict[str, Any]] = json.loads(result.out)
    return found


def refused(result: Result, code: int, *texts: str) -> None:
    """A refusal tells what to do, and repeats nothing of anybody."""
    assert (result.code, result.out) == (code, ""), result
    assert "Traceback" not in result.err
    assert not leaks(result.err.encode()), result.err
    for text in texts:
        assert text in result.err, result.err


def leaks(content: bytes) -> list[bytes]:
    return [trace for trace in TRACES if trace in content]


def test_a_contact_from_its_beginning_to_its_end(project: Path, mcsj: Run) -> None:
    result = mcsj(*ADD, *EMAIL, "--preferred", "e-mail")
    assert (result.code, result.out) == (0, f"{UID}\n")
    assert "mcsj personas aviso --para" in result.err
    assert not leaks(result.err.encode())
    assert mcsj("personas", "agregar", *OTHER[2:], "--consent", "ayer").code == 0
    first, second = listed(mcsj)
    assert first == {
        "uid": UID,
        "name": NAME,
        "role": "vocal",
        "mesa": "leon",
        "channels": [
            {"kind": "phone", "value": "55 0000 0001"},
            {"kind": "e-mail", "value": "jacaranda@example.org"},
        ],
        "preferred": "e-mail",
        "consent": None,
        "withdrawn": None,
        "do_not_contact": False,
        "created": "2020-04-23",
        "updated": "2020-04-23",
        "contact": "jacaranda@example.org",
    }
    assert (second["mesa"], second["consent"]) == (None, {"on": "2020-04-22", "notice": "2"})
    edited = mcsj(
        "people",
        "editar",
        "vocalia",
        "--consent",
        "hoy",
        "--phone",
        "55 0000 0003",
        "--role",
        "tesorería",
    )
    assert (edited.code, edited.out) == (0, f"{UID}\n")
    assert mcsj("people", "edit", UID, "--email", "", "--do-not-contact").code == 0
    shown = json.loads(mcsj("people", "show", UID, "--format", "json").out)
    assert shown["channels"] == [{"kind": "phone", "value": "55 0000 0003"}]
    assert (shown["role"], shown["preferred"], shown["do_not_contact"]) == ("tesorería", None, True)
    assert mcsj("people", "edit", UID, "--contact", "--consent", "", "--mesa", "").code == 0
    shown = json.loads(mcsj("people", "show", UID, "--format", "json").out)
    assert (shown["mesa"], shown["consent"], shown["do_not_contact"]) == (None, None, False)
    assert shown["withdrawn"] == "2020-04-23"
    assert "retirado el 2020-04-23" in mcsj("people", "show", UID).out
    proof = ("--consent", "hoy", "--como", "en persona", "--ante", "coordinación")
    assert mcsj("people", "edit", UID, *proof).code == 0
    shown = json.loads(mcsj("people", "show", UID, "--format", "json").out)
    assert (shown["consent"], shown["withdrawn"]) == (
        {"on": "2020-04-23", "notice": "2", "means": "in-person", "taken_by": "coordinación"},
        None,
    )
    assert "en persona; ante: coordinación" in mcsj("people", "show", UID).out
    gone = mcsj("people", "forget", NAME, "--yes")
    assert gone.code == 0
    assert not leaks((gone.out + gone.err).encode())
    noted = (project / "private/erasures.yaml").read_text(encoding="utf-8")
    assert noted == f"- {{on: 2020-04-23, reference: {gone.out.strip()}}}\n"
    assert [one["uid"] for one in listed(mcsj)] == ["enlace-jacaranda"]
    assert stat.S_IMODE((project / "private").stat().st_mode) == 0o700
    assert run_git(project, "status", "--porcelain") == ""


def test_contacts_are_chosen(project: Path, mcsj: Run) -> None:
    for command in (ADD, OTHER, (*ADD, "--consent", "hoy")):
        assert mcsj(*command).code == 0
    every = [one["uid"] for one in listed(mcsj)]
    assert every == [UID, "enlace-jacaranda", f"{UID}-2"]
    assert [one["uid"] for one in listed(mcsj, "--mesa", "leon")] == [UID, f"{UID}-2"]
    assert [one["uid"] for one in listed(mcsj, "--group", "6")] == [UID, f"{UID}-2"]
    assert listed(mcsj, "--group", "4") == []
    assert [one["uid"] for one in listed(mcsj, "--role", "ENL")] == ["enlace-jacaranda"]
    assert [one["uid"] for one in listed(mcsj, "--no-consent")] == [UID, "enlace-jacaranda"]
    table = mcsj("people", "list").out
    assert "55 0000 0001" in table
    assert "León" in table
    rows = list(csv.DictReader(mcsj("people", "list", "--format", "csv").out.splitlines()))
    assert rows[1]["whatsapp"] == "'+52 55 0000 0002"


def test_what_is_refused(project: Path, mcsj: Run) -> None:
    refused(mcsj("people", "add"), 2, "--cargo", "--whatsapp")
    refused(mcsj(*ADD[:4]), 2)
    refused(mcsj(*ADD, "--email", "jacaranda"), 6)
    refused(mcsj(*ADD[:-1], "55 0000 000"), 6)
    refused(mcsj(*ADD, "--preferred", "e-mail"), 6)
    refused(mcsj(*ADD, "--preferred", "55 0000 0001"), 2, "WhatsApp")
    refused(mcsj(*ADD, "--consent", "mañana"), 2)
    refused(mcsj(*ADD, "--mesa", "leon"), 2, "--mesa")
    refused(mcsj(*ADD[:6], "lion", *ADD[7:]), 5, "«leon»")
    refused(mcsj("people", "add", "Vocalía", "Jacaranda", *ADD[3:]), 2)
    refused(mcsj("people", "add", "c/Jacaranda.vcf", *ADD[3:]), 2, "mcsj personas importar")
    refused(mcsj("people", "add", "data/network.yaml", *ADD[3:]), 2, "mcsj personas importar")
    refused(mcsj(*ADD[:-1], "55 0000 0001 / 55 0000 0002"), 6, "ext. 12")
    refused(mcsj(*ADD, "--how", "paper"), 2, "--consentimiento")
    refused(mcsj(*ADD, "--consent", "hoy", "--how", "Jacaranda"), 2, "en persona")
    assert not (project / "private/people.yaml").exists()
    assert mcsj(*ADD).code == 0
    before = (project / "private/people.yaml").read_bytes()
    refused(mcsj("people", "show", "Vocalía Jacarandá2"), 5)
    refused(mcsj("people", "edit", UID), 2)
    refused(mcsj("people", "edit", UID, "--name", " "), 6)
    refused(mcsj("people", "edit", UID, "--phone", "", "--preferred", "phone"), 6)
    refused(mcsj("people", "edit", UID, "--email", "jacaranda@"), 6)
    refused(mcsj("people", "export"), 2)
    refused(mcsj("people", "export", UID, "--all"), 2)
    refused(mcsj("people", "export", UID, "-o", "private/x.csv"), 2, ".json")
    refused(mcsj("people", "export", UID, "-o", "x.json"), 2, "private/")
    refused(mcsj("people", "export", UID, "-o", "data/x.json"), 2)
    refused(mcsj("people", "notice", "--for", UID, "-o", "aviso.md"), 2, "private/")
    refused(mcsj("people", "unlock"), 2)
    refused(mcsj("people", "lock", "--recipient", "age1x"), 2)
    assert (project / "private/people.yaml").read_bytes() == before
    asked = mcsj("people", "forget", UID)
    assert asked.code == 2
    assert not leaks(asked.err.encode())
    assert (project / "private/people.yaml").read_bytes() == before


def test_numbers_are_kept_as_they_are_dialled(project: Path, mcsj: Run) -> None:
    numbers = ("044 55 0000 0001", "+52 1 55 0000 0002", "5500000003.0", "55\u20110000\u20110004")
    phones = [part for number in numbers for part in ("--phone", number)]
    assert mcsj(*ADD[:-2], *phones, "--whatsapp", "tel:+52-55-0000-0005;ext=7").code == 0
    (shown,) = listed(mcsj)
    assert [one["value"] for one in shown["channels"]] == [
        "55 0000 0001", "+52 55 0000 0002", "5500000003", "55-0000-0004", "+52-55-0000-0005 ext. 7",
    ]  # fmt: skip
    assert mcsj("people", "edit", UID, "--phone", "0052 55 0000 0006 Ext.: 3").code == 0
    assert listed(mcsj)[0]["channels"][0]["value"] == "+52 55 0000 0006 ext. 3"


def test_all_that_is_kept_of_somebody_is_handed_over(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    mcsj(*ADD, *EMAIL, "--consent", "hoy")
    printed = json.loads(mcsj("people", "export", "vocalia").out)
    assert mcsj("people", "exportar", UID, "-o", tmp_path / "datos.json").code == 0
    assert mcsj("people", "export", UID, "-o", tmp_path / "datos.yaml").code == 0
    assert json.loads((tmp_path / "datos.json").read_text(encoding="utf-8")) == printed
    again = yaml.safe_load((tmp_path / "datos.yaml").read_text(encoding="utf-8"))
    assert again["channels"] == printed["channels"]
    assert printed["consent"] == {"on": "2020-04-23", "notice": "2"}
    assert stat.S_IMODE((tmp_path / "datos.json").stat().st_mode) == 0o600


def test_a_mail_merge_has_only_those_who_agreed(project: Path, mcsj: Run, tmp_path: Path) -> None:
    mcsj(*ADD, "--consent", "hoy")
    mcsj(*OTHER)
    mcsj(
        "people",
        "add",
        "=Tercera",
        "--role",
        "x",
        "--email",
        "tres@example.org",
        "--consent",
        "hoy",
    )
    mcsj(
        "people",
        "add",
        "Cuarta",
        "--role",
        "x",
        "--email",
        "cuatro@example.org",
        "--consent",
        "hoy",
    )
    mcsj("people", "edit", "cuarta", "--do-not-contact")
    path = tmp_path / "lista.csv"
    assert mcsj("people", "export", "--all", "-o", path).code == 0
    heading = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert heading[:4] == ["registro", "nombre", "cargo", "mesa"]
    assert len(set(heading)) == len(heading)
    assert mcsj("--lang", "en", "people", "export", "--all", "-o", path).code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["name"] for row in rows] == [NAME, "'=Tercera"]
    assert rows[0]["contact"] == "55 0000 0001"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("es", ("Aviso de privacidad", "asesoría legal")), ("en", ("Privacy notice", "legal advice"))],
)
def test_the_notice_in_both_languages(
    project: Path, mcsj: Run, tmp_path: Path, lang: str, words: tuple[str, str]
) -> None:
    mcsj(*ADD, *EMAIL)
    result = mcsj("--lang", lang, "people", "notice")
    assert result.code == 0, result
    for word in (*words, "México SOS", "RNMCSJ", "2020", "["):
        assert word in result.out
    assert "$" not in result.out
    assert "<!--" not in result.out
    assert not leaks((result.out + result.err).encode())
    own = mcsj("--lang", lang, "people", "notice", "--for", UID)
    assert own.out.startswith(result.out.rstrip("\n"))
    assert "jacaranda@example.org" in own.out
    assert not leaks(own.err.encode())
    assert "Secretaría Anticorrupción y Buen Gobierno" in result.out
    assert "[authority" not in result.out
    assert mcsj("--lang", lang, "people", "notice", "-o", tmp_path / "aviso.md").code == 0
    assert (tmp_path / "aviso.md").read_text(encoding="utf-8") == result.out


@pytest.mark.parametrize(("lang", "answer"), [("es", "*Acepto*"), ("en", "*I agree*")])
def test_the_short_notice_fits_into_a_message(
    project: Path, mcsj: Run, lang: str, answer: str
) -> None:
    result = mcsj("--lang", lang, "people", "notice", "--short")
    assert result.code == 0, result
    assert result.out.rstrip().endswith(answer)
    for word in ("México SOS", "RNMCSJ", "[", "(versi"):
        assert word in result.out
    assert len(result.out) < 1000
    assert "$" not in result.out
    refused(mcsj("people", "notice", "--short", "--for", "x"), 2)


def test_encrypted_contacts_work_like_plain_ones(project: Path, mcsj: Run, key: Path) -> None:
    mcsj(*ADD)
    (project / "private/viejo.csv").write_text("x", encoding="utf-8")
    locked = mcsj("people", "lock")
    assert "private/viejo.csv" in locked.err
    assert (locked.code, locked.out.strip()) == (0, "private/people.yaml.age")
    assert str(key) in locked.err
    assert mcsj(*OTHER, "--consent", "hoy").code == 0
    assert [one["uid"] for one in listed(mcsj)] == [UID, "enlace-jacaranda"]
    assert mcsj("people", "edit", "enlace", "--do-not-contact").code == 0
    assert mcsj("people", "recifrar").code == 0
    refused(mcsj("people", "lock"), 2)
    secret = key.read_bytes()
    key.unlink()
    for command in (
        ADD,
        ("people", "list"),
        ("people", "forget", UID, "--yes"),
        ("people", "abrir"),
        ("people", "rekey"),
    ):
        refused(mcsj(*command), 5, "MCSJ_KEY")
    key.write_bytes(secret)
    assert mcsj("people", "olvidar", UID, "--yes").code == 0
    for path in (project / "private").rglob("*"):
        assert path.is_dir() or not leaks(path.read_bytes())
    assert mcsj("people", "unlock").code == 0
    assert [one["uid"] for one in listed(mcsj)] == ["enlace-jacaranda"]
    assert run_git(project, "status", "--porcelain") == ""


def test_contacts_are_asked_for(project: Path) -> None:
    terminal = _spawn("people", "add")
    _answer(
        terminal,
        (": ", NAME),
        (": ", "vocal"),
        (": ", "lion"),
        (": ", "leon"),
        (": ", "55 0000"),
        (": ", "55 0000 0001"),
        (": ", ""),
        (": ", "jacaranda@example.org"),
        (r"prefiere \(1–2\): ", "2"),
        (": ", "mañana"),
        (": ", "hoy"),
        (": ", "fax"),
        (": ", "whatsapp"),
        (": ", "coordinación"),
    )
    code, rest = _end(terminal)
    assert code == 0, rest
    text = (project / "private/people.yaml").read_text(encoding="utf-8")
    for line in (
        "mesa: leon",
        "preferred: e-mail",
        "{kind: phone, value: 55 0000 0001}",
        "2020-04-23, notice: '2', means: whatsapp, taken_by: coordinación",
    ):
        assert line in text
    before = (project / "private/people.yaml").read_bytes()
    terminal = _spawn("people", "forget", UID)
    _answer(terminal, (r"\[s/N\]: ", "n"))
    assert _end(terminal)[0] == 2
    assert (project / "private/people.yaml").read_bytes() == before
    terminal = _spawn("people", "add")
    _answer(terminal, (": ", NAME))
    terminal.expect(": ")
    press_interrupt(terminal)
    assert _end(terminal)[0] == 130
    assert (project / "private/people.yaml").read_bytes() == before


BROKEN = (
    "people:\n  - uid: Vocalía Jacaranda\n",
    (
        "people:\n  - {uid: a, name: Jacaranda, role: vocal, created: Jacaranda, "
        "updated: 2020-04-20}\n"
    ),
    "people:\n\t- Jacaranda\n",
    (
        "people:\n  - {uid: a, name: b, role: c, created: 2020-04-20, updated: 2020-04-20, "
        "teléfono: 55 0000 0001}\n"
    ),
    "people: [{uid: a, name: b, role: c, channels: [{kind: e-mail, value: jacaranda}], "
    "created: 2020-04-20,"
    " updated: 2020-04-20}]\n",
)


class Session:
    """A session at the keyboard, which keeps what must name nobody.

    Errors of `people`, and all that others print.
    """

    def __init__(self, mcsj: Run) -> None:
        self.mcsj = mcsj
        self.told: list[str] = []

    def people(self, code: int, *arguments: str) -> None:
        result = self.mcsj("people", *arguments)
        assert result.code == code, result
        self.told.append(result.err)

    def other(self, *arguments: str) -> None:
        result = self.mcsj(*arguments)
        self.told.append(result.out + result.err)


def use_all(session: Session) -> None:
    """Use what there is, and make the mistakes that people make."""
    session.people(0, *OTHER[1:], "--consent", "hoy")
    for command in (
        ("list",),
        ("show", UID),
        ("export", UID),
        ("export", "--all"),
        ("notice", "--for", UID),
    ):
        session.people(0, *command)
    share_with_oneself(session)
    take_in_files(session)
    session.people(0, "edit", UID, "--consent", "hoy", "--whatsapp", "5500000001")
    session.people(6, "edit", UID, "--email", "jacaranda")
    session.people(5, "show", "Vocalía Jacarandas")
    session.people(2, "show", "Vocalía", "Jacaranda")
    session.people(2, "edit", UID, "--fone=55 0000 0001")


def take_in_files(session: Session) -> None:
    """Hand out an address book, and take it in, with changes and with what cannot be taken."""
    book, table = Path("private/libreta.vcf"), Path("private/tabla.csv")
    session.people(0, "export", UID, "--vcard", str(book))
    text = book.read_text(encoding="utf-8").replace("TITLE:vocal", "TITLE:tesorería")
    bad = "BEGIN:VCARD\r\nFN;CHARSET=x;ENCODING=QUOTED-PRINTABLE:Jacaranda=C3\r\nEND:VCARD\r\n"
    book.write_text(text + bad, encoding="utf-8")
    for options in ((), ("--format", "json"), ("--apply",), ("--apply", "-f", "csv")):
        session.people(0, "import", str(book), *options)
    session.people(5, "import", str(book), "--only", "Jacaranda")
    session.people(5, "import", str(book), "--mesa", "lion")
    book.write_text(text[:-20], encoding="utf-8")
    session.people(6, "import", str(book), "--apply")
    rows = "Vocalía Jacaranda,55 0000 0001 0,Jacaranda\nJacaranda,jacaranda@,leon\n"
    table.write_text(f"Nombre,Teléfono,Mesa\n{rows}", encoding="utf-8")
    session.people(6, "import", str(table), "--apply")
    session.people(2, "add", str(book), *ADD[3:])
    book.unlink()
    table.unlink()


def share_with_oneself(session: Session) -> None:
    """Export everybody for one's own key, and take them in, also cut off and from elsewhere."""
    sealed = Path("private/otra.age")
    key = session.mcsj("people", "key").out.strip()
    session.people(0, "export", "--all", "--recipient", key, "-o", str(sealed))
    for options in ((), ("--apply",)):
        session.people(0, "import", str(sealed), *options)
    sealed.write_bytes(sealed.read_bytes()[:-9])
    session.people(6, "import", str(sealed))
    sealed.unlink()
    session.people(5, "import", str(sealed))


def plant_faults(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the program fail while it holds people's data, above the store and in it."""

    def fail(item: object, *_rest: object) -> None:
        raise RuntimeError(f"planted: {item!r}")

    with monkeypatch.context() as patch:
        patch.setattr("mcsj_cli.commands.people.lists.show_item", fail)
        session.people(main.BUG, "show", UID)
        patch.setattr("mcsj_cli.operations.contact_files.read_contacts", fail)
        table = Path("private/tabla.csv")
        table.write_text("Nombre,Teléfono\nJacaranda,55 0000 0001\n", encoding="utf-8")
        session.people(main.BUG, "import", str(table))
        table.unlink()
        patch.setattr("mcsj_cli.store.yaml.load", fail)
        session.people(main.BUG, "list")


def break_file(session: Session, path: Path, text: str, *, sealed: bool) -> None:
    """Spoil the plain file, see that nothing goes on, and bring it back."""
    if sealed:
        session.people(0, "unlock")
    before = path.read_bytes()
    path.write_text(text, encoding="utf-8")
    session.people(6, "list")
    session.people(6, *ADD[1:])
    session.people(6, "lock")
    path.write_bytes(before)
    if sealed:
        session.people(0, "lock")


ELSEWHERE = (
    "status", "check", "log", "report weekly", "mesas show leon", "groups list", "followups funnel",
    "meetings announce --group 6 --dry-run", "meetings minutes 2020-W17-g4",
    "meetings ics --group 6", "meetings agenda --group 6", "content search vocalía",
    "content add Nota --tag SOSmensajes", "index rebuild", "doctor", "sync", "undo",
)  # fmt: skip


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "encrypted"])
def test_nothing_of_anybody_is_found_anywhere_else(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: bool
) -> None:
    logs, session = tmp_path / "logs", Session(mcsj)
    logs.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(logs))
    session.people(0, *ADD[1:], *EMAIL)
    if sealed:
        session.people(0, "lock")
    use_all(session)
    if sealed:
        session.people(0, "unlock")
    plant_faults(session, monkeypatch)
    if sealed:
        session.people(0, "lock")
    own = project / "private"
    for text in BROKEN:
        break_file(session, own / "people.yaml", text, sealed=sealed)
    for command in ELSEWHERE:
        session.other(*command.split())
    assert leaks("\n".join(session.told).encode()) == []
    objects = subprocess.run(
        ["git", "-C", str(project), "cat-file", "--batch-all-objects", "--batch"],
        capture_output=True,
        check=True,
    ).stdout
    assert b"organisation: " in objects
    assert leaks(objects) == []
    others = [
        path
        for path in (*project.rglob("*"), *logs.rglob("*"))
        if path.is_file() and own not in path.parents
    ]
    assert {part for path in others for part in path.parts} >= {".mcsj", ".git", "data"}
    assert len(list(logs.glob("mcsj-*.log"))) == 3
    assert [path for path in others if leaks(path.read_bytes())] == []
    assert len(listed(mcsj)) == 2
    assert any(leaks(path.read_bytes()) for path in own.rglob("*") if path.is_file()) != sealed
    assert "private" not in run_git(project, "status", "--porcelain", "--untracked-files=all")


def test_a_planted_fault_says_where_it_was(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mcsj(*ADD)

    def fail(people: list[Any], _text: str) -> None:
        raise LookupError(str(people))

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("mcsj_cli.commands.people.lists.find_person", fail)
    assert mcsj("people", "show", UID).code == main.BUG
    (log,) = tmp_path.glob("mcsj-*.log")
    text = log.read_text(encoding="utf-8")
    assert "LookupError in" in text
    assert "test_people.py:" in text
    assert leaks(text.encode()) == []


def test_a_part_of_a_name_erases_nobody_unasked(project: Path, mcsj: Run) -> None:
    for name in ("Vocal", "Vocal de Jacaranda"):
        line = ("people", "add", name, "--role", "vocal", "--phone", "55 0000 0001")
        assert mcsj(*line).code == 0
    assert mcsj("people", "forget", "vocal", "--yes").code == 0
    path = project / "private/people.yaml"
    before = path.read_bytes()
    refused(mcsj("people", "forget", "vocal", "--yes"), 5, "listar --formato json")
    terminal = _spawn("people", "forget", "vocal", "--yes")
    code, told = _end(terminal)
    assert code == 5
    assert "olvidar vocal-de-jacaranda --si" in told
    assert path.read_bytes() == before
    code, told = _end(_spawn("people", "forget", "Vocal de Jacaranda", "--yes"))
    assert code == 0
    assert "Se borró a esta persona: Vocal de Jacaranda" in told
    assert listed(mcsj) == []
    assert "Jacaranda" not in run_git(project, "log", "-p")


def test_it_is_told_where_a_new_contact_is_kept(project: Path, mcsj: Run) -> None:
    added = mcsj("people", "add", "Enlace", "--role", "enlace", "--phone", "55 0000 0009")
    assert added.code == 0, added
    assert "solo en esta computadora: nunca entra al historial" in added.err
