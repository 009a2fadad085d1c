"""`mcsj undo`: take changes back, one after the other, and return them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import DRY_RUN
from mcsj_cli.commands.telling import place_from_here
from mcsj_cli.commits import describe_commit
from mcsj_cli.console import note, say, tells_files
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.operations.undoing import (
    Undone,
    find_named_file,
    redo_change,
    restore_file,
    undo_change,
)
from mcsj_cli.store.project import Project

CHANGE: Field[str] = Field(
    "change",
    N_(
        "A change, as «mcsj log» names it, or a file that cannot be read any more; the last change "
        "made here, if left out."
    ),
    N_("CHANGE"),
)
BACK: Field[bool] = Field(
    "redo", N_("Return what was undone last, until something new is changed.")
)


def undo(
    change: Annotated[Text, CHANGE.argument()] = None,
    redo: Annotated[bool, BACK.option()] = False,
    dry_run: Annotated[bool, DRY_RUN.option(N_("Only say what it would do."))] = False,
) -> None:
    project = open_project()
    if redo and change is not None:
        raise WrongUsageError(_("--redo returns what was undone last: leave out the name."))
    file = find_named_file(project, change) if change else None
    if file:
        _restore(project, file, dry_run=dry_run)
        return
    if redo:
        done = redo_change(project, dry_run=dry_run)
    else:
        done = undo_change(project, change, dry_run=dry_run)
    _show(project.root, done, dry_run=dry_run)
    if not redo and not dry_run:
        note(_("To return it: mcsj undo --redo"))
    if done.is_news:
        note(
            _(
                "New: each «mcsj undo» goes back one change further, over those made in this "
                "folder. It no longer undoes what was undone."
            )
        )


def _show(root: Path, done: Undone, *, dry_run: bool) -> None:
    """Name the files and what became of them, and what an undo would take back next."""
    removed, restored = _("removed"), _("as before")
    for path, (_before, after) in done.undoing.files.items():
        if tells_files():
            place = place_from_here(root / path)
            say(f"{place} ({removed if after is None else restored})")
    deed = describe_commit(done.undoing.subject)
    note(_("It would be: {deed}").format(deed=deed) if dry_run else deed[0].upper() + deed[1:])
    if done.coming:
        note(_("The next undo: {deed}").format(deed=describe_commit(done.coming)))
    else:
        note(_("Nothing else that was changed in this folder is left to be undone."))


def _restore(project: Project, file: str, *, dry_run: bool) -> None:
    restoring = restore_file(project, file, dry_run=dry_run)
    say(f"{place_from_here(project.root / file)} ({_('as before')})")
    moment = datetime.fromisoformat(restoring.moment).astimezone(now(project).tzinfo)
    day = f"{long_date(moment.date())}, {moment:%H:%M} h"
    if dry_run:
        note(_("It would be as it was on {day}.").format(day=day))
        return
    note(_("It is as it was on {day}, when it last could be read.").format(day=day))
    if restoring.aside:
        text = _("What it said until now is kept in {aside}: copy from there what you need.")
        note(text.format(aside=restoring.aside))
