"""`mcsj calendar publish --to FOLDER`: every calendar as a file, with a page and a list of them."""

from collections.abc import Sequence
from pathlib import Path

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import Days
from mcsj_cli.commands.context import now
from mcsj_cli.console import note, say
from mcsj_cli.errors import EditedError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.operations.calendar_folder import build_folder, update_folder
from mcsj_cli.store.managed_folder import Differences
from mcsj_cli.store.project import Project


def publish_folder(
    project: Project,
    publication: CalendarInput,
    days: Days,
    folder: Path,
    *,
    overwrite: bool,
    dry_run: bool,
) -> None:
    """Bring a folder up to date, and name the files that change; raise EditedError if some stay."""
    contents = build_folder(project, publication, days, now(project))
    found = update_folder(folder, contents, overwrite=overwrite, dry_run=dry_run)
    _show_files(folder, found)
    if dry_run:
        note(_("Nothing was written: this is what would be done."))
    text = _("{name} is no longer needed, and stays because somebody changed it.")
    for name in found.left:
        note(text.format(name=name))
    if found.others:
        raise _build_others_error(found.others)


def _show_files(folder: Path, found: Differences) -> None:
    changes = (
        (_("added"), found.added),
        (_("changed"), found.changed),
        (_("removed"), found.removed),
    )
    for word, names in changes:
        for name in names:
            say(f"{folder / name}: {word}")
    if not any(names for _word, names in changes):
        note(_("Nothing has changed."))


def _build_others_error(names: Sequence[str]) -> EditedError:
    """Build the error for files that are not as the program left them."""
    message = ngettext(
        "{n} file is not as this program left it, and stays as it is: {names}.",
        "{n} files are not as this program left them, and stay as they are: {names}.",
        len(names),
    )
    return EditedError(
        message.format(n=len(names), names=", ".join(names)),
        _("Move it away, choose another folder, or write over it with --overwrite."),
    )
