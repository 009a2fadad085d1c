"""The attendance of the last weeks, by group and by mesa."""

from collections.abc import Sequence

from mcsj_cli.model.membership import Group, Seat
from mcsj_cli.reports.weekly_values import GroupHistory, GroupWeek, Mark, MesaHistory, Turnout

# Where a mesa had two meetings in a week, the mark that counts is the first of these.
_ORDER: tuple[Mark, ...] = ("present", "excused", "absent", "unrecorded")

Weeks = Sequence[Sequence[GroupWeek]]


def build_group_history(groups: Sequence[Group], weeks: Weeks) -> list[GroupHistory]:
    """Count the meetings and their attendance of every group, in the order of the groups."""
    return [_build_group(group, weeks) for group in groups]


def _build_group(group: Group, weeks: Weeks) -> GroupHistory:
    total: list[GroupWeek] = []
    turnouts = []
    for week in weeks:
        own = [meeting for meeting in week if meeting.group == group.number]
        turnouts.append(_count_turnout(own))
        total += own
    return GroupHistory(
        group=group.number, name=group.name, total=_count_turnout(total), weeks=turnouts
    )


def _count_turnout(meetings: Sequence[GroupWeek]) -> Turnout:
    held = [meeting for meeting in meetings if meeting.outcome == "held"]
    return Turnout(
        planned=len(meetings),
        held=len(held),
        present=sum(meeting.present for meeting in held),
        waited=sum(meeting.mesas for meeting in held),
    )


def build_mesa_history(seats: Sequence[Seat], weeks: Weeks) -> list[MesaHistory]:
    """Return every mesa's marks of each week, in the order of the seats."""
    by_week = [_sort_marks(week) for week in weeks]
    histories = []
    for seat in seats:
        marks = [week.get(str(seat.mesa.slug), []) for week in by_week]
        histories.append(_build_mesa(seat, marks))
    return histories


def _sort_marks(meetings: Sequence[GroupWeek]) -> dict[str, list[Mark]]:
    """Return the marks of a week's meetings by the slugs of the mesas."""
    marks: dict[str, list[Mark]] = {}
    for meeting in meetings:
        for mesa in meeting.attendance:
            marks.setdefault(mesa.slug, []).append(mesa.attendance)
    return marks


def _build_mesa(seat: Seat, weeks: Sequence[Sequence[Mark]]) -> MesaHistory:
    return MesaHistory(
        slug=str(seat.mesa.slug),
        name=str(seat.mesa.name),
        group=seat.group.number,
        marks=[min(week, key=_ORDER.index) if week else "no-meeting" for week in weeks],
        present=sum(week.count("present") for week in weeks),
        waited=sum(map(len, weeks)),
    )
