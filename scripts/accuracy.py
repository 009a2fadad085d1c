"""How often the right rubric is proposed for a headline, by leaving each out in turn.

Written to docs/suggestions.md.

The keywords were chosen with such headlines in sight, so the rows without them are the stricter
ones.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from mcsj_cli.model.category import Rubric
from mcsj_cli.model.suggestion import TagCounts, find_stems, suggest
from mcsj_cli.store.project import Project

ROOT = Path(__file__).parent.parent
HEADLINES = ROOT / "tests" / "data" / "headlines.tsv"
PAGE = ROOT / "docs" / "suggestions.md"
BEGIN, END = "<!-- accuracy: made by scripts/accuracy.py -->", "<!-- accuracy: end -->"


class Headline(NamedTuple):
    """A text and the rubric that people put it under."""

    tag: str
    text: str


class Accuracy(NamedTuple):
    """Of how many headlines the first guess, and one of the best three, was right."""

    name: str
    first: int
    three: int
    total: int


def read_headlines() -> list[Headline]:
    """Read the labelled headlines."""
    lines = HEADLINES.read_text(encoding="utf-8").splitlines()[1:]
    return [Headline(*line.split("\t")) for line in lines]


def learn(headlines: Sequence[Headline]) -> TagCounts:
    """Count stems by rubric, as the index does for a network's own items."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for headline in headlines:
        for stem in find_stems(headline.text):
            counts[stem][headline.tag] += 1
    return TagCounts(Counter(headline.tag for headline in headlines), counts)


def measure(
    name: str, rubrics: Sequence[Rubric], headlines: Sequence[Headline], *, learning: bool
) -> Accuracy:
    """Guess each headline from the rubrics' keywords and, if `learning`, from all the others."""
    first = three = 0
    for number, headline in enumerate(headlines):
        rest = [*headlines[:number], *headlines[number + 1 :]]
        evidence = learn(rest) if learning else TagCounts()
        rated = [one.tag for one in suggest(headline.text, rubrics, evidence) if one.score > 0]
        first += rated[:1] == [headline.tag]
        three += headline.tag in rated[:3]
    return Accuracy(name, first, three, len(headlines))


def measure_all() -> list[Accuracy]:
    """Measure with keywords, with learning, and with both."""
    rubrics, headlines = Project(ROOT).categories.rubrics, read_headlines()
    bare = [msgspec.structs.replace(rubric, keywords=[]) for rubric in rubrics]
    return [
        measure("keywords and earlier items", rubrics, headlines, learning=True),
        measure("keywords alone", rubrics, headlines, learning=False),
        measure("earlier items alone", bare, headlines, learning=True),
    ]


def render(found: Sequence[Accuracy]) -> str:
    """Write the table."""
    lines = ["| from | first guess | best three |", "| --- | ---: | ---: |"]
    for one in found:
        shares = (
            f"{count} of {one.total} ({count / one.total:.0%})" for count in (one.first, one.three)
        )
        lines.append(f"| {one.name} | {' | '.join(shares)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, and renew the page's."""
    table = render(measure_all())
    sys.stdout.write(f"{table}\n")
    before, _begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
