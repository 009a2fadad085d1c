"""The XML of CalDAV: what is asked (RFC 4918, RFC 4791), and what servers answer, of which nothing is trusted."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from mcsj_cli.errors import ServerError
from mcsj_cli.i18n import _

DAV, CALDAV, APPLE = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://apple.com/ns/ical/}"
for _prefix, _space in (("d", DAV), ("c", CALDAV), ("a", APPLE)):
    ET.register_namespace(_prefix, _space.strip("{}"))


class Resource(NamedTuple):
    """What a server says of one of its addresses: its path, not quoted, a status, and what was asked for.

    `leads_to` are the paths of principals and homes that it names.
    """

    path: str
    status: int
    etag: str
    name: str
    types: frozenset[str]
    data: bytes | None
    leads_to: tuple[str, ...]

    @property
    def is_calendar(self) -> bool:
        return f"{CALDAV}calendar" in self.types


class _Builder(ET.TreeBuilder):
    """Builds a document that declares nothing: entities are how a small one becomes huge, or reads other files."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002  the parser's signature
        raise ValueError(name)


def parse(body: bytes) -> list[Resource]:
    """Read a multistatus answer (RFC 4918 13); raise ServerError for anything else."""
    root = _parse_xml(body)
    if root is None or root.tag != f"{DAV}multistatus":
        raise tell_strange()
    return [_read(element) for element in root.findall(f"{DAV}response")]


def tell_strange() -> ServerError:
    """Give the error for an answer that no calendar server would give."""
    return ServerError(
        _("What the server answers is not understood."),
        _("Look whether the address is that of a calendar: a page for people has another one."),
    )


def names_condition(body: bytes, condition: str) -> bool:
    """Say whether an error names a condition that was not met (RFC 4918 16)."""
    root = _parse_xml(body)
    return root is not None and root.find(f".//{condition}") is not None


def _parse_xml(body: bytes) -> ET.Element | None:
    parser = ET.XMLParser(target=_Builder())  # noqa: S314  no DTD gets past the builder
    try:
        parser.feed(body)
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError, LookupError):  # an encoding that is unknown is a LookupError
        return None
    return root


def _read(element: ET.Element) -> Resource:
    """Gather what was found of an address; what was not found has another status, and is left out."""
    whole = element.findtext(f"{DAV}status")
    found = [
        prop
        for stat in element.findall(f"{DAV}propstat")
        if _status(stat.findtext(f"{DAV}status")) == 200
        for parent in stat.findall(f"{DAV}prop")
        for prop in parent
    ]
    texts = {prop.tag: prop.text or "" for prop in found}
    data = texts.get(f"{CALDAV}calendar-data")
    return Resource(
        path_of(element.findtext(f"{DAV}href", "")),
        _status(whole) if whole else 200,
        tag_of(texts.get(f"{DAV}getetag", "")),
        texts.get(f"{DAV}displayname", "").strip(),
        frozenset(kind.tag for prop in found if prop.tag == f"{DAV}resourcetype" for kind in prop),
        data.encode() if data is not None else None,
        tuple(path_of(href.text or "") for prop in found for href in prop.findall(f"{DAV}href")),
    )


def path_of(href: str) -> str:
    """Give the path of a link, which servers write whole or in part, quoted in their own ways; empty for none."""
    try:
        return unquote(urlsplit(href.strip()).path)
    except ValueError:
        return ""


def tag_of(text: str) -> str:
    """Give the tag that a server tells; empty for one that no request could send back (RFC 9110 5.5)."""
    tag = text.strip()
    return tag if tag.isascii() and tag.isprintable() else ""


def _status(line: str | None) -> int:
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() and len(words[1]) == 3 else 0


def ask_properties(*names: str) -> bytes:
    """Ask for properties of an address (RFC 4918 9.1)."""
    root = ET.Element(f"{DAV}propfind")
    prop = ET.SubElement(root, f"{DAV}prop")
    for name in names:
        ET.SubElement(prop, name)
    return _write(root)


def ask_objects(paths: Iterable[str]) -> bytes:
    """Ask for objects of a calendar by their paths (RFC 4791 7.9)."""
    root = ET.Element(f"{CALDAV}calendar-multiget")
    prop = ET.SubElement(root, f"{DAV}prop")
    for name in (f"{DAV}getetag", f"{CALDAV}calendar-data"):
        ET.SubElement(prop, name)
    for path in paths:
        ET.SubElement(root, f"{DAV}href").text = quote(path)
    return _write(root)


def describe_calendar(name: str, description: str, colour: str) -> bytes:
    """Describe a calendar that is to be made, for events only (RFC 4791 5.3.1); the colour is #RRGGBB or empty."""
    root = ET.Element(f"{CALDAV}mkcalendar")
    prop = ET.SubElement(ET.SubElement(root, f"{DAV}set"), f"{DAV}prop")
    ET.SubElement(prop, f"{DAV}displayname").text = name
    ET.SubElement(prop, f"{CALDAV}calendar-description").text = description
    if colour:
        ET.SubElement(prop, f"{APPLE}calendar-color").text = colour
    events = ET.SubElement(prop, f"{CALDAV}supported-calendar-component-set")
    ET.SubElement(events, f"{CALDAV}comp", {"name": "VEVENT"})
    return _write(root)


def _write(root: ET.Element) -> bytes:
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
