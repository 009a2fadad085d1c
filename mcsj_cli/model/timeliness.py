"""Check the days in records against today.

All findings are warnings: the computer's clock may be wrong, and a right date may become outdated.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.practice import Practice

# Items are never planned further ahead than this.
_AHEAD = timedelta(days=366)


def find_early(record: Record, today: date) -> Iterator[Fault]:
    """Yield the past events of a record whose day has not come yet."""
    match record:
        case Content():
            yield from _faults_of_item(record, today)
        case Meeting():
            yield from _faults_of_meeting(record, today)
        case Action():
            yield from _ahead("created", record.created, today)
            yield from _ahead("closed", record.closed, today)
        case Practice():
            yield from _ahead("created", record.created, today)
            for position, replication in enumerate(record.replications):
                if replication.day > today:
                    yield _early(("replications", position, "date"), replication.day)
        case Followup():
            yield from _ahead("date", record.day, today)


def _ahead(field: str, day: date | None, today: date) -> Iterator[Fault]:
    if day and day > today:
        yield _early((field,), day)


def _faults_of_item(item: Content, today: date) -> Iterator[Fault]:
    """Yield a verification that is yet to come, and a mistyped year."""
    if item.verification and item.verification.on > today:
        yield _early(("verification", "on"), item.verification.on)
    if item.created - today > _AHEAD:
        message = _("the item is of {day}, more than a year from today").format(day=item.created)
        yield Fault(("created",), message, _("Correct the date."), warning=True)


def _faults_of_meeting(meeting: Meeting, today: date) -> Iterator[Fault]:
    """Yield a meeting that was held, or changed, on a day to come."""
    # The day of a group's meeting is the Monday of its week, unless it was moved.
    if meeting.held and meeting.day > today:
        message = _("it says that the meeting was held, and it is on {day} or later")
        advice = _("Remove «held», or correct the day.")
        yield Fault(("held",), message.format(day=meeting.day), advice, warning=True)
    for field in ("updated", "announced", "minuted"):
        yield from _ahead(field, getattr(meeting, field), today)


def find_early_change(groups: Groups, today: date) -> Iterator[Fault]:
    """Yield the slots that were changed on a day to come."""
    for number, group in enumerate(groups.groups):
        for position, series in enumerate(group.series):
            if series.updated and series.updated > today:
                yield _early(("groups", number, "series", position, "updated"), series.updated)


def find_expired(item: Content, today: date) -> Iterator[Fault]:
    """Yield a published item whose verification expired before today."""
    expires = item.verification.expires if item.verification else None
    if item.status is ContentStatus.PUBLISHED and expires and expires < today:
        message = _("the item is published, and its verification expired on {day}")
        advice = _("Verify it again, or retract it.")
        path = ("verification", "expires")
        yield Fault(path, message.format(day=expires), advice, warning=True)


def _early(path: tuple[str | int, ...], day: date) -> Fault:
    message = _("{day} has not come yet").format(day=day)
    return Fault(path, message, _("Correct the date."), warning=True)
