"""The list of published calendars: a page for people, and JSON for programs."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from mcsj_cli.i18n import _, language, long_date
from mcsj_cli.labels import zone_label
from mcsj_cli.templating import load_template


class CalendarLine(NamedTuple):
    """A calendar with its next meeting, whose start is on the clock of `zone`."""

    file: str
    title: str
    uid: str = ""
    start: datetime | None = None
    zone: str = ""

    @property
    def hour(self) -> str:
        """Format the start of the next meeting; empty if there is none."""
        if self.start is None:
            return ""
        return _("{day}, {hour} h ({zone})").format(
            day=long_date(self.start.date()), hour=f"{self.start:%H:%M}", zone=zone_label(self.zone)
        )


def render_page(title: str, lines: Sequence[CalendarLine]) -> bytes:
    """Write the page that lists them, without scripts."""
    page = load_template("calendars.html").render(
        language=language(),
        title=title,
        lines=lines,
        steps=[
            _("Copy the address of your calendar (hold the link, or right-click it)."),
            _(
                "In your calendar program choose «subscribe» or «add by address», "
                "and paste it; it stays up to date."
            ),
            _("Opening the file adds the meetings once, and they never change."),
        ],
        headings=[_("Calendar"), _("Next meeting")],
        how=_("How to have it on your phone"),
        none=_("none planned"),
    )
    return page.encode()


def render_json(lines: Sequence[CalendarLine]) -> bytes:
    """Write the list for programs."""
    listed = [_encode_line(line) for line in lines]
    return (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode()


def _encode_line(line: CalendarLine) -> dict[str, object]:
    following = None
    if line.start:
        start = f"{line.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        following = {"uid": line.uid, "start": start}
    name = line.file.removesuffix(".ics")
    return {"name": name, "file": line.file, "title": line.title, "next": following}
