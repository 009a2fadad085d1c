"""What the program asks at a keyboard: a real terminal, by pexpect."""

import os
import sys
from pathlib import Path

import pexpect
import pytest

from tests.conftest import ROOT


def _spawn(*arguments: str) -> "pexpect.spawn[str]":
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es", "TERM": "dumb"}
    return pexpect.spawn(
        sys.executable, ["-m", "mcsj_cli", *arguments], env=environ, encoding="utf-8", timeout=20, dimensions=(50, 120)
    )


def _end(terminal: "pexpect.spawn[str]") -> tuple[int | None, str]:
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.exitstatus, terminal.before or ""


def test_add_asks_for_what_is_missing(project: Path) -> None:
    terminal = _spawn("content", "add")
    terminal.expect("Título: ")
    terminal.sendline("Sin salir de casa")
    terminal.expect("#SOSentretenimiento")
    terminal.expect("Etiqueta: ")
    terminal.sendline("SOSentretenimento")
    terminal.expect("SOSentretenimiento")
    terminal.expect("Etiqueta: ")
    terminal.sendline("#sosentretenimiento")
    terminal.expect("Fuente.*: ")
    terminal.sendline("Universum")
    terminal.expect("Dirección.*: ")
    terminal.sendline("no es una dirección")
    terminal.expect("Dirección.*: ")
    terminal.sendline("")
    terminal.expect("Resumen.*: ")
    terminal.sendline("")
    code, rest = _end(terminal)
    assert code == 0
    path = project / "data/content/2020/2020-04-23-sin-salir-de-casa.yaml"
    assert str(path) in rest
    text = path.read_text(encoding="utf-8")
    assert "tags: [SOSentretenimiento]\n" in text
    assert "source: Universum\n" in text


def test_add_asks_nothing_when_nothing_is_missing(project: Path) -> None:
    code, rest = _end(_spawn("content", "add", "Uno", "--tag", "SOSmensajes"))
    assert code == 0
    assert "2020-04-23-uno.yaml" in rest


@pytest.mark.parametrize(("answer", "code", "count"), [("n", 4, 1), ("s", 0, 2), ("", 4, 1)])
def test_a_twin_is_pointed_out_and_asked_about(project: Path, answer: str, code: int, count: int) -> None:
    _end(_spawn("content", "add", "Uno solo", "--tag", "SOSmensajes"))
    terminal = _spawn("content", "add", "¡Uno solo!", "--tag", "SOSmensajes")
    terminal.expect("2020-04-23-uno-solo.yaml")
    terminal.expect(r"\[s/N\]: ")
    terminal.sendline(answer)
    assert _end(terminal)[0] == code
    assert len(list(project.glob("data/content/2020/*uno-solo*"))) == count


@pytest.mark.parametrize("leave", ["interrupt", "end"])
def test_leaving_a_prompt_writes_nothing(project: Path, leave: str) -> None:
    before = sorted(project.rglob("*.yaml"))
    terminal = _spawn("content", "add")
    terminal.expect("Título: ")
    if leave == "interrupt":
        terminal.sendintr()
    else:
        terminal.sendeof()
    code, rest = _end(terminal)
    assert code == 130
    assert "Traceback" not in rest
    assert sorted(project.rglob("*.yaml")) == before
