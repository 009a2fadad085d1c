"""How an element of a list is recognised in another version of its file."""

from collections.abc import Sequence
from functools import partial
from itertools import chain

KEYS = ("uid", "slug", "number", "tag", "from", "week", "name", "mesa")


def find_identity(*versions: Sequence[object]) -> str | None:
    """Return the key that all elements of all versions have, with no value twice in a version."""
    if not any(versions):
        return None
    for key in KEYS:
        if all(map(partial(_tells_apart, key), versions)):
            return key
    return None


def are_nameless(*versions: Sequence[object]) -> bool:
    """Whether no element has a key by which it could be recognised."""
    return not any(map(_has_key, chain.from_iterable(versions)))


def _has_key(element: object) -> bool:
    return isinstance(element, dict) and any(key in element for key in KEYS)


def _tells_apart(key: str, elements: Sequence[object]) -> bool:
    names = [element.get(key) for element in elements if isinstance(element, dict)]
    told = [name for name in names if isinstance(name, str)]
    return len(told) == len(elements) == len(set(told))


def is_set(*versions: Sequence[object]) -> bool:
    """Whether each version is a list of texts, none of them twice."""
    return all(map(_is_set_of_texts, versions))


def _is_set_of_texts(version: Sequence[object]) -> bool:
    return all(isinstance(item, str) for item in version) and len(set(version)) == len(version)
