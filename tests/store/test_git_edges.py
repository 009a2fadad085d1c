"""What git itself may do to a data folder: operations unfinished, sides swapped, programs gone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mcsj_cli.store import git
from mcsj_cli.store.merge_setting import build_line
from tests.conftest import ROOT, copy_folder
from tests.store.test_history import ADD, Run, picture, run_git
from tests.store.test_sync import ITEM, change, data_of


def try_git(root: Path, *arguments: str) -> str:
    """Run git, which may refuse, and return all that it says."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def parted(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a folder whose branches `main` and `other` have changed one title each their own way."""
    root = tmp_path_factory.mktemp("parted") / "red"
    copy_folder(demo_folder, root)
    run_git(root, "switch", "-qc", "other")
    change(root, ITEM, "^title: .*", "title: De Ana")
    change(root, ITEM, "^source: .*", "source: Fuente de Ana")
    run_git(root, "commit", "-qam", "de Ana")
    run_git(root, "switch", "-q", "main")
    change(root, ITEM, "^title: .*", "title: De Beto")
    run_git(root, "commit", "-qam", "de Beto")
    return root


@pytest.fixture
def folder(parted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the parted folder, at the place with the oddest name."""
    root = tmp_path / "la 'red' de \"todos\""
    copy_folder(parted, root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # git's own process finds this very program
    git.set_setting(root, "merge.mcsj.driver", build_line())
    return root


@pytest.mark.parametrize(
    ("command", "finish"),
    [
        (("merge", "other"), "merge"),
        (("rebase", "other"), "rebase"),
        (("cherry-pick", "other"), "cherry-pick"),
        (("revert", "HEAD~1"), "revert"),
    ],
)
def test_an_operation_of_gits_own_is_finished_or_taken_back_first(
    folder: Path, mcsj: Run, command: tuple[str, ...], finish: str
) -> None:
    head = run_git(folder, "rev-parse", "HEAD")
    if finish == "revert":
        change(folder, ITEM, "^title: .*", "title: De Beto otra vez")
        run_git(folder, "commit", "-qam", "otra vez")
        head = run_git(folder, "rev-parse", "HEAD")
    assert "CONFLICT" in try_git(folder, *command)
    before = picture(folder)
    for words in (("sync",), ("undo",), (*ADD, "Una"), ("check", "--fix")):
        result = mcsj(*words)
        assert result.code == 7, result
        assert f"git {finish} --abort" in result.err
        assert f"git {finish} --continue" in result.err
        assert "git switch" not in result.err
    assert picture(folder) == before
    assert mcsj("log").code == 0
    run_git(folder, finish, "--abort")
    assert run_git(folder, "rev-parse", "HEAD") == head
    assert mcsj(*ADD, "Una").code == 0


def test_in_a_rebase_the_sides_are_swapped_and_told_so(folder: Path) -> None:
    """What git calls theirs are there the person's own commits."""
    for command in ("merge", "cherry-pick"):
        told = try_git(folder, command, "other")
        assert "se conservó el valor de la otra persona, el suyo era: De Beto" in told
        run_git(folder, command, "--abort")
    told = try_git(folder, "rebase", "other")
    assert "lo de usted, lo de la otra persona era: De Ana" in told
    assert "se conservó el valor de la otra" not in told
    assert data_of(folder, ITEM)["title"] == "De Beto"


def make_program(place: Path, script: str) -> str:
    """Make a shell script that stands for a Python, below folders of odd names."""
    program = place / 'o\'dd %P "one" $HOME' / "python"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("script", ["", "echo No module named mcsj_cli >&2; exit 1", "exit 2"])
@pytest.mark.parametrize("command", [("merge", "other"), ("rebase", "other")])
def test_where_the_program_is_gone_git_marks_what_two_changed(
    folder: Path, tmp_path: Path, mcsj: Run, command: tuple[str, ...], script: str
) -> None:
    """No program, one that has lost the package, and an older one that knows no -P."""
    program = make_program(tmp_path, script) if script else "/nowhere/bin/python"
    git.set_setting(folder, "merge.mcsj.driver", build_line(program))
    assert "CONFLICT" in try_git(folder, *command)
    text = (folder / ITEM).read_text(encoding="utf-8")
    assert "<<<<<<< HEAD\n" in text
    assert "title: De Ana" in text
    assert "title: De Beto" in text
    line = text.splitlines().index("<<<<<<< HEAD") + 1
    result = mcsj("content", "list")
    assert f"{ITEM}:{line}" in result.err


def test_the_programs_path_may_hold_any_character(folder: Path, tmp_path: Path) -> None:
    line = build_line(make_program(tmp_path, f'exec "{sys.executable}" "$@"'))
    git.set_setting(folder, "merge.mcsj.driver", line)
    change(folder, ITEM, "^title: .*", "title: La OMS urge a ampliar las pruebas")
    base = run_git(folder, "show", f"HEAD~1:{ITEM}")
    change(folder, ITEM, "^title: .*", re.search("^title: .*", base, re.MULTILINE)[0])
    change(folder, ITEM, "^states: .*", "states: [NL]")
    run_git(folder, "commit", "-qam", "otro campo")
    run_git(folder, "merge", "-q", "--no-edit", "other")
    merged = data_of(folder, ITEM)
    assert (merged["title"], merged["source"], merged["states"]) == (
        "De Ana",
        "Fuente de Ana",
        ["NL"],
    )


def test_a_line_of_an_older_version_or_another_place_is_renewed(
    folder: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = f'"{sys.executable}" -P -m mcsj_cli merge-driver %O %A %B %P'
    for words, code in (((*ADD, "Una"), 0), (("doctor",), None), (("sync",), 7)):
        for line in (old, build_line("/elsewhere/python"), None):
            if line is None:
                run_git(folder, "config", "--unset", "merge.mcsj.driver")
            else:
                git.set_setting(folder, "merge.mcsj.driver", line)
            result = mcsj(*words)
            assert code is None or result.code == code, result
            assert git.get_setting(folder, "merge.mcsj.driver") == build_line()
