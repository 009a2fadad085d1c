"""Files that other programs write, by the command line; and our samples, as others read them."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.calendars.readers import JS, ask_node
from tests.conftest import Result
from tests.doors.workbooks import make_workbook

Run = Callable[..., Result]
DATA = Path(__file__).parent / "data"
# As LibreOffice names what it writes: separator, quotation mark, encoding (76 is UTF-8).
FORMS = {
    "xlsx": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "csv-comma-utf8": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
    "csv-semicolon-cp1252": "csv:Text - txt - csv (StarCalc):59,34,1,1,,0,false,true",
    "csv-tab-utf16": "csv:Text - txt - csv (StarCalc):9,34,65535,1,,0,false,true",
}
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice Calc is not installed"
)
CONTACTS = (
    ("Nombre", "Cargo", "Mesa", "Celular", "Correo"),
    ("Íñigo Peña", "Enlace", "Mesa León", "477 000 0001", "inigo@example.org"),
    ("Úrsula Núñez", "Coordinadora", "Torreón", "871 000 0002", ""),
)
CALL = (
    ("Nombre (nombre original)", "Correo electrónico", "Hora de entrada", "Hora de salida"),
    ("Mesa Torreón", "", "23/04/2020 17:00:00", "23/04/2020 18:00:00"),
    ("Mesa León (Íñigo)", "", "23/04/2020 17:01:00", "23/04/2020 18:00:00"),
    ("Mesa Monterrey", "", "23/04/2020 17:01:00", "23/04/2020 17:05:00"),
)
ACTIONS = (
    ("Acciones de abril", "", "", "", "", ""),
    ("Mesa", "Acción", "Responsable", "Fecha compromiso", "Eje", "Forma"),
    ("Torreón", "Coser cubrebocas; niños", "Enlace de salud", "8 de mayo", "Salud", "colaboracion"),
    ("Cancún-IM", "Huerto «ñandú»", "Comisión de economía", "2020-05-09", "Economía",
     "intercambio"),
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let LibreOffice save three tables in every form."""
    folder = tmp_path_factory.mktemp("written")
    tables: dict[str, Sequence[Sequence[str]]] = {
        "contactos": CONTACTS, "llamada": CALL, "acciones": ACTIONS,
    }  # fmt: skip
    for name, rows in tables.items():
        (folder / f"{name}.xlsx").write_bytes(make_workbook({"Hoja1": rows}))
    sources = sorted(folder.glob("*.xlsx"))
    for form, filters in FORMS.items():
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", filters, "--outdir", folder / form, *sources],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    return folder


@needs_office
@pytest.mark.parametrize("form", FORMS)
def test_tables_that_libreoffice_saved_are_taken_in(
    project: Path, mcsj: Run, written: Path, form: str, tmp_path: Path
) -> None:
    files = {path.stem: path for path in (written / form).iterdir()}
    taken = mcsj("people", "import", files["contactos"], "--apply")
    assert taken.code == 0, taken.err
    people = json.loads(mcsj("people", "list", "--format", "json").out)
    assert [(one["name"], one["role"], one["mesa"]) for one in people] == [
        ("Íñigo Peña", "Enlace", "leon"),
        ("Úrsula Núñez", "Coordinadora", "torreon"),
    ]
    assert [[way["value"] for way in one["channels"]] for one in people] == [
        ["477 000 0001", "inigo@example.org"], ["871 000 0002"],
    ]  # fmt: skip
    call = mcsj("meetings", "attendance", files["llamada"], "2020-W17-g4", "-f", "json")
    assert call.code == 0, call.err
    minutes = {one["mesa"]: one["minutes"] for one in json.loads(call.out) if one["minutes"]}
    assert (minutes["torreon"], minutes["leon"]) == (60, 59)
    actions = mcsj("actions", "import", files["acciones"], "-f", "json")
    assert actions.code == 0, actions.err
    assert [(one["title"], one["due"], one["mesas"]) for one in json.loads(actions.out)] == [
        ("Coser cubrebocas; niños", "2020-05-08", ["torreon"]),
        ("Huerto «ñandú»", "2020-05-09", ["cancun-im"]),
    ]


def _make_card(version: str, name: str, number: str, mesa: str) -> str:
    card = vobject.vCard() if version == "3.0" else vobject.newFromBehavior("vcard", version)
    card.add("n").value = vobject.vcard.Name(family=name)
    for kind, value in (("fn", name), ("title", "Enlace"), ("org", [mesa])):
        card.add(kind).value = value
    way = card.add("tel")
    way.value, way.type_param = number, "CELL"
    text: str = card.serialize(validate=False)
    return text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_cards_that_vobject_wrote_are_taken_in(
    project: Path, mcsj: Run, tmp_path: Path, encoding: str
) -> None:
    names = ["Íñigo Peña", "Úrsula " + "Núñez " * 20 + "Fin", "Ana, María; de la O"]
    cards = [
        _make_card("3.0", name, f"477 000 000{place}", "Mesa León")
        for place, name in enumerate(names)
    ]
    file = tmp_path / "libreta.vcf"
    file.write_bytes("".join(cards).encode(encoding))
    taken = mcsj("people", "import", file, "--apply")
    assert taken.code == 0, taken.err
    people = json.loads(mcsj("people", "list", "--format", "json").out)
    assert {(one["name"], one["mesa"], one["channels"][0]["value"]) for one in people} == {
        (name, "leon", f"477 000 000{place}") for place, name in enumerate(names)
    }


LINK = re.compile(r"https?://\S+")
CHATS = {
    "Chat de WhatsApp con Mesas Grupo 4.txt": True,
    "WhatsApp Chat with Mesas Grupo 4.txt": False,
    "_chat.txt": True,
    "ambiguo.txt": True,
}


@pytest.mark.parametrize("name", CHATS)
def test_another_reader_of_chats_finds_the_same_links_on_the_same_days(
    project: Path, mcsj: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (JS / "node_modules/whatsapp-chat-parser").is_dir():
        pytest.skip("there is no whatsapp-chat-parser: run npm ci in tests/js")
    monkeypatch.setenv("MCSJ_NOW", "2020-07-01T10:00")
    file = DATA / "whatsapp" / name
    theirs = set()
    senders = set()
    for message in ask_node("chat.js", str(file), CHATS[name]):
        senders.add(message["author"].strip("\u202a\u202c~ "))
        for link in LINK.findall(message["message"]):
            # They take a block that was pasted into a message for one of its own, on its own day.
            day = "2020-04-20" if "noticias-falsas" in link else message["day"]
            theirs.add((day, link.partition("?")[0]))
    order = "--day-first" if CHATS[name] else "--month-first"
    result = mcsj("content", "tips", file, "-t", "SOSnacional", order, "-f", "json")
    assert result.code == 0, result.err
    ours: list[dict[str, Any]] = json.loads(result.out)
    once = {(one["day"], one["url"]) for one in ours}
    # The same page on another day is one draft.
    assert once == {
        one for one in theirs if one[1] != "https://gob.mx/salud/prensa/comunicado-000/"
    }
    assert not [one for one in senders - {""} if one in result.out + result.err]
