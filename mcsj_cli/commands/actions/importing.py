"""`mcsj actions import`: the actions of a table, shown before they are written down."""

from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Text, Texts
from mcsj_cli.commands.fields import (
    APPLY,
    APPROACH,
    AXIS,
    DUE,
    FILE,
    FORCE,
    MESA,
    OWNER,
    Format,
)
from mcsj_cli.commands.handed_file import COLUMN, MONTH_FIRST, TABLE_HELP
from mcsj_cli.commands.proposal import read_taken, take_in
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.model.action import Action
from mcsj_cli.operations.action_table import (
    DAYS,
    FIELDS,
    ActionChoices,
    ActionReader,
    list_contact_names,
)


def import_actions(
    file: Annotated[Path, FILE.argument(TABLE_HELP)],
    mapping: Annotated[Texts, COLUMN.option()] = None,
    mesa: Annotated[Text, MESA.option(N_("The mesas of rows that name none."))] = None,
    axis: Annotated[Text, AXIS.option(N_("The axis of rows that name none."))] = None,
    approach: Annotated[Text, APPROACH.option(N_("The approach of rows that name none."))] = None,
    owner: Annotated[Text, OWNER.option(N_("The owner of rows that name none: a role."))] = None,
    due: Annotated[Text, DUE.option(N_("The day on which rows are due that say none."))] = None,
    month_first: Annotated[bool, MONTH_FIRST.option()] = False,
    force: Annotated[bool, FORCE.option(N_("Take owners that are like people's names."))] = False,
    apply: Annotated[bool, APPLY.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    wanted, day = _("a table of actions"), today(project)
    taken = read_taken(file, wanted, FIELDS, mapping, day, DAYS, month_first=month_first)
    choices = ActionChoices(taken.days, list_contact_names(project.root), force)
    reader = ActionReader(project, choices)
    reader.set_defaults(
        {"mesas": mesa, "axis": axis, "approach": approach, "owner": owner, "due": due}
    )
    take_in(project, taken, reader, _describe_action, form, apply=apply)


def _describe_action(action: Action) -> str:
    mesas = ", ".join(action.mesas)
    status = " ".join(filter(None, (label(action.status), str(action.closed or ""))))
    return f"{action.title} ({mesas}; {action.owner}; {action.due}; {status})"
