"""One step made in a document's syntax tree: the only place that knows the library which keeps the rest as it is."""

import sys
from collections import Counter
from typing import Literal

import yaml_edit

from mcsj_cli.store.yaml.differences import Path, ValueChange
from mcsj_cli.store.yaml.notation import Style, find_quotes, find_span, write_pair, write_paragraph

# How a new value is written: as its neighbours are, as our dump would, or with all its texts in double quotes.
Manner = Literal["alike", "usual", "quoted"]
MANNERS: tuple[Manner, ...] = ("alike", "usual", "quoted")

_Container = yaml_edit.Mapping | yaml_edit.Sequence


class EditRefusedError(Exception):
    """The library could not make a step, or lost a comment that is not of what was removed."""


def make(text: str, change: ValueChange, manner: Manner) -> str:
    """Make a step in a text; raise RefusedError if the library cannot. What it holds then has to be looked at."""
    try:
        return _make(text, change, manner)
    except BaseException as error:
        # A panic of the library comes as a BaseException whose class cannot be imported.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise EditRefusedError from error
        raise


def _make(text: str, change: ValueChange, manner: Manner) -> str:
    document = yaml_edit.Document.parse(text)
    if str(document) != text:
        raise EditRefusedError
    container = _find(document, change.path[:-1])
    if change.verb == "remove":
        made, expendable = _remove(document, container, change.place), find_span(text, change.path)
    else:
        _put(container, change, _write(text, container, change, manner))
        made, expendable = str(document), (0, 0)
    if _comments(text) - _comments(text, *expendable) - _comments(made):
        raise EditRefusedError
    return made


def list_comments(text: str) -> Counter[str]:
    """Count the comments of a text, wherever they stand."""
    return _comments(text)


def _comments(text: str, start: int = 0, end: int = sys.maxsize) -> Counter[str]:
    """Count the comments that begin in a part of a text."""
    first, last = (len(text[:place].encode()) for place in (start, end))
    comments = yaml_edit.Document.parse(text).comments()
    return Counter(
        comment.text().rstrip() for comment in comments if first <= comment.byte_range()[0] < last
    )


def _find(document: yaml_edit.Document, path: Path) -> _Container:
    """Find a list or mapping; the places of keys come from our own reading, since the library guesses types."""
    node: yaml_edit.Node | None = document.root()
    for step in path:
        node = _children(_open(node))[step] if isinstance(step, int) else _child(_open(node), step)
    return _open(node)


def _open(node: yaml_edit.Node | None) -> _Container:
    container = _container(node) if node is not None else None
    if container is None:
        raise EditRefusedError
    return container


def _container(node: yaml_edit.Node) -> _Container | None:
    # Not `or`: an empty mapping is false.
    mapping = node.as_mapping()
    return node.as_sequence() if mapping is None else mapping


def _entries(container: _Container | None) -> list[yaml_edit.Entry]:
    return container.entries() if isinstance(container, yaml_edit.Mapping) else []


def _child(container: _Container, key: str) -> yaml_edit.Node | None:
    return next((entry.value() for entry in _entries(container) if _text(entry.key()) == key), None)


def _text(node: yaml_edit.Node | None) -> str | None:
    scalar = node.as_scalar() if node is not None else None
    return scalar.as_string() if scalar is not None else None


def _children(container: _Container) -> list[yaml_edit.Node | None]:
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
    """Take away what the library leaves of a removed key: a comma before }, or its margin."""
    if after.lstrip().startswith(b"}") and before.rstrip().endswith(b","):
        return before.rstrip()[:-1] + after
    margin = before[before.rfind(b"\n") + 1 :]
    if margin.strip(b" -"):
        return before + after
    return before + after.lstrip(b" ") if margin.strip() else before.removesuffix(margin) + after


def _put(container: _Container, change: ValueChange, written: str) -> None:
    """Put in the value, or the key and value, of a document of one key."""
    (entry,) = _entries(yaml_edit.Document.parse(written).as_mapping())
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


def _write(text: str, container: _Container, change: ValueChange, manner: Manner) -> str:
    """Write a document of one key with the step's new value."""
    names = [step for step in change.path if isinstance(step, str)] or [""]
    nodes = [node for node in _children(container) if node is not None]
    models = nodes if change.verb == "insert" else nodes[change.place : change.place + 1]
    is_text = isinstance(change.value, str)
    if (
        manner == "alike"
        and change.verb == "set"
        and is_text
        and change.value
        and _is_folded(models)
    ):
        return write_paragraph(change.value)
    is_like_flow = manner == "alike" and not is_text and _are_flow(models)
    usual: Style = "flow" if container.is_flow_style() or is_like_flow else "usual"
    quotes = {} if manner == "usual" else find_quotes(text)
    return write_pair(names, change.value, quotes, "quoted" if manner == "quoted" else usual)


def _is_folded(nodes: list[yaml_edit.Node]) -> bool:
    scalar = nodes[0].as_scalar() if nodes else None
    return scalar is not None and scalar.style() == "folded"


def _are_flow(nodes: list[yaml_edit.Node]) -> bool:
    containers = [_container(node) for node in nodes]
    return bool(nodes) and all(
        container is not None and container.is_flow_style() for container in containers
    )
