"""A report as one HTML file without scripts or addresses of others, which prints as it reads."""

from base64 import b64encode
from typing import NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.model.letterhead import Colour, Logo
from mcsj_cli.reports.page import Paper, build_page
from mcsj_cli.reports.period_values import Report
from mcsj_cli.templating import load_template

# The backgrounds of the stylesheet, on which the network's colour must be readable.
_LIGHT, _DARK = Colour("#ffffff"), Colour("#12161c")


class Accent(NamedTuple):
    """The network's colour as it can be read on the light and on the dark background."""

    light: str
    dark: str


class PageWords(NamedTuple):
    """The page's own words."""

    contents: str


def render_report(report: Report, paper: Paper) -> str:
    """Write a report as a page with its charts and maps. Every text is escaped."""
    colour = paper.letterhead.colour
    return load_template("report.html").render(
        page=build_page(report, paper),
        accent=Accent(colour.readable_on(_LIGHT), colour.readable_on(_DARK)),
        logo=_embed(paper.logo) if paper.logo else "",
        words=PageWords(contents=_("Contents")),
    )


def _embed(logo: Logo) -> str:
    """Return a data URI of a picture: as an `<img>`, not even an SVG runs scripts."""
    return f"data:{logo.media};base64,{b64encode(logo.content).decode('ascii')}"
