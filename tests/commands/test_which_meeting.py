"""Which meeting is meant is told before anything is asked or changed, and never guessed."""

import json
from pathlib import Path

import pytest

from mcsj_cli.vocabulary import spoken
from tests.commands.test_correct import Run
from tests.commands.test_prompts import _end, _spawn
from tests.conftest import Result
from tests.store.test_history import picture

AFTER = "2020-05-26T18:10:00-05:00"  # a Tuesday; group 2 met at 17:00 for an hour
BEGUN, COMING = "2020-W22-g2", "2020-W23-g2"


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch, project: Path) -> Path:
    monkeypatch.setenv("MCSJ_NOW", AFTER)
    return project


def cancel(mcsj: Run, *arguments: str) -> Result:
    return mcsj("meetings", "cancel", *arguments, "--reason", "Lluvia")


def move(mcsj: Run, *arguments: str) -> Result:
    return mcsj("meetings", "move", *arguments, "--to", "2020-06-03 10:00", "--reason", "Lluvia")


def test_without_a_keyboard_a_meeting_that_began_today_is_not_passed_over(
    after: Path, mcsj: Run
) -> None:
    before = picture(after)
    for result in (cancel(mcsj, "--group", "2"), move(mcsj, "--group", "2")):
        assert result.code == 2
        assert BEGUN in result.err
        assert COMING in result.err
        assert "martes 26 de mayo de 2020" in result.err
    assert picture(after) == before
    named = cancel(mcsj, COMING)
    assert named.code == 0
    assert "martes 2 de junio de 2020, 17:00 h" in named.err
    assert (after / f"data/meetings/2020/{COMING}.yaml").exists()


def test_a_meeting_that_was_recorded_is_not_asked_about(after: Path, mcsj: Run) -> None:
    assert mcsj("meetings", "record", BEGUN, "--not-held").code == 0
    result = cancel(mcsj, "--group", "2")
    assert result.code == 0
    assert COMING in result.err


def test_one_that_is_going_on_is_asked_about_too(
    after: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-26T17:10:00-05:00")
    result = cancel(mcsj, "--group", "2")
    assert (result.code, BEGUN in result.err, COMING in result.err) == (2, True, True)
    monkeypatch.setenv("MCSJ_NOW", "2020-05-26T16:50:00-05:00")
    before = cancel(mcsj, "--group", "2")
    assert (before.code, BEGUN in before.err, COMING in before.err) == (0, True, False)


@pytest.mark.parametrize(("answer", "uid"), [("1", BEGUN), ("2", COMING)])
def test_a_person_is_asked_and_told_before_the_first_question(
    after: Path, answer: str, uid: str
) -> None:
    terminal = _spawn("meetings", "cancel", "--group", "2")
    terminal.timeout = 30
    terminal.expect(f"1.*{BEGUN}.*2.*{COMING}")
    terminal.expect("1 o 2: ")
    terminal.sendline("3")
    terminal.expect("1 o 2: ")
    terminal.sendline(answer)
    terminal.expect(rf"de 2020, 17:00 h \({uid}\)")
    terminal.expect("(Motivo|Por qué).*: ")
    terminal.sendline("Lluvia")
    assert _end(terminal)[0] == 0
    assert [one.stem for one in (after / "data/meetings/2020").glob("*W2[23]*")] == [uid]


@pytest.mark.parametrize(
    "command",
    [
        ("announce",),
        ("record", "--present", "veracruz"),
        ("edit", "--notes", "x"),
        ("agenda", "--add", "Punto"),
    ],
)
def test_every_command_that_changes_a_meeting_names_it_first(
    after: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    verb, *rest = command
    told = mcsj("meetings", verb, "--group", "2", *rest).err
    assert "Grupo 2" in told.splitlines()[0]
    assert "de 2020, 17:00 h (2020-W2" in told.splitlines()[0]


def test_the_next_meeting_has_not_ended(after: Path, mcsj: Run) -> None:
    def shown(noun: str, name: str) -> str:
        found = json.loads(mcsj(noun, "show", name, "--format", "json").out)["next"]
        assert isinstance(found, str)
        return found

    assert shown("mesas", "veracruz").startswith("2020-06-02T17:00")
    assert shown("groups", "2").startswith("2020-06-02T17:00")


def test_the_page_calls_no_meeting_coming_that_is_over(
    after: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_day() -> bool:
        assert mcsj("site", "build").code == 0
        return 'datetime="2020-05-26"' in (after / "site/grupos/2.html").read_text("utf-8")

    assert not find_day()
    monkeypatch.setenv("MCSJ_NOW", "2020-05-26T17:50:00-05:00")
    assert find_day()


def test_a_clash_that_is_over_is_no_longer_told(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-04-30T08:00:00-05:00")
    group = json.loads(mcsj("meetings", "show", "2020-W18-g4", "--format", "json").out)
    start = group["start"][:16].replace("T", " ")
    assert start.startswith("2020-04-30")
    assert mcsj("meetings", "schedule", "--mesa", "torreon", "--at", start).code == 0

    def find_clashes() -> list[str]:
        told = json.loads(mcsj("meetings", "check", "--format", "json").out)
        return [one["kind"] for one in told if one["kind"] == "mesa-twice"]

    assert find_clashes()
    task = "mcsj meetings move 2020-"
    assert task in mcsj("status", "--format", "json").out
    monkeypatch.setenv("MCSJ_NOW", "2020-04-30T18:40:00-05:00")
    assert not find_clashes()
    assert task not in mcsj("status", "--format", "json").out


@pytest.mark.parametrize(("verb", "at", "uid"), [
    ("record", "2020-05-08T20:00", "2020-W19-g4"), ("announce", "2020-05-06T09:00", "2020-W19-g4"),
    ("announce", "2020-05-08T20:00", "2020-W20-g4"), ("show", "2020-05-08T20:00", "2020-W20-g4"),
])  # fmt: skip
def test_the_number_of_a_group_names_no_meeting_and_proposes_one(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch, verb: str, at: str, uid: str
) -> None:
    monkeypatch.setenv("MCSJ_NOW", at)
    result = mcsj("meetings", verb, "4")
    assert (result.code, result.out) == (2, "")
    assert f"({uid})" in result.err
    command = result.err.partition("Si es esa: mcsj ")[2].split()
    assert command == ["reuniones", spoken(f"mcsj meetings {verb}").split()[2], uid]
    assert mcsj("meetings", verb, "77").code == 5


@pytest.mark.parametrize(("line", "proposed"), [
    ("meetings announce --mesa leon", "mcsj reuniones listar --mesa leon"),
    ("reuniones minuta --mesa=leon", "mcsj reuniones listar --mesa leon"),
    ("report weekly --mesa leon", "mcsj informe mesa leon"),
    ("status --mesa leon", "mcsj mesas ver leon"),
])  # fmt: skip
def test_a_mesa_where_no_mesa_can_be_given_leads_to_a_command_that_works(
    project: Path, mcsj: Run, line: str, proposed: str
) -> None:
    result = mcsj(*line.split())
    assert (result.code, result.out) == (2, "")
    assert f"«{proposed}»" in result.err
    works = mcsj(*proposed.split()[1:])
    assert (works.code, bool(works.out)) == (0, True)
