"""One titled table of a report, with the values themselves and as people read them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias, TypeVar

from mcsj_cli.i18n import _, short_date

Value: TypeAlias = str | int | date | datetime | None
T = TypeVar("T")
_DRAWN = 26  # weeks that a small drawing has room for


class Sheet(NamedTuple):
    """A part of a report: its title, a table with headings, and what to say where the table is empty.

    `key` names it for programs: a file, an anchor. The last `numeric` columns are numbers. `trends`, where there are
    any, has for each row its value in each of the `weeks`; `drawn` is what a small chart shows of it. `note` explains
    signs.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    values: Sequence[tuple[Value, ...]]
    empty: str
    numeric: int
    trends: Sequence[Sequence[int]] = ()
    weeks: Sequence[str] = ()
    note: str = ""

    @property
    def drawn(self) -> tuple[Sequence[str], list[Sequence[int]]]:
        """Give the weeks that a small chart shows, and the values of each row in them."""
        return last_weeks(self.weeks), [last_weeks(values) for values in self.trends]

    @property
    def trend(self) -> str:
        """Head the small charts."""
        return name_weeks(self.drawn[0])

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Give the values as texts."""
        return [tuple(map(write_value, row)) for row in self.values]


def last_weeks(values: Sequence[T]) -> Sequence[T]:
    """Give those of the weeks' values that are drawn: of a longer time the last ones."""
    return values[-_DRAWN:]


def name_weeks(weeks: Sequence[str]) -> str:
    """Name weeks in a heading: «W10-W17»; with their years where there are two."""
    if not weeks:
        return ""
    first, last = weeks[0], weeks[-1]
    if first[:4] != last[:4]:
        return f"{first}/{last}"
    return first[5:] if first == last else f"{first[5:]}-{last[5:]}"


def write_value(value: Value) -> str:
    """Write a value as a table for people has it."""
    if isinstance(value, datetime):
        return _("{day}, {hour} h").format(day=short_date(value.date()), hour=f"{value:%H:%M}")
    if isinstance(value, date):
        return short_date(value)
    return "" if value is None else str(value)
