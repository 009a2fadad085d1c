"""`mcsj actions add`: something that mesas have to do."""

from typing import Annotated

from mcsj_cli.commands.arguments import choose_past_day
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Setting, Text, Texts, complete
from mcsj_cli.commands.fields import (
    APPROACH,
    AXIS,
    DUE,
    MEETING,
    MESA,
    OWNER,
    PRACTICE,
    TITLE,
    DateOption,
)
from mcsj_cli.console import say
from mcsj_cli.i18n import N_
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Phrase
from mcsj_cli.model.kinds import PRACTICES
from mcsj_cli.operations import actions

MESAS = MESA.but(help=N_("A mesa; may be repeated."), separator=",")
WHAT = TITLE.but(question=N_("What is to be done"))


def add_action(
    title: Annotated[Text, WHAT.argument()] = None,
    mesa: Annotated[Texts, MESAS.option()] = None,
    axis: Annotated[Text, AXIS.option()] = None,
    approach: Annotated[Text, APPROACH.option()] = None,
    owner: Annotated[Text, OWNER.option()] = None,
    due: Annotated[Text, DUE.option()] = None,
    meeting: Annotated[Text, MEETING.option()] = None,
    practice: Annotated[Text, PRACTICE.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    now = today(project)
    on = choose_past_day(day, "--date", now)
    answers = complete(
        Setting(project, now, on),
        "mcsj actions add",
        {WHAT: title, MESAS: mesa, AXIS: axis, APPROACH: approach, OWNER: owner, DUE: due},
    )
    held = actions.find_meeting_uid(project, meeting) if meeting else ""
    action = Action(
        title=answers[WHAT],
        mesas=answers.all(MESAS),
        axis=answers[AXIS],
        approach=answers[APPROACH],
        owner=answers[OWNER],
        due=answers[DUE],
        meeting=Phrase(held),
        number=None,
        practice=Phrase(project.find(PRACTICES, practice).uid if practice else ""),
        created=on,
    )
    entry = actions.add_action(project, action)
    say(str(project.root / entry.file))
