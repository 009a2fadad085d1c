"""Three versions of plain data made one: what either side changed, and where they disagree.

Mappings are merged key by key, lists of texts as sets, lists of mappings element by element, or
entry by entry where nothing tells their elements apart; anything else is one value. A key or
element that one side changed and the other removed stays, and is a conflict that needs no choice.
Of revisions the later counts. Fields that a type declares as facts are one value where both sides
decided differently.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from mcsj_cli.model.together import Facts, find_element, find_part, list_facts
from mcsj_cli.store.identity import are_nameless, find_identity, is_set

# The keys on the way to a value. List elements are addressed by their key (slug, uid, ...), not by
# position.
Place = tuple[str | int, ...]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Side(StrEnum):
    """One of two who changed the same thing: we, or those whose changes come in."""

    OURS = "ours"
    THEIRS = "theirs"


class Conflict(NamedTuple):
    """A place that both sides changed, each differently; a value is None where there is none.

    Of `facts` the values are all their fields, and the path ends in the first of them.
    """

    path: Place
    base: Any
    ours: Any
    theirs: Any
    facts: Facts | None = None

    @property
    def needs_choice(self) -> bool:
        """Whether both sides have a value; of a change and a removal the change stands."""
        return self.ours is not None and self.theirs is not None


class Sides(NamedTuple):
    """The side that wins each conflict: the one chosen for its place, or else `others`."""

    others: Side
    chosen: Mapping[Place, Side] = MappingProxyType({})

    def find(self, path: Place) -> Side:
        return self.chosen.get(path, self.others)


class Reconciled(NamedTuple):
    """The merged value and every conflict on the way to it."""

    value: Any
    conflicts: tuple[Conflict, ...]


def reconcile(
    base: Any,
    ours: Any,
    theirs: Any,
    sides: Sides,
    schema: object = None,
    *,
    strict: bool = False,
) -> Reconciled:
    """Merge three versions of plain data; `sides` decides between two values that differ.

    Facts are those of `schema`, the document's type. A `strict` merge keeps one side of them whole
    wherever both sides changed any of their fields.
    """
    reconciliation = _Reconciliation(sides, strict=strict)
    value = reconciliation.merge((), schema, base, ours, theirs)
    return Reconciled(value, tuple(reconciliation.conflicts))


class _Versions(NamedTuple):
    """A mapping before both changes and after each."""

    base: Mapping[str, Any]
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]

    def apply(self, choose: Callable[[Mapping[str, Any]], Any]) -> tuple[Any, Any, Any]:
        return choose(self.base), choose(self.ours), choose(self.theirs)


class _Reconciliation:
    """A merge under way, in which None is what is absent."""

    def __init__(self, sides: Sides, *, strict: bool) -> None:
        self.sides = sides
        self.strict = strict
        self.conflicts: list[Conflict] = []
        # The values that give way to others in mappings, by the place of the mapping.
        self.filled: dict[Place, str] = {}

    def merge(self, path: Place, schema: object, base: Any, ours: Any, theirs: Any) -> Any:
        value = self._merge(path, schema, base, ours, theirs)
        raised = _raise_sequence(base, ours, theirs) if isinstance(value, dict) else {}
        return {**value, **raised} if raised else value

    def _merge(self, path: Place, schema: object, base: Any, ours: Any, theirs: Any) -> Any:
        if theirs == base:
            return ours
        if ours == base or (ours == theirs and not isinstance(ours, (dict, list))):
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict):
            versions = _Versions(base if isinstance(base, dict) else {}, ours, theirs)
            settled = self._settle_facts(path, schema, versions)
            return self._merge_mappings(path, partial(find_part, schema), versions, settled)
        if isinstance(ours, list) and isinstance(theirs, list):
            return self._merge_lists(Conflict(path, base, ours, theirs), find_element(schema))
        if base is None and self.filled.get(path[:-1]) in (ours, theirs):
            return theirs if ours == self.filled[path[:-1]] else ours
        later = _choose_later(path, ours, theirs)
        return later or self._choose(Conflict(path, base, ours, theirs))

    def _choose(self, conflict: Conflict) -> Any:
        self.conflicts.append(conflict)
        if not conflict.needs_choice:
            return conflict.theirs if conflict.ours is None else conflict.ours
        return getattr(conflict, self.sides.find(conflict.path))

    def _settle_facts(self, path: Place, schema: object, versions: _Versions) -> dict[str, Any]:
        """Return the fields of facts that are not merged each for itself, with their values."""
        settled: dict[str, Any] = {}
        for facts in list_facts(schema):
            self.filled |= {(*path, field): value for field, value in facts.filled.items()}
            base, ours, theirs = versions.apply(facts.choose)
            if ours in (theirs, base) or theirs == base:
                continue
            decided = facts.find_decision(base, ours), facts.find_decision(base, theirs)
            if self.strict or _differ(*decided):
                place = (*path, facts.fields[0])
                chosen = self._choose(Conflict(place, base, ours, theirs, facts))
                settled |= {field: chosen.get(field) for field in facts.every}
                settled |= _revise(facts.revision, versions)
            else:
                settled |= decided[0] | decided[1]
        return settled

    def _merge_mappings(
        self,
        path: Place,
        find_schema: Callable[[str], object],
        versions: _Versions,
        settled: Mapping[str, Any] = MappingProxyType({}),
    ) -> dict[str, Any]:
        merged = {}
        for key in _list_keys(versions, settled):
            value = settled.get(key)
            if key not in settled:
                three = (version.get(key) for version in versions)
                value = self.merge((*path, key), find_schema(key), *three)
            if value is not None:
                merged[key] = value
        return merged

    def _merge_lists(self, lists: Conflict, schema: object) -> Any:
        before = lists.base if isinstance(lists.base, list) else []
        versions = (before, lists.ours, lists.theirs)
        if is_set(*versions):
            return _merge_sets(*versions)
        key = find_identity(*versions)
        stays = [_name_stays(version) for version in versions] if key is None else []
        if stays and all(stay is not None for stay in stays):
            merged = self._merge_mappings(lists.path, lambda _name: schema, _Versions(*stays))  # type: ignore[arg-type]
            return list(merged.values())
        if key is None:
            return lists.ours if lists.ours == lists.theirs else self._merge_entries(lists, before)
        known = {str(element[key]): _list_aliases(element) for element in before}
        named = _Versions(*(_name_elements(version, key, known) for version in versions))
        merged = self._merge_mappings(lists.path, lambda _name: schema, named)
        elements = [_add_aliases(merged[name], name, key, named) for name in merged]
        if key == "from":
            # The slots of a group are told apart by their first day, and hold from one to the next.
            elements.sort(key=lambda element: str(element[key]))
        return elements

    def _merge_entries(self, lists: Conflict, before: list[Any]) -> Any:
        """Merge lists whose elements have no key, such as notes of progress.

        An added or removed element counts. A changed one cannot be told from a removed and an added
        one, so that lists which both changed such an element are one value.
        """
        versions = (before, lists.ours, lists.theirs)
        known = [_name_entries(version) for version in versions]
        base, ours, theirs = (list(version) for version in known)
        is_repeated = any(len(one) != len(all_) for one, all_ in zip(known, versions, strict=True))
        is_changed = any(name not in ours and name not in theirs for name in base)
        if is_repeated or is_changed or not are_nameless(*versions):
            return self._choose(lists)
        every = known[0] | known[1] | known[2]
        return [every[name] for name in _merge_sets(base, ours, theirs)]


def _differ(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether both sides decided something, and not the same."""
    return bool(ours) and bool(theirs) and ours != theirs


def _revise(field: str, versions: _Versions) -> dict[str, str]:
    """Return a revision above those of both sides; nothing if facts have none.

    Both sides may have sent theirs out already, and whichever stands is news to somebody.
    """
    return {field: str(max(_read_sequences(field, *versions)) + 1)} if field else {}


def _raise_sequence(*versions: Any) -> dict[str, str]:
    """Return a sequence above those of both sides if both raised it, each for its own change."""
    if not all(isinstance(version, dict) for version in versions[1:]):
        return {}
    known = [version if isinstance(version, dict) else {} for version in versions]
    base, ours, theirs = _read_sequences("sequence", *known)
    return {"sequence": str(max(ours, theirs) + 1)} if min(ours, theirs) > base else {}


def _read_sequences(field: str, *versions: Mapping[str, Any]) -> list[int]:
    texts = [str(version.get(field, 0)) for version in versions]
    return [int(text) if text.isdecimal() else 0 for text in texts]


def _list_keys(versions: _Versions, settled: Mapping[str, Any]) -> list[str]:
    woven = _weave(*versions.apply(list))
    return [*woven, *(key for key in settled if key not in woven)]


def _name_elements(
    elements: list[Any], key: str, known: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return elements by their keys; a renamed one by the name by which it was `known`.

    One that has an older name again is known by that name as an alias. Whoever took a name that
    another one gave up is told apart from that one.
    """
    names: dict[str, str] = {}
    given = {str(element[key]): element for element in elements}
    # A name that is new says for sure that the element is renamed, or new itself.
    for own in sorted(given, key=known.__contains__):
        free = (name for name in _list_names(own, given[own], known) if name not in names.values())
        names[own] = next(free, f"{own} (new)")
    return {names[own]: element for own, element in given.items()}


def _list_names(
    own: str, element: dict[str, Any], known: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield the names by which an element may have been known, the likeliest first."""
    if own in known:
        yield own
    yield from reversed([one for one in _list_aliases(element) if one in known])
    yield from (name for name, aliases in known.items() if own in aliases and own not in known)
    yield own


def _list_aliases(element: dict[str, Any]) -> list[str]:
    aliases = element.get("aliases")
    return aliases if isinstance(aliases, list) else []


def _add_aliases(element: Any, name: str, key: str, named: _Versions) -> Any:
    """Return a merged element that is still found by the names that both sides gave it."""
    aliases = _list_aliases(element)
    given = [version[name][key] for version in named if name in version]
    lost = [one for one in dict.fromkeys(given) if one not in (element[key], *aliases)]
    is_renamed = any(_list_aliases(version.get(name, {})) for version in named)
    return {**element, "aliases": [*aliases, *lost]} if lost and is_renamed else element


def _name_stays(elements: list[Any]) -> dict[str, Any] | None:
    """Return the seats of a group by mesa and first day, since a mesa may have left and come back.

    None where even these do not tell them apart.
    """
    named = {
        f"{element['slug']} {element.get('from', '')}".rstrip(): element
        for element in elements
        if isinstance(element, dict) and "slug" in element
    }
    return named if len(named) == len(elements) else None


def _name_entries(entries: list[Any]) -> dict[str, Any]:
    """Return entries by all that they say."""
    return {json.dumps(entry, sort_keys=True): entry for entry in entries}


def _choose_later(path: Place, ours: Any, theirs: Any) -> str:
    """Return the later of two revisions (`sequence`, `updated`), or nothing for other values.

    Neither may ever fall, whatever is chosen of the changes themselves; nor may a folder's format.
    None is before all others.
    """
    last = path[-1] if path else ""
    known = [str(one) for one in (ours, theirs) if one is not None]
    if (last == "sequence" or path == ("format",)) and all(map(str.isdecimal, known)):
        return max(known, key=int)
    if last == "updated" and all(map(_DAY.fullmatch, known)):
        return max(known)
    return ""


def _merge_sets(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Return in one order what a side added and what neither removed."""
    merged = []
    for item in _weave(base, ours, theirs):
        if item not in base or (item in ours and item in theirs):
            merged.append(item)
    return merged


def _weave(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Put all names in one order: that of the side which changed it, theirs if both did.

    What only the other side has stands after the neighbour that it follows there.
    """
    common = [name for name in base if name in ours and name in theirs]
    they_moved = _keep_only(common, theirs) != common
    we_moved = _keep_only(common, ours) != common
    order, other = (theirs, ours) if they_moved or not we_moved else (ours, theirs)
    woven = list(order)
    for place, name in enumerate(other):
        if name not in order:
            woven.insert(_find_place(woven, other, place), name)
    return woven


def _keep_only(names: list[str], side: Sequence[str]) -> list[str]:
    return [name for name in side if name in names]


def _find_place(woven: list[str], other: list[str], place: int) -> int:
    """Return where a name goes: after the one it follows in `other`, or before the next."""
    before = next((name for name in reversed(other[:place]) if name in woven), None)
    if before is not None:
        return woven.index(before) + 1
    after = next((name for name in other[place + 1 :] if name in woven), None)
    return len(woven) if after is None else woven.index(after)
