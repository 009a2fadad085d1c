"""`mcsj groups list`: the groups with their day, hour and mesas."""

from datetime import date
from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_each, find_value
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Texts
from mcsj_cli.commands.fields import STATUS, Format, StatesFilter
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.membership import Group, Groups
from mcsj_cli.model.states import find_state
from mcsj_cli.store.project import Project


def list_groups(
    state: StatesFilter = None,
    status: Annotated[Texts, STATUS.option(N_("Only these: tentative or confirmed."))] = None,
    form: Format = None,
) -> None:
    project = open_project()
    wanted = {one.abbreviation for one in choose_each(state, find_state)}
    schedules = choose_each(status, find_value(("tentative", "confirmed")))
    groups = project.groups
    day = _choose_day(project, groups)
    chosen = [group for group in groups.groups if not wanted or _is_of_states(group, wanted, day)]
    items = [describe_group(group, day) for group in chosen]
    if schedules:
        items = [item for item in items if item["status"] in schedules]
    show_list(items, _list_columns(groups), form, _("No group is like that."))


def _choose_day(project: Project, groups: Groups) -> date:
    """Return today, or any day where all are the same: to find out today takes long."""
    if groups.is_settled and all(len(group.series) < 2 for group in groups.groups):
        return date.max
    return today(project)


def _is_of_states(group: Group, states: set[str], day: date) -> bool:
    """Whether a mesa of some states sits in a group on a day."""
    mesas = group.mesas_on(day)
    return any(find_state(mesa.state).abbreviation in states for mesa in mesas)


def _list_columns(groups: Groups) -> list[Column]:
    names = {seat.mesa.slug: seat.mesa.name for seat in groups.entries}
    return [
        Column(_("No."), lambda item: item["number"], "right"),
        Column(_("Group"), lambda item: item["name"]),
        Column(_("Day"), lambda item: label(item["weekday"])),
        Column(_("Hour"), lambda item: item["time"]),
        Column(_("Schedule"), lambda item: label(item["status"])),
        Column(_("Mesas"), lambda item: [names[slug] for slug in item["mesas"]]),
    ]


def describe_group(group: Group, day: date) -> dict[str, Any]:
    """Return a group's fields for programs, as of a day, under names that stay."""
    series = group.series_on(day)
    return {
        "number": group.number,
        "name": group.name,
        "weekday": series.weekday.value if series else "",
        "time": series.time if series else "",
        "timezone": series.timezone if series else "",
        "status": series.status if series else "",
        "minutes": series.minutes if series else 0,
        "mesas": [mesa.slug for mesa in group.mesas_on(day)],
    }
