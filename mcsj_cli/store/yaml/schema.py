"""A document's nodes held against a type: each place where they disagree, going on after each."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Annotated, Literal, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
import yaml

from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model.fields import Scalar, Url, ZoneName
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.store.yaml.decoding import decode_field, strip_optional


class Flaw(NamedTuple):
    """A node that does not fit its type, or a key `unknown` to it, and what to do about it."""

    node: yaml.Node
    message: str
    advice: str
    unknown: bool = False


def walk(node: yaml.Node, schema: object, name: str = "") -> Iterator[Flaw]:
    """Compare a part of the document with its type, going on after each problem."""
    bare = strip_optional(schema)
    if bare is not schema and _is_null(node, bare):
        return
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        yield from _walk_struct(node, bare, name)
    elif get_origin(bare) is list:
        yield from _walk_list(node, get_args(bare)[0], name)
    elif get_origin(bare) is dict:
        yield from _walk_mapping(node, get_args(bare)[1], name)
    else:
        yield from _walk_scalar(node, bare, name)


def _is_null(node: yaml.Node, schema: object) -> bool:
    if isinstance(schema, type) and issubclass(schema, Scalar):
        return False  # its text may be any, «null» too
    return isinstance(node, yaml.ScalarNode) and node.value.lower() == "null"


def _walk_list(node: yaml.Node, schema: object, name: str) -> Iterator[Flaw]:
    if not isinstance(node, yaml.SequenceNode):
        advice = _("Write it as [one, other], or in lines with -.")
        yield _unexpected(node, name, _("a list"), advice)
        return
    for item in node.value:
        yield from walk(item, schema, name)


def _walk_mapping(node: yaml.Node, schema: object, name: str) -> Iterator[Flaw]:
    if not isinstance(node, yaml.MappingNode):
        yield _unexpected(node, name, _("keys with values"), _("Write them as key: value."))
        return
    yield from _find_bad_keys(node)
    for _key, value in node.value:
        yield from walk(value, schema, name)


def _walk_struct(node: yaml.Node, schema: type[msgspec.Struct], name: str) -> Iterator[Flaw]:
    if not isinstance(node, yaml.MappingNode):
        yield _unexpected(node, name, _("keys with values"), _("Write them as key: value."))
        return
    hints = get_type_hints(schema, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(schema)}
    yield from _find_bad_keys(node)
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in fields:
            yield from walk(value, hints[fields[key.value].name], key.value)
        else:
            yield _unknown_key(key, list(fields))
    present = {key.value for key, _value in node.value if isinstance(key, yaml.ScalarNode)}
    for field in fields.values():
        if field.required and field.encode_name not in present:
            yield _missing_key(node, field.encode_name)


def _missing_key(node: yaml.MappingNode, name: str) -> Flaw:
    message = _("the key «{name}» is missing").format(name=name)
    return Flaw(node, message, _("Add «{name}:» with its value.").format(name=name))


def _unknown_key(key: yaml.ScalarNode, known: list[str]) -> Flaw:
    close = nearest(key.value, known, 1)
    advice = _("The keys are: {names}.").format(names=", ".join(known))
    if close:
        advice = _("Did you mean «{name}»?").format(name=close[0]) + " " + advice
    message = _("there is no key «{name}» here").format(name=key.value)
    return Flaw(key, message, advice, unknown=True)


def _find_bad_keys(node: yaml.MappingNode) -> Iterator[Flaw]:
    seen: set[str] = set()
    for key, _value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            advice = _("Look at the brackets and braces in this line.")
            yield Flaw(key, _("a key must be a text"), advice)
        elif key.value in seen:
            message = _("the key «{name}» is here a second time").format(name=key.value)
            yield Flaw(key, message, _("Keep one of the two."))
        else:
            seen.add(key.value)


def _walk_scalar(node: yaml.Node, schema: object, name: str) -> Iterator[Flaw]:
    if not isinstance(node, yaml.ScalarNode):
        yield _unexpected(node, name, _("a single value"), _("Write one value, without brackets."))
        return
    try:
        msgspec.convert(node.value, schema, strict=False, dec_hook=decode_field)
    except msgspec.ValidationError as error:
        message, advice = _explain(schema, node.value, error)
        yield Flaw(node, f"{name}: {message}" if name else message, advice)


def _unexpected(node: yaml.Node, name: str, what: str, advice: str) -> Flaw:
    message = _("{what} is expected here").format(what=what)
    return Flaw(node, f"{name}: {message}" if name else message, advice)


def _explain(schema: object, value: str, error: msgspec.ValidationError) -> tuple[str, str]:
    """Return why a value does not fit its field, and what to do about it."""
    bare = get_args(schema)[0] if get_origin(schema) is Annotated else schema
    if isinstance(error.__cause__, ValueError):
        return str(error.__cause__), _advise_field(bare)
    if bare is date:
        return _("«{value}» is not a date").format(value=value), _("Write it as 2020-04-23.")
    if bare is bool:
        message = _("«{value}» is neither true nor false").format(value=value)
        return message, _("Write true or false.")
    if bare in (int, float):
        message = _("«{value}» is not a number that can be here").format(value=value)
        return message, _describe_limits(schema)
    return _explain_choice(value, _list_choices(bare))


def _advise_field(schema: object) -> str:
    """Return what to write where the reason alone does not say it, or ""."""
    if schema is Url:
        return _("Write the whole address, with https:// before it, or leave it empty.")
    if schema is ZoneName:
        return _("Write one of these names; that of Mexico City is America/Mexico_City.")
    return ""


def _explain_choice(value: str, names: list[str]) -> tuple[str, str]:
    meant = [name for name in names if fold(label(name)) == fold(value)]
    close = meant or nearest(value, names, 1)
    advice = _("They are: {names}.").format(names=", ".join(names))
    if close:
        advice = _("Did you mean «{name}»?").format(name=close[0]) + " " + advice
    return _("«{value}» is not one of the values that can be here").format(value=value), advice


def _list_choices(schema: object) -> list[str]:
    if get_origin(schema) is Literal:
        return [str(choice) for choice in get_args(schema)]
    if isinstance(schema, type) and issubclass(schema, Enum):
        return [str(member.value) for member in schema]
    return []


def _describe_limits(schema: object) -> str:
    for meta in get_args(schema)[1:]:
        if isinstance(meta, msgspec.Meta) and meta.ge is not None:
            if meta.le is not None:
                return _("Write a number from {low} to {high}.").format(low=meta.ge, high=meta.le)
            return _("Write a number from {low} up.").format(low=meta.ge)
    return _("Write a number.")
