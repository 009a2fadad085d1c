"""The clocks of a file: by the rules that the file gives, or else by the name of the zone."""

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple, Protocol

from mcsj_cli.calendars.reading.lines import Block, ContentLine
from mcsj_cli.calendars.reading.recurrence import WorkLimit, parse_rule, unroll
from mcsj_cli.calendars.reading.values import UTC_NAME, ZonedMoment, parse_moments, parse_offset
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import ZoneName

_AROUND = timedelta(days=2)  # more than a day can differ between two clocks
_MOST = 3000  # changes of a clock to keep, and dates in one line
_LONGEST_NAME = 60  # characters; no zone has so many


class Clock(Protocol):
    """Converts an hour on the wall into an instant."""

    def instant(self, wall: datetime) -> datetime:
        """Return the instant, in UTC, at which the clock shows an hour."""

    def skips(self, wall: datetime) -> bool:
        """Whether the clock skips an hour."""


@dataclass(frozen=True)
class ZoneClock:
    """The clock of a zone of the IANA database."""

    zone: ZoneName

    def instant(self, wall: datetime) -> datetime:
        """Return the instant of an hour, the first one if there are two.

        For an hour that the clock skips, it is that by the offset before the change.
        """
        return wall.replace(tzinfo=self.zone.zone).astimezone(UTC)

    def skips(self, wall: datetime) -> bool:
        return self.instant(wall).astimezone(self.zone.zone).replace(tzinfo=None) != wall


class _Onset(NamedTuple):
    """A change of a clock: the hour before it, and the UTC offsets before and after."""

    wall: datetime
    before: timedelta
    after: timedelta


@dataclass(frozen=True)
class RuledClock:
    """The clock of a VTIMEZONE, by its changes in their order."""

    onsets: Sequence[_Onset]

    def instant(self, wall: datetime) -> datetime:
        """Return the instant by RFC 5545 3.3.5.

        Before its first change the clock has the offset before that change.
        """
        place, onset = self._last_onset(wall)
        offset = onset.before if place < 0 or self.skips(wall) else onset.after
        return (wall - offset).replace(tzinfo=UTC)

    def skips(self, wall: datetime) -> bool:
        place, onset = self._last_onset(wall)
        return place >= 0 and wall - onset.wall < onset.after - onset.before

    def _last_onset(self, wall: datetime) -> tuple[int, _Onset]:
        place = bisect_right(self.onsets, wall, key=lambda onset: onset.wall) - 1
        return place, self.onsets[max(place, 0)]


def read_clock(block: Block, last: date, budget: WorkLimit) -> RuledClock:
    """Build the clock of a VTIMEZONE, right up to the day `last`; raise LineError."""
    onsets: list[_Onset] = []
    for part in [*block.named("STANDARD"), *block.named("DAYLIGHT")]:
        onsets += _read_part(part, last, budget)
    if not onsets:
        raise LineError(block.number, _("this clock has no rules"))
    onsets.sort()
    kept = [one for one, other in pairwise(onsets) if one.wall != other.wall]
    return RuledClock([*kept, onsets[-1]])


class LineError(ValueError):
    """An error on a line of a file."""

    def __init__(self, number: int, message: object) -> None:
        super().__init__(str(message))
        self.number = number


def _read_part(part: Block, last: date, budget: WorkLimit) -> list[_Onset]:
    before = _read_offset(part, "TZOFFSETFROM")
    after = _read_offset(part, "TZOFFSETTO")
    start = _need(part, "DTSTART")
    try:
        walls = _read_onset_walls(part, start, before, last, budget)
    except LineError:
        raise
    except ValueError as error:
        raise LineError(start.number, error) from error
    return [_Onset(wall, before, after) for wall in walls[-_MOST:]]


def _read_onset_walls(
    part: Block, start: ContentLine, before: timedelta, last: date, budget: WorkLimit
) -> list[datetime]:
    """Return the hours of all changes of a part: its DTSTART, then those of RRULE and RDATE."""
    moment = parse_moments(start)[0]
    if not isinstance(moment, ZonedMoment):
        raise LineError(start.number, _("this is a day, without an hour"))
    walls = [moment.wall]
    for line in part.all("RRULE"):
        walls += _unroll_onsets(line, moment.wall, before, last, budget)
    for line in part.all("RDATE"):
        if line.value.count(",") > _MOST:
            raise LineError(line.number, _("there are too many dates here"))
        walls += [one.wall for one in parse_moments(line) if isinstance(one, ZonedMoment)]
    return walls


def _unroll_onsets(
    line: ContentLine, start: datetime, before: timedelta, last: date, budget: WorkLimit
) -> list[datetime]:
    rule = parse_rule(line.value, start)
    # From its beginning on: the last change of a rule that has ended still determines the clock.
    unrolled = unroll(rule, start, start.date(), last + _AROUND, budget)
    walls = list(islice(unrolled, _MOST))
    if len(walls) == _MOST:
        raise LineError(line.number, _("there are too many dates here"))
    end = _last_wall(rule.until, before)
    return [wall for wall in walls if end is None or wall <= end]


def _last_wall(text: str, before: timedelta) -> datetime | None:
    """Return the last hour that UNTIL allows, on the wall before the change; None without UNTIL."""
    if not text:
        return None
    (value,) = parse_moments(ContentLine(0, "UNTIL", "", text.partition(",")[0]))
    if not isinstance(value, ZonedMoment):
        return datetime(value.year, value.month, value.day, 23, 59, 59)
    if not value.clock:
        return value.wall
    try:
        return value.wall + before
    except OverflowError:  # the rule has no end in time, or ends before it begins
        return datetime.max if before > timedelta() else datetime.min


def _read_offset(part: Block, name: str) -> timedelta:
    line = _need(part, name)
    try:
        return parse_offset(line.value)
    except ValueError as error:
        raise LineError(line.number, error) from error


def _need(part: Block, name: str) -> ContentLine:
    line = part.first(name)
    if line is None:
        message = _("{name} is missing in «{block}»").format(name=name, block=part.name)
        raise LineError(part.number, message)
    return line


def find_named(name: str) -> ZoneName | None:
    """Return the zone of a name: an IANA name, maybe after a prefix, or one that Windows uses."""
    name = name.strip()
    if len(name) >= _LONGEST_NAME:
        return None
    parts = name.split("/")
    for text in (name, "/".join(parts[-3:]), "/".join(parts[-2:])):
        with suppress(ValueError):
            return ZoneName.parse(text)
    zone = _windows_zones().get(name.casefold())
    return ZoneName.parse(zone) if zone else None


@cache
def _windows_zones() -> dict[str, str]:
    """Return the zones of Windows' names, which are folded here (CLDR, windowsZones)."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    zones = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    zones[UTC_NAME.casefold()] = UTC_NAME  # for which the table has Etc/UTC
    return zones
