"""A document as a Word file (Office Open XML), which people can go on editing."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mcsj_cli.errors import MissingPartError
from mcsj_cli.i18n import _
from mcsj_cli.messages.document import Document, Grid, Heading, Items, Paragraph
from mcsj_cli.xml_text import UNFIT

if TYPE_CHECKING:
    from mcsj_cli.messages.document import Block

_LONGEST_TITLE = 255  # characters of a property, as Word has them


def render(document: Document) -> bytes:
    """Write a document as DOCX; raise MissingPartError where python-docx is not installed."""
    try:
        import docx  # an extra, and slow to import
    except ImportError as error:
        raise MissingPartError(_("Word documents"), "docx") from error
    document = _fit(document)
    file = docx.Document()
    file.core_properties.title = document.title[:_LONGEST_TITLE]
    file.core_properties.language = document.language
    file.core_properties.author = ""
    file.add_heading(document.title, level=1)
    for block in document.blocks:
        _add_block(file, block)
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


def _fit(value: Any) -> Any:
    """Replace the characters that XML cannot hold in every text of a value."""
    if isinstance(value, str):
        return UNFIT.sub(" ", value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(_fit, value))
    if isinstance(value, Sequence):
        return [_fit(one) for one in value]
    return value


def _add_block(file: Any, block: "Block") -> None:
    match block:
        case Heading(text):
            file.add_heading(text, level=2)
        case Paragraph(text):
            file.add_paragraph(text)
        case Items(texts, numbered):
            style = "List Number" if numbered else "List Bullet"
            for text in texts:
                file.add_paragraph(text, style=style)
        case Grid(headings, rows):
            _add_table(file, headings, rows)


def _add_table(file: Any, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = file.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
