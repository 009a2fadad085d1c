"""The weekly report as Markdown (CommonMark with GitHub's tables)."""

import re

from mcsj_cli.reports.sheets import Sheet, lay_out, subtitle, title
from mcsj_cli.reports.weekly import WeeklyReport


def render(report: WeeklyReport) -> str:
    """Write the report as Markdown text."""
    parts = [f"# {escape(title(report))}", escape(subtitle(report))]
    if report.notice:
        parts.append(f"> {escape(report.notice)}")
    for sheet in lay_out(report):
        parts += [f"## {escape(sheet.title)}", _table(sheet) if sheet.rows else escape(sheet.empty)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Keep a text from being read as Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", " ".join(text.split()))


def _table(sheet: Sheet) -> str:
    plain = len(sheet.headings) - sheet.numeric
    rules = ["---" if number < plain else "---:" for number in range(len(sheet.headings))]
    rows = [sheet.headings, *sheet.rows]
    lines = ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], f"| {' | '.join(rules)} |", *lines[1:]])
