"""The person's language: one catalogue a language, also for Typer's and click's own words."""

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
    """Speak Spanish unless `MCSJ_LANG`, or else the locale (POSIX 8.2), says English."""
    names = ("MCSJ_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    value = next((environ[name] for name in names if environ.get(name)), "")
    return "en" if value.lower().startswith("en") else "es"


def use(language: str) -> None:
    """Speak `language` from now on; call it before typer is imported, which asks for words at once."""
    global _translation, _language  # noqa: PLW0603  gettext's own domain is as global
    _translation = _gettext.translation(DOMAIN, _LOCALES, [language], fallback=True)
    _language = language
    os.environ["LANGUAGE"] = language
    _gettext.bindtextdomain(DOMAIN, str(_LOCALES))
    _gettext.textdomain(DOMAIN)


def language() -> str:
    """Give the language in use."""
    return _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` for a while: a published file speaks its network's language, not its maker's."""
    before = _language
    use(language)
    try:
        yield
    finally:
        use(before)


def _(message: str) -> str:
    return _translation.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Give the form of a message for the count `n`."""
    return _translation.ngettext(singular, plural, n)


def weekday_name(day: date) -> str:
    """Give the weekday in full, in lower case in Spanish: «jueves»."""
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )[day.weekday()]  # fmt: skip


def month_name(day: date) -> str:
    """Give the month in full, in lower case in Spanish: «abril»."""
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    )[day.month - 1]  # fmt: skip


def long_date(day: date) -> str:
    """Write a date out: «jueves 23 de abril de 2020», "Thursday 23 April 2020"."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday_name(day), day=day.day, month=month_name(day), year=day.year
    )


def short_date(day: date) -> str:
    """Write a date as a table has it: «jue 23 abr 2020»."""
    return f"{weekday_name(day)[:3]} {day.day} {month_name(day)[:3]} {day.year}"
