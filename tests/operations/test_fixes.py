"""What has one right answer is mended as one change, without a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mcsj_cli.model.kinds import ACTIONS, CONTENT, PRACTICES
from mcsj_cli.operations.fixes import mend
from mcsj_cli.store.documents import CATEGORIES
from mcsj_cli.store.project import Project
from tests.store.test_history import run_git

VAN_GOGH = "2020-04-26-pasea-entre-los-cuadros-de-van-gogh-desde-tu-telefono"
FILE = CONTENT.path(VAN_GOGH)
TAGS = "tags: [SOSentretenimiento]"


def _mend(project: Path) -> list[tuple[str, str]]:
    """Return the file and the place of each repair."""
    return [(repair.file, repair.place) for repair in mend(Project(project))]


def _write_tags(project: Path, tags: str) -> str:
    """Write other tags into an item by hand, and return its text."""
    path = project / FILE
    text = path.read_text(encoding="utf-8")
    assert TAGS in text
    changed = text.replace(TAGS, f"tags: [{tags}]")
    path.write_text(changed, encoding="utf-8")
    return changed


def test_a_project_that_is_well_stays(project: Path, subjects: Callable[[], list[str]]) -> None:
    assert _mend(project) == []
    assert subjects() == []
    assert run_git(project, "status", "--porcelain") == ""


def test_a_record_under_another_ending_gets_its_own(
    project: Path, subjects: Callable[[], list[str]]
) -> None:
    wrong = (project / FILE).with_suffix(".yml")
    raw = (project / FILE).read_bytes()
    (project / FILE).rename(wrong)
    assert _mend(project) == [(str(wrong.relative_to(project)), FILE)]
    assert (project / FILE).read_bytes() == raw
    assert not wrong.exists()
    assert subjects()[0] == f'check: fix "{FILE}"'


def test_a_record_goes_to_the_folder_of_its_year(project: Path) -> None:
    wrong = project / "data/content/2019" / f"{VAN_GOGH}.yaml"
    wrong.parent.mkdir()
    (project / FILE).rename(wrong)
    assert _mend(project) == [(str(wrong.relative_to(project)), FILE)]
    assert (project / FILE).is_file()


@pytest.mark.parametrize("suffix", [".yml", ".YAML", ".yaml.txt"])
def test_a_place_that_is_taken_stays_as_it_is(project: Path, suffix: str) -> None:
    (project / FILE).with_suffix(suffix).write_text("title: Otra\n", encoding="utf-8")
    before = (project / FILE).read_bytes()
    assert _mend(project) == []
    assert (project / FILE).read_bytes() == before


def test_two_files_that_want_one_place_both_stay(project: Path) -> None:
    raw = (project / FILE).read_bytes()
    (project / FILE).unlink()
    for suffix in (".yml", ".YAML"):
        (project / FILE).with_suffix(suffix).write_bytes(raw)
    assert _mend(project) == []


def test_tags_get_the_spelling_of_the_categories_and_the_rest_stays(project: Path) -> None:
    _write_tags(project, "'#sosENTRETENIMIENTO', SOSEconomía")
    assert _mend(project) == [(FILE, FILE)]
    mended = (project / FILE).read_text(encoding="utf-8")
    assert "tags: [SOSentretenimiento, SOSeconomia]\n" in mended


def test_a_tag_in_two_spellings_stays_once(project: Path) -> None:
    _write_tags(project, "SOSentretenimiento, sosentretenimiento")
    _mend(project)
    assert f"{TAGS}\n" in (project / FILE).read_text(encoding="utf-8")


def test_tags_with_one_that_nobody_declared_all_stay(project: Path) -> None:
    text = _write_tags(project, "sosentretenimiento, SOSnada")
    assert _mend(project) == []
    assert (project / FILE).read_text(encoding="utf-8") == text


def test_tags_stay_while_the_categories_cannot_be_read(project: Path) -> None:
    text = _write_tags(project, "sosentretenimiento")
    (project / CATEGORIES).write_text("[\n", encoding="utf-8")
    assert _mend(project) == []
    assert (project / FILE).read_text(encoding="utf-8") == text


def test_a_link_to_a_file_elsewhere_is_left_alone(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "nota.yaml"
    _write_tags(project, "sosentretenimiento")
    (project / FILE).rename(elsewhere)
    (project / FILE).symlink_to(elsewhere)
    assert _mend(project) == []
    assert (project / FILE).is_symlink()


def test_what_names_a_record_stays_while_that_one_cannot_be_read(project: Path) -> None:
    practice = "2020-04-16-talleres-de-calzado-que-cosen-cubrebocas-para-conservar"
    naming = ACTIONS.path("2020-04-24-coser-cubrebocas-en-talleres-de-bordado")
    path = project / PRACTICES.path(practice)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    run_git(project, "commit", "-qam", "fuera")
    path.write_text(f"{text}otra clave: [\n", encoding="utf-8")  # somebody has put it back
    assert _mend(project) == []
    assert f"practice: {practice}" in (project / naming).read_text(encoding="utf-8")
    path.unlink()
    assert naming in [file for file, _place in _mend(project)]
    assert "practice:" not in (project / naming).read_text(encoding="utf-8")
