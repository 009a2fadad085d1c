"""Published items as an Atom feed (RFC 4287)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET

from mcsj_cli.interchange import UNFIT
from mcsj_cli.model.content import Content
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.network import Network

_ATOM = "http://www.w3.org/2005/Atom"


def render_feed(
    entries: Sequence[Entry[Content]], network: Network, *, home: str = "", own: str = ""
) -> str:
    """Write the feed, the latest first; the same items give the same text. Identifiers are tag URIs (RFC 4151).

    `home` is the address of the page that shows the items, and `own` the feed's.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": network.language})
    _add(feed, "id", f"tag:{network.uid_domain},2020:content")
    _add(feed, "title", f"{network.organisation} · {network.network}")
    latest = take_latest(entries)
    _add(feed, "updated", _moment(_revised(latest[0].record) if latest else date(2020, 1, 1)))
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
    """Give the items revised last, the latest first: an old one that was verified anew is news again."""
    return sorted(entries, key=lambda entry: (_revised(entry.record), entry.uid), reverse=True)[
        :limit
    ]


def _add_entry(feed: ET.Element, entry: Entry[Content], network: Network) -> None:
    item = entry.record
    element = _add(feed, "entry")
    _add(element, "id", f"tag:{network.uid_domain},{item.created}:content:{entry.uid}")
    _add(element, "title", item.title)
    _add(element, "updated", _moment(_revised(item)))
    _add(element, "published", _moment(item.publication.on if item.publication else item.created))
    address = (item.publication.link if item.publication else "") or item.url or network.page
    if address:
        _add(element, "link", rel="alternate", href=address)
    else:  # an entry that leads nowhere must hold its text itself (4.1.2)
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


def _revised(item: Content) -> date:
    days = [item.created, item.publication.on if item.publication else None]
    days.append(item.verification.on if item.verification else None)
    return max(day for day in days if day)


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")
