"""A document as one HTML file without scripts, which prints as well as it reads."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mcsj_cli.reports.document import Document

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).parent.parent / "templates" / "html"


def render(document: Document) -> str:
    """Write a document as HTML; whatever people wrote is escaped."""
    return load_template("document.html").render(
        document=document, blocks=[(type(block).__name__, block) for block in document.blocks]
    )


@cache
def load_template(name: str) -> "Template":
    """Give a template of a page, which escapes whatever it is given."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  only for pages

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
