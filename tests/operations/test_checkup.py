"""What is found of a machine and a data folder: well or not, and what to do."""

import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from mcsj_cli.model.kinds import KINDS
from mcsj_cli.operations import checkup
from mcsj_cli.operations.checkup import diagnose
from mcsj_cli.operations.part_state import PartState
from mcsj_cli.store import git
from mcsj_cli.store.project import Project

DRIVER = "mcsj merge-driver %O %A %B %P"


def _parts(project: Project | None = None, encoding: str | None = "utf-8") -> dict[str, PartState]:
    return {found.part: found for found in diagnose(project, encoding, DRIVER)}


def test_a_machine_that_runs_the_tests_has_what_the_program_needs() -> None:
    parts = _parts()
    assert parts["Python"].well
    assert parts["git"].well
    assert parts["git"].found == git.version()
    assert [one.part for one in parts.values() if not one.well] == []


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8", "UTF_8"])
def test_accents_need_a_terminal_in_utf_8(encoding: str) -> None:
    assert _parts(encoding=encoding)["Idioma"] == PartState("Idioma", True, f"es, {encoding}")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", None])
def test_a_terminal_in_another_encoding_is_told(encoding: str | None) -> None:
    found = _parts(encoding=encoding)["Idioma"]
    assert (found.well, found.found) == (False, f"es, {encoding}")
    assert "UTF-8" in found.advice


@pytest.mark.parametrize(
    ("version", "well"),
    [("2.28.0", True), ("2.39.5 (Apple Git-154)", True), ("3.0", True), ("2.27.1", False)],
)
def test_an_old_git_is_told(monkeypatch: pytest.MonkeyPatch, version: str, well: bool) -> None:
    monkeypatch.setattr(git, "version", lambda: version)
    found = _parts()["git"]
    assert (found.well, found.found) == (well, version)
    assert ("2.28" in found.advice) is not well


def test_without_git_it_is_said_what_it_is_for(
    network: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    parts = _parts(network)
    assert not parts["git"].well
    assert parts["git"].advice
    assert "Historial" not in parts


def test_a_part_that_is_not_installed_is_no_fault_and_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed = _parts()
    monkeypatch.setattr(checkup, "find_spec", lambda _name: None)
    missing = _parts()
    names = [part for part in missing if "«pdf»" in part]
    assert len(names) == 1
    assert installed[names[0]].advice == ""
    assert missing[names[0]].well
    assert "'.[pdf]'" in missing[names[0]].advice
    assert missing[names[0]].found.startswith(installed[names[0]].found)


def test_time_zones_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> ZoneInfo:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(checkup, "ZoneInfo", find)
    (found,) = [one for one in diagnose(None, "utf-8", DRIVER) if "tzdata" in one.advice]
    assert not found.well
    assert "America/Ciudad_Juarez" in found.found


def test_time_zones_from_before_the_end_of_summer_time_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Until 2022 the clocks of Mexico City went as those of Chicago do.
    monkeypatch.setattr(checkup, "ZoneInfo", lambda _name: ZoneInfo("America/Chicago"))
    clock = [one for one in diagnose(None, "utf-8", DRIVER) if one.part.startswith("Zonas")]
    assert [(one.well, bool(one.advice)) for one in clock] == [(False, True), (True, False)]
    assert "-5" in clock[0].found


def test_outside_of_a_data_folder_there_is_nothing_of_one() -> None:
    assert set(_parts()) & {"Historial", "Índice"} == set()


def test_a_data_folder_is_told_with_its_records(network: Project) -> None:
    parts = _parts(network)
    assert str(network.root) in [one.found for one in parts.values()]
    records = sum(network.archive.count(kind) for kind in KINDS)
    assert any(one.found.startswith(f"{records} ") for one in parts.values())


def test_git_learns_once_to_merge_data_files(network: Project) -> None:
    first, second = (_parts(network)["Historial"] for _ in range(2))
    assert first.well
    assert first.found != second.found
    known = subprocess.run(
        ["git", "config", "--get-regexp", "merge.*driver"],
        cwd=network.root,
        check=True,
        capture_output=True,
        text=True,
    )
    assert DRIVER in known.stdout


def test_a_folder_without_a_history_is_well(network: Project) -> None:
    shutil.rmtree(Path(network.root) / ".git")
    found = _parts(Project(network.root))["Historial"]
    assert (found.well, found.advice) == (True, "")
