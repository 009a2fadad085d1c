"""Meetings as invitations and answers have them (iTIP, RFC 5546): one event, one attendee."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from icalendar import Calendar, Event, vCalAddress
from msgspec.structs import replace

from mcsj_cli.calendars.broken import BROKEN
from mcsj_cli.calendars.event import CalendarInput, Revision, build_event, word_meeting
from mcsj_cli.calendars.expanded import identify
from mcsj_cli.calendars.feed import PRODID
from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Url
from mcsj_cli.model.invitation import Reply
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import one_line

_SCHEME = "mailto:"
_TELLING = {"BEGIN", "END", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "ATTENDEE", "RECURRENCE-ID"}
# No parameter holds a quote (RFC 5545 3.2), and not every reader a backslash.
_UNTOLD = str.maketrans('"\\', "'/")
# Nothing else ends a line, whatever splitlines takes for an end (RFC 5545 3.1).
_LINE_END = re.compile(r"\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]")


class UnusableReplyError(McsjError):
    """A calendar that is no answer to an invitation, or one that cannot be taken."""

    exit_code = 6


class Envoy(NamedTuple):
    """Who invites, and who is invited: names and addresses."""

    organizer: tuple[str, str]
    attendee: tuple[str, str]


class Invitation(NamedTuple):
    """Which message of a meeting this is; with `removed` the meeting goes on without the attendee."""

    method: str
    sequence: int
    moment: datetime
    removed: bool = False

    @property
    def is_cancel(self) -> bool:
        return self.method.upper() == "CANCEL"


class Received(NamedTuple):
    """An answer as a calendar has it: to what, whose, and when it was given."""

    uid: str
    sequence: int
    address: str
    reply: Reply
    stamp: datetime


def render_invitation(
    occurrence: Occurrence, publication: CalendarInput, envoy: Envoy, invitation: Invitation
) -> bytes:
    """Write the calendar object of a message about one meeting, in UTC; its stamp is the message's own moment."""
    make = _name_meeting if invitation.removed else _tell_meeting
    event = make(occurrence, publication, invitation)
    moment = invitation.moment.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", moment)
    event.add("last-modified", moment)
    event.add("organizer", _party(envoy.organizer))
    event.add("attendee", _attendee(envoy.attendee, invitation))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method.upper())
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _tell_meeting(
    occurrence: Occurrence, publication: CalendarInput, invitation: Invitation
) -> Event:
    """Build the event of a meeting; one that is off leads nowhere."""
    if invitation.is_cancel:
        occurrence = occurrence._replace(series=replace(occurrence.series, link=Url("")))
    told = identify(occurrence, publication.network.uid_domain)
    revision = Revision(invitation.sequence, told.revision.day)
    event = build_event(told.uid, told.time, revision, word_meeting(occurrence, publication))
    del event["dtstamp"], event["last-modified"]
    return event


def _name_meeting(
    occurrence: Occurrence, publication: CalendarInput, invitation: Invitation
) -> Event:
    """Build an event that says which meeting it is and nothing of it, for whom it is nobody's business any more.

    The meeting itself is not cancelled, and so has no status (RFC 5546 3.2.5), which does not ask for a start either.
    """
    event = Event()
    event.add("uid", identify(occurrence, publication.network.uid_domain).uid)
    event.add("sequence", invitation.sequence)
    event.add("summary", word_meeting(occurrence, publication._replace(public=True)).title)
    event.add("transp", "TRANSPARENT")
    return event


def read_reply(content: bytes) -> Received:
    """Read somebody's answer; raise UnusableReplyError for whatever is none."""
    try:
        calendar = Calendar.from_ical(_sift(_decode(content)))
        method = str(calendar.get("method", "")).strip().upper()
        events = [one for one in calendar.subcomponents if isinstance(one, Event)]
    except BROKEN:
        raise UnusableReplyError(_("its calendar is broken")) from None
    _check_method(method)
    if len(events) != 1:
        raise UnusableReplyError(_("it is not about one meeting"))
    try:
        return _read_event(events[0])
    except BROKEN:
        raise UnusableReplyError(_("its calendar is broken")) from None


def _read_event(event: Event) -> Received:
    if "recurrence-id" in event:
        raise UnusableReplyError(_("it is about a meeting of another calendar"))
    attendees = event.get("attendee", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    if len(attendees) != 1:
        raise UnusableReplyError(_("it is not the answer of one person"))
    attendee = attendees[0]
    stamp = event.decoded("dtstamp")
    if not isinstance(stamp, datetime) or "uid" not in event:
        raise UnusableReplyError(_("its calendar is broken"))
    stamp = stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    status = str(attendee.params.get("PARTSTAT", "")).strip().upper()
    return Received(
        uid=str(event["uid"]).strip(),
        sequence=max(0, int(event.get("sequence", 0))),
        address=_bare(str(attendee)),
        reply=_read_status(status),
        stamp=stamp.replace(microsecond=0),
    )


def _check_method(method: str) -> None:
    if method == "COUNTER":
        raise UnusableReplyError(_("it proposes another time: answer the person yourself"))
    if method != "REPLY":
        raise UnusableReplyError(_("it is not an answer to an invitation"))


def _read_status(status: str) -> Reply:
    if status == "DELEGATED":
        raise UnusableReplyError(_("the invitation was handed on to somebody else: ask the person"))
    with suppress(ValueError):
        return Reply(status.lower())
    raise UnusableReplyError(_("it says neither yes nor no"))


def _decode(content: bytes) -> str:
    """Read the text of a calendar as UTF-8 (RFC 6047 2.4), or else as the programs of old wrote it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _sift(text: str) -> str:
    """Leave of a calendar only the lines that say whose answer it is, and to what.

    Neither zones nor recurrences of a stranger are ever computed.
    """
    kept, within = [], 0
    for line in _LINE_END.split(_FOLD.sub("", text)):
        name = re.split("[;:]", line, maxsplit=1)[0].strip().upper()
        part = line.partition(":")[2].strip().upper() if name in ("BEGIN", "END") else ""
        if part and part not in ("VCALENDAR", "VEVENT"):
            within = max(0, within + (1 if name == "BEGIN" else -1))
        elif not within and name in _TELLING:
            kept.append(line)
    return "\r\n".join([*kept, ""])


def _bare(address: str) -> str:
    return (
        address.strip()[len(_SCHEME) :]
        if address.strip().lower().startswith(_SCHEME)
        else address.strip()
    )


def _party(party: tuple[str, str]) -> vCalAddress:
    name, address = party
    told = vCalAddress(_SCHEME + address)
    told.params["CN"] = one_line(name).translate(_UNTOLD)
    return told


def _attendee(party: tuple[str, str], invitation: Invitation) -> vCalAddress:
    told = _party(party)
    if invitation.is_cancel:  # nobody is to answer
        return told
    told.params["CUTYPE"] = "INDIVIDUAL"
    told.params["ROLE"] = "REQ-PARTICIPANT"
    told.params["PARTSTAT"] = "NEEDS-ACTION"
    told.params["RSVP"] = "TRUE"
    return told
