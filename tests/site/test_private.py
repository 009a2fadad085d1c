"""What is not public is nowhere in the site, in no file and no word;
and what is public is there.
"""

import re
from pathlib import Path

import pytest

from tests.site.pages import BASE
from tests.test_main import Run

PROOF = ("--by", "coordinación", "--evidence", "https://example.org/PRUEBASECRETA")
ADD = ("content", "add", "--date", "2020-04-22", "--tag", "SOSnacional", "--force")
DEAL = ("--axis", "economia", "--approach", "intercambio", "--due", "2020-05-08")


def _all(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _do(mcsj: Run, *arguments: str) -> None:
    result = mcsj(*arguments)
    assert result.code == 0, result


def _item(mcsj: Run, title: str, *, publish: bool = True, summary: str = "Algo útil.") -> str:
    address = f"https://example.org/{title.casefold()}"
    _do(mcsj, *ADD, title, "--url", address, "--summary", summary)
    uid = f"2020-04-22-{title.casefold()}"
    _do(mcsj, "content", "verify", uid, *PROOF)
    if publish:
        _do(mcsj, "content", "publish", uid, "--date", "2020-04-23")
    return uid


def _set_slots(project: Path, more: dict[int, str]) -> None:
    """Say more of the slots of some groups, by their place in the file."""
    path, mark = project / "data/groups.yaml", "status: tentative}"
    first, *slots = path.read_text("utf-8").split(mark)
    told = [
        f"{mark[:-1]}, {more[place]}}}{slot}" if place in more else mark + slot
        for place, slot in enumerate(slots)
    ]
    path.write_text(first + "".join(told), "utf-8")


def test_only_what_is_public_is_in_any_file(project: Path, mcsj: Run) -> None:
    _item(mcsj, "NOTAPUBLICA")
    _do(mcsj, *ADD, "NOTABORRADOR", "--url", "https://example.org/borrador")
    _item(mcsj, "NOTAVERIFICADA", publish=False)
    _do(mcsj, "content", "retract", _item(mcsj, "NOTARETRACTADA"), "--reason", "MOTIVOSECRETO")
    changed = project / f"data/content/2020/{_item(mcsj, 'NOTACAMBIADA')}.yaml"
    changed.write_text(changed.read_text("utf-8").replace("Algo útil", "RESUMENCAMBIADO"), "utf-8")
    later = project / f"data/content/2020/{_item(mcsj, 'NOTAFUTURA')}.yaml"
    later.write_text(
        later.read_text("utf-8").replace("'on': 2020-04-23}", "'on': 2020-05-20}"), "utf-8"
    )
    expired = project / f"data/content/2020/{_item(mcsj, 'NOTAVENCIDA')}.yaml"
    text = expired.read_text("utf-8")
    assert "'on': 2020-04-23, evidence" in text
    expired.write_text(
        text.replace(
            "'on': 2020-04-23, evidence", "'on': 2020-04-22, expires: 2020-04-22, evidence"
        ),
        "utf-8",
    )
    _do(
        mcsj,
        "people",
        "add",
        "Persona Inventada",
        "--mesa",
        "leon",
        "--email",
        "persona@example.org",
        "--phone",
        "477 555 0199",
        "--role",
        "enlace",
        "--consent",
        "2020-04-20",
    )
    _do(mcsj, "actions", "add", "ACCIONSECRETA", "--mesa", "leon", "--owner", "DUEÑASECRETA", *DEAL)
    _do(
        mcsj,
        "meetings",
        "schedule",
        "--mesa",
        "leon",
        "--at",
        "2020-05-05 11:00",
        "--purpose",
        "SESIONSECRETA",
        "--link",
        "https://example.org/sala-SESIONSECRETA",
    )
    _do(
        mcsj,
        "meetings",
        "record",
        "2020-W17-g4",
        "--present",
        "torreon",
        "--notes",
        "NOTASECRETA",
        "--agreement",
        "ACUERDOSECRETO",
        "--owner",
        "DUEÑASECRETA",
        *DEAL,
    )
    _do(
        mcsj,
        "meetings",
        "agenda",
        "2020-W19-g4",
        "--add",
        "Punto con https://example.org/sala-SECRETA",
    )
    _do(
        mcsj,
        "followups",
        "add",
        "--mesa",
        "leon",
        "--channel",
        "call",
        "--stage",
        "explained",
        "--summary",
        "CHARLASECRETA",
    )
    _do(
        mcsj,
        "practices",
        "add",
        "PRACTICAPUBLICA",
        "--mesa",
        "leon",
        "--axis",
        "salud",
        "--done",
        "a",
        "--result",
        "b",
        "--evidence",
        "carpeta CARPETASECRETA",
        "--evidence",
        "https://example.org/PRUEBAPUBLICA",
    )
    _do(
        mcsj,
        "practices",
        "replicate",
        "PRACTICAPUBLICA",
        "--mesa",
        "pachuca",
        "--note",
        "AVANCESECRETO",
    )
    _set_slots(project, {3: "link: https://example.org/sala-SECRETA"})
    result = mcsj("site", "build", "--base-url", BASE)
    assert result.code == 0, result
    found = _all(project / "site")
    for word in ("NOTAPUBLICA", "PRACTICAPUBLICA", "PRUEBAPUBLICA"):
        assert word.encode() in found, word
    hidden = re.findall(
        rb"\S*(?:SECRET|BORRADOR|VERIFICADA|RETRACTADA|CAMBIAD|FUTURA|VENCIDA)\S*", found
    )
    assert hidden == []
    for word in (
        "Persona Inventada",
        "persona@example.org",
        "555 0199",
        "5550199",
        "coordinación nacional",
    ):
        assert word.encode() not in found, word
    assert "no se muestra" in result.err
    assert "notacambiada" in result.err


def test_a_link_is_shown_only_where_it_is_public(project: Path, mcsj: Run) -> None:
    _set_slots(
        project,
        {
            0: "link: https://example.org/sala-cerrada",
            1: "public: true, link: https://example.org/sala-abierta",
        },
    )
    assert mcsj("site", "build", "--base-url", BASE).code == 0
    found = _all(project / "site")
    assert b"sala-cerrada" not in found
    assert b"sala-abierta" in found
    for name in ("grupos/2.html", "calendarios/grupo-2.ics", "mesas/veracruz.html"):
        assert b"sala-abierta" in (project / "site" / name).read_bytes()


@pytest.mark.parametrize("words", ["Llame al 477 555 0199", "escriba a alguien@example.org"])
def test_a_persons_contact_keeps_an_item_or_a_practice_away(
    project: Path, mcsj: Run, words: str
) -> None:
    path = next((project / "data/practices").rglob("*calzado*"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("title: ", f"title: {words}; "), "utf-8")
    path = next((project / "data/content").rglob("*cocos*"))
    path.write_text(
        re.sub("^summary: .*$", f"summary: {words}", path.read_text("utf-8"), flags=re.MULTILINE),
        "utf-8",
    )
    result = mcsj("site", "build")
    assert result.code == 0
    assert "cocos" in result.err
    assert "calzado" in result.err
    assert words.encode() not in _all(project / "site")
    assert "Cocos" not in (project / "site/rubros/SOSentretenimiento.html").read_text("utf-8")


def test_a_persons_contact_in_the_networks_own_files_stops_the_build(
    project: Path, mcsj: Run
) -> None:
    path = project / "data/groups.yaml"
    path.write_text(
        path.read_text("utf-8").replace("name: León", "name: León 477 555 0199"), "utf-8"
    )
    result = mcsj("site", "build")
    assert result.code == 6
    assert "groups.yaml:" in result.err
    assert "555 0199" not in result.err
    assert not (project / "site").exists()


def test_a_partners_declared_contacts_are_public(project: Path, mcsj: Run) -> None:
    path = project / "data/partners.yaml"
    text = path.read_text("utf-8")
    contacts = (
        '    phones: ["55 5555 0100", "911", "de 9 a 17 h"]\n    emails: ["contacto@example.org"]\n'
    )
    path.write_text(text.replace("    helplines:\n", f"{contacts}    helplines:\n"), "utf-8")
    assert mcsj("site", "build").code == 0
    front = (project / "site/index.html").read_text("utf-8")
    assert 'href="tel:+525555550100"' in front
    assert 'href="tel:911;phone-context=+52"' in front
    assert "<p>de 9 a 17 h</p>" in front
    assert 'href="mailto:contacto@example.org"' in front
    assert 'href="tel:+525558094903"' in front


def test_a_helpline_that_cannot_be_dialled_is_no_link(project: Path, mcsj: Run) -> None:
    path = project / "data/partners.yaml"
    path.write_text(path.read_text("utf-8").replace("55 58 09 49 03", "con la operadora"), "utf-8")
    assert mcsj("site", "build").code == 0
    front = (project / "site/index.html").read_text("utf-8")
    assert front.count("con\u00a0la\u00a0operadora") == 2
    assert 'href=""' not in front
