"""Changes taken back and returned, one after the other or by name; files put back as they read."""

from pathlib import PurePosixPath
from typing import NamedTuple

from mcsj_cli.errors import AmbiguousError, NotFoundError
from mcsj_cli.operations.past_files import find_file
from mcsj_cli.store import git
from mcsj_cli.store.project import Project
from mcsj_cli.store.restoring import Restoring, finish_restoring, plan_restoring
from mcsj_cli.store.undo import (
    Undoing,
    find_next_undo,
    finish_undo,
    has_told_rule,
    plan_redo,
    plan_undo,
)


class Undone(NamedTuple):
    """What was taken back or returned, and the change that an undo would take back after it.

    `is_news` says that this is the first undo in this folder since it goes back further each time.
    """

    undoing: Undoing
    coming: str | None
    is_news: bool


def undo_change(project: Project, name: str | None, *, dry_run: bool) -> Undone:
    """Take the last change of this clone back, or the one of a name, unless only asked."""
    with project.writing() as history:
        undoing = plan_undo(project.root, history, name)
        if not dry_run:
            finish_undo(project.root, history, undoing)
        passed = undoing.commit.name if dry_run else ""
        coming = find_next_undo(project.root, history, passed)
        is_news = not dry_run and not has_told_rule(project.root)
    return Undone(undoing, coming, is_news)


def redo_change(project: Project, *, dry_run: bool) -> Undone:
    """Return the last change that was undone in this clone, unless only asked."""
    with project.writing() as history:
        undoing = plan_redo(project.root, history)
        if not dry_run:
            finish_undo(project.root, history, undoing)
        coming = find_next_undo(project.root, history)
    return Undone(undoing, coming, is_news=False)


def find_named_file(project: Project, name: str) -> str | None:
    """Find the file that a text names, unless it is the name of a change; None for neither."""
    name = name.strip().rstrip("/")
    if not name or git.resolve(project.root, name):
        return None
    for path in (name, f"data/{name}", f"data/{name}.yaml"):
        if git.find_mode(project.root, "HEAD", path) in git.FILES:
            return path  # also where it was removed by hand
    try:
        file = find_file(project, name)
    except (NotFoundError, AmbiguousError):
        return None
    # A part of a name is enough to look at a file, not to change one.
    return file if name.removesuffix(".yaml").casefold() == PurePosixPath(file).stem else None


def restore_file(project: Project, file: str, *, dry_run: bool) -> Restoring:
    """Put a file back as it last could be read, unless only asked."""
    with project.writing() as history:
        restoring = plan_restoring(project.root, history, file)
        if not dry_run:
            finish_restoring(project.root, history, restoring)
    return restoring
