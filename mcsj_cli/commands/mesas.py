"""`mcsj mesas`: the mesas, their states and municipalities."""

from typing import Annotated, Any

import typer

from mcsj_cli.commands.options import Format, GroupOption, StateOption, choose_state, open_project, today
from mcsj_cli.console import Column, show_item, show_list, warn_unread
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model.network import Groups, Seat
from mcsj_cli.model.states import find_state
from mcsj_cli.words import word

app = new_noun()


@app.command("list", help=_("List the mesas: their group, state and municipalities."))
def list_mesas(group: GroupOption = None, state: StateOption = None, form: Format = None) -> None:
    groups = open_project().groups
    number = groups.find_group(group).number if group else None
    wanted = choose_state(state)
    items = [
        _describe(groups, seat)
        for seat in groups.seats
        if number in (None, seat.group.number)
        and (wanted is None or find_state(seat.mesa.state).abbreviation == wanted)
    ]
    columns = [
        Column(_("Mesa"), lambda item: item["name"]),
        Column(_("State"), lambda item: item["state"]),
        Column(_("Group"), lambda item: item["group"], "right"),
        Column(_("Municipalities"), lambda item: item["municipality_names"] or word(item["scope"])),
        Column(_("Time zone"), lambda item: item["timezone"]),
    ]
    show_list(items, columns, form, _("No mesa is like that."))


@app.command("show", help=_("Show a mesa: its group, its clock, its next meeting at its own hour."))
def show_mesa(
    mesa: Annotated[str, typer.Argument(help=_("Its short name, its name or a part of it."), metavar=_("MESA"))],
    form: Format = None,
) -> None:
    from mcsj_cli.model.kinds import MEETINGS  # noqa: PLC0415  the list does without
    from mcsj_cli.model.schedule import next_occurrence  # noqa: PLC0415

    project = open_project()
    seat = project.groups.find_seat(mesa)
    reading = project.read(MEETINGS)
    warn_unread(reading.problems)
    upcoming = next_occurrence(seat.group, today(project), reading.records)
    start = upcoming.local_start(seat.mesa) if upcoming else None
    item = _describe(project.groups, seat) | {"next": start.isoformat() if start else None}
    fields = [
        (_("Mesa"), seat.mesa.name),
        (_("Short name"), seat.mesa.slug),
        (_("Group"), seat.group.name),
        (_("State"), find_state(seat.mesa.state).name),
        (_("Scope"), word(seat.mesa.scope)),
        (_("Municipalities"), project.groups.municipality_names(seat.mesa)),
        (_("Time zone"), seat.mesa.timezones),
        (_("Next meeting"), f"{long_date(start.date())}, {start:%H:%M} h" if start else ""),
    ]
    show_item(item, fields, form)


def _describe(groups: Groups, seat: Seat) -> dict[str, Any]:
    return {
        "slug": seat.mesa.slug,
        "name": seat.mesa.name,
        "state": seat.mesa.state,
        "group": seat.group.number,
        "scope": seat.mesa.scope,
        "timezone": seat.mesa.timezone,
        "other_timezones": seat.mesa.other_timezones,
        "municipalities": seat.mesa.municipalities,
        "municipality_names": groups.municipality_names(seat.mesa),
    }
