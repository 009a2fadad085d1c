"""A folder that came as a copy: reading it runs no program that its git settings name."""

import os
import subprocess
from pathlib import Path

import pytest

from mcsj_cli.store import git
from mcsj_cli.store.edits import find_edits
from tests.store.test_history import run_git
from tests.test_main import Run

READING = [
    ("check",),
    ("status",),
    ("log",),
    ("doctor",),
    ("content", "list"),
    ("meetings", "list"),
    ("report", "weekly", "--week", "2020-W16"),
    ("report", "weekly", "--as-of", "2020-04-20"),
    ("index", "rebuild"),
    ("sync",),
]


def _plant(project: Path, mark: Path) -> None:
    """Have git name a program for every occasion that looking at files may give it."""
    program = project / ".git" / "planted"
    program.write_text(f"#!/bin/sh\necho $0 >> {mark}\ncat\n", "utf-8")
    program.chmod(0o755)
    settings = {
        "core.fsmonitor": program,
        "core.hooksPath": project / ".git" / "planted-hooks",
        "core.pager": program,
        "core.editor": program,
        "diff.external": program,
        "diff.planted.command": program,
        "diff.planted.textconv": program,
        "filter.a=b.clean": program,
        "filter.planted.clean": program,
        "filter.planted.smudge": program,
        "filter.planted.required": "true",
        "gpg.program": program,
        "log.showSignature": "true",
    }
    for key, value in settings.items():
        subprocess.run(
            ["git", "config", "--file", ".git/config", "--replace-all", key, str(value)],
            cwd=project,
            check=True,
        )
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "pre-auto-gc"):
        path = project / ".git" / "planted-hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(program)
    attributes = "*.yaml filter=planted diff=planted\ndata/partners.yaml filter=a=b\n"
    (project / ".git" / "info" / "attributes").write_text(attributes, "utf-8")


def _sign_last(project: Path) -> None:
    """Give the last commit a signature, which git shows if it is told to."""
    whole = run_git(project, "cat-file", "commit", "HEAD")
    head, _empty, message = whole.partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----"
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=project,
        input=f"{head}\n{signature}\n\n{message}\n".encode(),
        capture_output=True,
        check=True,
    )
    run_git(project, "update-ref", "HEAD", done.stdout.decode().strip())


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_looking_at_a_copy_runs_no_program_that_it_names(
    project: Path, tmp_path: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    mark = tmp_path / "ran"
    _sign_last(project)
    _plant(project, mark)
    for path in (project / "data").rglob("*.yaml"):
        os.utime(path, (1_500_000_000, 1_500_000_000))  # git has to look inside
    result = mcsj(*command)
    assert "Traceback" not in result.err
    assert not mark.exists(), mark.read_text("utf-8")


def test_the_planted_programs_would_run(project: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    _sign_last(project)
    _plant(project, mark)
    for path in (project / "data").rglob("*.yaml"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    for words in (("-c", "core.fsmonitor=", "status"), ("log", "-1")):
        run_git(project, *words)
        assert mark.exists()
        mark.unlink()


def test_edits_are_found_where_filters_are_not_run(project: Path) -> None:
    _plant(project, project.parent / "ran")
    (project / "data/partners.yaml").write_text("partners: []\n", "utf-8")
    assert find_edits(project) == ["data/partners.yaml"]
    assert list(git.compare_with_folder(project, "HEAD", "data")) == ["data/partners.yaml"]
    assert not (project.parent / "ran").exists()
