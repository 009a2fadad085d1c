"""The registry: what every kind of record promises to the storage, the checks and the lists."""

from datetime import date
from typing import Any

import msgspec
import pytest

from mcsj_cli.model.kinds import KINDS, Kind, Record
from mcsj_cli.model.text import slugify

EXAMPLES: dict[str, dict[str, Any]] = {
    "content": {"title": "Un título", "tags": ["SOSnacional"], "created": "2020-04-22"},
    "meetings": {"group": 4, "week": "2020-W17"},
    "actions": {
        "title": "Una acción",
        "mesas": ["leon"],
        "axis": "economia",
        "approach": "intercambio",
        "owner": "coordinación de la mesa",
        "due": "2020-05-08",
        "created": "2020-04-22",
    },
    "practices": {
        "title": "Una práctica",
        "mesa": "leon",
        "axis": "economia",
        "done": "Algo",
        "result": "Mucho",
        "created": "2020-04-22",
    },
    "followups": {
        "mesa": "leon",
        "date": "2020-04-22",
        "channel": "call",
        "stage": "contacted",
        "summary": "Se presentó la estrategia.",
    },
}
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.folder)


def example(kind: Kind[Record]) -> Record:
    return msgspec.convert(
        EXAMPLES[kind.folder], kind.record, dec_hook=lambda field, text: field.parse(text)
    )


def test_folders_and_types_are_unique() -> None:
    assert (
        len({kind.folder for kind in KINDS}) == len({kind.record for kind in KINDS}) == len(KINDS)
    )
    assert set(EXAMPLES) == {kind.folder for kind in KINDS}


@each_kind
def test_kind_has_a_plain_folder_and_a_name(kind: Kind[Record]) -> None:
    assert kind.folder == slugify(kind.folder)
    assert kind.label()
    assert kind.label() != kind.folder


@each_kind
def test_record_says_what_all_records_say(kind: Kind[Record]) -> None:
    record = example(kind)
    assert type(record) is kind.record
    assert isinstance(record.day, date)
    assert record.uid.startswith("2020-")
    assert "/" not in record.uid
    assert list(record.faults()) == []


@each_kind
def test_record_is_frozen_and_knows_its_keys(kind: Kind[Record]) -> None:
    record = example(kind)
    with pytest.raises(AttributeError):
        setattr(record, kind.record.__struct_fields__[0], None)  # type: ignore[attr-defined]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            {**EXAMPLES[kind.folder], "zzz": 1},
            kind.record,
            dec_hook=lambda field, text: field(text),
        )
