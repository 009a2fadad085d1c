"""Calendar parts in what others sent: messages, mailboxes and calendar files, however broken.

Headers are read as they stand and no text is decoded but the calendar's: what a stranger's message claims of its
charset, its boundaries or its size costs little, and no more than one message.
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
"""Bytes of a file, more than any server lets through; a mailbox may hold many messages in them."""

_LARGEST_CALENDAR = 200_000
_LARGEST_HEADER = 4_000  # the library takes the square of a header's length to part it
_MOST_BOUNDARIES, _MOST_PARTS, _MOST_MESSAGES = 40, 400, 5_000
_CALENDAR_TYPES = ("text/calendar", "application/ics")
# What the library is known to raise of broken messages, besides what it says it does.
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
_LINE_END = re.compile(rb"\r\n?")
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_HEADER = re.compile(rb"^content-[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"(?:\A|(?<=\n\n))From [^\n]*\n")


class UnreadableMailError(McsjError):
    """A message that nobody can read, or that holds no calendar."""

    exit_code = 6


def part_mailbox(content: bytes) -> list[bytes]:
    """Give the messages of a mailbox (mbox), or the one message or calendar that a file is.

    Raises UnreadableMailError for a mailbox of too many.
    """
    if not content.startswith(b"From "):
        return [content]
    plain = _LINE_END.sub(b"\n", content)
    messages = _FROM.split(plain)[1:]
    if len(messages) > _MOST_MESSAGES:
        raise UnreadableMailError(_("it has too many messages: part it"))
    return [re.sub(rb"^>(>*From )", rb"\1", message, flags=re.MULTILINE) for message in messages]


def find_calendar(content: bytes) -> bytes:
    """Give the calendar that a file is, or that a message holds first; raise UnreadableMailError."""
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return _check_size(content)
    plain = _LINE_END.sub(b"\n", content)
    _refuse_bomb(plain)
    try:
        message: Message = BytesParser(policy=compat32).parsebytes(plain)
        found = next(
            (part for part in _walk(message) if part.get_content_type() in _CALENDAR_TYPES), None
        )
        if found is None:
            raise UnreadableMailError(_("there is no calendar in it"))
        raw = found.get_payload(decode=True)
    except _BROKEN:
        raise UnreadableMailError(_("it is broken")) from None
    if not isinstance(raw, bytes):
        raise UnreadableMailError(_("it is broken"))
    return _check_size(raw)


def _refuse_bomb(content: bytes) -> None:
    """Refuse what would keep the library busy: parts within parts, many small ones, or endless headers."""
    many = (
        len(_BOUNDARY.findall(content)) > _MOST_BOUNDARIES or content.count(b"\n--") > _MOST_PARTS
    )
    if many or any(len(match[0]) > _LARGEST_HEADER for match in _HEADER.finditer(content)):
        raise UnreadableMailError(_("it is no message that a mail program sends"))


def _walk(message: Message) -> Iterator[Message]:
    """Give the parts of a message that hold no others, in their order."""
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
