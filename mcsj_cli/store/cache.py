"""What is slow to find out, remembered between runs as JSON files in `.mcsj/`.

Derived and disposable: each file may be deleted at any time, and a folder that cannot be written
does without.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from mcsj_cli import __version__
from mcsj_cli.store.filestat import UNKNOWN, Stamp, find_stamp

T = TypeVar("T")


class _Versioned(msgspec.Struct, array_like=True):
    """A value, the program's version that found it out, and the stamp of the file that held it."""

    version: str
    stamp: Stamp
    value: msgspec.Raw


def recall(root: Path, name: str, schema: type[T]) -> T | None:
    """Return what was remembered under a name, or None if nothing can be read there."""
    try:
        return msgspec.json.decode(_find_file(root, name).read_bytes(), type=schema)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def remember(root: Path, name: str, value: object) -> None:
    """Remember a value under a name."""
    path = _find_file(root, name)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(value))
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def recall_or_compute(root: Path, name: str, schema: type[T], compute: Callable[[], T]) -> T:
    """Return a value that changes only with the program's version, computed at the first call."""
    kept = recall(root, f"cache/{name}", _Versioned)
    if kept and kept.version == __version__:
        with suppress(msgspec.MsgspecError):
            return msgspec.json.decode(kept.value, type=schema)
    value = compute()
    encoded = msgspec.Raw(msgspec.json.encode(value))
    remember(root, f"cache/{name}", _Versioned(__version__, UNKNOWN, encoded))
    return value


def recall_document(root: Path, file: str, schema: type[T], *, newer: bool = False) -> T | None:
    """Return what a data file was last read as, or None if it has changed since.

    So it is if it was read otherwise, since the folder was of a `newer` format or no more is.
    """
    kept = recall(root, _name_document(file), _Versioned)
    mark = _name_reader(newer=newer)
    if kept is None or (kept.version, kept.stamp) != (mark, find_stamp(root / file)):
        return None
    try:
        return msgspec.json.decode(kept.value, type=schema, dec_hook=_make_field)
    except (msgspec.MsgspecError, ValueError):
        return None


def remember_document(
    root: Path, file: str, value: object, stamp: Stamp, moment: int, *, newer: bool = False
) -> None:
    """Remember what a data file was read as, unless it is too young.

    `stamp` is what `find_stamp` returned before the file was read, and `moment` when that was.
    """
    if not stamp.is_settled(moment):
        return
    encoded = msgspec.Raw(msgspec.json.encode(value, enc_hook=str))
    mark = _name_reader(newer=newer)
    remember(root, _name_document(file), _Versioned(mark, stamp, encoded))


def _name_reader(*, newer: bool) -> str:
    return f"{__version__}, newer format" if newer else __version__


def _name_document(file: str) -> str:
    return f"cache/{Path(file).stem}"


def _make_field(field: type, text: object) -> object:
    return field(text)


def _find_file(root: Path, name: str) -> Path:
    return root / ".mcsj" / f"{name}.json"
