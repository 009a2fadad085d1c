"""The meetings of a calendar file from elsewhere, without the people in it."""

from datetime import datetime
from typing import Literal, NamedTuple

Status = Literal["tentative", "confirmed", "cancelled"]


class ExternalMeeting(NamedTuple):
    """One meeting, at instants: `planned` by its rule, `start` when it takes place.

    `line` is its line in the file. Fields that the file leaves out are None or empty. `own` is its
    uid, if it comes from the network's own calendars. `named` are the names of the network in its
    title. The `title` itself is empty if it also names a person.
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
    """A repeated meeting, with its `meetings` in the days that were read.

    It `ends` if its rule has an end. `minutes`, `status` and `link` are those of most meetings.
    `hours` are the instants of its rule in those days and the year after, by which its clock can be
    told from others. `zones` are the zones that the file names, and `clock` is the file's own name
    for them. `skipped` is an hour that does not exist on its clock.
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
    """A message about a line of the file; line 0 stands for the whole file."""

    line: int
    text: str


class ExternalCalendar(NamedTuple):
    """The meetings of a file within some days, repeated or not, and notes on what was left out."""

    series: tuple[ExternalSeries, ...]
    singles: tuple[ExternalMeeting, ...]
    notes: tuple[ImportNote, ...]
