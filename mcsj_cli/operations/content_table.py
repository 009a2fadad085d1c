"""Items of a spreadsheet added to the archive, all of them or none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.content import Content, is_near, url_key
from mcsj_cli.model.fields import Tag
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.model.privacy import find_personal
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.table import InputTable, make_item
from mcsj_cli.model.text import fold
from mcsj_cli.store.project import Project


class NumberedItem(NamedTuple):
    """An item with the row of the table that it was made from, counted as spreadsheets do."""

    row: int
    item: Content


class RepeatedItem(NamedTuple):
    """An item of a row that is there already, in a file or in an earlier row."""

    row: int
    item: Content
    place: str


class PartedItems(NamedTuple):
    """The items of a table that are new and those that are not, and files that cannot be read."""

    fresh: list[Content]
    repeated: list[RepeatedItem]
    problems: list[Problem]


def make_items(
    project: Project,
    table: InputTable,
    file: str,
    columns: Mapping[str, str],
    default: Tag | None,
    day: date,
) -> list[NumberedItem]:
    """Make the items of a table; raise InvalidDataError with the problems of all its rows."""
    declared = project.declared
    items: list[NumberedItem] = []
    problems: list[Problem] = []
    for number, row in table.rows:
        made = make_item(row, columns, project.categories, default, day)
        if not isinstance(made, Content):
            problems += [Problem(file, number, 0, message, "", "") for message in made]
            continue
        for fault in (*made.faults(), *find_personal(made, declared)):
            problems.append(Problem(file, number, 0, fault.message, fault.advice))
        items.append(NumberedItem(number, made))
    if problems:
        error = InvalidDataError(problems)
        error.advice = _("Nothing was added. Correct the table and import it again.")
        raise error
    return items


def part_items(project: Project, items: Sequence[NumberedItem]) -> PartedItems:
    """Part the items that are new from those that the archive or an earlier row has.

    Two items are the same by their address or their title.
    """
    reading = project.read(CONTENT)
    known: dict[str, str] = {}
    for entry in reading.entries:
        known |= dict.fromkeys(_list_keys(entry.record), entry.file)
    fresh: list[Content] = []
    repeated: list[RepeatedItem] = []
    for number, item in items:
        keys = _list_keys(item)
        place = next((known[key] for key in keys if key in known), None)
        if place:
            repeated.append(RepeatedItem(number, item, place))
            continue
        fresh.append(item)
        known |= dict.fromkeys(keys, _("row {number}").format(number=number))
    return PartedItems(fresh, repeated, reading.problems)


def _list_keys(item: Content) -> list[str]:
    keys = [f"title:{fold(item.title)}"]
    if item.url:
        keys.append(f"url:{url_key(item.url)}")
    return keys


def find_near(
    project: Project, items: Sequence[Content]
) -> Iterator[tuple[Content, Entry[Content]]]:
    """Find items whose title is almost one of the archive's, each with that one."""
    for item in items:
        _same, alike = project.archive.find_twins(Selection(CONTENT), item.title)
        for entry in alike.entries:
            if is_near(item, entry.record):
                yield item, entry


def add_items(project: Project, items: Sequence[Content], file: str) -> None:
    """Add the items of a table of that name as one commit."""
    with project.changing(commit_subject("content: import", file)) as change:
        for item in items:
            change.add(CONTENT, item)
