"""Published items as an Atom feed (RFC 4287)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET

from mcsj_cli.model.content import Content
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.network import Network
from mcsj_cli.xml_text import UNFIT

_ATOM = "http://www.w3.org/2005/Atom"


def render_feed(
    entries: Sequence[Entry[Content]], network: Network, *, home: str = "", own: str = ""
) -> str:
    """Write the feed, the latest item first; the same items give the same text.

    `home` is the address of the page that shows the items, and `own` that of the feed. Identifiers
    are tag URIs (RFC 4151).
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": network.language})
    _add(feed, "id", f"tag:{network.uid_domain},2020:content")
    _add(feed, "title", f"{network.organisation} · {network.network}")
    latest = take_latest(entries)
    updated = _find_revision(latest[0].record) if latest else date(2020, 1, 1)
    _add(feed, "updated", _format_midnight(updated))
    _add(_add(feed, "author"), "name", network.organisation)
    if own:
        _add(feed, "link", rel="self", href=own)
    if home or network.page:
        _add(feed, "link", rel="alternate", href=home or network.page)
    for entry in latest:
        _add_entry(feed, entry, network)
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def take_latest(
    entries: Iterable[Entry[Content]], limit: int | None = None
) -> list[Entry[Content]]:
    """Return the items that were revised last, the latest first.

    A renewed verification counts as a revision.
    """
    latest = sorted(entries, key=lambda one: (_find_revision(one.record), one.uid), reverse=True)
    return latest[:limit]


def _add_entry(feed: ET.Element, entry: Entry[Content], network: Network) -> None:
    item = entry.record
    element = _add(feed, "entry")
    _add(element, "id", f"tag:{network.uid_domain},{item.created}:content:{entry.uid}")
    _add(element, "title", item.title)
    published, link = item.created, ""
    if item.publication:
        published, link = item.publication.on, item.publication.link
    _add(element, "updated", _format_midnight(_find_revision(item)))
    _add(element, "published", _format_midnight(published))
    address = link or item.url or network.page
    if address:
        _add(element, "link", rel="alternate", href=address)
    else:
        # An entry without a link must have content (section 4.1.2).
        _add(element, "content", item.summary or item.title)
    if item.summary:
        _add(element, "summary", item.summary)
    for tag in item.tags:
        _add(element, "category", term=tag)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    fit = {key: UNFIT.sub(" ", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", fit)
    element.text = UNFIT.sub(" ", text) if text else text
    return element


def _find_revision(item: Content) -> date:
    """Return the day on which an item was created, published or verified last."""
    days = [item.created]
    if item.publication:
        days.append(item.publication.on)
    if item.verification:
        days.append(item.verification.on)
    return max(days)


def _format_midnight(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")
