"""Days, moments and weeks as people write and say them, in Spanish and in English.

The grammar is small and its own, since a wrong guess moves a meeting: what has no form of it is
refused with the forms that would do. Whatever was not written in full is marked, so that a command
can say what it understood.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _, language, month_name, weekday_name
from mcsj_cli.model.dates.day_forms import read_day
from mcsj_cli.model.dates.days import Asked, Looking, NoSuchDayError, SpokenDay
from mcsj_cli.model.dates.hour_forms import SpokenHour, read_hour
from mcsj_cli.model.dates.week_forms import SpokenWeek, read_week
from mcsj_cli.model.dates.words import ENGLISH, SPANISH
from mcsj_cli.model.text import fold
from mcsj_cli.model.week import Week

__all__ = [
    "AmbiguousHourError",
    "Looking",
    "SpokenDay",
    "SpokenDays",
    "SpokenHour",
    "SpokenMoment",
    "SpokenWeek",
    "is_week",
    "parse_day",
    "parse_days",
    "parse_hour",
    "parse_moment",
    "parse_week",
]

T = TypeVar("T")
_ANY = date(2000, 1, 1)  # hours are the same on every day


class SpokenDays(NamedTuple):
    """A first and a last day, and whether they were written in full."""

    first: date
    last: date
    full: bool


class SpokenMoment(NamedTuple):
    """A naive moment, and whether it was written in full."""

    moment: datetime
    full: bool


class AmbiguousHourError(WrongUsageError):
    """A moment whose hour may be in the morning or in the evening: `moments` are both."""

    def __init__(self, text: str, moments: list[datetime]) -> None:
        one, other = (f"{moment:%H:%M}" for moment in moments)
        message = _("«{text}» may be at {one} h or at {other} h.")
        advice = _("Write it as «{day} {hour}».").format(day=moments[1].date(), hour=other)
        super().__init__(message.format(text=text, one=one, other=other), advice)
        self.moments = moments


def parse_day(text: str, today: date, looking: Looking = Looking.AHEAD) -> SpokenDay:
    """Return the day that a text says; raise WrongUsageError for what is none."""
    found, reason = _read_in_languages(_tidy(text), today, looking, read_day)
    if found:
        return found
    advice = _("Write it as {day}, «{said}», today, tomorrow or Thursday.")
    raise WrongUsageError(
        _refuse(text, _("«{text}» is not a day"), reason), _give_forms(advice, today)
    )


def parse_week(text: str, today: date, looking: Looking = Looking.NEAR) -> SpokenWeek:
    """Return the week that a text says, by itself or by one of its days.

    Raise WrongUsageError.
    """
    found, reason = _read_in_languages(_tidy(text), today, looking, _read_week_or_day)
    if found:
        return found
    advice = _("Write it as {week}, W{number}, «{said}», this, last or next.")
    raise WrongUsageError(
        _refuse(text, _("«{text}» is not a week"), reason), _give_forms(advice, today)
    )


def parse_days(text: str, today: date, looking: Looking = Looking.AHEAD) -> SpokenDays:
    """Return the first and last day of a day or of a week; raise WrongUsageError."""
    found, reason = _read_in_languages(_tidy(text), today, looking, _read_days)
    if found:
        return found
    advice = _("Write it as {day}, «{said}», today, tomorrow, Thursday or {week}.")
    message = _refuse(text, _("«{text}» is not a day or a week"), reason)
    raise WrongUsageError(message, _give_forms(advice, today))


def parse_hour(text: str) -> SpokenHour:
    """Return the hour that a text says; there are two where it may be one of them.

    Raise WrongUsageError.
    """
    found, _reason = _read_in_languages(_tidy(text), _ANY, Looking.NEAR, _read_hour)
    if found:
        return found
    message = _refuse(text, _("«{text}» is not an hour"), "")
    raise WrongUsageError(message, _("Write it as 17:00, 5 pm or 17 h."))


def is_week(text: str, today: date) -> bool:
    """Whether a text says a week, and not a day."""
    found, reason = _read_in_languages(_tidy(text), today, Looking.NEAR, read_week)
    return bool(found or reason)


def parse_moment(
    text: str, today: date, looking: Looking = Looking.AHEAD, own: date | None = None
) -> SpokenMoment:
    """Return the day and hour that a text says, in either order; raise WrongUsageError.

    An hour alone is one of the day that the record is on already: its `own`, where it has one.
    Raise AmbiguousHourError where the hour may be one of two.
    """
    folded = _tidy(re.sub(r"(?<=\d)[Tt](?=\d)", " ", text))
    found, reason = _read_in_languages(folded, today, looking, _read_moments)
    if not found and own:
        hour, _reason = _read_in_languages(folded, today, looking, _read_hour)
        found = {(SpokenDay(own, full=False), hour)} if hour else None
    if found and len(found) == 1:
        day, hour = found.pop()
        moments = [datetime.combine(day.day, one) for one in hour.hours]
        if len(moments) > 1:
            raise AmbiguousHourError(text, moments)
        return SpokenMoment(moments[0], day.full and hour.full)
    advice = _("Write it as «{day} 17:00», «{said} 17:00» or «{weekday} 5 pm».")
    message = _refuse(text, _("«{text}» is not a day and an hour"), reason)
    raise WrongUsageError(message, _give_forms(advice, today))


def _read_in_languages(
    text: str, today: date, looking: Looking, read: Callable[[str, Asked], T | None]
) -> tuple[T | None, str]:
    """Read a text in the language in use, or else in the other one.

    Return what it says, or why there is no such thing.
    """
    languages = (SPANISH, ENGLISH) if language() == "es" else (ENGLISH, SPANISH)
    for words in languages:
        try:
            found = read(text, Asked(words, today, looking))
        except NoSuchDayError as error:
            return None, str(error)  # 4/5 is refused in English, whatever it means in Spanish
        if found:
            return found, ""
    return None, ""


def _read_hour(text: str, asked: Asked) -> SpokenHour | None:
    return read_hour(text, asked.words)


def _read_days(text: str, asked: Asked) -> SpokenDays | None:
    week = None if text.isdecimal() else read_week(text, asked)
    if week:
        return SpokenDays(week.week.monday, week.week.sunday, week.full)
    day = read_day(text, asked)
    return SpokenDays(day.day, day.day, day.full) if day else None


def _read_week_or_day(text: str, asked: Asked) -> SpokenWeek | None:
    week = read_week(text, asked)
    day = None if week else read_day(text, asked)
    return SpokenWeek(Week.of(day.day), day.full) if day else week


def _read_moments(text: str, asked: Asked) -> set[tuple[SpokenDay, SpokenHour]]:
    """Return the readings of a text; raise NoSuchDayError if it is a day alone."""
    if read_day(text, asked):
        raise NoSuchDayError(_("the hour is missing"))
    return set(_list_moments(text, asked))


def _list_moments(text: str, asked: Asked) -> Iterator[tuple[SpokenDay, SpokenHour]]:
    """Yield the readings of a text whose one end is a day and whose other end is an hour."""
    for space in re.finditer(" ", text):
        begin, end = text[: space.start()], text[space.end() :]
        for day_text, hour_text in ((begin, end), (end, begin)):
            hour = read_hour(hour_text, asked.words)
            day = read_day(re.sub("^(?:del?|of) ", "", day_text), asked) if hour else None
            if hour and day:
                yield day, hour


def _tidy(text: str) -> str:
    """Return a folded text without commas, and with am and pm as these two letters."""
    folded = fold(text).replace(",", " ")
    return " ".join(re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", folded).split())


def _refuse(text: str, message: str, reason: str) -> str:
    refused = message.format(text=text)
    return f"{refused}: {reason}." if reason else f"{refused}."


def _give_forms(advice: str, today: date) -> str:
    """Fill the examples of an advice in, with today's date."""
    week = Week.of(today)
    said = _("{day} {month}").format(day=today.day, month=month_name(today))
    return advice.format(
        day=today, said=said, week=week, number=week[-2:], weekday=weekday_name(today)
    )
