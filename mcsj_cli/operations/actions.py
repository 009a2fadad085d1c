"""Actions begun, changed and chosen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.content import Content
from mcsj_cli.model.kinds import ACTIONS, CONTENT, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import find_occurrence
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.text import fold
from mcsj_cli.operations.reading import next_number
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.work.matrix import Matrix, build_matrix


class ActionFilter(NamedTuple):
    """Which actions are asked for; `late_on` leaves those that were overdue on that day."""

    facets: Mapping[str, str | Sequence[str]]
    owner: str = ""
    mesas: frozenset[str] | None = None
    late_on: date | None = None

    def takes(self, action: Action) -> bool:
        """Whether an action that has the facets is asked for."""
        if self.late_on and not action.is_overdue(self.late_on):
            return False
        if self.mesas is not None and self.mesas.isdisjoint(action.mesas):
            return False
        return fold(self.owner) in fold(action.owner)


class ActionSurroundings(NamedTuple):
    """The practices that grew from an action, and the content about the practice it copies."""

    practices: list[Entry[Practice]]
    content: list[Entry[Content]]


def add_action(project: Project, action: Action) -> Entry[Action]:
    """Write a new action; what a meeting agreed gets the meeting's next number."""
    with project.changing(commit_subject("actions: add", action.title)) as change:
        if action.meeting:  # counted while nobody else can add one
            number = next_number(project, action.meeting)
            action = msgspec.structs.replace(action, number=number)
        return change.add(ACTIONS, action)


def find_alike(project: Project, entry: Entry[Action]) -> str | None:
    """Return the uid of another action of the same title, mesas and meeting."""
    action = entry.record
    facets: dict[str, str | Sequence[str]] = {"mesa": action.mesas[0]}
    if action.meeting:
        facets["meeting"] = action.meeting
    for other in project.select(Selection(ACTIONS, facets=facets)).entries:
        if other.uid != entry.uid and _say_the_same(other.record, action):
            return other.uid
    return None


def _say_the_same(one: Action, other: Action) -> bool:
    return (fold(one.title), one.meeting, set(one.mesas)) == (
        fold(other.title),
        other.meeting,
        set(other.mesas),
    )


def change_action(
    project: Project, entry: Entry[Action], subject: str, make: Callable[[Action], Action]
) -> Action:
    """Change an action as it is now, also where others changed it after `entry` was read.

    Return it as it is then.
    Raise WrongUsageError where nothing would change.
    """
    with project.changing(commit_subject(subject, entry.record.title)) as change:
        current = change.load_known(entry.file, Action)
        changed = make(current)
        if changed == current:
            raise WrongUsageError(_("The action says so already."), _("Nothing was written."))
        change.put(entry.file, changed)
    return changed


def find_meeting_uid(project: Project, text: str) -> str:
    """Find a meeting's uid, with or without a record of it; raise NotFoundError."""
    found = find_occurrence(project.groups.groups, text, {})
    return found.uid if found else project.find(MEETINGS, text).uid


def select_actions(project: Project, wanted: ActionFilter) -> Reading[Action]:
    """Select actions: those still open first, each part by the day they are due."""
    reading = project.select(Selection(ACTIONS, facets=wanted.facets))
    chosen = [entry for entry in reading.entries if wanted.takes(entry.record)]
    chosen.sort(key=lambda entry: (not entry.record.is_open, entry.record.due, entry.uid))
    return Reading(chosen, reading.problems)


def read_surroundings(project: Project, entry: Entry[Action]) -> ActionSurroundings:
    """Read what belongs to an action."""
    grown = project.select(Selection(PRACTICES, facets={"action": entry.uid})).entries
    practice = entry.record.practice
    if not practice:
        return ActionSurroundings(grown, [])
    content = project.select(Selection(CONTENT, facets={"practice": practice})).entries
    return ActionSurroundings(grown, content)


def count_matrix(project: Project, group: int | None, day: date) -> tuple[Matrix, Reading[Action]]:
    """Count the actions of the mesas that sit in a group, or in any, on a day."""
    reading = project.read(ACTIONS)
    seats = project.groups.seats_on(day)
    mesas = [seat.mesa for seat in seats if group in (None, seat.group.number)]
    actions = [entry.record for entry in reading.entries]
    still_open = [action for action in actions if action.is_open]
    completed = [action for action in actions if action.status is ActionStatus.COMPLETED]
    return build_matrix(mesas, project.categories, still_open, completed), reading
