"""Invitations to a meeting and the replies to them (iTIP, RFC 5546): one event, one attendee."""

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
_KEPT = {"BEGIN", "END", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "ATTENDEE", "RECURRENCE-ID"}
# A parameter cannot hold a quote (RFC 5545 3.2), and some readers fail on a backslash.
_REPLACED = str.maketrans('"\\', "'/")
# Only these end a line (RFC 5545 3.1); str.splitlines knows more.
_LINE_END = re.compile(r"\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]")


class UnusableReplyError(McsjError):
    """A calendar that is no reply to an invitation, or one that cannot be used."""

    exit_code = 6


class Envoy(NamedTuple):
    """The name and address of the organizer, and those of the attendee."""

    organizer: tuple[str, str]
    attendee: tuple[str, str]


class Invitation(NamedTuple):
    """One message about a meeting; `removed` if the meeting goes on without the attendee."""

    method: str
    sequence: int
    moment: datetime
    removed: bool = False

    @property
    def is_cancel(self) -> bool:
        return self.method.upper() == "CANCEL"


class Received(NamedTuple):
    """A reply as its calendar has it: the meeting's UID, the attendee's address, the moment."""

    uid: str
    sequence: int
    address: str
    reply: Reply
    stamp: datetime


def render_invitation(
    occurrence: Occurrence, publication: CalendarInput, envoy: Envoy, invitation: Invitation
) -> bytes:
    """Return the calendar of a message about one meeting, in UTC, stamped with its moment."""
    if invitation.removed:
        event = _build_bare_event(occurrence, publication, invitation)
    else:
        event = _build_full_event(occurrence, publication, invitation)
    moment = invitation.moment.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", moment)
    event.add("last-modified", moment)
    event.add("organizer", _build_party(envoy.organizer))
    event.add("attendee", _build_attendee(envoy.attendee, invitation))
    return _render(event, invitation.method.upper())


def _render(event: Event, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _build_full_event(
    occurrence: Occurrence, publication: CalendarInput, invitation: Invitation
) -> Event:
    """Build the event of a meeting, without a link if the meeting is cancelled."""
    if invitation.is_cancel:
        slot = replace(occurrence.series, link=Url(""))
        occurrence = occurrence._replace(series=slot)
    uid, time, (_sequence, day) = identify(occurrence, publication.network.uid_domain)
    revision = Revision(invitation.sequence, day)
    event = build_event(uid, time, revision, word_meeting(occurrence, publication))
    del event["dtstamp"], event["last-modified"]
    return event


def _build_bare_event(
    occurrence: Occurrence, publication: CalendarInput, invitation: Invitation
) -> Event:
    """Build an event with UID and public title alone, for an attendee who was removed.

    The meeting itself is not cancelled, so the event has no status; nor need it have a start
    (RFC 5546 3.2.5).
    """
    event = Event()
    event.add("uid", identify(occurrence, publication.network.uid_domain).uid)
    event.add("sequence", invitation.sequence)
    event.add("summary", word_meeting(occurrence, publication._replace(public=True)).title)
    event.add("transp", "TRANSPARENT")
    return event


def read_reply(content: bytes) -> Received:
    """Read a reply to an invitation; raise UnusableReplyError if it is none."""
    try:
        calendar = Calendar.from_ical(_keep_needed(_decode(content)))
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
        address=_strip_scheme(str(attendee)),
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
    """Decode a calendar from UTF-8 (RFC 6047 2.4), or else from Latin-1, as old programs wrote."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _keep_needed(text: str) -> str:
    """Return only the lines of a calendar that identify the reply.

    So no zone or recurrence from outside is ever computed.
    """
    kept, within = [], 0
    for line in _LINE_END.split(_FOLD.sub("", text)):
        name = re.split("[;:]", line, maxsplit=1)[0].strip().upper()
        part = line.partition(":")[2].strip().upper() if name in ("BEGIN", "END") else ""
        if part and part not in ("VCALENDAR", "VEVENT"):
            within = max(0, within + (1 if name == "BEGIN" else -1))
        elif not within and name in _KEPT:
            kept.append(line)
    return "\r\n".join([*kept, ""])


def _strip_scheme(address: str) -> str:
    stripped = address.strip()
    if stripped.lower().startswith(_SCHEME):
        return stripped[len(_SCHEME) :]
    return stripped


def _build_party(party: tuple[str, str]) -> vCalAddress:
    name, address = party
    value = vCalAddress(_SCHEME + address)
    value.params["CN"] = one_line(name).translate(_REPLACED)
    return value


def _build_attendee(party: tuple[str, str], invitation: Invitation) -> vCalAddress:
    value = _build_party(party)
    if invitation.is_cancel:  # no reply is asked for
        return value
    value.params["CUTYPE"] = "INDIVIDUAL"
    value.params["ROLE"] = "REQ-PARTICIPANT"
    value.params["PARTSTAT"] = "NEEDS-ACTION"
    value.params["RSVP"] = "TRUE"
    return value
