"""The options of a command: shown in the person's language, taken in both."""

from collections.abc import Callable, Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from mcsj_cli.model.text import fold
from mcsj_cli.vocabulary import SPANISH, is_foreign, spoken

HELP = ("help", SPANISH["help"])


def understand_both(command: click.Command) -> None:
    """Let a command take its options in both languages, with any accents."""
    names = dict.fromkeys(HELP, spoken("--help").removeprefix("--"))
    for parameter in command.params:
        for flags in (parameter.opts, parameter.secondary_opts):
            own = _choose_own(flags)
            for flag in flags:
                meant = flag if flag in own else own[0]
                names[flag.removeprefix("--")] = meant.removeprefix("--")
    settings: dict[str, Any] = {**command.context_settings, "token_normalize_func": _reader(names)}
    if "help_option_names" in settings:
        settings["help_option_names"] = [spoken(name) for name in settings["help_option_names"]]
    command.context_settings = settings


def show_own(command: click.Command, ctx: click.Context) -> None:
    """Leave a command the names of the person's language, for its help and its errors.

    The Tab key has to find the values of an option in either language: for it all names stay.
    """
    if not ctx.resilient_parsing:
        for parameter in command.params:
            parameter.opts = _choose_own(parameter.opts)
            parameter.secondary_opts = _choose_own(parameter.secondary_opts)


def _choose_own(flags: list[str]) -> list[str]:
    return [flag for flag in flags if not is_foreign(flag)]


def _reader(names: Mapping[str, str]) -> Callable[[str], str]:
    """Make the function by which click understands an option: both languages, any accents."""
    return lambda word: names.get(fold(word), word) if len(word) > 1 else word


def choose_proposals(items: list[CompletionItem]) -> list[CompletionItem]:
    """Return those of the person's language; those of the other where there are no others."""
    return [item for item in items if not is_foreign(item.value)] or items
