"""`mcsj undo`: take a change back."""

from typing import Annotated

from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import DRY_RUN
from mcsj_cli.commits import describe_commit
from mcsj_cli.console import note, say
from mcsj_cli.i18n import N_, _
from mcsj_cli.store.undo import finish_undo, plan_undo

CHANGE: Field[str] = Field(
    "change", N_("The change, as «mcsj log» names it; the last one, if left out."), N_("CHANGE")
)


def undo(
    change: Annotated[Text, CHANGE.argument()] = None,
    dry_run: Annotated[bool, DRY_RUN.option(N_("Only say what it would do."))] = False,
) -> None:
    project = open_project()
    with project.writing() as history:
        undoing = plan_undo(project.root, history, change)
        if not dry_run:
            finish_undo(project.root, history, undoing)
    removed, restored = _("removed"), _("as before")
    for file, (_before, after) in undoing.files.items():
        say(f"{file} ({removed if after is None else restored})")
    deed = describe_commit(undoing.message)
    note(_("It would be: {deed}").format(deed=deed) if dry_run else deed[0].upper() + deed[1:])
