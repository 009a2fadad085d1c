"""The story of the guide, lived again: from the folder's first day to the report."""

import re
from pathlib import Path

import pytest

import story


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return story.tell(tmp_path_factory.mktemp("story").resolve())


def test_the_page_is_what_the_program_said(page: str) -> None:
    assert page == story.PAGE.read_text(encoding="utf-8")


def test_the_story_is_whole(page: str) -> None:
    """Every verb that the week needs is spoken, and what it leads to is there at the end."""
    spoken = set(re.findall(r"^\$ mcsj (\w+ \w+|\w+)", page, re.MULTILINE))
    assert spoken >= {
        "iniciar red", "seguimientos agregar", "reuniones convocar", "reuniones registrar",
        "reuniones minuta", "acciones actualizar", "acciones cumplir", "practicas agregar",
        "practicas replicar", "informe semanal",
    }  # fmt: skip
    _before, end = page.rsplit("$ mcsj informe semanal", 1)
    figures = dict(re.findall(r"^  (.+?) {2,}(\d+) +\d+\b", end, re.MULTILINE))
    assert figures["Acciones cumplidas"] == figures["Acciones vencidas"] == "1"
    assert figures["Prácticas nuevas"] == figures["Prácticas copiadas"] == "1"
    assert "Error" not in page


def test_no_person_and_no_place_of_the_machine_is_in_it(page: str) -> None:
    assert str(Path.home()) not in page
    assert "/tmp" not in page  # noqa: S108
