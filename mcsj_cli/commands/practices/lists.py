"""`mcsj practices list` and `show`: what worked, who copied it, and who could."""

from typing import Annotated

from mcsj_cli.commands.arguments import choose_each
from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.field import Texts
from mcsj_cli.commands.fields import AXIS, PRACTICE, ExceptOption, Format, MesasFilter
from mcsj_cli.console import warn_unread
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_item, show_list
from mcsj_cli.model.kinds import PRACTICES, Entry, describe
from mcsj_cli.model.practice import Practice, Replication
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.mesa_choice import choose_known
from mcsj_cli.operations.practices import PracticeSurroundings, read_surroundings


def list_practices(
    mesa: MesasFilter = None,
    without: ExceptOption = None,
    axis: Annotated[Texts, AXIS.option(N_("Only these axes; may be repeated."))] = None,
    form: Format = None,
) -> None:
    project = open_project()
    facets: dict[str, list[str]] = {
        "mesa": choose_known(project.groups, mesa, without),
        "axis": [str(one) for one in choose_each(axis, project.categories.find_axis)],
    }
    asked = {name: value for name, value in facets.items() if value}
    reading = project.select(Selection(PRACTICES, facets=asked))
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


def show_practice(
    uid: Annotated[
        str, PRACTICE.argument(N_("Its name, a part of it, or - for the last one touched."))
    ],
    form: Format = None,
) -> None:
    project = open_project()
    entry = project.find(PRACTICES, uid)
    around = read_surroundings(project, entry)
    item = describe(entry) | {
        "actions": [action.uid for action in around.actions],
        "content": [content.uid for content in around.content],
        "candidates": around.candidates,
    }
    show_item(item, list_fields(entry, around), form)


def list_fields(entry: Entry[Practice], around: PracticeSurroundings) -> list[tuple[str, object]]:
    """Return what is shown of a practice, each with its heading."""
    practice = entry.record
    return [
        (_("Practice"), entry.uid),
        (_("Name of the practice"), practice.title),
        (_("Mesa"), practice.mesa),
        (_("Axis"), practice.axis),
        (_("What was done"), practice.done),
        (_("What came of it"), practice.result),
        *((_("Step {n}").format(n=number), step) for number, step in enumerate(practice.steps, 1)),
        *((_("Evidence"), text) for text in practice.evidence),
        (_("Grew from the action"), practice.action),
        *((_("Copied by"), _format_copy(one)) for one in practice.replications),
        *((_("Being copied in"), action.uid) for action in around.actions),
        *((_("Content"), item.uid) for item in around.content),
        (_("Mesas that could copy it"), around.candidates),
        (_("File"), entry.file),
    ]


def _format_copy(copy: Replication) -> str:
    text = f"{copy.mesa}, {copy.day}"
    return f"{text}: {copy.note}" if copy.note else text
