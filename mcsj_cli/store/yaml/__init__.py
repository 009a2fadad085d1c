"""YAML read by schema: each scalar is text that becomes its field's type, each error has its place.

What YAML would guess (`17:00` as 1020, `NO` as false, a number without its zeros) cannot happen.
What it would swallow (repeated keys, a hashtag taken for a comment) is an error.
"""

import re
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar

import msgspec
import yaml

from mcsj_cli.errors import Fault, InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store.yaml.decoding import decode_field, drop_unknown, is_too_deep, parse_tree

T = TypeVar("T")

# A cheap look for what libyaml reads and we do not: anchors, aliases, tags, and a # glued to a word
# after other text.
_SIGNS = ("&", "*", "!", "#")
_SUSPECT = re.compile(r"(?:^|[\s\[{,])(?:[&*]\S|!)|[ \t\[,]#\w", re.MULTILINE)


class _Representer(yaml.representer.SafeRepresenter):
    """Lists and mappings of plain values on one line, paragraphs as blocks, no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        style = "|" if "\n" in text else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Representer.add_representer(str, _Representer.represent_text)


def load(raw: bytes, schema: type[T], file: str, *, newer: bool = False) -> T:
    """Read a document as `schema`; raise InvalidDataError with every problem that it has.

    In a folder of a `newer` format unknown keys are passed over. What else does not fit the schema
    is no error there, but a warning: a later version may know what it means.
    """
    text = _decode(raw, file)
    value = _convert(text, schema, newer=newer)
    if value is None or _is_suspicious(text):
        problems = _find_problems(text, schema, file, newer=newer)
        if problems:
            raise InvalidDataError(problems)
    assert value is not None, file  # noqa: S101  a document that cannot be read has problems
    faults = list(value.faults()) if hasattr(value, "faults") else []
    if faults:
        located = locate(raw, file, faults)
        raise InvalidDataError([_excuse(one) for one in located] if newer else located)
    return value


def _find_problems(text: str, schema: object, file: str, *, newer: bool) -> list[Problem]:
    from mcsj_cli.store.yaml.diagnosis import Diagnosis  # only when something looks wrong

    if not newer:
        return Diagnosis(text, file).problems(schema)
    try:
        parse_plain(text.encode(), file)
    except InvalidDataError as error:  # no format allows what is no YAML of ours
        return list(error.problems)
    found = Diagnosis(text, file, newer=True).problems(schema)
    return [_excuse(problem) for problem in found]


def _excuse(problem: Problem) -> Problem:
    """Return what a newer format may allow as a warning; private data are allowed nowhere."""
    advice = _("A newer version of mcsj may know it: update the program.")
    return problem if problem.private else problem._replace(advice=advice, warning=True)


def _convert(text: str, schema: type[T], *, newer: bool) -> T | None:
    if is_too_deep(text):
        return None
    try:
        plain = parse_tree(text)
        known = drop_unknown(plain, schema) if newer else plain
        return msgspec.convert(known, schema, strict=False, dec_hook=decode_field)
    except (yaml.YAMLError, msgspec.ValidationError, RecursionError):
        return None


def _is_suspicious(text: str) -> bool:
    return any(sign in text for sign in _SIGNS) and _SUSPECT.search(text) is not None


def parse_plain(raw: bytes, file: str) -> object:
    """Read a document as lists, mappings and texts.

    Raises InvalidDataError with every problem that it has.
    """
    text = _decode(raw, file)
    value = None
    if not is_too_deep(text):
        with suppress(yaml.YAMLError, RecursionError):
            value = parse_tree(text)
    if value is None or _SUSPECT.search(text):
        from mcsj_cli.store.yaml.diagnosis import PlainDiagnosis  # only when something looks wrong

        problems = PlainDiagnosis(text, file).problems(object)
        if problems:
            raise InvalidDataError(problems)
    return value


def is_sound(plain: object, schema: Any) -> bool:
    """Whether a document of texts, as `parse_plain` reads it, is of a type and keeps its rules.

    Keys that the type does not know break none of them.
    """
    try:
        known = drop_unknown(plain, schema)
        value = msgspec.convert(known, schema, strict=False, dec_hook=decode_field)
    except msgspec.ValidationError:
        return False
    return not (hasattr(value, "faults") and any(value.faults()))


def dump(record: object) -> str:
    """Write a record's fields in their order.

    Fields that are None are left out, and optional ones that have their default value.
    """
    plain = _to_plain(_without_defaults(record))
    return _serialize({key: value for key, value in plain.items() if value is not None})


def _without_defaults(value: Any) -> Any:
    """Leave out fields whose value equals their default.

    msgspec itself only does so if both are the same object.
    """
    if isinstance(value, list):
        return [_without_defaults(item) for item in value]
    if not isinstance(value, msgspec.Struct):
        return value
    optional = value.__struct_config__.omit_defaults
    kept = {}
    for field in msgspec.structs.fields(value):
        said = getattr(value, field.name)
        if not (optional and said == _find_default(field)):
            kept[field.encode_name] = _without_defaults(said)
    return kept


def _find_default(field: msgspec.structs.FieldInfo) -> object:
    return field.default_factory() if callable(field.default_factory) else field.default


def dump_plain(value: object) -> str:
    """Write plain lists and mappings in their order: one level open, deeper ones on one line."""
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
    """Return faults of a readable document as problems, with their lines and columns."""
    from mcsj_cli.store.yaml.diagnosis import Diagnosis  # only when something is wrong

    diagnosis = Diagnosis(_decode(raw, file), file)
    return [diagnosis.place(fault) for fault in faults]


def _decode(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidDataError([_find_foreign_byte(raw, error.start, file)]) from error


def _find_foreign_byte(raw: bytes, place: int, file: str) -> Problem:
    before = raw[:place].decode("utf-8", "replace")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    message = _("the file is not in UTF-8 (byte {byte})").format(byte=f"0x{raw[place]:02X}")
    advice = _("Save it again with the encoding UTF-8; in Notepad: «Save as», Encoding, UTF-8.")
    # The likeliest other encoding, that of Windows.
    excerpt = raw.decode("cp1252", "replace").split("\n")[line - 1].strip()
    return Problem(file, line, column, message, advice, excerpt)
