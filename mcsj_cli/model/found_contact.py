"""Somebody in a file of another program: how they may be reached, and to which mesa they belong."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from mcsj_cli.model.fields import Line
from mcsj_cli.model.mail import is_email
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.person import Contact, ContactKind, Handle
from mcsj_cli.model.phone import parse_phone
from mcsj_cli.model.text import fold

_BETWEEN = re.compile(r"\s*(?::::|[/;,|\n]|\s[yo]\s)\s*")  # two numbers
_SHORT = re.compile(r"[*#\d][*#\d -]{0,6}|[*#][*#\d]*", re.ASCII)


class FoundWays(NamedTuple):
    """The numbers and addresses of somebody; how many are short codes, and what kinds are none."""

    channels: tuple[Contact, ...] = ()
    short: int = 0
    refused: tuple[ContactKind, ...] = ()


class FoundContact(NamedTuple):
    """Somebody in a file, at a row (or line) from 1.

    `mesa` is what a field of its own calls their mesa; `belongs` are the texts that may name it,
    and `labels` those by which people are chosen. `ways` are the numbers and addresses.
    """

    row: int
    name: str
    role: str = ""
    mesa: str = ""
    belongs: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    ways: FoundWays = FoundWays()
    preferred: ContactKind | None = None
    is_opposed: bool = False

    def has_label(self, label: str) -> bool:
        """Whether one of the labels has the letters of a text."""
        return any(fold(label) in fold(own) for own in self.labels)


def collect_ways(phones: Sequence[tuple[ContactKind, str]], emails: Sequence[str]) -> FoundWays:
    """Return the numbers and addresses that can be kept, each once, beside what cannot."""
    found: list[Contact] = []
    refused: list[ContactKind] = []
    short = 0
    for kind, text in phones:
        numbers = split_phones(text)
        found += [Contact(kind, Line(number)) for number in numbers]
        if not numbers and _SHORT.fullmatch(text.strip()):
            short += 1
        elif not numbers:
            refused.append(kind)
    for text in emails:
        address = text.strip()
        if is_email(address):
            found.append(Contact(ContactKind.EMAIL, Line.parse(address)))
        else:
            refused.append(ContactKind.EMAIL)
    order = list(ContactKind)
    once = sorted(dict.fromkeys(found), key=lambda one: order.index(one.kind))
    return FoundWays(tuple(once), short, tuple(refused))


def split_phones(text: str) -> list[str]:
    """Return the numbers that one text holds, as they are kept; [] if any of them is none."""
    whole = parse_phone(text)
    if whole:
        return [str(whole)]
    phones = [parse_phone(part) for part in _BETWEEN.split(text) if part.strip()]
    return [str(phone) for phone in phones if phone] if all(phones) else []


class MesaNames:
    """The mesas by what contacts call them; each text is looked up once."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._mesas = [seat.mesa for seat in groups.seats]
        self.find_own = cache(lambda text: Handle(groups.find_seat(text).mesa.slug))
        self._find_called = cache(self._list_called)

    def find(self, contact: FoundContact) -> Handle | None:
        """Return the one mesa that a contact names; None without any, or with several.

        Raises NotFoundError or AmbiguousError for what a field of its own calls their mesa.
        """
        if contact.mesa:
            return self.find_own(contact.mesa)
        slugs: set[str] = set()
        for text in contact.belongs:
            slugs.update(self._find_called(text))
        return Handle(slugs.pop()) if len(slugs) == 1 else None

    def _list_called(self, text: str) -> list[str]:
        """Return the mesas that a text calls by their whole name, or by a part of it after «Mesa».

        Unlike what a person types of a mesa, it need not be about one at all.
        """
        called = self._groups.find_called(text, self._mesas)
        if not called and fold(text).startswith("mesa "):
            called = self._groups.find_slugs(text, self._mesas)
        return called
