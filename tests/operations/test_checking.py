"""Everything that is wrong in a project, each problem with its place, without a terminal."""

from datetime import date
from pathlib import Path

import pytest

from mcsj_cli import rules
from mcsj_cli.errors import Problem
from mcsj_cli.model.kinds import ACTIONS, CONTENT, MEETINGS, PRACTICES
from mcsj_cli.operations.checking import review, review_comments
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK, PARTNERS
from mcsj_cli.store.project import Project

PHONE = "Llame al 55 1234 5678"
ADDRESS = "ana@example.org"
SHOES = PRACTICES.path("2020-04-16-talleres-de-calzado-que-cosen-cubrebocas-para-conservar")
VAN_GOGH = CONTENT.path("2020-04-26-pasea-entre-los-cuadros-de-van-gogh-desde-tu-telefono")


def _review(project: Path) -> list[Problem]:
    return review(Project(project))


def _add_line(project: Path, file: str, line: str) -> int:
    """Put a line below all others of a file, and return its number."""
    path = project / file
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text.rstrip()}\n{line}\n", encoding="utf-8")
    return len(text.rstrip().splitlines()) + 1


def test_the_example_has_no_problem(project: Path) -> None:
    assert _review(project) == []


def test_problems_come_in_the_order_of_files_and_lines(project: Path) -> None:
    for file in (VAN_GOGH, GROUPS, MEETINGS.path("2020-W17-g4")):
        _add_line(project, file, "nada: 1")
    places = [(problem.file, problem.line) for problem in _review(project)]
    assert places == sorted(places)
    assert {file for file, _line in places} >= {VAN_GOGH, GROUPS, MEETINGS.path("2020-W17-g4")}


@pytest.mark.parametrize("file", [NETWORK, GROUPS, CATEGORIES, PARTNERS])
def test_a_document_that_cannot_be_read_does_not_hide_the_records(project: Path, file: str) -> None:
    (project / file).write_text("[\n", encoding="utf-8")
    record = ACTIONS.path("2020-04-24-coser-cubrebocas-en-talleres-de-bordado")
    _add_line(project, record, "nada: 1")
    assert {file, record} <= {problem.file for problem in _review(project)}


def test_a_rule_that_is_broken_is_told_at_its_line(project: Path) -> None:
    path = project / VAN_GOGH
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("SOSentretenimiento", "SOSnada"), encoding="utf-8")
    (problem,) = _review(project)
    assert problem.file == VAN_GOGH
    assert "SOSnada" in problem.message
    assert text.splitlines()[problem.line - 1].startswith("tags:")
    assert "SOSnada" in problem.excerpt


def test_only_the_rules_asked_for_are_looked_at(project: Path) -> None:
    path = project / VAN_GOGH
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("SOSentretenimiento", "SOSnada"), encoding="utf-8")
    assert review(Project(project), [rules.check_meetings]) == []


def test_only_the_records_that_were_read_are_looked_at(project: Path) -> None:
    _add_line(project, VAN_GOGH, "nada: 1")
    opened = Project(project)
    meetings = {MEETINGS.folder: opened.read(MEETINGS)}
    assert review(opened, readings=meetings) == []
    content = {CONTENT.folder: opened.read(CONTENT)}
    assert {problem.file for problem in review(opened, readings=content)} == {VAN_GOGH}


def test_a_line_with_a_number_of_a_person_is_not_repeated_by_its_other_problems(
    project: Path,
) -> None:
    path = project / SHOES
    text = path.read_text(encoding="utf-8")
    copied = "{mesa: torreon, date: 2020-04-27, note: '"
    assert copied in text
    wrong = copied.replace("torreon", "zacatlan") + f"{PHONE}. "
    path.write_text(text.replace(copied, wrong), encoding="utf-8")
    found = [(problem.line, problem.excerpt) for problem in _review(project)]
    line = next(number for number, row in enumerate(text.splitlines(), 1) if copied in row)
    assert found == [(line, "")] * 2  # the number, and a mesa that nobody knows


@pytest.mark.parametrize("text", [PHONE, ADDRESS])
def test_people_s_data_in_a_comment_are_told_with_their_place(project: Path, text: str) -> None:
    line = _add_line(project, PARTNERS, f"  # {text}")
    (problem,) = _review(project)
    assert (problem.file, problem.line, problem.column) == (PARTNERS, line, 4)
    assert problem.excerpt == ""
    assert text not in problem.message + problem.advice


def test_contacts_that_are_public_may_stand_in_a_comment(project: Path) -> None:
    helpline = Project(project).partners.helplines[0][1]
    _add_line(project, GROUPS, f"# {helpline.phone}")
    assert _review(project) == []


def test_comments_are_looked_at_in_yaml_and_whole_lines_elsewhere(project: Path) -> None:
    (project / "notas.txt").write_text(f"Nada\nTel. {PHONE}\n", encoding="utf-8")
    (project / "foto.png").write_bytes(f"\0{PHONE}".encode())
    (project / "nota.yaml").write_text(f"a: 1  # {PHONE}\nb: '#{PHONE}'\n", encoding="utf-8")
    found = review_comments(Project(project), ["notas.txt", "foto.png", "nota.yaml", "nadie.yaml"])
    assert [(problem.file, problem.line) for problem in found] == [
        ("notas.txt", 2),
        ("nota.yaml", 1),
    ]
    assert all(problem.private and PHONE not in problem.message for problem in found)


def test_without_partners_nobody_knows_which_contacts_are_public(project: Path) -> None:
    (project / PARTNERS).write_text("[\n", encoding="utf-8")
    _add_line(project, GROUPS, f"# {PHONE}")
    assert {problem.file for problem in _review(project)} == {PARTNERS}


def test_a_logo_that_is_not_there_is_told_at_its_line(project: Path) -> None:
    line = _add_line(project, NETWORK, "logo: nada.png")
    found = [(problem.file, problem.line) for problem in _review(project)]
    assert found == [(NETWORK, line)]


def test_nothing_is_held_against_the_clock_unless_it_is_given(project: Path) -> None:
    opened = Project(project)
    late = review(opened, today=date(2021, 4, 23))
    assert review(opened) == []
    assert all(problem.warning for problem in late)
