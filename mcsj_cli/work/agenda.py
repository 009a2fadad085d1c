"""A meeting's agenda, built from what is open until a person changes its points."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _, ngettext, short_date
from mcsj_cli.labels import label, point_title
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import STANDARD_POINTS
from mcsj_cli.model.practice import Practice

_ALWAYS = ("news", "other")
_PRACTICES, _ITEMS = 3, 5  # as many as are worth a meeting's time


class AgendaPoint(NamedTuple):
    """A point as the record names it, its title, and its lines."""

    name: str
    title: str
    lines: list[str]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to talk about."""
        return bool(self.lines) or self.name in _ALWAYS or self.name not in STANDARD_POINTS


class AgendaSources(NamedTuple):
    """The sources of an agenda, as of a day.

    `agreements` are those of the last meeting, `actions` all open ones of the mesas that meet,
    `practices` those of other mesas, `content` the items of the week.
    """

    day: date
    agreements: Sequence[Entry[Action]]
    actions: Sequence[Entry[Action]]
    practices: Sequence[Entry[Practice]]
    content: Sequence[Entry[Content]]


def build_agenda(sources: AgendaSources, names: Sequence[str]) -> list[AgendaPoint]:
    """Build the points with some names, or the usual ones; a point may be without lines."""
    return [_build_point(sources, name) for name in (names or STANDARD_POINTS)]


def arrange(
    points: Sequence[AgendaPoint],
    *,
    add: str | None = None,
    move: int | None = None,
    drop: int | None = None,
    at: int | None = None,
) -> list[Line]:
    """Return the names after a point was added, moved or dropped.

    Numbers count the points that are shown, from 1. Raises WrongUsageError for one out of range.
    """
    names = [point.name for point in points]
    shown = [point.name for point in points if point.is_shown]
    if drop is not None:
        names.remove(_find_name(shown, drop))
    moving = add
    if move is not None:
        moving = _find_name(shown, move)
        names.remove(moving)
        shown.remove(moving)
    if moving is not None:
        if move is None and moving in names:
            raise WrongUsageError(
                _("That point is in the agenda already."), _("Nothing was written.")
            )
        before = _find_following(shown, at)
        names.insert(names.index(before) if before else len(names), moving)
    if not any(name in shown or name == moving for name in names):
        raise WrongUsageError(_("An agenda needs at least one point."), _("Nothing was written."))
    return [Line(name) for name in names]


def sort_open(actions: Sequence[Entry[Action]], day: date) -> list[Entry[Action]]:
    """Put overdue actions first, then by the day that they are due."""
    return sorted(
        actions, key=lambda entry: (not entry.record.is_overdue(day), entry.record.due, entry.uid)
    )


def format_action(action: Action, day: date) -> str:
    """Format an action in one line with its owner, its due day and its state."""
    status = label("overdue") if action.is_overdue(day) else label(action.status)
    return _("{title} ({owner}, {due}): {status}").format(
        title=action.title, owner=action.owner, due=short_date(action.due), status=status
    )


def _find_following(shown: Sequence[str], at: int | None) -> str | None:
    """Return the point before which one is put that shall be number `at`; None at the end.

    Without a number it is the last one, «other», if that is shown.
    """
    if at is None or at < 1:
        return "other" if "other" in shown else None
    return shown[at - 1] if at <= len(shown) else None


def _find_name(shown: Sequence[str], number: int) -> str:
    if not 1 <= number <= len(shown):
        raise WrongUsageError(
            _("There is no point {number} in the agenda.").format(number=number),
            _("They go from 1 to {last}.").format(last=len(shown)),
        )
    return shown[number - 1]


def _build_point(sources: AgendaSources, name: str) -> AgendaPoint:
    if name == "actions":
        return _build_actions_point(sources)
    lines = []
    if name == "agreements":
        lines = [format_action(entry.record, sources.day) for entry in sources.agreements]
    elif name == "practices":
        practices = [entry.record for entry in sources.practices[:_PRACTICES]]
        lines = [f"{practice.title} ({practice.mesa})" for practice in practices]
    elif name == "content":
        lines = [_format_item(entry.record) for entry in sources.content[:_ITEMS]]
    return AgendaPoint(name, point_title(name), lines)


def _build_actions_point(sources: AgendaSources) -> AgendaPoint:
    """Build the point of the open actions that the last meeting did not agree."""
    agreed = {entry.uid for entry in sources.agreements}
    entries = [entry for entry in sources.actions if entry.uid not in agreed]
    actions = [entry.record for entry in sort_open(entries, sources.day)]
    title = point_title("actions")
    late = sum(action.is_overdue(sources.day) for action in actions)
    if late:
        title += " " + ngettext("({n} overdue)", "({n} overdue)", late).format(n=late)
    lines = [format_action(action, sources.day) for action in actions]
    return AgendaPoint("actions", title, lines)


def _format_item(item: Content) -> str:
    tags = " ".join(f"#{tag}" for tag in item.tags)
    return f"{item.title} ({tags})"


def sort_agreements(agreements: Sequence[Entry[Action]]) -> list[Entry[Action]]:
    """Sort the agreements of a meeting by their numbers.

    People see their places in this order, counted from 1: two people may have given the same number
    at once, and an agreement that was added by hand may have none.
    """
    return sorted(agreements, key=lambda entry: (entry.record.number or sys.maxsize, entry.uid))
