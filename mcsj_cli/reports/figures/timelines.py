"""Who came to the meetings of the last weeks, group by group and mesa by mesa."""

from collections.abc import Sequence

from mcsj_cli.model.network import Group, Seat
from mcsj_cli.reports.weekly_values import GroupHistory, GroupWeek, Mark, MesaHistory, Turnout

# Where a mesa had two meetings in a week, the mark that counts is the first of these.
_ORDER: tuple[Mark, ...] = ("present", "excused", "absent", "unrecorded")

Weeks = Sequence[Sequence[GroupWeek]]


def build_group_history(groups: Sequence[Group], weeks: Weeks) -> list[GroupHistory]:
    """Count the meetings and their attendance of every group, in the order of the groups."""
    return [
        _tell_group(group, [[m for m in week if m.group == group.number] for week in weeks])
        for group in groups
    ]


def _tell_group(group: Group, weeks: Weeks) -> GroupHistory:
    total = _count([meeting for week in weeks for meeting in week])
    return GroupHistory(
        group=group.number, name=group.name, total=total, weeks=[_count(week) for week in weeks]
    )


def _count(meetings: Sequence[GroupWeek]) -> Turnout:
    held = [meeting for meeting in meetings if meeting.outcome == "held"]
    return Turnout(
        planned=len(meetings),
        held=len(held),
        present=sum(meeting.present for meeting in held),
        waited=sum(meeting.mesas for meeting in held),
    )


def build_mesa_history(seats: Sequence[Seat], weeks: Weeks) -> list[MesaHistory]:
    """Give every mesa's marks of each week, in the order of the seats."""
    marks: list[dict[str, list[Mark]]] = []
    for week in weeks:
        found: dict[str, list[Mark]] = {}
        for meeting in week:
            for mesa in meeting.attendance:
                found.setdefault(mesa.slug, []).append(mesa.attendance)
        marks.append(found)
    rows = []
    for seat in seats:
        slug = str(seat.mesa.slug)
        own = [week.get(slug, []) for week in marks]
        rows.append(
            MesaHistory(
                slug=slug,
                name=str(seat.mesa.name),
                group=seat.group.number,
                marks=[min(week, key=_ORDER.index) if week else "no-meeting" for week in own],
                present=sum(mark == "present" for week in own for mark in week),
                waited=sum(map(len, own)),
            )
        )
    return rows
