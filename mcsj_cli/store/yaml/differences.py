"""The steps from one plain value to another, each as small as the document's structure allows."""

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from mcsj_cli.store.identity import find_identity

Path = tuple[str | int, ...]


class ValueChange(NamedTuple):
    """One step at a path: `place` counts from 0, in its list or among the keys of its mapping."""

    verb: Literal["set", "insert", "remove"]
    path: Path
    place: int
    value: Any = None

    def apply(self, plain: Any) -> Any:
        """Return the value after this step; `plain` is not changed."""
        return _replace(plain, self.path[:-1], self._apply_inside)

    def _apply_inside(self, container: Any) -> Any:
        if isinstance(container, dict):
            items, item = list(container.items()), (self.path[-1], self.value)
        else:
            items, item = list(container), self.value
        replaced = 0 if self.verb == "insert" else 1
        items[self.place : self.place + replaced] = [] if self.verb == "remove" else [item]
        return type(container)(items)


def find_change(have: object, wanted: object) -> ValueChange | None:
    """Find the first step, or None if the values are equal.

    Everything before it is as wanted, so its path leads to the same place in both values.
    """
    return next(_find_changes(have, wanted, ()), None)


def list_changes(have: object, wanted: object) -> list[ValueChange]:
    """List the steps in their order: each is of the value that those before it have led to."""
    changes = []
    change = find_change(have, wanted)
    while change:
        changes.append(change)
        have = change.apply(have)
        change = find_change(have, wanted)
    return changes


def follow(plain: Any, path: Path) -> Any:
    """Return the value at a path."""
    for step in path:
        plain = plain[step]
    return plain


def place_of(plain: object, path: Path) -> int:
    """Return the place, from 0, of the value at a path in its list or mapping."""
    container = follow(plain, path[:-1])
    return list(container).index(path[-1]) if isinstance(container, dict) else int(path[-1])


def _replace(plain: Any, path: Path, change: Any) -> Any:
    if not path:
        return change(plain)
    copy = plain.copy()
    copy[path[0]] = _replace(plain[path[0]], path[1:], change)
    return copy


def _find_changes(have: Any, wanted: Any, path: Path) -> Iterator[ValueChange]:
    if have == wanted:
        return
    if isinstance(have, dict) and isinstance(wanted, dict):
        yield from _in_mapping(have, wanted, path)
    elif isinstance(have, list) and isinstance(wanted, list) and have:
        yield from _in_list(have, wanted, path)
    else:
        yield ValueChange("set", path, 0, wanted)


def _in_mapping(have: dict[str, Any], wanted: dict[str, Any], path: Path) -> Iterator[ValueChange]:
    keys = list(have)
    for place, key in enumerate(keys):
        if key not in wanted:
            yield ValueChange("remove", (*path, key), place)
        else:
            yield from _placed(_find_changes(have[key], wanted[key], (*path, key)), path, place)
    after = -1
    for key, value in wanted.items():
        if key not in have:
            yield ValueChange("insert", (*path, key), after + 1, value)
        else:
            after = keys.index(key)


def _in_list(have: list[Any], wanted: list[Any], path: Path) -> Iterator[ValueChange]:
    for verb, start, end, other_start, other_end in _align(have, wanted):
        pairs = min(end - start, other_end - other_start) if verb in ("equal", "replace") else 0
        for shift in range(pairs):
            place = start + shift
            inside = _find_changes(have[place], wanted[other_start + shift], (*path, place))
            yield from _placed(inside, path, place)
        for place in range(start + pairs, end):
            yield ValueChange("remove", (*path, place), place)
        for shift in range(pairs, other_end - other_start):
            yield ValueChange(
                "insert", (*path, start + shift), start + shift, wanted[other_start + shift]
            )


def _placed(changes: Iterator[ValueChange], path: Path, place: int) -> Iterator[ValueChange]:
    for change in changes:
        yield change._replace(place=place) if len(change.path) == len(path) + 1 else change


def _align(have: list[Any], wanted: list[Any]) -> Sequence[tuple[str, int, int, int, int]]:
    """Align two lists by what their elements are known by, as difflib's opcodes."""
    key = find_identity(have, wanted)
    old = [_format_element(item, key) for item in have]
    new = [_format_element(item, key) for item in wanted]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _format_element(item: Any, key: str | None) -> str:
    return str(item[key]) if key else json.dumps(item, sort_keys=True)
