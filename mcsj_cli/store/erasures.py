"""Notes of the people who were erased: a day and a reference, and marks to recognise them.

A mark is a short digest of a number, an address or a name at a mesa. It is too short to be turned
back into what it was made from: thousands of numbers have the same one.
"""

import hashlib
import re
import secrets
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.model.person import Person, list_identifying
from mcsj_cli.store import files
from mcsj_cli.store.private import ERASURES, FORGOTTEN, write

_LETTERS = 4  # of a digest
_REFERENCE = re.compile(r"reference: ([0-9a-f]+)")


class Erasure(NamedTuple):
    """The day on which somebody was erased, the reference of the note, and the marks."""

    day: date
    reference: str
    marks: frozenset[str]

    def is_about(self, person: Person) -> bool:
        """Whether a person has a number, an address, or name and mesa of whoever was erased."""
        return not self.marks.isdisjoint(_find_marks(self.reference, person))


def note_erasure(root: Path, person: Person, day: date) -> str:
    """Note that a person is erased, and return the reference; call it while `writing`."""
    reference = secrets.token_hex(4)
    _add_line(root, ERASURES, f"- {{on: {day}, reference: {reference}}}")
    marks = " ".join(sorted(_find_marks(reference, person)))
    _add_line(root, FORGOTTEN, f"{day} {reference} {marks}")
    return reference


def read_erasures(root: Path) -> list[Erasure]:
    """Read the notes that have marks."""
    erasures = []
    for line in _read_lines(root, FORGOTTEN):
        words = line.split()
        if len(words) > 2:
            day = date.fromisoformat(words[0])
            erasures.append(Erasure(day, words[1], frozenset(words[2:])))
    return erasures


def count_unmarked(root: Path) -> int:
    """Count the notes without marks, as earlier releases wrote them."""
    noted = set(_REFERENCE.findall("\n".join(_read_lines(root, ERASURES))))
    return len(noted - {erasure.reference for erasure in read_erasures(root)})


def _find_marks(reference: str, person: Person) -> set[str]:
    marks = set()
    for text in list_identifying(person):
        digest = hashlib.sha256(f"{reference} {text}".encode()).hexdigest()
        marks.add(digest[:_LETTERS])
    return marks


def _read_lines(root: Path, file: str) -> list[str]:
    if not (root / file).exists():
        return []
    return files.read(root / file, file).decode("utf-8", "replace").splitlines()


def _add_line(root: Path, file: str, line: str) -> None:
    noted = files.read(root / file, file) if (root / file).exists() else b""
    gap = b"\n" if noted and not noted.endswith(b"\n") else b""
    write(root, file, noted + gap + f"{line}\n".encode())
