"""Links as tips: what a chat, a list or a feed has to say of each, without who said it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from mcsj_cli.model.web_page import clean, opens_room

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"«»\u200e\u2068\u2069]+", re.IGNORECASE)
_CLOSING = ".,;:!?…'*_~"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_TAG = re.compile(r"#(\w+)")
# Addresses that say where somebody is, or write to somebody.
_PRIVATE = re.compile(
    r"(?:maps\.google\.|(?:www\.)?google\.[a-z.]+/maps|goo\.gl/maps|maps\.app\.goo\.gl"
    r"|maps\.apple\.com|wa\.me/|api\.whatsapp\.com/|(?:www\.)?whatsapp\.com/send)",
    re.IGNORECASE,
)


class Tip(NamedTuple):
    """A link, the line on which it stands, and what was said with it.

    `day` is when it was given, `title` and `summary` are words about it, `source` is the name of a
    feed, `tags` are the words written after «#».
    """

    line: int
    url: str
    day: date | None = None
    title: str = ""
    summary: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()


class Tips(NamedTuple):
    """The tips of a file in their order, and how many of its links are ways into a room or maps."""

    tips: list[Tip]
    private: int = 0
    incomplete: int = 0


def find_links(text: str) -> Iterator[tuple[str, str]]:
    """Yield every link of a text as it is written, and as an address without tracking."""
    for match in _LINK.finditer(text):
        written = _trim(match[0])
        address = written if "://" in written else f"https://{written}"
        try:
            parts = urlsplit(address)
            host = parts.hostname if parts.port != 0 else None
        except ValueError:
            continue
        if host and "." in host:
            yield written, clean(_lower_host(address))


def is_private(url: str) -> bool:
    """Whether a link opens a room, tells where somebody is, or writes to somebody."""
    return opens_room(url) or bool(_PRIVATE.match(url.partition("://")[2]))


def find_tags(text: str) -> tuple[str, ...]:
    """Return the words that are written after «#», each once."""
    return tuple(dict.fromkeys(_TAG.findall(hide_links(text))))


def hide_links(text: str) -> str:
    """Return a text with a space for each of its links."""
    return _LINK.sub(" ", text)


def without_links(text: str) -> str:
    """Return a text without its links and its «#» words, on one line."""
    plain = _TAG.sub(" ", hide_links(text))
    return " ".join(plain.split()).strip(" -–—:*_~•·")


def read_list(text: str) -> Tips:
    """Return the links of a plain list, each with the words on its line."""
    tips: list[Tip] = []
    private = 0
    for number, line in enumerate(text.splitlines(), 1):
        for _written, url in find_links(line):
            if is_private(url):
                private += 1
                continue
            tips.append(Tip(number, url, title=without_links(line), tags=find_tags(line)))
    return Tips(tips, private)


def _trim(written: str) -> str:
    """Return a link without the signs that only end its sentence, or close what it did not open."""
    surplus = {end: written.count(end) - written.count(begin) for end, begin in _BRACKETS.items()}
    length = len(written)
    while length and (written[length - 1] in _CLOSING or surplus.get(written[length - 1], 0) > 0):
        length -= 1
        if written[length] in surplus:
            surplus[written[length]] -= 1
    return written[:length]


def _lower_host(address: str) -> str:
    scheme, _mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}{slash}{path}"
