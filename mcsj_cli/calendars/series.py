"""A group's meetings as weekly iCalendar series, with overrides for what was moved or cancelled (RFC 5545 3.8.5)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Event, vRecur

from mcsj_cli.calendars.event import (
    CalendarInput,
    Revision,
    Time,
    build_event,
    clock_time,
    word_meeting,
    word_series,
)
from mcsj_cli.calendars.timezone import HORIZON, WEEKDAYS, eras
from mcsj_cli.model.meeting import Meeting, series_uid
from mcsj_cli.model.network import Group, Mesa, Slot
from mcsj_cli.model.schedule import Occurrence, Span, add_minutes, occurrences, spans

YEAR = timedelta(days=371)
"""How far ahead what has no end of its own is told."""


class SeriesPart(NamedTuple):
    """A stretch of a series within one era of its zone, which one recurring event can tell.

    Each of the group's `slots` may have given it its first or last day.
    """

    uid: str
    series: Slot
    first: date
    last: date | None
    slots: list[Slot]

    @property
    def zone(self) -> ZoneInfo:
        return self.series.timezone.zone

    @property
    def time(self) -> Time:
        start = datetime.combine(self.first, self.series.time.time, self.zone)
        return Time(start, add_minutes(start, self.series.minutes))

    @property
    def revision(self) -> Revision:
        """How often it changed, and the last day that the data tell; a schedule's first day may still be to come."""
        told = revise_slots(self.slots)
        return told if told.day > date.min else told._replace(day=self.slots[0].since)


def find_parts(
    group: Group,
    domain: str,
    first: date,
    until: date | None,
    ended: date | None = None,
    mesa: Mesa | None = None,
) -> Iterator[SeriesPart]:
    """Cut each span where its zone takes other rules, as no recurrence mixes two; a mesa has those of its own stays.

    They begin with their first meeting from a day on; those that were over by then may be told from the day `ended` on.
    """
    for span in spans(group):
        for number, stay in enumerate(_find_stays(group, span, mesa), 1):
            for era in _find_eras(span):
                last = _earliest(era.last, stay.last, until)
                over = ended is not None and last is not None and last < first
                begins = max(era.first, stay.first, ended if ended and over else first)
                day = next(span.days(begins, last or date.max), None)
                if day is not None:
                    name = series_uid(
                        group.number,
                        span.series.since,
                        era.first if era.first > span.first else None,
                        number,
                    )
                    yield SeriesPart(
                        f"{name}@{domain}",
                        span.series,
                        day,
                        _last_day(span, day, last),
                        group.series,
                    )


def _find_eras(span: Span) -> Iterator[Span]:
    borders = sorted(eras(span.series.timezone.zone, span.first, span.last or HORIZON))
    for begins, ends in zip([span.first, *borders], [*borders, None], strict=True):
        yield span._replace(first=begins, last=ends - timedelta(days=1) if ends else span.last)


def _find_stays(group: Group, span: Span, mesa: Mesa | None) -> list[Span]:
    """Give the times within a span for which a mesa sits in the group; without one, all of it."""
    if mesa is None:
        return [span]
    entries = sorted(
        (one for one in group.mesas if one.slug == mesa.slug), key=lambda one: one.since or date.min
    )
    stays = [
        span._replace(
            first=max(span.first, one.since or span.first), last=_earliest(span.last, one.until)
        )
        for one in entries
    ]
    return [stay for stay in stays if stay.last is None or stay.first <= stay.last]


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _last_day(span: Span, first: date, last: date | None) -> date | None:
    return list(span.days(first, last))[-1] if last else None


def build_series(
    group: Group, part: SeriesPart, meetings: Iterable[Meeting], publication: CalendarInput
) -> Iterator[Event]:
    """Give the recurring event of a part, then one override for each meeting that differs (RFC 5545 3.8.4.4).

    `meetings` are what is known of the group's, in their order.
    """
    last = min(part.last or date.max, part.first + YEAR)
    coming = [o for o in occurrences(group, part.first, last, {}) if o.series is part.series]
    wording = word_series(group, coming, publication, part.first)
    event = build_event(part.uid, part.time, part.revision, wording)
    event.add("rrule", _recur(part))
    yield event
    for meeting in meetings:
        for occurrence in _overridden(group, part, meeting, publication):
            yield _override(part, occurrence, publication)


def _recur(part: SeriesPart) -> vRecur:
    rule: dict[str, object] = {"FREQ": "WEEKLY", "BYDAY": WEEKDAYS[part.first.weekday()]}
    if part.last is not None:
        rule["UNTIL"] = datetime.combine(part.last, part.series.time.time, part.zone).astimezone(
            UTC
        )
    return vRecur(rule)


def _overridden(
    group: Group, part: SeriesPart, meeting: Meeting, publication: CalendarInput
) -> Iterator[Occurrence]:
    if meeting.week is None:
        return
    for occurrence in occurrences(
        group, meeting.week.monday, meeting.week.sunday, publication.meetings
    ):
        planned = occurrence.planned.date()
        within = part.first <= planned and (part.last is None or planned <= part.last)
        told = differs(occurrence) or (meeting.agenda and not publication.public)
        if occurrence.series is part.series and within and told:
            yield occurrence


def differs(occurrence: Occurrence) -> bool:
    """Say whether a meeting is at another time, or stands otherwise, than its series."""
    return occurrence.is_moved or occurrence.status != occurrence.series.status


def _override(part: SeriesPart, occurrence: Occurrence, publication: CalendarInput) -> Event:
    revision = part.revision.plus(revise(occurrence))
    event = build_event(
        part.uid, clock_time(occurrence), revision, word_meeting(occurrence, publication)
    )
    event.add("recurrence-id", occurrence.planned)
    return event


def revise_slots(slots: Sequence[Slot]) -> Revision:
    """Count what slots may have changed of the meetings that they give, from the second one on.

    Each may have moved them or given them an end, and so may each change of one: the sequence never falls as slots are
    added and changed.
    """
    days = [series.updated for series in slots if series.updated]
    return Revision(
        max(0, len(slots) - 1) + sum(series.sequence for series in slots),
        max(days, default=date.min),
    )


def revise(occurrence: Occurrence) -> Revision:
    """Count the changes of one meeting besides those of its series; one that a hand made uncounted is one too."""
    meeting = occurrence.meeting
    if meeting is None:
        return Revision(0, date.min)
    return Revision(max(int(differs(occurrence)), meeting.sequence), meeting.updated or date.min)
