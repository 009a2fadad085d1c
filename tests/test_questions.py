"""What answers mean: numbers, beginnings, `?` and `<`; and what is kept of those left half-way."""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mcsj_cli.choices import Choice, take_chosen
from mcsj_cli.dialogue import Dialogue, GivenAnswer
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.wrapping import wrap, wrap_numbered
from tests.conftest import Result
from tests.store.test_history import run_git
from tests.test_main import Run

AXES = [Choice("salud", "Salud"), Choice("economia", "Economía"), Choice("seguridad-justicia")]
FOLLOWUP = ("leon", "llamada", "explicada", "Lo de ayer", "Preparar", "mañana")
Type = Callable[..., Result]


class Typed(io.StringIO):
    """The keyboard of a person who types so, and then leaves."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Run a command in front of a person who types lines."""

    def run(command: str, *lines: str) -> Result:
        monkeypatch.setattr(sys, "stdin", Typed("".join(f"{line}\n" for line in lines)))
        return mcsj(*command.split())

    return run


def parse_axis(text: str) -> str:
    if text in ("salud", "economia", "seguridad-justicia"):
        return text
    raise NotFoundError("axis", text)


def parse_axes(text: str) -> str:
    return ",".join(parse_axis(part) for part in text.split(","))


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ("2", "economia"), ("economia", "economia"), ("eco", "economia"), ("ECONOMÍ", "economia"),
        ("seg", "seguridad-justicia"), ("sal", "salud"),
    ],
)  # fmt: skip
def test_a_number_or_a_beginning_is_an_answer(answer: str, taken: str) -> None:
    assert take_chosen(AXES, "", parse_axis, answer) == taken


@pytest.mark.parametrize("answer", ["2, 1", "2 1", "eco,sal", "2,salud", "economia, 1"])
def test_several_can_be_named_in_one_answer(answer: str) -> None:
    assert take_chosen(AXES, ",", parse_axes, answer) == "economia,salud"


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ("todas menos 2", "todas menos economia"),
        ("todas menos 2,1", "todas menos economia,salud"),
        ("todas menos economia, 1", "todas menos economia,salud"),
    ],
)
def test_numbers_also_name_what_is_left_out_of_all(answer: str, taken: str) -> None:
    def parse(text: str) -> str:
        return "todas menos " + parse_axes(text.removeprefix("todas menos "))

    assert take_chosen(AXES, ",", parse, answer) == taken
    assert take_chosen(AXES, ",", str, "zona 2") == "zona 2"  # a name may end with a number
    with pytest.raises(NotFoundError):
        take_chosen(AXES, ",", parse, "todas menos 9")


def test_a_beginning_of_two_is_refused_with_both_and_an_unknown_one_by_its_own_reason() -> None:
    with pytest.raises(WrongUsageError, match="Salud, seguridad-justicia"):
        take_chosen(AXES, "", parse_axis, "s")
    for answer in ("deporte", "0", "4", "-1"):
        with pytest.raises(NotFoundError):
            take_chosen(AXES, "", parse_axis, answer)
    # What can be taken as it stands is never the beginning of something else.
    assert take_chosen(AXES, "", str, "eco") == "eco"


def test_answers_are_given_again_until_a_question_differs() -> None:
    dialogue = Dialogue()
    for name in "abc":
        dialogue.add(GivenAnswer(name, None, name.upper()))
    dialogue.step_back()
    first = dialogue.find_repeated("a", None)
    assert first
    assert (first.text, dialogue.is_repeating, dialogue.given) == ("A", True, [])
    assert dialogue.find_repeated("b", "another usual answer") is None
    assert not dialogue.is_repeating
    assert dialogue.find_repeated("c", None) is None


@example(["a" * 25, "a"], 30)
@given(st.lists(st.text("añbc-", min_size=1, max_size=30), min_size=1), st.integers(30, 120))
def test_no_word_is_broken(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = wrap("  " + text, width).split("\n")
    assert " ".join(line.strip() for line in lines) == text
    assert all(len(line) <= max(width, 32) for line in lines)
    listed = wrap_numbered(words, width).split("\n")
    assert sum(line.count(" ") >= 2 for line in listed) == len(listed)
    assert all(line == line.rstrip() for line in listed)


def test_numbers_back_and_help_in_a_command(project: Path, typing: Type) -> None:
    result = typing(
        "followups add", "<", "?", "16", "vid", "<", "ayuda", "1", "2", "help", "Lo de ayer", "<",
        "Lo de hoy", "", "",
    )  # fmt: skip
    assert result.code == 0, result.err
    text = (project / "data/followups/2020/2020-04-23-leon.yaml").read_text(encoding="utf-8")
    assert "channel: call\nstage: explained\nsummary: Lo de hoy\n" in text
    assert "No hay una pregunta antes de esta" in result.err
    assert "16 León" in result.err
    assert "Por qué medio:" in result.err  # the help of the option
    assert result.err.count("Medio (1–5)") == 3  # asked, after the way back, and after its help
    assert "\x1b" not in result.err + result.out


def test_a_new_group_begins_with_the_answers(project: Path, typing: Type) -> None:
    result = typing("groups schedule", "8", "s", "mar", "7 de la noche")
    assert result.code == 0, result.err
    text = (project / "data/groups.yaml").read_text(encoding="utf-8")
    assert "weekday: tuesday, time: 19:00" in text.partition("number: 8\n")[2]


def test_going_back_tells_nothing_twice_and_asks_the_same_again(
    project: Path, typing: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    typed = ("", "1", "2", "<", "3", "f", "1", "a", "<", "j", "Se habló.", "")
    result = typing("meetings record 2020-W19-g4", *typed)
    assert result.code == 0, result.err
    assert result.err.count("jueves 7 de mayo de 2020") == 1
    text = (project / "data/meetings/2020/2020-W19-g4.yaml").read_text(encoding="utf-8")
    marks = ("monterrey: present", "cancun-im: absent", "torreon: absent", "guadalajara: present")
    assert all(mark in text for mark in (*marks, "gomez-palacio: excused"))


def test_an_interruption_keeps_the_answers_for_the_next_try(project: Path, typing: Type) -> None:
    before = run_git(project, "rev-parse", "HEAD")
    left = typing("followups add", *FOLLOWUP[:-1])
    assert (left.code, left.out) == (130, "")
    assert "Se interrumpió. No se guardó nada. Repita el comando" in left.err
    assert run_git(project, "rev-parse", "HEAD") == before
    assert run_git(project, "status", "--porcelain") == ""
    # Another command, or the same with other options, is not offered them.
    for other in ("actions add", "followups add --channel visita"):
        assert "quedó a medias" not in typing(other).err
    done = typing("followups add", "", *FOLLOWUP[-1:])
    assert done.code == 0, done.err
    assert "Qué se habló: Lo de ayer" in done.err
    assert "¿Seguir con lo que ya había contestado? [S/n]" in done.err
    text = (project / "data/followups/2020/2020-04-23-leon.yaml").read_text(encoding="utf-8")
    for line in ("channel: call", "summary: Lo de ayer", "next_step: Preparar", "on: 2020-04-24"):
        assert line in text
    assert "quedó a medias" not in typing("followups add").err  # it is done, and forgotten


def test_what_was_kept_can_be_gone_back_over_or_left(project: Path, typing: Type) -> None:
    typing("followups add", *FOLLOWUP[:-1])
    done = typing("followups add", "sí", "<", "<", "Lo de hoy", "", "")
    assert done.code == 0, done.err
    path = project / "data/followups/2020/2020-04-23-leon.yaml"
    assert "summary: Lo de hoy\n" in path.read_text(encoding="utf-8")
    typing("followups add", *FOLLOWUP[:-1])
    anew = typing("followups add", "no", "colima", "1", "1", "Otra cosa", "")
    assert anew.code == 0, anew.err
    assert (project / "data/followups/2020/2020-04-23-colima.yaml").exists()
    assert "quedó a medias" not in typing("followups add").err


def test_a_day_is_kept_as_it_was_understood(
    project: Path, typing: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    marks = ("", "", "", "", "", "", "Se habló.")
    agreement = ("Abrir un comedor", "1", "1", "1", "enlace", "mañana")
    assert typing("meetings record 2020-W19-g4", *marks, *agreement).code == 130
    monkeypatch.setenv("MCSJ_NOW", "2020-05-11T09:00:00-05:00")
    later = typing("meetings record 2020-W19-g4", "", "")
    assert later.code == 0, later.err
    [path] = project.glob("data/actions/2020/2020-05-07-abrir-un-comedor.yaml")
    assert "due: 2020-05-09" in path.read_text(encoding="utf-8")


def test_a_refusal_after_the_last_answer_keeps_the_others(project: Path, typing: Type) -> None:
    answers = ("Abrir un comedor", "leon", "1", "1", "enlace")
    refused = typing("actions add", *answers, "ayer")
    assert refused.code == 6
    assert "Lo que contestó queda aparte" in refused.err
    done = typing("actions add", "", "8 de mayo")
    assert done.code == 0, done.err
    assert list(project.glob("data/actions/2020/2020-04-23-abrir-un-comedor.yaml"))


def test_what_cannot_be_kept_leaves_nothing_behind(project: Path, typing: Type) -> None:
    (project / ".mcsj/answers.json").mkdir(parents=True)
    result = typing("followups add", "leon")
    assert result.code == 130
    assert "Repita el comando" not in result.err
    assert not list((project / ".mcsj").glob("answers.*.tmp"))


@pytest.mark.parametrize("command", ["actions add", "content add", "practices add"])
def test_a_title_that_is_too_long_is_asked_for_again(typing: Type, command: str) -> None:
    first = ("leon",) if command == "practices add" else ()
    result = typing(command, *first, "x" * 301, "Censo")
    assert result.code == 130
    assert "a lo más 300 letras" in result.err


def test_what_is_kept_of_one_meeting_is_not_taken_for_another(
    typing: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    assert typing("meetings record --group 4", "", "1", "2").code == 130
    left = typing("meetings record --group 4").err
    assert "quedó a medias" in left
    assert "¿Se celebró? [S/n]: s\n" in left
    assert "Monterrey: asistió\n" in left
    monkeypatch.setenv("MCSJ_NOW", "2020-05-15T09:00:00-05:00")
    assert "quedó a medias" not in typing("meetings record --group 4").err


def test_nothing_is_kept_of_people(project: Path, typing: Type) -> None:
    left = typing("people add", "Jacaranda", "vocal", "leon", "55 0000 0001")
    assert left.code == 130
    assert "Se interrumpió. No se guardó nada." in left.err
    assert not (project / ".mcsj/answers.json").exists()
    assert "quedó a medias" not in typing("people add", "Jacaranda").err
    assert not (project / "private").exists()


def test_a_person_without_any_way_to_reach_them_is_refused(project: Path, typing: Type) -> None:
    refused = typing("people add", "Jacaranda", "vocal", "", "", "", "")
    assert refused.code == 2
    assert "Hace falta al menos un teléfono" in refused.err
    assert "No se guardó nada." in refused.err
    assert not (project / "private").exists()


def test_without_a_keyboard_nothing_is_asked_or_kept(project: Path, mcsj: Run) -> None:
    result = mcsj("followups", "add")
    assert result.code == 2
    assert "Falta" in result.err
    assert not (project / ".mcsj/answers.json").exists()


def test_a_network_begins_with_its_name(
    tmp_path: Path, typing: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "redes").mkdir()
    monkeypatch.chdir(tmp_path / "redes")
    made = typing("init red", "Red Norte", "Coordinación", "nadie", "nadie@", "c@example.org")
    assert made.code == 0, made.err
    asked = [line for line in made.err.splitlines() if ": " in line or line.endswith(":")]
    assert "Nombre de la red" in asked[0]
    assert made.err.count("no es un correo") == 2
    assert "git, un programa de su computadora" in made.err
    assert "GitHub" not in made.err
    folder = tmp_path / "redes/red"
    assert run_git(folder, "log", "-1", "--format=%an %ae") == "Coordinación c@example.org"
    assert "network: Red Norte\n" in (folder / "data/network.yaml").read_text(encoding="utf-8")
    again = typing("init otra", "", "<", "Red Sur", "")
    assert again.code == 0, again.err
    text = (tmp_path / "redes/otra/data/network.yaml").read_text(encoding="utf-8")
    assert "network: Red Sur\n" in text
    taken = typing("init red", "Red Centro", "", "")
    assert (taken.code, "Nombre de la red" in taken.err) == (4, False)  # refused before it is asked


def test_a_network_takes_what_options_say_and_refuses_an_address_that_is_none(
    tmp_path: Path, mcsj: Run
) -> None:
    folder = tmp_path / "red"
    options = ("--nombre", "Red Norte", "--por", "Enlace", "--correo")
    refused = mcsj("init", folder, *options, "nadie")
    assert (refused.code, "no es un correo" in refused.err) == (2, True)
    assert not folder.exists()
    assert mcsj("init", folder, *options, "enlace@example.org").code == 0
    assert run_git(folder, "log", "-1", "--format=%an %ae") == "Enlace enlace@example.org"
    assert mcsj("init", tmp_path / "otra", "--nombre", " ").code == 6


def test_a_form_takes_nothing_away_that_is_needed(project: Path, typing: Type) -> None:
    assert typing("actions add", "Uno", "leon,colima", "1", "1", "enlace", "8 de mayo").code == 0
    keeping = ("", "", "", "", "", "", "")
    edited = typing("actions edit uno", "-", "Dos", "-", "1", "-", *keeping)
    assert edited.code == 0, edited.err
    assert edited.err.count("no se puede quitar: conteste otra cosa") == 3
    assert "Mesas [León, Colima]" in edited.err
    assert "Mesas: León, Colima → Michoacán" in edited.err
    text = (project / "data/actions/2020/2020-04-23-uno.yaml").read_text(encoding="utf-8")
    assert "title: Dos\n" in text


def test_what_is_refused_again_and_again_is_asked_anew(typing: Type) -> None:
    answers = ("Abrir un comedor", "leon", "1", "1", "enlace")
    assert typing("actions add", *answers, "ayer").code == 6
    assert typing("actions add", "", "ayer").code == 6
    again = typing("actions add", "", "", "")
    assert "  Responsable" not in again.err
    assert "Responsable (un cargo): " in again.err


def test_help_says_what_answers_mean_and_speaks_of_no_command_line(
    typing: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = typing("actions add", "?", "Uno", "?").err
    assert "Qué se hará.\n" in asked
    assert "todas menos a,b" in asked
    assert "comillas" not in asked
    assert "--salvo" not in asked
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    asked = typing("meetings record --group 4", "?").err
    assert "Con s se pregunta quién asistió; con n se pregunta por qué no" in asked
    assert "Enter solo: s\n" in asked


def test_a_group_that_is_named_alone_is_asked_for_its_new_hour(project: Path, typing: Type) -> None:
    done = typing("groups schedule", "4", "", "18:00", "27 de abril")
    assert done.code == 0, done.err
    assert " [jueves]" in done.err
    text = run_git(project, "show", "HEAD", "--", "data/groups.yaml")
    assert re.search(r"\+.*18:00", text)
    assert re.search(r"\+.*2020-04-27", text)


def test_a_draft_is_not_retracted_and_what_is_missing_has_an_example(typing: Type) -> None:
    typing("content add --tag SOSnacional Una --source IMSS", "", "", "")
    refused = typing("content retract una --reason no")
    assert refused.code == 2
    assert "mcsj contenido borrar 2020-04-23-una" in refused.err
    missing = typing("mesas retire")
    assert missing.code == 2
    assert "Falta el argumento" in missing.err
    assert "Por ejemplo: mcsj mesas retirar " in missing.err
    assert typing("mesas move torreon --group 5 --from 2020-05-11 --yes").code == 0
    early = typing("mesas retire torreon --until 2020-05-01 --yes")
    assert early.code == 2
    assert "Diga el 2020-05-11 o después; si ese día está mal: mcsj deshacer" in early.err
