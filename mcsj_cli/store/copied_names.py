"""The names that clouds, systems and people give to copies of a file.

They all add something before or after its name: « (1)», «-EQUIPO», « (conflicted copy …)»,
«.sync-conflict-…», « - copia», «Copia de ». What they add differs by language and by year, so the
name is looked for in what is there.
"""

import re
from collections.abc import Collection, Iterator
from string import ascii_lowercase, ascii_uppercase

# What follows a hyphen is a part of another record's name, unless it has a sign that no name has.
_OWN_WORDS = re.compile(r"[a-z0-9-]*(?:\.ya?ml(?:\.txt)?)?", re.ASCII)
_ALNUM = frozenset(ascii_lowercase + "0123456789")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def part_copies(odd: Collection[str], names: Collection[str]) -> tuple[list[str], list[str]]:
    """Part names that no record has into copies of those that are there, and others."""
    known = frozenset(names)
    copies: list[str] = []
    others: list[str] = []
    for name in odd:
        (copies if find_original(name, known) else others).append(name)
    return copies, others


def find_original(name: str, names: Collection[str]) -> str | None:
    """Return the file of which another is a copy, or meant to be one, by its name; or None.

    `names` are those of the files that are there.
    """
    folded = {known.translate(_LOWER): known for known in names}
    ending = "." + name.rpartition(".")[2].translate(_LOWER)
    for stem in _list_stems(name):
        for known in (stem, f"{stem}.yaml", stem + ending):
            if folded.get(known, name) != name:
                return folded[known]
    return None


def _list_stems(name: str) -> Iterator[str]:
    """Yield what a name may have been before something was added, the longest first."""
    low = name.translate(_LOWER)
    is_week = low[4:6] == "-w"  # nothing follows the group of a meeting
    yield low
    for end in range(len(low) - 1, 0, -1):
        sign = low[end]
        is_word = sign == "-" and not is_week and _OWN_WORDS.fullmatch(name, end + 1)
        if sign not in _ALNUM and not is_word:
            yield low[:end]
    for start in range(1, len(low)):
        if low[start - 1] not in _ALNUM and low[start - 1] != "-":
            yield low[start:]
