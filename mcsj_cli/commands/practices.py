"""`mcsj practices`: what worked in one mesa and others can copy."""

from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_past_day, parse_field, require
from mcsj_cli.commands.completion import complete_uid
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import (
    ACTION,
    AXIS,
    EVIDENCE,
    MESA,
    NOTE,
    PRACTICE,
    TITLE,
    DateOption,
    Format,
    MesaOption,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, ask, is_interactive, say, show_item, show_list, warn_unread
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug
from mcsj_cli.model.kinds import ACTIONS, CONTENT, PRACTICES, describe
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.selection import Selection
from mcsj_cli.store.project import Project

DONE: Field[str] = Field("done", N_("What was done."), N_("WHAT"))
RESULT: Field[str] = Field("result", N_("What came of it."), N_("WHAT"))
STEP: Field[str] = Field("step", N_("A step for those who copy it; may be repeated."), N_("STEP"))

_EXAMPLE = 'mcsj practices add "…" --mesa leon --axis economia --done "…" --result "…"'
Uid = Annotated[
    str,
    PRACTICE.but(completion=complete_uid("practices")).argument(
        N_("Its name, a part of it, or - for the last one touched.")
    ),
]


def add_practice(
    title: Annotated[Text, TITLE.argument(N_("Its name, in quotes."))] = None,
    mesa: Annotated[Text, MESA.option()] = None,
    axis: Annotated[Text, AXIS.option()] = None,
    done: Annotated[Text, DONE.option()] = None,
    result: Annotated[Text, RESULT.option()] = None,
    step: Annotated[Texts, STEP.option()] = None,
    evidence: Annotated[
        Texts,
        EVIDENCE.option(N_("What shows it; may be repeated.")),
    ] = None,
    action: Annotated[
        Text,
        ACTION.but(completion=complete_uid("actions")).option(
            N_("The action that it grew from, whose mesa and axis it has.")
        ),
    ] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    on = choose_past_day(day, "--date", today(project))
    grown = project.find(ACTIONS, action) if action else None
    if grown:
        title, axis = title or grown.record.title, axis or grown.record.axis
        mesa = mesa or (grown.record.mesas[0] if len(grown.record.mesas) == 1 else None)
        evidence = evidence or [str(text) for text in grown.record.evidence]
    required = {
        _("the title"): title,
        "--mesa": mesa,
        "--axis": axis,
        "--done": done,
        "--result": result,
    }
    example = (
        f'mcsj practices add --action {grown.uid} --mesa leon --done "…" --result "…"'
        if grown
        else _EXAMPLE
    )
    require(required, example)
    groups, categories = project.groups, project.categories
    whose = mesa or ask(_("Mesa"), lambda text: groups.find_sitting(text, on).mesa.slug)
    known = ", ".join(one.slug for one in categories.axes)
    practice = Practice(
        title=parse_field(
            Line, title or ask(_("Name of the practice"), lambda text: parse_field(Line, text))
        ),
        mesa=groups.find_sitting(whose, on).mesa.slug,
        axis=Slug(
            categories.find_axis(axis)
            if axis
            else ask(f"{_('Axis')} ({known})", categories.find_axis)
        ),
        done=parse_field(
            Prose, done or ask(_("What was done"), lambda text: parse_field(Line, text))
        ),
        result=parse_field(
            Prose, result or ask(_("What came of it"), lambda text: parse_field(Line, text))
        ),
        steps=[
            parse_field(Line, one)
            for one in step or (_ask_steps() if None in (done, result) else [])
        ],
        evidence=[parse_field(Line, one) for one in evidence or []],
        action=Phrase(grown.uid if grown else ""),
        created=on,
    )
    with project.changing(commit_subject("practices: add", practice.title)) as change:
        entry = change.add(PRACTICES, practice)
    say(str(project.root / entry.file))


def _ask_steps() -> list[str]:
    """Ask for the steps, one by one; an empty answer ends them."""
    steps: list[str] = []
    while is_interactive():
        given = ask(_("Step {n} (Enter to end)").format(n=len(steps) + 1), str, "")
        if not given:
            break
        steps.append(given)
    return steps


def list_practices(
    mesa: MesaOption = None,
    axis: Annotated[Text, AXIS.option(N_("Only this axis."))] = None,
    form: Format = None,
) -> None:
    project = open_project()
    facets = {
        "mesa": project.groups.find_seat(mesa).mesa.slug if mesa else None,
        "axis": project.categories.find_axis(axis) if axis else None,
    }
    reading = project.select(
        Selection(PRACTICES, facets={field: value for field, value in facets.items() if value})
    )
    names = project.groups.mesa_names
    columns = [
        Column(_("Day"), lambda item: item["created"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"], item["mesa"])),
        Column(_("Axis"), lambda item: item["axis"]),
        Column(_("Practice"), lambda item: item["title"]),
        Column(
            _("Copied by"),
            lambda item: [names.get(one["mesa"], one["mesa"]) for one in item["replications"]],
        ),
    ]
    show_list(
        [describe(entry) for entry in reading.entries],
        columns,
        form,
        _("No practice is like that."),
    )
    warn_unread(reading.problems)


def show_practice(uid: Uid, form: Format = None) -> None:
    project = open_project()
    entry = project.find(PRACTICES, uid)
    practice = entry.record
    copying = project.select(Selection(ACTIONS, facets={"practice": entry.uid})).entries
    told = project.select(Selection(CONTENT, facets={"practice": entry.uid})).entries
    could = _find_candidates(project, practice)
    fields: list[tuple[str, object]] = [
        (_("Practice"), entry.uid),
        (_("Name of the practice"), practice.title),
        (_("Mesa"), practice.mesa),
        (_("Axis"), practice.axis),
        (_("What was done"), practice.done),
        (_("What came of it"), practice.result),
        *((_("Step {n}").format(n=number), step) for number, step in enumerate(practice.steps, 1)),
        *((_("Evidence"), text) for text in practice.evidence),
        (_("Grew from the action"), practice.action),
        *((_("Copied by"), _tell_copy(one)) for one in practice.replications),
        *((_("Being copied in"), action.uid) for action in copying),
        *((_("Content"), item.uid) for item in told),
        (_("Mesas that could copy it"), could),
        (_("File"), entry.file),
    ]
    neighbours = {
        "actions": [action.uid for action in copying],
        "content": [item.uid for item in told],
        "candidates": could,
    }
    show_item(describe(entry) | neighbours, fields, form)


def _tell_copy(one: Any) -> str:
    return f"{one.mesa}, {one.day}" + (f": {one.note}" if one.note else "")


def _find_candidates(project: Project, practice: Practice) -> list[str]:
    """Find the mesas that have open actions on the practice's axis and have not tried it."""
    open_ones = project.select(
        Selection(ACTIONS, facets={"open": "yes", "axis": practice.axis})
    ).entries
    busy = {mesa for entry in open_ones for mesa in entry.record.mesas}
    return [
        str(seat.mesa.slug)
        for seat in project.groups.seats
        if seat.mesa.slug in busy - set(practice.mesas)
    ]


def replicate_practice(
    uid: Uid,
    mesa: Annotated[
        Text,
        MESA.option(N_("The mesa that copied it.")),
    ] = None,
    text: Annotated[Text, NOTE.option(N_("How it went."))] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    on = choose_past_day(day, "--date", today(project))
    entry = project.find(PRACTICES, uid)
    require({"--mesa": mesa}, f"mcsj practices replicate {entry.uid} --mesa leon")
    name = mesa or ask(_("Mesa"), lambda said: project.groups.find_sitting(said, on).mesa.slug)
    slug = project.groups.find_sitting(name, on).mesa.slug
    noted = parse_field(Phrase, text or "")
    with project.changing(
        commit_subject("practices: replicate", f"{entry.record.title}, {slug}")
    ) as change:
        current = change.load_known(entry.file, Practice)
        change.put(entry.file, current.replicate(slug, on, noted))
    say(str(project.root / entry.file))
