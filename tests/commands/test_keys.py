"""Questions on a terminal as people have it: pastes, keys, whole words, and editors."""

import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest

from tests.commands.test_prompts import _end
from tests.conftest import ROOT, Result
from tests.store.test_history import run_git
from tests.test_main import Run

ROWS = pytest.mark.parametrize("rows", [24, 40])
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def sit_down(
    *arguments: str, rows: int = 24, columns: int = 80, environ: Mapping[str, str] | None = None
) -> "pexpect.spawn[str]":
    """Begin a command on a terminal."""
    own = {"PYTHONPATH": str(ROOT), "MCSJ_LANG": "es", "TERM": "xterm-256color", **(environ or {})}
    return pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", *arguments],
        env={**{name: text for name, text in os.environ.items() if name != "COLUMNS"}, **own},
        encoding="utf-8",
        timeout=60,
        dimensions=(rows, columns),
    )


def answer(terminal: "pexpect.spawn[str]", *pairs: tuple[str, str]) -> str:
    """Answer questions, and return what the screen showed until the last of them."""
    shown = ""
    for question, text in pairs:
        # It is drawn by pieces: the spaces of an answer's place are moves of the cursor.
        terminal.expect(question)
        shown += (terminal.before or "") + str(terminal.after)
        terminal.send(text)
    return shown


def paste(text: str) -> str:
    """Return a text as a terminal pastes it, with the line ends of its keyboard."""
    pasted = text.replace("\n", "\r")
    return f"\x1b[200~{pasted}\x1b[201~"


def widest(shown: str) -> str:
    """Return the widest line; one that is drawn anew begins anew."""
    lines = [_STEERING.sub("", line) for line in re.split(r"[\r\n]+|\x1b\[\d*[ADJ]", shown)]
    return max(lines, key=len)


@pytest.fixture
def held(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand after a meeting that nobody has recorded."""
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    return project / "data/meetings/2020/2020-W19-g4.yaml"


MARKS = (
    (r"celebró.*\]:", "\r"), ("Monterrey", "\r"), ("Cancún-IM", "2\r"), ("Torreón", "fal\r"),
    ("Guadalajara", "\r"), ("Palacio", "\r"),
)  # fmt: skip


@ROWS
def test_a_paste_of_many_lines_is_one_answer(held: Path, rows: int) -> None:
    lines = [f"Renglón {number} de lo que se habló." for number in range(500)]
    lines[7] = ""  # an empty line that is pasted ends nothing
    terminal = sit_down("meetings", "record", "2020-W19-g4", rows=rows)
    shown = answer(terminal, *MARKS, (r"vacío lo termina\):", paste("\n".join(lines))))
    answer(terminal, ("Renglón 499 de lo que se habló", "\r\r"), (r"Acuerdo 1.*\):", "\r"))
    code, rest = _end(terminal)
    assert code == 0, rest
    text = held.read_text(encoding="utf-8")
    assert all(line in text for line in lines)
    assert "cancun-im: excused" in text
    assert "torreon: absent" in text
    assert len(widest(shown)) <= 80, widest(shown)


def test_lines_pasted_into_a_short_answer_are_one_line(project: Path) -> None:
    terminal = sit_down("content", "add")
    shown = answer(
        terminal,
        ("Título:", paste("Sin salir\n  de casa\n")), ("de casa", "\r"),
        (r"Etiquetas.*\]:", "entre\r"), (r"Fuente.*\):", "Universum\r"),
        (r"Dirección.*\):", "\r"), (r"Resumen.*termina\):", "Uno\r"), ("Uno", "dos\r\r"),
    )  # fmt: skip
    code, rest = _end(terminal)
    assert code == 0, rest
    [path] = project.glob("data/content/2020/*-sin-salir-de-casa.yaml")
    text = path.read_text(encoding="utf-8")
    assert "title: Sin salir de casa\ntags: [SOSentretenimiento]\n" in text
    assert re.search(r"Uno\n+ *dos", text)
    assert len(widest(shown)) <= 80, widest(shown)


def test_lines_without_the_signs_of_a_paste_are_one_answer_too(project: Path, mcsj: Run) -> None:
    terminal = sit_down("followups", "add", "--mesa", "leon", "--channel", "call")
    answer(
        terminal, (r"Etapa.*\):", "2\r"),
        (r"habló.*termina\):", "Hablamos:\r\r- de agua\r- y de luz"), ("de luz", "\r\r"),
        (r"Siguiente paso.*\):", "Enviar\rel directorio\r"), (r"día.*\):", "\r"),
    )  # fmt: skip
    code, rest = _end(terminal)
    assert code == 0, rest
    shown = run_git(project, "show", "HEAD")
    assert shown.endswith("next_step: Enviar el directorio")
    assert re.search(r"\+ +Hablamos:\n\+\n\+ +- de agua\n\+ +- y de luz\n", shown)
    whole = mcsj("followups", "delete", "2020-04-23-leon").out  # asks in vain whether it may
    assert re.search(r"Qué se habló +Hablamos:\n\n +- de agua\n +- y de luz\n", whole)
    told = "explicada: Hablamos: - de agua - y de luz (2020-04-23-leon)\n"
    assert told in mcsj("mesas", "show", "leon").out


@ROWS
def test_what_is_left_by_a_key_is_taken_up_again(project: Path, rows: int) -> None:
    before = run_git(project, "rev-parse", "HEAD")
    first = ((r"Mesas.*\):", "16\r"), (r"Medio.*\):", "lla\r"), (r"Etapa.*\):", "<\r"))
    for key in "\x03\x04":
        terminal = sit_down("followups", "add", rows=rows)
        answer(terminal, *first, (r"Medio.*\):", "?\r"), (r"Medio.*\):", key))
        code, rest = _end(terminal)
        assert code == 130
        assert "Se interrumpió. No se guardó nada." in rest
        assert run_git(project, "rev-parse", "HEAD") == before
        (project / ".mcsj/answers.json").replace(project / ".mcsj/before.json")
    (project / ".mcsj/before.json").replace(project / ".mcsj/answers.json")
    terminal = sit_down("followups", "add", rows=rows)
    shown = answer(
        terminal,
        (r"Seguir con lo que ya había contestado.*\]:", "\r"), (r"Medio.*\):", "2\r"),
        (r"Etapa.*\):", "1\r"), (r"habló.*termina\):", "Lo de hoy\r\r"),
        (r"Siguiente paso.*\):", "\r"),
    )  # fmt: skip
    code, rest = _end(terminal)
    assert code == 0, rest
    assert "Mesas, separadas por comas: leon" in shown
    text = (project / "data/followups/2020/2020-04-23-leon.yaml").read_text(encoding="utf-8")
    assert "channel: whatsapp" in text


@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (40, 80), (24, 44)])
def test_the_words_of_a_first_run_are_whole(
    tmp_path: Path, rows: int, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    terminal = sit_down("init", str(tmp_path / "red"), rows=rows, columns=columns)
    shown = answer(
        terminal, (r"Nombre de la red.*\]:", "\r"), (r"Su nombre.*\):", "Enlace\r"),
        (r"correo electrónico.*\):", "nadie\r"),
        (r"no es un correo.*correo electrónico.*\):", "a@example.org\r"),
    )  # fmt: skip
    code, rest = _end(terminal)
    assert code == 0, rest
    assert len(widest(shown)) <= columns, widest(shown)
    plain = _STEERING.sub("", shown)
    for words in ("Nacional de", "Mesas Ciudadanas", "Seguridad y", "computadora", "electrónico"):
        assert re.search(words.replace(" ", r"[ \r\n]+"), plain)
    author = run_git(tmp_path / "red", "log", "-1", "--format=%an %ae")
    assert author == "Enlace a@example.org"


def test_questions_are_plain_where_they_are_not_seen(project: Path) -> None:
    line = f"{sys.executable} -m mcsj_cli content add 2> told.txt"
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es", "TERM": "xterm-256color"}
    terminal = pexpect.spawn(
        "/bin/sh", ["-c", line], env=environ, encoding="utf-8", timeout=60, dimensions=(24, 80)
    )
    for text in ("Sin salir", "entre", "", "", ""):
        terminal.sendline(text)
    code, rest = _end(terminal)
    assert code == 0, rest
    told = (project / "told.txt").read_bytes()
    assert "Título: ".encode() in told
    assert b"\x1b" not in told


def edit(project: Path, folder: Path, *texts: str, **environ: str) -> tuple[int | None, str, str]:
    """Correct the notes of a meeting where only the programs of a folder are found."""
    found = {"EDITOR": "", "VISUAL": "", "PATH": str(folder), **environ}
    terminal = sit_down("meetings", "record", "2020-W17-g4", "--edit", environ=found)
    answer(terminal, *(("Texto.*:", text) for text in texts))
    code, rest = _end(terminal)
    notes = (project / "data/meetings/2020/2020-W17-g4.yaml").read_text(encoding="utf-8")
    return code, rest, notes


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with git, and with editors that say who they are."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("git", "sh"):
        (folder / name).symlink_to(shutil.which(name) or name)
    for name in ("nano", "vi", "vim", "sensible-editor", "mine", "other"):
        script = folder / name
        script.write_text(f'#!/bin/sh\necho "Lo dejó {name}." >> "$1"\n', encoding="utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_the_editor_is_the_persons_or_nano(project: Path, programs: Path) -> None:
    code, rest, notes = edit(project, programs, VISUAL="mine", EDITOR="other")
    assert (code, "Lo dejó mine." in notes) == (0, True), rest
    code, rest, notes = edit(project, programs, EDITOR="other")
    assert (code, "Lo dejó other." in notes) == (0, True), rest
    code, rest, notes = edit(project, programs)
    assert (code, "Lo dejó nano." in notes) == (0, True), rest
    code, rest, notes = edit(project, programs, EDITOR="no-such-editor")
    assert (code, "no-such-editor" in rest, "Lo dejó vi" in notes) == (2, True, False), rest


def test_without_an_editor_the_text_is_changed_at_a_prompt(project: Path, programs: Path) -> None:
    (programs / "nano").unlink()
    code, rest, notes = edit(project, programs, "Una nota más.\r\r")
    assert code == 0, rest
    assert "Cada mesa contó" in notes
    assert "Una nota más." in notes
    assert "Lo dejó" not in notes
    code, rest, same = edit(project, programs, "Otra.\x03")
    assert (code, "No se guardó nada" in rest, same == notes) == (130, True, True)


def test_without_a_terminal_nothing_is_edited(project: Path, mcsj: Run) -> None:
    result: Result = mcsj("meetings", "record", "2020-W17-g4", "--edit")
    assert result.code == 2
    assert "--editor necesita una terminal" in result.err
    assert "--notas" in result.err
    assert run_git(project, "status", "--porcelain") == ""
