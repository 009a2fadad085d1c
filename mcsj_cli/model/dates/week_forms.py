"""The forms in which a week is written and said, in Spanish and in English."""

import re
from functools import cache
from typing import NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.model.dates.day_forms import read_day
from mcsj_cli.model.dates.days import Asked, NoSuchDayError, choose
from mcsj_cli.model.dates.words import SPANISH, Words
from mcsj_cli.model.week import Week

_COUNTED = re.compile(
    r"(?:(?:la |the )?(?:semana|sem|week)\.? ?|[ws] ?)?(?P<week>\d{1,2})"
    r"(?:(?: del?| of|,)? (?P<year>\d{4}))?"
)
_ISO = re.compile(r"(?:(?:la |the )?(?:semana|week) )?(?P<year>\d{4})[- ]?[ws](?P<week>\d{1,2})")


class SpokenWeek(NamedTuple):
    """A week, and whether it was written in full, as 2020-W17."""

    week: Week
    full: bool


def read_week(text: str, asked: Asked) -> SpokenWeek | None:
    """Return the week that a folded text says in one language; None if it is no form of a week.

    Raise NoSuchDayError for one that does not exist.
    """
    match = _ISO.fullmatch(text)
    if match:
        return SpokenWeek(_make_week(int(match["year"]), int(match["week"])), full=True)
    match = _COUNTED.fullmatch(text)
    if match:
        return _find_counted(int(match["week"]), match["year"], asked)
    for pattern, weeks in _compile_near(asked.words):
        if pattern.fullmatch(text):
            return SpokenWeek(Week.of(asked.today).shift(weeks), full=False)
    match = _compile_of_day(asked.words).fullmatch(text)
    day = read_day(match["day"], asked) if match else None
    return SpokenWeek(Week.of(day.day), full=False) if day else None


def _find_counted(number: int, year: str | None, asked: Asked) -> SpokenWeek:
    """Return the week with a number: in the year that was said, or else in the nearest one."""
    if year:
        return SpokenWeek(_make_week(int(year), number), full=False)
    years = [int(Week.of(asked.today)[:4]) + distance for distance in (-1, 0, 1)]
    mondays = [_make_week(one, number).monday for one in years if _has_week(one, number)]
    if not mondays:
        raise NoSuchDayError(_("no year has a week {number}").format(number=number))
    this = Week.of(asked.today).monday
    return SpokenWeek(Week.of(choose(mondays, this, asked.looking)), full=False)


def _has_week(year: int, number: int) -> bool:
    try:
        _make_week(year, number)
    except NoSuchDayError:
        return False
    return True


def _make_week(year: int, number: int) -> Week:
    try:
        return Week.parse(f"{year:04}-W{number:02}")
    except ValueError as error:
        raise NoSuchDayError(str(error)) from error


@cache
def _compile_near(words: Words) -> list[tuple[re.Pattern[str], int]]:
    coming = "(?:proxima|siguiente|que viene|que entra)"
    forms = [
        ("(?:the )?(?:next|following)(?: week)?", 1),
        ("(?:the )?(?:this|current)(?: week)?", 0),
        ("(?:the )?(?:last|previous)(?: week)?", -1),
    ]
    if words is SPANISH:
        forms = [
            ("(?:esta|la presente|la actual)(?: semana)?|semana actual", 0),
            ("(?:la )?(?:semana )?(?:pasada|anterior)|(?:la )?pasada semana", -1),
            ("(?:la )?(?:semana )?antepasada", -2),
            (f"(?:la )?(?:semana )?{coming}|(?:la )?{coming} semana", 1),
        ]
    return [(re.compile(pattern), weeks) for pattern, weeks in forms]


@cache
def _compile_of_day(words: Words) -> re.Pattern[str]:
    if words is SPANISH:
        return re.compile("(?:la )?semana del? (?P<day>.+)")
    return re.compile("(?:the )?week of (?P<day>.+)")
