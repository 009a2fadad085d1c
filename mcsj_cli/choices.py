"""Answers that can be chosen: by their number, their word, or what it begins with."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mcsj_cli.errors import McsjError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import fold


class Choice(NamedTuple):
    """One of the answers that can be given: the `word` that is taken, and what is `shown` of it.

    `also` are other names.
    """

    word: str
    shown: str = ""
    also: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.shown or self.word

    def begins_with(self, begun: str) -> bool:
        """Whether one of its names begins with a folded text."""
        return any(fold(name).startswith(begun) for name in (self.word, self.title, *self.also))


def take_chosen(
    choices: Sequence[Choice], joint: str, parse: Callable[[str], str], answer: str
) -> str:
    """Parse an answer that may name choices, several of them where there is a `joint`.

    What `parse` takes as it stands is never taken for a beginning. Raise McsjError.
    """
    if not choices:
        return str(parse(answer))
    text = _replace_numbers(choices, joint, answer)
    try:
        return str(parse(text))
    except McsjError:
        whole = joint.join(_find_begun(choices, part) for part in _part(joint, text))
        if joint:
            whole = _replace_left_out(choices, whole)
        if whole == text:
            raise
        return str(parse(whole))


def _part(joint: str, text: str) -> list[str]:
    """Part the answers that stand in one; numbers may also be parted by spaces alone."""
    if not joint:
        return [text]
    pattern = r"[,\s]+" if joint == " " or not re.search(r"[^\d,\s]", text) else ","
    return [part.strip() for part in re.split(pattern, text) if part.strip()]


def _replace_numbers(choices: Sequence[Choice], joint: str, text: str) -> str:
    """Put in place of each number the choice that has it."""
    parts = _part(joint, text)
    known = {str(number): one.word for number, one in enumerate(choices, 1)}
    if not any(part in known for part in parts):
        return text
    return joint.join(known.get(part, part) for part in parts)


def _replace_left_out(choices: Sequence[Choice], text: str) -> str:
    """Put the choice in place of a number after the first words, as in «todas menos 3, leon»."""
    first, comma, others = text.partition(",")
    lead, space, number = first.rpartition(" ")
    return f"{lead}{space}{_replace_numbers(choices, '', number)}{comma}{others}"


def _find_begun(choices: Sequence[Choice], text: str) -> str:
    """Return the choice that begins with a text, or the text; raise WrongUsageError for several."""
    begun = fold(text.removeprefix("#"))
    found = [one for one in choices if one.begins_with(begun)]
    if not begun or not found:
        return text
    if len(found) > 1:
        names = ", ".join(one.title for one in found)
        raise WrongUsageError(_("«{text}» may be: {names}.").format(text=text, names=names))
    return found[0].word
