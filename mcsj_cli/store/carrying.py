"""A change of a record carried over into what its file says in its own way."""

from collections.abc import Mapping
from typing import Any

from mcsj_cli.store.identity import find_identity
from mcsj_cli.store.yaml.decoding import drop_unknown

# Keys that a type does not know, by the key of a list and the slug of one of its elements.
Extras = Mapping[tuple[str, str], dict[str, Any]]


def carry_over(old: Any, new: Any, written: Any, extras: Extras) -> Any:
    """Bring a change from `old` to `new` into what a file says.

    What the file leaves out, writes otherwise or has beyond what we know, and the change does not
    mean, stays as it is. An element that is new in a list has the `extras` of its slug: a mesa that
    moved has left its own in another group's list.
    """
    return _Carrier(extras).carry(old, new, written, "")


def find_extras(written: Any, schema: object) -> Extras:
    """Return the keys that a type does not know of the elements of lists that have a slug."""
    return _list_extras(written, drop_unknown(written, schema), "")


def _list_extras(written: Any, known: Any, key: str) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    if isinstance(known, list):
        for item, known_item in zip(written, known, strict=True):
            found |= _list_extras(item, known_item, key)
    elif isinstance(known, dict):
        extras = {name: value for name, value in written.items() if name not in known}
        if extras and "slug" in known:
            found[key, known["slug"]] = extras
        for name, value in known.items():
            found |= _list_extras(written[name], value, name)
    return found


class _Carrier:
    def __init__(self, extras: Extras) -> None:
        self.extras = extras

    def carry(self, old: Any, new: Any, written: Any, key: str) -> Any:
        if new == old:
            return written
        if isinstance(new, dict) and isinstance(written, dict):
            return self._carry_mapping(old if isinstance(old, dict) else {}, new, written)
        if all(isinstance(version, list) for version in (old, new, written)):
            return self._carry_list(old, new, written, key)
        return new

    def _carry_mapping(
        self, old: dict[str, Any], new: dict[str, Any], written: dict[str, Any]
    ) -> dict[str, Any]:
        carried = {key: value for key, value in written.items() if key in new or key not in old}
        for key, value in new.items():
            carried[key] = self.carry(old.get(key), value, written.get(key), key)
        return carried

    def _carry_list(
        self, old: list[Any], new: list[Any], written: list[Any], key: str
    ) -> list[Any]:
        if len(old) != len(written):
            return new
        identity = find_identity(old, new)
        names = [item[identity] if identity else item for item in old]
        new_names = [item[identity] if identity else item for item in new]
        carried = []
        for number, (item, name) in enumerate(zip(new, new_names, strict=True)):
            if name in names:
                place = names.index(name)
                carried.append(self.carry(old[place], item, written[place], key))
            elif len(old) == len(new) and names[number] not in new_names:  # it was renamed
                carried.append(self.carry(old[number], item, written[number], key))
            else:
                carried.append(self._complete(item, key))
        return carried

    def _complete(self, item: Any, key: str) -> Any:
        if not isinstance(item, dict):
            return item
        return {**item, **self.extras.get((key, str(item.get("slug"))), {})}
