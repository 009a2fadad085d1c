"""The people of a list of participants: the rows of one person joined, and how long they stayed."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mcsj_cli.doors.call_list import CallList, Stay
from mcsj_cli.doors.call_moments import unite
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.model.text import fold, one_line

_DAY = timedelta(days=1)
_BRACKETS = re.compile(r"\(([^()]*)\)")
# What programs put into brackets behind a name, folded.
_HOST = ("host", "anfitrion", "organizer", "organizador")
_MARKS = (
    *_HOST, "guest", "invitado", "invitada", "unverified", "no verificado", "sin verificar",
    "external", "externo", "externa", "co-host", "coanfitrion", "me", "yo",
)  # fmt: skip
# Programs that sit in calls and take notes, by parts of their names.
_ROBOTS = ("read.ai", "otter.ai", "fireflies", "notetaker", "meetgeek", "tldv", "fathom.video")


class CallPerson(NamedTuple):
    """Somebody who was in a call: the names they had, the rows, and how long they stayed.

    `stayed` is None where the file does not say it.
    """

    names: tuple[str, ...]
    email: str
    lines: tuple[int, ...]
    spans: tuple[tuple[datetime, datetime], ...]
    stayed: timedelta | None
    is_host: bool = False
    has_come: bool = True

    @property
    def minutes(self) -> int | None:
        """How many minutes they stayed, rounded."""
        return None if self.stayed is None else int(self.stayed / timedelta(minutes=1) + 0.5)

    @property
    def is_robot(self) -> bool:
        shown = fold(" ".join(self.names))
        return any(word in shown for word in _ROBOTS)


def join_people(found: CallList, order: DayOrder, otherwise: date) -> list[CallPerson]:
    """Return the people of a list, in the order of their first rows.

    Rows are of one person by their address, or else by their name. Hours without a day are of the
    day `otherwise`.
    """
    addresses = _find_addresses(found.stays)
    rows: dict[str, list[Stay]] = {}
    for stay in found.stays:
        key = fold(stay.name)
        rows.setdefault(stay.email or addresses.get(key) or key, []).append(stay)
    return [_join(own, order, otherwise) for own in rows.values()]


def _find_addresses(stays: Sequence[Stay]) -> dict[str, str]:
    """Return the address of each name that has one only."""
    known: dict[str, set[str]] = {}
    for stay in stays:
        if stay.email:
            known.setdefault(fold(stay.name), set()).add(stay.email)
    return {name: next(iter(own)) for name, own in known.items() if len(own) == 1}


def _join(rows: Sequence[Stay], order: DayOrder, otherwise: date) -> CallPerson:
    inside = [stay for stay in rows if not stay.has_waited]
    spans = [_find_span(stay, order, otherwise) for stay in inside]
    known = [span for span in spans if span]
    return CallPerson(
        tuple(dict.fromkeys(stay.name for stay in rows)),
        next((stay.email for stay in rows if stay.email), ""),
        tuple(stay.line for stay in rows),
        tuple(known),
        unite(known) if known and len(known) == len(spans) else _sum_lengths(inside),
        any(stay.is_host or _is_marked_host(stay.name) for stay in rows),
        bool(inside),
    )


def _find_span(stay: Stay, order: DayOrder, otherwise: date) -> tuple[datetime, datetime] | None:
    if stay.joined is None or stay.left is None:
        return None
    begin, end = stay.joined.at(order, otherwise), stay.left.at(order, otherwise)
    if end < begin and not stay.left.has_day:  # it went on after midnight
        end += _DAY
    return (begin, max(begin, end))


def _sum_lengths(stays: Sequence[Stay]) -> timedelta | None:
    """Return how long the file says that somebody stayed; None where it does not of every row."""
    lengths = [stay.length for stay in stays if stay.length is not None]
    return sum(lengths, timedelta()) if lengths and len(lengths) == len(stays) else None


def _is_marked_host(name: str) -> bool:
    return any(fold(mark) in _HOST for mark in _BRACKETS.findall(name))


def part_name(name: str) -> list[str]:
    """Return what a displayed name may call somebody: without its brackets, and what is in them.

    Marks of the program are left out, and «Surname, Name» is turned round.
    """
    parts = [_BRACKETS.sub(" ", name), *_BRACKETS.findall(name)]
    cleaned = [one_line(part) for part in parts if part.strip() and fold(part) not in _MARKS]
    return [_turn(part) for part in cleaned]


def _turn(name: str) -> str:
    surname, comma, given = name.partition(",")
    if comma and given.strip() and "," not in given:
        return f"{given.strip()} {surname.strip()}"
    return name


def list_own_parts(name: str) -> list[str]:
    """Return the parts of a displayed name that may be a mesa's: those that signs keep apart."""
    whole = [_BRACKETS.sub(" ", name), *_BRACKETS.findall(name)]
    parts: list[str] = []
    for text in whole:
        parts += re.split(r"\s+[-–—|/:]+\s+|[|/:]", text)
    return [one_line(part) for part in parts if part.strip() and fold(part) not in _MARKS]
