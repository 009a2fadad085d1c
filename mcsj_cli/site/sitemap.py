"""The files for search engines: the list of all pages (sitemaps.org) and robots.txt."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from mcsj_cli.site.addresses import LANGUAGES, SITEMAP, Base, Key

_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def render_sitemap(keys: Sequence[Key], base: Base) -> bytes:
    """List every page in each language, each with its address in all of them."""
    ET.register_namespace("", _MAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_MAP}}}urlset")
    for key in keys:
        for language in LANGUAGES:
            page = ET.SubElement(root, f"{{{_MAP}}}url")
            ET.SubElement(page, f"{{{_MAP}}}loc").text = base.join(key.path(language))
            _add_links(page, key, base)
    ET.indent(root, "")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add_links(page: ET.Element, key: Key, base: Base) -> None:
    for language in LANGUAGES:
        address = base.join(key.path(language))
        attributes = {"rel": "alternate", "hreflang": language, "href": address}
        ET.SubElement(page, f"{{{_XHTML}}}link", attributes)


def render_robots(base: Base) -> bytes:
    """Allow every robot, and name the list of pages if there is one."""
    lines = ["User-agent: *", "Allow: /"]
    if base.url:
        lines.append(f"Sitemap: {base.join(SITEMAP)}")
    return "".join(f"{line}\n" for line in lines).encode()
