"""Items: their faults, their addresses compared, their titles compared."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mcsj_cli.model.content import (
    VOUCHED_FOR,
    Content,
    ContentStatus,
    Verification,
    is_near,
    url_key,
)
from mcsj_cli.model.fields import Line, Tag, Url

DAY = date(2020, 4, 22)
ITEM = Content(title=Line("Créditos a la palabra"), tags=[Tag("SOSeconomia")], created=DAY)


def verification(expires: date | None = None) -> Verification:
    return Verification(
        by=Line("coordinación"), on=DAY, evidence=Url("https://a.mx"), expires=expires
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


@pytest.mark.parametrize(
    "other",
    [
        "http://imss.gob.mx/a",
        "https://www.imss.gob.mx/a/",
        "HTTPS://WWW.IMSS.GOB.MX/a",
        "https://imss.gob.mx/a#parte",
        "https://imss.gob.mx/a?utm_source=x&utm_medium=y",
        "https://imss.gob.mx/a?fbclid=abc",
        "https://imss.gob.mx/a?",
    ],
)
def test_addresses_of_one_page(other: str) -> None:
    assert url_key(other) == url_key("https://imss.gob.mx/a")


@pytest.mark.parametrize(
    "other",
    [
        "https://imss.gob.mx/b",
        "https://imss.gob.mx/a?id=1",
        "https://imss.gob.mx:8443/a",
        "https://m.imss.gob.mx/a",
        "https://imss.gob.mx/A",
        "https://imss.gob.mx/a?id=",
    ],
)
def test_addresses_of_other_pages(other: str) -> None:
    assert url_key(other) != url_key("https://imss.gob.mx/a")


def test_order_of_parameters_makes_no_difference() -> None:
    assert url_key("https://a.mx/?b=2&a=1&utm_id=3") == url_key("https://a.mx?a=1&b=2")
    assert url_key("https://a.mx/?a=1") != url_key("https://a.mx/?a=2")


@given(st.text(max_size=40).map(lambda rest: f"https://a.mx/{rest}"))
def test_any_address_that_a_record_can_have_is_compared(text: str) -> None:
    try:
        url = Url.parse(text)
    except ValueError:
        return
    assert url_key(url) == url_key(url)


@pytest.mark.parametrize("text", ["https://a.mx:99999/b", "https://a.mx:x/b"])
def test_address_with_a_bad_port_is_refused_or_compared(text: str) -> None:
    try:
        url = Url.parse(text)
    except ValueError:
        return
    assert url_key(url)


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
