"""`mcsj practices add` and `replicate`: a practice, and the mesas that copy it."""

from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_past_day, parse_field
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Answers, Field, Setting, Text, Texts, complete
from mcsj_cli.commands.fields import (
    ACTION,
    AXIS,
    EVIDENCE,
    MESA,
    MESAS,
    NOTE,
    PRACTICE,
    TITLE,
    DateOption,
    ExceptOption,
    choosing_mesas,
    join_names,
    parse_prose,
)
from mcsj_cli.commands.telling import tell_practice
from mcsj_cli.console import is_interactive, note
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Phrase, Prose
from mcsj_cli.model.kinds import ACTIONS, PRACTICES, Entry
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.text import enumeration
from mcsj_cli.operations import practices
from mcsj_cli.questions import ask

NAME = TITLE.but(
    help=N_("Its name, in quotes."),
    question=N_("Name of the practice"),
    explained=N_("Its name."),
)
DONE: Field[Prose] = Field(
    "done",
    N_("What was done."),
    N_("WHAT"),
    question=N_("What was done"),
    example='"…"',
    parse=parse_prose,
    long=True,
)
RESULT: Field[Prose] = Field(
    "result",
    N_("What came of it."),
    N_("WHAT"),
    question=N_("What came of it"),
    example='"…"',
    parse=parse_prose,
    long=True,
)
_ASKED = (MESA, NAME, AXIS, DONE, RESULT)
STEP: Field[str] = Field("step", N_("A step for those who copy it; may be repeated."), N_("STEP"))


def add_practice(
    title: Annotated[Text, NAME.argument()] = None,
    mesa: Annotated[Text, MESA.option()] = None,
    axis: Annotated[Text, AXIS.option()] = None,
    done: Annotated[Text, DONE.option()] = None,
    result: Annotated[Text, RESULT.option()] = None,
    step: Annotated[Texts, STEP.option()] = None,
    evidence: Annotated[Texts, EVIDENCE.option(N_("What shows it; may be repeated."))] = None,
    action: Annotated[
        Text, ACTION.option(N_("The action that it grew from, whose mesa and axis it has."))
    ] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    now = today(project)
    on = choose_past_day(day, "--date", now)
    grown = project.find(ACTIONS, action) if action else None
    given = {NAME: title, MESA: mesa, AXIS: axis, DONE: done, RESULT: result}
    setting = Setting(project, now, on)
    answers = _complete(setting, given, grown)
    if step is None and None in (done, result):
        step = _ask_steps()
    if grown and not evidence:
        evidence = [str(text) for text in grown.record.evidence]
    practice = Practice(
        title=answers[NAME],
        mesa=answers[MESA],
        axis=answers[AXIS],
        done=answers[DONE],
        result=answers[RESULT],
        steps=[parse_field(Line, one) for one in step or []],
        evidence=[parse_field(Line, one) for one in evidence or []],
        action=Phrase(grown.uid if grown else ""),
        created=on,
    )
    entry = practices.add_practice(project, practice)
    tell_practice(project, entry, entry.record)


def _complete(
    setting: Setting, given: dict[Field[Any], str | None], grown: Entry[Action] | None
) -> Answers:
    """Return the values of a practice; what is not given is the action's, or asked for."""
    if grown is None:
        return complete(setting, "mcsj practices add", given, asked=_ASKED)
    action = grown.record
    known = {NAME: action.title, AXIS: action.axis}
    if len(action.mesas) == 1:
        known[MESA] = action.mesas[0]
    filled = {field: said or known.get(field) for field, said in given.items()}
    return complete(
        setting,
        f"mcsj practices add --action {grown.uid}",
        filled,
        shown=(MESA, DONE, RESULT),
        asked=_ASKED,
    )


def _ask_steps() -> list[str]:
    """Ask for the steps, one by one; an empty answer ends them."""
    steps: list[str] = []
    while is_interactive():
        question = _("Step {n} (Enter to end)").format(n=len(steps) + 1)
        given = ask(question, str, "", explanation=_(STEP.help))
        if not given:
            break
        steps.append(given)
    return steps


def replicate_practice(
    uid: Annotated[
        str, PRACTICE.argument(N_("Its name, a part of it, or - for the last one touched."))
    ],
    mesa: Annotated[
        Texts, MESAS.option(N_("The mesas that copied it: a,b; or all, with --except."))
    ] = None,
    without: ExceptOption = None,
    text: Annotated[Text, NOTE.option(N_("How it went."))] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    now = today(project)
    on = choose_past_day(day, "--date", now)
    entry = project.find(PRACTICES, uid)
    setting = Setting(project, now, on)
    field = choosing_mesas(on, without, practices.list_others(project, entry.record, on))
    command = f"mcsj practices replicate {entry.uid}"
    slugs = complete(setting, command, {field: join_names(mesa)})[field]
    if len(slugs) > 1:
        told = _("It is written down that these {n} mesas copied it: {names}.")
        names = project.groups.mesa_names
        note(told.format(n=len(slugs), names=enumeration([names[slug] for slug in slugs])))
    said = parse_field(Phrase, text or "")
    replicated = practices.replicate_practice(project, entry, slugs, on, said)
    tell_practice(project, entry, replicated)
    if len(slugs) > 1:
        note(_("To take all of them back: mcsj undo"))
