"""One meeting as an object of a calendar server, and the state of an object that comes from there.

Servers rewrite objects in their own way, and calendar programs note in them that an alarm was
seen. So X-MCSJ-SEAL stores our version and a hash of the event's content. If the hash still
matches, nobody edited the event.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from icalendar import Calendar, Component, Event

from mcsj_cli.calendars.broken import BROKEN
from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.expanded import build_meeting
from mcsj_cli.calendars.feed import PRODID
from mcsj_cli.model.schedule import Occurrence

SEAL = "X-MCSJ-SEAL"
_LARGEST = 500_000  # bytes; no meeting comes near it
# Properties that programs change by themselves (RFC 5545 3.8.7). Alarms and X- properties do not
# count either: each person sets their own.
_BOOKKEEPING = {"DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"}


class ObjectState(NamedTuple):
    """The content of a server's object: the UIDs of its events, their first day, their digest.

    The other fields come from its seal and are empty without one: the version, the digest at that
    time (`sealed`), the scope, and the sequence. The day comes from the seal too if there is one,
    since a meeting in the evening is on the next day in UTC.
    """

    uids: frozenset[str]
    day: date
    digest: str
    version: str = ""
    sealed: str = ""
    scope: str = ""
    sequence: int = 0


class Stamped(NamedTuple):
    """A meeting as an object for a server, with what its seal says.

    The day is that on the meeting's own clock, by which meetings are chosen.
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
    """Build the object of one meeting, in UTC (RFC 4791 4.1); the same data give the same bytes.

    `scope` names the calendar that it belongs to.
    """
    event = build_meeting(occurrence, publication)
    version, digest = _hash(event.to_ical()), _digest([event])
    day, sequence = occurrence.start.date(), int(str(event["SEQUENCE"]))
    event.add(SEAL, f"{version}.{digest}.{day}.{sequence}.{scope}")
    uid, content = str(event["UID"]), _render(event)
    return Stamped(name_object(uid), uid, day, content, version, digest, scope, sequence)


def _render(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def name_object(uid: str) -> str:
    """Return the name of a meeting's object: its UID, in characters that every path takes."""
    return "".join(char if _is_safe(char) else "_" for char in uid) + ".ics"


def _is_safe(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "@-._")


def read_object(content: bytes) -> ObjectState | None:
    """Return the state of an object; None if it is too large or cannot be read."""
    if len(content) > _LARGEST:
        return None
    try:
        calendar = Calendar.from_ical(content)
        assert isinstance(calendar, Component)  # noqa: S101  one is asked for
        events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
        uids = frozenset(str(event.get("UID", "")) for event in events)
        state = ObjectState(uids, _first_day(events[0]), _digest(events))
        return _add_seal(state, str(events[0].get(SEAL, "")))
    except BROKEN:
        return None


def _add_seal(state: ObjectState, seal: str) -> ObjectState:
    """Return the state with the fields of a seal, unchanged if the text is no seal."""
    parts = seal.split(".", 4)
    if len(parts) < 5:
        return state
    version, digest, day, sequence, scope = parts
    return ObjectState(
        uids=state.uids,
        day=date.fromisoformat(day),
        digest=state.digest,
        version=version,
        sealed=digest,
        scope=scope,
        sequence=int(sequence),
    )


def _first_day(event: Event) -> date:
    start = getattr(event["DTSTART"], "dt", None)
    if isinstance(start, datetime):
        return (start.astimezone(UTC) if start.tzinfo else start).date()
    if not isinstance(start, date):
        raise TypeError
    return start


def _digest(events: list[Event]) -> str:
    lines: list[str] = []
    for number, event in enumerate(events):
        lines += [f"{number}:{line}" for line in sorted(_content_lines(event))]
    return _hash("\n".join(lines).encode())


def _content_lines(event: Event) -> Iterator[str]:
    """Yield the content of an event in one notation, whichever the server uses."""
    for name, value in event.items():
        if name.upper() in _BOOKKEEPING or name.upper().startswith("X-"):
            continue
        for one in value if isinstance(value, list) else [value]:
            yield f"{name.upper()}:{_format_value(one).strip()}"


def _format_value(value: Any) -> str:
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime) and moment.tzinfo:
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    written = value.to_ical()
    return written.decode() if isinstance(written, bytes) else str(written)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]
