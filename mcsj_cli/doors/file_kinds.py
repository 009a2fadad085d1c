"""What kind of file somebody hands in, by its shape, and the command that takes it.

This is asked before any column is chosen, so that a list of people is never taken for a table of
something else.
"""

import re
import shlex
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from mcsj_cli.doors.call_list import is_call_list
from mcsj_cli.doors.containers import Container, describe_container, find_container
from mcsj_cli.doors.grid import SEPARATORS, GridRow, find_directive, split_rows
from mcsj_cli.doors.source_text import UnreadableFileError, decode
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import fold
from mcsj_cli.vocabulary import spoken


class FileKind(StrEnum):
    """A kind of file, as a person would call it."""

    ATTENDANCE = "attendance"
    CALL_USAGE = "call-usage"
    CHAT = "chat"
    CONTACTS = "contacts"
    SEALED_CONTACTS = "sealed-contacts"
    CALENDAR = "calendar"
    MAIL = "mail"
    FEED = "feed"
    PAGE_EXPORT = "page-export"
    WEB_PAGE = "web-page"
    JSON = "json"
    WORKBOOK = "workbook"
    TABLE = "table"
    TEXT = "text"


# The command that takes a kind of file, in English. A kind that no command takes is not here.
COMMANDS: Mapping[FileKind, str] = {
    FileKind.ATTENDANCE: "meetings attendance",
    FileKind.CHAT: "content tips",
    FileKind.FEED: "content tips",
    FileKind.SEALED_CONTACTS: "people import",
    FileKind.CONTACTS: "people import",
    FileKind.CALENDAR: "calendar import",
    FileKind.MAIL: "meetings replies",
}


TABLE_COMMANDS = (
    "actions import", "content import", "followups import", "mesas import", "people import",
    "meetings attendance",
)  # fmt: skip


class KnownFile(NamedTuple):
    """What a file was recognised as; `name` is what a person calls it."""

    kind: FileKind
    name: str


class WrongKindError(WrongUsageError):
    """A file of another kind than the command takes; the one that takes it is named."""

    def __init__(self, file: str, found: KnownFile, wanted: str) -> None:
        command = COMMANDS.get(found.kind)
        advice = _("Nothing was written.")
        if found.kind in (FileKind.WORKBOOK, FileKind.TABLE):
            names = ", ".join(spoken(f"mcsj {one}") for one in TABLE_COMMANDS)
            advice = _("Nothing was written. These take tables: {commands}").format(commands=names)
        if command:
            line = f"mcsj {command} {shlex.quote(file)}"
            advice = _("Nothing was written. This takes it: {command}").format(command=spoken(line))
        text = _("{file} is {what}, not {wanted}.")
        super().__init__(text.format(file=file, what=found.name, wanted=wanted), advice)


_LOOK = 65_536  # characters by which a kind is recognised
_ROWS = 40  # rows in which a heading is looked for
_CHAT_LINE = re.compile(
    r"^[\u200e\u200f\ufeff]*(?:"
    r"\[\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ \u00a0\u202f]\d{1,2}[:.]\d{2}[^\]\n]{0,16}\] "
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ \u00a0\u202f]\d{1,2}[:.]\d{2}[^\n-]{0,12} - )"
)
_MAIL_HEADER = re.compile(
    r"^(from|to|received|return-path|date|subject|message-id|mime-version|delivered-to"
    r"|content-type|x-[a-z-]+|dkim-signature|authentication-results):",
    re.IGNORECASE,
)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_WEB_PAGE = re.compile(r"^\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
# Headings, folded, that only one kind of table has; each set has to be there whole.
_CONTACT_HEADINGS: tuple[frozenset[str], ...] = (
    frozenset({"e-mail 1 - value"}),
    frozenset({"phone 1 - value"}),
    frozenset({"given name", "family name", "notes"}),
    frozenset({"first name", "last name", "e-mail address"}),
    frozenset({"first name", "last name", "mobile phone"}),
)
_USAGE_HEADINGS = frozenset({"topic", "meeting id", "start time", "participants"})
_USAGE_SPANISH = frozenset({"tema", "id de reunion", "hora de inicio", "participantes"})
_PAGE_HEADINGS = frozenset({"post id", "permalink"})


def recognise(raw: bytes, file: str) -> KnownFile:
    """Return what kind of file this is; raise UnreadableFileError for what is none.

    Pictures, cut files and the like are none.
    """
    container = find_container(raw)
    if container and container in _CONTAINERS:
        return KnownFile(_CONTAINERS[container], describe_container(container))
    return recognise_text(decode(raw, file))


_CONTAINERS: Mapping[Container, FileKind] = {
    Container.SEALED: FileKind.SEALED_CONTACTS,
    Container.CHAT_ARCHIVE: FileKind.CHAT,
    Container.WORKBOOK: FileKind.WORKBOOK,
    Container.OLD_WORKBOOK: FileKind.WORKBOOK,
}


def recognise_text(text: str) -> KnownFile:
    """Return what kind of file a text is, by its beginning."""
    look = text[:_LOOK]
    return _find_by_first_line(look) or _find_table(look) or KnownFile(FileKind.TEXT, _("a text"))


def _find_by_first_line(look: str) -> KnownFile | None:
    """Recognise what says in its first line what it is."""
    start = look.lstrip("\ufeff\r\n \t")
    for beginning, found in _list_beginnings():
        if start[:15].upper().startswith(beginning):
            return found
    if start.startswith("<"):
        return _find_markup(start)
    if _is_chat(start):
        return KnownFile(FileKind.CHAT, _("a chat of WhatsApp"))
    if start.startswith(("[", "{")):
        return _find_json(start)
    return KnownFile(FileKind.MAIL, _("a message of e-mail")) if _is_mail(start) else None


def _list_beginnings() -> list[tuple[str, KnownFile]]:
    return [
        ("BEGIN:VCARD", KnownFile(FileKind.CONTACTS, _("a list of contacts (vCard)"))),
        ("BEGIN:VCALENDAR", KnownFile(FileKind.CALENDAR, _("a calendar (.ics)"))),
        ("FROM ", KnownFile(FileKind.MAIL, _("a message of e-mail"))),
    ]


def _is_mail(start: str) -> bool:
    """Whether the first lines are headers of mail, three at least."""
    lines = [line for line in start.splitlines()[:12] if not line.startswith((" ", "\t"))]
    return sum(bool(_MAIL_HEADER.match(line)) for line in lines) >= 3


def _find_markup(start: str) -> KnownFile | None:
    if _WEB_PAGE.match(start):
        return KnownFile(FileKind.WEB_PAGE, _("a web page"))
    if _FEED.search(start[:4_096]):
        return KnownFile(FileKind.FEED, _("a feed of news (RSS or Atom)"))
    return None


def _find_json(start: str) -> KnownFile:
    if '"timestamp"' in start and ('"attachments"' in start or '"post"' in start):
        return KnownFile(FileKind.PAGE_EXPORT, _("posts that were downloaded from Facebook"))
    return KnownFile(FileKind.JSON, _("a file of JSON"))


def _is_chat(start: str) -> bool:
    """Whether the first lines begin with a moment as those of a chat do."""
    lines = start.splitlines()[:_ROWS]
    return bool(lines) and bool(_CHAT_LINE.match(lines[0]))


def _find_table(look: str) -> KnownFile | None:
    """Recognise a table by its heading, with the separator that finds one."""
    named = find_directive(look)
    tables = [_read_head(look, one) for one in ([named] if named else SEPARATORS)]
    found = next(filter(None, map(recognise_rows, tables)), None)
    if found:
        return found
    if any(len(rows[0].cells) > 1 for rows in tables if rows):
        return KnownFile(FileKind.TABLE, _("a table"))
    return None


def recognise_rows(rows: Sequence[GridRow]) -> KnownFile | None:
    """Return what kind of table the first rows of one are; None where they tell nothing."""
    if is_call_list(rows):
        return KnownFile(FileKind.ATTENDANCE, _("a list of who was in a video call"))
    for row in rows:
        found = _find_by_heading({fold(cell) for cell in row.cells})
        if found:
            return found
    return None


def _read_head(look: str, separator: str) -> list[GridRow]:
    """Return the first rows of a table; none where they are not to be parted so."""
    try:
        return split_rows(look, separator, "", _ROWS)
    except InvalidDataError:
        return []


def _find_by_heading(cells: set[str]) -> KnownFile | None:
    if cells >= _USAGE_HEADINGS or cells >= _USAGE_SPANISH:
        name = _("a list of meetings of Zoom, which does not say who came")
        return KnownFile(FileKind.CALL_USAGE, name)
    if cells >= _PAGE_HEADINGS:
        return KnownFile(FileKind.PAGE_EXPORT, _("an export of Meta Business Suite"))
    if any(headings <= cells for headings in _CONTACT_HEADINGS):
        return KnownFile(FileKind.CONTACTS, _("a list of contacts (Google or Outlook)"))
    return None


def require_kind(found: KnownFile, file: str, wanted: str, *kinds: FileKind) -> None:
    """Raise WrongKindError for a file of none of some kinds; `wanted` says what they are."""
    if found.kind not in kinds:
        raise WrongKindError(file, found, wanted)


def refuse_known(raw: bytes, file: str, wanted: str, *kinds: FileKind) -> None:
    """Raise WrongKindError for a file that is known to be of another kind than some.

    What is not known to be anything is left to whoever reads those kinds.
    """
    try:
        found = recognise(raw, file)
    except UnreadableFileError:
        return
    if found.kind not in _PLAIN:
        require_kind(found, file, wanted, *kinds)


_PLAIN = (FileKind.TEXT, FileKind.JSON, FileKind.WEB_PAGE)
