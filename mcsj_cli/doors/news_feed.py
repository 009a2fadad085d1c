"""Feeds of news, RSS 2.0 and Atom, and the `row`s that INEGI calls RSS."""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.doors.tips import Tip, Tips, is_private
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.dates import Looking, parse_day
from mcsj_cli.model.web_page import clean

_ENTRIES = ("item", "entry", "row")
_DAYS = ("pubdate", "published", "updated", "date", "issued")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(r"<[^<>]+>")
_MOST_SUMMARY = 500  # letters


def read_feed(text: str, file: str, zone: tzinfo, today: date) -> Tips:
    """Return the entries of a feed, with their days on a clock.

    Raise UnreadableFileError for XML that is broken or declares entities, and where no entry is.
    """
    root = _parse(text, file)
    channel = next((one for one in root if _name(one) == "channel"), root)
    source = _plain(_text_of(channel, "title"))
    base = _find_link(channel)
    entries = [one for one in root.iter() if _name(one) in _ENTRIES]
    if not entries:
        raise UnreadableFileError(file, 0, _("there is no entry in this feed"))
    tips: list[Tip] = []
    private = incomplete = 0
    for number, entry in enumerate(entries, 1):
        own = _find_link(entry)
        link = urljoin(base, own)
        if not own or not _is_whole(link):
            incomplete += 1
        elif is_private(link):
            private += 1
        else:
            tips.append(_make_tip(entry, number, link, source, zone, today))
    return Tips(tips, private, incomplete)


def _parse(text: str, file: str) -> ET.Element:
    """Read the XML of a feed. What it says of its encoding is past: it is a text already."""
    if "<!ENTITY" in text:
        raise UnreadableFileError(file, 0, _("a feed declares no entities of its own"))
    try:
        return ET.fromstring(_DECLARATION.sub("", text.lstrip("\ufeff")))  # noqa: S314  no entities
    except ET.ParseError as error:
        line = error.position[0]
        raise UnreadableFileError(file, line, _("this is no XML as a feed has it")) from error


def _make_tip(
    entry: ET.Element, number: int, link: str, source: str, zone: tzinfo, today: date
) -> Tip:
    summary = _plain(
        _text_of(entry, "description") or _text_of(entry, "summary") or _text_of(entry, "content")
    )
    return Tip(
        number,
        clean(link),
        _find_day(entry, zone, today),
        _plain(_text_of(entry, "title")),
        summary if len(summary) <= _MOST_SUMMARY else "",
        source,
    )


def _name(element: ET.Element) -> str:
    """Return the name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].casefold()


def _text_of(element: ET.Element, name: str) -> str:
    found = next((one for one in element if _name(one) == name), None)
    return "".join(found.itertext()) if found is not None else ""


def _find_link(element: ET.Element) -> str:
    """Return the address of a channel or an entry: the text of RSS, the attribute of Atom."""
    links = [one for one in element if _name(one) == "link"]
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href")).strip()
    for link in links:
        if (link.text or "").strip():
            return str(link.text).strip()
    return _find_lasting_name(element)


def _find_lasting_name(element: ET.Element) -> str:
    """Return the `guid` of an entry that has no link, where it is an address."""
    for one in element:
        if _name(one) == "guid" and one.get("isPermaLink", "true") == "true":
            return (one.text or "").strip()
    return ""


def _is_whole(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False


def _plain(text: str) -> str:
    """Return a text without markup, whose signs were escaped once or twice, on one line."""
    once = html.unescape(text)
    return " ".join(html.unescape(_MARKUP.sub(" ", once)).split())


def _find_day(entry: ET.Element, zone: tzinfo, today: date) -> date | None:
    for name in _DAYS:
        text = _text_of(entry, name).strip()
        if text:
            return next(_read_day(text, zone, today), None)
    return None


def _read_day(text: str, zone: tzinfo, today: date) -> Iterator[date]:
    """Yield the day of a text that is a moment of mail, of ISO 8601, or a day as people write."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError):
            continue
        yield (moment.astimezone(zone) if moment.tzinfo else moment).date()
        return
    try:
        yield parse_day(text, today, Looking.BACK).day
    except WrongUsageError:
        return
