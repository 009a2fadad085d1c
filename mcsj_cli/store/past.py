"""The data as they were at an earlier commit; the data folder itself is not changed.

Records that are still the same are asked of the folder's own index. Only what has changed since is
read from git's store, into a temporary folder, so that a large archive costs no more.
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


class Then(NamedTuple):
    """A commit, and the moment at which it was made."""

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
    """Find the last commit on or before a day of a zone; raise NothingThenError."""
    _require(root)
    end = datetime.combine(day, time.max, zone).replace(microsecond=0)
    found = git.find_last_before(root, end.isoformat())
    if found is None:
        raise NothingThenError(str(day))
    return Then(found, git.find_moment(root, found))


class PastProject(Project):
    """A data folder as it was: `changed` names the files that are different today.

    Its root holds those of them that existed, and all that is no record: the hand-edited files, and
    a logo.
    """

    def __init__(self, root: Path, home: Project, changed: frozenset[str]) -> None:
        super().__init__(root, home.listener)
        self._home = home
        self._changed = changed

    def select(self, selection: Selection[R]) -> Reading[R]:
        """Read as `Project.select`: what has changed as it was, the rest from the data folder."""
        assert not selection.words  # noqa: S101  how well words fit depends on all records
        then = super().select(selection)
        # At most as many of today's records as have changed are left out below.
        more = None if selection.limit is None else selection.limit + len(self._changed)
        now = self._home.select(replace(selection, limit=more))
        same = [entry for entry in now.entries if entry.file not in self._changed]
        entries = [*then.entries, *same]
        entries.sort(key=lambda entry: (entry.record.day, entry.uid))
        if selection.limit is not None:
            entries = entries[max(0, len(entries) - selection.limit) :]
        problems = [problem for problem in now.problems if problem.file not in self._changed]
        return Reading(entries, [*then.problems, *problems])

    def locate(self, file: str, faults: list[Fault]) -> list[Problem]:
        """Return faults as `Project.locate` does, from the folder in which the file lies."""
        here = file in self._changed or file in _BY_HAND
        return super().locate(file, faults) if here else self._home.locate(file, faults)


@contextmanager
def open_past(home: Project, commit: str) -> Iterator[Project]:
    """Open a data folder as a commit has it; its temporary files are removed afterwards.

    Raises NothingThenError where the commit holds no network's data.
    """
    records = [f"{_FOLDER}/{kind.folder}" for kind in KINDS]
    others = git.list_blobs(home.root, commit, _FOLDER, without=records)
    if not others.keys() & set(_BY_HAND):
        raise NothingThenError(commit)
    changed = git.compare_with_folder(home.root, commit, _FOLDER)
    found = (changed | others).items()
    blobs = {path: blob for path, blob in found if blob and _is_plain(path, blob)}
    with _open_folder(home.root) as name:
        _write_blobs(home.root, Path(name), blobs)
        yield PastProject(Path(name), home, frozenset(changed))


def _require(root: Path) -> None:
    if not git.is_repository(root):
        message = _("{path} is not a git repository.").format(path=root)
        advice = _("Without a history nobody knows what the data were. Leave out --as-of.")
        raise HistoryError(message, advice)


def _is_plain(path: str, blob: git.Blob) -> bool:
    """Whether a file of a commit can be written safely: it is no link, and stays in the folder."""
    parts = {part.lower() for part in PurePosixPath(path).parts}
    return blob.mode in git.FILES and not path.startswith("/") and not {"..", ".git"} & parts


def _open_folder(root: Path) -> "tempfile.TemporaryDirectory[str]":
    """Make a temporary folder beside the index, or in the system's place for them."""
    place = root / ".mcsj"
    try:
        place.mkdir(exist_ok=True)
        return tempfile.TemporaryDirectory(prefix="past-", dir=place, ignore_cleanup_errors=True)
    except OSError:
        return tempfile.TemporaryDirectory(prefix="mcsj-past-", ignore_cleanup_errors=True)


def _write_blobs(root: Path, folder: Path, blobs: Mapping[str, git.Blob]) -> None:
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
