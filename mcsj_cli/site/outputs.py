"""What the site is made of: each file with the mark of what it is made from, and made only when it is wanted."""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

import msgspec

from mcsj_cli.site.addresses import Key


class Page(NamedTuple):
    """A page in both languages: its template, its value, and what the value is made from."""

    key: Key
    template: str
    inputs: bytes
    value: Callable[[], msgspec.Struct]


class Output(NamedTuple):
    """A file: its path from the root of the site, the mark of its sources, and how its bytes are made."""

    path: str
    mark: str
    make: Callable[[], bytes]


def page_of(key: Key, template: str, value: msgspec.Struct) -> Page:
    """Make a page of a value that is known already, from which alone it is made."""
    return Page(key, template, encode(value), lambda: value)


def encode(*values: object) -> bytes:
    """Give bytes that are others whenever one of the values is another."""
    return msgspec.json.encode(values, enc_hook=str, order="deterministic")


def mark_of(*parts: bytes | str) -> str:
    """Mark what a file is made from: the same sources have the same mark."""
    digest = sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:32]
