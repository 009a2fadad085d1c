"""A document, or a report, as one HTML file without scripts that asks nobody for anything, and prints as it reads."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mcsj_cli.i18n import _
from mcsj_cli.model.letterhead import Colour, Logo
from mcsj_cli.reports.document import Document
from mcsj_cli.reports.page import LONG, Paper, build_page
from mcsj_cli.reports.period import Report
from mcsj_cli.reports.svg import UNFIT

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

_TEMPLATES = Path(__file__).parent.parent / "templates" / "html"


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


@cache
def load_template(name: str) -> "Template":
    """Load a template that escapes whatever is put into it."""
    return _environment().get_template(name)


@cache
def _environment() -> "Environment":
    environment = make_environment(_TEMPLATES)
    environment.filters["breakable"] = _breakable
    return environment


def make_environment(folder: Path) -> "Environment":
    """Make the environment of a folder's templates: whatever is put into them is escaped, and of known names only."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  only for pages

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_clean,
    )


def _breakable(text: str) -> "Markup":
    """Escape a text, and say where words that no column would hold may be broken."""
    from markupsafe import Markup, escape  # noqa: PLC0415  comes with jinja2

    parts = LONG.sub("\\1\0", UNFIT.sub(" ", text)).split("\0")
    return Markup("<wbr>").join(escape(part) for part in parts)


def _clean(value: object) -> object:
    """Leave out of a person's text what HTML cannot hold or would turn its direction around; our SVG is clean."""
    return UNFIT.sub(" ", value) if isinstance(value, str) and not hasattr(value, "__html__") else value
