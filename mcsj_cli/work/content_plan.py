"""What appears when under each rubric, and where less is published than wanted."""

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
    """A rubric's items of a week: all that were planned, and those that were published; a gap is too few of these."""

    week: str
    tag: str
    planned: int
    published: int
    gap: bool


def build_calendar(
    categories: Categories, content: Sequence[Entry[Content]], week: Week
) -> dict[str, dict[date, list[Planned]]]:
    """Put a week's items under their rubrics and days; retracted ones are left out."""
    days = [week.monday + timedelta(days=number) for number in range(7)]
    cells: dict[str, dict[date, list[Planned]]] = {
        tag: {day: [] for day in days} for tag in categories.tags
    }
    for entry in sorted(content, key=lambda entry: entry.uid):
        item, day = entry.record, entry.record.day
        if item.status in MARKS and day in week:
            for tag in item.tags:
                if tag in cells:
                    cells[tag][day].append(Planned(entry.uid, item.title, item.status))
    return cells


def build_balance(
    categories: Categories, content: Sequence[Entry[Content]], weeks: Sequence[Week], wanted: int
) -> list[Balance]:
    """Count what each rubric planned and published in each week, by the day of the items."""
    found = []
    for week in weeks:
        items = [
            entry.record
            for entry in content
            if entry.record.day in week and entry.record.status in MARKS
        ]
        for tag in categories.tags:
            mine = [item for item in items if tag in item.tags]
            published = sum(item.status is ContentStatus.PUBLISHED for item in mine)
            found.append(Balance(week, tag, len(mine), published, published < wanted))
    return found
