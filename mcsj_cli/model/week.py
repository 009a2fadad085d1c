"""Weeks of ISO 8601."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from mcsj_cli.i18n import _

_WEEK = r"(\d{4})-?W(\d{1,2})"
YEARS = range(1970, 2200)


class Week(str):
    """An ISO 8601 week as its text, «2020-W17»:
    it sorts, compares and is stored as what it is.
    """  # noqa: D205  one text in the JSON Schema

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read «2020-W17», «2020W17» or «2020-w7»; raise ValueError if there is no such week."""
        match = re.fullmatch(_WEEK, text.strip(), re.IGNORECASE | re.ASCII)
        if match is None:
            raise ValueError(_("«{text}» is not a week such as 2020-W17").format(text=text))
        year, number = int(match[1]), int(match[2])
        try:
            thursday = date.fromisocalendar(year, number, 4)  # always in the year of its week
        except ValueError as error:
            message = _("the year {year} has no week {number}").format(year=year, number=number)
            raise ValueError(message) from error
        return cls.of(check_year(thursday))

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week of a day; its year may differ from the day's."""
        year, number, _weekday = day.isocalendar()
        return cls(f"{year:04d}-W{number:02d}")

    @property
    def monday(self) -> date:
        return date.fromisocalendar(int(self[:4]), int(self[6:]), 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def shift(self, weeks: int) -> "Week":
        """Return the week that is some weeks later, or earlier if negative."""
        return Week.of(self.monday + timedelta(weeks=weeks))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.monday <= day <= self.sunday


class Period(NamedTuple):
    """The weeks from a first to a last one, both included."""

    begins: Week
    ends: Week

    @classmethod
    def until(cls, week: Week, count: int) -> "Period":
        """Return a period of `count` weeks that ends with a week."""
        return cls(week.shift(1 - count), week)

    @property
    def name(self) -> str:
        """Its name as an interval of ISO 8601, «2020-W10/2020-W17»; one week as itself."""
        return self.begins if self.begins == self.ends else f"{self.begins}/{self.ends}"

    @property
    def first(self) -> date:
        return self.begins.monday

    @property
    def last(self) -> date:
        return self.ends.sunday

    @property
    def weeks(self) -> list[Week]:
        count = (self.ends.monday - self.begins.monday).days // 7
        return [self.begins.shift(number) for number in range(count + 1)]

    @property
    def before(self) -> "Period":
        """The period before it, of as many weeks."""
        return Period.until(self.begins.shift(-1), len(self.weeks))

    def cut(self, today: date) -> date:
        """Return its last day, or today if that is earlier."""
        return min(self.last, today)

    def covers(self, day: date | None, today: date) -> bool:
        """Whether a day lies in it and is not after today."""
        return day is not None and self.first <= day <= self.cut(today)


def check_year(day: date) -> date:
    """Return a day; raise ValueError if its year must be mistyped."""
    if day.year not in YEARS:
        raise ValueError(_("the year {year} cannot be meant").format(year=day.year))
    return day
