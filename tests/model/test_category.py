"""A tag is found however it is written."""

import unicodedata

import pytest

from mcsj_cli.errors import ExistsError, NotFoundError
from mcsj_cli.model.category import Approach, Axis, Categories, Rubric
from mcsj_cli.model.fields import Line, Prose, Slug, Tag


def rubric(tag: str) -> Rubric:
    return Rubric(Tag(tag), Line(tag), Prose(""))


CATEGORIES = Categories([rubric("SOSeconomia"), rubric("SOSdelaOMS"), rubric("SOSniñez")], [], [])


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("SOSeconomia", "SOSeconomia"),
        ("#SOSeconomia", "SOSeconomia"),
        ("  #soseconomia ", "SOSeconomia"),
        ("SOSEconomía", "SOSeconomia"),
        (unicodedata.normalize("NFD", "#SOSECONOMÍA"), "SOSeconomia"),
        ("sosdelaoms", "SOSdelaOMS"),
        ("sosninez", "SOSniñez"),
        (unicodedata.normalize("NFD", "SOSniñez"), "SOSniñez"),
    ],
)
def test_tag_is_found_however_it_is_written(text: str, tag: str) -> None:
    found = CATEGORIES.find_tag(text)
    assert found == tag
    assert type(found) is Tag


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("SOSeconomias", "¿Quiso decir «SOSeconomia»"),
        ("zzz", "SOSeconomia, SOSdelaOMS, SOSniñez"),
        ("", "SOSeconomia, "),
    ],
)
def test_unknown_tag_gets_a_proposal(text: str, advice: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        CATEGORIES.find_tag(text)
    assert f"«{text}»" in caught.value.message
    assert advice in caught.value.advice


def test_nothing_is_declared_twice() -> None:
    axis, approach = (
        Axis(Slug("a"), Line("A"), Prose("")),
        Approach(Slug("b"), Line("B"), Prose("")),
    )
    assert list(CATEGORIES.faults()) == []
    twice = Categories([rubric("a"), rubric("Á")], [axis, axis], [approach, approach])
    assert [fault.path for fault in twice.faults()] == [
        ("rubrics", 1, "tag"),
        ("axes", 1, "slug"),
        ("approaches", 1, "slug"),
    ]


def test_no_rubric_takes_what_another_was_called_before() -> None:
    one, other = CATEGORIES.tags[:2]
    renamed = CATEGORIES.rename(one, Tag("SOSotra"))
    with pytest.raises(ExistsError) as caught:
        renamed.rename(other, Tag(f"SOS{one[3:].upper()}"))
    assert "SOSotra" in caught.value.message
    assert renamed.rename(Tag("SOSotra"), one).find_tag("SOSotra") == one
