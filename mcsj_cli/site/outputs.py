"""Pages with their sources and marks; their values are built only when they are needed."""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

import msgspec

from mcsj_cli.site.addresses import Key


class Page(NamedTuple):
    """A page in both languages: its template, its sources as bytes, and how its value is built."""

    key: Key
    template: str
    inputs: bytes
    value: Callable[[], msgspec.Struct]


def page_of(key: Key, template: str, value: msgspec.Struct) -> Page:
    """Return the page of a value, which is also its only source."""
    return Page(key, template, encode(value), lambda: value)


def encode(*values: object) -> bytes:
    """Return bytes that differ whenever one of the values does."""
    return msgspec.json.encode(values, enc_hook=str, order="deterministic")


def mark_of(*parts: bytes | str) -> str:
    """Return the mark of a file's sources: the same sources have the same mark."""
    digest = sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:32]
