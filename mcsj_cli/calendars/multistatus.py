"""The XML of CalDAV: requests (RFC 4918, RFC 4791) and answers, which are not trusted."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from mcsj_cli.errors import ServerError
from mcsj_cli.i18n import _

DAV, CALDAV, APPLE = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://apple.com/ns/ical/}"
for _prefix, _space in (("d", DAV), ("c", CALDAV), ("a", APPLE)):
    ET.register_namespace(_prefix, _space.strip("{}"))


class Resource(NamedTuple):
    """The answer of a server about one of its addresses: path (unquoted), status and properties.

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
    """Refuses a document type: its entities can make a small document huge, or read other files."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002  the parser's signature
        raise ValueError(name)


def parse(body: bytes) -> list[Resource]:
    """Read a multistatus answer (RFC 4918 13); raise ServerError for anything else."""
    root = _parse_xml(body)
    if root is None or root.tag != f"{DAV}multistatus":
        raise strange_answer_error()
    return [_build_resource(element) for element in root.findall(f"{DAV}response")]


def strange_answer_error() -> ServerError:
    """Return the error for an answer that no calendar server would give."""
    return ServerError(
        _("What the server answers is not understood."),
        _("Look whether the address is that of a calendar: a page for people has another one."),
    )


def names_condition(body: bytes, condition: str) -> bool:
    """Whether an error names a condition that was not met (RFC 4918 16)."""
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


def _build_resource(element: ET.Element) -> Resource:
    found = list(_find_properties(element))
    texts = {prop.tag: prop.text or "" for prop in found}
    status = element.findtext(f"{DAV}status")
    data = texts.get(f"{CALDAV}calendar-data")
    types: set[str] = set()
    leads_to: list[str] = []
    for prop in found:
        if prop.tag == f"{DAV}resourcetype":
            types |= {kind.tag for kind in prop}
        leads_to += [path_of(href.text or "") for href in prop.findall(f"{DAV}href")]
    return Resource(
        path=path_of(element.findtext(f"{DAV}href", "")),
        status=_parse_status(status) if status else 200,
        etag=tag_of(texts.get(f"{DAV}getetag", "")),
        name=texts.get(f"{DAV}displayname", "").strip(),
        types=frozenset(types),
        data=data.encode() if data is not None else None,
        leads_to=tuple(leads_to),
    )


def _find_properties(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the properties that the server has; those that it lacks come with another status."""
    for stat in element.findall(f"{DAV}propstat"):
        if _parse_status(stat.findtext(f"{DAV}status")) != 200:
            continue
        for parent in stat.findall(f"{DAV}prop"):
            yield from parent


def path_of(href: str) -> str:
    """Return the path of a link, unquoted; empty for a link that is none.

    Servers write links whole or in part, and quote them in different ways.
    """
    try:
        return unquote(urlsplit(href.strip()).path)
    except ValueError:
        return ""


def tag_of(text: str) -> str:
    """Return the tag that a server tells; empty if no request could send it back (RFC 9110 5.5)."""
    tag = text.strip()
    return tag if tag.isascii() and tag.isprintable() else ""


def _parse_status(line: str | None) -> int:
    words = (line or "").split()
    if len(words) > 1 and words[1].isdecimal() and len(words[1]) == 3:
        return int(words[1])
    return 0


def ask_properties(*names: str) -> bytes:
    """Return the request for properties of an address (RFC 4918 9.1)."""
    root = ET.Element(f"{DAV}propfind")
    prop = ET.SubElement(root, f"{DAV}prop")
    for name in names:
        ET.SubElement(prop, name)
    return _render(root)


def ask_objects(paths: Iterable[str]) -> bytes:
    """Return the request for objects of a calendar by their paths (RFC 4791 7.9)."""
    root = ET.Element(f"{CALDAV}calendar-multiget")
    prop = ET.SubElement(root, f"{DAV}prop")
    for name in (f"{DAV}getetag", f"{CALDAV}calendar-data"):
        ET.SubElement(prop, name)
    for path in paths:
        ET.SubElement(root, f"{DAV}href").text = quote(path)
    return _render(root)


def describe_calendar(name: str, description: str, colour: str) -> bytes:
    """Return the request for a new calendar, for events only (RFC 4791 5.3.1).

    The colour is #RRGGBB or empty.
    """
    root = ET.Element(f"{CALDAV}mkcalendar")
    prop = ET.SubElement(ET.SubElement(root, f"{DAV}set"), f"{DAV}prop")
    ET.SubElement(prop, f"{DAV}displayname").text = name
    ET.SubElement(prop, f"{CALDAV}calendar-description").text = description
    if colour:
        ET.SubElement(prop, f"{APPLE}calendar-color").text = colour
    events = ET.SubElement(prop, f"{CALDAV}supported-calendar-component-set")
    ET.SubElement(events, f"{CALDAV}comp", {"name": "VEVENT"})
    return _render(root)


def _render(root: ET.Element) -> bytes:
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
