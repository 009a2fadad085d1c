"""An external calendar as meetings: series unrolled, hours as instants, people left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from mcsj_cli.calendars.reading.choice import EventFilter
from mcsj_cli.calendars.reading.events import (
    Event,
    TitleFilter,
    choose_latest,
    names_in,
    read_event,
)
from mcsj_cli.calendars.reading.lines import Block, read_blocks, refuse, refuse_all
from mcsj_cli.calendars.reading.recurrence import WorkLimit, unroll
from mcsj_cli.calendars.reading.values import UTC_NAME, ZonedMoment, parse_moment
from mcsj_cli.calendars.reading.zone_rules import (
    Clock,
    LineError,
    ZoneClock,
    find_named,
    read_clock,
)
from mcsj_cli.errors import Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.external import ExternalCalendar, ExternalMeeting, ExternalSeries, ImportNote
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.privacy import Contacts

_MOST_PROBLEMS = 20
_MOST_DAYS = 3_000_000  # to look at for all recurrence rules together
_MOST_MEETINGS = 20_000
_MARGIN = timedelta(days=2)  # since an instant is on different days in different zones
_YEAR = timedelta(days=371)  # which covers every yearly change of a clock


class Wanted(NamedTuple):
    """The file to read, and which meetings of it are wanted.

    The days are those of the zone `home`, which also applies to hours without a zone. If `zone`
    is given, it applies to all hours but those in UTC, whatever the file says. `only` is a part of
    the title, `domain` that of the network's own UIDs, and `names` are those that a title is
    searched for, to know whose meeting it is.
    """

    file: str
    home: ZoneName
    first: date
    last: date
    declared: Contacts
    zone: ZoneName | None = None
    only: str = ""
    domain: str = ""
    names: Sequence[str] = ()


def read_calendar(content: bytes, wanted: Wanted) -> ExternalCalendar:
    """Read a file's meetings; raise InvalidDataError with the lines that cannot be used."""
    calendars = read_blocks(content, wanted.file)
    reader = _Reader(wanted)
    for calendar in calendars:
        reader.add_calendar(calendar)
    if reader.problems:
        raise refuse_all(sorted(reader.problems))
    if reader.choice.is_in_vain:
        raise refuse(wanted.file, 0, *reader.choice.explain())
    return ExternalCalendar(
        tuple(reader.series), tuple(reader.singles), tuple(sorted(reader.notes))
    )


def _advise() -> str:
    return _(
        "Correct it in that calendar and export it again, "
        "or choose other events by their title: --only TITLE"
    )


def _is_one_hour(clock: str, walls: Sequence[datetime]) -> bool:
    """Whether all hours of a series may be one hour of the week.

    In UTC they may differ by the clock changes of the zone that is meant.
    """
    return clock == UTC_NAME or len({(wall.weekday(), wall.time()) for wall in walls}) == 1


@dataclass
class _Reader:
    """The meetings, notes and problems that have been read from a file so far."""

    wanted: Wanted
    series: list[ExternalSeries] = field(default_factory=list)
    singles: list[ExternalMeeting] = field(default_factory=list)
    notes: set[ImportNote] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    budget: WorkLimit = field(default_factory=lambda: WorkLimit(_MOST_DAYS))
    clocks: dict[str, Clock] = field(default_factory=dict)
    described: dict[str, Block] = field(default_factory=dict)
    room: int = _MOST_MEETINGS
    choice: EventFilter = field(init=False)

    def __post_init__(self) -> None:
        self.choice = EventFilter(self.wanted.only, self.wanted.declared)

    def add_calendar(self, calendar: Block) -> None:
        """Read a VCALENDAR."""
        method = self._read_method(calendar)
        self.clocks.clear()
        self.described.clear()
        for zone in calendar.named("VTIMEZONE"):
            for line in zone.all("TZID"):
                self.described[line.value.strip()] = zone
        for blocks in self.choice.choose(calendar):
            self._add_blocks(blocks, is_cancelled=method == "CANCEL")

    def _read_method(self, calendar: Block) -> str:
        line = calendar.first("METHOD")
        method = line.value.strip().upper() if line else ""
        if line and method in ("REPLY", "COUNTER", "REFRESH"):
            message = _("this is an answer to an invitation, and no calendar")
            advice = _("Read it with: mcsj meetings replies")
            raise refuse(self.wanted.file, line.number, message, advice)
        return method

    def _add_blocks(self, blocks: Sequence[Block], *, is_cancelled: bool) -> None:
        """Read the VEVENTs of one UID, and add them unless one has a problem."""
        wanted, problems_before = self.wanted, len(self.problems)
        titles = TitleFilter(names_in(blocks), wanted.declared, is_cancelled, wanted.names)
        events = []
        for block in blocks:
            event = self._read_event(block, titles)
            if event:
                events.append(event)
        if len(self.problems) > problems_before or not events:
            return
        try:
            self._add_events(events)
        except LineError as error:
            self._keep_problem(error.number, error)
        except ValueError as error:
            self._keep_problem(events[0].line, error)

    def _read_event(self, block: Block, titles: TitleFilter) -> Event | None:
        try:
            event = read_event(block, titles)
        except LineError as error:
            self._keep_problem(error.number, error)
            return None
        if event is None:
            text = _("an event of whole days was left out: a meeting has an hour")
            self.notes.add(ImportNote(block.number, text))
        elif block.first("SUMMARY") and not event.title:
            text = _("the title was left out: it is empty, or names a person")
            self.notes.add(ImportNote(block.number, text))
        return event

    def _add_events(self, events: Sequence[Event]) -> None:
        """Add the events of one UID: a meeting or a series, and the changes of single meetings."""
        own = [event for event in events if event.replaces is None]
        changed = self._sort_changes(events)
        if own:
            event = choose_latest(own)
            if event.rule or event.added:
                self._add_series(event, changed)
            else:
                self._add_single(event, self._instant(event.start, event.line))
        for key, event in changed.items():  # changes of meetings that are in no series of the file
            planned = key if isinstance(key, datetime) else self._instant(event.start, event.line)
            self._add_single(event, planned)

    def _sort_changes(self, events: Sequence[Event]) -> dict[datetime | date, Event]:
        """Return the changed meetings by what they replace, each in its latest revision."""
        changes = [event for event in events if event.replaces is not None]
        changed: dict[datetime | date, Event] = {}
        for event in sorted(changes, key=lambda one: one.sequence):
            changed[self._planned_key(event.replaces, event.line)] = event
        return changed

    def _add_series(self, event: Event, changed: dict[datetime | date, Event]) -> None:
        """Add a series, unrolled; remove from `changed` the changes of its meetings."""
        left_out = {self._planned_key(value, event.line) for value in event.left_out}
        meetings, hours = [], []
        walls = self._list_walls(event)
        for wall in walls:
            planned = self._instant(event.start._replace(wall=wall), event.line)
            hours.append(planned)
            change = changed.pop(planned, None) or changed.pop(wall.date(), None)
            meeting = self._build_recurrence(event, planned, change)
            if meeting is None:
                continue
            if change is None and (planned in left_out or wall.date() in left_out):
                meeting = meeting._replace(status="cancelled")
            meetings.append(meeting)
        self._take_room(len(meetings), event.line)
        if meetings:
            self.series.append(self._build_series(event, walls, hours, meetings))

    def _build_recurrence(
        self, event: Event, planned: datetime, change: Event | None
    ) -> ExternalMeeting | None:
        """Return one meeting of a series; None if neither its planned nor new day is wanted."""
        if change is None:
            if not self._is_wanted(planned):
                return None
            return self._build_meeting(event, planned)._replace(start=planned)
        start = self._instant(change.start, change.line)
        if self._is_wanted(planned) or self._is_wanted(start):
            return self._build_meeting(change, planned)
        return None

    def _build_series(
        self,
        event: Event,
        walls: Sequence[datetime],
        hours: Sequence[datetime],
        meetings: Sequence[ExternalMeeting],
    ) -> ExternalSeries:
        rule, clock = event.rule, event.start.clock
        zone = self.wanted.zone or (find_named(clock) if clock else self.wanted.home)
        return ExternalSeries(
            line=event.line,
            title=event.title,
            named=event.named,
            is_weekly=rule is not None and rule.is_weekly and _is_one_hour(clock, walls),
            ends=rule is not None and bool(rule.times or rule.until),
            minutes=self._count_minutes(event, self._instant(event.start, event.line)),
            status=event.status,
            link=event.link,
            own=self._own_name(event.uid),
            clock=clock,
            zones=(zone,) if zone else (),
            hours=tuple(hours),
            skipped=self._first_skipped(event, walls),
            meetings=tuple(meetings),
        )

    def _first_skipped(self, event: Event, walls: Sequence[datetime]) -> datetime | None:
        for wall in walls:
            if self._is_skipped(event.start._replace(wall=wall)):
                return wall
        return None

    def _add_single(self, event: Event, planned: datetime) -> None:
        start = self._instant(event.start, event.line)
        if not self._is_wanted(start):
            return
        self._take_room(1, event.line)
        if self._is_skipped(event.start):
            wall = event.start.wall
            text = _(
                "there is no {hour} on {day}, when the clock skips it: "
                "the one after the jump was taken"
            ).format(hour=f"{wall:%H:%M}", day=wall.date())
            self.notes.add(ImportNote(event.line, text))
        self.singles.append(self._build_meeting(event, planned))

    def _list_walls(self, event: Event) -> list[datetime]:
        """Return the hours of a series on its own clock, with those of RDATE."""
        first, last = self.wanted.first - _MARGIN, self.wanted.last + _YEAR
        walls = {event.start.wall} if event.rule is None else set()
        if event.rule:
            unrolled = unroll(event.rule, event.start.wall, first, last, self.budget)
            walls |= set(self._stop_at_end(event, unrolled))
        for value in event.added:
            if not isinstance(value, ZonedMoment):
                walls.add(datetime.combine(value, event.start.wall.time()))
            elif value.clock == event.start.clock:
                walls.add(value.wall)
            else:
                text = _("days are added on another clock than the event's own")
                raise LineError(event.line, text)
        return sorted(wall for wall in walls if first <= wall.date() <= last)

    def _stop_at_end(self, event: Event, walls: Iterator[datetime]) -> Iterator[datetime]:
        """Yield the hours of a rule up to its UNTIL."""
        text = event.rule.until if event.rule else ""
        end = parse_moment(text) if text else None
        for wall in walls:
            if end is not None and self._is_after(event, wall, end):
                return
            yield wall

    def _is_after(self, event: Event, wall: datetime, end: ZonedMoment | date) -> bool:
        """Whether an hour of an event is after the end of its rule, a day or a moment."""
        if not isinstance(end, ZonedMoment):
            return wall.date() > end
        if not end.clock:  # on the event's own clock
            return wall > end.wall
        instant = self._instant(event.start._replace(wall=wall), event.line)
        return instant > end.wall.replace(tzinfo=UTC)

    def _build_meeting(self, event: Event, planned: datetime) -> ExternalMeeting:
        start = self._instant(event.start, event.line)
        return ExternalMeeting(
            line=event.line,
            title=event.title,
            named=event.named,
            planned=planned,
            start=start,
            minutes=self._count_minutes(event, start),
            status=event.status,
            link=event.link,
            own=self._own_name(event.uid),
        )

    def _own_name(self, uid: str) -> str:
        """Return the name in a UID of the network's own domain; empty for any other UID."""
        name, _at, domain = uid.rpartition("@")
        return name if domain and domain == self.wanted.domain else ""

    def _count_minutes(self, event: Event, start: datetime) -> int | None:
        """Return the length of a meeting in minutes, rounded up; None if the event tells none."""
        length = self._instant(event.end, event.line) - start if event.end else event.length
        if length is None or not length:
            return None
        if length < timedelta(0):
            raise LineError(event.line, _("it ends before it begins"))
        minutes = -(-length // timedelta(minutes=1))
        if not 5 <= minutes <= 24 * 60:
            text = _("it takes {n} minutes: a meeting takes from 5 to 1440").format(n=minutes)
            raise LineError(event.line, text)
        return minutes

    def _planned_key(self, value: ZonedMoment | date | None, line: int) -> datetime | date:
        return self._instant(value, line) if isinstance(value, ZonedMoment) else value or date.min

    def _instant(self, moment: ZonedMoment, line: int) -> datetime:
        """Return the instant of an hour; raise LineError for an unknown clock."""
        if moment.clock == UTC_NAME:
            return moment.wall.replace(tzinfo=UTC)
        if moment.clock not in self.clocks:
            self.clocks[moment.clock] = self._find_clock(moment.clock, line)
        return self.clocks[moment.clock].instant(moment.wall)

    def _is_skipped(self, moment: ZonedMoment) -> bool:
        """Whether the clock skips an hour; its instant must have been asked for before."""
        return moment.clock != UTC_NAME and self.clocks[moment.clock].skips(moment.wall)

    def _find_clock(self, name: str, line: int) -> Clock:
        if self.wanted.zone:
            return ZoneClock(self.wanted.zone)
        if not name:
            text = _("hours that name no clock were taken as those of {zone}")
            self.notes.add(ImportNote(0, text.format(zone=self.wanted.home)))
            return ZoneClock(self.wanted.home)
        if name in self.described:
            return read_clock(self.described[name], self.wanted.last + _YEAR, self.budget)
        return ZoneClock(self._find_zone(name, line))

    def _find_zone(self, name: str, line: int) -> ZoneName:
        """Return the zone of a name without a VTIMEZONE; raise LineError if it is unknown."""
        zone = find_named(name)
        if zone is None:
            text = _("the file does not say what clock «{name}» is").format(name=name[:60])
            raise LineError(line, text)
        if str(zone) != name.strip():
            text = _(
                "the file does not say what clock «{name}» is: by its name it was taken for {zone}"
            )
            self.notes.add(ImportNote(0, text.format(name=name[:60], zone=zone)))
        return zone

    def _is_wanted(self, instant: datetime) -> bool:
        day = instant.astimezone(self.wanted.home.zone).date()
        return self.wanted.first <= day <= self.wanted.last

    def _take_room(self, count: int, line: int) -> None:
        self.room -= count
        if self.room < 0:
            message = _("the file has more than {n} meetings in those days")
            advice = _("Look at fewer days: --from, --to")
            raise refuse(self.wanted.file, line, message.format(n=_MOST_MEETINGS), advice)

    def _keep_problem(self, line: int, error: ValueError) -> None:
        """Add a problem; raise InvalidDataError after too many, or beyond the work limit."""
        self.problems.append(Problem(self.wanted.file, line, 0, str(error), _advise()))
        if self.budget.left < 0 or len(self.problems) >= _MOST_PROBLEMS:
            raise refuse_all(sorted(self.problems)) from error
