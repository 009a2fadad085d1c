"""No text brings the program down.

Real files changed here and there, real ones cut, and pieces in any order.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from mcsj_cli.errors import McsjError, Problem
from mcsj_cli.operations.checking import review
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK, PARTNERS
from mcsj_cli.store.project import Project
from tests.stress.sizes import size

TEXTS = size(300, 5_000, 20_000)
PIECES = (
    "\t", "\n", "  ", ": ", "- ", "#", "# ", "#SOSnacional", "&a ", "*a", "!x ", "[", "]", "{", "}",
    ",", "'", '"', "|", ">-", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "---\n", "...\n",
    "%YAML 1.1\n", "null", "~", "NO", "17:00", "0x1F", "é", "\x00", "\x85", "\u2028", "\ufeff",
    "\ud800", "😷", "1e999", "9" * 400, "? ", "<<: ", "@", "`", "2020-02-30", "\r", "\r\n",
)  # fmt: skip


def make_texts(root: Path, chance: Random) -> Iterator[tuple[str, bytes]]:
    """Make up what a hand-edited file or a record may hold."""
    records = [path.relative_to(root).as_posix() for path in sorted(root.rglob("data/*/*/*.yaml"))]
    names = [NETWORK, GROUPS, CATEGORIES, PARTNERS, *chance.sample(records, 4)]
    originals = {name: (root / name).read_text(encoding="utf-8") for name in names}
    while True:
        name = chance.choice(names)
        text, way = originals[name], chance.random()
        if way < 0.1:
            text = "".join(
                chance.choices((*PIECES, "a", "title", "groups", "\n"), k=chance.randint(0, 40))
            )
        elif way < 0.2:
            text = text[: chance.randint(0, len(text))]
        for _ in range(chance.randint(1, 4) if way >= 0.1 else 0):
            place = chance.randint(0, len(text))
            text = (
                text[:place]
                + chance.choice(PIECES)
                + text[place + chance.choice((0, 0, 1, 5, 60)) :]
            )
        raw = text.encode("utf-8", "surrogatepass")
        if chance.random() < 0.05:
            raw = raw.replace(b"a", bytes([chance.randint(0, 255)]), 3)
        yield name, raw


def find_problems(root: Path) -> list[Problem]:
    try:
        return review(Project(root), today=date(2020, 4, 23))
    except McsjError as error:
        return list(getattr(error, "problems", ()))


@pytest.mark.usefixtures("later")
def test_no_text_brings_the_program_down(project: Path) -> None:
    chance = Random(20200423)  # noqa: S311  the same texts each time
    told = 0
    for number, (name, raw) in zip(range(TEXTS), make_texts(project, chance), strict=False):
        path = project / name
        whole = path.read_bytes()
        path.write_bytes(raw)
        problems = find_problems(project)
        path.write_bytes(whole)
        own = [problem for problem in problems if problem.file == name]
        lines = len(raw.decode("utf-8", "replace").splitlines()) + 1
        assert all(problem.message for problem in problems), (number, name, raw)
        assert all(0 <= problem.line <= lines for problem in own), (number, name, raw, own)
        told += bool(own)
    assert told > TEXTS / 2
    assert [problem for problem in find_problems(project) if not problem.warning] == []
