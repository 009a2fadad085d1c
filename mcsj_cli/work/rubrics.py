"""The items of each rubric by stage and week, and the rubrics with too few."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.week import Period, Week
from mcsj_cli.work.evidence import Evidence

Items = Sequence[Entry[Content]]


class ContentFigures(Struct, frozen=True):
    """How many items there are, and how many at each stage."""

    items: int
    draft: int
    verified: int
    scheduled: int
    published: int
    retracted: int


class RubricWeek(Struct, frozen=True):
    """A rubric's items; a gap is less published than the network wants in a week.

    `history` has one for each of the report's `weeks`; the last is `figures`, the one before it `previous`.
    """

    tag: str
    name: str
    figures: ContentFigures
    previous: ContentFigures
    gap: bool
    history: list[ContentFigures]


def sort_content(content: Items, period: Period, today: date) -> dict[str, list[Evidence]]:
    """Sort the items of some weeks by how far they have come; what waits for a day to come belongs to its week."""
    found: dict[str, list[Evidence]] = {
        "items": [],
        **{status.value: [] for status in ContentStatus},
    }
    for entry in content:
        item = entry.record
        waits = item.status is ContentStatus.SCHEDULED and period.first <= item.day <= period.last
        if period.covers(item.day, today) or (waits and item.created <= today):
            evidence = Evidence(entry.uid, str(item.title), entry.file)
            found["items"].append(evidence)
            found[item.status.value].append(evidence)
    return found


def count_content(content: Items, period: Period, today: date) -> ContentFigures:
    """Count the items of some weeks."""
    return ContentFigures(
        **{name: len(found) for name, found in sort_content(content, period, today).items()}
    )


def build_rubrics(
    categories: Categories, content: Items, wanted: int, week: Week, today: date, recent: int = 2
) -> list[RubricWeek]:
    """Count each rubric's items of a week and of the `recent` up to it, in the order of declaration.

    A gap is less than `wanted` published.
    """
    tagged: Mapping[str, list[Entry[Content]]] = {tag: [] for tag in categories.tags}
    for entry in content:
        for tag in dict.fromkeys(entry.record.tags):
            if tag in tagged:
                tagged[tag].append(entry)
    rubrics = []
    for rubric in categories.rubrics:
        weeks = Period.until(week, recent).weeks
        history = [count_content(tagged[rubric.tag], Period(one, one), today) for one in weeks]
        gap = history[-1].published < wanted
        rubrics.append(
            RubricWeek(str(rubric.tag), str(rubric.name), history[-1], history[-2], gap, history)
        )
    return rubrics
