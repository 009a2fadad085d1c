"""The clocks of a file: each by the rules that the file itself gives, and only without any by its name."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from typing import NamedTuple, Protocol

from mcsj_cli.calendars.reading.lines import Block, ContentLine
from mcsj_cli.calendars.reading.recurrence import WorkLimit, parse_rule, unroll
from mcsj_cli.calendars.reading.values import ZonedMoment, parse_moments, parse_offset
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import ZoneName

_AROUND = timedelta(days=2)  # within which a day of the file has an hour on every clock
_MOST = 3000  # changes of a clock that are kept, and that are told one by one
# What Windows calls the zones of Mexico and its neighbours (CLDR, windowsZones); `Central Standard Time` and the like
# have the rules of the United States, which the border keeps.
WINDOWS = {
    "Central Standard Time (Mexico)": "America/Mexico_City",
    "Eastern Standard Time (Mexico)": "America/Cancun",
    "Mountain Standard Time (Mexico)": "America/Mazatlan",
    "Pacific Standard Time (Mexico)": "America/Tijuana",
    "US Mountain Standard Time": "America/Phoenix",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "Eastern Standard Time": "America/New_York",
    "Pacific Standard Time": "America/Los_Angeles",
    "US Eastern Standard Time": "America/Indianapolis",
    "Alaskan Standard Time": "America/Anchorage",
    "Hawaiian Standard Time": "Pacific/Honolulu",
    "Central America Standard Time": "America/Guatemala",
    "SA Pacific Standard Time": "America/Bogota",
    "GMT Standard Time": "Europe/London",
    "Romance Standard Time": "Europe/Paris",
    "UTC": "UTC",
}


class Clock(Protocol):
    """What turns an hour on the wall into an instant."""

    def instant(self, wall: datetime) -> datetime:
        """Give the instant, in UTC, at which the clock shows an hour."""

    def skips(self, wall: datetime) -> bool:
        """Say whether the clock jumps over an hour."""


@dataclass(frozen=True)
class ZoneClock:
    """The clock of a zone of the IANA database."""

    zone: ZoneName

    def instant(self, wall: datetime) -> datetime:
        """Give the instant, the first of two, and the one before the jump for an hour that there is not."""
        return wall.replace(tzinfo=self.zone.zone).astimezone(UTC)

    def skips(self, wall: datetime) -> bool:
        return self.instant(wall).astimezone(self.zone.zone).replace(tzinfo=None) != wall


class _Onset(NamedTuple):
    """A change of a clock: the hour on the wall before it, and the distances from UTC before and after."""

    wall: datetime
    before: timedelta
    after: timedelta


@dataclass(frozen=True)
class RuledClock:
    """A clock by the changes that a file tells, in their order."""

    onsets: Sequence[_Onset]

    def instant(self, wall: datetime) -> datetime:
        """Give the instant as RFC 5545 3.3.5 has it; before its first change a clock is as it was then."""
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
    """Make the clock of a VTIMEZONE, right up to a day; raise LineError."""
    onsets: list[_Onset] = []
    for part in [*block.named("STANDARD"), *block.named("DAYLIGHT")]:
        onsets += _read_part(part, last, budget)
    if not onsets:
        raise LineError(block.number, _("this clock has no rules"))
    onsets.sort()
    kept = [one for one, other in pairwise(onsets) if one.wall != other.wall]
    return RuledClock([*kept, onsets[-1]])


class LineError(ValueError):
    """What is wrong on a line of a file."""

    def __init__(self, number: int, message: object) -> None:
        super().__init__(str(message))
        self.number = number


def _read_part(part: Block, last: date, budget: WorkLimit) -> list[_Onset]:
    before, after = (_offset(part, name) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start = _need(part, "DTSTART")
    try:
        moment = parse_moments(start)[0]
        if not isinstance(moment, ZonedMoment):
            raise LineError(start.number, _("this is a day, without an hour"))
        walls = [moment.wall]
        for line in part.all("RRULE"):
            rule = parse_rule(line.value, moment.wall)
            # From its beginning on, since a rule that is over has left the clock as it last did.
            unrolled = list(
                islice(unroll(rule, moment.wall, moment.wall.date(), last + _AROUND, budget), _MOST)
            )
            if len(unrolled) == _MOST:
                raise LineError(line.number, _("there are too many dates here"))
            end = _until(rule.until, before)
            walls += [wall for wall in unrolled if end is None or wall <= end]
        for line in part.all("RDATE"):
            if line.value.count(",") > _MOST:
                raise LineError(line.number, _("there are too many dates here"))
            walls += [one.wall for one in parse_moments(line) if isinstance(one, ZonedMoment)]
    except LineError:
        raise
    except ValueError as error:
        raise LineError(start.number, error) from error
    return [_Onset(wall, before, after) for wall in walls[-_MOST:]]


def _until(text: str, before: timedelta) -> datetime | None:
    """Give the last hour of a rule on the wall; UNTIL is in UTC there."""
    if not text:
        return None
    (value,) = parse_moments(ContentLine(0, "UNTIL", "", text.partition(",")[0]))
    if not isinstance(value, ZonedMoment):
        return datetime(value.year, value.month, value.day, 23, 59, 59)
    if not value.clock:
        return value.wall
    try:
        return value.wall + before
    except (
        OverflowError
    ):  # beyond the last moment or the first: the rule has no end, or ends before it begins
        return datetime.max if before > timedelta() else datetime.min


def _offset(part: Block, name: str) -> timedelta:
    line = _need(part, name)
    try:
        return parse_offset(line.value)
    except ValueError as error:
        raise LineError(line.number, error) from error


def _need(part: Block, name: str) -> ContentLine:
    line = part.first(name)
    if line is None:
        raise LineError(
            part.number, _("{name} is missing in «{block}»").format(name=name, block=part.name)
        )
    return line


def find_named(name: str) -> ZoneName | None:
    """Find the zone that a name means: one of the IANA database, maybe behind a prefix, or one of Windows."""
    known = {windows.casefold(): zone for windows, zone in WINDOWS.items()}
    parts = name.strip().split("/")
    tries = [
        known.get(name.strip().casefold(), ""),
        name.strip(),
        *("/".join(parts[-size:]) for size in (3, 2)),
    ]
    for text in tries:
        try:
            return ZoneName.parse(text) if len(text) < 60 else None
        except ValueError:
            continue
    return None
