"""The files as they lie in the folder and in git's own index, beside the last commit."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.store.git.blobs import Content, find_blob, is_data, is_same, parse_changes
from mcsj_cli.store.git.process import ask, inspect, split_names
from mcsj_cli.store.git.unfinished import require_merged


class Edit(NamedTuple):
    """A file that differs from the last commit, which has none of that name if it `is_new`."""

    path: str
    is_new: bool


def find_edits(root: Path, under: str) -> list[Edit]:
    """Find the tracked files that differ from the last commit, and new files below a folder.

    A data file of which only the mode differs has not changed. Raises HistoryError where git itself
    has left a file unmerged.
    """
    # In a repository inside this one git would be run with the settings of that one.
    submodules = "--ignore-submodules=dirty"
    options = ("--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", submodules)
    edits = []
    for row in split_names(inspect(root, "status", *options, files=True)):
        kind, _space, rest = row.partition(" ")
        if kind == "u":
            require_merged(root)
        if kind == "?":
            if rest.startswith(f"{under}/"):
                edits.append(Edit(rest, is_new=True))
            continue
        marks, _submodule, had, staged, _has, before, after, path = rest.split(" ", 7)
        pair = (find_blob(had, before), find_blob(staged, after))
        if marks[1] != "." or not is_same(path, pair):
            edits.append(Edit(path, is_new=pair[0] is None))
    return edits


def stage(root: Path, paths: Sequence[str]) -> dict[str, Content]:
    """Put files into git's own index, and return those that differ from the last commit."""
    refresh_index(root, paths)
    raw = ask(root, "diff-index", "--cached", "--raw", "-z", "--no-renames", "HEAD")
    changes = parse_changes(raw)
    staged: dict[str, Content] = {}
    for path in paths:
        if path in changes and not is_same(path, changes[path]):
            staged[path] = changes[path][1]
    return staged


def checkout(root: Path, commit: str, paths: Sequence[str]) -> None:
    """Let git write files as a commit has them; needed for those that are no ordinary files."""
    ask(root, "checkout", "--quiet", commit, "--", *paths)


def list_known(root: Path, under: str) -> list[str]:
    """Name the files below a folder that git's own index has."""
    return split_names(ask(root, "ls-files", "-z", "--", under))


def refresh_index(root: Path, paths: Sequence[str]) -> None:
    """Bring git's own index up to date with the work tree for some files, removed ones included.

    Data files stand there as ordinary ones, whatever they were before.
    """
    data = [path for path in paths if _is_data_file(root, path)]
    folders = [path for path in paths if _is_plain_folder(root / path)]
    known = frozenset((*data, *folders))
    others = [path for path in paths if path not in known]
    _update_index(root, folders, "--force-remove")
    _update_index(root, others, "--add", "--remove", "--replace")
    _update_index(root, data, "--add", "--remove", "--replace", "--chmod=-x")


def _is_data_file(root: Path, path: str) -> bool:
    place = root / path
    return is_data(path) and place.is_file() and not place.is_symlink()


def _is_plain_folder(place: Path) -> bool:
    """Whether a folder stands where a file or link was; a repository of its own is one entry."""
    return place.is_dir() and not place.is_symlink() and not (place / ".git").exists()


def forget(root: Path, paths: Sequence[str]) -> None:
    """Take files out of git's own index; they stay where they lie."""
    _update_index(root, paths, "--force-remove")


def mark_programs(root: Path, paths: Sequence[str]) -> None:
    """Let files in git's own index be programs, as a commit has them."""
    _update_index(root, paths, "--chmod=+x")


def _update_index(root: Path, paths: Sequence[str], *options: str) -> None:
    if paths:
        given = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
        ask(root, "update-index", *options, "-z", "--stdin", given=given)
