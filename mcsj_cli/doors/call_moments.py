"""Moments and lengths of time as programs for video calls write them.

Whether day or month comes first is not the language's but the downloader's, so it stays open here.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.model.text import fold


class WrittenMoment(NamedTuple):
    """An hour, and its day where one is written: as a day, or as two numbers and a year."""

    clock: time
    day: date | None = None
    numbers: tuple[int, int, int] | None = None

    @property
    def has_day(self) -> bool:
        return self.day is not None or self.numbers is not None

    def day_in(self, order: DayOrder) -> date | None:
        """Return the day in an order; None where there is none, or no such day."""
        if self.numbers is None:
            return self.day
        first, second, year = self.numbers
        day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def at(self, order: DayOrder, otherwise: date) -> datetime:
        """Return the moment, on another day where none is written."""
        return datetime.combine(self.day_in(order) or otherwise, self.clock)


_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\.\d+)?"
    r"\s*(?P<half>[ap]\.?\s*m\.?)?\s*(?:gmt|utc|cst|cdt)?[+-]?[\d:]*$"
)
_BETWEEN = re.compile(r"(?<=\d)t(?=\d)")  # day and hour, in ISO 8601
_ISO = re.compile(r"(\d{4})[-/._](\d{1,2})[-/._](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_NAMED = re.compile(r"(?:(\d{1,2}) (?:de )?)?([a-z]{3,10})\.?(?: (\d{1,2}))?,? (?:de )?(\d{4})")
# The first three letters of the months, in both languages.
_MONTHS = (
    ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",),
    ("jul",), ("aug", "ago"), ("sep", "set"), ("oct",), ("nov",), ("dec", "dic"),
)  # fmt: skip
_LENGTH = re.compile(
    r"(?:(\d+) ?(?:h|hr|hrs|hora|horas|hour|hours)\b\.?)? ?"
    r"(?:(\d+) ?(?:m|min|mins|minuto|minutos|minute|minutes)\b\.?)? ?"
    r"(?:(\d+) ?(?:s|seg|sec|secs|segundos|seconds)\b\.?)?"
)


def parse_moment(text: str) -> WrittenMoment | None:
    """Return the moment that a cell holds, with a day or without; None where it holds none."""
    plain = _BETWEEN.sub(" ", fold(text))
    clock = _CLOCK.search(plain)
    hour = _read_clock(clock) if clock else None
    if clock is None or hour is None:
        return None
    rest = plain[: clock.start()].rstrip(" ,")
    if not rest:
        return WrittenMoment(hour)
    return _read_day(rest, hour)


def _read_clock(clock: re.Match[str]) -> time | None:
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"].startswith("p") else 0)
    try:
        return time(hour, int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:
        return None


def _read_day(text: str, clock: time) -> WrittenMoment | None:
    day = find_iso_day(text, whole=True)
    if day:
        return WrittenMoment(clock, day)
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        first, second, year = map(int, numbers.groups())
        return WrittenMoment(clock, None, (first, second, year + 2000 if year < 100 else year))
    named = _read_named_day(text)
    return WrittenMoment(clock, named) if named else None


def find_iso_day(text: str, *, whole: bool = False) -> date | None:
    """Return the first day in a text that is written as 2020-04-23 or 2020_04_23."""
    found = _ISO.fullmatch(text) if whole else _ISO.search(text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _read_named_day(text: str) -> date | None:
    """Return a day with its month in letters: «Apr 23, 2020», «23 de abril de 2020»."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    month = next((n for n, words in enumerate(_MONTHS, 1) if found[2].startswith(words)), 0)
    try:
        return date(int(found[4]), month, int(found[1] or found[3] or 0))
    except ValueError:
        return None


def parse_length(text: str) -> timedelta | None:
    """Return a length of time, «73», «1h 13m 42s», «1 hr 5 min» or «1:05:30»; None for no such."""
    plain = fold(text)
    if not plain:
        return None
    if plain.replace(".", "", 1).isdigit():
        return timedelta(minutes=float(plain)) if len(plain) < 6 else None
    parts = plain.split(":")
    if 2 <= len(parts) <= 3 and all(part.isdigit() and len(part) < 4 for part in parts):
        hours, minutes, seconds = map(int, ["0", *parts][-3:])
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    found = _LENGTH.fullmatch(plain)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def list_orders(moments: Sequence[WrittenMoment]) -> list[DayOrder]:
    """Return the orders in which every one of some moments has a day."""
    orders = []
    for order in DayOrder:
        if all(moment.day_in(order) for moment in moments if moment.numbers):
            orders.append(order)
    return orders


def unite(spans: Sequence[tuple[datetime, datetime]]) -> timedelta:
    """Return how long the union of some spans of time is."""
    total, reached = timedelta(), datetime.min
    for begin, end in sorted(spans):
        if end > reached:
            total += end - max(begin, reached)
            reached = end
    return total
