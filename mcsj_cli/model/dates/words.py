"""The words that dates are said with, folded: Spanish and English, each by itself.

A date is said in one language: «próximo Thursday» is neither.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SPANISH_WEEKDAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPANISH_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SPANISH_NUMBERS = (
    "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
    "doce", "trece", "catorce", "quince",
)  # fmt: skip
_ENGLISH_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen",
)  # fmt: skip
_SPANISH_DAYS = (
    "uno", *_SPANISH_NUMBERS[1:], "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte",
    "veintiuno", "veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis",
    "veintisiete", "veintiocho", "veintinueve", "treinta", "treinta y uno",
)  # fmt: skip
_ENGLISH_DAYS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third",
    "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
    "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a language, each with what it stands for.

    Weekdays count from Monday 0 and months from January 1. `near` are days counted from today,
    `days` those of a month, and `spans` weeks: «de hoy en ocho» is a week from today.
    `day_first` says whether 4/5 can only be 4 May.
    """

    day_first: bool
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    near: Mapping[str, int]
    days: Mapping[str, int]
    spans: Mapping[str, int]

    def count(self, text: str) -> int:
        """Return the number that digits or a word stand for."""
        return int(text) if text.isdecimal() else self.numbers[text]


def _shorten(names: Iterable[str], first: int, *lengths: int) -> dict[str, int]:
    """Return the number of each name, and of its beginnings of these lengths."""
    numbered = {}
    for number, name in enumerate(names, first):
        for length in lengths:
            numbered[name[:length]] = number
        numbered[name] = number
    return numbered


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for one of some words: the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


SPANISH = Words(
    day_first=True,
    weekdays=_shorten(_SPANISH_WEEKDAYS, 0, 3),
    months=_shorten(_SPANISH_MONTHS, 1, 3, 4) | {"setiembre": 9, "set": 9},
    numbers={name: number for number, name in enumerate(_SPANISH_NUMBERS, 1)} | {"una": 1},
    near={
        "hoy": 0, "manana": 1, "pasado manana": 2, "ayer": -1, "antier": -2, "anteayer": -2,
        "antes de ayer": -2,
    },
    days={name: number for number, name in enumerate(_SPANISH_DAYS, 1)} | {"primero": 1},
    spans={"ocho": 1, "8": 1, "quince": 2, "15": 2},
)  # fmt: skip
ENGLISH = Words(
    day_first=False,
    weekdays=_shorten(_ENGLISH_WEEKDAYS, 0, 3, 4),
    months=_shorten(_ENGLISH_MONTHS, 1, 3, 4),
    numbers={name: number for number, name in enumerate(_ENGLISH_NUMBERS, 1)} | {"a": 1, "an": 1},
    near={
        "today": 0, "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2,
        "yesterday": -1, "the day before yesterday": -2, "day before yesterday": -2,
    },
    days={name: number for number, name in enumerate(_ENGLISH_DAYS, 1)},
    spans={"a week": 1, "one week": 1, "1 week": 1, "two weeks": 2, "2 weeks": 2},
)  # fmt: skip
