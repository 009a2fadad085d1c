"""Proposals of rubrics for a text, each with what speaks for it."""

from collections.abc import Sequence
from typing import NamedTuple

from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.suggestion import TagCounts, find_stems, suggest
from mcsj_cli.store.project import Project

_EXPLAINED = 3  # proposals that name similar items
_SIMILAR = 2  # similar items that each of them names
_RARE_STEMS = 3  # stems of the text by which similar items are found


class TagProposal(NamedTuple):
    """A rubric for a text and its score, with the words and the tagged items that led to it."""

    tag: str
    score: float
    words: Sequence[str]
    items: Sequence[str]


def propose_tags(project: Project, text: str) -> list[TagProposal]:
    """Rate every rubric for a text by its keywords and by the network's own items, the best first.

    The first few also name items that are similar to the text.
    """
    stems = find_stems(text)
    totals, counts = project.archive.count_facets(CONTENT, "tag", stems)
    used = [stem for stem in stems if counts[stem]]
    rare = sorted(used, key=lambda stem: sum(counts[stem].values()))[:_RARE_STEMS]
    proposals = []
    for place, rated in enumerate(
        suggest(text, project.categories.rubrics, TagCounts(totals, counts))
    ):
        items: list[str] = []
        if rated.score > 0 and place < _EXPLAINED:
            items = _find_similar(project, rated.tag, rare)
        proposals.append(TagProposal(rated.tag, rated.score, rated.words, items))
    return proposals


def _find_similar(project: Project, tag: str, stems: Sequence[str]) -> list[str]:
    """Return the uids of the rubric's items that share the most stems with a text."""
    if not stems:
        return []
    words = [f"{stem}*" for stem in stems]
    alike = Selection(CONTENT, facets={"tag": tag}, words=words, match="any", limit=_SIMILAR)
    return [entry.uid for entry in project.select(alike).entries]
