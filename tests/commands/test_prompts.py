"""What the program asks at a keyboard: a real terminal, by pexpect."""

import os
import sys
from pathlib import Path

import pexpect
import pytest

from tests.conftest import ROOT
from tests.keyboard import press_interrupt
from tests.store.test_history import run_git


def _spawn(*arguments: str) -> "pexpect.spawn[str]":
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es", "TERM": "dumb"}
    return pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", *arguments],
        env=environ,
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 120),
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
    terminal.expect("Etiquetas.*: ")
    terminal.sendline("SOSentretenimento")
    terminal.expect("SOSentretenimiento")
    terminal.expect("Etiquetas.*: ")
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
    assert "Quedó guardado: #SOSentretenimiento; borrador." in rest
    text = path.read_text(encoding="utf-8")
    assert "tags: [SOSentretenimiento]\n" in text
    assert "source: Universum\n" in text


def test_add_asks_nothing_when_nothing_is_missing(project: Path) -> None:
    code, rest = _end(_spawn("content", "add", "Uno", "--tag", "SOSmensajes"))
    assert code == 0
    assert "mcsj contenido verificar 2020-04-23-uno" in rest


@pytest.mark.parametrize(("answer", "code", "count"), [("n", 4, 1), ("s", 0, 2), ("", 4, 1)])
def test_a_twin_is_pointed_out_and_asked_about(
    project: Path, answer: str, code: int, count: int
) -> None:
    _end(_spawn("content", "add", "Uno solo", "--tag", "SOSmensajes"))
    terminal = _spawn("content", "add", "¡Uno solo!", "--tag", "SOSmensajes")
    terminal.expect("2020-04-23-uno-solo tiene casi el mismo título")
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
        press_interrupt(terminal)
    else:
        terminal.sendeof()
    code, rest = _end(terminal)
    assert code == 130
    assert "Traceback" not in rest
    assert sorted(project.rglob("*.yaml")) == before


def _answer(terminal: "pexpect.spawn[str]", *pairs: tuple[str, str]) -> None:
    for question, answer in pairs:
        terminal.expect(question)
        terminal.sendline(answer)


def test_a_contact_is_asked_for(project: Path) -> None:
    terminal = _spawn("followups", "add")
    _answer(
        terminal,
        (r"Mesas?.* \(.*\): ", "lion"),
        ("leon", ""),
        (r"Mesas?.* \(.*\): ", "león"),
        (r"Medio \(.*\): ", "llamada"),
        (r"Etapa \(.*\): ", "reunión fijada"),
        ("Qué se habló: ", "Aceptan reunirse"),
        ("Siguiente paso .*: ", "Preparar"),
        ("Qué día .*: ", "mañana"),
        ("Día y hora .*: ", "pronto"),
        ("Día y hora .*: ", "viernes 11:00"),
    )
    code, rest = _end(terminal)
    assert code == 0, rest
    text = (project / "data/followups/2020/2020-04-23-leon.yaml").read_text(encoding="utf-8")
    assert "next_on: 2020-04-24\nmeeting: 2020-04-24-leon\n" in text
    assert (project / "data/meetings/2020/2020-04-24-leon.yaml").exists()


def test_one_contact_with_many_mesas_is_asked_for_once(project: Path) -> None:
    folder = project / "data/followups/2020"
    before = {path.name for path in folder.iterdir()}
    terminal = _spawn("followups", "add")
    _answer(
        terminal,
        (r"Mesas?.* \(.*\): ", "todas menos León, nadie"),
        (r"Mesas?.* \(.*\): ", "todas menos León, Pachuca"),
        ("cada una de 16 mesas", ""),
        (r"Medio \(.*\): ", "whatsapp"),
        (r"Etapa \(.*\): ", "reunión fijada"),
        ("Qué se habló: ", "Se mandó el aviso"),
        ("Siguiente paso .*: ", ""),
    )
    code, rest = _end(terminal)
    assert code == 0, rest
    assert len({path.name for path in folder.iterdir()} - before) == 16


def test_an_action_is_asked_for(project: Path) -> None:
    terminal = _spawn("actions", "add")
    _answer(
        terminal,
        ("Qué se hará: ", "Abrir un comedor"),
        (r"Mesas?.* \(.*\): ", "leon"),
        (r"Eje \(.*\): ", "deporte"),
        (r"Eje \(.*\): ", "familia"),
        (r"Forma \(.*\): ", "colaboracion"),
        ("Responsable .*: ", "coordinación"),
        ("Fecha compromiso: ", "ayer"),
    )
    code, rest = _end(terminal)
    assert (code, "antes de comenzar" in rest) == (6, True)
    assert not (project / "data/actions/2020/2020-04-23-abrir-un-comedor.yaml").exists()


def test_a_practice_is_asked_for(project: Path) -> None:
    terminal = _spawn("practices", "add", "Un comedor")
    _answer(
        terminal, (r"Mesas?.* \(.*\): ", "leon"), (r"Eje \(.*\): ", "familia"),
        ("Qué se hizo: ", "Se abrió"), ("Resultado: ", "Comen 40"),
        ("Paso 1.*: ", "Buscar local"), ("Paso 2.*: ", ""),
    )  # fmt: skip
    assert _end(terminal)[0] == 0
    text = (project / "data/practices/2020/2020-04-23-un-comedor.yaml").read_text(encoding="utf-8")
    assert "Buscar local" in text


CHECKLIST = (
    ("¿Se celebró?", ""), ("Monterrey", ""), ("Cancún-IM", "j"), ("Torreón", "quizá"),
    ("Torreón", "f"), ("Guadalajara", "asistió"), ("Gómez Palacio", "f"),
)  # fmt: skip


def test_the_checklist_of_a_meeting(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    terminal = _spawn("meetings", "record", "2020-W19-g4")
    _answer(
        terminal,
        *CHECKLIST,
        ("Asuntos tratados .*: ", "Se habló de todo."),
        ("Acuerdo 1 .*: ", "Uno"),
        ("Mesas .*: ", "torreon"),
        (r"Eje \(.*\): ", "salud"),
        (r"Forma \(.*\): ", "intercambio"),
        ("Responsable .*: ", "mesa de Torreón"),
        ("Fecha compromiso: ", "2020-05-01"),
        ("Fecha compromiso: ", "2020-05-20"),
        ("Acuerdo 2 .*: ", ""),
    )
    code, rest = _end(terminal)
    assert code == 0, rest
    text = (project / "data/meetings/2020/2020-W19-g4.yaml").read_text(encoding="utf-8")
    for line in (
        "monterrey: present",
        "cancun-im: excused",
        "torreon: absent",
        "guadalajara: present",
    ):
        assert line in text
    action = (project / "data/actions/2020/2020-05-07-uno.yaml").read_text(encoding="utf-8")
    assert "mesas: [torreon]" in action
    assert "meeting: 2020-W19-g4\nnumber: 1\n" in action


@pytest.mark.parametrize("answered", range(len(CHECKLIST)))
def test_leaving_the_checklist_writes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, answered: int
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    terminal = _spawn("meetings", "record", "2020-W19-g4")
    _answer(terminal, *CHECKLIST[:answered])
    terminal.expect(CHECKLIST[answered][0].replace("?", r"\?"))
    press_interrupt(terminal)
    code, rest = _end(terminal)
    assert (code, "nterrump" in rest or "nterrup" in rest) == (130, True)
    assert not (project / "data/meetings/2020/2020-W19-g4.yaml").exists()
    assert not (project / ".mcsj/lock").exists() or (project / ".mcsj/lock").stat().st_size == 0


def test_notes_are_written_in_the_editor(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho 'Una nota más.' >> \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    code, rest = _end(_spawn("meetings", "record", "2020-W17-g4", "--edit"))
    assert code == 0, rest
    text = (project / "data/meetings/2020/2020-W17-g4.yaml").read_text(encoding="utf-8")
    assert "Una nota más." in text
    assert "Cada mesa contó" in text


def test_an_editor_left_without_saving_writes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    path = project / "data/meetings/2020/2020-W17-g4.yaml"
    before = path.read_bytes()
    code, rest = _end(_spawn("meetings", "record", "2020-W17-g4", "--edit"))
    assert (code, "sin guardar" in rest, path.read_bytes()) == (2, True, before)


def test_notes_that_changed_while_they_were_edited_are_both_kept(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "data/meetings/2020/2020-W17-g4.yaml"
    editor = tmp_path / "editor"
    editor.write_text(
        (
            "#!/bin/sh\necho 'Lo mío.' > \"$1\"\n"
            f"sed -i 's/^notes: .*/notes: Lo de otra persona./' '{path}'\n"
        ),
        encoding="utf-8",
    )
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    code, rest = _end(_spawn("meetings", "record", "2020-W17-g4", "--edit"))
    assert (code, "se cambió" in rest or "cambió" in rest) == (4, True), rest
    assert "notes: Lo de otra persona." in path.read_text(encoding="utf-8")
    (kept,) = project.glob("data/meetings/2020/2020-W17-g4.yaml.*.new")
    assert "Lo mío." in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(("answer", "code"), [("n", 2), ("s", 0)])
def test_what_lies_in_the_past_is_asked_about(project: Path, answer: str, code: int) -> None:
    terminal = _spawn("meetings", "schedule", "--mesa", "leon", "--at", "2020-04-01 11:00")
    _answer(terminal, (r"ya pasó.*\[s/N\]", answer))
    assert _end(terminal)[0] == code
    assert (project / "data/meetings/2020/2020-04-01-leon.yaml").exists() == (code == 0)


def test_a_mesa_is_asked_for_and_its_leaving_is_confirmed(project: Path) -> None:
    terminal = _spawn("mesas", "add")
    _answer(
        terminal, ("Nombre: ", "Celaya"), ("Grupo: ", "9"), ("Grupo: ", "6"),
        (r"Municipio .*\[Celaya, Guanajuato\]: ", ""),
    )  # fmt: skip
    code, rest = _end(terminal)
    assert (code, "Celaya: Celaya (11007), Guanajuato; Grupo 6" in rest) == (0, True), rest
    assert "slug: celaya" in (project / "data/groups.yaml").read_text(encoding="utf-8")
    terminal = _spawn("mesas", "add", "Costa", "--group", "6")
    _answer(
        terminal, (r"Municipio .*: ", "Juárez"), (r"«Juárez, Chihuahua».*Municipio .*: ", "todo"),
        ("Estado: ", "son"),
    )  # fmt: skip
    code, rest = _end(terminal)
    assert (code, "todo el estado, Sonora" in rest) == (0, True), rest
    terminal = _spawn("mesas", "retire", "celaya")
    _answer(terminal, (r"sale de la red.*\[s/N\]", "s"))
    assert _end(terminal)[0] == 0
    assert "until: 2020-04-23" in (project / "data/groups.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "questions"),
    [
        (
            ("meetings", "schedule"),
            ((r"Mesas?.* \(.*\): ", "leon"), ("Día y hora: ", "2020-05-05 11:00")),
        ),
        (
            ("meetings", "move", "2020-W19-g4"),
            (("Nuevo día y hora: ", "2020-05-06 10:00"), ("Motivo: ", "Asueto")),
        ),
        (("meetings", "cancel", "2020-W19-g4"), (("Motivo: ", "Asueto"),)),
        (("actions", "update", "bancos"), (("Avance: ", "Va"),)),
        (("actions", "done", "bancos"), (("Evidencia: .*: ", "acta"),)),
        (("actions", "cancel", "bancos"), (("Motivo: ", "No"),)),
        (("practices", "replicate", "palabra"), ((r"Mesas?.* \(.*\): ", "leon"),)),
        (("mesas", "move", "leon"), (("Grupo: ", "5"),)),
    ],
    ids=lambda part: "-".join(part[:2]) if isinstance(part[0], str) else "",
)
@pytest.mark.parametrize("leaves", [False, True], ids=["answers", "leaves"])
def test_what_else_is_asked(
    project: Path, command: tuple[str, ...], questions: tuple[tuple[str, str], ...], leaves: bool
) -> None:
    before = run_git(project, "rev-parse", "HEAD")
    terminal = _spawn(*command)
    _answer(terminal, *questions[:-1])
    terminal.expect(questions[-1][0])
    if leaves:
        press_interrupt(terminal)
    else:
        terminal.sendline(questions[-1][1])
    code, rest = _end(terminal)
    assert code == (130 if leaves else 0), rest
    assert (run_git(project, "rev-parse", "HEAD") == before) == leaves
    assert run_git(project, "status", "--porcelain") == ""


def test_a_practice_is_asked_for_from_its_mesa_on(project: Path) -> None:
    terminal = _spawn("practices", "add")
    _answer(
        terminal,
        (r"Mesas?.* \(.*\): ", "león"),
        ("Nombre de la práctica: ", "Trueque"),
        (r"Eje \(.*\): ", "economia"),
        ("Qué se hizo: ", "Un tianguis"),
        ("Resultado: ", "Treinta familias"),
        ("Paso 1 .*: ", "Avisar"),
        ("Paso 2 .*: ", ""),
    )
    code, rest = _end(terminal)
    assert code == 0, rest
    text = (project / "data/practices/2020/2020-04-23-trueque.yaml").read_text(encoding="utf-8")
    assert "mesa: leon\n" in text
    assert "steps: [Avisar]\n" in text
