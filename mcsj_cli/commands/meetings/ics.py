"""`mcsj meetings ics`: calendars for phones and calendar programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from mcsj_cli.commands.arguments import check_range
from mcsj_cli.commands.context import check_output, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import ALL, GROUP, MESA, OUTPUT, UNTIL, FromOption
from mcsj_cli.console import note, say, say_bytes
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import N_, _, speaking
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.network import Group
from mcsj_cli.model.week import Week, parse_days
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.store import files
from mcsj_cli.store.project import Project

COMBINED: Field[bool] = Field(
    "combined", N_("One calendar with the meetings of all groups and mesas.")
)
EXPAND: Field[bool] = Field(
    "expand", N_("One event for each meeting, in UTC, for a year or up to --until.")
)
HOLIDAYS: Field[bool] = Field("holidays", N_("With the holidays of a year or up to --until."))

if TYPE_CHECKING:
    from mcsj_cli.calendars.feed import Audience, Days


class _Form(NamedTuple):
    """How the meetings are told."""

    expanded: bool
    holidays: bool


def write_calendars(
    group: Annotated[
        Text,
        GROUP.option(N_("The group, by number.")),
    ] = None,
    mesa: Annotated[
        Text,
        MESA.option(N_("The mesa: its group's meetings and its own, at its own hour.")),
    ] = None,
    every: Annotated[bool, ALL.option()] = False,
    combined: Annotated[bool, COMBINED.option()] = False,
    expand: Annotated[bool, EXPAND.option()] = False,
    holidays: Annotated[bool, HOLIDAYS.option()] = False,
    output: Annotated[
        Path | None,
        OUTPUT.option(N_("The file, - for the screen, or with --all the folder.")),
    ] = None,
    first: FromOption = None,
    until: Annotated[
        Text,
        UNTIL.option(N_("Last day, included; without it the series goes on.")),
    ] = None,
) -> None:
    from mcsj_cli.calendars.feed import Days  # icalendar only for calendars

    _require_one(sum((group is not None, mesa is not None, every, combined)))
    project = open_project()
    day = today(project)
    begins = parse_days(first, day)[0] if first else Week.of(day).monday
    ends = parse_days(until, day)[1] if until else None
    check_range(begins, ends)
    if every:
        groups = project.groups.groups
        scopes = {f"grupo-{one.number}.ics": _scope_of(project, one) for one in groups}
    else:
        scopes = dict([_choose_scope(project, group, mesa)])
    calendars = _render(
        project, scopes, Days(begins, ends, ended=first is None), _Form(expand, holidays)
    )
    if output == Path("-"):
        if every:
            raise WrongUsageError(_("--all writes several files: name a folder with -o."))
        say_bytes(next(iter(calendars.values())))
        return
    _write(project, calendars, output or Path(), every=every)


def _require_one(count: int) -> None:
    """Refuse to write no calendar, or to guess which of several is meant; raise WrongUsageError."""
    if count != 1:
        raise WrongUsageError(
            _("Say which calendar: --group NUMBER, --mesa MESA, --all or --combined.")
            if not count
            else _("Only one of --group, --mesa, --all and --combined can be asked for."),
            _("As in: {example}").format(example="mcsj meetings ics --group 4"),
        )


def _scope_of(project: Project, group: Group) -> "Audience":
    from mcsj_cli.calendars.feed import audience_of_group

    with speaking(project.network.language):
        return audience_of_group(group, project.network)


def _choose_scope(project: Project, group: str | None, mesa: str | None) -> tuple[str, "Audience"]:
    """Give whose calendar is asked for, and how its file is called."""
    from mcsj_cli.calendars.feed import audience_of_mesa, audience_of_network

    if group is not None:
        found = project.groups.find_group(group)
        return f"grupo-{found.number}.ics", _scope_of(project, found)
    seat = project.groups.find_seat(mesa) if mesa is not None else None
    with speaking(project.network.language):
        if seat:
            return f"mesa-{seat.mesa.slug}.ics", audience_of_mesa(
                seat.mesa, project.groups, project.network
            )
        return "reuniones.ics", audience_of_network(project.groups, project.network)


def _render(
    project: Project, scopes: dict[str, "Audience"], days: "Days", form: _Form
) -> dict[str, bytes]:
    """Write the calendars that hold any meeting, and name the others; raise WrongUsageError where none does."""
    from mcsj_cli.calendars.event import CalendarInput
    from mcsj_cli.calendars.feed import holds_any, render

    reading = project.read(MEETINGS)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    publication = CalendarInput(project.network, project.partners, reading.records)
    meeting = {
        name: scope
        for name, scope in scopes.items()
        if holds_any(scope, publication, days, expanded=form.expanded)
    }
    if not meeting:
        raise WrongUsageError(
            _("There is no meeting in those days."), _("Look at them with «mcsj meetings list».")
        )
    for name, scope in scopes.items():
        if name not in meeting:
            note(
                _("{group} does not meet in those days: no file for it.").format(
                    group=scope.groups[0].name
                )
            )
    with speaking(project.network.language):
        known = find_holidays(project, days.first, days.last) if form.holidays else {}
        return {
            name: render(scope, publication, days, expanded=form.expanded, holidays=known)
            for name, scope in meeting.items()
        }


def _write(project: Project, calendars: dict[str, bytes], output: Path, *, every: bool) -> None:
    check_output(project, output)
    places = {
        output / name if every or output == Path() else output: content
        for name, content in calendars.items()
    }
    contents = {check_output(project, path): content for path, content in places.items()}
    files.write_all(contents)
    for path in contents:
        say(str(path))
    note(
        _("An imported file never updates by itself: after a change, write it and share it again.")
    )
