"""Edits by hand that are wrong: they stay on this computer until they are mended."""

from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mcsj_cli.errors import Problem
from mcsj_cli.store.merge_plan import MergePlan


class HeldEdits(NamedTuple):
    """Edits by hand that stay here, and the problems for which they do."""

    files: Collection[str]
    problems: list[Problem]

    def meet(self, plan: MergePlan) -> list[Problem]:
        """Return the problems that stand in the way of what the others changed."""
        if plan.files.isdisjoint(self.files):
            return []
        return [one for one in self.problems if one.file in plan.files] or self.problems


def find_held(root: Path, edits: Sequence[str], errors: Sequence[Problem]) -> HeldEdits:
    """Return the edits that have errors, and the removals that may be half of such an edit.

    A record that was put elsewhere, where it is wrong, would else be gone for everybody.
    """
    held = [one for one in errors if one.file in edits]
    removed = []
    for file in edits:
        halves = [one for one in errors if _may_be_moved(file, one.file)]
        if halves and not (root / file).exists():
            removed.append(file)
            held += halves
    return HeldEdits({*removed, *(one.file for one in held)}, list(dict.fromkeys(held)))


def _may_be_moved(file: str, place: str) -> bool:
    """Whether a record may have gone to another file of its kind, whose name begins with its own.

    «X (1).yaml» and «X.yml» do.
    """
    kind, name = _name_record(file)
    other_kind, other_name = _name_record(place)
    return kind == other_kind and file != place and other_name.startswith(name)


def _name_record(file: str) -> tuple[str, str]:
    """Return the kind and the name of a record's file, however its ending is written."""
    path = PurePosixPath(file)
    return "/".join(path.parts[:2]), path.stem.casefold()
