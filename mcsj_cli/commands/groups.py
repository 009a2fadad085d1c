"""`mcsj groups`: the working groups and their weekly hour."""

from datetime import date
from typing import Annotated, Any

import typer

from mcsj_cli.commands.options import Format, StateOption, choose_state, choose_value, open_project, today
from mcsj_cli.console import Column, show_item, show_list, warn_unread
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model.network import Group, Groups, Mesa, Series
from mcsj_cli.model.states import find_state
from mcsj_cli.words import word

app = new_noun()


@app.command("list", help=_("List the groups: their day, hour and mesas."))
def list_groups(
    state: StateOption = None,
    status: Annotated[
        str | None,
        typer.Option("--status", help=_("Only these: tentative or confirmed."), metavar=_("STATUS")),
    ] = None,
    form: Format = None,
) -> None:
    project = open_project()
    wanted, schedule = choose_state(state), choose_value(status, ("tentative", "confirmed"))
    groups = project.groups
    # Only a schedule that has changed asks which day it is, and in which zone, which is slow to find out.
    day = today(project) if any(len(group.series) > 1 for group in groups.groups) else date.max
    chosen = [
        group
        for group in groups.groups
        if wanted is None or any(find_state(mesa.state).abbreviation == wanted for mesa in group.mesas)
    ]
    names = {mesa.slug: mesa.name for mesa, _group in groups.seats}
    columns = [
        Column(_("No."), lambda item: item["number"], "right"),
        Column(_("Group"), lambda item: item["name"]),
        Column(_("Day"), lambda item: word(item["weekday"])),
        Column(_("Hour"), lambda item: item["time"]),
        Column(_("Schedule"), lambda item: word(item["status"])),
        Column(_("Mesas"), lambda item: [names[slug] for slug in item["mesas"]]),
    ]
    items = [item for item in (_describe(group, day) for group in chosen) if schedule in (None, item["status"])]
    show_list(items, columns, form, _("No group is like that."))


@app.command("show", help=_("Show a group whole: its mesas, its schedule, its next meeting."))
def show_group(
    group: Annotated[str, typer.Argument(help=_("The group's number."), metavar=_("GROUP"))],
    form: Format = None,
) -> None:
    from mcsj_cli.model.kinds import MEETINGS  # noqa: PLC0415  the list does without
    from mcsj_cli.model.schedule import next_occurrence  # noqa: PLC0415

    project = open_project()
    found, day = project.groups.find_group(group), today(project)
    reading = project.read(MEETINGS)
    warn_unread(reading.problems)
    upcoming = next_occurrence(found, day, reading.records)
    item = _describe(found, day) | {"next": upcoming.start.isoformat() if upcoming else None}
    fields: list[tuple[str, object]] = [(_("Group"), found.name)]
    for series in found.series:
        fields.append((_("From {day}").format(day=series.since), _schedule_line(series)))
    if upcoming:
        hour = f"{upcoming.start:%H:%M}"
        fields.append((_("Next meeting"), f"{long_date(upcoming.start.date())}, {hour} h"))
    fields += [(mesa.name, _mesa_line(project.groups, mesa)) for mesa in found.mesas]
    show_item(item, fields, form)


def _schedule_line(series: Series) -> str:
    return _("{weekday} {time} h ({zone}), {minutes} minutes, {status}").format(
        weekday=word(series.weekday),
        time=series.time,
        zone=series.timezone,
        minutes=series.minutes,
        status=word(series.status),
    )


def _mesa_line(groups: Groups, mesa: Mesa) -> str:
    names = ", ".join(groups.municipality_names(mesa)) or word(mesa.scope)
    return f"{names}, {find_state(mesa.state).name} · {', '.join(mesa.timezones)}"


def _describe(group: Group, day: date) -> dict[str, Any]:
    series = group.series_on(day)
    return {
        "number": group.number,
        "name": group.name,
        "weekday": series.weekday.value if series else "",
        "time": series.time if series else "",
        "timezone": series.timezone if series else "",
        "status": series.status if series else "",
        "minutes": series.minutes if series else 0,
        "mesas": [mesa.slug for mesa in group.mesas],
    }
