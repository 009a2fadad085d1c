"""Recurrence rules of others (RFC 5545 3.3.10), unrolled within bounds that no rule can leave.

The rules of libraries run on to the year 9999 in search of a 30 February, and once a second if asked: nothing for files
of strangers. This one looks at no day beyond the last one asked for, and at no rule that is not of days.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mcsj_cli.calendars.timezone import WEEKDAYS
from mcsj_cli.i18n import _

_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# What repeats several times a day, or by counts that no calendar program offers.
_REFUSED = ("BYSECOND", "BYYEARDAY", "BYWEEKNO")
_MOST = 1000  # periods between two repetitions, and values of one part
_DAY = timedelta(days=1)


class Rule(NamedTuple):
    """A rule of days; `weekdays` are pairs of an ordinal, 0 for each, and a day counted from Monday, which is 0.

    `until` is still a text, for only the event knows its clock.
    """

    frequency: str
    interval: int = 1
    times: int | None = None
    until: str = ""
    weekdays: tuple[tuple[int, int], ...] = ()
    monthdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def days_a_period(self) -> int:
        """Count the days that are looked at in each of its periods."""
        a_year = 31 * len(self.months) if self.months else 366
        return {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": a_year}[self.frequency]

    @property
    def is_weekly(self) -> bool:
        """Say whether it repeats on one day of every week."""
        plain = not (self.monthdays or self.months or self.positions)
        every_week = self.frequency == "WEEKLY" and self.interval == 1 and len(self.weekdays) < 2
        return plain and (
            every_week or (self.frequency == "DAILY" and self.interval == 7 and not self.weekdays)
        )


def parse_rule(text: str, start: datetime) -> Rule:
    """Read a rule of an event that begins at `start` on its own clock; raise ValueError for what is none of days."""
    parts: dict[str, str] = {}
    for part in text.upper().strip().strip(";").split(";"):
        name, equals, value = part.strip().partition("=")
        if not equals or name in parts:
            raise ValueError(_("«{text}» is no rule of repetition").format(text=text[:80]))
        parts[name] = value
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise ValueError(
            _("it repeats by «{text}», not by days, weeks, months or years").format(
                text=frequency[:20]
            )
        )
    _refuse_hours(parts, start)
    return Rule(
        frequency,
        next(iter(_numbers(parts, "INTERVAL", range(1, _MOST + 1))), 1),
        next(iter(_numbers(parts, "COUNT", range(1, 10**6))), None),
        parts.get("UNTIL", ""),
        _weekdays(parts.get("BYDAY", ""), frequency),
        _numbers(parts, "BYMONTHDAY", range(-31, 32)),
        _numbers(parts, "BYMONTH", range(1, 13)),
        _numbers(parts, "BYSETPOS", range(-366, 367)),
        _weekdays(parts.get("WKST") or "MO", "")[0][1],
    )


def _refuse_hours(parts: dict[str, str], start: datetime) -> None:
    """Refuse what repeats within a day; an hour and a minute that are the start's own say nothing."""
    own = {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}
    for name in (*own, *_REFUSED):
        if name in parts and not (
            name in own and parts[name].isdecimal() and int(parts[name][:3]) == own[name]
        ):
            raise ValueError(
                _("it repeats by {name}, which no calendar program offers").format(name=name)
            )


def _numbers(parts: dict[str, str], name: str, known: range) -> tuple[int, ...]:
    found = []
    for value in parts[name].split(",", _MOST)[:_MOST] if name in parts else ():
        number = int(value) if re.fullmatch(r"[+-]?\d{1,6}", value, re.ASCII) else 0
        if number == 0 or number not in known:
            raise ValueError(_("«{text}» cannot be in {name}").format(text=value[:20], name=name))
        found.append(number)
    return tuple(dict.fromkeys(found))


def _weekdays(text: str, frequency: str) -> tuple[tuple[int, int], ...]:
    found = []
    for value in text.split(",", _MOST)[:_MOST] if text else ():
        match = _BYDAY.fullmatch(value.strip())
        ordinal = int(match[1] or 0) if match else 0
        if (
            match is None
            or abs(ordinal) > 53
            or (ordinal and frequency not in ("MONTHLY", "YEARLY"))
        ):
            raise ValueError(
                _("«{text}» cannot be in {name}").format(text=value[:20], name="BYDAY")
            )
        found.append((ordinal, WEEKDAYS.index(match[2])))
    return tuple(dict.fromkeys(found))


@dataclass
class WorkLimit:
    """How many days may still be looked at for a file's rules."""

    left: int

    def spend(self, days: int) -> None:
        """Take some away; raise ValueError where none are left."""
        self.left -= days
        if self.left < 0:
            raise ValueError(_("it repeats too often to be looked at"))


def unroll(
    rule: Rule, start: datetime, first: date, last: date, budget: WorkLimit
) -> Iterator[datetime]:
    """Give the moments of a rule from `first` to `last`, on the clock of `start`; `until` is left to the caller.

    Raises ValueError once the budget is spent.
    """
    left = rule.times
    for days in _periods(rule, start.date(), first, last):
        budget.spend(rule.days_a_period)
        for day in days:
            if day < start.date():
                continue
            if day > last or left == 0:
                return
            left = left - 1 if left is not None else None
            if day >= first:
                yield datetime.combine(day, start.time())


def _periods(rule: Rule, start: date, first: date, last: date) -> Iterator[list[date]]:
    """Give the days of each period of a rule; those before `first` are left out where nobody counts them."""
    begin = start if rule.times is not None else max(start, first)
    make = {"DAILY": _days, "WEEKLY": _weeks, "MONTHLY": _months, "YEARLY": _years}[rule.frequency]
    for days in make(rule, start, begin, last):
        found = sorted(set(days))
        if rule.positions:
            size = len(found)
            places = {n - 1 if n > 0 else size + n for n in rule.positions}
            found = [day for place, day in enumerate(found) if place in places]
        yield found


def _skip(distance: int, interval: int) -> int:
    """Count the periods that can be passed over, in whole steps, and one step less for safety's sake."""
    return max(0, distance // interval - 1) * interval


def _days(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    number = _skip((begin - start).days, rule.interval)
    for step in range(number, (last - start).days + 1, rule.interval):
        day = start + timedelta(days=step)
        fits = _has_month(rule, day) and _has_monthday(rule, day) and _has_weekday(rule, day)
        yield [day] if fits else []


def _weeks(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    monday = start.toordinal() - (start.weekday() - rule.week_start) % 7
    number = _skip((begin.toordinal() - monday) // 7, rule.interval)
    wanted = {weekday for _ordinal, weekday in rule.weekdays} or {start.weekday()}
    for step in range(number, (last.toordinal() - monday) // 7 + 1, rule.interval):
        week = [
            date.fromordinal(n)
            for n in range(max(1, monday + 7 * step), monday + 7 * step + 7)
            if n <= _LAST
        ]
        yield [day for day in week if day.weekday() in wanted and _has_month(rule, day)]


_LAST = date.max.toordinal()


def _months(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    origin = start.year * 12 + start.month - 1
    number = _skip(begin.year * 12 + begin.month - 1 - origin, rule.interval)
    for step in range(number, last.year * 12 + last.month - origin, rule.interval):
        year, month = divmod(origin + step, 12)
        day = date(year, month + 1, 1)
        yield _of_month(rule, day, start) if _has_month(rule, day) else []


def _years(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    for year in range(
        start.year + _skip(begin.year - start.year, rule.interval), last.year + 1, rule.interval
    ):
        if rule.weekdays and not rule.months:  # an ordinal counts within the year
            days = [date(year, 1, 1) + _DAY * n for n in range(365 + isleap(year))]
            yield [day for day in _pick(days, rule.weekdays) if _has_monthday(rule, day)]
            continue
        months = rule.months or (range(1, 13) if rule.monthdays else (start.month,))
        yield [day for month in months for day in _of_month(rule, date(year, month, 1), start)]


def _of_month(rule: Rule, first: date, start: date) -> list[date]:
    days = [first + _DAY * n for n in range(monthrange(first.year, first.month)[1])]
    if not rule.weekdays and not rule.monthdays:
        return days[start.day - 1 : start.day]
    picked = _pick(days, rule.weekdays) if rule.weekdays else days
    return [day for day in picked if _has_monthday(rule, day)]


def _pick(days: Sequence[date], weekdays: Sequence[tuple[int, int]]) -> list[date]:
    """Pick the days of some weekdays: each, or the one of an ordinal within these days."""
    found = []
    for ordinal, weekday in weekdays:
        fits = [day for day in days if day.weekday() == weekday]
        place = ordinal - 1 if ordinal > 0 else len(fits) + ordinal
        found += fits if ordinal == 0 else fits[place : place + 1] if place >= 0 else []
    return found


def _has_month(rule: Rule, day: date) -> bool:
    return not rule.months or day.month in rule.months


def _has_weekday(rule: Rule, day: date) -> bool:
    return not rule.weekdays or day.weekday() in {weekday for _ordinal, weekday in rule.weekdays}


def _has_monthday(rule: Rule, day: date) -> bool:
    size = monthrange(day.year, day.month)[1]
    return not rule.monthdays or day.day in rule.monthdays or day.day - size - 1 in rule.monthdays
