"""`mcsj actions add`: something that mesas have to do."""

from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_past_day
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Setting, Text, Texts, complete
from mcsj_cli.commands.fields import (
    APPROACH,
    AXIS,
    DUE,
    MEETING,
    MESAS,
    OWNER,
    PRACTICE,
    TITLE,
    DateOption,
    ExceptOption,
    choosing_mesas,
    join_names,
)
from mcsj_cli.commands.telling import tell_action, warn_of_action
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Phrase
from mcsj_cli.model.kinds import PRACTICES
from mcsj_cli.operations import actions
from mcsj_cli.operations.meetings import find_meeting

WHAT = TITLE.but(question=N_("What is to be done"))


def add_action(
    title: Annotated[Text, WHAT.argument()] = None,
    mesa: Annotated[Texts, MESAS.option()] = None,
    without: ExceptOption = None,
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
    agreed = find_meeting(project, meeting) if meeting else None
    mesas = choosing_mesas(on, without, [one.slug for one in agreed.mesas] if agreed else None)
    given: dict[Field[Any], str | None] = {WHAT: title, mesas: join_names(mesa), AXIS: axis}
    given |= {APPROACH: approach, OWNER: owner, DUE: due}
    answers = complete(Setting(project, now, on), "mcsj actions add", given)
    action = Action(
        title=answers[WHAT],
        mesas=answers[mesas],
        axis=answers[AXIS],
        approach=answers[APPROACH],
        owner=answers[OWNER],
        due=answers[DUE],
        meeting=Phrase(agreed.uid if agreed else ""),
        number=None,
        practice=Phrase(project.find(PRACTICES, practice).uid if practice else ""),
        created=on,
    )
    entry = actions.add_action(project, action)
    tell_action(project, entry, entry.record, _("When it is done: mcsj actions done {uid}"))
    warn_of_action(project, entry, now)
