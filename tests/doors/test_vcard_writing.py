"""Our vCards read back: by ourselves, by vobject, and by icalendar; invented people only."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentlines

from mcsj_cli.doors.vcard import read_cards
from mcsj_cli.doors.vcard_writing import build_vcards
from mcsj_cli.model.contact_import import ImportDefaults, plan_contacts
from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import Consent, Contact, ContactKind, Handle, Person
from mcsj_cli.store.project import Project
from tests.conftest import ROOT, Result

DAY = date(2020, 4, 23)
PROJECT = Project(ROOT)
NETWORK, GROUPS = PROJECT.network, PROJECT.groups
PHONE, WHATSAPP, EMAIL = ContactKind
TEXTS = (
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=90)
    .filter(lambda text: ";" not in text)
    .filter(str.strip)
    .map(Line.parse)
)
NUMBERS = st.from_regex(r"(\+52 )?[2-9]\d \d{4} \d{4}( ext\. \d{1,3})?", fullmatch=True)
ADDRESSES = st.from_regex(r"[a-z]{1,40}@[a-z]{1,9}\.org", fullmatch=True)


def build(values: Sequence[tuple[ContactKind, str]], **fields: Any) -> Person:
    order = list(ContactKind)
    channels = [Contact(kind, Line(value)) for kind, value in dict.fromkeys(values)]
    channels.sort(key=lambda one: order.index(one.kind))
    known = {"uid": Handle("x"), "name": Line("Uno"), "role": Line("vocal"), "channels": channels}
    return Person(**{**known, "created": DAY, "updated": DAY, **fields})


@st.composite
def people(draw: st.DrawFn) -> Person:
    calls = draw(st.lists(NUMBERS.filter(str.isascii), max_size=3))
    chats = draw(st.lists(NUMBERS.filter(str.isascii) | st.sampled_from(calls or ["55 0000 0000"])))
    values = [(PHONE, one) for one in calls] + [(WHATSAPP, one) for one in chats]
    values += [(EMAIL, one) for one in draw(st.lists(ADDRESSES, max_size=2))]
    values = values or [(EMAIL, "a@example.org")]
    kinds = [kind for kind, _value in values]
    mesas = [Handle(slug) for slug in GROUPS.mesa_names]
    return build(
        values,
        name=draw(TEXTS),
        role=draw(TEXTS),
        mesa=draw(st.none() | st.sampled_from(mesas)),
        preferred=draw(st.none() | st.sampled_from(kinds)),
    )


@given(people())
def test_a_contact_that_goes_out_comes_back_the_same(person: Person) -> None:
    content = build_vcards([person], NETWORK, GROUPS)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found, problems = read_cards(content.decode(), "f")
    plan = plan_contacts([], found, GROUPS, ImportDefaults(DAY), lambda _person: False)
    assert (problems, plan.notes) == ([], [])
    (step,) = plan.steps
    assert step.becomes == build(
        [(one.kind, one.value) for one in person.channels],
        uid=step.becomes.uid,
        name=person.name,
        role=person.role,
        mesa=person.mesa,
        preferred=person.preferred,
    )
    again = plan_contacts([person], found, GROUPS, ImportDefaults(DAY), lambda _person: False)
    assert (again.steps, again.same) == ([], 1)


EXAMPLE = build(
    [(PHONE, "55 0000 0001 ext. 3"), (WHATSAPP, "+52 55 0000 0002"), (EMAIL, "a@example.org")],
    name=Line("Peña, Jesús"),
    role=Line("Enlace; suplente"),
    mesa=Handle("gomez-palacio"),
    preferred=WHATSAPP,
    consent=Consent(DAY, Line("2")),
)


def test_the_card_itself() -> None:
    text = build_vcards([EXAMPLE], NETWORK, GROUPS).decode()
    assert text.split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "UID:urn:uuid:" + text.partition("uuid:")[2].partition("\r\n")[0],
        "FN:Peña\\, Jesús",
        "N:;Peña\\, Jesús;;;",
        "ORG:RNMCSJ;Gómez Palacio",
        "TITLE:Enlace\\, suplente",
        "TEL;TYPE=VOICE:55 0000 0001 ext. 3",
        "TEL;TYPE=CELL,PREF:+52 55 0000 0002",
        "EMAIL;TYPE=INTERNET:a@example.org",
        "X-MCSJ-WHATSAPP:+52 55 0000 0002",
        "CATEGORIES:Grupo 4,Gómez Palacio",
        "X-MCSJ-MESA:gomez-palacio",
        "X-MCSJ-PREFERRED:whatsapp",
        "END:VCARD",
        "",
    ]
    assert build_vcards([EXAMPLE], NETWORK, GROUPS).decode() == text  # the UID stays


def test_others_read_it() -> None:
    content = build_vcards([EXAMPLE, build([(EMAIL, "b@example.org")])], NETWORK, GROUPS).decode()
    first, _second = vobject.readComponents(content)
    assert (first.fn.value, first.n.value.given) == ("Peña, Jesús", "Peña, Jesús")
    assert first.org.value == ["RNMCSJ", "Gómez Palacio"]
    assert [one.value for one in first.tel_list] == ["55 0000 0001 ext. 3", "+52 55 0000 0002"]
    assert first.categories.value == ["Grupo 4", "Gómez Palacio"]
    first.validate(raiseException=True)
    lines = Contentlines.from_ical(content)  # type: ignore[no-untyped-call]
    parts = [line.parts() for line in lines if line]
    assert ("EMAIL", {"TYPE": "INTERNET"}, "a@example.org") in parts
    assert ("TEL", {"TYPE": ["CELL", "PREF"]}, "+52 55 0000 0002") in parts


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCSJ_KEY", str(tmp_path / "llaves" / "key.txt"))


def test_who_goes_into_an_address_book(
    project: Path, mcsj: Callable[..., Result], tmp_path: Path
) -> None:
    add = ("people", "add", "--role", "x", "--mesa", "leon", "--phone")
    for name, number, *agreed in (
        ("Uno", "55 0000 0001", "--consent", "hoy"),
        ("Dos", "55 0000 0002"),
        ("Tres", "55 0000 0003", "--consent", "hoy"),
    ):
        assert mcsj(*add, number, name, *agreed).code == 0
    assert mcsj("people", "edit", "tres", "--do-not-contact").code == 0
    path = tmp_path / "contactos.vcf"
    done = mcsj("people", "export", "--vcard", path)
    assert (done.code, done.out) == (0, f"{path}\n")
    assert "Se omitió a 2 personas" in done.err
    assert "mcsj personas olvidar" in done.err
    names = [card.fn.value for card in vobject.readComponents(path.read_text(encoding="utf-8"))]
    assert names == ["Uno"]
    assert (path.stat().st_mode & 0o777) == 0o600
    assert mcsj("personas", "exportar", "dos", "--tarjetas", path).code == 0
    assert "FN:Dos" in path.read_text(encoding="utf-8")
    before = mcsj("people", "list", "--format", "json").out
    again = mcsj("people", "import", path, "--apply")
    assert (again.code, "Nada nuevo." in again.err) == (0, True)
    assert mcsj("people", "list", "--format", "json").out == before
    for options in (
        ("--vcard", "x.vcf"),
        ("--vcard", "private/x.csv"),
        ("--vcard", tmp_path / "x.vcf", "-o", tmp_path / "y.csv"),
    ):
        assert mcsj("people", "export", *options).code == 2
    assert not (project / "x.vcf").exists()
    assert json.loads(before)[0]["consent"]["on"] == "2020-04-23"
