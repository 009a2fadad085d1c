"""Records that several use cases read: each function selects no more than its callers need."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.work.agenda import sort_agreements

_WEEK = timedelta(weeks=1)


def read_open_actions(project: Project, mesas: Iterable[str] | None = None) -> Reading[Action]:
    """Read the open actions of the network, or of some mesas."""
    if mesas is None:
        return project.select(Selection(ACTIONS, facets={"open": "yes"}))
    reading: Reading[Action] = Reading([], [])
    for mesa in mesas:
        own = Selection(ACTIONS, facets={"open": "yes", "mesa": mesa})
        reading = project.select(own).joined_with(reading)
    return reading


def read_actions_of(project: Project, mesas: Sequence[str], day: date) -> list[Entry[Action]]:
    """Read the actions of some mesas that were open when a day began."""
    reading = read_open_actions(project, mesas)
    for mesa in mesas:
        closed = Selection(ACTIONS, first=day, by="closed", facets={"mesa": mesa})
        reading = project.select(closed).joined_with(reading)
    before = day - timedelta(days=1)
    return [entry for entry in reading.entries if entry.record.was_open(before)]


def read_agreements(project: Project, meeting: str) -> list[Entry[Action]]:
    """Read what a meeting agreed, in the order of its numbers."""
    return sort_agreements(project.select(Selection(ACTIONS, facets={"meeting": meeting})).entries)


def next_number(project: Project, meeting: str) -> int:
    """Return the number of a meeting's next agreement."""
    numbers = [entry.record.number or 0 for entry in read_agreements(project, meeting)]
    return max(numbers, default=0) + 1


def read_last_followups(
    project: Project, day: date, mesas: Iterable[str] | None = None
) -> Reading[Followup]:
    """Read the last follow-up of every mesa, or of some, up to the end of a day."""
    reading: Reading[Followup] = Reading([], [])
    for mesa in project.groups.mesa_names if mesas is None else mesas:
        last = Selection(FOLLOWUPS, last=day, facets={"mesa": mesa}, limit=1)
        reading = project.select(last).joined_with(reading)
    return reading


def read_meetings_between(
    project: Project, first: date, last: date | None = None
) -> Reading[Meeting]:
    """Read the records of meetings from `first` to `last`, or from `first` on, and a week around.

    A record's day is the Monday of its week, or the day within it to which the meeting was moved.
    """
    return project.select(
        Selection(MEETINGS, first=first - _WEEK, last=last + _WEEK if last else None)
    )


def read_last_presence(project: Project, day: date) -> Reading[Meeting]:
    """Read the last two meetings up to a day at which each mesa was present.

    There are two because the meeting of the week of `day` may still lie ahead.
    """
    reading: Reading[Meeting] = Reading([], [])
    for mesa in project.groups.mesa_names:
        two = Selection(MEETINGS, last=day, facets={"present": mesa}, limit=2)
        reading = project.select(two).joined_with(reading)
    return reading


def read_week(project: Project, week: Week) -> Reading[Content]:
    """Read the items that appear in a week."""
    return project.select(Selection(CONTENT, first=week.monday, last=week.sunday))


def read_under_rubrics(reading: Reading[Content], categories: Categories) -> Reading[Content]:
    """Return items under the tags that their rubrics have now; all their tags are declared."""
    known = set(categories.tags)
    entries = []
    for entry in reading.entries:
        if not known.issuperset(entry.record.tags):
            tags = [categories.find_tag(tag) for tag in entry.record.tags]
            entries.append(entry._replace(record=entry.record.retag(tags)))
        else:
            entries.append(entry)
    return Reading(entries, reading.problems)
