"""`mcsj meetings list|ics`: when the meetings are, on a screen and in a calendar file."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from mcsj_cli.commands.options import (
    Format,
    FromOption,
    GroupOption,
    ToOption,
    WeekOption,
    check_output,
    check_range,
    choose_days,
    choose_value,
    complete_group,
    open_project,
    today,
)
from mcsj_cli.console import Column, note, say, say_bytes, show_list, warn_unread
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import _, short_date, speaking
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.network import Group
from mcsj_cli.model.schedule import Occurrence, gather, meets
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week, parse_days
from mcsj_cli.reports.notice import zone_name
from mcsj_cli.store import files
from mcsj_cli.store.project import Project
from mcsj_cli.words import meeting_word

FOUR_WEEKS = timedelta(days=27)  # both ends included; a series has no end of its own
_MARGIN = timedelta(weeks=2)  # a moved meeting's day may lie in another month than its week's Monday
STATUSES = ("tentative", "confirmed", "cancelled")


def list_meetings(
    group: GroupOption = None,
    status: Annotated[
        str | None,
        typer.Option("--status", help=_("Only these: tentative, confirmed or cancelled."), metavar=_("STATUS")),
    ] = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    begins, ends = choose_days(week, first, last, day)
    if begins is None:
        begins = ends - FOUR_WEEKS if ends else Week.of(day).monday
    if ends is None:
        ends = begins + FOUR_WEEKS
    wanted = choose_value(status, STATUSES)
    reading = project.select(Selection(MEETINGS, first=begins - _MARGIN, last=ends + _MARGIN))
    groups = [project.groups.find_group(group)] if group else project.groups.groups
    found = [o for o in gather(groups, begins, ends, reading.records) if wanted in (None, o.status)]
    columns = [
        Column(_("Meeting"), lambda item: item["uid"]),
        Column(_("Day"), lambda item: short_date(date.fromisoformat(item["start"][:10]))),
        Column(_("Hour"), lambda item: item["start"][11:16]),
        Column(_("Who"), lambda item: item["name"]),
        Column(_("Status"), lambda item: meeting_word(item["status"], moved=item["moved"])),
        Column(_("Other hours"), lambda item: others[item["uid"]]),
    ]
    home = project.network.timezone
    others = {o.uid: _other_hours(o, home) for o in found}
    show_list([describe_occurrence(o) for o in found], columns, form, _("There is no meeting in those days."))
    warn_unread(reading.problems)


def write_calendars(
    group: Annotated[
        str | None,
        typer.Option(
            "--group", "-g", help=_("The group, by number."), metavar=_("GROUP"), autocompletion=complete_group
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=_("One file for each group."))] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help=_("The file, - for the screen, or with --all the folder."), metavar=_("FILE")
        ),
    ] = None,
    first: FromOption = None,
    until: Annotated[
        str | None,
        typer.Option("--until", help=_("Last day, included; without it the series goes on."), metavar=_("DAY")),
    ] = None,
) -> None:
    if (group is None) != every:
        raise WrongUsageError(
            _("Say which calendar: --group NUMBER, or --all."), _("As in: mcsj meetings ics --group 4")
        )
    project = open_project()
    day = today(project)
    begins = parse_days(first, day)[0] if first else Week.of(day).monday
    ends = parse_days(until, day)[1] if until else None
    check_range(begins, ends)
    groups = project.groups.groups if every else [project.groups.find_group(group or "")]
    meeting = [one for one in groups if meets(one, begins, ends)]
    if not meeting:
        raise WrongUsageError(_("There is no meeting in those days."), _("Look at them with «mcsj meetings list»."))
    for one in groups:
        if one not in meeting:
            note(_("{group} does not meet in those days: no file for it.").format(group=one.name))
    calendars = [(one, _render(project, one, begins, ends)) for one in meeting]
    if output == Path("-"):
        if every:
            raise WrongUsageError(_("--all writes several files: name a folder with -o."))
        say_bytes(calendars[0][1])
        return
    _write(calendars, check_output(project, output or Path()), every=every)


def _render(project: Project, group: Group, first: date, until: date | None) -> bytes:
    from mcsj_cli.calendars.series import Publication, render_series  # noqa: PLC0415  icalendar only for calendars

    reading = project.read(MEETINGS)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    publication = Publication(project.network, project.partners, reading.records)
    with speaking(project.network.language):
        return render_series(group, publication, first, until)


def _write(calendars: list[tuple[Group, bytes]], output: Path, *, every: bool) -> None:
    contents: dict[Path, bytes] = {}
    for group, content in calendars:
        name = Path(f"grupo-{group.number}.ics")
        contents[output / name if every or output == Path() else output] = content
    files.write_all(contents)
    for path in contents:
        say(str(path))
    note(_("An imported file never updates by itself: after a change, write it and share it again."))


def _other_hours(occurrence: Occurrence, home: ZoneName) -> str:
    """Name those whose clock does not read the meeting's hour, the network's own clock first."""
    hour = f"{occurrence.start:%H:%M}"
    own = f"{occurrence.start.astimezone(home.zone):%H:%M}"
    told = [f"{zone_name(home)} {own}"] if own != hour else []
    told += [f"{name} {clock}" for name, clock in occurrence.clocks().items() if clock != hour]
    return ", ".join(told)


def describe_occurrence(occurrence: Occurrence) -> dict[str, Any]:
    """Give a meeting's fields for programs, under names that stay."""
    return {
        "uid": occurrence.uid,
        "group": occurrence.group.number,
        "name": occurrence.name,
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "timezone": occurrence.series.timezone,
        "status": occurrence.status,
        "moved": occurrence.is_moved,
        "reason": occurrence.meeting.reason if occurrence.meeting else "",
        "local": {mesa.slug: occurrence.local_start(mesa).isoformat() for mesa in occurrence.mesas},
    }
