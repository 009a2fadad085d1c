"""What makes an element of a list the same one in two versions of a file."""

from collections.abc import Sequence

KEYS = ("uid", "slug", "number", "tag", "from", "week", "name", "mesa")


def find_identity(*versions: Sequence[object]) -> str | None:
    """Name the key by which all elements of all versions are told apart, each once in its version."""
    if not any(versions):
        return None
    return next(
        (key for key in KEYS if all(_tells_apart(key, version) for version in versions)), None
    )


def are_nameless(*versions: Sequence[object]) -> bool:
    """Say whether no element is known by anything but all that it says."""
    return not any(
        isinstance(item, dict) and any(key in item for key in KEYS)
        for items in versions
        for item in items
    )


def _tells_apart(key: str, elements: Sequence[object]) -> bool:
    names = [element.get(key) for element in elements if isinstance(element, dict)]
    told = [name for name in names if isinstance(name, str)]
    return len(told) == len(elements) == len(set(told))


def is_set(*versions: Sequence[object]) -> bool:
    """Say whether each version is a list of texts, each once."""
    return all(
        all(isinstance(item, str) for item in version) and _is_unique(version)
        for version in versions
    )


def _is_unique(items: Sequence[object]) -> bool:
    return len(set(items)) == len(items)
