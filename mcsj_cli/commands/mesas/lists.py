"""`mcsj mesas list`: the mesas with their group, state and municipalities."""

from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_each
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.fields import ALL, Format, GroupsFilter, StatesFilter
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.membership import Groups, Seat
from mcsj_cli.model.states import find_state


def list_mesas(
    group: GroupsFilter = None,
    state: StatesFilter = None,
    every: Annotated[bool, ALL.option(N_("Also those that have left, or are to come."))] = False,
    form: Format = None,
) -> None:
    project = open_project()
    groups = project.groups
    # Only a network in which mesas came and went asks for the day, which is slow to find out.
    seats = groups.seats if every or groups.is_settled else groups.seats_on(today(project))
    numbers = [one.number for one in choose_each(group, groups.find_group)]
    if numbers:
        seats = [seat for seat in seats if seat.group.number in numbers]
    states = choose_each(state, find_state)
    if states:
        seats = [seat for seat in seats if find_state(seat.mesa.state) in states]
    items = [describe_seat(groups, seat) for seat in seats]
    show_list(items, _list_columns(groups), form, _("No mesa is like that."))


def _list_columns(groups: Groups) -> list[Column]:
    columns = [
        Column(_("Mesa"), lambda item: item["name"]),
        Column(_("State"), lambda item: item["state"]),
        Column(_("Group"), lambda item: item["group"], "right"),
        Column(
            _("Municipalities"), lambda item: item["municipality_names"] or label(item["scope"])
        ),
        Column(_("Time zone"), lambda item: item["timezone"]),
    ]
    if not groups.is_settled:
        columns.append(Column(_("Time"), lambda item: format_stay(item["from"], item["until"])))
    return columns


def describe_seat(groups: Groups, seat: Seat) -> dict[str, Any]:
    """Return the fields of a mesa in its group for programs, under names that stay."""
    mesa = seat.mesa
    return {
        "slug": mesa.slug,
        "name": mesa.name,
        "aliases": mesa.aliases,
        "state": mesa.state,
        "group": seat.group.number,
        "scope": mesa.scope,
        "timezone": mesa.timezone,
        "other_timezones": mesa.other_timezones,
        "municipalities": mesa.municipalities,
        "municipality_names": groups.municipality_names(mesa),
        "from": str(mesa.since) if mesa.since else None,
        "until": str(mesa.until) if mesa.until else None,
    }


def format_stay(first: str | None, last: str | None) -> str:
    """Return from when until when a mesa sits in its group, as far as that has an end."""
    ends = []
    if first:
        ends.append(_("from {day}").format(day=first))
    if last:
        ends.append(_("until {day}").format(day=last))
    return ", ".join(ends)
