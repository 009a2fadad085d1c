"""From weekly series to the meetings that they make, each at its hour on every mesa's clock."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile, zip_longest
from typing import Literal, NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.model.fields import WallTime, ZoneName
from mcsj_cli.model.meeting import Meeting, MeetingName, meeting_uid
from mcsj_cli.model.network import Group, Groups, Mesa, Seat, Slot, Weekday
from mcsj_cli.model.text import fold
from mcsj_cli.model.week import Week

Status = Literal["tentative", "confirmed", "cancelled"]
_WEEK = timedelta(weeks=1)


class Occurrence(NamedTuple):
    """One meeting of a group, or with one of its mesas.

    `planned` is where the series, or whoever set it, puts it; `start` is where it takes place.
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
        """Give it as a record tells it: moved, cancelled or as it was planned."""
        start = (
            meeting.start.moment.replace(tzinfo=self.planned.tzinfo)
            if meeting.start
            else self.planned
        )
        return self._replace(
            start=start, status=meeting.status or self.series.status, meeting=meeting
        )

    @property
    def is_session(self) -> bool:
        """Say whether it is with one mesa, and of no series."""
        return self.meeting is not None and self.meeting.mesa is not None

    @property
    def name(self) -> str:
        """Name who meets: the group, or the mesa."""
        return (
            _("Mesa {name}").format(name=self.mesas[0].name) if self.is_session else self.group.name
        )

    @property
    def is_moved(self) -> bool:
        return self.start != self.planned

    @property
    def held(self) -> bool | None:
        """Say whether it was held; None where nothing is written down of that."""
        return self.meeting.held if self.meeting else None

    def held_by(self, day: date) -> bool | None:
        """Say whether it was held, as far as that can be known on a day."""
        return self.held if self.start.date() <= day else None

    def local_start(self, mesa: Mesa) -> datetime:
        """Give the start on a mesa's own clock."""
        return self.start.astimezone(mesa.timezone.zone)

    def clocks(self) -> dict[str, str]:
        """Give the start on every clock of its mesas, by who reads it: «17:00», with the date if it is another."""
        clocks: dict[str, str] = {}
        for mesa in self.mesas:
            for name, zone in mesa.clocks.items():
                local = self.start.astimezone(zone.zone)
                other_day = "" if local.date() == self.start.date() else f" ({local.date()})"
                clocks[name] = f"{local:%H:%M}{other_day}"
        return clocks


class ClockChange(NamedTuple):
    """From a meeting on, a mesa reads another hour on its clock although the schedule did not change."""

    day: date
    name: str
    before: str
    after: str


class Span(NamedTuple):
    """The days on which a series puts meetings: every week from `first` to `last`, or without end."""

    series: Slot
    first: date
    last: date | None

    def days(self, first: date, last: date) -> Iterator[date]:
        """Name the days of the span from `first` to `last`, both included."""
        day = self.first
        if day < first:
            day += _WEEK * -((day - first).days // 7)
        stop = last if self.last is None else min(last, self.last)
        while day <= stop:
            yield day
            day += _WEEK


def add_minutes(start: datetime, minutes: int) -> datetime:
    """Go on for some minutes of elapsed time, which a clock change does not stretch."""
    end = start.astimezone(UTC) + timedelta(minutes=minutes)
    return end.astimezone(start.tzinfo)


def spans(group: Group) -> list[Span]:
    """Part a group's time among its series; where the day changes, a week keeps the meeting it has already had."""
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
    """Give the meetings that take place, or were to, from `first` to `last`, in the order of their start.

    `meetings` holds what is known of some of them, by uid. Days are those of the series' own clock.
    """
    # A moved meeting stays within its week, so a week's margin finds all that were moved into the days asked for.
    found = [
        _occur(group, span.series, day, meetings)
        for span in spans(group)
        for day in span.days(first - _WEEK, last + _WEEK)
    ]
    return sorted(
        (o for o in found if first <= o.start.date() <= last),
        key=lambda o: (o.start, o.group.number),
    )


def gather(
    groups: Sequence[Group], first: date, last: date, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    """Give the meetings of groups as `occurrences` does, and those with one of their mesas, in the order of start."""
    found = [o for group in groups for o in occurrences(group, first, last, meetings)]
    return sorted([*found, *sessions(groups, first, last, meetings)], key=_in_order)


def sessions(
    groups: Sequence[Group], first: date, last: date, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    """Give the meetings with one of the mesas of groups, from `first` to `last`, in the order of start."""
    known = [
        meeting for meeting in meetings.values() if meeting.mesa and first <= meeting.day <= last
    ]
    found = [
        _meet(seat.group, seat.mesa, meeting)
        for meeting in known
        for seat in _seat_of(groups, meeting)
    ]
    return sorted(found, key=_in_order)


def _in_order(meeting: Occurrence) -> tuple[datetime, int, str]:
    return meeting.start, meeting.group.number, meeting.uid


def find_occurrence(
    groups: Sequence[Group], uid: str, meetings: Mapping[str, Meeting]
) -> Occurrence | None:
    """Find the meeting of a uid, whether or not anything is known of it; None where no series puts one."""
    meeting = meetings.get(uid)
    if meeting and meeting.mesa:
        return next(
            (_meet(seat.group, seat.mesa, meeting) for seat in _seat_of(groups, meeting)), None
        )
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
    groups: Groups, slug: str, day: date, meetings: Mapping[str, Meeting]
) -> Occurrence | None:
    """Give the first meeting of a mesa on or after a day, of its group or its own, looking a year ahead."""
    coming = gather(groups.groups, day, day + timedelta(days=366), meetings)
    return next(
        (o for o in coming if o.status != "cancelled" and slug in [mesa.slug for mesa in o.mesas]),
        None,
    )


def find_clashes(meetings: Sequence[Occurrence]) -> list[tuple[Occurrence, Occurrence]]:
    """Find the meetings that are on at the same time, in the order of their start.

    Cancelled ones do not count, nor those that keep nobody from being in both: of other mesas, and of other people.
    """
    # Instants, not wall clocks: in autumn an hour is on the wall twice.
    on = sorted(
        (
            (o.start.astimezone(UTC), o.end.astimezone(UTC), o)
            for o in meetings
            if o.status != "cancelled"
        ),
        key=lambda one: one[0],
    )
    return [
        (one, other)
        for place, (_start, end, one) in enumerate(on)
        for _s, _e, other in takewhile(lambda later: later[0] < end, on[place + 1 :])  # noqa: B023  used at once
        if not _are_apart(one, other)
    ]


def have_one_coordinator(one: Group, other: Group) -> bool | None:
    """Say whether the same role looks after two groups; None where it is not said of both."""
    if not (one.coordinator and other.coordinator):
        return None
    return fold(one.coordinator) == fold(other.coordinator)


def shared_mesas(one: Occurrence, other: Occurrence) -> list[Mesa]:
    """Give the mesas that both meetings are with."""
    slugs = {mesa.slug for mesa in other.mesas}
    return [mesa for mesa in one.mesas if mesa.slug in slugs]


def _are_apart(one: Occurrence, other: Occurrence) -> bool:
    return have_one_coordinator(one.group, other.group) is False and not shared_mesas(one, other)


def next_occurrence(group: Group, day: date, meetings: Mapping[str, Meeting]) -> Occurrence | None:
    """Give the first meeting on or after a day that is not cancelled, looking a year ahead."""
    coming = occurrences_ahead(group, day, timedelta(days=366), meetings)
    return next((o for o in coming if o.status != "cancelled"), None)


def occurrences_ahead(
    group: Group, day: date, span: timedelta, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    """Give the meetings from a day on; of a group that has yet to begin, those from its first week on."""
    begins = (
        max(day, Week.of(group.series[0].since).monday) if group.series else day
    )  # the first may be moved forward
    return occurrences(group, begins, begins + span, meetings)


def clock_turn(moment: datetime) -> timedelta:
    """Say how far the clock turns at a moment on the wall: forward where it never comes, back where it comes twice."""
    early, late = (moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return late - early


def clock_changes(meetings: Sequence[Occurrence]) -> list[ClockChange]:
    """Find whose clock moves between one meeting and the next of a group's series, as planned; not those cancelled."""
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
    """Give how far each other clock of a meeting is from its own."""
    planned = meeting.planned
    zones = {zone for mesa in meeting.mesas for zone in mesa.timezones} - {meeting.series.timezone}
    own = planned.utcoffset() or timedelta()
    return {
        zone: (planned.astimezone(zone.zone).utcoffset() or timedelta()) - own for zone in zones
    }


def _occur(group: Group, series: Slot, day: date, meetings: Mapping[str, Meeting]) -> Occurrence:
    planned = datetime.combine(day, series.time.time, series.timezone.zone)
    uid = meeting_uid(group.number, Week.of(day))
    meeting = meetings.get(uid)
    occurrence = Occurrence(
        uid, group, group.mesas_on(day), series, planned, planned, series.status, None
    )
    return occurrence.with_meeting(meeting) if meeting else occurrence


def _seat_of(groups: Sequence[Group], meeting: Meeting) -> list[Seat]:
    """Give the seat of a session's mesa on its planned day, or the last that it had."""
    day = meeting.planned.moment.date() if meeting.planned else meeting.day
    seats = [
        Seat(mesa, group) for group in groups for mesa in group.mesas if mesa.slug == meeting.mesa
    ]
    seats.sort(key=lambda seat: seat.mesa.since or date.min)
    return ([seat for seat in seats if seat.mesa.sits_on(day)] or seats)[-1:]


def _meet(group: Group, mesa: Mesa, meeting: Meeting) -> Occurrence:
    """Make the meeting with a mesa: what is known of it stands in for a series."""
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
    return Occurrence(
        meeting.uid, group, [mesa], slot, planned, planned, slot.status, None
    ).with_meeting(meeting)


def _next_weekday(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _last_day(span: Span) -> date:
    if span.last is None:
        return date.max
    return span.last - timedelta(days=(span.last - span.first).days % 7)
