"""How often the right rubric is proposed, by leaving each headline out in turn; and what a suggestion says."""

from collections import Counter, defaultdict

import pytest

from mcsj_cli.model.category import Rubric
from mcsj_cli.model.fields import Line, Prose, Tag
from mcsj_cli.model.suggestion import Evidence, find_stems, suggest
from mcsj_cli.store.project import Project
from tests.conftest import ROOT

HEADLINES = [
    line.split("\t") for line in (ROOT / "tests/data/headlines.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def learn(rows: list[list[str]]) -> Evidence:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for tag, text in rows:
        for stem in find_stems(text):
            counts[stem][tag] += 1
    return Evidence(Counter(tag for tag, _text in rows), counts)


def accuracy(rubrics: list[Rubric], *, learning: bool) -> tuple[float, float]:
    """Give how often the first guess, and one of the best three, is right."""
    first = three = 0
    for number, (tag, text) in enumerate(HEADLINES):
        rest = HEADLINES[:number] + HEADLINES[number + 1 :]
        rated = [one.tag for one in suggest(text, rubrics, learn(rest) if learning else Evidence()) if one.score > 0]
        first += rated[:1] == [tag]
        three += tag in rated[:3]
    return first / len(HEADLINES), three / len(HEADLINES)


def test_the_right_rubric_is_among_the_best_three() -> None:
    rubrics = Project(ROOT).categories.rubrics
    first, three = accuracy(rubrics, learning=True)
    assert three >= 0.7
    assert first >= 0.7
    alone, alone_three = accuracy(rubrics, learning=False)
    assert alone <= first or alone_three <= three


def test_what_was_tagged_before_counts() -> None:
    rubrics = [Rubric(Tag(tag), Line(tag), Prose("")) for tag in ("A", "B")]
    evidence = learn([["A", "concierto en casa"], ["A", "otro concierto"], ["B", "filtro carretero"]])
    best, other = suggest("Un concierto para todos", rubrics, evidence)
    assert (best.tag, best.words) == ("A", ["concie"])
    assert best.score > 0 > other.score
    assert [one.score for one in suggest("nada", rubrics, evidence)] == [0, 0]


@pytest.mark.parametrize("text", ["", "😷", "de la", "123 456"])
def test_a_text_that_tells_nothing(text: str) -> None:
    rubrics = Project(ROOT).categories.rubrics
    assert {one.score for one in suggest(text, rubrics, Evidence())} == {0}


def test_keywords_are_whole_words_in_their_order() -> None:
    rubrics = [Rubric(Tag("A"), Line("A"), Prose(""), [Line("gobierno federal"), Line("casa")])]
    assert suggest("El GOBIERNO Federal", rubrics, Evidence())[0].words == ["gobierno federal"]
    assert suggest("federal gobierno, casado", rubrics, Evidence())[0].words == []
