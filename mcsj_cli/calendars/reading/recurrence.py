"""Recurrence rules of external files (RFC 5545 3.3.10), unrolled with bounded work.

Libraries search for a 30 February up to the year 9999, and repeat an event every second if a file
asks for it. This module looks at no day after the last one asked for, and refuses rules that
repeat within a day.
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
# Parts that repeat within a day, or by counts that no calendar program offers.
_REFUSED = ("BYSECOND", "BYYEARDAY", "BYWEEKNO")
_MOST = 1000  # the largest interval, and values of one part
_DAY = timedelta(days=1)
_AFTER_LAST = date.max.toordinal() + 1


class Rule(NamedTuple):
    """A rule that repeats by days, weeks, months or years.

    `weekdays` are pairs of an ordinal (0 for every) and a weekday (0 for Monday). `until` is not
    parsed yet, since its clock is that of the event.
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
        """The largest number of days to look at in one period."""
        a_year = 31 * len(self.months) if self.months else 366
        return {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": a_year}[self.frequency]

    @property
    def is_weekly(self) -> bool:
        """Whether it repeats on one day of every week."""
        if self.monthdays or self.months or self.positions:
            return False
        if self.frequency == "WEEKLY":
            return self.interval == 1 and len(self.weekdays) < 2
        return self.frequency == "DAILY" and self.interval == 7 and not self.weekdays


def parse_rule(text: str, start: datetime) -> Rule:
    """Parse a rule of an event that begins at `start` on its own clock.

    Raise ValueError if it is broken or repeats within a day.
    """
    parts = _split_parts(text)
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        message = _("it repeats by «{text}», not by days, weeks, months or years")
        raise ValueError(message.format(text=frequency[:20]))
    _refuse_hours(parts, start)
    return Rule(
        frequency,
        next(iter(_parse_numbers(parts, "INTERVAL", range(1, _MOST + 1))), 1),
        next(iter(_parse_numbers(parts, "COUNT", range(1, 10**6))), None),
        parts.get("UNTIL", ""),
        _parse_weekdays(parts.get("BYDAY", ""), frequency),
        _parse_numbers(parts, "BYMONTHDAY", range(-31, 32)),
        _parse_numbers(parts, "BYMONTH", range(1, 13)),
        _parse_numbers(parts, "BYSETPOS", range(-366, 367)),
        _parse_weekdays(parts.get("WKST") or "MO", "")[0][1],
    )


def _split_parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().strip().strip(";").split(";"):
        name, equals, value = part.strip().partition("=")
        if not equals or name in parts:
            raise ValueError(_("«{text}» is no rule of repetition").format(text=text[:80]))
        parts[name] = value
    return parts


def _refuse_hours(parts: dict[str, str], start: datetime) -> None:
    """Raise ValueError for a rule that repeats within a day.

    An hour, minute or second that is the start's own changes nothing and is allowed.
    """
    own = {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}
    for name in (*own, *_REFUSED):
        if name not in parts:
            continue
        value = parts[name]
        if name in own and value.isdecimal() and int(value[:3]) == own[name]:
            continue
        message = _("it repeats by {name}, which no calendar program offers")
        raise ValueError(message.format(name=name))


def _parse_numbers(parts: dict[str, str], name: str, known: range) -> tuple[int, ...]:
    found = []
    for value in parts[name].split(",", _MOST)[:_MOST] if name in parts else ():
        number = int(value) if re.fullmatch(r"[+-]?\d{1,6}", value, re.ASCII) else 0
        if number == 0 or number not in known:
            raise ValueError(_("«{text}» cannot be in {name}").format(text=value[:20], name=name))
        found.append(number)
    return tuple(dict.fromkeys(found))


def _parse_weekdays(text: str, frequency: str) -> tuple[tuple[int, int], ...]:
    highest = 53 if frequency in ("MONTHLY", "YEARLY") else 0  # of an ordinal
    found = []
    for value in text.split(",", _MOST)[:_MOST] if text else ():
        match = _BYDAY.fullmatch(value.strip())
        ordinal = int(match[1] or 0) if match else 0
        if match is None or abs(ordinal) > highest:
            message = _("«{text}» cannot be in {name}")
            raise ValueError(message.format(text=value[:20], name="BYDAY"))
        found.append((ordinal, WEEKDAYS.index(match[2])))
    return tuple(dict.fromkeys(found))


@dataclass
class WorkLimit:
    """How many days the rules of a file may still look at."""

    left: int

    def spend(self, days: int) -> None:
        """Use up some days; raise ValueError if there are too few left."""
        self.left -= days
        if self.left < 0:
            raise ValueError(_("it repeats too often to be looked at"))


def unroll(
    rule: Rule, start: datetime, first: date, last: date, budget: WorkLimit
) -> Iterator[datetime]:
    """Yield the moments of a rule from `first` to `last`, on the clock of `start`.

    The caller has to stop at `until`. Raise ValueError once the budget is used up.
    """
    left = rule.times
    for days in _list_periods(rule, start.date(), first, last):
        budget.spend(rule.days_a_period)
        for day in days:
            if day < start.date():
                continue
            if day > last or left == 0:
                return
            left = left - 1 if left is not None else None
            if day >= first:
                yield datetime.combine(day, start.time())


def _list_periods(rule: Rule, start: date, first: date, last: date) -> Iterator[list[date]]:
    """Yield the days of each period of a rule, in order.

    Periods before `first` are left out, unless COUNT requires counting from the start.
    """
    begin = start if rule.times is not None else max(start, first)
    periods = {"DAILY": _days, "WEEKLY": _weeks, "MONTHLY": _months, "YEARLY": _years}
    for days in periods[rule.frequency](rule, start, begin, last):
        found = sorted(set(days))
        yield _pick_positions(found, rule.positions) if rule.positions else found


def _pick_positions(days: Sequence[date], positions: Sequence[int]) -> list[date]:
    """Return the days that BYSETPOS chooses, which counts from the end if it is negative."""
    places = {number - 1 if number > 0 else len(days) + number for number in positions}
    return [day for place, day in enumerate(days) if place in places]


def _skip(distance: int, interval: int) -> int:
    """Return how many periods to skip: whole intervals, and one less to be on the safe side."""
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
        first = monday + 7 * step
        week = map(date.fromordinal, range(max(1, first), min(first + 7, _AFTER_LAST)))
        yield [day for day in week if day.weekday() in wanted and _has_month(rule, day)]


def _months(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    origin = start.year * 12 + start.month - 1
    number = _skip(begin.year * 12 + begin.month - 1 - origin, rule.interval)
    for step in range(number, last.year * 12 + last.month - origin, rule.interval):
        year, month = divmod(origin + step, 12)
        day = date(year, month + 1, 1)
        yield _of_month(rule, day, start) if _has_month(rule, day) else []


def _years(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    first_year = start.year + _skip(begin.year - start.year, rule.interval)
    for year in range(first_year, last.year + 1, rule.interval):
        if rule.weekdays and not rule.months:  # an ordinal counts within the year
            days = [date(year, 1, 1) + _DAY * n for n in range(365 + isleap(year))]
            yield [day for day in _pick_weekdays(days, rule) if _has_monthday(rule, day)]
            continue
        found: list[date] = []
        for month in rule.months or (range(1, 13) if rule.monthdays else (start.month,)):
            found += _of_month(rule, date(year, month, 1), start)
        yield found


def _of_month(rule: Rule, first: date, start: date) -> list[date]:
    days = [first + _DAY * n for n in range(monthrange(first.year, first.month)[1])]
    if not rule.weekdays and not rule.monthdays:
        return days[start.day - 1 : start.day]
    picked = _pick_weekdays(days, rule) if rule.weekdays else days
    return [day for day in picked if _has_monthday(rule, day)]


def _pick_weekdays(days: Sequence[date], rule: Rule) -> list[date]:
    """Return the days that BYDAY chooses; its ordinals count within the given days."""
    found = []
    for ordinal, weekday in rule.weekdays:
        fits = [day for day in days if day.weekday() == weekday]
        if ordinal == 0:
            found += fits
        elif ordinal > 0:
            found += fits[ordinal - 1 : ordinal]
        elif -ordinal <= len(fits):
            found.append(fits[ordinal])
    return found


def _has_month(rule: Rule, day: date) -> bool:
    return not rule.months or day.month in rule.months


def _has_weekday(rule: Rule, day: date) -> bool:
    return not rule.weekdays or day.weekday() in {weekday for _ordinal, weekday in rule.weekdays}


def _has_monthday(rule: Rule, day: date) -> bool:
    size = monthrange(day.year, day.month)[1]
    return not rule.monthdays or day.day in rule.monthdays or day.day - size - 1 in rule.monthdays
