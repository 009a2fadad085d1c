"""Each rule that one file cannot break alone, broken once in a copy of the example."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mcsj_cli import checks
from mcsj_cli.review import review
from mcsj_cli.store.project import Project

ITEM = "title: Un título\ntags: [{tags}]\ncreated: 2020-04-22\n"
PLACE = "data/content/2020/2020-04-22-un-titulo.yaml"
Break = Callable[[Path], None]


def item(tags: str, place: str = PLACE) -> Break:
    def write(project: Path) -> None:
        path = project / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ITEM.format(tags=tags), encoding="utf-8")

    return write


def meeting(place: str, text: str) -> Break:
    def write(project: Path) -> None:
        path = project / "data" / "meetings" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


def edit(name: str, before: str, after: str) -> Break:
    def write(project: Path) -> None:
        path = project / "data" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    return write


def line_of(path: Path, text: str) -> tuple[int, int]:
    """Find where a text stands first in a file, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if text in line)
    return number + 1, lines[number].index(text) + 1


BROKEN: list[tuple[checks.Check, str, Break, str, str, str]] = [
    (
        checks.check_tags,
        "undeclared tag",
        item("SOSnacional, SOSdeportes"),
        f"{PLACE}:2:21",
        "No hay etiqueta «SOSdeportes»",
        "",
    ),
    (checks.check_tags, "near tag", item("SOSnacionale"), f"{PLACE}:2:8", "«SOSnacionale»", "«SOSnacional»"),
    (
        checks.check_tags,
        "other case",
        item("sosNacional"),
        f"{PLACE}:2:8",
        "está declarada como «SOSnacional»",
        "está declarada",
    ),
    (
        checks.check_tags,
        "accent",
        item("SOSeconomía"),
        f"{PLACE}:2:8",
        "está declarada como «SOSeconomia»",
        "está declarada",
    ),
    (
        checks.check_meetings,
        "unknown group",
        meeting("2020/2020-W17-g9.yaml", "group: 9\nweek: 2020-W17\n"),
        "data/meetings/2020/2020-W17-g9.yaml:1:8",
        "no hay un grupo 9",
        "1, 2, 3, 4, 5, 6",
    ),
    (
        checks.check_meetings,
        "mesa of another group",
        meeting(
            "2020/2020-W20-g4.yaml",
            "group: 4\nweek: 2020-W20\nheld: true\nattendance: {monterrey: present, leon: absent}\n",
        ),
        "data/meetings/2020/2020-W20-g4.yaml:4:40",
        "«leon» no es una mesa del grupo 4",
        "cancun-im",
    ),
    (
        checks.check_meetings,
        "mesa with a slip",
        meeting("2020/2020-W20-g4.yaml", "group: 4\nweek: 2020-W20\nheld: true\nattendance:\n  torreo: present\n"),
        "data/meetings/2020/2020-W20-g4.yaml:5:11",
        "«torreo»",
        "torreon",
    ),
    (
        checks.check_meetings,
        "week before the series",
        meeting("2020/2020-W16-g4.yaml", "group: 4\nweek: 2020-W16\n"),
        "data/meetings/2020/2020-W16-g4.yaml:2:7",
        "no tiene reunión en la semana 2020-W16",
        "data/groups.yaml",
    ),
    (
        checks.check_folders,
        "meeting in another year",
        meeting("2021/2020-W20-g4.yaml", "group: 4\nweek: 2020-W20\n"),
        "data/meetings/2021/2020-W20-g4.yaml:1:1",
        "",
        "data/meetings/2020/2020-W20-g4.yaml",
    ),
    (
        checks.check_folders,
        "item in another year",
        item("SOSnacional", PLACE.replace("/2020/", "/2019/")),
        PLACE.replace("/2020/", "/2019/") + ":1:1",
        "",
        PLACE,
    ),
    (
        checks.check_folders,
        "item without a year",
        item("SOSnacional", PLACE.replace("/2020/", "/")),
        PLACE.replace("/2020/", "/") + ":1:1",
        "",
        PLACE,
    ),
    (
        checks.check_partner_axes,
        "unknown axis",
        edit("partners", "axes: [salud, ", "axes: [salud, deporte, "),
        "data/partners.yaml:?",
        "no hay un eje «deporte»",
        "salud, economia, familia, seguridad-justicia",
    ),
    (
        checks.check_municipalities,
        "undescribed municipality",
        edit("groups", '["19039"]', '["19039", "19001"]'),
        "data/groups.yaml:?",
        "el municipio 19001",
        "municipalities",
    ),
]
MARKS = {"data/partners.yaml:?": "deporte", "data/groups.yaml:?": '"19001"'}


@pytest.mark.parametrize(
    ("break_it", "place", "message", "advice"),
    [pytest.param(*rest, id=f"{check.__name__}: {name}") for check, name, *rest in BROKEN],
)
def test_broken_rule_is_told_with_its_place(
    break_it: Break, place: str, message: str, advice: str, project: Path
) -> None:
    break_it(project)
    (problem,) = review(Project(project))
    if place in MARKS:
        line, column = line_of(project / problem.file, MARKS[place])
        place = place.replace("?", f"{line}:{column}")
    assert problem.place == place
    assert message in problem.message
    assert advice in problem.advice


def test_every_check_is_tested() -> None:
    written = {value for name, value in vars(checks).items() if name.startswith("check_") and callable(value)}
    assert set(checks.CHECKS) == written
    assert {check for check, *_rest in BROKEN} == written
    assert set(checks.FIGURE_CHECKS) <= set(checks.CHECKS)


def test_example_has_no_problem(project: Path) -> None:
    assert review(Project(project)) == []


def test_hyphens_and_numbers_in_a_name_are_no_problem(project: Path) -> None:
    item("SOSnacional", PLACE.replace("un-titulo", "un-titulo-2"))(project)
    assert review(Project(project)) == []


def test_all_that_is_broken_is_told_in_the_order_of_files_and_lines(project: Path) -> None:
    for _check, _name, break_it, *_rest in BROKEN:
        break_it(project)
    problems = review(Project(project))
    assert problems == sorted(problems)
    assert len({problem.place for problem in problems}) == len(problems)
    assert {problem.file for problem in problems} >= {"data/groups.yaml", "data/partners.yaml", PLACE}


@pytest.mark.parametrize("name", ["network", "groups", "categories", "partners"])
def test_bad_file_hides_no_other_problem(name: str, project: Path) -> None:
    (project / "data" / f"{name}.yaml").write_text("zzz: [\n", encoding="utf-8")
    item("SOSdeportes", PLACE.replace("/2020/", "/2019/"))(project)
    meeting("2020/2020-W17-g9.yaml", "group: 9\nweek: 2020-W17\n")(project)
    (project / "data" / "content" / "2020" / "a.yaml").write_text("title: a\n", encoding="utf-8")
    told = {problem.file for problem in review(Project(project))}
    expected = {f"data/{name}.yaml", "data/content/2020/a.yaml", PLACE.replace("/2020/", "/2019/")}
    if name != "groups":
        expected.add("data/meetings/2020/2020-W17-g9.yaml")
    assert told == expected


def test_only_the_rules_asked_for_are_looked_at(project: Path) -> None:
    for _check, _name, break_it, *_rest in BROKEN:
        break_it(project)
    told = review(Project(project), checks.FIGURE_CHECKS)
    assert {re.split(r"[/:]", problem.file)[1] for problem in told} == {"content", "meetings"}


def test_a_check_without_its_files_finds_nothing() -> None:
    assert checks.run(checks.Data(None, None, None, [], [])) == []
