"""A document as one HTML file without scripts or addresses of others, which prints as it reads."""

from mcsj_cli.messages.document import Document
from mcsj_cli.templating import load_template


def render(document: Document) -> str:
    """Write a document as HTML. Every text is escaped."""
    blocks = [(type(block).__name__, block) for block in document.blocks]
    return load_template("document.html").render(document=document, blocks=blocks)
