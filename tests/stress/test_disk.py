"""A disk that is full, a folder that cannot be written and files that cannot be read.

Told, and nothing is harmed.
"""

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.store.project import Project
from tests.conftest import Result, copy_folder
from tests.stress import folders
from tests.stress.sizes import size

PAGE = 4096
# How much is free when the disk fills up, from nothing to more than a change
# needs: it breaks off at every point.
PAGES = size([0, 2, 6, 14], list(range(0, 80, 2)), list(range(80)))
ROOM = "4m"
NOBODY = 65534
ITEM = "data/content/2020/2020-04-22-creditos-a-la-palabra.yaml"
REPORT = ("report", "weekly", "--week", "2020-W17")
READING = (
    ("content", "list"), ("check",), REPORT, ("content", "search", "casa"), ("groups", "list"),
    ("log",), ("status",),
)  # fmt: skip


class Disk(NamedTuple):
    """A folder on a disk of its own, and how to use up all of it but so many bytes."""

    root: Path
    fill: Callable[[int], None]
    free: Callable[[], None]
    preexec: Callable[[], None] | None = None

    def run(self, *arguments: str) -> Result:
        return folders.finish(folders.start(self.root, *arguments, preexec=self.preexec))


def is_mounted(*arguments: str | Path) -> bool:
    """Mount something, and say whether this machine lets us."""
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(project: Path, tmp_path: Path) -> Iterator[Disk]:
    """A tmpfs of a few megabytes.

    Where none can be mounted, a limit to the size of each file that is written.
    """
    top = tmp_path / "disk"
    top.mkdir()
    mounted = is_mounted("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", top)
    root = top / "red"
    copy_folder(project, root)
    Project(root).read(CONTENT)
    filler = top / "filler"
    limit = [0]

    def fill(left: int) -> None:
        limit[0] = left // 16
        if mounted:
            free = os.statvfs(top)
            with filler.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, free.f_bavail * free.f_frsize - left)

    def confine() -> None:
        if filler.exists():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit[0], resource.RLIM_INFINITY))

    def free() -> None:
        filler.unlink()

    if mounted:
        yield Disk(root, fill, free)
        subprocess.run(["umount", "--lazy", top], check=True)
    else:
        filler.touch()
        yield Disk(root, fill, free, confine)


@pytest.mark.parametrize("command", [(*folders.ADD, "Una"), ("undo",)], ids=["add", "undo"])
def test_a_full_disk(small_disk: Disk, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert small_disk.run(*folders.ADD, "La de antes").code == 0
    whole = tmp_path / "whole"
    copy_folder(small_disk.root, whole)
    before = folders.read_data(whole)
    assert folders.run(whole, *command).code == 0
    after = folders.read_data(whole)
    copy_folder(small_disk.root, start := tmp_path / "start")
    codes = set()
    for pages in PAGES:
        shutil.rmtree(small_disk.root)
        copy_folder(start, small_disk.root)
        small_disk.fill(pages * PAGE)
        result = small_disk.run(*command)
        data = folders.read_data(small_disk.root)
        small_disk.free()
        codes.add(result.code)
        assert result.code in (0, 2, 7), (pages, result)
        wanted = {0: (after,), 2: (before,), 7: (before, after)}[result.code]
        assert data in wanted, (pages, result)
        if result.code == 2:
            assert "el disco está lleno" in result.err or small_disk.preexec, result
        assert result.code != 7 or "Git" in result.err, result
        folders.assert_only_data(small_disk.root)
        assert small_disk.run(*folders.ADD, "La de después").code == 0
        assert small_disk.run("check").code == 0
        folders.run_git(small_disk.root, "fsck", "--strict")
    assert codes > {7} or codes > {2}  # enough room for all of it, and not for all of it
    assert command == ("undo",) or len(PAGES) < 20 or codes == {0, 2, 7}


@pytest.fixture
def closed_folder(project: Path, tmp_path: Path) -> Iterator[Disk]:
    """A folder that can only be read, by its mount.

    Where none can be made, by its modes and for another user.
    """
    Project(project).read(CONTENT)
    closed = tmp_path / "closed"
    closed.mkdir()
    if is_mounted("--bind", project, closed):
        if is_mounted("-o", "remount,ro,bind", closed):
            yield Disk(closed, lambda _left: None, lambda: None)
        subprocess.run(["umount", "--lazy", closed], check=True)
        return
    for path in [project, *project.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    yield Disk(
        project,
        lambda _left: None,
        lambda: None,
        None if os.getuid() else lambda: os.setuid(NOBODY),
    )
    for path in [project, *project.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200)


def test_a_folder_that_can_only_be_read(closed_folder: Disk, project: Path) -> None:
    before = folders.read_data(closed_folder.root), folders.run_git(project, "rev-parse", "HEAD")
    command: tuple[str, ...]
    for command in READING:
        expected = folders.run(project, *command) if closed_folder.root != project else None
        result = closed_folder.run(*command)
        assert result.code == 0, result
        assert expected is None or result.out == expected.out
    writing = ((*folders.ADD, "Una"), ("undo",), ("sync",), ("check", "--fix"))
    for command in writing:
        result = closed_folder.run(*command)
        assert result.code == 2 or (result.code == 7 and "Git no pudo" in result.err), result
        assert re.search("solo lectura|permiso|Read-only|denied", result.err), result
    assert before == (
        folders.read_data(closed_folder.root),
        folders.run_git(project, "rev-parse", "HEAD"),
    )


def be_folder(path: Path) -> None:
    path.mkdir()


def be_dangling(path: Path) -> None:
    path.symlink_to("no-hay.yaml")


def be_circle(path: Path) -> None:
    path.symlink_to(path.name)


def be_empty(path: Path) -> None:
    path.touch()


def be_huge(path: Path) -> None:
    path.write_bytes(b"title: x\n" * (50_000_000 // 9))


def be_pipe(path: Path) -> None:
    os.mkfifo(path)


def be_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def be_link_to_pipe(path: Path) -> None:
    os.mkfifo(path.parent.parent / "tubo")
    path.symlink_to("../tubo")


FORMS = [be_folder, be_dangling, be_circle, be_empty, be_huge, be_pipe, be_link_to_pipe, be_endless]


def confine_reading() -> None:
    """Keep a reading without end from taking the machine along,
    and stop it after ten seconds of work.
    """
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (10, resource.RLIM_INFINITY))


def run_soon(root: Path, *arguments: str) -> Result:
    """Run a command that must end soon, whatever it reads.

    Other tests may slow it, but not that much.
    """
    return folders.finish(folders.start(root, *arguments, preexec=confine_reading), patience=20)


@pytest.mark.parametrize("become", FORMS)
def test_a_record_that_is_no_file_to_read(project: Path, become: Callable[[Path], None]) -> None:
    path = sorted((project / "data/content/2020").glob("*.yaml"))[20]
    path.unlink()
    become(path)
    listed = run_soon(project, "content", "list", "--format", "csv")
    assert listed.code == 0
    assert len(listed.out.splitlines()) == 40  # the head, and all but one
    assert path.name in listed.err
    checked = run_soon(project, "check")
    assert checked.code == 1
    assert path.name in checked.out
    report = run_soon(project, *REPORT)
    assert report.code == 0
    assert path.name in report.err
    assert run_soon(project, "content", "show", path.stem).code in (5, 6)
    assert run_soon(project, "status").code in (0, 6)
    assert run_soon(project, *folders.ADD, "Una").code == 0


@pytest.mark.parametrize("become", FORMS)
def test_a_hand_edited_file_that_is_no_file_to_read(
    project: Path, become: Callable[[Path], None]
) -> None:
    path = project / "data/categories.yaml"
    path.unlink()
    become(path)
    assert run_soon(project, "groups", "list").code == 0
    for command in (("categories", "list"), (*folders.ADD, "Una"), REPORT):
        result = run_soon(project, *command)
        assert result.code == 6, result
        assert "data/categories.yaml" in result.err
    checked = run_soon(project, "check")
    assert checked.code == 1
    assert "data/categories.yaml" in checked.out


@pytest.mark.parametrize("become", FORMS)
def test_a_history_with_a_file_that_is_no_file(
    project: Path, become: Callable[[Path], None]
) -> None:
    """Undo and sync meet it too.

    Neither waits for it, takes it for data or loses the file that was there.
    """
    added = run_soon(project, *folders.ADD, "Una")
    path = project / added.out.strip()
    path.unlink()
    become(path)
    for command in ("undo", "sync"):
        result = run_soon(project, command)
        assert result.code in (0, 1, 2, 4, 6, 7), result
    folders.run_git(project, "fsck", "--strict")
    assert "Una" in folders.run_git(project, "log", "-p", "--format=%s")
