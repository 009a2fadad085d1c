"""`mcsj followups import`: the contacts of a table, shown before they are written down."""

from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Text, Texts
from mcsj_cli.commands.fields import APPLY, FILE, Format
from mcsj_cli.commands.followups.fields import CHANNEL, STAGE
from mcsj_cli.commands.handed_file import COLUMN, MONTH_FIRST, TABLE_HELP
from mcsj_cli.commands.proposal import read_taken, take_in
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.model.followup import Followup
from mcsj_cli.operations.followup_table import DAYS, FIELDS, FollowupReader


def import_followups(
    file: Annotated[Path, FILE.argument(TABLE_HELP)],
    mapping: Annotated[Texts, COLUMN.option()] = None,
    channel: Annotated[Text, CHANNEL.option(N_("The channel of rows that name none."))] = None,
    stage: Annotated[Text, STAGE.option(N_("The stage of rows that name none."))] = None,
    month_first: Annotated[bool, MONTH_FIRST.option()] = False,
    apply: Annotated[bool, APPLY.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    wanted, day = _("a table of contacts with mesas"), today(project)
    taken = read_taken(file, wanted, FIELDS, mapping, day, DAYS, month_first=month_first)
    reader = FollowupReader(project, taken.days)
    reader.set_defaults({"channel": channel, "stage": stage})
    take_in(project, taken, reader, _describe_contact, form, apply=apply)


def _describe_contact(contact: Followup) -> str:
    how = f"{label(contact.channel)}, {label(contact.stage)}"
    return f"{contact.day} {contact.mesa} ({how}): {contact.summary}"
