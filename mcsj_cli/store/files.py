"""Bytes on disk: read whole or reported, written whole or not at all."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from mcsj_cli.errors import ChangedError, ExistsError, InvalidDataError, OutputError, Problem
from mcsj_cli.i18n import _

# Far more than any file that people edit holds.
_LARGEST = 10_000_000
_BEGINNING, _ENDING = ".mcsj-", ".tmp"
TEMPORARY = f"{_BEGINNING}*{_ENDING}"
"""The names of files that wait to take their place."""


def read(path: Path, file: str, largest: int = _LARGEST) -> bytes:
    """Read a data file; `file` is its name in problems.

    Raises InvalidDataError if it cannot be read, or has more than `largest` bytes.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            # To read a pipe could take for ever.
            message = _("the file cannot be read: {reason}").format(reason=_("it is not a file"))
            raise _build_foreign_error(file, message)
        with path.open("rb") as stream:
            if status.st_size > largest:
                message = _("the file is larger than any data file can be")
                raise _build_foreign_error(file, message)
            return stream.read()
    except FileNotFoundError as error:
        advice = _("Bring it back from the history: git checkout -- {file}").format(file=file)
        raise InvalidDataError([Problem(file, 0, 0, _("the file is missing"), advice)]) from error
    except OSError as error:
        message = _("the file cannot be read: {reason}").format(reason=reason_to_read(error))
        advice = _("Look at the file and its permissions.")
        raise InvalidDataError([Problem(file, 0, 0, message, advice)]) from error


def _build_foreign_error(file: str, message: str) -> InvalidDataError:
    advice = _("Look at what it is, and take it out of data/.")
    return InvalidDataError([Problem(file, 0, 0, message, advice)])


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are missing; raise OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, reason(error)) from error


def create(path: Path, content: bytes, staging: Path | None = None) -> None:
    """Write a new file; raise ExistsError if there is one already, even if it came this instant.

    It is written whole in the folder `staging`, which must be on the same disk, or else beside its
    place, before it takes that place.
    """
    with _temporary(path, content, staging) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError as error:
            raise _build_exists_error(path) from error
        except OSError:
            # A disk without hard links, such as FAT or some network shares: nearly as safe.
            if path.exists():
                raise _build_exists_error(path) from None
            temporary.replace(path)


def _build_exists_error(path: Path) -> ExistsError:
    message = _("{path} exists already.").format(path=path)
    return ExistsError(message, _("Nothing was written."))


def replace(path: Path, content: bytes, before: bytes, staging: Path | None = None) -> None:
    """Write a data file anew if it still holds `before`.

    Otherwise the new content is kept beside it, and ChangedError is raised. Raises OutputError too;
    `staging` is as for `create`.
    """
    with _temporary(path, content, staging) as temporary:
        if path.is_file() and path.read_bytes() == before:
            temporary.replace(path)
            return
        kept = path.with_name(f"{path.name}.{os.getpid()}.new")
        temporary.replace(kept)
    raise ChangedError(path, kept)


def remove(path: Path, before: bytes) -> None:
    """Remove a data file if it still holds `before`; raise ChangedError or OutputError."""
    try:
        if path.read_bytes() != before:
            raise ChangedError(path, path)
        path.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise OutputError(path, reason(error)) from error


def clear(staging: Path) -> None:
    """Make the staging folder, and remove what a crash left there; raise OutputError."""
    make_folder(staging)
    for left in staging.iterdir():
        with suppress(OSError):  # a folder, or a file that may not be removed: it does no harm
            left.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Write a file that a person asked for, in place of any older one; raise OutputError."""
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, in place of any older ones; raise OutputError.

    Folders that are missing are made. All of the files lie whole on the disk before the first takes
    its place.
    """
    with ExitStack() as stack:
        staged = []
        for named, content in contents.items():
            path = _find_target(named)
            if not path.parent.exists():
                make_folder(path.parent)
            staged.append((stack.enter_context(_temporary(path, content)), path))
        for temporary, path in staged:
            temporary.replace(path)


def _find_target(named: Path) -> Path:
    """Return the file to write, which for a link is where it leads to; raise OutputError."""
    try:
        path = named.resolve()
        if path.is_dir():
            raise OutputError(named, _("it is a folder"))
        if path.exists() and not path.is_file():
            raise OutputError(named, _("it is not a file"))
    except OSError as error:
        raise OutputError(named, reason(error)) from error
    return path


@contextmanager
def _temporary(path: Path, content: bytes, staging: Path | None = None) -> Iterator[Path]:
    """Hold the content on the disk of `path`, in a file that is gone afterwards.

    Raises OutputError.
    """
    try:
        handle, name = tempfile.mkstemp(
            prefix=_BEGINNING, suffix=_ENDING, dir=staging or path.parent
        )
    except OSError as error:
        raise OutputError(path, reason(error)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask())
        yield temporary
        _sync_folder(path.parent)
    except OSError as error:
        raise OutputError(path, reason(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make a rename last, where a folder can be opened and synced like a file."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reason_to_read(error: OSError) -> str:
    """Return why the system refused to read, for a person."""
    # `reason` would blame the folder, which only matters for a new file.
    return _("there is no such file") if error.errno == errno.ENOENT else reason(error)


def reason(error: OSError) -> str:
    """Return why the system refused to write, for a person."""
    reasons = {
        errno.EACCES: _("permission denied"),
        errno.EPERM: _("permission denied"),
        errno.EROFS: _("it can only be read, not written"),
        errno.ENOENT: _("the folder does not exist"),
        errno.EEXIST: _("there is something else of that name"),
        errno.ENOTDIR: _("a part of the path is not a folder"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("the disk quota is used up"),
        errno.ELOOP: _("its links lead in a circle"),
        errno.ENAMETOOLONG: _("the name is too long"),
    }
    return reasons.get(error.errno or 0, error.strerror or str(error))
