"""Fields of a record that only mean something together, so that a merge keeps one side's whole.

A kind declares its facts as a class attribute `together`, beside the fields that they are made of.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, get_args, get_origin

import msgspec

_NONE: Mapping[str, str] = MappingProxyType({})


class Facts(NamedTuple):
    """One decision that several fields tell of; `name` says which one to the person.

    Two people who decide differently on `fields` are asked which decision stands, and it stands
    whole, with the fields that `follow` it. Where they decided alike, or only one of them decided,
    each field is merged for itself: two people who write down different mesas of one meeting that
    was held both win. A value that is `implied` in a field is no decision. It follows from a note,
    and gives way to what the other person decided. So does a value that is `filled` in for new keys
    of a mapping: mesas that nobody named were absent, until another person saw them. The field
    `revision` rises above both sides.
    """

    name: str
    fields: tuple[str, ...]
    follow: tuple[str, ...] = ()
    implied: Mapping[str, str] = _NONE
    filled: Mapping[str, str] = _NONE
    revision: str = ""

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.fields, *self.follow)

    def choose(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that data have of these."""
        return {field: data[field] for field in self.every if field in data}

    def find_decision(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that were decided, with their values; None is a field taken away."""
        decided = {}
        for field in self.fields:
            value = after.get(field)
            if value != before.get(field) and value != self.implied.get(field, ...):
                decided[field] = value
        return decided


def list_facts(schema: object) -> tuple[Facts, ...]:
    """Return the facts that a type declares."""
    declared: tuple[Facts, ...] = getattr(schema, "together", ())
    return declared


def find_part(schema: object, key: str) -> object:
    """Return the type of a part of a document: a field's, or that of a list's elements; or None."""
    if not (isinstance(schema, type) and issubclass(schema, msgspec.Struct)):
        return None
    for field in msgspec.structs.fields(schema):
        if field.encode_name == key:
            return field.type
    return None


def find_element(schema: object) -> object:
    """Return the type of a list's elements; None if a type is no list's."""
    return get_args(schema)[0] if get_origin(schema) is list else None
