"""A data folder under load.

The program as processes, and what must be true of the folder whatever happened to it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store import lock, yaml
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK, PARTNERS
from mcsj_cli.store.project import Project
from tests.conftest import ROOT, Result

HAND_EDITED = (CATEGORIES, GROUPS, NETWORK, PARTNERS)
ADD = ("content", "add", "--tag", "SOSnacional", "--date", "2020-04-22")


def start(
    root: Path,
    *arguments: str,
    program: tuple[str, ...] = ("-m", "mcsj_cli"),
    preexec: Callable[[], None] | None = None,
) -> "subprocess.Popen[bytes]":
    """Start the program in a folder, at the head of a process group of its own.

    `preexec` confines it.
    """
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=preexec,  # noqa: PLW1509  the tests have no other threads then
    )


def finish(process: "subprocess.Popen[bytes]", patience: float = 50) -> Result:
    """Wait for a process, less than the minute that nobody should have to,
    and give what it left.
    """
    try:
        out, err = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return Result(process.returncode, out.decode(), err.decode())


def run(root: Path, *arguments: str) -> Result:
    """Run the program in a folder, in a process of its own."""
    return finish(start(root, *arguments))


def run_git(root: Path, *arguments: str) -> str:
    """Give what git prints; raise CalledProcessError."""
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def read_data(root: Path) -> dict[str, bytes]:
    """Give every file of data/ as it lies there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / "data").rglob("*")
        if path.is_file()
    }


def list_git_status(root: Path) -> str:
    """Give what git says of the files that differ from the last commit, or are new."""
    return run_git(root, "status", "--porcelain", "--untracked-files=all")


def assert_only_data(root: Path) -> None:
    """See that nothing but records and the four hand-edited files lies in data/,
    and that each can be read.
    """
    for file, raw in read_data(root).items():
        if file in HAND_EDITED:
            yaml.parse_plain(raw, file)
        else:
            kind = next(kind for kind in KINDS if kind.folder == Path(file).parts[1])
            assert Path(file).suffix == ".yaml", file
            yaml.load(raw, kind.record, file)


def assert_index_agrees(root: Path) -> None:
    """See that the index answers with what a plain reading of every file gives."""
    for kind in KINDS:
        plain = {
            path.relative_to(root).as_posix(): yaml.load(path.read_bytes(), kind.record, path.name)
            for path in (root / "data" / kind.folder).rglob("*.yaml")
        }
        reading = Project(root).read(kind)
        assert reading.problems == []
        assert {entry.file: entry.record for entry in reading.entries} == plain


def assert_free(root: Path) -> None:
    """See that nobody holds the folder's lock."""
    with FileLock(root / lock.LOCK, timeout=0):
        pass


def assert_sound(root: Path) -> None:
    """See that data, index and history are whole, and that the program finds no error in them."""
    assert_only_data(root)
    assert_index_agrees(root)
    result = run(root, "check")
    assert result.code == 0, result
    run_git(root, "fsck", "--strict")
