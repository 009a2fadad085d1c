"""Texts broken between words for the width of the person's terminal."""

import os
import sys
import textwrap
from collections.abc import Iterable
from contextlib import suppress

_USUAL = 80
_FIXED = "\N{NO-BREAK SPACE}"


def find_width() -> int:
    """Return how many columns the terminal has."""
    with suppress(OSError, ValueError, AttributeError):
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL
    return _USUAL


def wrap(text: str, width: int) -> str:
    """Break lines between words, each as far in as it was; a long word stays whole."""
    lines: list[str] = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


def wrap_numbered(texts: Iterable[str], width: int) -> str:
    """Return texts with their numbers, as many in a line as fit, none of them broken."""
    entries = [f"{number} {text}".replace(" ", _FIXED) for number, text in enumerate(texts, 1)]
    wrapped = wrap("  " + f"{_FIXED}{_FIXED} ".join(entries), width)
    return "\n".join(line.replace(_FIXED, " ").rstrip() for line in wrapped.split("\n"))
