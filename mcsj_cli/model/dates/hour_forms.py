"""The forms in which an hour is written and said, in Spanish and in English."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from functools import cache
from typing import NamedTuple

from mcsj_cli.model.dates.words import SPANISH, Words, alternatives


class SpokenHour(NamedTuple):
    """The hours that a text may mean, one or two, and whether it was written in full, as 17:00."""

    hours: tuple[time, ...]
    full: bool


_EARLY = range(1, 8)  # at 5 o'clock may be either; nobody meets at 8 in the night by saying 8
_AM = {12: 0, **{hour: hour for hour in range(1, 12)}}
_PM = {12: 12, **{hour: hour + 12 for hour in range(1, 12)}, **{h: h for h in range(13, 24)}}


def _afternoon(first: int, last: int) -> dict[int, int]:
    """Return the hours of a part of the day on a clock of 24 hours, by what may be said."""
    return {said: hour for said, hour in _PM.items() if first <= hour <= last}


# The parts of a day, with the hour of 24 that each hour stands for in them.
_SPANISH_PARTS: Mapping[str, Mapping[int, int]] = {
    "am": _AM,
    "pm": _PM,
    "de la madrugada": {hour: _AM[hour] for hour in (12, *range(1, 7))},
    "de la manana": {**_AM, 12: 12},
    "del dia": {12: 12},
    "de la tarde": _afternoon(12, 20),
    "de la noche": _afternoon(19, 23),
}
_ENGLISH_PARTS: Mapping[str, Mapping[int, int]] = {
    "am": _AM,
    "pm": _PM,
    "in the morning": {hour: hour for hour in range(1, 12)},
    "in the afternoon": _afternoon(12, 18),
    "in the evening": _afternoon(17, 23),
}
_MINUTES = {"y media": 30, "y cuarto": 15}


def read_hour(text: str, words: Words) -> SpokenHour | None:
    """Return the hours that a folded text may mean in one language; None if it is no hour."""
    if _compile_noon(words).fullmatch(text):
        return SpokenHour((time(12),), full=False)
    match = _compile_hour(words).fullmatch(text)
    if match is None:
        return None
    hour = words.count(match["hour"])
    minute = int(match["minute"] or _MINUTES.get(match["fraction"], 0))
    part = match["part"]
    if part:
        meant = _find_parts(words)[part].get(hour)
        return None if meant is None else _make_hours([meant], minute, full=False)
    if hour in _EARLY and len(match["hour"]) == 1:
        return _make_hours([hour, hour + 12], minute, full=False)
    full = len(match["hour"]) == 2 and match["minute"] is not None
    return _make_hours([hour], minute, full=full)


def _make_hours(hours: Sequence[int], minute: int, *, full: bool) -> SpokenHour | None:
    if minute > 59 or max(hours) > 23:
        return None
    return SpokenHour(tuple(time(hour, minute) for hour in hours), full)


def _find_parts(words: Words) -> Mapping[str, Mapping[int, int]]:
    return _SPANISH_PARTS if words is SPANISH else _ENGLISH_PARTS


@cache
def _compile_noon(words: Words) -> re.Pattern[str]:
    return re.compile("(?:al? )?medio ?dia" if words is SPANISH else "(?:at )?noon")


@cache
def _compile_hour(words: Words) -> re.Pattern[str]:
    part = alternatives(_find_parts(words))
    at = "(?:a )?(?:las? )?" if words is SPANISH else "(?:at )?"
    said = alternatives([name for name, number in words.numbers.items() if number <= 12])
    hour = rf"(?P<hour>\d{{1,2}}|{said})"
    minute = rf"(?:[:.](?P<minute>\d{{2}})| (?P<fraction>{alternatives(_MINUTES)}))?"
    unit = r"(?: ?(?:h|hs|hrs?|horas?|hours|o'clock)\.?)?"
    return re.compile(f"{at}{hour}{minute}{unit}(?: ?(?P<part>{part}))?")
