"""What «mcsj doctor --fix» mends: git's own folder, and how git is told to treat data files."""

from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import commit_subject
from mcsj_cli.store import git
from mcsj_cli.store.data_attributes import ATTRIBUTES, find_foreign_attributes, mend_attributes
from mcsj_cli.store.git.strays import find_strays, move_out
from mcsj_cli.store.project import Project
from mcsj_cli.store.replacement import read_content, replace_all

OUT_OF_GIT = Path(".mcsj", "out-of-git")


class HistoryMending(NamedTuple):
    """What was mended: files `moved` out of git's folder, the branches made of their commits.

    `attributes` says whether git treats data files otherwise now.
    """

    moved: list[str]
    rescued: list[str]
    attributes: bool


def mend_history(project: Project) -> HistoryMending:
    """Mend what is wrong in the history of a folder; raise HistoryError where git refuses."""
    if not git.is_repository(project.root):
        return HistoryMending([], [], attributes=False)
    strays = find_strays(project.root)
    with project.writing() as history:
        rescued = move_out(project.root, strays, project.root / OUT_OF_GIT) if strays else []
        attributes = bool(find_foreign_attributes(project.root))
        before = read_content(project.root, ATTRIBUTES)
        after = mend_attributes(before or b"")
        attributes = attributes and before != after
        if attributes:
            replace_all(project.root, {ATTRIBUTES: (before, after)})
            history.record(commit_subject("doctor: fix", ATTRIBUTES), [ATTRIBUTES])
    return HistoryMending([stray.path for stray in strays], rescued, attributes)
