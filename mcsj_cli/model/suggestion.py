"""Which rubrics a text belongs to, from their keywords and from what was tagged before; a person decides."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from mcsj_cli.model.category import Rubric
from mcsj_cli.model.fields import Tag
from mcsj_cli.model.text import fold, split_words

_STEM = 6  # letters that the forms of a Spanish word mostly share
_SHORT = 4  # shorter words say little, and are mostly of the grammar
_KEYWORD = 3.0  # what a keyword counts, as the logarithm of odds
_SMOOTH = 0.5
_STOP = frozenset({
    "antes", "cada", "como", "contra", "cual", "cuales", "cuando", "desde", "despues", "donde", "durante", "entre",
    "esta", "estas", "este", "estos", "fueron", "hacia", "hasta", "mediante", "menos", "mientras", "para", "pero",
    "porque", "quien", "quienes", "sean", "segun", "sera", "sino", "sobre", "solo", "tambien", "toda", "todas", "todo",
    "todos", "tras", "unas", "unos",
})  # fmt: skip


@dataclass(frozen=True)
class TagCounts:
    """How many items each rubric has, and in how many of them each stem stands; a stem is the beginning of a word."""

    totals: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """A rubric, how much speaks for it, and the words of the text that do."""

    tag: Tag
    score: float
    words: Sequence[str]


def find_stems(text: str) -> list[str]:
    """Give the beginnings of the words of a text that may tell its subject, each once."""
    words = [
        word
        for word in split_words(text)
        if len(word) >= _SHORT and word not in _STOP and not word.isdecimal()
    ]
    return list(dict.fromkeys(word[:_STEM] for word in words))


def suggest(text: str, rubrics: Sequence[Rubric], evidence: TagCounts) -> list[Suggestion]:
    """Rate every rubric for a text, the best first; of two alike the one declared first.

    The score is a sum of log-odds: a keyword counts a fixed sum, a stem what the items tagged before say of it (naive
    Bayes with the other rubrics as the alternative). It compares rubrics for one text, and nothing else.
    """
    stems = find_stems(text)
    found = []
    for rubric in rubrics:
        hits = _find_keywords(rubric.keywords, text)
        odds = {stem: _log_odds(stem, rubric.tag, evidence) for stem in stems}
        telling = [stem for stem, value in odds.items() if value > 0.5 and not _within(stem, hits)]
        words = [*hits, *(_find_word(text, stem) for stem in telling)]
        found.append(
            Suggestion(rubric.tag, round(_KEYWORD * len(hits) + sum(odds.values()), 3), words)
        )
    return sorted(found, key=lambda suggestion: -suggestion.score)


def _find_keywords(keywords: Sequence[str], text: str) -> list[str]:
    words = f" {' '.join(split_words(text))} "
    return [
        str(keyword)
        for keyword in keywords
        for wanted in [" ".join(split_words(keyword))]
        if (f" {wanted} " in words if wanted else fold(keyword) in fold(text))
    ]


def _find_word(text: str, stem: str) -> str:
    """Give the word of a text that begins so, as it stands there."""
    return next((word for word in re.findall(r"\w+", text) if fold(word).startswith(stem)), stem)


def _within(stem: str, keywords: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(stem)}", fold(keyword)) for keyword in keywords)


def _log_odds(stem: str, tag: str, evidence: TagCounts) -> float:
    """Say how much likelier a stem is in a rubric's items than in those of the others; 0 where it was never seen."""
    counts = evidence.counts.get(stem, {})
    if not any(counts.values()):
        return 0.0
    own, own_total = counts.get(tag, 0), evidence.totals.get(tag, 0)
    rest, rest_total = sum(counts.values()) - own, sum(evidence.totals.values()) - own_total
    here = (own + _SMOOTH) / (own_total + 2 * _SMOOTH)
    there = (rest + _SMOOTH) / (rest_total + 2 * _SMOOTH)
    return log(here / there)
