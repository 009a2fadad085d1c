"""What a year of work put into a network, kept beside it: each fact as a text of the data.

A fact is lost unsaid if it is in no file at the end, nobody took it away knowingly, and no sync
told of it.
"""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tests.stress import folders

_TOKEN = re.compile(r"dato\d{5}")
# How a sync names what it did not keep: the file of a value, or of a decision.
_TOLD = re.compile(
    r"^(?:Dos personas cambiaron |Otra persona eliminó |Usted eliminó )?"
    r"(data/\S+?\.yaml|mesa «\S+?»)(?:: .*)?(?:; se conservó|: la otra persona|, que )",
    re.MULTILINE,
)


class Fact(NamedTuple):
    """A text that is in the data: a token that nothing else has, or a line in a file of a name."""

    text: str
    file: str = ""

    def is_in(self, lines: "Lines") -> bool:
        if not self.file:
            return self.text in lines.tokens
        return self.text in lines.texts.get(self.file, "")


class Lines(NamedTuple):
    """All that a folder says: the files of each token, and the text of each file by its stem."""

    tokens: dict[str, set[str]]
    texts: dict[str, str]


def read_lines(root: Path) -> Lines:
    """Read a folder as it lies there."""
    tokens: dict[str, set[str]] = {}
    texts = {}
    for file, raw in folders.read_data(root).items():
        text = raw.decode("utf-8-sig")
        texts[PurePosixPath(file).stem] = text
        for token in _TOKEN.findall(text):
            tokens.setdefault(token, set()).add(file)
    return Lines(tokens, texts)


class Facts:
    """The facts of all clones, and what became of them."""

    def __init__(self) -> None:
        self.put: dict[Fact, str] = {}  # with the command that put it
        self.replaced: set[Fact] = set()
        self.told: set[Fact] = set()
        self.conflicts = 0
        self._number = 0

    def make_token(self) -> str:
        """Return a word that nobody has written."""
        self._number += 1
        return f"dato{self._number:05}"

    def add(self, command: str, facts: Iterable[Fact], before: Lines, after: Lines) -> None:
        """Note what a person changed knowingly: what is new, and what is there no more."""
        for fact in facts:
            assert fact.is_in(after), (command, fact)
            self.put[fact] = command
            self.replaced.discard(fact)
        self.replaced.update(
            fact for fact in self.put if fact.is_in(before) and not fact.is_in(after)
        )

    def share(self, told: str, before: Lines, after: Lines) -> None:
        """Note what a sync took away, and told that it did."""
        named = _TOLD.findall(told)
        self.conflicts += len(named)
        stems = {"groups" if " " in name else PurePosixPath(name).stem for name in named}
        for fact in self.put:
            if fact.is_in(before) and not fact.is_in(after):
                files = before.tokens.get(fact.text, set()) if not fact.file else {fact.file}
                if fact.text in told or stems & {PurePosixPath(file).stem for file in files}:
                    self.told.add(fact)

    def find_lost(self, final: Lines) -> list[tuple[Fact, str]]:
        """Return the facts that nothing accounts for, each with its command."""
        return [
            (fact, command)
            for fact, command in self.put.items()
            if not fact.is_in(final) and fact not in self.replaced and fact not in self.told
        ]
