"""One event a meeting, in UTC, which no program can misread: meetings of groups and with single mesas."""

from datetime import UTC, date
from typing import NamedTuple

from icalendar import Event

from mcsj_cli.calendars.event import CalendarInput, Revision, Time, build_event, word_meeting
from mcsj_cli.calendars.series import revise, revise_slots
from mcsj_cli.model.schedule import Occurrence


class MeetingEvent(NamedTuple):
    """What tells a meeting to programs: its UID, its time in UTC, and the revision of its data."""

    uid: str
    time: Time
    revision: Revision


def identify(occurrence: Occurrence, domain: str) -> MeetingEvent:
    """Give what every file, feed and invitation says of a meeting; a group's slots count once they have begun."""
    if occurrence.is_session:
        slots, made = [], occurrence.planned.date()
    else:
        slots = [
            series for series in occurrence.group.series if series.since <= occurrence.week.sunday
        ]
        made = occurrence.group.series[0].since
    revision = revise_slots(slots).plus(revise(occurrence))
    return MeetingEvent(
        f"{occurrence.uid}@{domain}",
        Time(occurrence.start.astimezone(UTC), occurrence.end.astimezone(UTC)),
        revision if revision.day > date.min else revision._replace(day=made),
    )


def build_meeting(occurrence: Occurrence, publication: CalendarInput) -> Event:
    """Give the event of one meeting in UTC."""
    told = identify(occurrence, publication.network.uid_domain)
    return build_event(told.uid, told.time, told.revision, word_meeting(occurrence, publication))
