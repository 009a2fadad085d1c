"""The meetings that weekly slots and sessions make, with their hours on the clocks of mesas."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import Literal, NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.model.fields import WallTime, ZoneName
from mcsj_cli.model.meeting import Meeting, MeetingName, meeting_uid
from mcsj_cli.model.membership import Group, Groups, Mesa, Seat, Slot, Weekday
from mcsj_cli.model.text import fold
from mcsj_cli.model.week import Week

Status = Literal["tentative", "confirmed", "cancelled"]
_WEEK = timedelta(weeks=1)


class Occurrence(NamedTuple):
    """One meeting of a group, or with one of its mesas.

    `planned` is when it should take place by the slot or the session, and `start` when it does.
    """

    uid: str
    group: Group
    mesas: list[Mesa]
    series: Slot
    planned: datetime
    start: datetime
    status: Status
    meeting: Meeting | None

    @property
    def end(self) -> datetime:
        return add_minutes(self.start, self.series.minutes)

    @property
    def week(self) -> Week:
        return Week.of(self.planned.date())

    def with_meeting(self, meeting: Meeting) -> "Occurrence":
        """Return it with a record, which may move or cancel it."""
        start = self.planned
        if meeting.start:
            start = meeting.start.moment.replace(tzinfo=self.planned.tzinfo)
        status = meeting.status or self.series.status
        return self._replace(start=start, status=status, meeting=meeting)

    @property
    def is_session(self) -> bool:
        """Whether it is with a single mesa."""
        return self.meeting is not None and self.meeting.mesa is not None

    @property
    def name(self) -> str:
        """The name of the group, or of the single mesa."""
        if self.is_session:
            return _("Mesa {name}").format(name=self.mesas[0].name)
        return self.group.name

    @property
    def is_moved(self) -> bool:
        return self.start != self.planned

    @property
    def held(self) -> bool | None:
        """Whether it was held; None if that was not recorded."""
        return self.meeting.held if self.meeting else None

    def held_by(self, day: date) -> bool | None:
        """Whether it was held, as known on a day."""
        return self.held if self.start.date() <= day else None

    def local_start(self, mesa: Mesa) -> datetime:
        """Return the start on a mesa's own clock."""
        return self.start.astimezone(mesa.timezone.zone)

    def clocks(self) -> dict[str, str]:
        """Return the start on every clock of its mesas: «17:00», with the date if it differs."""
        clocks: dict[str, str] = {}
        for mesa in self.mesas:
            for name, zone in mesa.clocks.items():
                local = self.start.astimezone(zone.zone)
                other_day = "" if local.date() == self.start.date() else f" ({local.date()})"
                clocks[name] = f"{local:%H:%M}{other_day}"
        return clocks


class ClockChange(NamedTuple):
    """A meeting from which on a mesa's clock shows another hour, although the slot is the same."""

    day: date
    name: str
    before: str
    after: str


class Span(NamedTuple):
    """The days of a slot's meetings: every week from `first` to `last`, or without end."""

    series: Slot
    first: date
    last: date | None

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days of the span from `first` to `last`, both included."""
        day = self.first
        if day < first:
            day += _WEEK * -((day - first).days // 7)
        stop = last if self.last is None else min(last, self.last)
        while day <= stop:
            yield day
            day += _WEEK


def add_minutes(start: datetime, minutes: int) -> datetime:
    """Return the moment some minutes of elapsed time later, also across a clock change."""
    end = start.astimezone(UTC) + timedelta(minutes=minutes)
    return end.astimezone(start.tzinfo)


def spans(group: Group) -> list[Span]:
    """Return the spans of a group's slots, in order.

    If a slot with another weekday begins, a week that has had its meeting gets no second one.
    """
    found: list[Span] = []
    for series, following in zip_longest(group.series, group.series[1:]):
        last = following.since - timedelta(days=1) if following else None
        first = _next_weekday(series.since, series.weekday.number)
        if found and Week.of(first) == Week.of(_last_day(found[-1])):
            first += _WEEK
        if last is None or first <= last:
            found.append(Span(series, first, last))
    return found


def occurrences(
    group: Group, first: date, last: date, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    """Return a group's meetings from `first` to `last`, cancelled ones too, in order of start.

    `meetings` are the known records, by uid. Days are those of the slot's own clock.
    """
    found: list[Occurrence] = []
    # A moved meeting stays within its week, so a margin of a week finds all that were moved here.
    for span in spans(group):
        for day in span.days(first - _WEEK, last + _WEEK):
            occurrence = _build_occurrence(group, span.series, day, meetings)
            if first <= occurrence.start.date() <= last:
                found.append(occurrence)
    return sorted(found, key=lambda o: (o.start, o.group.number))


def gather(
    groups: Sequence[Group], first: date, last: date, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    """Return the `occurrences` and the `sessions` of groups, in order of start."""
    found = sessions(groups, first, last, meetings)
    for group in groups:
        found += occurrences(group, first, last, meetings)
    return sorted(found, key=_order)


def sessions(
    groups: Sequence[Group], first: date, last: date, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    """Return the meetings with single mesas, from `first` to `last`, in order of start."""
    found: list[Occurrence] = []
    for meeting in meetings.values():
        if meeting.mesa and first <= meeting.day <= last:
            seat = _find_seat(groups, meeting)
            if seat:
                found.append(_build_session(seat, meeting))
    return sorted(found, key=_order)


def _order(meeting: Occurrence) -> tuple[datetime, int, str]:
    return meeting.start, meeting.group.number, meeting.uid


def find_occurrence(
    groups: Sequence[Group], uid: str, meetings: Mapping[str, Meeting]
) -> Occurrence | None:
    """Return the meeting of a uid, with its record if it has one, or None if there is none."""
    meeting = meetings.get(uid)
    if meeting and meeting.mesa:
        seat = _find_seat(groups, meeting)
        return _build_session(seat, meeting) if seat else None
    name = MeetingName.parse(uid)
    if name is None or name.week is None:
        return None
    for group in groups:
        if group.number == name.group:
            found = occurrences(group, name.week.monday, name.week.sunday, meetings)
            if found:
                return found[0]
    return None


def next_of_mesa(
    groups: Groups, slug: str, moment: datetime, meetings: Mapping[str, Meeting]
) -> Occurrence | None:
    """Return the next meeting of a mesa or its group that is not over, within a year."""
    day = moment.date()
    for meeting in gather(groups.groups, day, day + timedelta(days=366), meetings):
        slugs = [mesa.slug for mesa in meeting.mesas]
        if meeting.status != "cancelled" and slug in slugs and meeting.end > moment:
            return meeting
    return None


def find_clashes(meetings: Sequence[Occurrence]) -> list[tuple[Occurrence, Occurrence]]:
    """Return the pairs of meetings at the same time, in order of start.

    Cancelled ones do not count, nor pairs with other mesas and other coordinators.
    """
    # Instants, not wall clocks: in autumn an hour is on the wall twice.
    timed = [
        (one.start.astimezone(UTC), one.end.astimezone(UTC), one)
        for one in meetings
        if one.status != "cancelled"
    ]
    timed.sort(key=lambda one: one[0])
    found: list[tuple[Occurrence, Occurrence]] = []
    for place, (_start, end, one) in enumerate(timed):
        for start, _end, other in timed[place + 1 :]:
            if start >= end:
                break
            if not _are_apart(one, other):
                found.append((one, other))
    return found


def have_one_coordinator(one: Group, other: Group) -> bool | None:
    """Whether the same role looks after two groups; None if one of them has no coordinator."""
    if not (one.coordinator and other.coordinator):
        return None
    return fold(one.coordinator) == fold(other.coordinator)


def shared_mesas(one: Occurrence, other: Occurrence) -> list[Mesa]:
    """Return the mesas that are in both meetings."""
    slugs = {mesa.slug for mesa in other.mesas}
    return [mesa for mesa in one.mesas if mesa.slug in slugs]


def _are_apart(one: Occurrence, other: Occurrence) -> bool:
    return have_one_coordinator(one.group, other.group) is False and not shared_mesas(one, other)


def next_occurrence(group: Group, day: date, meetings: Mapping[str, Meeting]) -> Occurrence | None:
    """Return a group's next meeting from a day on, within a year, without cancelled ones."""
    coming = occurrences_ahead(group, day, timedelta(days=366), meetings)
    return next((o for o in coming if o.status != "cancelled"), None)


def occurrences_ahead(
    group: Group, day: date, span: timedelta, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    """Return the meetings of a span from a day on, or from the first week of a new group."""
    begins = day
    if group.series:  # from its Monday, since the first meeting may be moved forward
        begins = max(day, Week.of(group.series[0].since).monday)
    return occurrences(group, begins, begins + span, meetings)


def clock_turn(moment: datetime) -> timedelta:
    """Return how far a clock is turned at a wall time.

    It is positive if the wall time is skipped, negative if it comes twice, and zero otherwise.
    """
    early, late = (moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return late - early


def clock_changes(meetings: Sequence[Occurrence]) -> list[ClockChange]:
    """Return the clocks that show another hour from one planned meeting of a slot to the next.

    Cancelled meetings do not count.
    """
    meetings = [meeting for meeting in meetings if meeting.status != "cancelled"]
    changes: list[ClockChange] = []
    distances = map(_distances, meetings)
    for (one, other), (near, far) in zip(pairwise(meetings), pairwise(distances), strict=True):
        if one.series is not other.series or near == far:
            continue
        before = one._replace(start=one.planned).clocks()
        after = other._replace(start=other.planned).clocks()
        for name, hour in after.items():
            if name in before and hour[:5] != before[name][:5]:
                changes.append(ClockChange(other.planned.date(), name, before[name], hour))
    return changes


def _distances(meeting: Occurrence) -> dict[ZoneName, timedelta]:
    """Return how far each other clock of a meeting is from its own."""
    planned = meeting.planned
    zones: set[ZoneName] = set()
    for mesa in meeting.mesas:
        zones.update(mesa.timezones)
    zones.discard(meeting.series.timezone)
    own = planned.utcoffset() or timedelta()
    return {
        zone: (planned.astimezone(zone.zone).utcoffset() or timedelta()) - own for zone in zones
    }


def _build_occurrence(
    group: Group, slot: Slot, day: date, meetings: Mapping[str, Meeting]
) -> Occurrence:
    planned = datetime.combine(day, slot.time.time, slot.timezone.zone)
    uid = meeting_uid(group.number, Week.of(day))
    meeting = meetings.get(uid)
    mesas = group.mesas_on(day)
    occurrence = Occurrence(uid, group, mesas, slot, planned, planned, slot.status, None)
    return occurrence.with_meeting(meeting) if meeting else occurrence


def _find_seat(groups: Sequence[Group], meeting: Meeting) -> Seat | None:
    """Return the seat of a session's mesa on its planned day, or else its last seat."""
    day = meeting.planned.moment.date() if meeting.planned else meeting.day
    seats: list[Seat] = []
    for group in groups:
        seats += [Seat(mesa, group) for mesa in group.mesas if mesa.slug == meeting.mesa]
    seats.sort(key=lambda seat: seat.mesa.since or date.min)
    taken = [seat for seat in seats if seat.mesa.sits_on(day)] or seats
    return taken[-1] if taken else None


def _build_session(seat: Seat, meeting: Meeting) -> Occurrence:
    """Return the meeting of a session's record, from which its slot is made too."""
    assert meeting.planned and meeting.timezone  # noqa: PT018, S101  of a mesa's meeting both are known
    planned = meeting.planned.moment.replace(tzinfo=meeting.timezone.zone)
    slot = Slot(
        since=planned.date(),
        weekday=list(Weekday)[planned.weekday()],
        time=WallTime(f"{planned:%H:%M}"),
        timezone=meeting.timezone,
        minutes=meeting.minutes,
        status="tentative" if meeting.status == "tentative" else "confirmed",
        link=meeting.link,
        public=meeting.public,
    )
    occurrence = Occurrence(
        meeting.uid, seat.group, [seat.mesa], slot, planned, planned, slot.status, None
    )
    return occurrence.with_meeting(meeting)


def _next_weekday(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _last_day(span: Span) -> date:
    if span.last is None:
        return date.max
    return span.last - timedelta(days=(span.last - span.first).days % 7)
