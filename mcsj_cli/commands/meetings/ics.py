"""`mcsj meetings ics`: calendars for phones and calendar programs."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from mcsj_cli.commands.arguments import check_range, choose_range
from mcsj_cli.commands.context import check_output, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import ALL, GROUP, MESA, OUTPUT, UNTIL, FromOption
from mcsj_cli.console import note, say, say_bytes
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.week import Week
from mcsj_cli.store import files
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

if TYPE_CHECKING:
    from mcsj_cli.calendars.feed import Audience, Days

COMBINED: Field[bool] = Field(
    "combined", N_("One calendar with the meetings of all groups and mesas.")
)
EXPAND: Field[bool] = Field(
    "expand", N_("One event for each meeting, in UTC, for a year or up to --until.")
)
HOLIDAYS: Field[bool] = Field("holidays", N_("With the holidays of a year or up to --until."))


def write_calendars(
    group: Annotated[Text, GROUP.option(N_("The group, by number."))] = None,
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
    from mcsj_cli.operations import calendar_files  # icalendar only for calendars

    _require_one(sum((group is not None, mesa is not None, every, combined)))
    project = open_project()
    days = _choose_days(first, until, today(project))
    audiences = _choose_audiences(project, group, mesa, every=every)
    found = calendar_files.write_calendars(
        project, audiences, days, expanded=expand, holidays=holidays
    )
    for one in found.left_out:
        note(_("{group} does not meet in those days: no file for it.").format(group=one.name))
    if output != Path("-"):
        _write_files(project, found.contents, output or Path(), every=every)
        return
    if every:
        raise WrongUsageError(_("--all writes several files: name a folder with -o."))
    say_bytes(next(iter(found.contents.values())))


def _require_one(count: int) -> None:
    """Refuse to write no calendar, or to guess which of several is meant; raise WrongUsageError."""
    if count == 1:
        return
    message = _("Say which calendar: --group NUMBER, --mesa MESA, --all or --combined.")
    if count:
        message = _("Only one of --group, --mesa, --all and --combined can be asked for.")
    raise WrongUsageError(message, as_in("mcsj meetings ics --group 4"))


def _choose_days(first: str | None, until: str | None, day: date) -> "Days":
    """Return the days that are asked for, from this week on; raise WrongUsageError."""
    from mcsj_cli.calendars.feed import Days

    begins, ends = choose_range(first, until, day)
    begins = begins or Week.of(day).monday
    check_range(begins, ends)
    return Days(begins, ends, ended=first is None)


def _choose_audiences(
    project: Project, group: str | None, mesa: str | None, *, every: bool
) -> "dict[str, Audience]":
    """Return whose calendars are asked for, by file name; raise NotFoundError."""
    from mcsj_cli.operations import calendar_files

    if every:
        return calendar_files.find_audiences(project)
    if group is not None:
        chosen = calendar_files.find_audience(project, project.groups.find_group(group))
    elif mesa is not None:
        chosen = calendar_files.find_audience_of_mesa(project, mesa)
    else:
        chosen = calendar_files.find_audience_of_all(project)
    return dict([chosen])


def _write_files(
    project: Project, calendars: dict[str, bytes], output: Path, *, every: bool
) -> None:
    check_output(project, output)
    in_folder = every or output == Path()
    contents = {}
    for name, content in calendars.items():
        path = output / name if in_folder else output
        contents[check_output(project, path)] = content
    files.write_all(contents)
    for path in contents:
        say(str(path))
    note(
        _("An imported file never updates by itself: after a change, write it and share it again.")
    )
