"""`mcsj meetings list`: when the meetings are, with every mesa's hour."""

from datetime import date, timedelta
from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_days, choose_value
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Text
from mcsj_cli.commands.fields import (
    STATUS,
    Format,
    FromOption,
    GroupOption,
    MesaOption,
    ToOption,
    WeekOption,
)
from mcsj_cli.console import Column, show_list, warn_unread
from mcsj_cli.i18n import N_, _, short_date
from mcsj_cli.labels import meeting_label, zone_label
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.schedule import Occurrence, gather
from mcsj_cli.model.week import Week
from mcsj_cli.operations.reading import read_meetings_between

FOUR_WEEKS = timedelta(days=27)  # both ends included; a series has no end of its own
STATUSES = ("tentative", "confirmed", "cancelled")


def list_meetings(
    group: GroupOption = None,
    mesa: MesaOption = None,
    status: Annotated[
        Text,
        STATUS.option(N_("Only these: tentative, confirmed or cancelled.")),
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
    reading = read_meetings_between(project, begins, ends)
    groups = [project.groups.find_group(group)] if group else project.groups.groups
    slug = project.groups.find_seat(mesa).mesa.slug if mesa else None
    found = [
        o
        for o in gather(groups, begins, ends, reading.records)
        if wanted in (None, o.status) and (slug is None or slug in [one.slug for one in o.mesas])
    ]
    columns = [
        Column(_("Meeting"), lambda item: item["uid"]),
        Column(_("Day"), lambda item: short_date(date.fromisoformat(item["start"][:10]))),
        Column(_("Hour"), lambda item: item["start"][11:16]),
        Column(_("Who"), lambda item: item["name"]),
        Column(_("Status"), lambda item: told[item["uid"]]),
        Column(_("Other hours"), lambda item: others[item["uid"]]),
    ]
    home = project.network.timezone
    others = {o.uid: _other_hours(o, home) for o in found}
    told = {o.uid: meeting_label(o.status, moved=o.is_moved, held=o.held_by(day)) for o in found}
    show_list(
        [describe_occurrence(o) for o in found],
        columns,
        form,
        _("There is no meeting in those days."),
    )
    warn_unread(reading.problems)


def _other_hours(occurrence: Occurrence, home: ZoneName) -> str:
    """Name those whose clock does not read the meeting's hour, the network's own clock first."""
    hour = f"{occurrence.start:%H:%M}"
    own = f"{occurrence.start.astimezone(home.zone):%H:%M}"
    told = [f"{zone_label(home)} {own}"] if own != hour else []
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
        "held": occurrence.held,
        "reason": occurrence.meeting.reason if occurrence.meeting else "",
        "local": {mesa.slug: occurrence.local_start(mesa).isoformat() for mesa in occurrence.mesas},
    }
