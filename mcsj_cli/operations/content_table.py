"""Items of a spreadsheet added to the archive, all of them or none."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from mcsj_cli.commits import commit_subject, list_few
from mcsj_cli.errors import InvalidDataError, Problem, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.content import Content, is_near
from mcsj_cli.model.fields import Tag
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.model.privacy import find_personal
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.table import InputTable, given_values, make_item
from mcsj_cli.model.table_days import TableDays
from mcsj_cli.model.text import fold
from mcsj_cli.model.web_page import url_key
from mcsj_cli.store.project import Project


class NumberedItem(NamedTuple):
    """An item with the row of the table that it was made from, counted as spreadsheets do.

    `uid` is that of the item which the row says it is, if it does, and `given` what it says of it.
    """

    row: int
    item: Content
    uid: str = ""
    given: Mapping[str, Any] = MappingProxyType({})


class RepeatedItem(NamedTuple):
    """An item of a row that is there already, in a file or in an earlier row."""

    row: int
    item: Content
    place: str


class CorrectedItem(NamedTuple):
    """An item of the archive, as it is and as a row wants it."""

    row: int
    entry: Entry[Content]
    after: Content
    given: Mapping[str, Any]

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """The fields that change, each with its value now and then."""
        pairs = [(name, getattr(self.entry.record, name), new) for name, new in self.given.items()]
        return [one for one in pairs if one[1] != one[2]]


class PartedItems(NamedTuple):
    """The items of a table that are new and those that are not, and files that cannot be read.

    What the archive has by the same uid, and says otherwise, is `corrected`; `unknown` are the uids
    of new items that it does not have.
    """

    fresh: list[Content]
    repeated: list[RepeatedItem]
    problems: list[Problem]
    corrected: Sequence[CorrectedItem] = ()
    unknown: Sequence[str] = ()


def make_items(
    project: Project,
    table: InputTable,
    file: str,
    columns: Mapping[str, str],
    default: Tag | None,
    days: TableDays,
) -> list[NumberedItem]:
    """Make the items of a table; raise InvalidDataError with the problems of all its rows."""
    declared = project.declared
    find_tag = cache(project.categories.find_tag)
    uid_columns = [name for name in columns if columns[name] == "uid"]
    items: list[NumberedItem] = []
    problems: list[Problem] = []
    for number, row in table.rows:
        made = make_item(row, columns, find_tag, default, days)
        if not isinstance(made, Content):
            advice = _advise_link(table, number, columns)
            problems += [Problem(file, number, 0, message, advice) for message in made]
            continue
        for fault in (*made.faults(), *made.faults_at_entry(), *find_personal(made, declared)):
            problems.append(Problem(file, number, 0, fault.message, fault.advice))
        uid = row[uid_columns[0]].strip() if uid_columns else ""
        items.append(NumberedItem(number, made, uid, given_values(row, columns, made)))
    _refuse(problems)
    return items


def _advise_link(table: InputTable, row: int, columns: Mapping[str, str]) -> str:
    """Return what to do about an address that stands behind the text of its cell, or ""."""
    hidden = any(columns[name] == "url" and (row, name) in table.links for name in columns)
    return _("The link is hidden in the cell: paste it there as text.") if hidden else ""


def _refuse(problems: Sequence[Problem]) -> None:
    """Raise InvalidDataError if there are problems of rows."""
    if problems:
        error = InvalidDataError(problems)
        error.advice = _("Nothing was added. Correct the table and import it again.")
        raise error


def find_corrected(
    project: Project, items: Sequence[NumberedItem], file: str
) -> dict[int, CorrectedItem]:
    """Find the items of the archive that rows name by their uid, by the numbers of the rows.

    A uid that the archive does not have is of another network, or of an item that was deleted: its
    row is as one without. Raise InvalidDataError for a uid of two rows, and for what cannot be
    corrected.
    """
    known = {entry.uid: entry for entry in project.read(CONTENT).entries}
    found: dict[int, CorrectedItem] = {}
    problems: list[Problem] = []
    taken: set[str] = set()
    for number, _item, uid, given in items:
        if uid not in known:
            continue
        if uid in taken:
            advice = _("Correct its uid, or leave it empty to add the row as a new item.")
            message = _("«{uid}» comes twice").format(uid=uid)
            problems.append(Problem(file, number, 0, message, advice))
            continue
        taken.add(uid)
        try:
            after = _correct(known[uid].record, given)
        except WrongUsageError as error:
            problems.append(Problem(file, number, 0, error.message, error.advice))
            continue
        found[number] = CorrectedItem(number, known[uid], after, given)
    _refuse(problems)
    return found


def _correct(item: Content, given: Mapping[str, Any]) -> Content:
    """Return an item with what a row gives; raise WrongUsageError if it was retracted."""
    is_same = all(getattr(item, name) == value for name, value in given.items())
    return item if is_same else item.correct(given)


def part_items(project: Project, items: Sequence[NumberedItem], file: str) -> PartedItems:
    """Part the items that are new from those that the archive or an earlier row has.

    Two items are the same by their uid, or else by their address or their title.
    """
    named = find_corrected(project, items, file)
    reading = project.read(CONTENT)
    known: dict[str, str] = {}
    for entry in reading.entries:
        known |= dict.fromkeys(_list_keys(entry.record), entry.file)
    fresh: list[Content] = []
    repeated: list[RepeatedItem] = []
    unknown: list[str] = []
    for number, item, uid, _given in items:
        if number in named:
            entry, after = named[number].entry, named[number].after
            if after == entry.record:
                repeated.append(RepeatedItem(number, item, entry.file))
            continue
        keys = _list_keys(item)
        place = next((known[key] for key in keys if key in known), None)
        if place:
            repeated.append(RepeatedItem(number, item, place))
            continue
        fresh.append(item)
        unknown += [uid] if uid else []
        known |= dict.fromkeys(keys, _("row {number}").format(number=number))
    corrected = [one for one in named.values() if one.after != one.entry.record]
    return PartedItems(fresh, repeated, reading.problems, corrected, unknown)


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


def take_over(project: Project, parted: PartedItems) -> None:
    """Add the new items of a table, and correct the others, as one commit."""
    titles = [str(item.title) for item in parted.fresh]
    titles += [str(one.after.title) for one in parted.corrected]
    subject = "content: import" if parted.fresh else "content: correct"
    with project.changing(commit_subject(subject, list_few(titles))) as change:
        for item in parted.fresh:
            change.add(CONTENT, item)
        for one in parted.corrected:
            current = change.load_known(one.entry.file, Content)
            change.put(one.entry.file, _correct(current, one.given))
