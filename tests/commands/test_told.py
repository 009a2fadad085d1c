"""What is told after a change: what is stored, in words; its file only where it is asked for."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commands.test_prompts import _end as end
from tests.commands.test_prompts import _spawn as spawn
from tests.registered import find_commands
from tests.test_main import Run

_PLACE = re.compile(r"(?:\.\./|/)?(?:[\w.-]+/)*[\w.-]+\.(?:yaml|age|yml)|\bred/data\b")


class Step(NamedTuple):
    """A command line that stores something, and what a person is told of it."""

    line: str
    told: str


WALK = [
    Step("content add Una --tag SOSnacional", "#SOSnacional; borrador."),
    Step("content edit - --title Otra", "Una → Otra"),
    Step("content tag - +SOSeconomia", "#SOSnacional #SOSeconomia; borrador."),
    Step(
        "content verify - --by enlace --evidence https://example.org/a --expires 2020-05-30",
        "verificada por enlace, hasta el sábado 30 de mayo de 2020",
    ),
    Step("content schedule - --at '2020-04-24 9:00'", "viernes 24 de abril de 2020, 09:00 h"),
    Step("content publish -", "mcsj contenido redactar 2020-04-23-una"),
    Step("content retract - --reason x", "Ponga el texto donde se publicó"),
    Step("content add Dos --tag SOSnacional", "mcsj contenido verificar 2020-04-23-dos"),
    Step("content delete - --yes", "Se borró la publicación: Dos"),
    Step(
        "actions add Tres --mesa leon --axis salud --approach intercambio --owner enlace"
        " --due 2020-05-08",
        "León; responsable: enlace; vence el viernes 8 de mayo de 2020; pendiente.",
    ),
    Step("actions edit - --owner vocalía", "enlace → vocalía"),
    Step("actions update - --note 'Ya empezó'", "mcsj acciones cumplir 2020-04-23-tres"),
    Step("actions done - --evidence Acta", "--accion 2020-04-23-tres"),
    Step("actions reopen - --reason x", "en proceso."),
    Step("actions cancel - --reason x", "mcsj acciones reabrir 2020-04-23-tres"),
    Step("actions delete - --yes", "Se borró la acción: Tres"),
    Step(
        "practices add Cuatro --mesa leon --axis salud --done a --result b", "León; eje: salud."
    ),
    Step("practices replicate - --mesa colima", "la replicó Colima."),
    Step("practices edit - --result c", "b → c"),
    Step("practices delete - --yes", "Se borró la práctica: Cuatro"),
    Step(
        "followups add --mesa leon --channel call --stage contacted --summary x"
        " --next-step Volver --next-on 2020-05-04",
        "León; llamada, jue 23 abr 2020; contactada; sigue: Volver, lunes 4 de mayo de 2020.",
    ),
    Step("followups edit - --channel visit", "llamada → visita"),
    Step("followups delete - --yes", "Se borró el contacto"),
    Step(
        "meetings schedule --mesa leon --at '2020-05-05 11:00'",
        "León, martes 5 de mayo de 2020, 11:00 h.",
    ),
    Step("meetings edit 2020-05-05-leon --purpose Acordar", "Acordar"),
    Step("meetings delete 2020-05-05-leon --yes", "Se borró lo anotado de la reunión"),
    Step(
        "meetings move 2020-W19-g4 --to '2020-05-08 11:00' --reason x",
        "jueves 7 de mayo de 2020, 17:00 h → viernes 8 de mayo de 2020, 11:00 h.",
    ),
    Step("meetings cancel 2020-W20-g4 --reason Puente", "17:00 h: cancelada (Puente)."),
    Step(
        "meetings record 2020-W17-g4 --present all --agreement Cinco --mesa torreon --axis salud"
        " --approach intercambio --owner enlace --due 2020-05-08",
        "Acuerdo: «Cinco»; Torreón; responsable: enlace; vence el viernes 8 de mayo de 2020",
    ),
    Step("mesas add Zapopan --group 5", "Zapopan (14120), Jalisco; Grupo 5"),
    Step("mesas edit zapopan --alias Zapo", "Zapo."),
    Step("mesas move zapopan --group 4", "Zapopan sesiona con Grupo 4 a partir del"),
    Step("mesas retire zapopan --until 2020-05-08 --yes", "hasta el viernes 8 de mayo de 2020."),
    Step(
        "groups schedule 4 --weekday tuesday --time 18:00 --from 2020-06-01",
        "Grupo 4: martes, 18:00 h (60 minutos), a partir del lunes 1 de junio de 2020",
    ),
    Step("undo", "Se deshizo: horario de Grupo 4 cambiado"),
    Step("people lock", "llave"),
    Step("people rekey", "llave"),
    Step("people unlock", ""),
    Step("init otra --demo", "La carpeta de la red está lista: otra"),
]  # fmt: skip


def _find_words(line: str) -> tuple[str, ...]:
    words = tuple(shlex.split(line))
    return next(names for names, _one in find_commands() if words[: len(names)] == names)


def test_every_command_that_stores_something_is_walked_here() -> None:
    stores = {words for words, command in find_commands() if command.stores}
    assert {_find_words(step.line) for step in WALK} == stores


def test_on_a_terminal_words_and_no_paths(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mcsj_cli.console.is_terminal", lambda: True)
    assert mcsj("people", "add", "Enlace", "--role", "enlace", "--phone", "8112345678").code == 0
    for step in WALK:
        if step.line.startswith("init"):
            monkeypatch.chdir(project.parent)
        result = mcsj(*shlex.split(step.line))
        assert result.code == 0, (step, result)
        assert step.told in result.err, (step, result)
        shown = "\n".join(
            line for line in f"{result.out}{result.err}".splitlines() if "Archivo" not in line
        )
        assert not _PLACE.search(shown.replace("otra/data", "red/data")), (step, shown)
    monkeypatch.chdir(project)
    told = mcsj("content", "add", "Seis", "--tag", "SOSnacional", "--verbose")
    assert told.out == "data/content/2020/2020-04-23-seis.yaml\n"
    assert mcsj("content", "add", "Siete", "--tag", "SOSnacional").out == ""  # asked each time anew


def test_in_a_pipe_the_way_from_here_to_the_file(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = project / "informes"
    place.mkdir()
    monkeypatch.chdir(place)
    assert mcsj("people", "add", "Enlace", "--role", "enlace", "--phone", "8112345678").code == 0
    for step in WALK:
        if step.line.startswith("init"):
            monkeypatch.chdir(project.parent)
        result = mcsj(*shlex.split(step.line))
        assert result.code == 0, (step, result)
        assert step.told in result.err, (step, result)
        told = [line for line in result.out.splitlines() if line.startswith(("..", "otra/"))]
        beside = "Está en ../data/" in result.err  # where the result is a text to send
        assert told or beside, (step, result)
        for line in told:
            file, _space, became = line.partition(" ")
            assert Path(file).exists() != ("eliminado" in became), (step, line)
        assert str(project) not in result.out + result.err, (step, result)


def test_a_real_terminal_is_told_no_path(project: Path) -> None:
    terminal = spawn("content", "add", "Una", "--tag", "SOSnacional")
    terminal.expect("Quedó guardado: #SOSnacional; borrador.")
    assert ".yaml" not in (terminal.before or "")
    assert end(terminal)[0] == 0
