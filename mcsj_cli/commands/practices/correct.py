"""`mcsj practices edit` and `delete`: a practice that says something wrong, or is none."""

from typing import Annotated

from mcsj_cli.commands.arguments import parse_field
from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.correction import DAY, delete, edit
from mcsj_cli.commands.field import Text, Texts
from mcsj_cli.commands.fields import ACTION, AXIS, EVIDENCE, MESA, PRACTICE, YesOption
from mcsj_cli.commands.practices.add import DONE, NAME, RESULT, STEP
from mcsj_cli.commands.practices.lists import list_fields
from mcsj_cli.i18n import N_
from mcsj_cli.model.fields import Line, Phrase
from mcsj_cli.model.kinds import ACTIONS, PRACTICES
from mcsj_cli.operations.practices import read_surroundings

TITLE = NAME.but(called="")
STEPS = STEP.but(question=N_("Steps"), parse=lambda _setting, text: parse_field(Line, text))
SHOWN_BY = EVIDENCE.but(
    help=N_("What shows it; may be repeated."),
    question=N_("Evidence"),
    parse=lambda _setting, text: parse_field(Line, text),
)
GREW_FROM = ACTION.but(
    help=N_("The action that it grew from."),
    question=N_("Grew from the action"),
    parse=lambda setting, text: Phrase(setting.project.find(ACTIONS, text).uid if text else ""),
)
_ITS_NAME = PRACTICE.argument(N_("Its name, a part of it, or - for the last one touched."))


def edit_practice(
    uid: Annotated[str, _ITS_NAME],
    title: Annotated[Text, TITLE.option()] = None,
    mesa: Annotated[Text, MESA.option()] = None,
    axis: Annotated[Text, AXIS.option()] = None,
    done: Annotated[Text, DONE.option()] = None,
    result: Annotated[Text, RESULT.option()] = None,
    step: Annotated[Texts, STEPS.option()] = None,
    evidence: Annotated[Texts, SHOWN_BY.option()] = None,
    action: Annotated[Text, GREW_FROM.option()] = None,
    day: Annotated[Text, DAY.option()] = None,
) -> None:
    project = open_project()
    entry = project.find(PRACTICES, uid)
    parts = {
        "title": (TITLE, title),
        "mesa": (MESA, mesa),
        "axis": (AXIS, axis),
        "done": (DONE, done),
        "result": (RESULT, result),
        "steps": (STEPS, step),
        "evidence": (SHOWN_BY, evidence),
        "action": (GREW_FROM, action),
        "created": (DAY, day),
    }
    edit(project, PRACTICES, entry, parts)


def delete_practice(uid: Annotated[str, _ITS_NAME], yes: YesOption = False) -> None:
    project = open_project()
    entry = project.find(PRACTICES, uid)
    fields = list_fields(entry, read_surroundings(project, entry))
    delete(project, PRACTICES, entry, fields, uid, yes=yes)
