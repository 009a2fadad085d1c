"""`mcsj actions list`, `show` and `matrix`: what there is to do, and where nothing is."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec

from mcsj_cli.commands.arguments import choose_each, find_value
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import (
    ACTION,
    APPROACH,
    AXIS,
    MEETING,
    OWNER,
    STATUS,
    ExceptOption,
    Format,
    GroupOption,
    GroupsFilter,
    MesasFilter,
)
from mcsj_cli.console import say, warn_unread
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, line_width, show_item, show_list
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.kinds import ACTIONS, Entry, describe
from mcsj_cli.operations.actions import (
    ActionFilter,
    ActionSurroundings,
    count_matrix,
    find_meeting_uid,
    read_surroundings,
    select_actions,
)
from mcsj_cli.operations.mesa_choice import choose_known
from mcsj_cli.reports.matrix_drawing import draw_matrix
from mcsj_cli.store.project import Project

OVERDUE: Field[bool] = Field("overdue", N_("Only those that are late."))


def list_actions(
    overdue: Annotated[bool, OVERDUE.option()] = False,
    mesa: MesasFilter = None,
    without: ExceptOption = None,
    group: GroupsFilter = None,
    axis: Annotated[Texts, AXIS.option(N_("Only these axes; may be repeated."))] = None,
    approach: Annotated[
        Texts, APPROACH.option(N_("Only these approaches; may be repeated."))
    ] = None,
    owner: Annotated[Text, OWNER.option(N_("Only of this owner."))] = None,
    status: Annotated[Texts, STATUS.option()] = None,
    meeting: Annotated[Text, MEETING.option(N_("Only what this meeting agreed."))] = None,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    groups, categories = project.groups, project.categories
    members = _find_members(project, group, day) if group else None
    facets: dict[str, str | list[str] | None] = {
        "mesa": choose_known(groups, mesa, without, members),
        "axis": choose_each(axis, categories.find_axis),
        "approach": choose_each(approach, categories.find_approach),
        "status": choose_each(status, find_value(ActionStatus)),
        "meeting": find_meeting_uid(project, meeting) if meeting else None,
        "open": "yes" if overdue else None,
    }
    wanted = ActionFilter(
        facets={name: value for name, value in facets.items() if value},
        owner=owner or "",
        mesas=members,
        late_on=day if overdue else None,
    )
    reading = select_actions(project, wanted)
    items = [
        describe(entry) | {"overdue": entry.record.is_overdue(day)} for entry in reading.entries
    ]
    show_list(items, _list_columns(groups.mesa_names), form, _("No action is like that."))
    warn_unread(reading.problems)


def _find_members(project: Project, groups: Sequence[str], day: date) -> frozenset[str]:
    """Find the mesas that sit in some groups on a day; raise NotFoundError."""
    numbers = [group.number for group in choose_each(groups, project.groups.find_group)]
    seats = project.groups.seats_on(day)
    return frozenset(seat.mesa.slug for seat in seats if seat.group.number in numbers)


def _list_columns(names: dict[str, str]) -> list[Column]:
    return [
        Column(_("Due"), lambda item: item["due"]),
        Column(_("Status"), lambda item: label("overdue" if item["overdue"] else item["status"])),
        Column(_("Mesas"), lambda item: [names.get(slug, slug) for slug in item["mesas"]]),
        Column(_("Action"), lambda item: item["title"]),
        Column(_("Owner"), lambda item: item["owner"]),
    ]


def show_action(uid: Annotated[str, ACTION.argument()], form: Format = None) -> None:
    project = open_project()
    entry = project.find(ACTIONS, uid)
    around = read_surroundings(project, entry)
    item = describe(entry) | {
        "practices": [practice.uid for practice in around.practices],
        "content": [content.uid for content in around.content],
    }
    names = project.groups.mesa_names
    show_item(item, list_fields(entry, around, names, today(project)), form)


def list_fields(
    entry: Entry[Action], around: ActionSurroundings, names: dict[str, str], day: date
) -> list[tuple[str, Any]]:
    """Return what is shown of an action, each with its heading."""
    action = entry.record
    return [
        (_("Action"), entry.uid),
        (_("What is to be done"), action.title),
        (_("Mesas"), [names.get(slug, slug) for slug in action.mesas]),
        (_("Axis"), action.axis),
        (_("Approach"), action.approach),
        (_("Owner"), action.owner),
        (_("Due"), action.due),
        (_("Status"), _format_status(action, day)),
        (_("Agreed in"), action.meeting),
        (_("Copies the practice"), action.practice),
        *((_("Became the practice"), practice.uid) for practice in around.practices),
        *((_("Content"), item.uid) for item in around.content),
        *((str(progress.day), progress.note) for progress in action.progress),
        *((_("Evidence"), text) for text in action.evidence),
        (_("File"), entry.file),
    ]


def _format_status(action: Action, day: date) -> str:
    """Return the status, with the days that it is late or the day on which it was closed."""
    if action.is_overdue(day):
        late = (day - action.due).days
        return ngettext("overdue by {n} day", "overdue by {n} days", late).format(n=late)
    if action.closed:
        return f"{label(action.status)} ({action.closed})"
    return label(action.status)


def show_matrix(group: GroupOption = None, form: Format = None) -> None:
    project = open_project()
    number = project.groups.find_group(group).number if group else None
    matrix, reading = count_matrix(project, number, today(project))
    if form is None:
        for line in draw_matrix(matrix, line_width()):
            say(line)
    else:
        columns = [
            Column(_("Mesa"), lambda item: item["name"]),
            Column(_("Axis"), lambda item: item["axis"]),
            Column(_("Approach"), lambda item: item["approach"]),
            Column(_("Open"), lambda item: item["open"], "right"),
            Column(_("Completed"), lambda item: item["completed"], "right"),
        ]
        cells = [msgspec.structs.asdict(cell) for cell in matrix.cells]
        show_list(cells, columns, form, _("There are no mesas."))
    warn_unread(reading.problems)
