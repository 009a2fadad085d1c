"""What git knows of a data folder: whether it can be asked, and what waits there for a person."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.store import git, merge_setting
from mcsj_cli.store.git.remotes import count_unsent
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
        for name, count in count_unsent(root).items():
            yield PartState(part, True, describe_unsent(name, count))
    except HistoryError as error:
        yield PartState(part, False, error.message, error.advice)


def describe_unsent(branch: str, count: int) -> str:
    """Return a sentence that names changes on another branch, and what brings them here."""
    text = ngettext(
        "The branch «{branch}» has {n} change that is neither here nor sent. To take it in: "
        "{command}",
        "The branch «{branch}» has {n} changes that are neither here nor sent. To take them in: "
        "{command}",
        count,
    )
    return text.format(branch=branch, n=count, command=f"git merge {shlex.quote(branch)}")


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
