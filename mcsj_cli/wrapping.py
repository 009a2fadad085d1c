"""Texts broken between words for the width of the person's terminal."""

import os
import sys
import textwrap
from collections.abc import Iterable
from contextlib import suppress

_USUAL, _BOUNDLESS = 80, 10_000
_FIXED = "\N{NO-BREAK SPACE}"


def find_width() -> int:
    """Return how many columns the terminal has; a file or a pipe takes lines of any length."""
    with suppress(OSError, ValueError, AttributeError):
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL
    return _BOUNDLESS


def wrap(text: str, width: int) -> str:
    """Break lines between words, each as far in as it was; a long word stays whole."""
    lines: list[str] = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line.lstrip(),
            width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(lines)


def wrap_numbered(texts: Iterable[str], width: int) -> str:
    """Return texts with their numbers: as many in a line as fit, or where one is long, one."""
    numbered = [f"{number} {text}" for number, text in enumerate(texts, 1)]
    if any(len(entry) > width - 2 for entry in numbered):
        return "\n".join(wrap(f"  {entry}", width) for entry in numbered)
    entries = [entry.replace(" ", _FIXED) for entry in numbered]
    wrapped = wrap("  " + f"{_FIXED}{_FIXED} ".join(entries), width)
    return "\n".join(line.replace(_FIXED, " ").rstrip() for line in wrapped.split("\n"))
