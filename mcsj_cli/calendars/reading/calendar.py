"""Somebody else's calendar as meetings: what is repeated is unrolled, every hour is an instant, nobody is named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
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
_MOST_DAYS = 3_000_000  # that are looked at for all rules of repetition
_MOST_MEETINGS = 20_000
_MARGIN = timedelta(days=2)  # a day on one clock is another on the next
_YEAR = timedelta(days=371)  # in which every clock shows all that it does


class Wanted(NamedTuple):
    """What is looked for: the days, on the clock `home`, which also takes the hours that name none.

    `zone` takes every hour but those in UTC, whatever the file says of them; `only` is a part of the title,
    `domain` the one of the network's own UIDs, and `names` are those by which titles tell whose a meeting is.
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
    """Read a file's meetings; raise InvalidDataError with the lines that cannot be taken over."""
    calendars = read_blocks(content, wanted.file)
    reader = _Reader(wanted)
    for calendar in calendars:
        reader.take(calendar)
    if reader.problems:
        raise refuse_all(sorted(reader.problems))
    if reader.choice.is_in_vain:
        raise refuse(wanted.file, 0, *reader.choice.tell())
    return ExternalCalendar(
        tuple(reader.series), tuple(reader.singles), tuple(sorted(reader.notes))
    )


def _advise() -> str:
    return _(
        "Correct it in that calendar and export it again, or choose other events by their title: --only TITLE"
    )


@dataclass
class _Reader:
    """What has been read of a file so far."""

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

    def take(self, calendar: Block) -> None:
        """Take a VCALENDAR in."""
        method = calendar.first("METHOD")
        named = method.value.strip().upper() if method else ""
        if method and named in ("REPLY", "COUNTER", "REFRESH"):
            message = _("this is an answer to an invitation, and no calendar")
            raise refuse(
                self.wanted.file, method.number, message, _("Read it with: mcsj meetings replies")
            )
        self.clocks.clear()
        self.described = {
            line.value.strip(): zone
            for zone in calendar.named("VTIMEZONE")
            for line in zone.all("TZID")
        }
        for blocks in self.choice.choose(calendar):
            with_problems = len(self.problems)
            taste = TitleFilter(
                names_in(blocks), self.wanted.declared, named == "CANCEL", self.wanted.names
            )
            events = [event for block in blocks if (event := self._read(block, taste))]
            if len(self.problems) == with_problems and events:
                self._guard(events[0].line, partial(self._add, events))

    def _read(self, block: Block, taste: TitleFilter) -> Event | None:
        try:
            event = read_event(block, taste)
        except LineError as error:
            self._keep_problem(error.number, error)
            return None
        if event is None:
            self.notes.add(
                ImportNote(
                    block.number, _("an event of whole days was left out: a meeting has an hour")
                )
            )
        elif block.first("SUMMARY") and not event.title:
            self.notes.add(
                ImportNote(
                    block.number, _("the title was left out: it is empty, or names a person")
                )
            )
        return event

    def _problem(self, number: int, message: str) -> Problem:
        return Problem(self.wanted.file, number, 0, message, _advise())

    def _add(self, events: Sequence[Event]) -> None:
        """Take the events of one UID in: a meeting with its repetitions, and what became of some of these."""
        own = [event for event in events if event.replaces is None]
        changed: dict[datetime | date, Event] = {}
        for event in sorted(
            (event for event in events if event.replaces is not None), key=lambda one: one.sequence
        ):
            changed[self._key(event.replaces, event.line)] = event
        if own:
            event = choose_latest(own)
            if event.rule or event.added:
                self._add_series(event, changed)
            else:
                self._add_single(event, self._instant(event.start, event.line))
        for key, event in changed.items():  # those that no rule has placed
            planned = key if isinstance(key, datetime) else self._instant(event.start, event.line)
            self._add_single(event, planned)

    def _add_series(self, event: Event, changed: dict[datetime | date, Event]) -> None:
        """Unroll a series; what takes a meeting's place is taken out of `changed`."""
        left_out = {self._key(value, event.line) for value in event.left_out}
        meetings, hours = [], []
        walls = self._walls(event)
        for wall in walls:
            planned = self._instant(event.start._replace(wall=wall), event.line)
            hours.append(planned)
            replaced = changed.pop(planned, None) or changed.pop(wall.date(), None)
            starts = [
                planned,
                *([self._instant(replaced.start, replaced.line)] if replaced else []),
            ]
            if not any(map(self._is_wanted, starts)):
                continue
            if replaced:
                meetings.append(self._meeting(replaced, planned))
                continue
            cancelled = planned in left_out or wall.date() in left_out
            meeting = self._meeting(event, planned)._replace(start=planned)
            meetings.append(meeting._replace(status="cancelled") if cancelled else meeting)
        self._take_room(len(meetings), event.line)
        clock = event.start.clock
        zone = self.wanted.zone or (find_named(clock) if clock else self.wanted.home)
        rule = event.rule
        # In UTC the hours of one clock may be several.
        is_one_hour = (
            clock == UTC_NAME or len({(wall.weekday(), wall.time()) for wall in walls}) == 1
        )
        if meetings:
            self.series.append(
                ExternalSeries(
                    line=event.line,
                    title=event.title,
                    named=event.named,
                    is_weekly=rule is not None and rule.is_weekly and is_one_hour,
                    ends=rule is not None and bool(rule.times or rule.until),
                    minutes=self._minutes(event, self._instant(event.start, event.line)),
                    status=event.status,
                    link=event.link,
                    own=self._own_name(event.uid),
                    clock=clock,
                    zones=(zone,) if zone else (),
                    hours=tuple(hours),
                    skipped=next(
                        (
                            wall
                            for wall in walls
                            if self._is_skipped(event.start._replace(wall=wall))
                        ),
                        None,
                    ),
                    meetings=tuple(meetings),
                )
            )

    def _add_single(self, event: Event, planned: datetime) -> None:
        start = self._instant(event.start, event.line)
        if self._is_wanted(start):
            self._take_room(1, event.line)
            if self._is_skipped(event.start):
                text = _(
                    "there is no {hour} on {day}, when the clock skips it: the one after the jump was taken"
                )
                wall = event.start.wall
                self.notes.add(
                    ImportNote(event.line, text.format(hour=f"{wall:%H:%M}", day=wall.date()))
                )
            self.singles.append(self._meeting(event, planned))

    def _walls(self, event: Event) -> list[datetime]:
        """Give the hours of a series on its own clock, those that are added included."""
        first, last = self.wanted.first - _MARGIN, self.wanted.last + _YEAR
        walls = {event.start.wall} if event.rule is None else set()
        if event.rule:
            unrolled = unroll(event.rule, event.start.wall, first, last, self.budget)
            walls |= set(self._until(event, unrolled))
        for value in event.added:
            if not isinstance(value, ZonedMoment):
                walls.add(datetime.combine(value, event.start.wall.time()))
            elif value.clock == event.start.clock:
                walls.add(value.wall)
            else:
                raise LineError(
                    event.line, _("days are added on another clock than the event's own")
                )
        return sorted(wall for wall in walls if first <= wall.date() <= last)

    def _until(self, event: Event, walls: Iterator[datetime]) -> Iterator[datetime]:
        """Let a rule end where it says so: in UTC, or on the event's own clock."""
        text = event.rule.until if event.rule else ""
        end = parse_moment(text) if text else None
        for wall in walls:
            if isinstance(end, ZonedMoment):
                past = (
                    self._instant(event.start._replace(wall=wall), event.line)
                    > end.wall.replace(tzinfo=UTC)
                    if end.clock
                    else wall > end.wall
                )
            else:
                past = end is not None and wall.date() > end
            if past:
                return
            yield wall

    def _meeting(self, event: Event, planned: datetime) -> ExternalMeeting:
        start = self._instant(event.start, event.line)
        return ExternalMeeting(
            line=event.line,
            title=event.title,
            named=event.named,
            planned=planned,
            start=start,
            minutes=self._minutes(event, start),
            status=event.status,
            link=event.link,
            own=self._own_name(event.uid),
        )

    def _own_name(self, uid: str) -> str:
        """Give what stands before the network's domain in a UID of its own; nothing of any other."""
        name, _at, domain = uid.rpartition("@")
        return name if domain and domain == self.wanted.domain else ""

    def _minutes(self, event: Event, start: datetime) -> int | None:
        length = self._instant(event.end, event.line) - start if event.end else event.length
        if length is None or not length:
            return None
        if length < timedelta(0):
            raise LineError(event.line, _("it ends before it begins"))
        minutes = -(-length // timedelta(minutes=1))
        if not 5 <= minutes <= 24 * 60:
            raise LineError(
                event.line,
                _("it takes {n} minutes: a meeting takes from 5 to 1440").format(n=minutes),
            )
        return minutes

    def _key(self, value: ZonedMoment | date | None, line: int) -> datetime | date:
        return self._instant(value, line) if isinstance(value, ZonedMoment) else value or date.min

    def _instant(self, moment: ZonedMoment, line: int) -> datetime:
        """Give the instant of an hour; raise LineError for a clock that nobody knows."""
        if moment.clock == UTC_NAME:
            return moment.wall.replace(tzinfo=UTC)
        if moment.clock not in self.clocks:
            self.clocks[moment.clock] = self._find_clock(moment.clock, line)
        return self.clocks[moment.clock].instant(moment.wall)

    def _is_skipped(self, moment: ZonedMoment) -> bool:
        """Say whether a clock that an instant was asked of never shows an hour."""
        return moment.clock != UTC_NAME and self.clocks[moment.clock].skips(moment.wall)

    def _find_clock(self, name: str, line: int) -> Clock:
        if self.wanted.zone:
            return ZoneClock(self.wanted.zone)
        if not name:
            text = _("hours that name no clock were taken as those of {zone}").format(
                zone=self.wanted.home
            )
            self.notes.add(ImportNote(0, text))
            return ZoneClock(self.wanted.home)
        if name in self.described:
            return read_clock(self.described[name], self.wanted.last + _YEAR, self.budget)
        zone = find_named(name)
        if zone is None:
            raise LineError(
                line, _("the file does not say what clock «{name}» is").format(name=name[:60])
            )
        if str(zone) != name.strip():
            text = _(
                "the file does not say what clock «{name}» is: by its name it was taken for {zone}"
            )
            self.notes.add(ImportNote(0, text.format(name=name[:60], zone=zone)))
        return ZoneClock(zone)

    def _is_wanted(self, instant: datetime) -> bool:
        return (
            self.wanted.first
            <= instant.astimezone(self.wanted.home.zone).date()
            <= self.wanted.last
        )

    def _take_room(self, count: int, line: int) -> None:
        self.room -= count
        if self.room < 0:
            message = _("the file has more than {n} meetings in those days").format(
                n=_MOST_MEETINGS
            )
            raise refuse(self.wanted.file, line, message, _("Look at fewer days: --from, --to"))

    def _guard(self, line: int, act: Callable[[], None]) -> None:
        """Do something with an event; what it says wrong is a problem of its line."""
        try:
            act()
        except LineError as error:
            self._keep_problem(error.number, error)
        except ValueError as error:
            self._keep_problem(line, error)

    def _keep_problem(self, line: int, error: ValueError) -> None:
        """Keep what is wrong; raise InvalidDataError where there is too much of it, or nothing more to be looked at."""
        self.problems.append(self._problem(line, str(error)))
        if self.budget.left < 0 or len(self.problems) >= _MOST_PROBLEMS:
            raise refuse_all(sorted(self.problems)) from error
