"""What the forms of a day stand for: each reader makes a day of the parts that its form found."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from mcsj_cli.i18n import _, month_name, weekday_name
from mcsj_cli.model.dates.words import Words
from mcsj_cli.model.week import YEARS, check_year

_SPAN = 8  # years until there surely is a 29 February again


class Looking(Enum):
    """Where a day lies whose year, month or week was not said."""

    BACK = "back"
    AHEAD = "ahead"
    NEAR = "near"


class SpokenDay(NamedTuple):
    """A day, and whether it was written in full: with its year, and in one possible order."""

    day: date
    full: bool


class NoSuchDayError(ValueError):
    """A text has the form of a day, and yet there is no such day: the message says why."""


class Asked(NamedTuple):
    """What the parts of a form are read with."""

    words: Words
    today: date
    looking: Looking


Parts = dict[str, str | None]
Reader = Callable[[Parts, Asked], SpokenDay]


def choose(candidates: Sequence[date], today: date, looking: Looking) -> date:
    """Return the nearest day in the direction that is looked in, or else in the other one."""
    ahead = [day for day in candidates if day >= today]
    back = [day for day in candidates if day <= today]
    chosen = {Looking.AHEAD: ahead, Looking.BACK: back}.get(looking) or candidates
    return min(chosen, key=lambda day: (abs(day - today), day < today))


def read_iso(parts: Parts, _asked: Asked) -> SpokenDay:
    """Read 2020-04-20."""
    year, month, day = (int(parts[name] or "") for name in ("year", "month", "day"))
    return SpokenDay(_make_day(year, month, day), full=True)


def read_numeric(parts: Parts, asked: Asked) -> SpokenDay:
    """Read 20/04/2020, 20-04-20 or 20/4.

    The day comes first, but in English only where the other order is impossible.
    """
    first, second = int(parts["first"] or ""), int(parts["second"] or "")
    if asked.words.day_first or first > 12 or first == second:
        return _find_dated(parts, asked, first, second)
    if second > 12:
        return _find_dated(parts, asked, second, first)
    one, other = f"{first} {_name_month(second)}", f"{second} {_name_month(first)}"
    raise NoSuchDayError(_("it could be {one} or {other}").format(one=one, other=other))


def read_named(parts: Parts, asked: Asked) -> SpokenDay:
    """Read 20 de abril de 2020, with or without its year, and 1.º de junio."""
    day = parts["day"] or ""
    number = int(day) if day.isdecimal() else asked.words.days[day]
    return _find_dated(parts, asked, number, asked.words.months[parts["month"] or ""])


def read_month_first(parts: Parts, asked: Asked) -> SpokenDay:
    """Read abril 30. «mar 3» may be 3 March as well as Tuesday 3."""
    found = read_named(parts, asked)
    word = parts["month"] or ""
    if parts["weekday"] or word not in asked.words.weekdays:
        return found
    try:
        other = read_number({"weekday": word, "day": parts["day"]}, asked)
    except NoSuchDayError:
        return found
    if other.day == found.day:
        return found
    names = [f"{parts['day']} {month_name(found.day)}", f"{weekday_name(other.day)} {parts['day']}"]
    raise NoSuchDayError(_("it could be {one} or {other}").format(one=names[0], other=names[1]))


def read_number(parts: Parts, asked: Asked) -> SpokenDay:
    """Read jueves 30, or el 30: the nearest month that has such a day."""
    return _find_dated(parts, asked, int(parts["day"] or ""), None)


def read_near(parts: Parts, asked: Asked) -> SpokenDay:
    """Read hoy, ayer, pasado mañana."""
    return _shift(asked, asked.words.near[parts["near"] or ""])


def read_weekday(parts: Parts, asked: Asked) -> SpokenDay:
    """Read jueves: the last one or the next one, perhaps today."""
    ahead = asked.today + timedelta(days=_find_distance(parts, asked) % 7)
    candidates = [ahead, ahead - timedelta(weeks=1)]
    return SpokenDay(choose(candidates, asked.today, asked.looking), full=False)


def read_last_weekday(parts: Parts, asked: Asked) -> SpokenDay:
    """Read jueves pasado: the last one before today."""
    return _shift(asked, (_find_distance(parts, asked) - 7) % -7 or -7)


def read_next_weekday(parts: Parts, asked: Asked) -> SpokenDay:
    """Read próximo jueves: the first one after today."""
    return _shift(asked, _find_distance(parts, asked) % 7 or 7)


def read_weekday_of_week(weeks: int) -> Reader:
    """Return a reader for a weekday of this week, or of one some weeks later."""

    def read(parts: Parts, asked: Asked) -> SpokenDay:
        return _shift(asked, _find_distance(parts, asked) + 7 * weeks)

    return read


def read_count(direction: int) -> Reader:
    """Return a reader for some days, weeks or months from today: 1 is ahead, -1 is back."""

    def read(parts: Parts, asked: Asked) -> SpokenDay:
        count = direction * asked.words.count(parts["count"] or "")
        unit = (parts["unit"] or "")[0]
        if unit == "m":
            return SpokenDay(_shift_months(asked.today, count), full=False)
        return _shift(asked, count if unit == "d" else 7 * count)

    return read


def read_month_end(_parts: Parts, asked: Asked) -> SpokenDay:
    """Read fin de mes: the last day of this month, or of the last one when looking back."""
    ends = [_find_month_end(_shift_months(asked.today, months)) for months in (-1, 0)]
    looking = Looking.BACK if asked.looking is Looking.BACK else Looking.AHEAD
    return SpokenDay(choose(ends, asked.today, looking), full=False)


def read_end_of_month(parts: Parts, asked: Asked) -> SpokenDay:
    """Read fin de mayo: the last day of that month, of the year that was said or of the nearest."""
    month, year = asked.words.months[parts["month"] or ""], parts["year"]
    if year:
        first = _make_day(int(year) if len(year) == 4 else 2000 + int(year), month, 1)
        return SpokenDay(_find_month_end(first), full=False)
    years = (asked.today.year - 1, asked.today.year, asked.today.year + 1)
    ends = [_find_month_end(date(one, month, 1)) for one in years]
    return SpokenDay(choose(ends, asked.today, asked.looking), full=False)


def read_weeks_from(parts: Parts, asked: Asked) -> SpokenDay:
    """Read de hoy en ocho, del jueves en ocho: a week after that day, which may be today."""
    weeks = asked.words.spans[parts["span"] or ""]
    near = parts["near"]
    begin = asked.words.near[near] if near else _find_distance(parts, asked) % 7
    return _shift(asked, begin + 7 * weeks)


def _find_distance(parts: Parts, asked: Asked) -> int:
    """Return the days from today to a weekday of its week."""
    return asked.words.weekdays[parts["weekday"] or ""] - asked.today.weekday()


def _find_dated(parts: Parts, asked: Asked, number: int, month: int | None) -> SpokenDay:
    """Return the day with a number, in the month and year that were said, on its weekday."""
    year = parts.get("year")
    if year and month:
        day = _make_day(int(year) if len(year) == 4 else 2000 + int(year), month, number)
    else:
        candidates = list(_list_days(asked.today, number, month))
        if not candidates:
            raise NoSuchDayError(_explain(number, month))
        day = choose(candidates, asked.today, asked.looking)
    weekday = parts.get("weekday")
    if weekday and day.weekday() != asked.words.weekdays[weekday]:
        message = _("{day} {month} {year} is a {weekday}")
        named = {"day": day.day, "month": month_name(day), "year": day.year}
        raise NoSuchDayError(message.format(weekday=weekday_name(day), **named))
    return SpokenDay(day, full=year is not None and len(year) == 4)


def _list_days(today: date, number: int, month: int | None) -> Iterator[date]:
    """Yield the days with a number, of one month or of any, in the years around today."""
    months = range(1, 13) if month is None else [month]
    reach = 1 if month is None else _SPAN
    for year in range(today.year - reach, today.year + reach + 1):
        for one in months:
            if 1 <= one <= 12 and 1 <= number <= monthrange(year, one)[1]:
                yield date(year, one, number)


def _make_day(year: int, month: int, number: int) -> date:
    try:
        day = date(year, month, number)
    except ValueError as error:
        raise NoSuchDayError(_explain(number, month, year)) from error
    return _check_year(day)


def _explain(number: int, month: int | None, year: int | None = None) -> str:
    """Return why there is no such day."""
    if month is None:
        return _("no month has a day {day}").format(day=number)
    if not 1 <= month <= 12:
        return _("there is no month {month}").format(month=month)
    when = f"{_name_month(month)} {year or ''}".strip()
    return _("{month} has no day {day}").format(month=when, day=number)


def _name_month(month: int) -> str:
    return month_name(date(2000, month, 1))


def _shift(asked: Asked, days: int) -> SpokenDay:
    try:
        return SpokenDay(_check_year(asked.today + timedelta(days=days)), full=False)
    except OverflowError as error:
        raise NoSuchDayError(_("that is too far away")) from error


def _shift_months(day: date, months: int) -> date:
    """Return the same day some months away, or the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year not in YEARS:
        raise NoSuchDayError(_("the year {year} cannot be meant").format(year=year))
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _check_year(day: date) -> date:
    try:
        return check_year(day)
    except ValueError as error:
        raise NoSuchDayError(str(error)) from error


def _find_month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
