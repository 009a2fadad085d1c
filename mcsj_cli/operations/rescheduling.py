"""Meetings moved and cancelled, and what else there is on their day."""

from datetime import date, datetime
from typing import NamedTuple

from mcsj_cli.errors import UnkeepableError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line
from mcsj_cli.model.schedule import Occurrence, find_clashes, gather
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.operations.meetings import begin_record, save_meeting
from mcsj_cli.operations.reading import read_meetings_between
from mcsj_cli.store.project import Project


class DayConflicts(NamedTuple):
    """The meetings at the same time as one, and the holiday on which it is, if any."""

    clashes: list[Occurrence]
    holiday: str | None


def check_move(found: Occurrence, start: datetime, reason: Line, day: date) -> None:
    """Refuse to move a meeting to where it is already, or out of its week.

    `start` is on the meeting's own clock. Raise WrongUsageError or UnkeepableError.
    """
    if found.start.replace(tzinfo=None) == start and found.status != "cancelled":
        raise WrongUsageError(_("The meeting is at that time already."), _("Nothing was written."))
    for fault in begin_record(found).move(start, reason, day).faults():
        raise UnkeepableError(fault.message, fault.advice)


def move_meeting(
    project: Project, found: Occurrence, start: datetime, reason: Line, day: date
) -> Occurrence:
    """Move a meeting to another start on its own clock, and return it as it is then."""
    return save_meeting(
        project, "meetings: move", found, lambda record: record.move(start, reason, day)
    )


def check_cancellation(found: Occurrence) -> None:
    """Raise WrongUsageError for a meeting that was held or is cancelled."""
    begin_record(found).require_unheld()
    if found.status == "cancelled":
        raise WrongUsageError(_("The meeting is cancelled already."), _("Nothing was written."))


def cancel_meeting(project: Project, found: Occurrence, reason: Line, day: date) -> Occurrence:
    """Cancel a meeting, and return it as it is then."""
    return save_meeting(
        project, "meetings: cancel", found, lambda record: record.cancel(reason, day)
    )


def find_conflicts(project: Project, uid: str, day: date) -> DayConflicts:
    """Find what else there is on the day of a meeting."""
    known = read_meetings_between(project, day, day).records
    clashes = []
    for pair in find_clashes(gather(project.groups.groups, day, day, known)):
        others = [meeting for meeting in pair if meeting.uid != uid]
        if len(others) == 1:  # this meeting is the other one of the pair
            clashes.append(others[0])
    return DayConflicts(clashes, find_holidays(project, day, day).get(day))
