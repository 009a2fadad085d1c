"""Decoding: a document's text to lists, mappings and texts, and a text to the type of its field."""

from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
import yaml

from mcsj_cli.i18n import _

# No document of ours has ten levels.
_DEEPEST = 50
# Only these open a level in so few bytes that a small file can go deep.
_OPENERS = ("[", "{", "- ", "? ", "-\t", "?\t")
_MANY = 500


class _Loader(yaml.CBaseLoader):
    """Composes nodes without tags, which saves the search for what a scalar looks like."""

    def resolve(self, *_node: object) -> str:
        return ""

    def descend_resolver(self, *_node: object) -> None: ...

    def ascend_resolver(self) -> None: ...


def is_too_deep(text: str) -> bool:
    """Whether a document goes deeper than any of ours may.

    It must be asked before the document is parsed: libyaml's recursion would overflow the stack.
    """
    if sum(map(text.count, _OPENERS)) < _MANY:
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEEPEST:
                    return True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return False
    return False


def parse_tree(text: str) -> object:
    """Parse a document as lists, mappings and texts; None is an empty one.

    Raises YAMLError for what libyaml refuses, and for keys that repeat or are not text.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _build_tree(node)
    finally:
        loader.dispose()


def _build_tree(node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_build_tree(item) for item in node.value]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in mapping:
            raise yaml.constructor.ConstructorError(problem="key", problem_mark=key.start_mark)
        mapping[key.value] = _build_tree(value)
    return mapping


def drop_unknown(plain: Any, schema: object) -> Any:
    """Return lists, mappings and texts without the keys that a type does not know."""
    bare = strip_optional(schema)
    if isinstance(plain, list) and get_origin(bare) is list:
        return [drop_unknown(item, get_args(bare)[0]) for item in plain]
    if isinstance(plain, dict) and get_origin(bare) is dict:
        return {key: drop_unknown(value, get_args(bare)[1]) for key, value in plain.items()}
    if isinstance(plain, dict) and isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        fields = _list_fields(bare)
        known = [key for key in plain if key in fields]
        return {key: drop_unknown(plain[key], fields[key]) for key in known}
    return plain


def strip_optional(schema: object) -> object:
    """Return the type of a field that may also be None."""
    if get_origin(schema) in (Union, UnionType):
        return next(arg for arg in get_args(schema) if arg is not type(None))
    return schema


@cache
def _list_fields(schema: type[msgspec.Struct]) -> dict[str, object]:
    return {field.encode_name: field.type for field in msgspec.structs.fields(schema)}


def decode_field(schema: type, value: object) -> object:
    """Make a field that parses itself, as msgspec's `dec_hook`.

    Raises ValueError with words for the person who wrote the text.
    """
    if not isinstance(value, str):
        raise ValueError(_("a text is expected here"))
    parse = getattr(schema, "parse", None)
    if parse is None:
        raise NotImplementedError(schema)
    return parse(value)
