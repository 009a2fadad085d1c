"""What git knows of a data folder: whether it can be asked, and what waits there for a person."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.text import one_line
from mcsj_cli.operations.part_state import PartState
from mcsj_cli.store import git, merge_setting
from mcsj_cli.store.data_attributes import (
    ATTRIBUTES,
    find_foreign_attributes,
    find_other_sources,
    mend_attributes,
)
from mcsj_cli.store.git.remotes import count_unsent
from mcsj_cli.store.git.strays import Stray, find_strays
from mcsj_cli.store.git.unfinished import find_unfinished, find_unmerged
from mcsj_cli.store.history import advise_branch, describe_detached
from mcsj_cli.store.links import build_link_problem, find_link
from mcsj_cli.store.own_folder import OWN

_FEW = 6  # names that a message shows at most


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
        yield from _diagnose_own_folder(root)
        yield from _diagnose_attributes(root)
        strays = find_strays(root)
        yield from _diagnose_strays(strays)
        if any(stray.breaks for stray in strays):
            return  # git would stumble over them
        if find_unfinished(root):
            return  # its own branch would be told, whose commits git has not all put back yet
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
        name = operation.name
        yield PartState(_("History"), False, found.format(name=name), operation.advise())
    elif git.find_branch(root) is None:  # as it is also amid a rebase
        yield PartState(_("History"), False, describe_detached(), advise_branch(root))
    for problem in find_unmerged(root):
        found = f"{problem.place}: {problem.message}"
        yield PartState(_("History"), False, found, problem.advice)


def _diagnose_own_folder(root: Path) -> Iterator[PartState]:
    """Look whether git shares the folder of this machine alone."""
    if git.find_mode(root, "HEAD", OWN) is None:
        return
    advice = _("Take it out for everybody: {command}. Then «mcsj sync».")
    command = f"git rm -rq --cached --ignore-unmatch {OWN} && git commit -qm {OWN}"
    found = _("git has the folder of this computer alone, and sends it to everybody")
    yield PartState(OWN, False, found, advice.format(command=command))


def _diagnose_attributes(root: Path) -> Iterator[PartState]:
    """Look at how git is told to treat data files."""
    if find_link(root, ATTRIBUTES):
        problem = build_link_problem(root, ATTRIBUTES)
        yield PartState(ATTRIBUTES, False, problem.message, problem.advice)
        return
    foreign = find_foreign_attributes(root)
    if not foreign:
        return
    found = _("git is told to treat data files otherwise ({attributes})")
    advice = _("Mend it: mcsj doctor --fix")
    others = find_other_sources(root)
    if mend_attributes(_read(root / ATTRIBUTES)) == _read(root / ATTRIBUTES) and others:
        advice = _("Take out of {files} what says so.").format(files=", ".join(others))
    yield PartState(ATTRIBUTES, False, found.format(attributes=", ".join(foreign)), advice)


def _diagnose_strays(strays: Sequence[Stray]) -> Iterator[PartState]:
    """Look at files in git's folder that git did not make."""
    harmful = [stray.path for stray in strays if stray.breaks]
    harmless = [stray.path for stray in strays if not stray.breaks]
    advice = _("Move them out: mcsj doctor --fix")
    if harmful:
        found = _("git stumbles over files that it did not make: {names}")
        yield PartState(".git", False, found.format(names=_name_few(harmful)), advice)
    if harmless:
        found = _("files that git did not make, and does not mind: {names}")
        yield PartState(".git", True, found.format(names=_name_few(harmless)), advice)


def _name_few(paths: Sequence[str]) -> str:
    shown = [one_line(path) for path in paths[:_FEW]]
    return ", ".join(shown if len(paths) <= _FEW else [*shown, "…"])


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
