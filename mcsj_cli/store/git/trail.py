"""The trail of a branch: its commits with what they revert, and those that were made in this clone.

What was made here git notes itself, in the reflog of the branch: no other clone can say otherwise,
and nothing of it is shared.
"""

import re
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.store.git.process import inspect, run

_UNIT = "\x1f"
# How git notes a commit that was made in this very folder; the first word is ours.
_MADE = re.compile(r"(fast-import|commit|revert)\b")
_REVERTS = re.compile(r"This reverts commit ([0-9a-f]{7,64})\b")
_FIELDS = ("%H", "%an <%ae> %at", "%s", "%P")


class Step(NamedTuple):
    """A commit of the trail.

    `signature` is its author with the moment, which a rebase keeps. `reverts` is the name of the
    commit that it takes back, or "".
    """

    name: str
    signature: str
    subject: str
    parents: int
    reverts: str

    @property
    def key(self) -> tuple[str, str]:
        """What stays of a commit when it is rebased and gets another name."""
        return self.signature, self.subject


def revert_message(subject: str, name: str) -> str:
    """Return the message of a commit that takes another one back, in git's own words."""
    return f"{subject}\n\nThis reverts commit {name}.\n"


def read_trail(root: Path, most: int | None = None) -> list[Step]:
    """Return the commits of this branch, each before those that it was made upon."""
    form = _UNIT.join((*_FIELDS, "%b"))
    limit = (f"--max-count={most}",) if most else ()
    raw = inspect(root, "log", "-z", "--topo-order", *limit, f"--format={form}")
    return [_parse_step(row) for row in _split(raw)]


def list_made(root: Path, branch: str) -> list[Step]:
    """Return the commits that were made in this clone on a branch, as far as git remembers."""
    form = _UNIT.join((*_FIELDS, "%gs"))
    raw = inspect(root, "log", "-z", "--walk-reflogs", f"--format={form}", branch)
    rows = [row for row in _split(raw) if _MADE.match(row.rpartition(_UNIT)[2])]
    return [_parse_step(row) for row in rows]


def list_strays(root: Path, names: list[str]) -> set[str]:
    """Return the names of commits that are not on this branch any more, as after a rebase."""
    given = "".join(f"{name}\n" for name in (*names, "^HEAD")).encode()
    done = run(root, "rev-list", "--stdin", given=given)
    return set(done.stdout.decode().split()) & set(names)


def _parse_step(row: str) -> Step:
    name, signature, subject, parents, rest = row.split(_UNIT, 4)
    match = _REVERTS.search(rest)
    return Step(name, signature, subject, len(parents.split()), match[1] if match else "")


def _split(raw: bytes) -> list[str]:
    return [row for row in raw.decode("utf-8", "replace").split("\0") if row]
