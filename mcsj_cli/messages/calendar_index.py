"""The list of the calendars that a web host offers: a page for people, and JSON for programs."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from mcsj_cli.i18n import _, language, long_date
from mcsj_cli.labels import zone_label
from mcsj_cli.templating import load_template


class CalendarLine(NamedTuple):
    """A calendar and its next meeting: when it starts on the clock of who reads it, and in which zone that is."""

    file: str
    title: str
    uid: str = ""
    start: datetime | None = None
    zone: str = ""

    @property
    def hour(self) -> str:
        """Tell the next meeting in words; empty where there is none."""
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
                "In your calendar program choose «subscribe» or «add by address», and paste it; it stays up to date."
            ),
            _("Opening the file adds the meetings once, and they never change."),
        ],
        headings=[_("Calendar"), _("Next meeting")],
        how=_("How to have it on your phone"),
        none=_("none planned"),
    )
    return page.encode()


def render_json(lines: Sequence[CalendarLine]) -> bytes:
    """Write the list for programs; the next meeting is null where there is none."""
    listed = [
        {
            "name": line.file.removesuffix(".ics"),
            "file": line.file,
            "title": line.title,
            "next": line.start
            and {"uid": line.uid, "start": f"{line.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"},
        }
        for line in lines
    ]
    return (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode()
