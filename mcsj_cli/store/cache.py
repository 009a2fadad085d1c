"""What is slow to find out: the hand-edited files as they were last read, and what depends on the program alone.

Derived and disposable: `.mcsj/cache/` may be deleted at any time, and a folder that cannot be written does without.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from mcsj_cli import __version__
from mcsj_cli.store.stamp import UNKNOWN, Stamp, find_stamp

T = TypeVar("T")


class _Kept(msgspec.Struct, array_like=True):
    version: str
    stamp: Stamp
    value: msgspec.Raw


def recall(root: Path, file: str, schema: type[T]) -> T | None:
    """Give what `file` held when it was last read, if it has not changed since; else None."""
    try:
        kept = msgspec.json.decode(_path(root, file).read_bytes(), type=_Kept)
        if (kept.version, kept.stamp) != (__version__, find_stamp(root / file)):
            return None
        return msgspec.json.decode(kept.value, type=schema, dec_hook=lambda field, text: field(text))
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def remember(root: Path, name: str, schema: type[T], make: Callable[[], T]) -> T:
    """Give what `make` makes, which only another version of the program would make otherwise."""
    path = _path(root, name)
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        if kept.version == __version__:
            return msgspec.json.decode(kept.value, type=schema)
    except (OSError, msgspec.MsgspecError):
        pass
    value = make()
    _write(path, _Kept(__version__, UNKNOWN, msgspec.Raw(msgspec.json.encode(value))))
    return value


def keep(root: Path, file: str, value: object, stamp: Stamp, moment: int) -> None:
    """Keep what a file was read as, unless it is too young or the folder cannot be written.

    `stamp` is what `find_stamp` said before the file was read, and `moment` when that was.
    """
    if not stamp.is_settled(moment):
        return
    _write(_path(root, file), _Kept(__version__, stamp, msgspec.Raw(msgspec.json.encode(value, enc_hook=str))))


def _write(path: Path, kept: _Kept) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(kept))
        temporary.replace(path)
    except OSError:
        return


def _path(root: Path, file: str) -> Path:
    return root / ".mcsj" / "cache" / f"{Path(file).stem}.json"
