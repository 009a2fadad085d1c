"""YAML read by schema: every scalar is text that the record's field types, every error has its place.

What YAML would guess (`17:00` as 1020, `NO` as false, a number without its zeros) cannot happen, and what it would
swallow (repeated keys, a hashtag taken for a comment) is an error.
"""

import re
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar

import msgspec
import yaml

from mcsj_cli.errors import Fault, InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store.yaml.decoding import decode_field
from mcsj_cli.store.yaml.depth import is_too_deep

T = TypeVar("T")

# A cheap look for what libyaml reads and we do not: anchors, aliases, tags, and a # glued to a word after other text.
_SIGNS = ("&", "*", "!", "#")
_SUSPECT = re.compile(r"(?:^|[\s\[{,])(?:[&*]\S|!)|[ \t\[,]#\w", re.MULTILINE)


class _Loader(yaml.CBaseLoader):
    """Nodes without tags: nothing is guessed from how a scalar looks, so nothing need look."""

    def resolve(self, *_node: object) -> str:
        return ""

    def descend_resolver(self, *_node: object) -> None: ...

    def ascend_resolver(self) -> None: ...


def _to_tree(node: yaml.Node) -> Any:
    """Make plain lists, mappings and texts; raise YAMLError for keys that repeat, or are not text."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_to_tree(item) for item in node.value]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in mapping:
            raise yaml.constructor.ConstructorError(problem="key", problem_mark=key.start_mark)
        mapping[key.value] = _to_tree(value)
    return mapping


class _Representer(yaml.representer.SafeRepresenter):
    """Lists and mappings of plain values on one line, paragraphs as blocks, no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar(
            "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
        )


_Representer.add_representer(str, _Representer.represent_text)


def load(raw: bytes, schema: type[T], file: str) -> T:
    """Read a document as `schema`; raise InvalidDataError with every problem that it has."""
    text = _decode(raw, file)
    value, suspicious = None, True
    if not is_too_deep(text):
        try:
            value = msgspec.convert(_parse(text), schema, strict=False, dec_hook=decode_field)
            suspicious = any(sign in text for sign in _SIGNS) and _SUSPECT.search(text) is not None
        except (yaml.YAMLError, msgspec.ValidationError, RecursionError):
            pass
    if suspicious:
        from mcsj_cli.store.yaml.diagnosis import Diagnosis  # only when something looks wrong

        problems = Diagnosis(text, file).problems(schema)
        if problems:
            raise InvalidDataError(problems)
    assert value is not None, file  # noqa: S101  a document that cannot be read has problems
    faults = list(value.faults()) if hasattr(value, "faults") else []
    if faults:
        raise InvalidDataError(locate(raw, file, faults))
    return value


def parse_plain(raw: bytes, file: str) -> object:
    """Read a document as lists, mappings and texts; raise InvalidDataError with every problem that it has."""
    text = _decode(raw, file)
    value = None
    if not is_too_deep(text):
        with suppress(yaml.YAMLError, RecursionError):
            value = _parse(text)
    if value is None or _SUSPECT.search(text):
        from mcsj_cli.store.yaml.plain import PlainDiagnosis  # only when something looks wrong

        problems = PlainDiagnosis(text, file).problems(object)
        if problems:
            raise InvalidDataError(problems)
    return value


def dump(record: object) -> str:
    """Write a record's fields in their order, without those that are None, or that say nothing and may be left out."""
    plain = _to_plain(_without_defaults(record))
    return _serialize({key: value for key, value in plain.items() if value is not None})


def _without_defaults(value: Any) -> Any:
    """Leave out what is as it would be anyway; msgspec itself only knows that of the very same object."""
    if isinstance(value, list):
        return [_without_defaults(item) for item in value]
    if not isinstance(value, msgspec.Struct):
        return value
    optional = value.__struct_config__.omit_defaults
    return {
        field.encode_name: _without_defaults(said)
        for field in msgspec.structs.fields(value)
        for said in [getattr(value, field.name)]
        if not (optional and said == _default(field))
    }


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default_factory() if callable(field.default_factory) else field.default


def dump_plain(value: object) -> str:
    """Write plain lists and mappings in their order, one level open and what lies deeper on its line."""
    return _serialize(_to_plain(value))


def _to_plain(value: object) -> Any:
    return msgspec.to_builtins(value, builtin_types=(date,), enc_hook=str)


def _serialize(value: object) -> str:
    representer = _Representer(default_flow_style=None, sort_keys=False)  # type: ignore[arg-type]
    node = representer.represent_data(value)
    if isinstance(node, yaml.CollectionNode):
        node.flow_style = False
    return yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=1_000_000)


def locate(raw: bytes, file: str, faults: list[Fault]) -> list[Problem]:
    """Give each fault of a readable document its line and column."""
    from mcsj_cli.store.yaml.diagnosis import Diagnosis  # only when something is wrong

    diagnosis = Diagnosis(_decode(raw, file), file)
    return [diagnosis.place(fault) for fault in faults]


def _decode(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        problem = Problem(
            file,
            line,
            len(before) - before.rfind("\n"),
            _("the file is not in UTF-8 (byte {byte})").format(byte=f"0x{raw[error.start]:02X}"),
            _("Save it again with the encoding UTF-8; in Notepad: «Save as», Encoding, UTF-8."),
            raw.decode("cp1252", "replace").split("\n")[line - 1].strip(),
        )
        raise InvalidDataError([problem]) from error


def _parse(text: str) -> object:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _to_tree(node)
    finally:
        loader.dispose()
