"""The forms in which a day is written and said, in Spanish and in English."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from mcsj_cli.model.dates import days
from mcsj_cli.model.dates.days import Asked, Reader, SpokenDay
from mcsj_cli.model.dates.words import SPANISH, Words, alternatives

# Parts of the patterns: a named one is handed to the reader of the form.
_NUMBER = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_ISO = r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"
_BASIC = r"(?P<year>(?:19|20|21)\d{2})(?P<month>\d{2})(?P<day>\d{2})"  # as ISO 8601 has it too
_NUMERIC = rf"(?P<first>\d{{1,2}})(?P<part>[/.-])(?P<second>\d{{1,2}})(?:(?P=part){_YEAR})?"


def read_day(text: str, asked: Asked) -> SpokenDay | None:
    """Return the day that a folded text says in one language, or None if it is no form of a day.

    Raise NoSuchDayError for the form of a day that does not exist.
    """
    for pattern, read in _list_forms(asked.words):
        match = re.fullmatch(pattern, text, re.ASCII)  # compiled when it is first needed
        if match:
            return read(match.groupdict(), asked)
    return None


@cache
def _list_forms(words: Words) -> Sequence[tuple[str, Reader]]:
    return _list_spanish() if words is SPANISH else _list_english(words)


class _Parts(NamedTuple):
    """The parts of a pattern that stand for words of a language."""

    weekday: str
    month: str
    near: str
    some: str
    day: str
    span: str


def _make_parts(words: Words) -> _Parts:
    return _Parts(
        weekday=f"(?P<weekday>{alternatives(words.weekdays)})",
        month=rf"(?P<month>{alternatives(words.months)})\.?",
        near=f"(?P<near>{alternatives(words.near)})",
        some=rf"(?P<count>\d{{1,4}}|{alternatives(words.numbers)})",
        day=rf"(?P<day>\d{{1,2}}|{alternatives(words.days)})",
        span=f"(?P<span>{alternatives(words.spans)})",
    )


def _list_spanish() -> Sequence[tuple[str, Reader]]:
    weekday, month, near, some, day, span = _make_parts(SPANISH)
    on = f"(?:(?:el )?{weekday} )?(?:el )?(?:dia )?"
    day = rf"{day}(?:\.?[oº]|°|ro|er)?"
    counted = f"{some} (?P<unit>dias?|semanas?|mes(?:es)?)"
    return (
        (near, days.read_near),
        (_ISO, days.read_iso),
        (_BASIC, days.read_iso),
        (f"{on}{_NUMERIC}", days.read_numeric),
        (f"{on}{day}(?: de |[ /-]){month}(?:(?: del?(?: ano)? |[ /-]){_YEAR})?", days.read_named),
        (f"{on}{month} {_NUMBER}", days.read_month_first),
        (f"(?:el )?{weekday} (?:el )?(?:dia )?{_NUMBER}", days.read_number),
        (f"(?:el dia|el|dia) {_NUMBER}", days.read_number),
        *_list_spanish_weekdays(weekday),
        (f"(?:en|dentro de) {counted}", days.read_count(1)),
        (f"hace {counted}", days.read_count(-1)),
        (r"(?:a |para )?(?:el )?fin(?:al|es)? de(?:l| este)? mes", days.read_month_end),
        (
            rf"(?:a |para )?(?:el )?fin(?:al|es)? de {month}(?: del? {_YEAR})?",
            days.read_end_of_month,
        ),
        (rf"(?:del? )?(?:{near}|(?:el )?{weekday}) en {span}(?: dias)?", days.read_weeks_from),
    )


def _list_spanish_weekdays(weekday: str) -> Sequence[tuple[str, Reader]]:
    coming = "(?:proxim[oa]|siguiente|que viene|que entra)"
    in_week = "(?:de )?(?:la )?"
    return (
        (f"(?:el )?{weekday}", days.read_weekday),
        (f"este {weekday}", days.read_weekday_of_week(0)),
        (f"(?:el )?{weekday} {in_week}(?:esta|presente) semana", days.read_weekday_of_week(0)),
        (f"(?:el )?{weekday} pasado", days.read_last_weekday),
        (f"(?:el )?pasado {weekday}", days.read_last_weekday),
        (
            f"(?:el )?{weekday} {in_week}(?:pasada semana|semana pasada)",
            days.read_weekday_of_week(-1),
        ),
        (f"(?:el )?{coming} {weekday}", days.read_next_weekday),
        (f"(?:el )?{weekday} {coming}", days.read_next_weekday),
        (f"(?:el )?{weekday} {in_week}{coming} semana", days.read_weekday_of_week(1)),
        (f"(?:el )?{weekday} {in_week}semana {coming}", days.read_weekday_of_week(1)),
    )


def _list_english(words: Words) -> Sequence[tuple[str, Reader]]:
    weekday, month, near, some, day, span = _make_parts(words)
    on = f"(?:on )?(?:{weekday} )?(?:the )?"
    day = f"{day}(?:st|nd|rd|th)?"
    counted = f"{some} (?P<unit>days?|weeks?|months?)"
    return (
        (near, days.read_near),
        (_ISO, days.read_iso),
        (_BASIC, days.read_iso),
        (f"{on}{_NUMERIC}", days.read_numeric),
        (f"{on}{day}(?: of |[ /-]){month}(?:[ /-]{_YEAR})?", days.read_named),
        (f"{on}{month} (?:the )?{day}(?: {_YEAR})?", days.read_named),
        (f"(?:on )?{weekday} (?:the )?{_NUMBER}(?:st|nd|rd|th)?", days.read_number),
        (f"(?:on )?the {_NUMBER}(?:st|nd|rd|th)?", days.read_number),
        (f"(?:on )?{weekday}", days.read_weekday),
        (f"this {weekday}", days.read_weekday_of_week(0)),
        (f"(?:on )?{weekday} (?:of )?this week", days.read_weekday_of_week(0)),
        (f"last {weekday}", days.read_last_weekday),
        (f"(?:on )?{weekday} (?:of )?last week", days.read_weekday_of_week(-1)),
        (f"next {weekday}", days.read_next_weekday),
        (f"(?:on )?{weekday} (?:of )?next week", days.read_weekday_of_week(1)),
        (f"(?:in|within) {counted}", days.read_count(1)),
        (f"{counted} ago", days.read_count(-1)),
        ("(?:at |by )?(?:the )?end of (?:the |this )?month", days.read_month_end),
        (rf"(?:at |by )?(?:the )?end of {month}(?: {_YEAR})?", days.read_end_of_month),
        (f"{span} from (?:{near}|{weekday})", days.read_weeks_from),
    )
