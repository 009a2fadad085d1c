"""`mcsj actions edit` and `delete`: an action that says something wrong, or is none."""

from typing import Annotated

from mcsj_cli.commands.actions.lists import list_fields
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.correction import DAY, delete, edit
from mcsj_cli.commands.field import Text, Texts
from mcsj_cli.commands.fields import (
    ACTION,
    APPROACH,
    AXIS,
    DUE,
    MEETING,
    MESA,
    OWNER,
    PRACTICE,
    TITLE,
    ExceptOption,
    YesOption,
)
from mcsj_cli.i18n import N_
from mcsj_cli.model.fields import Phrase
from mcsj_cli.model.kinds import ACTIONS, PRACTICES
from mcsj_cli.operations.actions import find_meeting_uid, read_surroundings
from mcsj_cli.operations.mesa_choice import choose_sitting

WHAT = TITLE.but(called="", question=N_("What is to be done"))
MESAS = MESA.but(
    help=N_("The mesas: a,b; or all, with --except; may be repeated."),
    question=N_("Mesas"),
    explained=N_("The mesas: a,b."),
    separator=",",
)
AGREED_IN = MEETING.but(
    question=N_("Agreed in"),
    parse=lambda setting, text: Phrase(find_meeting_uid(setting.project, text) if text else ""),
)
COPIED = PRACTICE.but(
    question=N_("Copies the practice"),
    parse=lambda setting, text: Phrase(setting.project.find(PRACTICES, text).uid if text else ""),
)


def edit_action(
    uid: Annotated[str, ACTION.argument()],
    title: Annotated[Text, WHAT.option()] = None,
    mesa: Annotated[Texts, MESAS.option()] = None,
    without: ExceptOption = None,
    axis: Annotated[Text, AXIS.option()] = None,
    approach: Annotated[Text, APPROACH.option()] = None,
    owner: Annotated[Text, OWNER.option()] = None,
    due: Annotated[Text, DUE.option()] = None,
    meeting: Annotated[Text, MEETING.option()] = None,
    practice: Annotated[Text, PRACTICE.option()] = None,
    day: Annotated[Text, DAY.option()] = None,
) -> None:
    project = open_project()
    entry = project.find(ACTIONS, uid)
    if mesa is not None or without:
        day_of_it = entry.record.day
        mesa = [*choose_sitting(project.groups, mesa, without, day_of_it)]
    parts = {
        "title": (WHAT, title),
        "mesas": (MESAS, mesa),
        "axis": (AXIS, axis),
        "approach": (APPROACH, approach),
        "owner": (OWNER, owner),
        "due": (DUE, due),
        "meeting": (AGREED_IN, meeting),
        "practice": (COPIED, practice),
        "created": (DAY, day),
    }
    edit(project, ACTIONS, entry, parts)


def delete_action(uid: Annotated[str, ACTION.argument()], yes: YesOption = False) -> None:
    project = open_project()
    entry = project.find(ACTIONS, uid)
    day = today(project)
    around = read_surroundings(project, entry)
    fields = list_fields(entry, around, project.groups.mesa_names, day)
    delete(project, ACTIONS, entry, fields, uid, yes=yes)
