"""The commits of a history: in which order they were made, when, by whom, and upon which."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.store.git.process import ask, decode, find_line, inspect, split_names
from mcsj_cli.store.git.repository import find_branch, is_repository, resolve

_UNIT = "\x1f"


class Commit(NamedTuple):
    """A change in the history; `moment` is in ISO 8601 with its offset, `parents` counts them."""

    name: str
    author: str
    moment: str
    subject: str
    parents: int


def find_base(root: Path, one: str, other: str) -> str | None:
    """Return the last commit that two histories have in common, or None."""
    return find_line(root, "merge-base", one, other)


def find_empty_tree(root: Path) -> str:
    """Return the object name of a tree without files, which a comparison takes for a commit."""
    return ask(root, "hash-object", "-t", "tree", "--stdin", given=b"").decode().strip()


def count(root: Path, before: str | None, after: str) -> int:
    """Count the commits of `after` that are not in `before`; merges do not count."""
    span = f"{before}..{after}" if before else after
    return int(ask(root, "rev-list", "--count", "--no-merges", span))


def read_log(root: Path, limit: int, path: str | None = None, first: str = "HEAD") -> list[Commit]:
    """Return the last changes, or those of one file, latest first."""
    form = _UNIT.join(("%H", "%an", "%aI", "%s", "%P"))
    options = ("-z", f"--max-count={limit}", f"--format={form}", first)
    paths = ("--full-history", "--no-merges", "--", path) if path else ()
    text = inspect(root, "log", *options, *paths).decode("utf-8", "replace")
    commits, parents = [], {}
    for row in text.split("\0"):
        if not row:
            continue
        name, author, moment, subject, before = row.split(_UNIT)
        parents[name] = before.split()
        commits.append(Commit(name, author, moment, subject, len(parents[name])))
    return _put_children_first(commits, parents)


def _put_children_first(
    commits: Sequence[Commit], parents: Mapping[str, Sequence[str]]
) -> list[Commit]:
    """Return commits in their order, but none before another that was made on top of it.

    Git goes by the clocks of whoever committed, which may be days apart.
    """
    children = Counter(chain.from_iterable(parents.values()))
    ordered: list[Commit] = []
    held: dict[str, Commit] = {}
    for commit in commits:
        ready = [commit]
        while ready:
            one = ready.pop()
            if children[one.name]:
                held[one.name] = one
                continue
            ordered.append(one)
            for name in parents[one.name]:
                children[name] -= 1
                if not children[name] and name in held:
                    ready.append(held.pop(name))
    return ordered


def list_authors(root: Path, span: str, under: str) -> dict[str, str]:
    """Return who last changed each file below a folder, in a span of commits; merges do not count.

    Files are named by their paths.
    """
    options = ("-z", "--no-merges", "--no-renames", "--name-only", f"--format={_UNIT}%an")
    text = decode(inspect(root, "log", *options, span, "--", f"{under}/"))
    authors: dict[str, str] = {}
    for commit in text.split(_UNIT)[1:]:
        author, *files = commit.split("\0")
        for file in files:
            if file.strip():
                authors.setdefault(file.removeprefix("\n"), author)
    return authors


def find_moment(root: Path, name: str) -> datetime:
    """Return the moment at which a commit was made, in its committer's own zone."""
    printed = ask(root, "show", "--no-patch", "--no-show-signature", "--format=%cI", name)
    return datetime.fromisoformat(printed.decode().split()[-1])


def find_last_before(root: Path, moment: str) -> str | None:
    """Return the last commit of this branch up to a moment (ISO 8601), or None.

    Only the first parents are followed: what a merge brought does not count.
    """
    if resolve(root, "HEAD") is None:
        return None
    options = ("--max-count=1", "--first-parent", f"--before={moment}")
    return ask(root, "rev-list", *options, "HEAD").decode().strip() or None


def list_merges(root: Path, path: str) -> list[tuple[str, str]]:
    """Return the two parents of each merge of this branch that touched a file, latest first."""
    raw = ask(root, "rev-list", "--merges", "--parents", "--full-history", "HEAD", "--", path)
    rows = [line.split() for line in decode(raw).splitlines()]
    return [(row[1], row[2]) for row in rows if len(row) == 3]


def has_changes(root: Path, before: str | None, after: str, under: str) -> bool:
    """Whether a commit of `after` that is not in `before` touches anything below a folder."""
    span = f"{before}..{after}" if before else after
    return bool(ask(root, "rev-list", "--max-count=1", span, "--", under).strip())


def was_ever_there(root: Path, paths: Sequence[str]) -> bool:
    """Whether a commit of this branch touches any of some files or folders."""
    options = ("--max-count=1", "--full-history", "HEAD")
    return bool(ask(root, "rev-list", *options, "--", *paths).strip())


def find_beginning(root: Path) -> str | None:
    """Return the commit with which the history of this branch began, or None."""
    if not is_repository(root) or resolve(root, "HEAD") is None:
        return None
    return find_line(root, "rev-list", "--first-parent", "--max-parents=0", "HEAD")


def find_checked_out_at(root: Path, moment: datetime) -> str | None:
    """Return the commit that this very folder had at a moment; None where git has forgotten it.

    Git notes it here, so that no commit of others can say otherwise.
    """
    branch = find_branch(root)
    if branch is None:
        return None
    options = ("-z", "--walk-reflogs", "--date=unix", f"--format=%H{_UNIT}%gd")
    text = inspect(root, "log", *options, branch).decode("utf-8", "replace")
    for row in text.split("\0"):
        name, _unit, place = row.partition(_UNIT)
        noted = place.rpartition("@{")[2].rstrip("}")
        if noted.isdecimal() and int(noted) <= moment.timestamp():
            return name
    return None


def find_removed(root: Path, under: str) -> list[str]:
    """Name the files below a folder that were removed in the history, the latest first."""
    options = ("-z", "--diff-filter=D", "--no-renames", "--name-only", "--format=")
    return split_names(inspect(root, "log", *options, "--", under))
