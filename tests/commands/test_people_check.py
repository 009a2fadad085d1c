"""The contacts that may no longer be kept as they are: named, counted in `status`, and why."""

import json
from pathlib import Path

import pytest

from mcsj_cli.messages.privacy_notice import VERSION
from tests.test_main import Run

ADD = ("people", "add", "--role", "vocal", "--consent", "hoy")


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCSJ_KEY", str(tmp_path / "llaves" / "key.txt"))


def reasons(mcsj: Run, *options: str) -> dict[str, tuple[str, ...]]:
    result = mcsj("people", "check", *options, "--format", "json")
    found = {one["uid"]: (*one["reasons"], one["command"]) for one in json.loads(result.out)}
    assert result.code == bool(found)
    return found


def count(mcsj: Run) -> int:
    found: int = json.loads(mcsj("status", "--format", "json").out)["contacts"]
    return found


def test_each_reason_to_look_at_somebody(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear = mcsj("personas", "revisar")
    assert (clear.code, "No hay a quién revisar" in clear.err + clear.out) == (0, True)
    for number, (name, mesa) in enumerate(
        {"Retirada": "leon", "Vieja": "torreon", "Quieta": "monterrey", "Bien": "pachuca"}.items()
    ):
        phone = f"55 0000 000{number}"
        assert mcsj(*ADD, name, "--mesa", mesa, "--phone", phone).code == 0
    assert reasons(mcsj) == {}
    assert count(mcsj) == 0
    assert "Contactos" not in mcsj("status").out
    assert mcsj("mesas", "retire", "leon", "--until", "2020-04-22", "--yes").code == 0
    assert mcsj("people", "edit", "quieta", "--consent", "").code == 0
    file = project / "private/people.yaml"
    text = file.read_text(encoding="utf-8")
    head, name, rest = text.partition("uid: vieja")
    file.write_text(head + name + rest.replace(f"notice: '{VERSION}'", "notice: '1'", 1), "utf-8")
    found = reasons(mcsj)
    assert found == {
        "retirada": ("su mesa dejó la red el 2020-04-22", "mcsj people forget retirada"),
        "vieja": (
            f"aceptó la versión 1 del aviso; ya va en la {VERSION}",
            "mcsj people edit vieja --consent hoy --how whatsapp",
        ),
        "quieta": ("retiró su consentimiento el 2020-04-23", "mcsj people forget quieta"),
    }
    told = mcsj("people", "check")
    assert "mcsj personas olvidar retirada" in told.out
    assert "mcsj personas aviso --breve" in told.err
    assert count(mcsj) == 3
    status = mcsj("status")
    assert "3 personas por revisar. → mcsj personas revisar" in status.out
    assert "Retirada" not in status.out
    monkeypatch.setenv("MCSJ_NOW", "2021-04-24T10:00")
    assert reasons(mcsj)["bien"][0] == "sin escribirle desde el 2020-04-23"
    assert "bien" not in reasons(mcsj, "--months", "13")


def test_whoever_was_invited_lately_is_left_in_peace(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mcsj(*ADD, "Bien", "--mesa", "leon", "--phone", "55 0000 0001").code == 0
    folder = project / "private/invitations"
    folder.mkdir(mode=0o700)
    sent = (
        "{person: bien, method: request, sequence: 0, told: a, address: b,"
        " at: 2021-03-01T10:00:00Z}"
    )
    (folder / "2021-W09-g6.yaml").write_text(f"sent:\n- {sent}\n", encoding="utf-8")
    monkeypatch.setenv("MCSJ_NOW", "2021-12-01T10:00")
    assert reasons(mcsj) == {}
    assert list(reasons(mcsj, "--meses", "6")) == ["bien"]


def test_contacts_that_do_not_open_stop_no_status(project: Path, mcsj: Run, tmp_path: Path) -> None:
    assert mcsj(*ADD, "Bien", "--phone", "55 0000 0001").code == 0
    assert mcsj("people", "lock").code == 0
    assert count(mcsj) == 0
    (tmp_path / "llaves" / "key.txt").unlink()
    assert (mcsj("status").code, count(mcsj)) == (0, 0)
    assert mcsj("people", "check").code == 5
