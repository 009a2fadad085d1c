"""The calendars in received messages, mailboxes and calendar files, however broken they are.

Headers are not decoded, nor is any text but the calendar. So what a message claims about its
charset, boundaries or size costs little, and at worst that message alone cannot be read.
"""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _

LARGEST = 30_000_000
"""Most bytes of a file; no server accepts so large a message, but a mailbox holds many."""

_LARGEST_CALENDAR = 200_000
_LARGEST_HEADER = 4_000  # the library's time to parse a header is quadratic in its length
_MOST_BOUNDARIES, _MOST_PARTS, _MOST_MESSAGES = 40, 400, 5_000
_CALENDAR_TYPES = ("text/calendar", "application/ics")
# The errors that the library raises for broken messages, documented or not.
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
_LINE_END = re.compile(rb"\r\n?")
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_HEADER = re.compile(rb"^content-[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"(?:\A|(?<=\n\n))From [^\n]*\n")


class UnreadableMailError(McsjError):
    """A message that cannot be read, or that holds no calendar."""

    exit_code = 6


def part_mailbox(content: bytes) -> list[bytes]:
    """Return the messages of a mailbox (mbox); any other file is returned as the only one.

    Raise UnreadableMailError if a mailbox has too many.
    """
    if not content.startswith(b"From "):
        return [content]
    plain = _LINE_END.sub(b"\n", content)
    messages = _FROM.split(plain)[1:]
    if len(messages) > _MOST_MESSAGES:
        raise UnreadableMailError(_("it has too many messages: part it"))
    return [re.sub(rb"^>(>*From )", rb"\1", message, flags=re.MULTILINE) for message in messages]


def find_calendar(content: bytes) -> bytes:
    """Return a file that is a calendar, or the first calendar of a file that is a message.

    Raise UnreadableMailError if there is none.
    """
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return _check_size(content)
    plain = _LINE_END.sub(b"\n", content)
    _refuse_bomb(plain)
    try:
        raw = _find_calendar_part(plain).get_payload(decode=True)
    except _BROKEN:
        raise UnreadableMailError(_("it is broken")) from None
    if not isinstance(raw, bytes):
        raise UnreadableMailError(_("it is broken"))
    return _check_size(raw)


def _find_calendar_part(content: bytes) -> Message:
    message: Message = BytesParser(policy=compat32).parsebytes(content)
    for part in _list_leaves(message):
        if part.get_content_type() in _CALENDAR_TYPES:
            return part
    raise UnreadableMailError(_("there is no calendar in it"))


def _refuse_bomb(content: bytes) -> None:
    """Raise UnreadableMailError for parts or headers that would take the library too long."""
    has_many_boundaries = len(_BOUNDARY.findall(content)) > _MOST_BOUNDARIES
    has_many_parts = content.count(b"\n--") > _MOST_PARTS
    headers = _HEADER.finditer(content)
    if has_many_boundaries or has_many_parts or any(map(_is_too_long, headers)):
        raise UnreadableMailError(_("it is no message that a mail program sends"))


def _is_too_long(header: re.Match[bytes]) -> bool:
    return len(header[0]) > _LARGEST_HEADER


def _list_leaves(message: Message) -> Iterator[Message]:
    """Yield the parts of a message that hold no other parts, in their order."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting += [one for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield part


def _check_size(calendar: bytes) -> bytes:
    if len(calendar) > _LARGEST_CALENDAR:
        raise UnreadableMailError(_("its calendar is too large for an answer"))
    return calendar
