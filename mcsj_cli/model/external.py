"""Meetings of somebody else's calendar: instants, and nothing of the people in it."""

from datetime import datetime
from typing import Literal, NamedTuple

Status = Literal["tentative", "confirmed", "cancelled"]


class ExternalMeeting(NamedTuple):
    """One meeting: `planned` is the instant at which a rule puts it, `start` the one at which it takes place.

    `line` is where the file tells it; what the file does not say is None, or empty. `own` names it where it is one of
    the network's own calendars, and `named` are those of the network's names that its title has, also where it has no
    `title` here because it names a person too.
    """

    line: int
    title: str
    named: frozenset[str]
    planned: datetime
    start: datetime
    minutes: int | None
    status: Status | None
    link: str
    own: str = ""


class ExternalSeries(NamedTuple):
    """A meeting that is repeated, with its `meetings` in the days looked at; it `ends` where its rule does.

    `minutes`, `status` and `link` are those of most of them. `hours` are the instants of all that its rule makes in
    those days and the year after, which tell its clock from others. `zones` are those that the file names for its
    hours, and `clock` is what it calls them; `skipped` is an hour that its clock never shows.
    """

    line: int
    title: str
    named: frozenset[str]
    is_weekly: bool
    ends: bool
    minutes: int | None
    status: Status | None
    link: str
    clock: str
    zones: tuple[str, ...]
    hours: tuple[datetime, ...]
    meetings: tuple[ExternalMeeting, ...]
    own: str = ""
    skipped: datetime | None = None


class ImportNote(NamedTuple):
    """What a person should know of a line of the file, or of all of it where the line is 0."""

    line: int
    text: str


class ExternalCalendar(NamedTuple):
    """What a file says of some days: what is repeated, what is not, and what was taken or left out."""

    series: tuple[ExternalSeries, ...]
    singles: tuple[ExternalMeeting, ...]
    notes: tuple[ImportNote, ...]
