"""Items: their faults, their addresses compared, their titles compared."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from mcsj_cli.model.content import (
    VOUCHED_FOR,
    Content,
    ContentStatus,
    Verification,
    is_near,
)
from mcsj_cli.model.fields import Line, Proof, Tag, Url

DAY = date(2020, 4, 22)
ITEM = Content(title=Line("Créditos a la palabra"), tags=[Tag("SOSeconomia")], created=DAY)


def verification(expires: date | None = None) -> Verification:
    return Verification(
        by=Line("coordinación"), on=DAY, evidence=Proof("https://a.mx"), expires=expires
    )


def test_item_names_itself() -> None:
    assert (ITEM.uid, ITEM.day) == ("2020-04-22-creditos-a-la-palabra", DAY)
    assert replace(ITEM, title=Line("😷")).uid == "2020-04-22-sin-titulo"


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({}, []),
        ({"tags": []}, [("tags",)]),
        ({"states": ["Jal", "MX-NLE", "Edo. Mex."]}, []),
        ({"states": ["Jal", "Texas", "Jalsco"]}, [("states", 1), ("states", 2)]),
        ({"verification": verification()}, []),
        ({"verification": verification(DAY)}, []),
        ({"verification": verification(date(2020, 4, 21))}, [("verification", "expires")]),
        ({"status": ContentStatus.RETRACTED}, []),
    ],
)
def test_faults(changes: dict[str, Any], paths: list[tuple[str | int, ...]]) -> None:
    assert [fault.path for fault in replace(ITEM, **changes).faults()] == paths


@pytest.mark.parametrize("status", ContentStatus)
def test_what_is_shown_is_vouched_for(status: ContentStatus) -> None:
    alone = [fault.path for fault in replace(ITEM, status=status).faults()]
    assert alone == ([("status",)] if status in VOUCHED_FOR else [])
    assert list(replace(ITEM, status=status, verification=verification()).faults()) == []


def test_an_item_without_address_is_found_by_none() -> None:
    one = replace(ITEM, url=Url("https://www.a.mx/b/"))
    other = replace(ITEM, url=Url("http://a.mx/b"))
    assert [value for field, value in one.facets() if field == "url"] == ["a.mx/b"]
    assert list(one.facets()) == list(other.facets())
    assert "url" not in dict(ITEM.facets())


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("CREDITOS A LA PALABRA", True),
        ("Créditos «a la palabra»…", True),
        ("Crédito a la palabra", True),
        ("Créditos para mipymes", False),
        ("Apoyo psicológico gratuito", False),
    ],
)
def test_near_titles(title: str, near: bool) -> None:
    assert is_near(ITEM, replace(ITEM, title=Line(title))) is near


@pytest.mark.parametrize(("one", "other"), [("😷", "🎉"), ("年", "月")])
def test_titles_without_latin_letters_are_not_all_near(one: str, other: str) -> None:
    assert not is_near(replace(ITEM, title=Line(one)), replace(ITEM, title=Line(other)))
