"""Values of properties in external files: moments, durations, UTC offsets (RFC 5545 3.3)."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icalendar import vDuration

from mcsj_cli.calendars.reading.lines import ContentLine
from mcsj_cli.i18n import _

UTC_NAME = "UTC"
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)


class ZonedMoment(NamedTuple):
    """A day and an hour on the clock of that name, which is empty if the file gives none."""

    wall: datetime
    clock: str


def parse_moments(line: ContentLine) -> list[ZonedMoment | date]:
    """Parse the moments or days of a line, of a period its start; raise ValueError."""
    parameters = line.parameters
    clock = parameters.get("TZID", "")
    return [parse_moment(value.partition("/")[0], clock) for value in line.value.split(",")]


def parse_moment(text: str, clock: str = "") -> ZonedMoment | date:
    """Parse a moment or a day; raise ValueError if it does not exist."""
    match = _MOMENT.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return day
        second = min(int(match[6]), 59) if match[6] == "60" else int(match[6])  # a leap second
        wall = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), second)
    except ValueError as error:
        message = _("«{text}» is neither a day nor a moment").format(text=text.strip()[:40])
        raise ValueError(message) from error
    return ZonedMoment(wall, UTC_NAME if match[7] else clock)


def parse_length(text: str) -> timedelta:
    """Parse the duration of an event; raise ValueError."""
    try:
        length: timedelta = vDuration.from_ical(text.strip())  # type: ignore[no-untyped-call]
    except ValueError as error:
        message = _("«{text}» is no length of time").format(text=text.strip()[:40])
        raise ValueError(message) from error
    return length


def parse_offset(text: str) -> timedelta:
    """Parse how far a clock is ahead of UTC; raise ValueError."""
    match = _OFFSET.fullmatch(text.strip())
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        raise ValueError(_("«{text}» is no distance from UTC").format(text=text.strip()[:40]))
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset
