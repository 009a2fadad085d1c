"""The data as they were at an earlier commit: the folder itself is neither changed nor needed as it was.

What is as it was then is asked of the folder's own index; only what has changed since is read from git's store, into a
folder of its own. So it costs what the changes cost, and not the archive.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from mcsj_cli.errors import (
    Fault,
    HistoryError,
    NotFoundError,
    NothingThenError,
    OutputError,
    Problem,
)
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import KINDS, Record
from mcsj_cli.model.selection import Selection
from mcsj_cli.store import files, git
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK, PARTNERS
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading

R = TypeVar("R", bound=Record)
_FOLDER = "data"
_BY_HAND = (NETWORK, GROUPS, CATEGORIES, PARTNERS)
_BATCH = 1_000  # files that are held in memory at a time
_PLAIN = ("100644", "100755")


class Then(NamedTuple):
    """A commit that was asked for, and when it was made."""

    name: str
    moment: datetime


def find_commit(root: Path, name: str) -> Then:
    """Find the commit that a name means; raise NotFoundError."""
    _require(root)
    found = git.resolve(root, name)
    if found is None:
        raise NotFoundError(_("change"), name)
    return Then(found, git.find_moment(root, found))


def find_commit_of_day(root: Path, day: date, zone: tzinfo) -> Then:
    """Find the last commit on or before a day of a zone; raise NothingThenError where there is none."""
    _require(root)
    end = datetime.combine(day, time.max, zone).replace(microsecond=0)
    found = git.find_last_before(root, end.isoformat())
    if found is None:
        raise NothingThenError(str(day))
    return Then(found, git.find_moment(root, found))


class PastProject(Project):
    """A data folder as it was: `changed` names the files that are not today what they were then.

    Its root holds those of them that there were, and all that is no record: what is edited by hand, and a logo.
    """

    def __init__(self, root: Path, home: Project, changed: frozenset[str]) -> None:
        super().__init__(root, home.listener)
        self._home = home
        self._changed = changed

    def select(self, selection: Selection[R]) -> Reading[R]:
        """Read as `Project.select` what has changed since, and the rest as it lies in the folder."""
        assert not selection.words  # noqa: S101  the best of both cannot be told from either
        then = super().select(selection)
        # Of the latest at most as many as have changed are left out.
        more = None if selection.limit is None else selection.limit + len(self._changed)
        now = self._home.select(replace(selection, limit=more))
        entries = [
            *then.entries,
            *(entry for entry in now.entries if entry.file not in self._changed),
        ]
        entries.sort(key=lambda entry: (entry.record.day, entry.uid))
        problems = [problem for problem in now.problems if problem.file not in self._changed]
        kept = (
            entries
            if selection.limit is None
            else entries[max(0, len(entries) - selection.limit) :]
        )
        return Reading(kept, [*then.problems, *problems])

    def locate(self, file: str, faults: list[Fault]) -> list[Problem]:
        """Give the faults of a file their places where it lies."""
        here = file in self._changed or file in _BY_HAND
        return super().locate(file, faults) if here else self._home.locate(file, faults)


@contextmanager
def open_past(home: Project, commit: str) -> Iterator[Project]:
    """Open a data folder as a commit has it; what that takes is gone afterwards.

    Raises NothingThenError where the commit holds no network's data.
    """
    records = [f"{_FOLDER}/{kind.folder}" for kind in KINDS]
    others = git.list_blobs(home.root, commit, _FOLDER, without=records)
    if not others.keys() & set(_BY_HAND):
        raise NothingThenError(commit)
    changed = git.compare_with_folder(home.root, commit, _FOLDER)
    blobs = {
        path: blob for path, blob in (changed | others).items() if blob and _is_plain(path, blob)
    }
    with _open_folder(home.root) as name:
        _write(home.root, Path(name), blobs)
        yield PastProject(Path(name), home, frozenset(changed))


def _require(root: Path) -> None:
    if not git.is_repository(root):
        raise HistoryError(
            _("{path} is not a git repository.").format(path=root),
            _("Without a history nobody knows what the data were. Leave out --as-of."),
        )


def _is_plain(path: str, blob: git.Blob) -> bool:
    """Say whether a file of a commit can be written safely: no link, and nowhere but below the folder."""
    parts = {part.lower() for part in PurePosixPath(path).parts}
    return blob.mode in _PLAIN and not path.startswith("/") and not {"..", ".git"} & parts


def _open_folder(root: Path) -> "tempfile.TemporaryDirectory[str]":
    """Make the folder beside the index, or among the system's own where nothing can be written there."""
    place = root / ".mcsj"
    try:
        place.mkdir(exist_ok=True)
        return tempfile.TemporaryDirectory(prefix="past-", dir=place, ignore_cleanup_errors=True)
    except OSError:
        return tempfile.TemporaryDirectory(prefix="mcsj-past-", ignore_cleanup_errors=True)


def _write(root: Path, folder: Path, blobs: Mapping[str, git.Blob]) -> None:
    paths = sorted(blobs)
    try:
        for start in range(0, len(paths), _BATCH):
            batch = paths[start : start + _BATCH]
            contents = git.read_blobs(root, [blobs[path].name for path in batch])
            for path in batch:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(contents[blobs[path].name])
    except OSError as error:
        raise OutputError(folder, files.reason(error)) from error
