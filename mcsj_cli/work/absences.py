"""The mesas that were absent twice in a row."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.membership import Groups, Mesa
from mcsj_cli.model.schedule import Occurrence, gather
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
    """Find the mesas that were absent from the last two held meetings that expected them.

    Meetings count that were held within eight weeks, up to a day, whatever group a mesa sat in.
    """
    first = week.shift(1 - RECENT_WEEKS).monday
    met = gather(groups.groups, first, min(week.sunday, day), meetings)
    # Sessions with a single mesa do not count, since no other mesa was expected there.
    held = [one for one in met if one.held and not one.is_session]
    found = []
    for mesa, group in groups.seats_on(day):
        marks = _find_marks(mesa, held)
        if marks[-2:] == [Attendance.ABSENT, Attendance.ABSENT]:
            found.append(AbsentMesa(mesa.slug, mesa.name, group.number))
    return found


def _find_marks(mesa: Mesa, held: Sequence[Occurrence]) -> list[Attendance | None]:
    """Return the marks of a mesa at the meetings that expected or recorded it."""
    marks: list[Attendance | None] = []
    for meeting in held:
        if meeting.meeting is None:
            continue
        attendance = meeting.meeting.attendance
        expected = any(one.slug == mesa.slug for one in meeting.mesas)
        if expected or mesa.slug in attendance:
            marks.append(attendance.get(mesa.slug))
    return marks
