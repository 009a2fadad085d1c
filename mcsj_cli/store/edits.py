"""Edits by hand: the files that a person has changed since the last commit."""

from pathlib import Path

from mcsj_cli.model.letterhead import Logo
from mcsj_cli.store import git
from mcsj_cli.store.documents import Documents
from mcsj_cli.store.foreign import find_logo_name, is_foreign
from mcsj_cli.store.links import find_link
from mcsj_cli.store.logo import find_logo
from mcsj_cli.store.own_folder import is_own


def find_edits(root: Path) -> list[str]:
    """Name the tracked files that were edited by hand, and new data files.

    What in data/ is a link, or none of the network's files, stays on this computer. So does what
    git has of the folder of this machine alone. Raises HistoryError where git itself has left a
    file unmerged.
    """
    return [edit.path for edit in git.find_edits(root, "data") if _is_shared(root, edit)]


def _is_shared(root: Path, edit: git.Edit) -> bool:
    if is_own(edit.path):
        return False
    link = find_link(root, edit.path)
    if not edit.path.startswith("data/"):
        return link in (edit.path, None)
    if link:
        return False
    return not edit.is_new or (not is_foreign(root, edit.path) and _is_showable(root, edit.path))


def _is_showable(root: Path, file: str) -> bool:
    """Whether a new file is no logo, or one that reports can show."""
    if file != find_logo_name(root):
        return True
    return isinstance(find_logo(root, Documents(root).network), Logo)
