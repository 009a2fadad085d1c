"""What became of a meeting or an action, in words: cancelled, moved, held; completed, reopened."""

from collections.abc import Callable
from typing import NamedTuple

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.action import OPEN, Action, ActionStatus
from mcsj_cli.model.kinds import Record
from mcsj_cli.model.meeting import Meeting


class Deed(NamedTuple):
    """How records of one fate are counted, and what is said of one of them."""

    tell: Callable[[int], str]
    word: Callable[[], str]


CANCELLED = Deed(
    lambda n: ngettext("{n} meeting cancelled", "{n} meetings cancelled", n).format(n=n),
    lambda: _("it was cancelled"),
)
MOVED = Deed(
    lambda n: ngettext("{n} meeting moved", "{n} meetings moved", n).format(n=n),
    lambda: _("it was moved"),
)
HELD = Deed(
    lambda n: ngettext("{n} meeting held", "{n} meetings held", n).format(n=n),
    lambda: _("it was held"),
)
NOT_HELD = Deed(
    lambda n: ngettext("{n} meeting not held", "{n} meetings not held", n).format(n=n),
    lambda: _("it was not held"),
)
CONFIRMED = Deed(
    lambda n: ngettext("{n} meeting confirmed", "{n} meetings confirmed", n).format(n=n),
    lambda: _("it was confirmed"),
)
COMPLETED = Deed(
    lambda n: ngettext("{n} action completed", "{n} actions completed", n).format(n=n),
    lambda: _("it was completed"),
)
DROPPED = Deed(
    lambda n: ngettext("{n} action cancelled", "{n} actions cancelled", n).format(n=n),
    lambda: _("it was cancelled"),
)
REOPENED = Deed(
    lambda n: ngettext("{n} action opened again", "{n} actions opened again", n).format(n=n),
    lambda: _("it was opened again"),
)
# In the order in which they are told.
DEEDS = (CANCELLED, MOVED, HELD, NOT_HELD, CONFIRMED, COMPLETED, DROPPED, REOPENED)


def find_deed(before: Record | None, after: Record | None) -> Deed | None:
    """Return what became of a record that was added or changed; None for any other change."""
    if isinstance(after, Meeting):
        return _find_of_meeting(before if isinstance(before, Meeting) else None, after)
    if isinstance(after, Action):
        return _find_of_action(before if isinstance(before, Action) else None, after)
    return None


def _find_of_meeting(before: Meeting | None, after: Meeting) -> Deed | None:
    status = before.status if before else None
    held = before.held if before else None
    start = before.start if before else None
    if after.status != status and after.status == "cancelled":
        return CANCELLED
    if after.held != held and after.held is not None:
        return HELD if after.held else NOT_HELD
    if after.start != start and after.start:
        return MOVED
    return CONFIRMED if after.status != status and after.status == "confirmed" else None


def _find_of_action(before: Action | None, after: Action) -> Deed | None:
    status = before.status if before else ActionStatus.NEEDS_ACTION
    if after.status is status:
        return None
    if after.status is ActionStatus.COMPLETED:
        return COMPLETED
    if after.status is ActionStatus.CANCELLED:
        return DROPPED
    return None if status in OPEN else REOPENED
