"""Suggest rubrics for a text, from their keywords and from the items tagged before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from mcsj_cli.model.category import Rubric
from mcsj_cli.model.fields import Tag
from mcsj_cli.model.text import fold, split_words

_STEM = 6  # letters that the forms of a Spanish word mostly share
_SHORT = 4  # shorter words are mostly grammar
_KEYWORD = 3.0  # the score of a keyword, as the logarithm of odds
_SMOOTH = 0.5
_STOP = frozenset({
    "antes", "cada", "como", "contra", "cual", "cuales", "cuando", "desde", "despues", "donde",
    "durante", "entre", "esta", "estas", "este", "estos", "fueron", "hacia", "hasta", "mediante",
    "menos", "mientras", "para", "pero", "porque", "quien", "quienes", "sean", "segun", "sera",
    "sino", "sobre", "solo", "tambien", "toda", "todas", "todo", "todos", "tras", "unas", "unos",
})  # fmt: skip


@dataclass(frozen=True)
class TagCounts:
    """The number of items of each rubric, and for each stem the number of items that contain it.

    A stem is the beginning of a word.
    """

    totals: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """A rubric with its score for a text, and the words of the text that speak for it."""

    tag: Tag
    score: float
    words: Sequence[str]


def find_stems(text: str) -> list[str]:
    """Return the stems of a text's words, each once, without numbers and words of grammar."""
    stems: dict[str, None] = {}
    for word in split_words(text):
        if len(word) >= _SHORT and word not in _STOP and not word.isdecimal():
            stems[word[:_STEM]] = None
    return list(stems)


def suggest(text: str, rubrics: Sequence[Rubric], evidence: TagCounts) -> list[Suggestion]:
    """Return every rubric with its score for a text, the best first, equal ones as declared.

    The score is a sum of log-odds: a keyword adds a fixed amount, and a stem its odds in the items
    tagged before (naive Bayes, with the other rubrics as the alternative). Scores of different
    texts cannot be compared.
    """
    stems = find_stems(text)
    found = []
    for rubric in rubrics:
        hits = _find_keywords(rubric.keywords, text)
        odds = {stem: _log_odds(stem, rubric.tag, evidence) for stem in stems}
        telling = [stem for stem, value in odds.items() if value > 0.5 and not _within(stem, hits)]
        words = [*hits, *(_find_word(text, stem) for stem in telling)]
        score = _KEYWORD * len(hits) + sum(odds.values())
        found.append(Suggestion(rubric.tag, round(score, 3), words))
    return sorted(found, key=lambda suggestion: -suggestion.score)


def _find_keywords(keywords: Sequence[str], text: str) -> list[str]:
    words = f" {' '.join(split_words(text))} "
    found: list[str] = []
    for keyword in keywords:
        wanted = " ".join(split_words(keyword))
        # A keyword of signs only, such as «&», has no words.
        if (f" {wanted} " in words) if wanted else (fold(keyword) in fold(text)):
            found.append(str(keyword))
    return found


def _find_word(text: str, stem: str) -> str:
    """Return the first word of a text that begins with a stem, as it is written there."""
    return next((word for word in re.findall(r"\w+", text) if fold(word).startswith(stem)), stem)


def _within(stem: str, keywords: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(stem)}", fold(keyword)) for keyword in keywords)


def _log_odds(stem: str, tag: str, evidence: TagCounts) -> float:
    """Return the log-odds of a stem in a rubric's items against the others; 0 if it is unknown."""
    counts = evidence.counts.get(stem, {})
    if not any(counts.values()):
        return 0.0
    own, own_total = counts.get(tag, 0), evidence.totals.get(tag, 0)
    rest, rest_total = sum(counts.values()) - own, sum(evidence.totals.values()) - own_total
    here = (own + _SMOOTH) / (own_total + 2 * _SMOOTH)
    there = (rest + _SMOOTH) / (rest_total + 2 * _SMOOTH)
    return log(here / there)
