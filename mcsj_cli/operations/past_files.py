"""The file of a record or a document, found by what a person calls it, also where it is no more."""

from mcsj_cli.errors import NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store.project import Project


def find_file(project: Project, text: str) -> str:
    """Find the file of a record of any kind, or a hand-edited one.

    Raises NotFoundError or AmbiguousError.
    """
    by_hand = _find_document(project, text)
    if by_hand:
        return by_hand
    missing: list[NotFoundError] = []
    for kind in KINDS:
        try:
            return project.archive.locate(kind, text)
        except NotFoundError as error:
            missing.append(error)
    removed = project.history.find_removed(text)
    if removed:
        return removed
    nearest = next((error for error in missing if error.advice), missing[0])
    nearest.advice = nearest.advice or _(
        "As in: mcsj log 2020-W17-g4, or mcsj log data/groups.yaml"
    )
    raise nearest


def _find_document(project: Project, text: str) -> str | None:
    """Find a file of `data/` by its path, with or without the folder and the ending."""
    for name in (text, f"data/{text}", f"data/{text}.yaml"):
        if name.startswith("data/") and ".." not in name and (project.root / name).is_file():
            return name
    return None
