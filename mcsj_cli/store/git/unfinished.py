"""What git has begun in a folder and a person has not finished: a merge, a rebase and the like.

All of it is found by looking at files, since every command that writes asks for it.
"""

from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _

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
    """Raise HistoryError where an operation waits to be finished."""
    found = find_unfinished(root)
    if found is None:
        return
    message = _("A git operation that was begun here waits to be finished: git {name}.")
    advice = _(
        "Nothing was changed. Take it back: {back}. Or settle the files that «mcsj check» names,"
        " and finish it: {finish}"
    )
    raise HistoryError(
        message.format(name=found.name),
        advice.format(back=found.take_back, finish=found.finish),
    )
