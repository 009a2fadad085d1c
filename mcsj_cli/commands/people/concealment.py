"""Errors of a noun whose arguments hold people's data, without what was typed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from mcsj_cli.errors import McsjError
from mcsj_cli.store.private import concealing

# How click repeats what was typed.
_QUOTED = re.compile(r"\(.*\)|'[^']*'|«[^»]*»")


@contextmanager
def concealing_typed(arguments: Sequence[str]) -> Iterator[None]:
    """Raise what a command raises, without people's data that its arguments hold."""
    typed = [text for text in arguments if text and not text.startswith("-")]
    with concealing((McsjError, click.ClickException, click.Abort, click.exceptions.Exit)):
        try:
            yield
        except click.UsageError as error:
            error.message = _QUOTED.sub(lambda quoted: _hide(quoted[0], typed), error.message)
            raise


def _hide(quoted: str, typed: Sequence[str]) -> str:
    """Return the quotes or brackets alone where they hold something that was typed."""
    if any(text in quoted for text in typed):
        return f"{quoted[0]}…{quoted[-1]}"
    return quoted
