"""What git knows of a data folder: whether it can be asked, and what waits there for a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _
from mcsj_cli.store import git, merge_setting
from mcsj_cli.store.git.unfinished import find_unfinished, find_unmerged


class PartState(NamedTuple):
    """A part that was looked at: whether it is well, what it is, and what to do if not."""

    part: str
    well: bool
    found: str
    advice: str = ""


def diagnose_history(root: Path, driver: str) -> Iterator[PartState]:
    """Look at the history of a folder, in which git is told to merge data files with `driver`."""
    part = _("History")
    if not git.is_repository(root):
        yield PartState(part, True, _("not kept: the folder is not a git repository"))
        return
    try:
        git.require_access(root)
        found = _("git merges data files by field")
        if merge_setting.install(root, driver):
            found = _("git did not know how to merge data files; now it does")
        yield PartState(part, True, found)
        yield from _diagnose_unfinished(root)
    except HistoryError as error:
        yield PartState(part, False, error.message, error.advice)


def _diagnose_unfinished(root: Path) -> Iterator[PartState]:
    """Look at what a person has begun with git itself and not finished."""
    operation = find_unfinished(root)
    if operation:
        found = _("git {name} was begun here and waits to be finished")
        advice = _("Take it back: {back}. Or finish it: {finish}")
        yield PartState(
            _("History"),
            False,
            found.format(name=operation.name),
            advice.format(back=operation.take_back, finish=operation.finish),
        )
    for problem in find_unmerged(root):
        found = f"{problem.place}: {problem.message}"
        yield PartState(_("History"), False, found, problem.advice)
