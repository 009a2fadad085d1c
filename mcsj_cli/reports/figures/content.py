"""What a week did for the page, by stages and rubrics."""

from collections.abc import Mapping, Sequence
from datetime import date

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import VOUCHED_FOR, Content, ContentStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures.sources import Evidence, Sources
from mcsj_cli.reports.weekly import ContentFigures, Expiry, RubricWeek

Items = Sequence[Entry[Content]]


def sort_content(content: Items, period: Period, today: date) -> dict[str, list[Evidence]]:
    """Sort the items of some weeks by how far they have come; what waits for a day to come belongs to its week."""
    found: dict[str, list[Evidence]] = {"items": [], **{status.value: [] for status in ContentStatus}}
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
    return ContentFigures(**{name: len(found) for name, found in sort_content(content, period, today).items()})


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
        rubrics.append(RubricWeek(str(rubric.tag), str(rubric.name), history[-1], history[-2], gap, history))
    return rubrics


def find_expiring(sources: Sources, first: date, last: date) -> list[Expiry]:
    """Find items that vouch for themselves until a day from `first` to `last`, the first to expire first."""
    found = [
        Expiry(entry.uid, entry.record.title, entry.record.verification.expires)
        for entry in sources.content
        if entry.record.status in VOUCHED_FOR
        and entry.record.verification
        and entry.record.verification.expires
        and first <= entry.record.verification.expires <= last
    ]
    return sorted(found, key=lambda expiry: (expiry.expires, expiry.uid))
