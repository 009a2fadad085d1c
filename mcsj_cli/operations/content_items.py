"""Items for the page added, taken on their way, and put under rubrics."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, is_near
from mcsj_cli.model.fields import Tag
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.web_page import url_key
from mcsj_cli.store.documents import CATEGORIES
from mcsj_cli.store.project import Project


class Twins(NamedTuple):
    """Items that a new one may repeat: with the `same` address, or with a title `near` its own."""

    same: list[Entry[Content]]
    near: list[Entry[Content]]


def find_twins(project: Project, item: Content) -> Twins:
    """Find the items that a new one may repeat."""
    facets = {"url": url_key(item.url)} if item.url else {}
    wanted = Selection(CONTENT, facets=facets)
    with_address, alike = project.archive.find_twins(wanted, item.title)
    same = with_address.entries
    others = [entry for entry in alike.entries if entry not in same]
    return Twins(same, [entry for entry in others if is_near(item, entry.record)])


def add_content(project: Project, item: Content) -> Entry[Content]:
    """Write a new item; raise InvalidValueError where it holds people's data."""
    subject = commit_subject("content: add", item.title)
    with project.changing(subject) as change:
        entry = change.add(CONTENT, item)
    project.archive.take_in(CONTENT, entry.file)
    return entry


def change_content(
    project: Project, entry: Entry[Content], subject: str, make: Callable[[Content], Content]
) -> Content:
    """Change an item as it is now, also where others changed it after `entry` was read."""
    with project.changing(commit_subject(subject, entry.record.title)) as change:
        changed = make(change.load_known(entry.file, Content))
        change.put(entry.file, changed)
    return changed


def retag_content(
    project: Project, entry: Entry[Content], added: Sequence[Tag], removed: Sequence[Tag]
) -> Content:
    """Put an item under rubrics and take it from others, and return it as it is then.

    Raise WrongUsageError where it is not under one of those.
    """

    def retag(item: Content) -> Content:
        for tag in removed:
            if tag not in item.tags:
                message = _("The item is not under #{tag}.").format(tag=tag)
                raise WrongUsageError(message, _("Nothing was written."))
        kept = [tag for tag in item.tags if tag not in removed]
        return item.retag([*kept, *added])

    return change_content(project, entry, "content: tag", retag)


def rename_rubric(project: Project, old: Tag, new: Tag) -> int:
    """Give a rubric another hashtag, also in its items, and return how many have it.

    Raise InvalidDataError where an item cannot be read.
    """
    with project.changing(commit_subject("categories: rename", f"#{old} → #{new}")) as change:
        reading = project.select(Selection(CONTENT, facets={"tag": old}))
        wrong = [problem for problem in reading.problems if not problem.warning]
        if wrong:
            raise InvalidDataError(wrong)
        categories = change.load_known(CATEGORIES, Categories)
        change.put(CATEGORIES, categories.rename(old, new))
        for entry in reading.entries:
            item = change.load(entry.file, Content)
            if item:
                tags = [new if tag == old else tag for tag in item.tags]
                change.put(entry.file, item.retag(tags))
    return len(reading.entries)
