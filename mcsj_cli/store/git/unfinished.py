"""What git has begun in a folder and a person has not finished: a merge, a rebase and the like.

Operations are found by looking at files, since every command that writes asks for them.
"""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import Problem, UnsettledError
from mcsj_cli.i18n import _
from mcsj_cli.store.git.process import ask

_MARKER = re.compile(rb"^<{7}( |$)", re.MULTILINE)

# The file that git keeps for each operation; those of a rebase come first, since some steps of a
# rebase are cherry-picks.
_TRACES = {
    "rebase-merge": "rebase",
    "rebase-apply/applying": "am",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


class Unfinished(NamedTuple):
    """An operation that waits, by the name of its git command."""

    name: str

    @property
    def finish(self) -> str:
        """The command that finishes it."""
        return f"git {self.name} --continue"

    @property
    def take_back(self) -> str:
        """The command that puts all back to what it was before."""
        return f"git {self.name} --abort"

    def advise(self) -> str:
        """Return what to do: most of all to take it back, since a sync merges by itself."""
        if self.name in ("merge", "rebase"):
            text = _(
                "The best way: {back}, and then «mcsj sync», which brings both together by itself."
                " Or finish it: leave in each file what holds, git add FILE, and then {finish}"
            )
        else:
            text = _(
                "The best way: {back}, which takes it back."
                " Or finish it: leave in each file what holds, git add FILE, and then {finish}"
            )
        return text.format(back=self.take_back, finish=self.finish)


def find_unfinished(root: Path) -> Unfinished | None:
    """Return the operation that a person began and that waits to be finished, or None."""
    folder = find_folder(root)
    for trace, name in _TRACES.items():
        if (folder / trace).exists():
            return Unfinished(name)
    return None


def is_rebasing(root: Path) -> bool:
    """Whether git replays a person's own commits on those of others: their sides are swapped."""
    found = find_unfinished(root)
    return found is not None and found.name == "rebase"


def find_folder(root: Path) -> Path:
    """Return the folder in which git keeps what it knows of a work tree."""
    folder = root / ".git"
    if folder.is_file():  # a work tree beside its repository
        folder = root / folder.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    return folder


def require_finished(root: Path) -> None:
    """Raise UnsettledError where an operation waits to be finished."""
    found = find_unfinished(root)
    if found is None:
        return
    message = _("A git operation that was begun here waits to be finished: git {name}.")
    advice = f"{_('Nothing was changed.')} {found.advise()}"
    raise UnsettledError(message.format(name=found.name), advice, find_unmerged(root))


def require_merged(root: Path) -> None:
    """Raise UnsettledError where git has left a file unmerged; the index alone is looked at."""
    problems = find_unmerged(root)
    if problems:
        raise UnsettledError(
            _("Git has left a file here that two people changed and nobody has settled."),
            _("Nothing was changed. Settle it, and run the command again."),
            problems,
        )


def find_unmerged(root: Path) -> list[Problem]:
    """Find the files that git has left unmerged, each at its first mark if git has marked it."""
    listed = ask(root, "ls-files", "-z", "--unmerged").decode("utf-8", "surrogateescape")
    names = [row.partition("\t")[2] for row in listed.split("\0") if row]
    message = _("git left this file unmerged: two people changed it")
    advice = _("Leave in it what holds, and say so to git: git add {file}")
    problems = []
    for name in dict.fromkeys(names):
        line = _find_marker(root / name)
        told = advice.format(file=shlex.quote(name))
        problems.append(Problem(name, line, 1 if line else 0, message, told))
    return problems


def _find_marker(path: Path) -> int:
    """Return the number of a file's first line that is a mark of git's; 0 if there is none."""
    if path.is_symlink() or not path.is_file():
        return 0
    try:
        raw = path.read_bytes()
    except OSError:  # reading it for its own sake says why
        return 0
    mark = _MARKER.search(raw)
    return raw.count(b"\n", 0, mark.start()) + 1 if mark else 0
