"""What search engines ask for: the list of all pages (sitemaps.org, with its languages) and where it lies."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from mcsj_cli.site.addresses import LANGUAGES, SITEMAP, Base, Key

_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def render_sitemap(keys: Sequence[Key], base: Base) -> bytes:
    """List every page in each language, each with its others."""
    ET.register_namespace("", _MAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_MAP}}}urlset")
    for key in keys:
        for language in LANGUAGES:
            page = ET.SubElement(root, f"{{{_MAP}}}url")
            ET.SubElement(page, f"{{{_MAP}}}loc").text = base.join(key.path(language))
            for other in LANGUAGES:
                address = base.join(key.path(other))
                ET.SubElement(
                    page, f"{{{_XHTML}}}link", rel="alternate", hreflang=other, href=address
                )
    ET.indent(root, "")
    return (
        b'<?xml version="1.0" encoding="utf-8"?>\n'
        + ET.tostring(root, encoding="unicode").encode()
        + b"\n"
    )


def render_robots(base: Base) -> bytes:
    """Let everybody in, and say where the list of pages is, if it can have one."""
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {base.join(SITEMAP)}"] if base.url else [])]
    return "".join(f"{line}\n" for line in lines).encode()
