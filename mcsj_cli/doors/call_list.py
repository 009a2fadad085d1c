"""The list of who was in a video call, as Zoom, Teams, Google Meet or Nextcloud Talk write it.

The table is found by its shape: a heading in which people's names meet a time, a length of time or
who they are. What stands before it tells when the call began, and who opened it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mcsj_cli.doors.call_columns import CallColumn, find_call_columns
from mcsj_cli.doors.call_ends import refuse_cut
from mcsj_cli.doors.call_moments import (
    WrittenMoment,
    find_iso_day,
    list_orders,
    parse_length,
    parse_moment,
)
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.doors.grid import SEPARATORS, GridRow, find_directive, split_rows
from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.errors import InvalidDataError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import fold, one_line


class Stay(NamedTuple):
    """A row of a list: somebody came, left or was there; `length` is what the file says."""

    line: int
    name: str
    email: str = ""
    joined: WrittenMoment | None = None
    left: WrittenMoment | None = None
    length: timedelta | None = None
    is_host: bool = False
    has_waited: bool = False


class CallList(NamedTuple):
    """The rows of a list, the moments at which the call began, and the day in the file's name."""

    file: str
    stays: Sequence[Stay]
    begun: Sequence[WrittenMoment]
    day_of_name: date | None

    @property
    def moments(self) -> list[WrittenMoment]:
        """All moments that are written in it."""
        found = [*self.begun]
        for stay in self.stays:
            found += [moment for moment in (stay.joined, stay.left) if moment]
        return found

    @property
    def has_days(self) -> bool:
        return any(moment.has_day for moment in self.moments)

    def list_orders(self) -> list[DayOrder]:
        """Return the orders of day and month in which all of its days exist."""
        return list_orders(self.moments)

    def list_days(self, order: DayOrder) -> list[date]:
        """Return the days of the call in an order, or else the one of the file's name."""
        days = {moment.day_in(order) for moment in self.moments} - {None}
        if not days and self.day_of_name:
            days = {self.day_of_name}
        return sorted(day for day in days if day)


class _Table(NamedTuple):
    """A heading and the rows below it; `title` is the line over it, if it is one of sections."""

    title: str
    places: Mapping[CallColumn, int]
    has_first_names: bool
    rows: list[GridRow]


_YES = ("yes", "si", "true", "verdadero", "1")
_NO = ("no", "false", "falso", "0")
_HOST_ROLES = ("organizer", "organizador", "host", "anfitrion")
_NUMBERED = re.compile(r"[2-9]\. ")  # the first section is a summary
_LEAVING = ("left", "aband", "salio", "sale", "se fue")
_BEGINNING = ("start time", "inicio", "started", "hora de inicio")
_FIRST_NAMES = ("first name", "nombre")


def read_call_list(text: str, file: str) -> CallList:
    """Read a list of participants; raise UnreadableFileError for none, or one that was cut.

    The separator is the one that finds a heading.
    """
    named = find_directive(text)
    for separator in [named] if named else SEPARATORS:
        try:
            rows = split_rows(text, separator, file)
        except InvalidDataError:
            continue
        if is_call_list(rows):
            refuse_cut(text, rows, separator, file)
            return read_call_rows(rows, file)
    raise UnreadableFileError(file, 0, _("this is no list of who was in a video call"))


def read_call_rows(rows: Sequence[GridRow], file: str) -> CallList:
    """Read the rows of a list of participants; raise UnreadableFileError where nobody is in it."""
    tables = list(_part_tables(rows))
    stays = _choose_stays(tables) if tables else []
    if not stays:
        raise UnreadableFileError(file, 0, _("nobody is in this list"))
    hosts, begun = _read_head(rows, tables)
    marked = [stay._replace(is_host=stay.is_host or stay.email in hosts) for stay in stays]
    return CallList(file, marked, begun, find_iso_day(file))


def is_call_list(rows: Sequence[GridRow]) -> bool:
    """Whether the first rows of a file have a heading of participants."""
    return any(_part_tables(rows))


def _part_tables(rows: Sequence[GridRow]) -> Iterator[_Table]:
    table: _Table | None = None
    title = ""
    for position, row in enumerate(rows):
        is_title = sum(bool(cell.strip()) for cell in row.cells) == 1
        places = find_call_columns(row.cells)
        if not places and _NUMBERED.match(title) and table is None:
            places = _find_by_values(row.cells, rows[position + 1 : position + 2])
        if places or is_title:
            if table:
                yield table
            table = None
        if places:
            named = fold(row.cells[places[CallColumn.NAME]]) in _FIRST_NAMES
            table = _Table(title, places, named, [])
        elif table:
            table.rows.append(row)
        title = row.cells[0].strip() if is_title else ""
    if table:
        yield table


def _find_by_values(heading: Sequence[str], below: Sequence[GridRow]) -> dict[CallColumn, int]:
    """Return the columns of a numbered section by its first row, whatever its heading says."""
    places: dict[CallColumn, int] = {}
    for place, cell in enumerate(below[0].cells[: len(heading)] if below else ()):
        moment = parse_moment(cell)
        if moment and moment.has_day:
            column = CallColumn.LEFT if CallColumn.JOINED in places else CallColumn.JOINED
            places.setdefault(column, place)
        elif "@" in cell:
            places.setdefault(CallColumn.EMAIL, place)
        elif place and parse_length(cell):
            places.setdefault(CallColumn.DURATION, place)
    return {CallColumn.NAME: 0, **places} if CallColumn.JOINED in places else {}


def _choose_stays(tables: Sequence[_Table]) -> list[Stay]:
    """Return the rows of all tables; of numbered sections the last, and whom only others have."""
    if not all(_NUMBERED.match(table.title) for table in tables):
        stays: list[Stay] = []
        for table in tables:
            stays += _read_stays(table)
        return stays
    chosen = _read_stays(tables[-1])
    for table in tables[:-1]:
        known = {fold(stay.name) for stay in chosen}
        chosen += [stay for stay in _read_stays(table) if fold(stay.name) not in known]
    return chosen


def _read_stays(table: _Table) -> list[Stay]:
    read = _read_event if CallColumn.ACTION in table.places else _read_stay
    found = [read(table, row) for row in table.rows]
    return _pair_events([stay for stay in found if stay])


def _read_stay(table: _Table, row: GridRow) -> Stay | None:
    """Return what a row says; None for one who has no name or did not come."""
    name = _read_name(table, row)
    if not name or fold(_cell(table, row, CallColumn.ATTENDED)) in _NO:
        return None
    is_host = any(fold(cell) in _HOST_ROLES for cell in row.cells[1:])
    return Stay(
        row.line,
        name,
        _cell(table, row, CallColumn.EMAIL).casefold(),
        parse_moment(_cell(table, row, CallColumn.JOINED)),
        parse_moment(_cell(table, row, CallColumn.LEFT)),
        parse_length(_cell(table, row, CallColumn.DURATION)),
        is_host or fold(table.title).startswith(("host ", "detalles del anfitrion")),
        fold(_cell(table, row, CallColumn.WAITING)) in _YES,
    )


def _read_event(table: _Table, row: GridRow) -> Stay | None:
    """Return a row of those that say that somebody came, or left."""
    name = _read_name(table, row)
    moment = parse_moment(_cell(table, row, CallColumn.STAMP))
    if not name or moment is None:
        return None
    if fold(_cell(table, row, CallColumn.ACTION)).startswith(_LEAVING):
        return Stay(row.line, name, left=moment)
    return Stay(row.line, name, joined=moment)


def _pair_events(stays: Sequence[Stay]) -> list[Stay]:
    """Join the row in which somebody leaves with the one in which they came."""
    paired: list[Stay] = []
    for stay in stays:
        opened = _find_open(paired, stay.name) if stay.left and not stay.joined else None
        if opened is None:
            paired.append(stay)
        else:
            paired[opened] = paired[opened]._replace(left=stay.left)
    return paired


def _find_open(stays: Sequence[Stay], name: str) -> int | None:
    """Return where somebody came last and has not left."""
    for position in reversed(range(len(stays))):
        if stays[position].name == name:
            return None if stays[position].left else position
    return None


def _read_name(table: _Table, row: GridRow) -> str:
    name = _cell(table, row, CallColumn.NAME)
    if table.has_first_names:
        name = f"{name} {_cell(table, row, CallColumn.LAST_NAME)}"
    return one_line(name)


def _cell(table: _Table, row: GridRow, column: CallColumn) -> str:
    """Return what a row has in a column; "" where nothing is, or only hyphens."""
    place = table.places.get(column)
    if place is None or place >= len(row.cells):
        return ""
    text = row.cells[place].strip()
    return "" if text == "--" else text


def _read_head(
    rows: Sequence[GridRow], tables: Sequence[_Table]
) -> tuple[set[str], list[WrittenMoment]]:
    """Return the addresses of the hosts, and when the call began, by what no table holds."""
    first = min(table.rows[0].line for table in tables if table.rows)
    head = [row for row in rows if row.line < first]
    hosts: set[str] = set()
    begun: list[WrittenMoment] = []
    for position, row in enumerate(head):
        for heading, value in _list_pairs(row, head[position + 1 : position + 2]):
            moment = parse_moment(value)
            if moment and moment.has_day and any(word in heading for word in _BEGINNING):
                begun.append(moment)
            if "@" in value and " " not in value.strip():
                hosts.add(value.strip().casefold())
    return hosts, begun


def _list_pairs(row: GridRow, below: Sequence[GridRow]) -> Iterator[tuple[str, str]]:
    """Yield what may be a heading with its value: beside it, or below it."""
    if len(row.cells) > 1:
        yield fold(row.cells[0]), row.cells[1]
    if below:
        for heading, value in zip(row.cells, below[0].cells, strict=False):
            yield fold(heading), value
