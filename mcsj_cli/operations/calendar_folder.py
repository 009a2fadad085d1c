"""Every calendar as a file in a folder for a web host, with a page and a list of them."""

from datetime import datetime
from pathlib import Path

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import Days
from mcsj_cli.calendars.folder import Feed, Next, build_calendars, choose_feeds, find_next
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _, speaking
from mcsj_cli.messages.calendar_index import CalendarLine, render_json, render_page
from mcsj_cli.store.managed_folder import Differences, ManagedFolder, outputs_of
from mcsj_cli.store.project import Project

PAGE, INDEX = "index.html", "index.json"
LIST = ".mcsj-published.json"


def update_folder(
    folder: Path, contents: dict[str, bytes], *, overwrite: bool, dry_run: bool
) -> Differences:
    """Bring a folder up to date, and return what was or would be done.

    Files that others wrote or changed stay, unless with `overwrite`.
    """
    outputs, outlet = outputs_of(contents), ManagedFolder(folder, LIST)
    found = outlet.compare(outputs, overwrite=overwrite)
    if not dry_run:
        outlet.write(outputs, found)
    return found


def build_folder(
    project: Project, publication: CalendarInput, days: Days, moment: datetime
) -> dict[str, bytes]:
    """Build the calendars, their page and their list, by file name.

    The page names the first meetings after a moment. Raise WrongUsageError if there are no meetings
    in those days.
    """
    network = project.network
    with speaking(network.language):
        feeds = choose_feeds(project.groups, publication, days)
        contents = build_calendars(feeds, publication, days)
        lines = [_build_line(name, feed, find_next(feed, moment)) for name, feed in feeds.items()]
        title = _("Calendars: {network}").format(network=network.network)
        index = {PAGE: render_page(title, lines), INDEX: render_json(lines)}
    if not contents:
        raise WrongUsageError(
            _("There is no meeting in those days."), _("Look at them with «mcsj meetings list».")
        )
    return contents | index


def _build_line(name: str, feed: Feed, coming: Next | None) -> CalendarLine:
    audience = feed.audience
    if coming is None:
        return CalendarLine(name, audience.name, "", None, "")
    meeting = coming.meeting
    zone = audience.mesa.timezone if audience.mesa else meeting.series.timezone
    return CalendarLine(name, audience.name, meeting.uid, coming.start, zone)
