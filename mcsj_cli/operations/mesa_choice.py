"""The mesas that a command names: one by one, or all of them but some."""

from collections.abc import Callable, Sequence

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import fold

_ALL = ("todas", "todos", "all")


def split_names(texts: Sequence[str] | None) -> list[str]:
    """Return the names that stand in some texts, with commas between them."""
    names = [name.strip() for name in ",".join(texts or ()).split(",")]
    return [name for name in names if name]


def names_all(names: Sequence[str]) -> bool:
    """Whether the word for all is among some names."""
    return any(fold(name) in _ALL for name in names)


def choose_mesas(
    texts: Sequence[str] | None,
    without: Sequence[str] | None,
    every: Sequence[str],
    find: Callable[[str], str],
) -> list[str]:
    """Return the slugs of the mesas that are named, each once; all are `every` one but `without`.

    Raise WrongUsageError for what is left out of less than all, and whatever `find` raises for a
    name that is none of theirs.
    """
    names, left_out = split_names(texts), {find(name) for name in split_names(without)}
    if names_all(names):
        return [slug for slug in every if slug not in left_out]
    if left_out:
        raise WrongUsageError(
            _("--except leaves mesas out of all of them, and not all are named."),
            _("Name the mesas one by one, or write «all»."),
        )
    return list(dict.fromkeys(find(name) for name in names))
