"""The data folder of a new network with its history, made without a terminal."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from mcsj_cli.errors import ExistsError
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.operations.checking import review
from mcsj_cli.operations.new_network import (
    SITE_FILE,
    Extras,
    add_site_workflow,
    check_clone,
    create_network,
    needs_name,
)
from mcsj_cli.store.listener import Listener
from mcsj_cli.store.project import Project
from tests.store.test_history import run_git

DRIVER = "mcsj merge-driver %O %A %B %P"
CHECK_FILE = ".github/workflows/mcsj.yml"
HOOK = ".git/hooks/pre-commit"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a place where nothing is yet, signed by Ana."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ana@example.org")
    return tmp_path / "red"


def _create(folder: Path, **wanted: bool) -> Project:
    create_network(folder, Extras(**wanted), Listener(), DRIVER)
    return Project(folder)


def test_a_new_network_is_well_and_wholly_in_its_history(folder: Path) -> None:
    network = _create(folder)
    assert review(network) == []
    assert sum(network.archive.count(kind) for kind in KINDS) == 0
    assert run_git(folder, "log", "--format=%s (%an)") == "init: begin (Ana)"
    assert run_git(folder, "status", "--porcelain") == ""
    assert DRIVER in run_git(folder, "config", "--get-regexp", "merge.*driver")


def test_the_parts_that_not_every_network_wants_are_left_out(folder: Path) -> None:
    _create(folder)
    for file in (CHECK_FILE, SITE_FILE, HOOK):
        assert not (folder / file).exists()


def test_each_part_is_made_where_it_is_wanted(folder: Path) -> None:
    network = _create(folder, demo=True, hook=True, check_workflow=True, site_workflow=True)
    assert sum(network.archive.count(kind) for kind in KINDS) > 0
    assert "mcsj check" in (folder / CHECK_FILE).read_text(encoding="utf-8")
    assert "mcsj site build" in (folder / SITE_FILE).read_text(encoding="utf-8")
    assert os.access(folder / HOOK, os.X_OK)
    assert {CHECK_FILE, SITE_FILE} <= set(run_git(folder, "ls-files").splitlines())


def test_editors_know_a_schema_for_the_records_of_each_kind(folder: Path) -> None:
    _create(folder)
    settings = json.loads((folder / ".vscode/settings.json").read_bytes())
    schemas = settings["yaml.schemas"]
    assert set(schemas.values()) == {f"data/{kind.folder}/**/*.yaml" for kind in KINDS}
    for name in schemas:
        assert json.loads((folder / name).read_bytes())["type"] == "object"


def test_a_network_that_is_there_is_not_made_again(folder: Path) -> None:
    _create(folder)
    head = run_git(folder, "rev-parse", "HEAD")
    with pytest.raises(ExistsError):
        _create(folder, check_workflow=True)
    assert run_git(folder, "rev-parse", "HEAD") == head
    assert not (folder / CHECK_FILE).exists()


def test_the_workflow_of_the_page_is_added_once(folder: Path) -> None:
    network = _create(folder)
    add_site_workflow(network)
    assert run_git(folder, "log", "-1", "--format=%s") == "init: workflow"
    assert run_git(folder, "status", "--porcelain") == ""
    before = (folder / SITE_FILE).read_bytes()
    with pytest.raises(ExistsError):
        add_site_workflow(network)
    assert (folder / SITE_FILE).read_bytes() == before


def test_a_clone_without_its_files_is_no_place_for_a_new_network(
    folder: Path, tmp_path: Path
) -> None:
    _create(folder)
    clone, empty = tmp_path / "copia", tmp_path / "vacia"
    subprocess.run(["git", "clone", "-q", folder, clone], check=True)
    check_clone(clone)
    run_git(clone, "update-ref", "-d", "HEAD")  # as where the shared branch has another name
    with pytest.raises(ExistsError) as caught:
        check_clone(clone)
    assert str(clone) in caught.value.message
    empty.mkdir()
    check_clone(empty)
    bare, ours = tmp_path / "hub.git", tmp_path / "nuestra"
    run_git(tmp_path, "init", "-q", "--bare", str(bare))
    subprocess.run(["git", "clone", "-q", bare, ours], check=True)
    check_clone(ours)  # the host has nothing either: here it begins
    run_git(empty, "init", "-q")
    check_clone(empty)  # a repository of one's own, to which nobody belongs yet


def test_a_name_is_needed_where_git_knows_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert needs_name()
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Ana")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "ana@example.org")
    assert not needs_name()


def test_without_git_there_is_nothing_to_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nonexistent")
    assert not needs_name()
