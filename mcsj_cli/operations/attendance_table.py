"""A table of mesas and weeks, with a letter in each cell, as marks of many meetings at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError, McsjError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model import dates
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.table import InputTable
from mcsj_cli.model.table_days import TableDays, find_order
from mcsj_cli.model.text import fold
from mcsj_cli.model.week import Week
from mcsj_cli.operations.meetings import begin_record, find_meeting_in_week
from mcsj_cli.operations.recording import MeetingReport, record_meetings
from mcsj_cli.store.project import Project

MESA_HEADINGS = ("mesa", "mesas")
Letters = Mapping[str, Attendance]


class TableMark(NamedTuple):
    """A cell that says whether a mesa came: its row, the meeting, and the mark now and then."""

    line: int
    found: Occurrence
    mesa: str
    before: Attendance | None
    after: Attendance


class TablePlan(NamedTuple):
    """The marks that a table changes, and the columns of which nothing can be taken.

    It is doubtful where the days of all columns can be read with the month first too.
    """

    changes: list[TableMark]
    left_out: list[str]
    is_doubtful: bool

    def apply(self, project: Project) -> None:
        """Write the marks down as one change."""
        marks: dict[str, dict[str, Attendance]] = {}
        found: dict[str, Occurrence] = {}
        for one in self.changes:
            found[one.found.uid] = one.found
            marks.setdefault(one.found.uid, {})[one.mesa] = one.after
        reports = [(found[uid], MeetingReport(True, own)) for uid, own in sorted(marks.items())]
        record_meetings(project, reports)


class _Sheet(NamedTuple):
    """A table, with the meetings that were found for a group and a week; None where none was."""

    project: Project
    file: str
    letters: Letters
    moment: datetime
    known: dict[tuple[int, Week], Occurrence | None]


def find_mesa_column(table: InputTable) -> str | None:
    """Return the column that names mesas, by its heading; None where there is none."""
    return next((name for name in table.names if fold(name) in MESA_HEADINGS), None)


def plan_table(
    project: Project,
    table: InputTable,
    file: str,
    letters: Letters,
    moment: datetime,
    *,
    month_first: bool = False,
) -> TablePlan:
    """Work out which marks a table changes; raise InvalidDataError with all that is wrong in it.

    A column is the week of the day in its heading; a blank cell says nothing.
    """
    own = find_mesa_column(table)
    days = find_order(table.names, moment.date(), month_first=month_first)
    weeks = _find_weeks(table.names, days)
    if own is None or not weeks:
        text = _("no column is a day, or none is called «Mesa»")
        raise InvalidDataError([Problem(file, 0, 0, text)])
    sheet = _Sheet(project, file, letters, moment, {})
    problems: list[Problem] = []
    changes: list[TableMark] = []
    for line, row in table.rows:
        try:
            slug = _find_mesa(project, row[own])
        except McsjError as error:
            problems.append(Problem(file, line, 0, error.message, error.advice))
            continue
        for name, week in weeks.items():
            read = _read_cell(sheet, line, slug, row[name], week)
            if isinstance(read, Problem):
                problems.append(read)
            elif read and read.before is not read.after:
                changes.append(read)
    if problems:
        error_of_rows = InvalidDataError(problems)
        error_of_rows.advice = _("Nothing was written.")
        raise error_of_rows
    return TablePlan(changes, _list_left_out(table, own, weeks, sheet), days.is_doubtful)


def _find_weeks(names: Sequence[str], days: TableDays) -> dict[str, Week]:
    """Return the week of each column whose heading is a day, or a week; both have come."""
    weeks: dict[str, Week] = {}
    for name in names:
        try:
            if dates.is_week(name, days.today):
                weeks[name] = dates.parse_week(name, days.today, Looking.BACK).week
            else:
                weeks[name] = Week.of(days.parse(name, Looking.BACK))
        except McsjError:
            continue
    return weeks


def _find_mesa(project: Project, text: str) -> str:
    """Find a mesa by a whole name, without what stands behind a comma; raise NotFoundError."""
    groups = project.groups
    mesas = [seat.mesa for seat in groups.seats]
    for name in (text, text.partition(",")[0]):
        fits = groups.find_called(name, mesas)
        if len(fits) == 1:
            return fits[0]
    return str(groups.find_seat(text).mesa.slug)


def _read_cell(
    sheet: _Sheet, line: int, slug: str, text: str, week: Week
) -> TableMark | Problem | None:
    """Return the mark that a cell gives; None where it says nothing, or there was no meeting."""
    if not text.strip():
        return None
    after = sheet.letters.get(fold(text))
    if after is None:
        message = _("it is not said what «{text}» means").format(text=text[:20])
        return Problem(sheet.file, line, 0, message, _("Say it with --marks, as for the others."))
    found = _find_meeting(sheet, slug, week)
    if found is None:
        return None
    return TableMark(line, found, slug, begin_record(found).attendance.get(slug), after)


def _find_meeting(sheet: _Sheet, slug: str, week: Week) -> Occurrence | None:
    """Return the meeting of a mesa's group in a week, if it has begun; None if there was none."""
    seat = sheet.project.groups.seat_on(slug, week.monday)
    key = (seat.group.number, week)
    if key not in sheet.known:
        try:
            found: Occurrence | None = find_meeting_in_week(sheet.project, seat.group, week)
        except McsjError:
            found = None
        is_held = found and found.status != "cancelled" and found.start <= sheet.moment
        sheet.known[key] = found if is_held else None
    meeting = sheet.known[key]
    sits = meeting and any(mesa.slug == slug for mesa in meeting.mesas)
    return meeting if sits else None


def _list_left_out(
    table: InputTable, own: str, weeks: Mapping[str, Week], sheet: _Sheet
) -> list[str]:
    """Return the columns that are no day, and those of weeks without a meeting."""
    held = {week for (_number, week), found in sheet.known.items() if found}
    asked = {week for _number, week in sheet.known}
    return [
        name
        for name in table.names
        if name != own and (name not in weeks or (weeks[name] in asked - held))
    ]
