"""`mcsj meetings list`: when the meetings are, with every mesa's hour."""

from datetime import date, timedelta
from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_days, choose_each, find_value
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Texts
from mcsj_cli.commands.fields import (
    STATUS,
    ExceptOption,
    Format,
    FromOption,
    GroupsFilter,
    MesasFilter,
    ToOption,
    WeekOption,
)
from mcsj_cli.console import warn_unread
from mcsj_cli.i18n import N_, _, short_date
from mcsj_cli.labels import clock_label, meeting_label, zone_label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.week import Week
from mcsj_cli.operations import meetings
from mcsj_cli.operations.meetings import MeetingFilter
from mcsj_cli.operations.mesa_choice import choose_known

FOUR_WEEKS = timedelta(days=27)  # both ends included
STATUSES = ("tentative", "confirmed", "cancelled")


def list_meetings(
    group: GroupsFilter = None,
    mesa: MesasFilter = None,
    without: ExceptOption = None,
    status: Annotated[
        Texts,
        STATUS.option(N_("Only these: tentative, confirmed or cancelled.")),
    ] = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    begins, ends = _choose_four_weeks(*choose_days(week, first, last, day, Looking.AHEAD), day)
    groups = choose_each(group, project.groups.find_group)
    # Of the groups that are asked for, also those that have left them: their meetings are there.
    seats = [seat for seat in project.groups.entries if seat.group in groups]
    members = [str(seat.mesa.slug) for seat in seats] if groups else None
    wanted = MeetingFilter(
        groups=groups,
        mesas=choose_known(project.groups, mesa, without, members),
        statuses=choose_each(status, find_value(STATUSES)),
    )
    found = meetings.list_meetings(project, begins, ends, wanted)
    columns = _list_columns(found.meetings, project.network.timezone, day)
    items = [describe_occurrence(one) for one in found.meetings]
    show_list(items, columns, form, _("There is no meeting in those days."))
    warn_unread(found.problems)


def _choose_four_weeks(first: date | None, last: date | None, day: date) -> tuple[date, date]:
    """Fill in an open end: a series has none of its own."""
    if first is None:
        first = last - FOUR_WEEKS if last else Week.of(day).monday
    return first, last or first + FOUR_WEEKS


def _list_columns(found: list[Occurrence], home: ZoneName, day: date) -> list[Column]:
    statuses = {
        one.uid: meeting_label(one.status, moved=one.is_moved, held=one.held_by(day))
        for one in found
    }
    others = {one.uid: _format_other_hours(one, home) for one in found}
    return [
        Column(_("Meeting"), lambda item: item["uid"]),
        Column(_("Day"), lambda item: short_date(date.fromisoformat(item["start"][:10]))),
        Column(_("Hour"), lambda item: item["start"][11:16]),
        Column(_("Who"), lambda item: item["name"]),
        Column(_("Status"), lambda item: statuses[item["uid"]]),
        Column(_("Other hours"), lambda item: others[item["uid"]]),
    ]


def _format_other_hours(occurrence: Occurrence, home: ZoneName) -> str:
    """Name those whose clock does not read the meeting's hour, the network's own clock first."""
    hour = f"{occurrence.start:%H:%M}"
    own = f"{occurrence.start.astimezone(home.zone):%H:%M}"
    clocks = occurrence.clocks().items()
    hours = [f"{clock_label(name)} {clock}" for name, clock in clocks if clock != hour]
    if own != hour:
        hours.insert(0, f"{zone_label(home)} {own}")
    return ", ".join(hours)


def describe_occurrence(occurrence: Occurrence) -> dict[str, Any]:
    """Return a meeting's fields for programs, under names that stay."""
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
