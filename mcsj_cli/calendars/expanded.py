"""One event a meeting, in UTC, which no program can misread: meetings of groups and with single mesas."""

from datetime import UTC, date
from typing import NamedTuple

from icalendar import Event

from mcsj_cli.calendars.event import Publication, Revision, Time, build_event, word_meeting
from mcsj_cli.calendars.series import revise
from mcsj_cli.model.schedule import Occurrence


class MeetingEvent(NamedTuple):
    """What tells a meeting to programs: its UID, its time in UTC, and the revision of its data."""

    uid: str
    time: Time
    revision: Revision


def identify(occurrence: Occurrence, domain: str) -> MeetingEvent:
    """Give what every file, feed and invitation says of a meeting.

    Each slot that has begun by the end of its week may have moved it there, and so may each change of one: the sequence
    of a week never falls as slots are added and changed.
    """
    begun = [series for series in occurrence.group.series if series.since <= occurrence.week.sunday]
    slots = [] if occurrence.is_session else begun
    own = revise(occurrence)
    sequence = max(0, len(slots) - 1) + sum(series.sequence for series in slots) + own.sequence
    days = [series.updated or date.min for series in slots] + [own.day]
    made = occurrence.planned.date() if occurrence.is_session else occurrence.group.series[0].since
    day = max(days) if max(days) > date.min else made
    return MeetingEvent(
        f"{occurrence.uid}@{domain}",
        Time(occurrence.start.astimezone(UTC), occurrence.end.astimezone(UTC)),
        Revision(sequence, day),
    )


def build_meeting(occurrence: Occurrence, publication: Publication) -> Event:
    """Give the event of one meeting in UTC."""
    told = identify(occurrence, publication.network.uid_domain)
    return build_event(told.uid, told.time, told.revision, word_meeting(occurrence, publication))
