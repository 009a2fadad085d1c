"""`mcsj calendar publish --to FOLDER`: every calendar as a file, with a page and a list of them."""

from pathlib import Path
from typing import TYPE_CHECKING

from mcsj_cli.commands.context import now
from mcsj_cli.console import note, say
from mcsj_cli.errors import EditedError, WrongUsageError
from mcsj_cli.i18n import _, ngettext, speaking
from mcsj_cli.store.managed_folder import ManagedFolder, outputs_of
from mcsj_cli.store.project import Project

if TYPE_CHECKING:
    from mcsj_cli.calendars.event import CalendarInput
    from mcsj_cli.calendars.feed import Days
    from mcsj_cli.calendars.folder import Feed, Next
    from mcsj_cli.messages.calendar_index import CalendarLine

PAGE, INDEX = "index.html", "index.json"
LIST = ".mcsj-published.json"


def publish_folder(
    project: Project,
    publication: "CalendarInput",
    days: "Days",
    folder: Path,
    *,
    overwrite: bool,
    dry_run: bool,
) -> None:
    """Bring a folder up to date and name the files that change; raise EditedError if some are not the program's."""
    outputs, outlet = (
        outputs_of(build_folder(project, publication, days)),
        ManagedFolder(folder, LIST),
    )
    found = outlet.compare(outputs, overwrite=overwrite)
    if not dry_run:
        outlet.write(outputs, found)
    for word, names in (
        (_("added"), found.added),
        (_("changed"), found.changed),
        (_("removed"), found.removed),
    ):
        for name in names:
            say(f"{folder / name}: {word}")
    if not (found.added or found.changed or found.removed):
        note(_("Nothing has changed."))
    if dry_run:
        note(_("Nothing was written: this is what would be done."))
    for name in found.left:
        note(
            _("{name} is no longer needed, and stays because somebody changed it.").format(
                name=name
            )
        )
    if found.others:
        raise EditedError(
            ngettext(
                "{n} file is not as this program left it, and stays as it is: {names}.",
                "{n} files are not as this program left them, and stay as they are: {names}.",
                len(found.others),
            ).format(n=len(found.others), names=", ".join(found.others)),
            _("Move it away, choose another folder, or write over it with --overwrite."),
        )


def build_folder(project: Project, publication: "CalendarInput", days: "Days") -> dict[str, bytes]:
    """Write the calendars and what lists them, by the names of the files; raise WrongUsageError where nobody meets."""
    from mcsj_cli.calendars.folder import build_calendars, choose_feeds, find_next
    from mcsj_cli.messages.calendar_index import render_json, render_page

    network = project.network
    with speaking(network.language):
        feeds = choose_feeds(project.groups, publication, days)
        contents = build_calendars(feeds, publication, days)
        moment = now(project)
        lines = [_list_feed(name, feed, find_next(feed, moment)) for name, feed in feeds.items()]
        title = _("Calendars: {network}").format(network=network.network)
        index = {PAGE: render_page(title, lines), INDEX: render_json(lines)}
    if not contents:
        raise WrongUsageError(
            _("There is no meeting in those days."), _("Look at them with «mcsj meetings list».")
        )
    return contents | index


def _list_feed(name: str, feed: "Feed", coming: "Next | None") -> "CalendarLine":
    from mcsj_cli.messages.calendar_index import CalendarLine

    if coming is None:
        return CalendarLine(name, feed.audience.name, "", None, "")
    zone = feed.audience.mesa.timezone if feed.audience.mesa else coming.meeting.series.timezone
    return CalendarLine(name, feed.audience.name, coming.meeting.uid, coming.start, zone)
