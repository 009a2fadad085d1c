"""Files in git's own folder that git did not make: copies of clouds, and notes of systems.

Below `refs/` git takes them for branches that are broken, and no longer fetches anything.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mcsj_cli.store.git import resolve
from mcsj_cli.store.git.process import ask

_NOTES = {"desktop.ini", "thumbs.db", ".ds_store", "icon\r"}
# A copy keeps the name that it was made of, and adds to it.
_COPY = re.compile(
    r"(index|packed-refs|config|HEAD|ORIG_HEAD|FETCH_HEAD|description)([ (~-]|\.sync-conflict).+"
)
# What no name of a branch may hold (git-check-ref-format).
_NO_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|@\{|\.\.|^\.|\.$")
_REF = re.compile(rb"(ref: refs/|[0-9a-f]{40}|[0-9a-f]{64})")
_COMMIT = re.compile(rb"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
_OBJECT = re.compile(
    r"objects/([0-9a-f]{2}/([0-9a-f]{38}|[0-9a-f]{62}|tmp_obj_.*)|info/.*"
    r"|pack/(pack-[0-9a-f]+\.\w+|multi-pack-index.*|\.?tmp.*)|(tmp_|incoming-).*|.*\.lock)"
)


class Stray(NamedTuple):
    """A file by its path below git's folder, and whether git stumbles over it."""

    path: str
    breaks: bool


def find_strays(root: Path) -> list[Stray]:
    """Find the files in git's folder that git did not make, those that it stumbles over first."""
    folder = root / ".git"
    if not folder.is_dir():
        return []
    current = _read(folder / "HEAD").removeprefix(b"ref: ").strip().decode("utf-8", "replace")
    found = []
    for path in _list_files(folder):
        if path != current and _is_stray(folder, path):
            hidden = PurePosixPath(path).name.startswith(".")  # git passes over those
            found.append(Stray(path, path.startswith("refs/") and not hidden))
    return sorted(found, key=lambda stray: (not stray.breaks, stray.path))


def move_out(root: Path, strays: Sequence[Stray], place: Path) -> list[str]:
    """Move files from git's folder to another place.

    Return the branches that were made for commits which only those files still named.
    """
    place.mkdir(parents=True, exist_ok=True)
    commits: list[str] = []
    for stray in strays:
        path = root / ".git" / stray.path
        if stray.breaks or PurePosixPath(stray.path).name.startswith("packed-refs"):
            commits += [name.decode() for name in _COMMIT.findall(_read(path))]
        path.replace(_find_free(place, stray.path.replace("/", "-")))
    branches = (_keep(root, commit) for commit in dict.fromkeys(commits))
    return [name for name in branches if name]


def _keep(root: Path, commit: str) -> str | None:
    """Make a branch for a commit that no other one has; return its name, or None."""
    if resolve(root, commit) is None:
        return None
    if not ask(root, "rev-list", "--max-count=1", commit, "--not", "--all").strip():
        return None
    name = f"rescued-{commit[:8]}"
    ask(root, "update-ref", f"refs/heads/{name}", commit)
    return name


def _list_files(folder: Path) -> Iterator[str]:
    """Yield the paths of files that are looked at: not those of hooks, modules and the like."""
    for entry in os.scandir(folder):
        if entry.is_file(follow_symlinks=False):
            yield entry.name
    refs = () if (folder / "reftable").exists() else ("refs",)  # which that only stands in for
    for top in (*refs, "logs", "objects"):
        for place, _folders, names in os.walk(folder / top):
            for name in names:
                yield Path(place, name).relative_to(folder).as_posix()


def _is_stray(folder: Path, path: str) -> bool:
    name = PurePosixPath(path).name
    if name.lower() in _NOTES:
        return True
    if path.startswith("objects/"):
        return not _OBJECT.fullmatch(path)
    if "/" not in path:
        return bool(_COPY.fullmatch(path))
    if name.endswith(".lock"):
        return False
    if any(_NO_REF.search(part) for part in path.split("/")):
        return True
    return path.startswith("refs/") and not _REF.match(_read(folder / path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # gone meanwhile, or closed to us
        return b""


def _find_free(place: Path, name: str) -> Path:
    path, number = place / name, 1
    while path.exists():
        number += 1
        path = place / f"{number}-{name}"
    return path
