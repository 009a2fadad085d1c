"""One step made in a document's syntax tree, which keeps the rest as it is.

This is the only module that knows the library that edits.
"""

import sys
from collections import Counter
from typing import Literal

import yaml_edit

from mcsj_cli.store.yaml.differences import Path, ValueChange
from mcsj_cli.store.yaml.notation import find_quotes, find_span, write_pair, write_paragraph

# How a new value is written: as its neighbours are, as our dump would, or with its texts in double
# quotes.
Manner = Literal["alike", "usual", "quoted"]
MANNERS: tuple[Manner, ...] = ("alike", "usual", "quoted")

_Container = yaml_edit.Mapping | yaml_edit.Sequence


class EditRefusedError(Exception):
    """The library could not make a step, or lost a comment outside of what was removed."""


def edit_text(text: str, change: ValueChange, manner: Manner) -> str:
    """Make a step in a text; raise EditRefusedError if the library cannot.

    The caller must check what the text holds afterwards.
    """
    try:
        return _build_text(text, change, manner)
    except BaseException as error:
        # A panic of the library comes as a BaseException whose class cannot be imported.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise EditRefusedError from error
        raise


def _build_text(text: str, change: ValueChange, manner: Manner) -> str:
    document = yaml_edit.Document.parse(text)
    if str(document) != text:
        raise EditRefusedError
    container = _find_container(document, change.path[:-1])
    expendable: Counter[str] = Counter()
    if change.verb == "remove":
        edited = _remove(document, container, change.place)
        expendable = list_comments(text, *find_span(text, change.path))
    else:
        _put_value(container, change, _write_value(text, container, change, manner))
        edited = str(document)
    if list_comments(text) - expendable - list_comments(edited):
        raise EditRefusedError
    return edited


def list_comments(text: str, start: int = 0, end: int = sys.maxsize) -> Counter[str]:
    """Count the comments that begin in a text, or in a part of it."""
    first, last = len(text[:start].encode()), len(text[:end].encode())
    comments = yaml_edit.Document.parse(text).comments()
    found = [comment for comment in comments if first <= comment.byte_range()[0] < last]
    return Counter(comment.text().rstrip() for comment in found)


def _find_container(document: yaml_edit.Document, path: Path) -> _Container:
    """Find a list or mapping by its path."""
    container = _require_container(document.root())
    for step in path:
        if isinstance(step, int):
            child = _list_children(container)[step]
        else:
            child = _find_child(container, step)
        container = _require_container(child)
    return container


def _require_container(node: yaml_edit.Node | None) -> _Container:
    container = _find_own_container(node) if node is not None else None
    if container is None:
        raise EditRefusedError
    return container


def _find_own_container(node: yaml_edit.Node) -> _Container | None:
    # Not `or`: an empty mapping is false.
    mapping = node.as_mapping()
    return node.as_sequence() if mapping is None else mapping


def _list_entries(container: _Container | None) -> list[yaml_edit.Entry]:
    return container.entries() if isinstance(container, yaml_edit.Mapping) else []


def _find_child(container: _Container, key: str) -> yaml_edit.Node | None:
    # The library itself would look for a key of the type that it guesses.
    for entry in _list_entries(container):
        if _find_text(entry.key()) == key:
            return entry.value()
    return None


def _find_text(node: yaml_edit.Node | None) -> str | None:
    scalar = node.as_scalar() if node is not None else None
    return scalar.as_string() if scalar is not None else None


def _list_children(container: _Container) -> list[yaml_edit.Node | None]:
    if isinstance(container, yaml_edit.Mapping):
        return [entry.value() for entry in container.entries()]
    return list(container.values())


def _remove(document: yaml_edit.Document, container: _Container, place: int) -> str:
    if isinstance(container, yaml_edit.Sequence):
        del container[place]
        return str(document)
    entry = container.entries()[place]
    start = entry.byte_range()[0]
    entry.remove()
    raw = str(document).encode()
    if not len(container) and not container.is_flow_style():
        return (raw[:start] + b"{}\n" + raw[start:]).decode()
    return _join(raw[:start], raw[start:]).decode()


def _join(before: bytes, after: bytes) -> bytes:
    """Join the text around a removed key, without the comma or margin that the library leaves."""
    if after.lstrip().startswith(b"}") and before.rstrip().endswith(b","):
        return before.rstrip()[:-1] + after
    margin = before[before.rfind(b"\n") + 1 :]
    if margin.strip(b" -"):
        return before + after
    if margin.strip():
        return before + after.lstrip(b" ")
    return before.removesuffix(margin) + after


def _put_value(container: _Container, change: ValueChange, written: str) -> None:
    """Put in the value, or the key and value, of a document of one key."""
    (entry,) = _list_entries(yaml_edit.Document.parse(written).as_mapping())
    key, value = entry.key(), entry.value()
    if key is None or value is None:
        raise EditRefusedError
    if isinstance(container, yaml_edit.Sequence):
        if change.verb == "set":
            container[change.place] = value
        else:
            container.insert(change.place, value)
    elif change.verb == "set":
        container.entries()[change.place].set_value(value)
    else:
        container.insert_at_index(change.place, key, value)


def _write_value(text: str, container: _Container, change: ValueChange, manner: Manner) -> str:
    """Write a document of one key with the step's new value."""
    names = [step for step in change.path if isinstance(step, str)] or [""]
    nodes = [node for node in _list_children(container) if node is not None]
    models = nodes if change.verb == "insert" else nodes[change.place : change.place + 1]
    if manner == "quoted":
        return write_pair(names, change.value, find_quotes(text), "quoted")
    if manner == "usual":
        return write_pair(names, change.value, {}, "flow" if container.is_flow_style() else "usual")
    is_text = isinstance(change.value, str)
    if is_text and change.value and change.verb == "set" and _is_folded(models):
        return write_paragraph(change.value)
    is_flow = container.is_flow_style() or (not is_text and _are_flow(models))
    return write_pair(names, change.value, find_quotes(text), "flow" if is_flow else "usual")


def _is_folded(nodes: list[yaml_edit.Node]) -> bool:
    scalar = nodes[0].as_scalar() if nodes else None
    return scalar is not None and scalar.style() == "folded"


def _are_flow(nodes: list[yaml_edit.Node]) -> bool:
    containers = [_find_own_container(node) for node in nodes]
    return bool(nodes) and all(
        container is not None and container.is_flow_style() for container in containers
    )
