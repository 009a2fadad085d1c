"""The hand-edited files as they were last read, so that a command that changes nothing need not parse YAML again.

Derived and disposable: `.mcsj/cache/` may be deleted at any time, and a folder that cannot be written does without.
"""

import os
import time
from pathlib import Path
from typing import TypeVar

import msgspec

from mcsj_cli import __version__

T = TypeVar("T")
# A file this young may change again without its times showing it, so it is not kept yet.
_YOUNG = 2_000_000_000


class _Kept(msgspec.Struct, array_like=True):
    version: str
    stamp: str
    value: msgspec.Raw


def recall(root: Path, file: str, schema: type[T]) -> T | None:
    """Give what `file` held when it was last read, if it has not changed since; else None."""
    try:
        kept = msgspec.json.decode(_path(root, file).read_bytes(), type=_Kept)
        if (kept.version, kept.stamp) != (__version__, find_stamp(root, file)):
            return None
        return msgspec.json.decode(kept.value, type=schema, dec_hook=lambda field, text: field(text))
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def keep(root: Path, file: str, value: object, stamp: str) -> None:
    """Keep what a file was read as, unless it is too young or the folder cannot be written.

    `stamp` is what `find_stamp` said before the file was read.
    """
    path = _path(root, file)
    try:
        if time.time_ns() - (root / file).stat().st_mtime_ns < _YOUNG:
            return
        plain = msgspec.Raw(msgspec.json.encode(value, enc_hook=str))
        kept = _Kept(__version__, stamp, plain)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(msgspec.json.encode(kept))
        temporary.replace(path)
    except OSError:
        return


def _path(root: Path, file: str) -> Path:
    return root / ".mcsj" / "cache" / f"{Path(file).stem}.json"


def find_stamp(root: Path, file: str) -> str:
    """Tell a file's content by what changes with it: its size, its times to the nanosecond, its inode."""
    try:
        stat = (root / file).stat()
    except OSError:
        return ""
    return f"{stat.st_size}-{stat.st_mtime_ns}-{stat.st_ctime_ns}-{stat.st_ino}"
