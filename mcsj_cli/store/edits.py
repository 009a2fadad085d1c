"""Edits by hand: the files that a person has changed since the last commit."""

from pathlib import Path

from mcsj_cli.store import git


def find_edits(root: Path) -> list[str]:
    """Name the tracked files that were edited by hand, and new data files.

    Raises HistoryError where git itself has left a file unmerged.
    """
    edits = []
    for edit in git.find_edits(root, "data"):
        is_data = edit.path.startswith("data/")
        if not edit.is_new or not is_data or edit.path.endswith(".yaml"):
            edits.append(edit.path)
    return edits
