"""Contacts of phones, mail programs and tables, by the command line; invented people only."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.doors.vcard import read_cards
from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.person import ContactKind
from mcsj_cli.model.text import one_line
from tests.conftest import Result
from tests.store.test_history import run_git

Run = Callable[..., Result]
DATA = Path(__file__).parent / "data"
CONTACTS = DATA / "contacts"
PHONE, WHATSAPP, EMAIL = ContactKind


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "llaves" / "key.txt"
    monkeypatch.setenv("MCSJ_KEY", str(path))
    return path


def take(mcsj: Run, path: Path, *options: str) -> Result:
    result = mcsj("people", "import", path, *options, "--apply")
    assert result.code == 0, result
    return result


def listed(mcsj: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(mcsj("people", "list", "--format", "json").out)
    return found


def summary(person: dict[str, Any]) -> tuple[Any, ...]:
    ways = [(one["kind"], one["value"]) for one in person["channels"]]
    return person["name"], person["role"], person["mesa"], ways


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


SAMPLES = {
    "android-21.vcf": (
        "Íñigo Muñoz de la Coordinación de la Mesa", "enlace", "cancun-im",
        [("phone", "+52 998 000 0002"), ("phone", "998-000-0001"), ("e-mail", "inigo@example.org")],
    ),
    "google-2019.csv": (
        "Carla Muestra", "Enlace", "torreon",
        [("phone", "871 000 0001"), ("e-mail", "carla@example.org")],
    ),
    "iphone-30.vcf": (
        "Ana Prueba", "Coordinadora", "monterrey",
        [("phone", "(81) 0000-0002"), ("whatsapp", "81 0000 0001"), ("e-mail", "ana@example.org")],
    ),
    "nextcloud-40.vcf": (
        "Carla Muestra", "enlace", "torreon",
        [("phone", "+52-871-000-0001"), ("e-mail", "carla@example.org")],
    ),
    "outlook-en-cp1252.csv": (
        "Jesús Peña", "Coordinador", "leon",
        [("phone", "477 000 0001"), ("e-mail", "jesus@example.org")],
    ),
}  # fmt: skip
TRACES = ("Muestra", "Prueba", "uñoz", "Peña", "0000", "@example", "Inventada")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_gives_its_contact_and_nothing_else(
    project: Path, mcsj: Run, name: str
) -> None:
    shown = mcsj("people", "import", CONTACTS / name, "--role", "enlace")
    assert (shown.code, SAMPLES[name][0] in shown.out) == (0, True)
    assert not (project / "private/people.yaml").exists()
    for form in ("json", "yaml", "csv"):
        plain = mcsj("people", "import", CONTACTS / name, "--format", form)
        assert plain.code == 0
        assert not any(trace in plain.out + plain.err for trace in TRACES)
        assert "new" in plain.out
    taken = take(mcsj, CONTACTS / name, "--cargo", "enlace")
    (person,) = listed(mcsj)
    assert summary(person) == SAMPLES[name]
    assert (person["consent"], person["preferred"]) == (None, None)
    text = (project / "private/people.yaml").read_text(encoding="utf-8")
    assert not any(word in text for word in ("1980", "Inventada", "dos hijos", "/9j/"))
    assert run_git(project, "status", "--porcelain") == ""
    again = mcsj("people", "import", CONTACTS / name, "--apply", "--role", "enlace")
    assert (again.code, "Nada nuevo." in again.err) == (0, True)
    assert (project / "private/people.yaml").read_text(encoding="utf-8") == text
    for result in (shown, taken, again):
        assert not any(trace in result.err for trace in TRACES), result.err


def test_the_short_number_of_a_phone_is_told_by_its_row(project: Path, mcsj: Run) -> None:
    shown = mcsj("people", "import", CONTACTS / "android-21.vcf")
    assert "Renglón 11: se omite: solo trae un número corto" in shown.err
    assert "111" not in shown.out
    assert "Saldo" not in shown.out + shown.err
    refused = mcsj("people", "import", CONTACTS / "android-21.vcf", "--apply")
    assert (refused.code, "renglón 1" in refused.err, "--cargo" in refused.err) == (2, True, True)
    assert not (project / "private/people.yaml").exists()


def test_two_programs_have_the_same_person(project: Path, mcsj: Run) -> None:
    take(mcsj, CONTACTS / "nextcloud-40.vcf", "--role", "suplente")
    assert mcsj("people", "edit", "carla", "--consent", "hoy", "--name", "C. Muestra").code == 0
    before = listed(mcsj)
    shown = mcsj("people", "import", CONTACTS / "google-2019.csv")
    assert "cambia" in shown.out
    assert "C. Muestra → Carla Muestra" in shown.out
    assert "suplente → Enlace" in shown.out
    assert listed(mcsj) == before
    take(mcsj, CONTACTS / "google-2019.csv")
    (person,) = listed(mcsj)
    assert summary(person)[:3] == ("Carla Muestra", "Enlace", "torreon")
    assert person["channels"] == before[0]["channels"]  # the same number, written otherwise
    assert (person["uid"], person["consent"]) == (before[0]["uid"], before[0]["consent"])


def test_whoever_was_erased_stays_away_and_opposition_stays(project: Path, mcsj: Run) -> None:
    take(mcsj, CONTACTS / "iphone-30.vcf")
    take(mcsj, CONTACTS / "google-2019.csv")
    assert mcsj("people", "forget", "ana-prueba", "--yes").code == 0
    assert mcsj("people", "edit", "carla", "--do-not-contact", "--mesa", "leon").code == 0
    gone = mcsj("people", "import", CONTACTS / "iphone-30.vcf", "--apply")
    assert (gone.code, "se borró aquí" in gone.err) == (0, True)
    take(mcsj, CONTACTS / "google-2019.csv")
    (person,) = listed(mcsj)
    assert (person["mesa"], person["do_not_contact"]) == ("torreon", True)


def test_a_label_a_mesa_and_a_role_are_chosen(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "libreta.vcf"
    cards = [
        card("FN:Uno Ejemplo", "TEL:5500000001", "CATEGORIES:Grupo 4,Amigos"),
        card("FN:Dos Ejemplo", "TEL:5500000002", "CATEGORIES:Familia"),
        card("FN:Tres Ejemplo", "TEL:5500000003", "ORG:Mesa Cancún-Isla Mujeres;Grupo 4"),
        card("FN:Cuatro Ejemplo", "TEL:5500000004", "ORG:Secretaría de Nuevo León", "TITLE:Jefa"),
    ]
    path.write_text("".join(cards), encoding="utf-8")
    take(mcsj, path, "--only", "grupo 4", "--mesa", "leon", "--role", "vocal")
    assert [(one["name"], one["mesa"]) for one in listed(mcsj)] == [
        ("Uno Ejemplo", "leon"), ("Tres Ejemplo", "cancun-im"),
    ]  # fmt: skip
    none = mcsj("people", "import", path, "--solo", "vecinos")
    assert (none.code, none.out) == (5, "")
    shown = mcsj("people", "import", path)
    assert "2 no nombran ninguna mesa" in shown.err
    assert "coordinación nacional" in shown.out
    assert "Jefa" in shown.out


TWICE = card("FN;ENCODING=QUOTED-PRINTABLE;ENCODING=QUOTED-PRINTABLE:=C3", "TEL:5500000006")
BROKEN_CARD = card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=no-hay:=C3", "TEL:5500000005")


def test_one_bad_card_is_one_note(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "libreta.vcf"
    good = [card(f"FN:Persona {n}", f"TEL:550000000{n}", "TITLE:x") for n in (1, 2)]
    path.write_text(good[0] + BROKEN_CARD + TWICE + good[1], encoding="utf-8")
    taken = take(mcsj, path)
    assert f"{path}:7: Aviso:" in taken.err
    assert f"{path}:12: Aviso:" in taken.err
    assert [one["name"] for one in listed(mcsj)] == ["Persona 1", "Persona 2"]


def test_a_card_that_was_cut_takes_nothing(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "libreta.vcf"
    whole = card("FN:Uno", "TEL:5500000001", "TITLE:x")
    path.write_text(whole + whole[: -len("END:VCARD\r\n")], encoding="utf-8")
    refused = mcsj("people", "import", path, "--apply")
    assert (refused.code, refused.out) == (6, "")
    assert f"{path}:7" in refused.err
    assert not (project / "private/people.yaml").exists()


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"", 6, "vac"),
        (b"\xff\xd8\xff\xe0" + b"x" * 99, 6, "imagen"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", 6, ":1"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", 2, "mcsj calendario importar"),
        (b"hoy no hay nada", 2, "no trae contactos"),
        (b"Nota,Fecha\nuna,2020-04-21\n", 2, "Nombre, Cargo"),
    ],
)
def test_what_is_no_list_of_contacts(
    project: Path, mcsj: Run, tmp_path: Path, content: bytes, code: int, told: str
) -> None:
    path = tmp_path / "archivo"
    path.write_bytes(content)
    refused = mcsj("people", "import", path, "--apply")
    assert (refused.code, refused.out) == (code, ""), refused
    assert told in refused.err
    assert not (project / "private/people.yaml").exists()


TABLE = "Nombre;Apellido paterno;Cargo;Mesa;Teléfonos;WhatsApp;Correo;Notas;Cumpleaños\n"


def test_a_typed_table(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "tabla.csv"
    rows = [
        "Ana;Prueba;enlace;Torreón;871 000 0001 / 871 000 0002;871 000 0003;a@example.org;dato;1",
        "Beto;Prueba;vocal;Mesa León;;664/123-4567;;;",
    ]
    above = "Directorio de mesas\n\n"
    path.write_bytes((above + TABLE + "\n".join(rows)).encode("cp1252"))
    shown = mcsj("people", "import", path)
    assert shown.out.splitlines()[1].split()[0] == "4"
    take(mcsj, path)
    people = listed(mcsj)
    assert [summary(one) for one in people] == [
        (
            "Ana Prueba", "enlace", "torreon",
            [("phone", "871 000 0001"), ("phone", "871 000 0002"), ("whatsapp", "871 000 0003"),
             ("e-mail", "a@example.org")],
        ),
        ("Beto Prueba", "vocal", "leon", [("whatsapp", "664-123-4567")]),
    ]  # fmt: skip
    assert "dato" not in (project / "private/people.yaml").read_text(encoding="utf-8")


GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,Organization Name,"
    "Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Street\n"
    "Ana,María,Prueba,,,Mesa Torreón,Enlace,1980-01-01,dato,x,* myContacts ::: Grupo 4,* Work,"
    "a@example.org ::: b@example.org,* WhatsApp,+52 1 871 000 0001,Work Fax,871 000 0009,Calle 1\n"
    ",,,,,Mesa León,,,,,* myContacts,,,Mobile,477 000 0001 ::: *111,,,\n"
)
OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,Company,Job Title,Business Fax,Business Phone,"
    "Mobile Phone,E-mail Address,E-mail 2 Address,Notes,Categories,Home Street\n"
    "Ana,,Prueba,Ing.,,IMSS,,871 000 0009,871 000 0001 ext. 5,044 871 000 0002,a@example.org,"
    "mala,dato,Torreón;Amigos,Calle 1\n"
)


def test_what_google_writes_today(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(GOOGLE, encoding="utf-8")
    taken = take(mcsj, path, "--role", "vocal")
    assert "Renglón 3: se omite un número" in taken.err
    assert [summary(one) for one in listed(mcsj)] == [
        ("Ana María Prueba", "Enlace", "torreon",
         [("whatsapp", "+52 871 000 0001"), ("e-mail", "a@example.org"),
          ("e-mail", "b@example.org")]),
        ("Mesa León", "vocal", "leon", [("phone", "477 000 0001")]),
    ]  # fmt: skip
    assert [one["name"] for one in listed(mcsj)] == ["Ana María Prueba", "Mesa León"]


def test_the_title_of_outlook_is_no_post(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(OUTLOOK, encoding="utf-16")
    taken = take(mcsj, path, "--role", "vocal", "--only", "amigos")
    assert "Renglón 2: se omite un número o correo" in taken.err
    assert [summary(one) for one in listed(mcsj)] == [
        ("Ana Prueba", "vocal", "torreon",
         [("phone", "871 000 0001 ext. 5"), ("phone", "871 000 0002"),
          ("e-mail", "a@example.org")]),
    ]  # fmt: skip


def test_a_workbook(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = DATA / "tables" / "contactos.xlsx"
    take(mcsj, path, "--role", "enlace")
    assert [summary(one) for one in listed(mcsj)] == [
        ("Ana Prueba", "enlace", "monterrey",
         [("phone", "8100000001"), ("e-mail", "ana@example.org")]),
        ("Carla Muestra", "enlace", "torreon", [("phone", "871-000-0001")]),
    ]  # fmt: skip
    again = mcsj("people", "import", path, "--apply")
    assert (again.code, "Nada nuevo." in again.err) == (0, True)


def test_of_many_rows_all_the_bad_ones_are_named(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "tabla.csv"
    rows = [f"Persona {n},x,{'León' if n % 2 else ''},55{n:08}," for n in range(10_000)]
    rows[4] = "Persona X,x,,12345678,"
    rows[999] = "Persona Y,x,,5500000001,nadie@"
    rows[9_999] = "Persona Z,x,Lion de los Aldama,5500000002,"
    path.write_text("Nombre,Cargo,Mesa,Celular,Correo\n" + "\n".join(rows), encoding="utf-8")
    refused = mcsj("people", "import", path, "--apply")
    assert (refused.code, refused.out) == (6, "")
    for row in (6, 1001, 10_001):
        assert f"{path}:{row}" in refused.err
    assert len(refused.err.splitlines()) < 12
    assert "Persona" not in refused.err
    assert not (project / "private/people.yaml").exists()


@pytest.mark.parametrize("language", ["es", "en"])
def test_our_own_table_comes_back_unchanged(
    project: Path, mcsj: Run, tmp_path: Path, language: str
) -> None:
    phones = ("--phone", "+52 55 0000 0001", "--phone", "55 0000 0002 ext. 3", "--whatsapp",
              "55 0000 0004")  # fmt: skip
    where = ("--mesa", "leon", "--preferred", "whatsapp", "--consent", "hoy")
    assert mcsj("people", "add", "=Uno; dos", "--role", "x", *phones, *where).code == 0
    assert mcsj("people", "add", "Dos", "--role", "y", "--email", "d@example.org",
                "--consent", "hoy").code == 0  # fmt: skip
    path = tmp_path / "lista.csv"
    assert mcsj("people", "export", "--all", "-o", path, "--lang", language).code == 0
    before = listed(mcsj)
    again = mcsj("people", "import", path, "--apply")
    assert (again.code, "Nada nuevo." in again.err) == (0, True)
    assert listed(mcsj) == before
    (project / "private/people.yaml").unlink()
    take(mcsj, path)
    assert [summary(one) for one in listed(mcsj)] == [summary(one) for one in before]
    assert [one["preferred"] for one in listed(mcsj)] == ["whatsapp", None]
    assert [one["consent"] for one in listed(mcsj)] == [None, None]


@pytest.mark.parametrize(
    ("lines", "version", "name", "role"),
    [
        (("N:Peña, Jesús;;;", "FN:Peña, Jesús", "TITLE:Enlace, suplente"), "2.1",
         "Peña, Jesús", "Enlace, suplente"),
        (("N;CHARSET=UTF-8;ENCODING=quoted-printable:Pe=C3=B1a;Jes=C3=BAs;;;",), "2.1",
         "Jesús Peña", ""),
        (("FN:Peña\\, Jesús\\; A.", "ROLE:Enlace\\nde la mesa"), "3.0",
         "Peña, Jesús; A.", "Enlace de la mesa"),
        (("ORG:Mesa León\\; Enlace",), "4.0", "Mesa León", ""),
        (("FN:Muy largo", "  nombre en dos"), "3.0", "Muy largo nombre en dos", ""),
    ],
)  # fmt: skip
def test_names_and_posts(lines: tuple[str, ...], version: str, name: str, role: str) -> None:
    (contact,), problems = read_cards(card(*lines, "TEL:5500000001", version=version), "f")
    assert (contact.name, contact.role, problems) == (name, role, [])


@pytest.mark.parametrize(
    ("lines", "ways"),
    [
        (("TEL;X-WhatsApp:5500000001", "TEL;WORK;FAX:5500000002"), [(WHATSAPP, "5500000001")]),
        (("item1.TEL;TYPE=VOICE:5500000001", "item1.X-ABLabel:_$!<Mobile>!$_"),
         [(PHONE, "5500000001")]),
        (('TEL;TYPE="work,fax":5500000001', "IMPP:whatsapp:+525500000002"),
         [(WHATSAPP, "+525500000002")]),
        (("TEL;PREF=2:5500000002", "TEL:5500000003", "TEL;PREF=1:5500000001"),
         [(PHONE, "5500000001"), (PHONE, "5500000002"), (PHONE, "5500000003")]),
        (("TEL;VALUE=uri:tel:+52-55-0000-0001;ext=7", "EMAIL:mailto:a@example.org"),
         [(PHONE, "+52-55-0000-0001 ext. 7"), (EMAIL, "a@example.org")]),
        (("TEL:55 0000 0001 / 55 0000 0002", "TEL:044 55 0000 0001"),
         [(PHONE, "55 0000 0001"), (PHONE, "55 0000 0002")]),
        (("NOTE;ENCODING=QUOTED-PRINTABLE:una nota=", "TEL:5500000009", "TEL:5500000001"),
         [(PHONE, "5500000001")]),
        (("AGENT:", "BEGIN:VCARD", "TEL:5500000009", "END:VCARD", "TEL:5500000001"),
         [(PHONE, "5500000001")]),
    ],
)  # fmt: skip
def test_numbers_and_addresses(lines: tuple[str, ...], ways: list[tuple[ContactKind, str]]) -> None:
    (contact,), problems = read_cards(card("FN:Uno", *lines), "f")
    assert problems == []
    assert [(one.kind, one.value) for one in contact.ways.channels] == ways


@given(
    name=st.text(st.characters(codec="utf-8", categories=("L", "P", "N")), min_size=1),
    role=st.text(st.characters(codec="utf-8", categories=("L", "P")), min_size=1),
    note=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=300),
)
def test_what_vobject_writes_is_read(name: str, role: str, note: str) -> None:
    written = vobject.vCard()
    for kind, value in (
        ("fn", name), ("title", role), ("note", f"{note}\nTEL:5500000009"), ("bday", "1980-01-01"),
        ("tel", "55 0000 0001"), ("email", "a@example.org"), ("org", ["Mesa León", "Grupo 6"]),
        ("n", vobject.vcard.Name(family=name)), ("adr", vobject.vcard.Address(street=note)),
    ):  # fmt: skip
        written.add(kind).value = value
    (contact,), problems = read_cards(written.serialize(validate=False), "f")
    assert problems == []
    assert (contact.name, contact.role) == (one_line(name), one_line(role))
    assert contact.belongs == ("Mesa León", "Grupo 6")
    assert [one.value for one in contact.ways.channels] == ["55 0000 0001", "a@example.org"]


def test_a_photo_is_passed_over_quickly() -> None:
    photo = ["PHOTO;ENCODING=b;TYPE=JPEG:", *[" " + "A" * 74] * 100_000]
    (contact,), _problems = read_cards(card("FN:Uno", *photo, "TEL:5500000001"), "f")
    assert len(contact.ways.channels) == 1


def test_without_its_part_a_vcard_is_told_how_to_be_read(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vobject", None)
    refused = mcsj("people", "import", CONTACTS / "iphone-30.vcf")
    assert (refused.code, refused.out) == (2, "")
    assert "pipx install --force '.[contacts]'" in refused.err
    assert mcsj("people", "import", CONTACTS / "google-2019.csv").code == 0


def test_the_last_of_nested_ends_is_missed() -> None:
    with pytest.raises(InvalidDataError) as caught:
        read_cards(card("FN:Uno") + "BEGIN:VCARD\r\nFN:Dos\r\nBEGIN:VCARD\r\nEND:VCARD\r\n", "f")
    assert caught.value.problems[0].line == 5
