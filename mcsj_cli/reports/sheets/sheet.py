"""One titled table of a report, with the values themselves and as people read them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from mcsj_cli.i18n import _, short_date

Value: TypeAlias = str | int | date | datetime | None


class Sheet(NamedTuple):
    """A part of a report: its title, a table with headings, and what to say where the table is empty.

    `key` names it for programs: a file, an anchor. The last `numeric` columns are numbers. `trends`, where there are
    any, has for each row its value in each of the last weeks, for a small chart under the heading `trend`. `note`
    explains signs.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    values: Sequence[tuple[Value, ...]]
    empty: str
    numeric: int
    trends: Sequence[Sequence[int]] = ()
    trend: str = ""
    note: str = ""

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Give the values as texts."""
        return [tuple(map(write_value, row)) for row in self.values]


def write_value(value: Value) -> str:
    """Write a value as a table for people has it."""
    if isinstance(value, datetime):
        return _("{day}, {hour} h").format(day=short_date(value.date()), hour=f"{value:%H:%M}")
    if isinstance(value, date):
        return short_date(value)
    return "" if value is None else str(value)
