"""The mesas that did not come twice in a row."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.network import Groups
from mcsj_cli.model.schedule import gather
from mcsj_cli.model.week import Week

RECENT_WEEKS = 8


class AbsentMesa(Struct, frozen=True):
    """A mesa that was absent from its group's last two meetings."""

    slug: str
    name: str
    group: int


def find_absent_twice(
    groups: Groups, meetings: Mapping[str, Meeting], week: Week, day: date
) -> list[AbsentMesa]:
    """Find the mesas that up to a day were absent from the last two held meetings of their groups, in eight weeks."""
    met = gather(
        groups.groups, week.shift(1 - RECENT_WEEKS).monday, min(week.sunday, day), meetings
    )
    # With sessions of one mesa it is another thing: nobody else was waited for.
    held = [
        (one.mesas, one.meeting.attendance)
        for one in met
        if one.held and one.meeting and not one.is_session
    ]
    found = []
    for mesa, group in groups.seats_on(day):
        # In the group in which it sat then, or wherever else it was waited for.
        waited = [
            come
            for mesas, come in held
            if mesa.slug in come or mesa.slug in [one.slug for one in mesas]
        ]
        last = [come.get(mesa.slug) for come in waited[-2:]]
        if last == [Attendance.ABSENT, Attendance.ABSENT]:
            found.append(AbsentMesa(mesa.slug, mesa.name, group.number))
    return found
