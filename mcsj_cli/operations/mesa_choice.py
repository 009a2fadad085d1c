"""The mesas that a command names: one by one, or all of them but some."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import NoReturn

from mcsj_cli.errors import InvalidValueError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Slug
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.text import fold, join_sentences
from mcsj_cli.vocabulary import spoken

_ALL = ("todas", "todos", "all")
_NONE = ("ninguna", "ninguno", "nadie", "none", "nobody")
# «todas menos León, Colima» in one text, as at a question, where nobody can give --except.
_ALL_BUT = re.compile(
    rf"\s*({'|'.join(_ALL)})\s+(?:menos|excepto|except|but)\s+(\S.*)", re.IGNORECASE | re.DOTALL
)


def split_names(texts: Sequence[str] | None) -> list[str]:
    """Return the names that stand in some texts, with commas between them."""
    names = [name.strip() for name in ",".join(texts or ()).split(",")]
    return [name for name in names if name]


def names_all(names: Sequence[str]) -> bool:
    """Whether the word for all is among some names."""
    return any(fold(name) in _ALL for name in names)


def list_beside_all(names: Sequence[str]) -> list[str]:
    """Return the names that stand beside the word for all: none of them may be an unknown one."""
    return [name for name in names if fold(name) not in _ALL]


def names_none(texts: Sequence[str] | None) -> bool:
    """Whether some texts are only the word for none."""
    return [fold(name) in _NONE for name in split_names(texts)] == [True]


def choose_mesas(
    texts: Sequence[str] | None,
    without: Sequence[str] | None,
    every: Sequence[str],
    find: Callable[[str], str],
) -> list[str]:
    """Return the slugs of the mesas that are named, each once; all are `every` one but `without`.

    Raise WrongUsageError for what is left out of less than all, for a mesa that is left out and is
    none of `every` one, or where none remains, and whatever `find` raises for a name.
    """
    names, but = split_all_but(texts)
    left_out = [find(name) for name in [*split_names(without), *but]]
    if names_all(names):
        for name in list_beside_all(names):
            find(name)
        _refuse_strangers(left_out, every)
        chosen = [slug for slug in every if slug not in left_out]
        if not chosen:
            raise WrongUsageError(_("No mesa remains."), _("Nothing was written."))
        return chosen
    if left_out:
        refuse_except(left_out)
    return list(dict.fromkeys(find(name) for name in names))


def choose_sitting(
    groups: Groups,
    texts: Sequence[str] | None,
    without: Sequence[str] | None,
    day: date,
    every: Sequence[str] | None = None,
) -> list[Slug]:
    """Return the slugs of mesas that sit in a group on a day; raise as `choose_mesas` does."""
    if every is None:
        every = [str(seat.mesa.slug) for seat in groups.seats_on(day)]
    chosen = choose_mesas(texts, without, every, lambda text: _find_sitting(groups, text, day))
    return [Slug(slug) for slug in chosen]


def _find_sitting(groups: Groups, text: str, day: date) -> str:
    """Return the slug of a mesa that sits in a group on a day; say of one that left until when."""
    try:
        return str(groups.find_sitting(text, day).mesa.slug)
    except InvalidValueError as error:
        last = groups.find_seat(text).mesa.until
        advice = _("If it was before, say when: {option}.").format(option=spoken(f"--date {last}"))
        raise InvalidValueError(error.message, join_sentences(error.advice, advice)) from error


def choose_known(
    groups: Groups,
    texts: Sequence[str] | None,
    without: Sequence[str] | None,
    every: Collection[str] | None = None,
) -> list[str]:
    """Return the slugs of mesas, also of those that have left; raise as `choose_mesas` does."""
    slugs = [str(seat.mesa.slug) for seat in groups.seats]
    every = [slug for slug in slugs if every is None or slug in every]
    return choose_mesas(texts, without, every, lambda text: str(groups.find_seat(text).mesa.slug))


def split_all_but(texts: Sequence[str] | None) -> tuple[list[str], list[str]]:
    """Return the names in some texts, and those that «todas menos …» leaves out."""
    all_but = _ALL_BUT.fullmatch(",".join(texts or ()))
    if all_but:
        return [all_but[1]], split_names([all_but[2]])
    return split_names(texts), []


def refuse_except(left_out: Sequence[str]) -> NoReturn:
    """Raise WrongUsageError for mesas that are left out where not all are named."""
    message = _("«{names}»: --except leaves mesas out of all of them, and not all are named.")
    raise WrongUsageError(
        message.format(names=", ".join(left_out)), _("Name the mesas one by one, or write «all».")
    )


def _refuse_strangers(left_out: Sequence[str], every: Sequence[str]) -> None:
    """Raise WrongUsageError for mesas that are left out of those among which they are not."""
    strangers = [slug for slug in left_out if slug not in every]
    if strangers:
        message = _("These cannot be left out, as they are not among the chosen mesas: {names}.")
        raise WrongUsageError(
            message.format(names=", ".join(strangers)),
            _("The chosen ones are: {names}.").format(names=", ".join(every)),
        )
