"""Three weeks lived by somebody who read only README.es.md: nothing is refused that is right.

`semanas.txt` is what she types. What is stored at the end is told here by hand, so that neither the
program's marks nor its sums vouch for themselves.
"""

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mcsj_cli.model.text import fold
from mcsj_cli.registry import Noun
from mcsj_cli.vocabulary import find_entry
from tests.conftest import ROOT
from tests.english import find_english, own_words
from tests.test_main import Run
from tests.test_vocabulary import find_fault
from tests.weeks.life import Lived, live, set_environment

GUIDE = (ROOT / "README.es.md").read_text(encoding="utf-8")
COSTS_PAGE = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
END = "2020-05-18T09:00:00-05:00"
# Who came (+), sent word (o) and was absent (-) at each meeting that was held.
ATTENDED = {
    "2020-04-17-leon": "leon+",
    "2020-W17-g1": "michoacan+",
    "2020-W17-g2": "veracruz+",
    "2020-W17-g3": "tamaulipas o",
    "2020-W17-g4": "monterrey+ cancun-im- torreon+ guadalajara+ gomez-palacio+",
    "2020-W17-g5": "aguascalientes+ cd-juarez- colima+ valle-de-bravo- tuxtla-gutierrez+",
    "2020-W17-g6": "ixtapa-zihuatanejo- irapuato+ leon+ villahermosa o pachuca+",
    "2020-W18-g1": "michoacan+",
    "2020-04-28-pachuca": "pachuca+",
    "2020-W18-g3": "tamaulipas+",
    "2020-W18-g4": "monterrey+ cancun-im- torreon+ guadalajara+ gomez-palacio+ zapopan+",
    "2020-W18-g5": "aguascalientes+ cd-juarez+ colima+ valle-de-bravo+ tuxtla-gutierrez+",
    "2020-W19-g1": "michoacan+",
    "2020-W19-g2": "veracruz+",
    "2020-W19-g3": "tamaulipas+",
    "2020-W19-g4": "monterrey+ cancun-im+ torreon+ guadalajara+ gomez-palacio+ zapopan+",
    "2020-W19-g5": "aguascalientes+ cd-juarez+ colima+ valle-de-bravo- tuxtla-gutierrez+ pachuca+",
    "2020-W19-g6": "ixtapa-zihuatanejo- irapuato+ leon+ villahermosa+",
    "2020-W20-g1": "michoacan+",
    "2020-W20-g2": "veracruz+",
    "2020-W20-g3": "tamaulipas+",
    "2020-W20-g4": "monterrey+ cancun-im+ torreon+ guadalajara+ gomez-palacio+",
    "2020-W20-g5": "aguascalientes+ cd-juarez+ colima+ tuxtla-gutierrez+ pachuca+ zapopan+",
    "2020-W20-g6": "ixtapa-zihuatanejo+ irapuato+ leon+ villahermosa+",
}
MARKS = {"+": "present", "o": "excused", "-": "absent"}
SESSIONS = {"2020-04-17-leon": "2020-W16", "2020-04-28-pachuca": "2020-W18"}
# By week: meetings planned, not held, cancelled, moved; actions opened and completed; practices
# written down and copied; contacts with mesas.
WEEKS = {
    "2020-W16": (1, 0, 0, 0, 1, 0, 0, 0, 18),
    "2020-W17": (6, 0, 0, 0, 3, 1, 0, 0, 0),
    "2020-W18": (7, 1, 1, 1, 1, 0, 1, 1, 1),
    "2020-W19": (6, 0, 0, 0, 0, 2, 0, 0, 4),
    "2020-W20": (6, 0, 0, 0, 0, 2, 0, 0, 0),
}
STAGES = {
    "no-contact": {"zapopan"},
    "contacted": {
        "michoacan", "tamaulipas", "monterrey", "torreon", "guadalajara", "gomez-palacio",
        "aguascalientes", "cd-juarez", "colima", "tuxtla-gutierrez", "irapuato",
    },
    "explained": {"cancun-im", "villahermosa", "ixtapa-zihuatanejo", "pachuca"},
    "meeting-set": {"leon"},
    "actions-agreed": {"veracruz"},
}  # fmt: skip
# What stands in a file is quoted as it is: a place of one edited by hand, a column left out.
QUOTED = re.compile(r"^data/\S+:\d+:\d+: .*$|^    [|→] .*$|se omite +\S+$", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weeks")


@pytest.fixture(scope="module")
def life(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Lived]]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "MCSJ_NOW"):
            patch.setenv(name, "")
            patch.delenv(name)
        for name, value in set_environment().items():
            patch.setenv(name, value)
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        patch.chdir(folder)
        yield list(live(folder))


@pytest.fixture
def at_the_end(life: list[Lived], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in her folder on the last day."""
    assert life[-1].code == 0
    monkeypatch.chdir(folder / "red")
    monkeypatch.setenv("MCSJ_NOW", END)


def _own(life: list[Lived]) -> list[Lived]:
    return [one for one in life if one.step.line.startswith("mcsj ")]


def test_no_right_step_is_refused(life: list[Lived]) -> None:
    for one in life:
        if one.step.mark in ("$", ">", "T"):
            assert one.code == 0, one
            assert not re.search("Error:|Traceback", one.told), one


def test_a_mistake_is_refused_writes_nothing_and_what_it_is_told_works(life: list[Lived]) -> None:
    places = [place for place, one in enumerate(life) if one.step.mark == "x"]
    assert len(places) > 10
    for place in places:
        refused, following = life[place], life[place + 1]
        assert refused.code in (1, 2, 3, 4, 5, 6, 7), refused
        assert refused.after == refused.before, refused
        assert "Traceback" not in refused.told
        assert following.step.mark == ">"
        told = fold(refused.told)
        fresh = set(shlex.split(following.step.line)) - set(shlex.split(refused.step.line))
        assert [word for word in fresh if not _is_told(word, told)] == [], refused


def _is_told(word: str, told: str) -> bool:
    """Whether a message names a word; a name stands for every name, as «NOMBRE» in it says."""
    return fold(word) in told or ("nombre" in told and " " in word)


def test_every_step_is_spanish_and_in_no_step_a_data_file_is_written_by_hand(
    life: list[Lived],
) -> None:
    for one in _own(life):
        if one.step.mark != "x":
            assert find_fault(one.step.line, "es") == "", one.step
        plain = re.sub(r'"[^"]*"', " ", one.step.line)
        words = {word.lstrip("-") for word in plain.split()}
        assert words & own_words() == set(), one.step
    edits = [place for place, one in enumerate(life) if one.step.mark == "~"]
    for place in edits:
        file = life[place].step.line.partition(": ")[0]
        if file.startswith("data/"):
            assert life[place + 2].step.line == f"mcsj deshacer {file}"


def test_the_program_says_nothing_in_english(life: list[Lived]) -> None:
    for one in _own(life):
        assert find_english(QUOTED.sub("", one.told)) == [], one


def test_every_form_is_in_the_guide(life: list[Lived]) -> None:
    lines = [re.sub(r'"[^"]*"', " ", one.step.line) for one in _own(life) if one.step.mark != "x"]
    named = {" ".join(words) for words in map(_find_words, lines)}
    assert sorted(line for line in named if line not in GUIDE) == []
    options = {option for line in lines for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", line)}
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", GUIDE))
    assert sorted(options - known) == []


def _find_words(line: str) -> list[str]:
    """Return the program's name, the noun and the verb of a command line."""
    noun, verb = [*line.split()[1:3], ""][:2]
    entry = find_entry(noun)
    return ["mcsj", noun, verb] if isinstance(entry, Noun) else ["mcsj", noun]


@pytest.mark.usefixtures("at_the_end")
def test_attendance_is_what_was_said(mcsj: Run) -> None:
    for uid, marks in ATTENDED.items():
        meeting = json.loads(mcsj("reuniones", "ver", uid, "--formato", "json").out)
        assert meeting["attendance"] == _read_marks(marks), uid


def _read_marks(text: str) -> dict[str, str]:
    found = re.findall(r"([a-z-]+?) ?([+o-])(?: |$)", text)
    return {mesa: MARKS[mark] for mesa, mark in found}


@pytest.mark.usefixtures("at_the_end")
def test_the_reports_add_up(mcsj: Run) -> None:
    for week, counts in WEEKS.items():
        report = mcsj("informe", "semanal", "--semana", week, "--formato", "json")
        figures = json.loads(report.out)["figures"]
        meetings, actions, practices = (
            figures[key] for key in ("meetings", "actions", "practices")
        )
        held = [uid for uid in ATTENDED if (SESSIONS.get(uid) or uid[:8]) == week]
        marks = Counter(mark for uid in held for mark in _read_marks(ATTENDED[uid]).values())
        assert meetings["held"] == len(held), week
        assert {mark: meetings[mark] for mark in MARKS.values()} == {
            mark: marks[mark] for mark in MARKS.values()
        }, week
        assert (
            *(meetings[key] for key in ("planned", "not_held", "cancelled", "moved")),
            *(actions[key] for key in ("opened", "completed")),
            *(practices[key] for key in ("new", "replications")),
            figures["followups"]["contacts"],
        ) == counts, week
        assert meetings["unrecorded"] == 0


@pytest.mark.usefixtures("at_the_end")
def test_stages_actions_and_content_are_as_they_were_left(mcsj: Run) -> None:
    funnel = json.loads(mcsj("seguimientos", "embudo", "--formato", "json").out)
    stages: dict[str, set[str]] = {}
    for row in funnel:
        stages.setdefault(row["stage"], set()).add(row["slug"])
    assert stages == STAGES
    actions = json.loads(mcsj("acciones", "listar", "--formato", "json").out)
    assert [one["status"] for one in actions] == ["completed"] * 5
    items = json.loads(mcsj("contenido", "listar", "--formato", "json").out)
    assert {one["title"]: one["status"] for one in items} == {
        "Créditos a la palabra": "retracted",
        "Rutinas para hacer en casa": "published",
    }


def test_nothing_is_left_to_do_of_what_was_advised(life: list[Lived]) -> None:
    """On the last Monday only what is ahead is open: no record, no minutes, nothing overdue."""
    status = next(one for one in reversed(life) if one.step.line == "mcsj estado")
    assert status.step.moment.startswith("2020-05-18")
    assert not re.search("Registrar|Hacer la minuta|vencida|sin noticias", status.out), status.out
    assert "No se encontró ningún problema." in status.out
    check = next(one for one in reversed(life) if one.step.line == "mcsj revisar")
    assert check.err.strip() == "No se encontró ningún problema."


def test_two_people_have_the_same(life: list[Lived], folder: Path) -> None:
    told = "".join(one.told for one in life if one.step.line.startswith("mcsj compartir"))
    assert "Cambiado por otras personas: 1 acción." in told
    action = next(one for one in life if one.step.line == "mcsj acciones ver mercado")
    assert "diez compradores" in action.out
    assert "Falta el transporte" in action.out
    assert not (folder / "segunda/private/people.yaml").exists()


# What is typed, by the day of it and the words that it begins with.
COSTS = {
    "Announce the six groups of a week": ("2020-04-20", "reuniones convocar"),
    "Record their six meetings": ("2020-04-2[0-4]", "reuniones registrar"),
    "Their six minutes": ("2020-04-2[0-4]", "reuniones minuta"),
    "First contact with eighteen mesas": ("2020-04-15", "seguimientos agregar"),
    "One note from tip to page": ("2020-04-2[01]", "contenido .*[Cc]r[eé]ditos"),
    "A person's contact": ("2020-04-14", "personas agregar"),
    "All five weeks": ("2020-", ""),
}


def test_what_it_costs_to_type_is_stated(life: list[Lived]) -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| (\d+) \| ([\d,]+) \|$", COSTS_PAGE, re.MULTILINE)
    stated = {title: (int(n), int(letters.replace(",", ""))) for title, n, letters in rows}
    counted = {title: _count(life, *chosen) for title, chosen in COSTS.items()}
    assert {title: stated.get(title) for title in counted} == counted


def _count(life: list[Lived], day: str, words: str) -> tuple[int, int]:
    """Count the right commands and their letters, without what is answered to questions."""
    steps = [one.step for one in _own(life) if one.step.mark != "x"]
    lines = [one.line for one in steps if re.match(day, one.moment)]
    chosen = [line for line in lines if re.match(f"mcsj {words}", line)]
    return len(chosen), sum(map(len, chosen))
