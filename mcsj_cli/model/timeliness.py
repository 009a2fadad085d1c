"""What records say of days, held against today.

All of it is a warning: the clock may be wrong where the files are right, and what was right yesterday may not be today.
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
from mcsj_cli.model.network import Groups
from mcsj_cli.model.practice import Practice

# Nobody plans an item further ahead than this.
_AHEAD = timedelta(days=366)


def find_early(record: Record, today: date) -> Iterator[Fault]:
    """Find what a record tells of a day that has not come."""
    match record:
        case Content():
            yield from _in_item(record, today)
        case Meeting():
            yield from _in_meeting(record, today)
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


def _in_item(item: Content, today: date) -> Iterator[Fault]:
    """Find a verification that is yet to come, and an item whose year is a slip."""
    if item.verification and item.verification.on > today:
        yield _early(("verification", "on"), item.verification.on)
    if item.created - today > _AHEAD:
        message = _("the item is of {day}, more than a year from today").format(day=item.created)
        yield Fault(("created",), message, _("Correct the date."), warning=True)


def _in_meeting(meeting: Meeting, today: date) -> Iterator[Fault]:
    """Find a meeting that was held, or changed, before its time."""
    if (
        meeting.held and meeting.day > today
    ):  # a group's day is the Monday of its week, unless it was moved
        message = _("it says that the meeting was held, and it is on {day} or later").format(
            day=meeting.day
        )
        yield Fault(("held",), message, _("Remove «held», or correct the day."), warning=True)
    for field in ("updated", "announced", "minuted"):
        yield from _ahead(field, getattr(meeting, field), today)


def find_early_change(groups: Groups, today: date) -> Iterator[Fault]:
    """Find slots that were changed on a day to come."""
    for number, group in enumerate(groups.groups):
        for position, series in enumerate(group.series):
            if series.updated and series.updated > today:
                yield _early(("groups", number, "series", position, "updated"), series.updated)


def find_expired(item: Content, today: date) -> Iterator[Fault]:
    """Find a published item that nobody vouches for any more; on its last day somebody still does."""
    expires = item.verification.expires if item.verification else None
    if item.status is ContentStatus.PUBLISHED and expires and expires < today:
        message = _("the item is published, and its verification expired on {day}").format(
            day=expires
        )
        advice = _("Verify it again, or retract it.")
        yield Fault(("verification", "expires"), message, advice, warning=True)


def _early(path: tuple[str | int, ...], day: date) -> Fault:
    return Fault(
        path, _("{day} has not come yet").format(day=day), _("Correct the date."), warning=True
    )
