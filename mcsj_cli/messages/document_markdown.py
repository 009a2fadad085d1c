"""A document as Markdown (CommonMark with GitHub's tables), and tables of other texts."""

import re
from collections.abc import Sequence

from mcsj_cli.messages.document import Block, Document, Grid, Heading, Items, Paragraph


def render(document: Document) -> str:
    """Write a document as Markdown text."""
    blocks = [_render_block(block) for block in document.blocks]
    return "\n\n".join([f"# {escape(document.title)}", *blocks]) + "\n"


def _render_block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {escape(text)}"
        case Paragraph(text):
            return "\n\n".join(escape(line) for line in text.split("\n") if line)
        case Items(texts, numbered):
            return "\n".join(_render_items(texts, numbered=numbered))
        case Grid(headings, rows):
            return render_grid(headings, rows, 0)


def _render_items(texts: Sequence[str], *, numbered: bool) -> list[str]:
    if numbered:
        return [f"{number}. {escape(text)}" for number, text in enumerate(texts, 1)]
    return [f"- {escape(text)}" for text in texts]


def render_grid(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: int) -> str:
    """Write a table, its last `numeric` columns aligned to the right."""
    plain = len(headings) - numeric
    rules = ["---" if column < plain else "---:" for column in range(len(headings))]
    lines = [_render_row(row) for row in rows]
    return "\n".join([_render_row(headings), f"| {' | '.join(rules)} |", *lines])


def _render_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"


def escape(text: str) -> str:
    """Keep a text from being read as Markdown or HTML, also at the beginning of a block."""
    plain = re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", " ".join(text.split()))
    plain = re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", plain)  # a numbered list
    return re.sub(r"^([-+])(?=[-\s]|$)", r"\\\1", plain)  # a list, or a line across
