"""JSON Schemas (2020-12) of reports, and of the data files for editors of YAML.

A schema describes one file. Our reader takes every scalar as text, so a text may be whatever other
readers of YAML guess: a number, a boolean or null. Descriptions are the first paragraphs of the
docstrings of the types.
"""

from types import ModuleType
from typing import Any

from msgspec import inspect

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import PagePost, PublishSlot
from mcsj_cli.model.fields import (
    Domain,
    Line,
    Phrase,
    Proof,
    Prose,
    Slug,
    Tag,
    Url,
    WallMoment,
    WallTime,
    ZoneName,
)
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.model.letterhead import Colour, LogoName
from mcsj_cli.model.mail import Address
from mcsj_cli.model.membership import Groups, Slot
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.text import DEVICES
from mcsj_cli.model.week import Week
from mcsj_cli.reports import json as report_json
from mcsj_cli.reports.json import SCHEMA
from mcsj_cli.reports.period_values import ContactFigures, GroupReport, MesaReport
from mcsj_cli.reports.weekly_values import HourShift, WeeklyReport

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# The type of each hand-edited file by its name, and of each kind of record by its folder.
_DOCUMENTS = {
    "network": Network, "groups": Groups, "categories": Categories, "partners": Partners,
    **{kind.folder: kind.record for kind in KINDS},
}  # fmt: skip

# The types that readers of YAML may guess for a text, as in `title: 2020` or a slug of digits.
# An empty value, as in `summary:`, is null.
_TEXT = ["string", "number", "boolean"]
_WORD = ["string", "integer", "boolean"]
# ECMA-262 and Python read these patterns alike; \w and \d would differ beyond ASCII.
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"  # a part of a domain
_HOUR = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
_FIELDS: dict[type, Schema] = {
    Line: {"type": _TEXT, "pattern": r"\S"},
    Domain: {
        "type": "string",
        "pattern": rf"^{_LABEL}(\.{_LABEL})*$",
    },
    Phrase: {"type": [*_TEXT, "null"]},
    Proof: {"type": [*_TEXT, "null"]},
    Prose: {"type": [*_TEXT, "null"]},
    Slug: {
        "type": _WORD,
        "pattern": rf"^(?!({'|'.join(sorted(DEVICES))})$)[a-z0-9]+(-[a-z0-9]+)*$",
        "minimum": 0,
    },
    Tag: {"type": _WORD, "pattern": r"^#?[^\s!-/:-@\[-\^`{-~]+$", "minimum": 0},
    Url: {"type": ["string", "null"], "pattern": r"^([Hh][Tt][Tt][Pp][Ss]?://\S+)?$"},
    Address: {"type": "string", "pattern": r"^[^\s@]+@[^\s@]+\.[^\s@]+$"},
    WallTime: {"type": "string", "pattern": f"^{_HOUR}$"},
    WallMoment: {"type": "string", "pattern": f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T]{_HOUR}$"},
    Colour: {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
    LogoName: {
        "type": ["string", "null"],
        "pattern": r"^(.*\.([Ss][Vv][Gg]|[Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg]))?$",
    },
    ZoneName: {"type": "string", "pattern": "^(UTC|[A-Za-z]+/[A-Za-z0-9_+/-]+)$"},
    Week: {"type": "string", "pattern": r"^\s*[0-9]{4}-?[Ww][0-9]{1,2}\s*$"},
}
_PLAIN: dict[type[inspect.Type], Schema] = {
    inspect.DateType: {
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    },
    inspect.DateTimeType: {"type": "string", "format": "date-time"},
    inspect.StrType: {"type": "string"},
    inspect.BoolType: {"type": "boolean"},
    inspect.IntType: {"type": "integer"},
    inspect.FloatType: {"type": "number"},
    inspect.NoneType: {"type": "null"},
}

# Titles are a part of the schemas that people keep: they stay when a class gets another name.
_TITLES: dict[type, str] = {
    Slot: "Series",
    PublishSlot: "Slot",
    PagePost: "Publication",
    HourShift: "Change",
    ContactFigures: "Contact",
}


def build_report_schema() -> Schema:
    """Build the schema of reports in JSON, with one alternative a kind."""
    kinds = {"weekly": WeeklyReport, "group": GroupReport, "mesa": MesaReport}
    shapes = []
    for kind, report in kinds.items():
        shape = _build(inspect.type_info(report))
        marks: Schema = {"schema": {"const": SCHEMA}, "report": {"const": kind}}
        shapes.append(
            {
                **shape,
                "properties": {**marks, **shape["properties"]},
                "required": [*marks, *shape["required"]],
            }
        )
    return {
        "$schema": _DIALECT,
        "title": "Report",
        "description": _describe_type(report_json),
        "oneOf": shapes,
    }


def build_schemas() -> dict[str, Schema]:
    """Build the schemas of hand-edited files by their names, and of records by their folders."""
    return {
        name: {"$schema": _DIALECT, **_build(inspect.type_info(model))}
        for name, model in _DOCUMENTS.items()
    }


def _build(info: inspect.Type) -> Schema:
    match info:
        case inspect.StructType():
            return _build_struct(info)
        case inspect.ListType():
            return {"type": "array", "items": _build(info.item_type)}
        case inspect.DictType():
            return {"type": "object", "additionalProperties": _build(info.value_type)}
        case inspect.UnionType():
            return {"anyOf": [_build(member) for member in info.types]}
        case _:
            return _build_scalar(info)


def _build_struct(info: inspect.StructType) -> Schema:
    return {
        "title": _TITLES.get(info.cls, info.cls.__name__),
        "description": _describe_type(info.cls),
        "type": "object",
        "properties": {field.encode_name: _build(field.type) for field in info.fields},
        "required": [field.encode_name for field in info.fields if field.required],
        "additionalProperties": False,
    }


def _build_scalar(info: inspect.Type) -> Schema:
    match info:
        case inspect.CustomType():
            return {"description": _describe_type(info.cls), **_FIELDS[info.cls]}
        case inspect.EnumType():
            return {
                "description": _describe_type(info.cls),
                "enum": [member.value for member in info.cls],
            }
        case inspect.LiteralType():
            return {"enum": list(info.values)}
        case inspect.IntType() | inspect.FloatType():
            return {**_PLAIN[type(info)], **_limits(info)}
        case _:
            return _PLAIN[type(info)]


def _limits(info: inspect.IntType | inspect.FloatType) -> Schema:
    limits = {"minimum": info.ge, "maximum": info.le}
    return {key: limit for key, limit in limits.items() if limit is not None}


def _describe_type(model: type | ModuleType) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())
