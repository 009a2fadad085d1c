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

    `history` has one for each of the report's `weeks`: the last is `figures`, and the one before it
    is `previous`.
    """

    tag: str
    name: str
    figures: ContentFigures
    previous: ContentFigures
    gap: bool
    history: list[ContentFigures]


def sort_content(content: Items, period: Period, today: date) -> dict[str, list[Evidence]]:
    """Sort the items of some weeks by their status.

    An item that is scheduled for a coming day belongs to the week of that day.
    """
    found: dict[str, list[Evidence]] = {
        "items": [],
        **{status.value: [] for status in ContentStatus},
    }
    for entry in content:
        item = entry.record
        if period.covers(item.day, today) or _is_waiting(item, period, today):
            evidence = Evidence(entry.uid, str(item.title), entry.file)
            found["items"].append(evidence)
            found[item.status.value].append(evidence)
    return found


def _is_waiting(item: Content, period: Period, today: date) -> bool:
    """Whether an item that was there by `today` is scheduled for one of some weeks."""
    if item.status is not ContentStatus.SCHEDULED or item.created > today:
        return False
    return period.first <= item.day <= period.last


def count_content(content: Items, period: Period, today: date) -> ContentFigures:
    """Count the items of some weeks."""
    return ContentFigures(
        **{name: len(found) for name, found in sort_content(content, period, today).items()}
    )


def build_rubrics(
    categories: Categories, content: Items, wanted: int, week: Week, today: date, recent: int = 2
) -> list[RubricWeek]:
    """Count each rubric's items of a week and of the `recent` weeks up to it.

    Rubrics are in the order of their declaration. A gap is less than `wanted` published items.
    """
    tagged = _sort_by_tag(categories, content)
    weeks = Period.until(week, recent).weeks
    rubrics = []
    for rubric in categories.rubrics:
        items = tagged[rubric.tag]
        history = [count_content(items, Period(one, one), today) for one in weeks]
        before, last = history[-2:]
        gap = last.published < wanted
        rubrics.append(RubricWeek(str(rubric.tag), str(rubric.name), last, before, gap, history))
    return rubrics


def _sort_by_tag(categories: Categories, content: Items) -> Mapping[str, list[Entry[Content]]]:
    """Return the items of each declared tag."""
    tagged: dict[str, list[Entry[Content]]] = {tag: [] for tag in categories.tags}
    for entry in content:
        for tag in dict.fromkeys(entry.record.tags):
            if tag in tagged:
                tagged[tag].append(entry)
    return tagged
