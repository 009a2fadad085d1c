"""The language of messages: one catalogue a language, also for the words of Typer and click."""

import gettext as _gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

LANGUAGES = ("es", "en")
DOMAIN = "mcsj"
_LOCALES = Path(__file__).parent / "locales"
_translation: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def find_language(environ: Mapping[str, str]) -> str:
    """Return "en" if `MCSJ_LANG`, or else the locale (POSIX 8.2), says English; "es" otherwise."""
    names = ("MCSJ_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    value = next((environ[name] for name in names if environ.get(name)), "")
    return "en" if value.lower().startswith("en") else "es"


def use(language: str) -> None:
    """Translate into `language` from now on; call it before importing typer, which translates."""
    global _translation, _language  # noqa: PLW0603  gettext's own domain is as global
    _translation = _gettext.translation(DOMAIN, _LOCALES, [language], fallback=True)
    _language = language
    os.environ["LANGUAGE"] = language
    _gettext.bindtextdomain(DOMAIN, str(_LOCALES))
    _gettext.textdomain(DOMAIN)


def language() -> str:
    """Return the language in use."""
    return _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Translate into `language` for a while.

    A published file is in the language of its network, not of the person who makes it.
    """
    before = _language
    use(language)
    try:
        yield
    finally:
        use(before)


def _(message: str) -> str:
    return _translation.gettext(message)


def N_(message: str) -> str:  # noqa: N802  gettext's name
    """Mark a message for the catalogues and return it as it is, for `_` to translate later."""
    return message


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a message for the count `n`."""
    return _translation.ngettext(singular, plural, n)


_WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
    N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def weekday_name(day: date) -> str:
    """Return the weekday in full, in lower case in Spanish: «jueves»."""
    return _(_WEEKDAYS[day.weekday()])


def month_name(day: date) -> str:
    """Return the month in full, in lower case in Spanish: «abril»."""
    return _(_MONTHS[day.month - 1])


def long_date(day: date) -> str:
    """Return a date in full: «jueves 23 de abril de 2020», "Thursday 23 April 2020"."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday_name(day), day=day.day, month=month_name(day), year=day.year
    )


def short_date(day: date) -> str:
    """Return a date as tables show it: «jue 23 abr 2020»."""
    return f"{weekday_name(day)[:3]} {day.day} {month_name(day)[:3]} {day.year}"
