"""One step made in a document's syntax tree: the only place that knows the library which keeps the rest as it is."""

import textwrap
from collections import Counter
from typing import Literal

import yaml_edit

from mcsj_cli.store.yaml.changes import Change, Path
from mcsj_cli.store.yaml.notation import find_quotes, write_pair, write_paragraph

# How a new value is written: as its neighbours are, as our dump would, or with all its texts in double quotes.
Manner = Literal["alike", "usual", "quoted"]
MANNERS: tuple[Manner, ...] = ("alike", "usual", "quoted")

_Container = yaml_edit.Mapping | yaml_edit.Sequence


class RefusedError(Exception):
    """The library could not make a step, or lost a comment in it."""


def make(text: str, change: Change, manner: Manner) -> str:
    """Make a step in a text; raise RefusedError if the library cannot. What it holds then has to be looked at."""
    try:
        return _make(text, change, manner)
    except BaseException as error:
        # A panic of the library comes as a BaseException whose class cannot be imported.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise RefusedError from error
        raise


def _make(text: str, change: Change, manner: Manner) -> str:
    document = yaml_edit.Document.parse(text)
    if str(document) != text:
        raise RefusedError
    before = _comments(document)
    container = _find(document, change.path[:-1])
    if change.verb == "remove":
        return _remove(document, container, change.place)
    written = yaml_edit.Document.parse(_write(text, container, change, manner)).as_mapping()
    assert written is not None  # noqa: S101  we wrote it as a mapping
    key, value = written.entries()[0].key(), written.entries()[0].value()
    assert key is not None  # noqa: S101  of one key
    assert value is not None  # noqa: S101  and one value
    _put(container, change, key, value)
    if _comments(yaml_edit.Document.parse(str(document))) != before:
        raise RefusedError
    return str(document)


def _comments(document: yaml_edit.Document) -> Counter[str]:
    return Counter(comment.text().rstrip() for comment in document.comments())


def _find(document: yaml_edit.Document, path: Path) -> _Container:
    """Find a list or mapping; the places of keys come from our own reading, since the library guesses types."""
    node: yaml_edit.Node | None = document.root()
    for step in path:
        node = _children(_open(node))[step] if isinstance(step, int) else _child(_open(node), step)
    return _open(node)


def _open(node: yaml_edit.Node | None) -> _Container:
    container = _container(node) if node is not None else None
    if container is None:
        raise RefusedError
    return container


def _container(node: yaml_edit.Node) -> _Container | None:
    # Not `or`: an empty mapping is false.
    mapping = node.as_mapping()
    return node.as_sequence() if mapping is None else mapping


def _child(container: _Container, key: str) -> yaml_edit.Node | None:
    if not isinstance(container, yaml_edit.Mapping):
        raise RefusedError
    return next((entry.value() for entry in container.entries() if _text(entry.key()) == key), None)


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
    left = b"" if len(container) or container.is_flow_style() else b"{}\n"
    return _join(raw[:start], left + raw[start:]).decode()


def _join(before: bytes, after: bytes) -> bytes:
    """Take away what the library leaves of a removed key: a comma before }, or one margin too many."""
    if after.lstrip().startswith(b"}") and before.rstrip().endswith(b","):
        return before.rstrip()[:-1] + after
    margin = before[before.rfind(b"\n") + 1 :]
    return before + (after.lstrip(b" ") if margin and not margin.strip(b" -") else after)


def _put(container: _Container, change: Change, key: yaml_edit.Node, value: yaml_edit.Node) -> None:
    if isinstance(container, yaml_edit.Sequence):
        if change.verb == "set":
            container[change.place] = value
        else:
            container.insert(change.place, value)
    elif change.verb == "set":
        container.entries()[change.place].set_value(value)
    else:
        container.insert_at_index(change.place, key, value)


def _write(text: str, container: _Container, change: Change, manner: Manner) -> str:
    """Write a document of one key with the step's new value."""
    names = [step for step in change.path if isinstance(step, str)] or [""]
    nodes = [node for node in _children(container) if node is not None]
    models = nodes if change.verb == "insert" else nodes[change.place : change.place + 1]
    if manner == "alike" and change.verb == "set" and _is_folded(models) and _folds(change.value):
        return write_paragraph(change.value)
    is_flow = container.is_flow_style() or (
        manner == "alike" and not isinstance(change.value, str) and _are_flow(models)
    )
    quotes = {} if manner == "usual" else find_quotes(text)
    return write_pair(names, change.value, quotes, "quoted" if manner == "quoted" else "flow" if is_flow else "usual")


def _is_folded(nodes: list[yaml_edit.Node]) -> bool:
    scalar = nodes[0].as_scalar() if nodes else None
    return scalar is not None and scalar.style() == "folded"


def _folds(value: object) -> bool:
    """Say whether a text comes back from folded lines as it was."""
    return isinstance(value, str) and " ".join(textwrap.wrap(value)) == value


def _are_flow(nodes: list[yaml_edit.Node]) -> bool:
    containers = [_container(node) for node in nodes]
    return bool(nodes) and all(container is not None and container.is_flow_style() for container in containers)
