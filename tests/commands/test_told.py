"""What is told after a change: what is stored, in words; its file only where it is asked for."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commands.test_prompts import _end as end
from tests.commands.test_prompts import _spawn as spawn
from tests.registered import find_commands
from tests.store.test_history import run_git
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
    Step("content delete 2020-04-23-dos --yes", "Se borró la publicación: Dos"),
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
    Step("actions delete 2020-04-23-tres --yes", "Se borró la acción: Tres"),
    Step(
        "practices add Cuatro --mesa leon --axis salud --done a --result b", "León; eje: salud."
    ),
    Step("practices replicate - --mesa colima", "la replicó Colima."),
    Step("practices edit - --result c", "b → c"),
    Step("practices delete 2020-04-23-cuatro --yes", "Se borró la práctica: Cuatro"),
    Step(
        "followups add --mesa leon --channel call --stage contacted --summary x"
        " --next-step Volver --next-on 2020-05-04",
        "León; llamada, jue 23 abr 2020; contactada; sigue: Volver, lunes 4 de mayo de 2020.",
    ),
    Step("followups edit - --channel visit", "llamada → visita"),
    Step("followups delete 2020-04-23-leon --yes", "Se borró el contacto"),
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
    Step("people unlock", "mcsj personas cerrar"),
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


HOW = ("--axis", "salud", "--approach", "intercambio", "--owner", "enlace")
MONDAY = "2020-05-04T10:00:00-05:00"


def test_a_doubled_or_late_action_is_told(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ("actions", "add", "Uno", "--mesa", "leon", *HOW, "--due", "2020-06-01")
    assert "Aviso" not in mcsj(*add).err
    again = mcsj(*add[:2], "UNO", *add[3:])
    assert again.code == 0
    assert "2020-04-23-uno. Si es la misma: mcsj acciones borrar 2020-04-23-uno-2" in again.err
    assert "Si es la misma" not in mcsj(*add, "--mesa", "colima").err
    assert "Si es la misma" not in mcsj(*add, "--meeting", "2020-W17-g4").err
    monkeypatch.setenv("MCSJ_NOW", MONDAY)
    record = ("meetings", "record", "2020-W17-g4", "--agreement", "Dos", "--agreement", "dos")
    told = mcsj(*record, *HOW, "--due", "2020-04-30")
    assert told.code == 0
    assert told.err.count("el jueves 30 de abril de 2020 ya pasó") == 2
    assert told.err.count("Si es la misma: mcsj acciones borrar 2020-04-23-dos") == 2
    late = mcsj("actions", "update", "2020-04-23-uno-2", "--due", "2020-05-01")
    assert "el viernes 1 de mayo de 2020 ya pasó" in late.err


def test_a_day_that_has_just_gone_by_is_next_years_and_told(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", MONDAY)
    add = ("actions", "add", "Uno", "--mesa", "leon", *HOW, "--due")
    told = mcsj(*add, "3/5").err
    assert "Aviso: el lunes 3 de mayo de 2021 es dentro de casi un año" in told
    assert "escriba su año: 2020-05-03" in told
    assert "casi un año" not in mcsj(*add, "3/6").err
    assert "casi un año" not in mcsj(*add, "2021-05-03").err


def test_two_mesas_of_one_municipality_are_told(project: Path, mcsj: Run) -> None:
    assert "Aviso" not in mcsj("mesas", "add", "Zapopan", "--group", "5").err
    told = mcsj(
        "mesas", "add", "Zapopan Norte", "--group", "5", "--municipality", "Zapopan, Jalisco"
    )
    assert told.code == 0
    assert "Zapopan también tiene el municipio Zapopan" in told.err
    assert "mcsj mesas retirar zapopan-norte" in told.err


def test_minutes_of_what_was_not_held_are_refused_in_words(project: Path, mcsj: Run) -> None:
    done = mcsj("meetings", "record", "2020-W17-g4", "--not-held", "--reason", "Sin luz", "--yes")
    assert "Quedó guardado: no celebrada (Sin luz)." in done.err
    told = mcsj("meetings", "minutes", "2020-W17-g4")
    assert (told.code, told.out) == (2, "")
    assert "Está registrado que 2020-W17-g4 no se realizó" in told.err


def test_days_of_a_table_that_are_not_in_full_are_echoed(project: Path, mcsj: Run) -> None:
    table = "titulo,etiqueta,fecha\nUna,SOSnacional,ayer\nDos,SOSnacional,2020-04-21\n"
    (project / "tabla.csv").write_text(table, encoding="utf-8")
    told = mcsj("content", "import", "tabla.csv", "--dry-run")
    assert "Renglón 2: «ayer» se entendió como miércoles 22 de abril de 2020" in told.err
    assert "Renglón 3" not in told.err


def test_refusals_name_fields_in_the_persons_words(project: Path, mcsj: Run) -> None:
    told = mcsj("actions", "add", "Uno", "--mesa", "leon", *HOW[:4], "--owner", "55 1234 5678",
                "--due", "2020-06-01")  # fmt: skip
    assert (told.code, "«responsable»" in told.err, "owner" in told.err) == (6, True, False)
    contact = ("followups", "add", "--mesa", "leon", "--channel", "call", "--stage", "contacted")
    told = mcsj(*contact, "--summary", "x", "--next-step", "Llamar al 55 1234 5678")
    assert (told.code, "«siguiente paso»" in told.err, "next_step" in told.err) == (6, True, False)
    told = mcsj(*contact, "--summary", "x", "--next-on", "2020-05-04")
    assert (told.code, "next_step" in told.err) == (6, False)


def test_a_figure_is_asked_for_in_the_persons_words(project: Path, mcsj: Run) -> None:
    week = ("report", "weekly", "--week", "2020-W18", "--why")
    assert mcsj(*week, "acciones-vencidas").out == mcsj(*week, "actions.overdue").out != ""
    told = mcsj(*week, "acciones-vencida")
    assert (told.code, "«acciones-vencidas»" in told.err, "actions." in told.err) == (
        5,
        True,
        False,
    )
    assert "actions." not in mcsj("report", "weekly", "--help").out


def test_what_is_set_aside_is_git_ignored_in_a_new_folder(
    tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mcsj("init", "red", "--demo").code == 0
    monkeypatch.chdir(tmp_path / "red")
    broken = Path("data/partners.yaml")
    broken.write_text("partners: [", encoding="utf-8")
    assert mcsj("undo", "partners").code == 0
    assert Path("aside/partners-1.yaml").read_text(encoding="utf-8") == "partners: ["
    assert run_git(Path(), "status", "--porcelain", "--untracked-files=all") == ""


def test_what_is_set_aside_is_never_committed_in_an_old_folder(project: Path, mcsj: Run) -> None:
    ignored = project / ".gitignore"
    ignored.write_text(
        ignored.read_text(encoding="utf-8").replace("aside/\n", ""), encoding="utf-8"
    )
    run_git(project, "commit", "-qam", "antes")
    (project / "data/partners.yaml").write_text("partners: [", encoding="utf-8")
    assert mcsj("undo", "partners").code == 0
    assert mcsj("content", "add", "Una", "--tag", "SOSnacional").code == 0
    mcsj("sync")
    assert (project / "aside/partners-1.yaml").is_file()
    assert run_git(project, "ls-files", "aside") == ""
