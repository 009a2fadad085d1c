"""One meeting as an object of a calendar server, and what can be told of one that comes back from there.

Servers write objects in their own way, and calendar programs note in them that an alarm was seen. So an object says
which version of a meeting it was made as, and what it then meant: where it still means that, nobody has edited it.
"""

import hashlib
from datetime import UTC, date, datetime
from typing import NamedTuple

from icalendar import Calendar, Component, Event

from mcsj_cli.calendars.broken import BROKEN
from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.expanded import build_meeting
from mcsj_cli.calendars.feed import PRODID
from mcsj_cli.model.schedule import Occurrence

SEAL = "X-MCSJ-SEAL"
_LARGEST = 500_000  # bytes; no meeting comes near it
# What programs note for themselves (RFC 5545 3.8.7); alarms are each person's own, and so is all that begins with X-.
_BOOKKEEPING = {"DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"}


class ObjectState(NamedTuple):
    """What an object of a server says: the UIDs of its events, the day of the first, a digest of what they mean.

    The rest is what its seal says, empty without one: its version, the digest then, for whose calendar it was, and
    how often it had changed. The day is the seal's, where there is one: an evening's meeting is on another in UTC.
    """

    uids: frozenset[str]
    day: date
    digest: str
    version: str = ""
    sealed: str = ""
    scope: str = ""
    sequence: int = 0


class Stamped(NamedTuple):
    """A meeting as it is put on a server: the name of its object, UID and day, what is written and what that says.

    The day is that of its own clock, by which meetings are chosen.
    """

    name: str
    uid: str
    day: date
    content: bytes
    version: str
    digest: str
    scope: str
    sequence: int


def stamp_meeting(occurrence: Occurrence, publication: CalendarInput, scope: str) -> Stamped:
    """Write a meeting in UTC as an object of its own (RFC 4791 4.1); the same data give the same bytes.

    `scope` is a word for whose calendar it belongs to.
    """
    event = build_meeting(occurrence, publication)
    version, digest = _hash(event.to_ical()), _digest([event])
    day, sequence = occurrence.start.date(), int(str(event["SEQUENCE"]))
    event.add(SEAL, f"{version}.{digest}.{day}.{sequence}.{scope}")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(event)
    uid = str(event["UID"])
    return Stamped(name_object(uid), uid, day, calendar.to_ical(), version, digest, scope, sequence)


def name_object(uid: str) -> str:
    """Name the object of a meeting by its UID, without what the path of an address could not carry everywhere."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "@-._") else "_" for c in uid) + ".ics"


def read_object(content: bytes) -> ObjectState | None:
    """Tell what an object says; None for one that no calendar program of ours would have written."""
    if len(content) > _LARGEST:
        return None
    try:
        calendar = Calendar.from_ical(content)
        assert isinstance(calendar, Component)  # noqa: S101  one is asked for
        events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
        meaning = ObjectState(
            frozenset(str(event.get("UID", "")) for event in events),
            _day(events[0]),
            _digest(events),
        )
        return _unseal(meaning, str(events[0].get(SEAL, "")))
    except BROKEN:
        return None


def _unseal(meaning: ObjectState, seal: str) -> ObjectState:
    """Add what a seal says; one that is none says nothing."""
    parts = seal.split(".", 4)
    if len(parts) < 5:
        return meaning
    version, digest, day, sequence, scope = parts
    return ObjectState(
        meaning.uids, date.fromisoformat(day), meaning.digest, version, digest, scope, int(sequence)
    )


def _day(event: Event) -> date:
    start = getattr(event["DTSTART"], "dt", None)
    if isinstance(start, datetime):
        return (start.astimezone(UTC) if start.tzinfo else start).date()
    if not isinstance(start, date):
        raise TypeError
    return start


def _digest(events: list[Event]) -> str:
    lines = [
        f"{number}:{line}" for number, event in enumerate(events) for line in sorted(_lines(event))
    ]
    return _hash("\n".join(lines).encode())


def _lines(event: Event) -> list[str]:
    """Give what an event says, however it is written."""
    lines = []
    for name, value in event.items():
        if name.upper() in _BOOKKEEPING or name.upper().startswith("X-"):
            continue
        for one in value if isinstance(value, list) else [value]:
            moment = getattr(one, "dt", None)
            if isinstance(moment, datetime) and moment.tzinfo:
                text = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            else:
                written = one.to_ical()
                text = written.decode() if isinstance(written, bytes) else str(written)
            lines.append(f"{name.upper()}:{text.strip()}")
    return lines


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]
