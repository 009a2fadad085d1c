"""`mcsj practices`: what worked in one mesa and others can copy."""

from typing import Annotated, Any

import typer

from mcsj_cli.commands.arguments import choose_past_day, parse_field, require
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.options import (
    DateOption,
    Format,
    MesaOption,
    complete_mesa,
    complete_uid,
    name_argument,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, ask, is_interactive, say, show_item, show_list, warn_unread
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug
from mcsj_cli.model.kinds import ACTIONS, CONTENT, PRACTICES, describe
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.selection import Selection
from mcsj_cli.store.project import Project

_EXAMPLE = 'mcsj practices add "…" --mesa leon --axis economia --done "…" --result "…"'
Uid = Annotated[str, name_argument("practices", _("PRACTICE"))]


def add_practice(
    title: Annotated[
        str | None, typer.Argument(help=_("Its name, in quotes."), metavar=_("TITLE"))
    ] = None,
    mesa: Annotated[
        str | None,
        typer.Option(
            "--mesa", "-m", help=_("The mesa."), metavar=_("MESA"), autocompletion=complete_mesa
        ),
    ] = None,
    axis: Annotated[
        str | None, typer.Option("--axis", help=_("The axis."), metavar=_("AXIS"))
    ] = None,
    done: Annotated[
        str | None, typer.Option("--done", help=_("What was done."), metavar=_("WHAT"))
    ] = None,
    result: Annotated[
        str | None, typer.Option("--result", help=_("What came of it."), metavar=_("WHAT"))
    ] = None,
    step: Annotated[
        list[str] | None,
        typer.Option(
            "--step", help=_("A step for those who copy it; may be repeated."), metavar=_("STEP")
        ),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence", help=_("What shows it; may be repeated."), metavar=_("EVIDENCE")
        ),
    ] = None,
    action: Annotated[
        str | None,
        typer.Option(
            "--action",
            help=_("The action that it grew from, whose mesa and axis it has."),
            metavar=_("ACTION"),
            autocompletion=complete_uid("actions"),
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
    axis: Annotated[
        str | None, typer.Option("--axis", help=_("Only this axis."), metavar=_("AXIS"))
    ] = None,
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
        str | None,
        typer.Option(
            "--mesa",
            "-m",
            help=_("The mesa that copied it."),
            metavar=_("MESA"),
            autocompletion=complete_mesa,
        ),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--note", help=_("How it went."), metavar=_("NOTE"))
    ] = None,
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
