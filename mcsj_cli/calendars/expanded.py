"""One event for each meeting, weekly or a session, in UTC so that no program can misread it."""

from datetime import UTC, date
from typing import NamedTuple

from icalendar import Event

from mcsj_cli.calendars.event import CalendarInput, Revision, Time, build_event, word_meeting
from mcsj_cli.calendars.series import revise, revise_slots
from mcsj_cli.model.schedule import Occurrence


class MeetingEvent(NamedTuple):
    """The facts by which programs know a meeting: its UID, its time in UTC, its revision."""

    uid: str
    time: Time
    revision: Revision


def identify(occurrence: Occurrence, domain: str) -> MeetingEvent:
    """Return what every file, feed and invitation says of a meeting alike.

    The slots of its group count in the revision as far as they have begun by its week.
    """
    group, sunday = occurrence.group, occurrence.week.sunday
    if occurrence.is_session:
        slots, made = [], occurrence.planned.date()
    else:
        slots = [slot for slot in group.series if slot.since <= sunday]
        made = group.series[0].since
    revision = revise_slots(slots).plus(revise(occurrence))
    if revision.day == date.min:
        revision = revision._replace(day=made)
    time = Time(occurrence.start.astimezone(UTC), occurrence.end.astimezone(UTC))
    return MeetingEvent(f"{occurrence.uid}@{domain}", time, revision)


def build_meeting(occurrence: Occurrence, publication: CalendarInput) -> Event:
    """Build the event of one meeting in UTC."""
    uid, time, revision = identify(occurrence, publication.network.uid_domain)
    return build_event(uid, time, revision, word_meeting(occurrence, publication))
