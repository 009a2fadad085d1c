"""The weekly report, or a document, as Markdown (CommonMark with GitHub's tables)."""

import re
from collections.abc import Sequence

from mcsj_cli.messages.document import Block, Document, Grid, Heading, Items, Paragraph
from mcsj_cli.reports.bars import draw_trend
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import Sheet, lay_out, subtitle, title
from mcsj_cli.reports.summary import summarise


def render(report: Report) -> str:
    """Write the report as Markdown text."""
    parts = [f"# {escape(title(report))}", escape(subtitle(report))]
    if report.notice:
        parts.append(f"> {escape(report.notice)}")
    parts.append("\n".join(f"- {escape(sentence)}" for sentence in summarise(report)))
    for sheet in lay_out(report):
        parts += [f"## {escape(sheet.title)}", _table(sheet) if sheet.rows else escape(sheet.empty)]
        if sheet.note and sheet.rows:
            parts.append(escape(sheet.note))
    return "\n\n".join(parts) + "\n"


def render_document(document: Document) -> str:
    """Write a document as Markdown text."""
    return "\n\n".join([f"# {escape(document.title)}", *map(_block, document.blocks)]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {escape(text)}"
        case Paragraph(text):
            return "\n\n".join(escape(line) for line in text.split("\n") if line)
        case Items(texts, numbered):
            return "\n".join(
                f"{f'{n}.' if numbered else '-'} {escape(text)}" for n, text in enumerate(texts, 1)
            )
        case Grid(headings, rows):
            return _grid(headings, rows, 0)


def escape(text: str) -> str:
    """Keep a text from being read as Markdown or HTML, also where it begins a block."""
    plain = re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", " ".join(text.split()))
    plain = re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", plain)  # a numbered list
    return re.sub(r"^([-+])(?=[-\s]|$)", r"\\\1", plain)  # a list, or a line across


def _table(sheet: Sheet) -> str:
    if not sheet.trends:
        return _grid(sheet.headings, sheet.rows, sheet.numeric)
    rows = [
        [*row, draw_trend(values)] for row, values in zip(sheet.rows, sheet.drawn[1], strict=True)
    ]
    return _grid([*sheet.headings, sheet.trend], rows, sheet.numeric + 1)


def _grid(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: int) -> str:
    plain = len(headings) - numeric
    rules = ["---" if number < plain else "---:" for number in range(len(headings))]
    lines = ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in (headings, *rows)]
    return "\n".join([lines[0], f"| {' | '.join(rules)} |", *lines[1:]])
