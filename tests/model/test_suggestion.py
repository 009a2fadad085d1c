"""How often the right rubric is proposed, by leaving each headline out in turn;
and what a suggestion says.
"""

import pytest

import accuracy
from accuracy import Headline
from mcsj_cli.model.category import Rubric
from mcsj_cli.model.fields import Line, Prose, Tag
from mcsj_cli.model.suggestion import TagCounts, suggest
from mcsj_cli.store.project import Project
from tests.conftest import ROOT


def test_the_right_rubric_is_among_the_best_three() -> None:
    both, keywords, items = accuracy.measure_all()
    assert both.three / both.total >= 0.7
    assert both.three >= max(keywords.three, items.three)
    assert accuracy.render([both, keywords, items]) in accuracy.PAGE.read_text(encoding="utf-8")


def test_what_was_tagged_before_counts() -> None:
    rubrics = [Rubric(Tag(tag), Line(tag), Prose("")) for tag in ("A", "B")]
    evidence = accuracy.learn(
        [
            Headline("A", "concierto en casa"),
            Headline("A", "otro concierto"),
            Headline("B", "filtro carretero"),
        ]
    )
    best, other = suggest("Un concierto para todos", rubrics, evidence)
    assert (best.tag, best.words) == ("A", ["concierto"])
    assert best.score > 0 > other.score
    assert [one.score for one in suggest("nada", rubrics, evidence)] == [0, 0]


@pytest.mark.parametrize("text", ["", "😷", "de la", "123 456"])
def test_a_text_that_tells_nothing(text: str) -> None:
    rubrics = Project(ROOT).categories.rubrics
    assert {one.score for one in suggest(text, rubrics, TagCounts())} == {0}


def test_keywords_are_whole_words_in_their_order() -> None:
    rubrics = [Rubric(Tag("A"), Line("A"), Prose(""), [Line("gobierno federal"), Line("casa")])]
    assert suggest("El GOBIERNO Federal", rubrics, TagCounts())[0].words == ["gobierno federal"]
    assert suggest("federal gobierno, casado", rubrics, TagCounts())[0].words == []
