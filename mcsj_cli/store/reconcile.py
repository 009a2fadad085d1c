"""Three versions of plain data made one: what either side changed, and where they disagree.

Mappings are merged key by key, lists of texts as sets, lists of mappings element by element, or entry by entry where
nothing tells their elements apart; anything else is one value. A key or element that one side changed and the other
removed stays, and is told as a conflict. Of revisions the later counts.
"""

import json
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from mcsj_cli.store.identity import are_nameless, find_identity, is_set


class Side(StrEnum):
    """One of two who changed the same thing: we, or those whose changes come in."""

    OURS = "ours"
    THEIRS = "theirs"


class Conflict(NamedTuple):
    """What both sides changed, each differently; a value is None where there is none.

    A step of the path into a list is what its element is known by, such as a slug, since places move.
    """

    path: tuple[str | int, ...]
    base: Any
    ours: Any
    theirs: Any


Choose = Callable[[Conflict], Side]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Reconciled(NamedTuple):
    """The merged value and every conflict on the way to it."""

    value: Any
    conflicts: tuple[Conflict, ...]


def reconcile(base: Any, ours: Any, theirs: Any, choose: Choose) -> Reconciled:
    """Merge three versions of plain data; `choose` decides where both sides have a value and it is not the same."""
    merge = _Merge(choose)
    value = merge.value((), base, ours, theirs)
    return Reconciled(value, tuple(merge.conflicts))


class _Merge:
    """A merge under way, in which None is what is absent."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.conflicts: list[Conflict] = []

    def value(self, path: tuple[str | int, ...], base: Any, ours: Any, theirs: Any) -> Any:
        if ours in (theirs, base):
            return theirs
        if theirs == base:
            return ours
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self._mapping(path, base if isinstance(base, dict) else {}, ours, theirs)
        if isinstance(ours, list) and isinstance(theirs, list):
            return self._list(path, base, ours, theirs)
        return _later(path, str(ours), str(theirs)) or self._conflict(
            Conflict(path, base, ours, theirs)
        )

    def _conflict(self, conflict: Conflict) -> Any:
        self.conflicts.append(conflict)
        if conflict.ours is None or conflict.theirs is None:
            return conflict.theirs if conflict.ours is None else conflict.ours
        return conflict.ours if self.choose(conflict) is Side.OURS else conflict.theirs

    def _mapping(
        self,
        path: tuple[str | int, ...],
        base: dict[str, Any],
        ours: dict[str, Any],
        theirs: dict[str, Any],
    ) -> dict[str, Any]:
        merged = {
            key: self.value((*path, key), base.get(key), ours.get(key), theirs.get(key))
            for key in _weave(list(base), list(ours), list(theirs))
        }
        return {key: value for key, value in merged.items() if value is not None}

    def _list(
        self, path: tuple[str | int, ...], base: Any, ours: list[Any], theirs: list[Any]
    ) -> Any:
        before = base if isinstance(base, list) else []
        if is_set(before, ours, theirs):
            return [
                item for item in _weave(before, ours, theirs) if _stays(item, before, ours, theirs)
            ]
        key = find_identity(before, ours, theirs)
        if key is None:
            return self._entries(Conflict(path, base, ours, theirs), before)
        named = [{str(item[key]): item for item in side} for side in (before, ours, theirs)]
        elements = list(self._mapping(path, *named).values())
        # The slots of a group are told apart by their first day, and hold from one to the next.
        return (
            sorted(elements, key=lambda element: str(element[key])) if key == "from" else elements
        )

    def _entries(self, sides: Conflict, before: list[Any]) -> Any:
        """Merge lists of which nothing tells the elements apart but what they say, such as notes of progress.

        What a side added or removed counts; where both changed the same element, nobody knows that it is one.
        """
        lists = (before, sides.ours, sides.theirs)
        known = [{json.dumps(item, sort_keys=True): item for item in side} for side in lists]
        base, ours, theirs = (list(side) for side in known)
        repeated = [len(side) for side in known] != [len(side) for side in lists]
        if (
            repeated
            or not are_nameless(*lists)
            or any(name not in ours and name not in theirs for name in base)
        ):
            return self._conflict(sides)
        every = {name: item for side in known for name, item in side.items()}
        return [
            every[name] for name in _weave(base, ours, theirs) if _stays(name, base, ours, theirs)
        ]


def _later(path: tuple[str | int, ...], ours: str, theirs: str) -> str:
    """Give of two numbers of changes the higher, and of the days on which they were made the later; of others nothing.

    Neither may ever fall, whatever is chosen of the changes themselves.
    """
    last = path[-1] if path else ""
    if last == "sequence" and ours.isdecimal() and theirs.isdecimal():
        return max(ours, theirs, key=int)
    if last == "updated" and _DAY.fullmatch(ours) and _DAY.fullmatch(theirs):
        return max(ours, theirs)
    return ""


def _stays(item: str, base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether an item of a set was added by a side, or removed by none."""
    return (item in ours and item in theirs) if item in base else True


def _weave(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Put all names in one order: that of the side which changed it, theirs if both did.

    What only the other side has stands after the neighbour that it follows there.
    """
    common = [name for name in base if name in ours and name in theirs]
    order, other = (
        (theirs, ours)
        if _only(common, theirs) != common or _only(common, ours) == common
        else (ours, theirs)
    )
    woven = list(order)
    for place, name in enumerate(other):
        if name not in order:
            woven.insert(_place_after(woven, other, place), name)
    return woven


def _only(names: list[str], side: list[str]) -> list[str]:
    return [name for name in side if name in names]


def _place_after(woven: list[str], other: list[str], place: int) -> int:
    """Find where a name goes: behind what it follows in `other`, before what it precedes, or at the end."""
    before = next((name for name in reversed(other[:place]) if name in woven), None)
    if before is not None:
        return woven.index(before) + 1
    after = next((name for name in other[place + 1 :] if name in woven), None)
    return len(woven) if after is None else woven.index(after)
