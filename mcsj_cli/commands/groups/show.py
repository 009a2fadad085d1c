"""`mcsj groups show`: a group with its mesas, its schedule and its next meeting."""

from typing import Annotated

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.fields import GROUP, Format
from mcsj_cli.commands.groups.lists import describe_group
from mcsj_cli.console import warn_unread
from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import label
from mcsj_cli.listing import show_item
from mcsj_cli.model.membership import Groups, Mesa, Slot
from mcsj_cli.model.states import find_state
from mcsj_cli.operations.meetings import find_next
from mcsj_cli.operations.reading import read_meetings_between


def show_group(
    group: Annotated[str, GROUP.argument()],
    form: Format = None,
) -> None:
    project = open_project()
    found, moment = project.groups.find_group(group), now(project)
    day = moment.date()
    reading = read_meetings_between(project, day)
    warn_unread(reading.problems)
    upcoming = find_next(found, moment, reading.records)
    item = describe_group(found, day) | {
        "coordinator": found.coordinator,
        "next": upcoming.start.isoformat() if upcoming else None,
    }
    fields: list[tuple[str, object]] = [
        (_("Group"), found.name),
        (_("Coordinator"), found.coordinator),
    ]
    for series in found.series:
        fields.append((_("From {day}").format(day=series.since), _format_schedule(series)))
    if upcoming:
        hour = f"{upcoming.start:%H:%M}"
        fields.append((_("Next meeting"), f"{long_date(upcoming.start.date())}, {hour} h"))
    fields += [(mesa.name, _format_mesa(project.groups, mesa)) for mesa in found.mesas_on(day)]
    show_item(item, fields, form)


def _format_schedule(series: Slot) -> str:
    return _("{weekday} {time} h ({zone}), {minutes} minutes, {status}").format(
        weekday=label(series.weekday),
        time=series.time,
        zone=series.timezone,
        minutes=series.minutes,
        status=label(series.status),
    )


def _format_mesa(groups: Groups, mesa: Mesa) -> str:
    names = ", ".join(groups.municipality_names(mesa)) or label(mesa.scope)
    return f"{names}, {find_state(mesa.state).name} · {', '.join(mesa.timezones)}"
