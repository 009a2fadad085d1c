"""What is slow to find out: the hand-edited files as they were last read, and what depends on the program alone.

Derived and disposable: `.mcsj/cache/` may be deleted at any time, and a folder that cannot be written does without.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from mcsj_cli import __version__
from mcsj_cli.store import json_cache
from mcsj_cli.store.filestat import UNKNOWN, Stamp, find_stamp

T = TypeVar("T")


class _CachedDocument(msgspec.Struct, array_like=True):
    version: str
    stamp: Stamp
    value: msgspec.Raw


def recall(root: Path, file: str, schema: type[T]) -> T | None:
    """Give what `file` held when it was last read, if it has not changed since; else None."""
    kept = json_cache.recall(root, _name(file), _CachedDocument)
    if kept is None or (kept.version, kept.stamp) != (__version__, find_stamp(root / file)):
        return None
    try:
        return msgspec.json.decode(
            kept.value, type=schema, dec_hook=lambda field, text: field(text)
        )
    except (msgspec.MsgspecError, ValueError):
        return None


def remember(root: Path, name: str, schema: type[T], make: Callable[[], T]) -> T:
    """Give what `make` makes, which only another version of the program would make otherwise."""
    kept = json_cache.recall(root, _name(name), _CachedDocument)
    if kept and kept.version == __version__:
        with suppress(msgspec.MsgspecError):
            return msgspec.json.decode(kept.value, type=schema)
    value = make()
    json_cache.remember(
        root,
        _name(name),
        _CachedDocument(__version__, UNKNOWN, msgspec.Raw(msgspec.json.encode(value))),
    )
    return value


def keep(root: Path, file: str, value: object, stamp: Stamp, moment: int) -> None:
    """Keep what a file was read as, unless it is too young or the folder cannot be written.

    `stamp` is what `find_stamp` said before the file was read, and `moment` when that was.
    """
    if not stamp.is_settled(moment):
        return
    kept = _CachedDocument(
        __version__, stamp, msgspec.Raw(msgspec.json.encode(value, enc_hook=str))
    )
    json_cache.remember(root, _name(file), kept)


def _name(file: str) -> str:
    return f"cache/{Path(file).stem}"
