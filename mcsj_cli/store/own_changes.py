"""The changes that were made in this clone and stand, and those that were undone and can return."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from mcsj_cli.commits import MEND, RAISE, REDO, UNDO
from mcsj_cli.store.git.trail import Step, list_made, list_strays, read_trail

_FEW = 200  # commits among which the last few changes of a person are, as a rule


class OwnChanges:
    """The trail of a branch, with what was made in this clone and what was taken back since.

    Changes of others, merges, what undid something, and what the program did by itself are passed
    over.
    """

    def __init__(self, steps: Sequence[Step], made: Sequence[Step], strays: set[str]) -> None:
        self._steps = steps
        self._names = {step.name for step in made}
        # A rebased commit has another name, and is known by what the rebase kept.
        self._keys = {step.key for step in made if step.name in strays}
        self._reverted = _find_reverted(steps)

    def list_standing(self) -> Iterator[Step]:
        """Yield the changes made here that nobody has taken back, newest first."""
        for step in self._list_own():
            if not _is_turn(step) and step.name not in self._reverted and step.parents == 1:
                yield step

    def find_last_undo(self) -> Step | None:
        """Find the last undoing made here that can be taken back: no other change came after."""
        for step in self._list_own():
            if not _is_turn(step):
                return None
            if step.subject.startswith(UNDO) and step.name not in self._reverted:
                return step
        return None

    def _list_own(self) -> Iterator[Step]:
        for step in self._steps:
            is_own = step.name in self._names or step.key in self._keys
            if is_own and not step.subject.startswith((MEND, RAISE)):
                yield step


def read_own_changes(root: Path, branch: str, *, whole: bool = False) -> OwnChanges:
    """Read the last part of the trail; the whole of it where that part does not say enough."""
    made = list_made(root, branch)
    strays = list_strays(root, [step.name for step in made]) if made else set()
    steps = read_trail(root, None if whole else _FEW)
    known = {step.name for step in steps}
    if len(steps) == _FEW and any(step.reverts not in known for step in steps if step.reverts):
        steps = read_trail(root)
    return OwnChanges(steps, made, strays)


def find_standing(root: Path, branch: str, most: int) -> list[Step]:
    """Find the last few changes made here that stand, newest first."""
    found = [*islice(read_own_changes(root, branch).list_standing(), most)]
    if len(found) < most:
        found = [*islice(read_own_changes(root, branch, whole=True).list_standing(), most)]
    return found


def _find_reverted(steps: Sequence[Step]) -> set[str]:
    """Find the commits that others took back, as long as those were not taken back themselves.

    A commit that says only in its subject what it takes back, as older versions wrote it, means
    the last one so called before it. So does one whose commit a rebase has renamed.
    """
    known = {step.name: step for step in steps}
    reverted: set[str] = set()
    nameless: list[str] = []
    for step in steps:
        if step.name not in reverted and step.subject in nameless:
            nameless.remove(step.subject)
            reverted.add(step.name)
        if step.name in reverted:
            continue
        if step.reverts in known:
            reverted.add(step.reverts)
        elif _is_turn(step):
            nameless.append(_find_turned(step.subject))
    return reverted


def _is_turn(step: Step) -> bool:
    """Whether it undid something, or did it again."""
    return step.subject.startswith((UNDO, REDO))


def _find_turned(subject: str) -> str:
    """Return the subject of what a commit took back by its own subject."""
    if subject.startswith(REDO):
        return UNDO + subject.removeprefix(REDO)
    return subject.removeprefix(UNDO)
