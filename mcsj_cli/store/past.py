"""The data as they were at an earlier commit, read from git's own store: the folder itself is not touched."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, tzinfo
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mcsj_cli.errors import HistoryError, NotFoundError, NothingThenError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.store import files, git
from mcsj_cli.store.person import Person
from mcsj_cli.store.project import GROUPS, NETWORK, Project

_FOLDER = "data"
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


@contextmanager
def open_past(root: Path, commit: str, person: Person) -> Iterator[Project]:
    """Open the data folder as a commit has it, in a folder of its own that is gone afterwards.

    Raises NothingThenError where the commit holds no network's data.
    """
    blobs = {path: blob for path, blob in git.list_blobs(root, commit, _FOLDER).items() if _is_plain(path, blob)}
    if GROUPS not in blobs and NETWORK not in blobs:
        raise NothingThenError(commit)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(_open_folder(root)))
        _write(root, folder, blobs)
        yield Project(folder, person)


def _require(root: Path) -> None:
    if not git.is_repository(root):
        raise HistoryError(
            _("{path} is not a git repository.").format(path=root),
            _("Without a history nobody knows what the data were. Leave out --as-of."),
        )


def _is_plain(path: str, blob: git.Blob) -> bool:
    """Say whether a file of a commit can be written safely: no link, and nowhere but below the folder."""
    parts = PurePosixPath(path).parts
    return blob.mode in _PLAIN and not path.startswith("/") and not {"..", ".git"} & {part.lower() for part in parts}


def _open_folder(root: Path) -> "tempfile.TemporaryDirectory[str]":
    """Make the folder beside the index, or among the system's own where nothing can be written there."""
    place = root / ".mcsj"
    try:
        place.mkdir(exist_ok=True)
        return tempfile.TemporaryDirectory(prefix="past-", dir=place, ignore_cleanup_errors=True)
    except OSError:
        return tempfile.TemporaryDirectory(prefix="mcsj-past-", ignore_cleanup_errors=True)


def _write(root: Path, folder: Path, blobs: dict[str, git.Blob]) -> None:
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
