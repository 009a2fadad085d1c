"""A document, or a report, as one HTML file without scripts that asks nobody for anything, and prints as it reads."""

from base64 import b64encode
from typing import NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.messages.document import Document
from mcsj_cli.model.letterhead import Colour, Logo
from mcsj_cli.reports.page import Paper, build_page
from mcsj_cli.reports.period_values import Report
from mcsj_cli.templating import load_template

# The grounds of the stylesheet, on which the network's colour is to be read.
_LIGHT, _DARK = Colour("#ffffff"), Colour("#12161c")


class Accent(NamedTuple):
    """The network's colour as it can be read on either ground."""

    light: str
    dark: str


class PageWords(NamedTuple):
    """What the page says of itself."""

    contents: str


def render(document: Document) -> str:
    """Write a document as HTML; whatever people wrote is escaped."""
    blocks = [(type(block).__name__, block) for block in document.blocks]
    return load_template("document.html").render(document=document, blocks=blocks)


def render_report(report: Report, paper: Paper) -> str:
    """Write a report as a page with its charts and maps; whatever people wrote is escaped."""
    colour = paper.letterhead.colour
    return load_template("report.html").render(
        page=build_page(report, paper),
        accent=Accent(colour.readable_on(_LIGHT), colour.readable_on(_DARK)),
        logo=_embed(paper.logo) if paper.logo else "",
        words=PageWords(contents=_("Contents")),
    )


def _embed(logo: Logo) -> str:
    """Put a picture into its own address: a browser runs nothing that stands in an image."""
    return f"data:{logo.media};base64,{b64encode(logo.content).decode('ascii')}"
