"""A report as Markdown (CommonMark with GitHub's tables)."""

from mcsj_cli.messages.document_markdown import escape, render_grid
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
        parts.append(f"## {escape(sheet.title)}")
        parts.append(_render_table(sheet) if sheet.rows else escape(sheet.empty))
        if sheet.note and sheet.rows:
            parts.append(escape(sheet.note))
    return "\n\n".join(parts) + "\n"


def _render_table(sheet: Sheet) -> str:
    if not sheet.trends:
        return render_grid(sheet.headings, sheet.rows, sheet.numeric)
    _weeks, drawn = sheet.drawn
    rows = [[*row, draw_trend(values)] for row, values in zip(sheet.rows, drawn, strict=True)]
    return render_grid([*sheet.headings, sheet.trend], rows, sheet.numeric + 1)
