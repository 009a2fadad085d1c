"""Items to come as files for programs that post them: Hootsuite and Metricool.

Hootsuite reads three columns without a heading, Metricool columns by their names. Hours are those
of the page's own clock. These files are for programs: no apostrophe guards a spreadsheet from
formulas, since it would be posted.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from mcsj_cli.model.content import Content

MOST = {"hootsuite": 350, "metricool": 500}
"""How many posts a file may have."""

_METRICOOL = ("Text", "Date", "Time", "Draft", "Facebook", "Instagram", "Picture Url 1",
              "First Comment Text")  # fmt: skip


def render_scheduled(items: Sequence[Content], program: str) -> str:
    """Return items that have a slot as a program's CSV, in the order given."""
    return _WRITERS[program]([(item, item.slot.at.moment) for item in items if item.slot])


def _write_hootsuite(posts: Sequence[tuple[Content, datetime]]) -> str:
    rows = [
        [f"{moment:%d/%m/%Y %H:%M}", _write_text(item, link=False), item.url]
        for item, moment in posts
    ]
    return _to_csv(rows)


def _write_metricool(posts: Sequence[tuple[Content, datetime]]) -> str:
    rows = [
        [_write_text(item, link=True), f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}", "FALSE", "TRUE",
         "FALSE", "", ""]
        for item, moment in posts
    ]  # fmt: skip
    return _to_csv([_METRICOOL, *rows])


_WRITERS: Mapping[str, Callable[[Sequence[tuple[Content, datetime]]], str]] = {
    "hootsuite": _write_hootsuite,
    "metricool": _write_metricool,
}


def _write_text(item: Content, *, link: bool) -> str:
    """Return the text of a post, with its hashtags, and its link where that has no column."""
    ending = [f"#{tag}" for tag in item.tags] + ([str(item.url)] if link and item.url else [])
    paragraphs = [str(text) for text in (item.title, item.summary) if text]
    return "\n\n".join(paragraphs) + " " + " ".join(ending)


def _to_csv(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()
