"""A meeting's agenda: made by itself from what is open, until a person changes its order."""

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
from mcsj_cli.model.practice import Practice

# The points that every agenda has where there is something to say; as names in a meeting's record they stay alive.
STANDARD = ("agreements", "actions", "practices", "content", "news", "other")
_ALWAYS = ("news", "other")
_PRACTICES, _ITEMS = 3, 5  # worth a meeting's time


class AgendaPoint(NamedTuple):
    """A point as the record names it, its title, and what there is to say of it."""

    name: str
    title: str
    lines: list[str]

    @property
    def is_shown(self) -> bool:
        """Say whether there is anything to talk about."""
        return bool(self.lines) or self.name in _ALWAYS or self.name not in STANDARD


class AgendaSources(NamedTuple):
    """What an agenda is made from, as of a day.

    `agreements` are those of the last meeting, `actions` all open ones of the mesas that meet, `practices` those of
    others, `content` the items of the week.
    """

    day: date
    agreements: Sequence[Entry[Action]]
    actions: Sequence[Entry[Action]]
    practices: Sequence[Entry[Practice]]
    content: Sequence[Entry[Content]]


def build_agenda(sources: AgendaSources, names: Sequence[str]) -> list[AgendaPoint]:
    """Make the points in the order of their names, or the usual ones; those without anything to say too."""
    return [_build(sources, name) for name in (names or STANDARD)]


def arrange(
    points: Sequence[AgendaPoint],
    *,
    add: str | None = None,
    move: int | None = None,
    drop: int | None = None,
    at: int | None = None,
) -> list[Line]:
    """Give the names after a point was added, moved or dropped; numbers count from 1 the points that are shown.

    Raises WrongUsageError for a number that there is not.
    """
    names = [point.name for point in points]
    shown = [point.name for point in points if point.is_shown]
    if drop is not None:
        names.remove(_nth(shown, drop))
    moving = _nth(shown, move) if move is not None else add
    if moving is not None:
        if move is not None:
            names.remove(moving)
            shown.remove(moving)
        elif moving in names:
            raise WrongUsageError(
                _("That point is in the agenda already."), _("Nothing was written.")
            )
        last = "other" if "other" in shown else None
        before = (
            (shown[at - 1] if at <= len(shown) else None) if at is not None and at >= 1 else last
        )
        names.insert(names.index(before) if before else len(names), moving)
    if not any(name in shown or name == moving for name in names):
        raise WrongUsageError(_("An agenda needs at least one point."), _("Nothing was written."))
    return [Line(name) for name in names]


def sort_open(actions: Sequence[Entry[Action]], day: date) -> list[Entry[Action]]:
    """Put overdue actions first, then by the day that they are due."""
    return sorted(
        actions, key=lambda entry: (not entry.record.is_overdue(day), entry.record.due, entry.uid)
    )


def tell_action(action: Action, day: date) -> str:
    """Tell an action in one line: what, who, until when, and how it stands."""
    status = label("overdue") if action.is_overdue(day) else label(action.status)
    return _("{title} ({owner}, {due}): {status}").format(
        title=action.title, owner=action.owner, due=short_date(action.due), status=status
    )


def _nth(shown: Sequence[str], number: int) -> str:
    if not 1 <= number <= len(shown):
        raise WrongUsageError(
            _("There is no point {number} in the agenda.").format(number=number),
            _("They go from 1 to {last}.").format(last=len(shown)),
        )
    return shown[number - 1]


def _build(sources: AgendaSources, name: str) -> AgendaPoint:
    agreed = {entry.uid for entry in sources.agreements}
    if name == "agreements":
        lines = [tell_action(entry.record, sources.day) for entry in sources.agreements]
        return AgendaPoint(name, point_title(name), lines)
    if name == "actions":
        others = [
            entry for entry in sort_open(sources.actions, sources.day) if entry.uid not in agreed
        ]
        late = sum(entry.record.is_overdue(sources.day) for entry in others)
        title = point_title(name)
        if late:
            title += " " + ngettext("({n} overdue)", "({n} overdue)", late).format(n=late)
        return AgendaPoint(
            name, title, [tell_action(entry.record, sources.day) for entry in others]
        )
    if name == "practices":
        lines = [
            f"{entry.record.title} ({entry.record.mesa})"
            for entry in sources.practices[:_PRACTICES]
        ]
        return AgendaPoint(name, point_title(name), lines)
    if name == "content":
        lines = [
            f"{entry.record.title} ({' '.join(f'#{tag}' for tag in entry.record.tags)})"
            for entry in sources.content[:_ITEMS]
        ]
        return AgendaPoint(name, point_title(name), lines)
    return AgendaPoint(name, point_title(name), [])


def sort_agreements(agreements: Sequence[Entry[Action]]) -> list[Entry[Action]]:
    """Put the agreements of a meeting in the order of their numbers; what is told of them counts from 1 in it.

    Two people may have given the same number at once, and what was added by hand may have none.
    """
    return sorted(agreements, key=lambda entry: (entry.record.number or sys.maxsize, entry.uid))
