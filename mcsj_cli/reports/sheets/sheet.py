"""One titled table of a report, with its values as such and as texts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias, TypeVar

from mcsj_cli.i18n import _, short_date

Value: TypeAlias = str | int | date | datetime | None
T = TypeVar("T")
_DRAWN = 26  # weeks that a small drawing has room for


class Sheet(NamedTuple):
    """A part of a report: a title, a table with headings, and a text for an empty table.

    `key` names it in files and anchors. The last `numeric` columns are numbers. `trends`, if there
    are any, has the values of each row in the `weeks`. `note` explains signs.
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
        """Return the weeks that a small chart has room for, and the values of each row in them."""
        return last_weeks(self.weeks), [last_weeks(values) for values in self.trends]

    @property
    def trend(self) -> str:
        """Return the heading of the small charts."""
        return name_weeks(self.drawn[0])

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Return the values as texts."""
        return [tuple(map(write_value, row)) for row in self.values]


def last_weeks(values: Sequence[T]) -> Sequence[T]:
    """Return the values of the last weeks, as many as a small chart has room for."""
    return values[-_DRAWN:]


def name_weeks(weeks: Sequence[str]) -> str:
    """Name weeks in a heading: «W10-W17», or with their years if those differ."""
    if not weeks:
        return ""
    first, last = weeks[0], weeks[-1]
    if first[:4] != last[:4]:
        return f"{first}/{last}"
    return first[5:] if first == last else f"{first[5:]}-{last[5:]}"


def write_value(value: Value) -> str:
    """Format a value for people."""
    if isinstance(value, datetime):
        return _("{day}, {hour} h").format(day=short_date(value.date()), hour=f"{value:%H:%M}")
    if isinstance(value, date):
        return short_date(value)
    return "" if value is None else str(value)
