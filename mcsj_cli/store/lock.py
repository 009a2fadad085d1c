"""One writer at a time in a data folder: processes on one machine queue up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mcsj_cli.errors import BusyError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.store import files

LOCK = Path(".mcsj", "lock")
SYNC = Path(".mcsj", "sync")  # two syncs at once would fetch into the same place
MAIL = Path(".mcsj", "mail")  # two that send at once would send everything twice
STAGING = Path(".mcsj", "staging")  # where its holder writes files before they take their place
_PATIENCE = 60.0  # seconds; a sync on a slow connection holds the lock only while it writes


@contextmanager
def hold(root: Path, name: Path = LOCK) -> Iterator[None]:
    """Hold the folder's lock, or another of its locks; the system frees it when this process dies.

    Raises BusyError if another process holds it for too long, and OutputError if it cannot be held
    at all.
    """
    from filelock import FileLock, Timeout  # slow to import, and only for writing

    path = root / name
    try:
        path.parent.mkdir(exist_ok=True)
        # One lock object a path and process, so that its holder may hold it once more.
        lock = FileLock(path, timeout=_PATIENCE, is_singleton=True)
        lock.acquire()
    except Timeout as error:
        raise BusyError(root) from error
    except OSError as error:
        advice = _(
            "Nothing was changed. The folder, or its disk, must let you write:"
            " ask whoever looks after it."
        )
        raise OutputError(path, files.reason(error), advice) from error
    try:
        if name == LOCK:
            files.clear(root / STAGING)
        yield
    finally:
        lock.release()
