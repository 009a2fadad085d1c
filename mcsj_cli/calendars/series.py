"""A group's weekly meetings as recurring events, with overrides for moved and cancelled ones.

RFC 5545 3.8.5. The words: a *slot* is a group's entry in groups.yaml (weekday, hour, zone). A
*span* is the days on which a slot puts meetings. A *stay* is the part of a span in which a mesa
sits in the group. An *era* is the part of a span in which the zone's rules do not change. A
*series part* is what one recurring event represents: one span, one stay and one era.
"""

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
from mcsj_cli.model.membership import Group, Mesa, Slot
from mcsj_cli.model.schedule import Occurrence, Span, add_minutes, occurrences, spans

YEAR = timedelta(days=371)
"""How far ahead meetings are described when nothing says where they end."""


class SeriesPart(NamedTuple):
    """The meetings of one slot that one recurring event represents.

    `first` is the day of its first meeting and `last` that of its last, None without an end.
    `slots` are all of the group's: a change of any of them may have moved `first` or `last`, so
    all of them count in the revision.
    """

    uid: str
    slot: Slot
    first: date
    last: date | None
    slots: list[Slot]

    @property
    def zone(self) -> ZoneInfo:
        return self.slot.timezone.zone

    @property
    def time(self) -> Time:
        start = datetime.combine(self.first, self.slot.time.time, self.zone)
        return Time(start, add_minutes(start, self.slot.minutes))

    @property
    def revision(self) -> Revision:
        """How often it changed, and the day of the last change that the data record.

        Without such a day it is the group's first one, which may still be to come.
        """
        recorded = revise_slots(self.slots)
        if recorded.day > date.min:
            return recorded
        return recorded._replace(day=self.slots[0].since)


def find_parts(
    group: Group,
    domain: str,
    first: date,
    until: date | None,
    ended: date | None = None,
    mesa: Mesa | None = None,
) -> Iterator[SeriesPart]:
    """Yield the series parts of a group, or those of a mesa's stays in it.

    Each begins with its first meeting from the day `first` on. If `ended` is given, a part that
    was over before `first` is yielded too, with its meetings from the day `ended` on.
    """
    for span in spans(group):
        for number, stay in enumerate(_find_stays(group, span, mesa), 1):
            for era in _find_eras(span):
                last = _earliest(era.last, stay.last, until)
                is_over = last is not None and last < first
                asked = ended if ended and is_over else first
                begins = max(era.first, stay.first, asked)
                day = next(span.days(begins, last or date.max), None)
                if day is None:
                    continue
                uid = f"{_name_series(group, span, era, number)}@{domain}"
                end = _last_meeting(span, day, last)
                yield SeriesPart(uid, span.series, day, end, group.series)


def _name_series(group: Group, span: Span, era: Span, number: int) -> str:
    era_first = era.first if era.first > span.first else None
    return series_uid(group.number, span.series.since, era_first, number)


def _find_eras(span: Span) -> Iterator[Span]:
    borders = sorted(eras(span.series.timezone.zone, span.first, span.last or HORIZON))
    for begins, following in zip([span.first, *borders], [*borders, None], strict=True):
        last = following - timedelta(days=1) if following else span.last
        yield span._replace(first=begins, last=last)


def _find_stays(group: Group, span: Span, mesa: Mesa | None) -> list[Span]:
    """Return the stays of a mesa within a span, in their order; without a mesa the whole span."""
    if mesa is None:
        return [span]
    entries = [entry for entry in group.mesas if entry.slug == mesa.slug]
    stays: list[Span] = []
    for entry in sorted(entries, key=lambda entry: entry.since or date.min):
        first = max(span.first, entry.since or span.first)
        last = _earliest(span.last, entry.until)
        if last is None or first <= last:
            stays.append(span._replace(first=first, last=last))
    return stays


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _last_meeting(span: Span, first: date, last: date | None) -> date | None:
    return list(span.days(first, last))[-1] if last else None


def build_series(
    group: Group, part: SeriesPart, meetings: Iterable[Meeting], publication: CalendarInput
) -> Iterator[Event]:
    """Yield the recurring event of a part, then an override for each meeting that differs from it.

    RFC 5545 3.8.4.4. `meetings` are the recorded meetings of the group, in their order.
    """
    last = min(part.last or date.max, part.first + YEAR)
    planned = occurrences(group, part.first, last, {})
    coming = [occurrence for occurrence in planned if occurrence.series is part.slot]
    wording = word_series(group, coming, publication, part.first)
    event = build_event(part.uid, part.time, part.revision, wording)
    event.add("rrule", _weekly_rule(part))
    yield event
    for meeting in meetings:
        for occurrence in _find_overridden(group, part, meeting, publication):
            yield _build_override(part, occurrence, publication)


def _weekly_rule(part: SeriesPart) -> vRecur:
    rule: dict[str, object] = {"FREQ": "WEEKLY", "BYDAY": WEEKDAYS[part.first.weekday()]}
    if part.last is not None:
        until = datetime.combine(part.last, part.slot.time.time, part.zone)
        rule["UNTIL"] = until.astimezone(UTC)
    return vRecur(rule)


def _find_overridden(
    group: Group, part: SeriesPart, meeting: Meeting, publication: CalendarInput
) -> Iterator[Occurrence]:
    """Yield the occurrences in a recorded meeting's week that need an event of their own."""
    if meeting.week is None:
        return
    monday, sunday = meeting.week.monday, meeting.week.sunday
    for occurrence in occurrences(group, monday, sunday, publication.meetings):
        planned = occurrence.planned.date()
        is_within = part.first <= planned and (part.last is None or planned <= part.last)
        shows_agenda = meeting.agenda and not publication.public
        if not is_within or occurrence.series is not part.slot:
            continue
        if differs(occurrence) or shows_agenda:
            yield occurrence


def differs(occurrence: Occurrence) -> bool:
    """Whether a meeting has another time or another status than its slot planned."""
    return occurrence.is_moved or occurrence.status != occurrence.series.status


def _build_override(part: SeriesPart, occurrence: Occurrence, publication: CalendarInput) -> Event:
    revision = part.revision.plus(revise(occurrence))
    wording = word_meeting(occurrence, publication)
    event = build_event(part.uid, clock_time(occurrence), revision, wording)
    event.add("recurrence-id", occurrence.planned)
    return event


def revise_slots(slots: Sequence[Slot]) -> Revision:
    """Count the changes that slots may have made to the meetings they plan.

    Each slot after the first counts as one, since it may have moved meetings or ended a series;
    so does each change of a slot. The sequence never falls as slots are added and changed.
    """
    days = [slot.updated for slot in slots if slot.updated]
    changes = sum(slot.sequence for slot in slots)
    return Revision(max(0, len(slots) - 1) + changes, max(days, default=date.min))


def revise(occurrence: Occurrence) -> Revision:
    """Count the changes of one meeting besides those of its series.

    A meeting that differs but has no sequence was edited by hand: that is one change.
    """
    meeting = occurrence.meeting
    if meeting is None:
        return Revision(0, date.min)
    return Revision(max(int(differs(occurrence)), meeting.sequence), meeting.updated or date.min)
