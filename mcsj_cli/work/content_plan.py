"""The items of each rubric by day and week, and the rubrics that publish too few."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.week import Week

MARKS = {
    ContentStatus.PUBLISHED: "●",
    ContentStatus.SCHEDULED: "◐",
    ContentStatus.VERIFIED: "○",
    ContentStatus.DRAFT: "d",
}


class Planned(NamedTuple):
    """An item on its day."""

    uid: str
    title: str
    status: ContentStatus


class Balance(NamedTuple):
    """A rubric's planned and published items of a week; a gap is too few published ones."""

    week: str
    tag: str
    planned: int
    published: int
    gap: bool


def build_calendar(
    categories: Categories, content: Sequence[Entry[Content]], week: Week
) -> dict[str, dict[date, list[Planned]]]:
    """Put a week's items under their rubrics and days; retracted ones are left out."""
    cells: dict[str, dict[date, list[Planned]]]
    cells = {tag: _list_days(week) for tag in categories.tags}
    for entry in sorted(content, key=lambda entry: entry.uid):
        item, day = entry.record, entry.record.day
        if item.status in MARKS and day in week:
            for tag in item.tags:
                if tag in cells:
                    cells[tag][day].append(Planned(entry.uid, item.title, item.status))
    return cells


def _list_days(week: Week) -> dict[date, list[Planned]]:
    return {week.monday + timedelta(days=number): [] for number in range(7)}


def build_balance(
    categories: Categories, content: Sequence[Entry[Content]], weeks: Sequence[Week], wanted: int
) -> list[Balance]:
    """Count the planned and published items of each rubric in each week, by their days."""
    dated = [entry.record for entry in content if entry.record.status in MARKS]
    found = []
    for week in weeks:
        items = [item for item in dated if item.day in week]
        for tag in categories.tags:
            mine = [item for item in items if tag in item.tags]
            published = sum(item.status is ContentStatus.PUBLISHED for item in mine)
            found.append(Balance(week, tag, len(mine), published, published < wanted))
    return found
