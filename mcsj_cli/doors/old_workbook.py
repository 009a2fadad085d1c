"""How far the cells of a workbook of an old Excel (.xls) reach, found out before it is read.

Such a file is a small file system [MS-CFB] with a stream of records [MS-XLS].
"""

import struct
from collections.abc import Iterator

from mcsj_cli.doors.workbook_limits import MOST_CELLS, refuse_damaged, refuse_reach

_END = 0xFFFF_FFFA  # this and greater numbers are no sectors
_ENTRY = 128  # bytes of an entry of the directory
_RECORD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_BEGIN, _END_OF = 0x0809, 0x000A  # of the workbook's own records, a sheet, a chart
# The records that put a value into a cell, or into several of a row.
_SEVERAL, _DIMENSIONS = 0x00BD, 0x0200
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, _SEVERAL, _DIMENSIONS})
_SMALL = 64
_FREE = 0xFFFF_FFFF


def check_old_workbook(raw: bytes, file: str) -> None:
    """Raise UnreadableFileError for a damaged workbook, or one whose cells lie too far apart."""
    try:
        stream = _read_stream(raw)
        _check_reach(stream, file)
    except (struct.error, LookupError, ValueError) as error:
        raise refuse_damaged(file) from error


def _check_reach(stream: bytes, file: str) -> None:
    rows = columns = depth = 0
    for kind, place, size in _list_records(stream):
        if kind in (_BEGIN, _END_OF):
            depth += 1 if kind == _BEGIN else -1
            if depth == 0:  # what begins amid a sheet is a chart of it
                rows = columns = 0
            continue
        row, column = _find_last(stream, kind, place, size)
        rows, columns = max(rows, row), max(columns, column)
        if rows * columns > MOST_CELLS:
            raise refuse_reach(file, rows, columns)


def _find_last(stream: bytes, kind: int, place: int, size: int) -> tuple[int, int]:
    """Return the row and the column, from 1, that a record reaches."""
    if kind == _DIMENSIONS:  # a reader makes room for as much as it says
        form = "<IIHH" if size >= 14 else "<HHHH"
        first_row, rows, first_column, columns = struct.unpack_from(form, stream, place)
        if first_row > rows or first_column > columns:
            raise ValueError(rows)
        return rows, columns
    row, column = _PLACE.unpack_from(stream, place)
    if kind == _SEVERAL:
        column = _PLACE.unpack_from(stream, place + size - 4)[1]
    return row + 1, column + 1


def _list_records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the kind, the place and the size of the records of cells, and of begins and ends."""
    place = 0
    while place + 4 <= len(stream):
        kind, size = _RECORD.unpack_from(stream, place)
        if kind in (_BEGIN, _END_OF) or (kind in _CELLS and size >= 6):
            yield kind, place + 4, size
        place += 4 + size


def _read_stream(raw: bytes) -> bytes:
    """Return the stream of the workbook; raise ValueError where there is none, or it is cut."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    table = _read_table(raw, size)
    used = max((place for place, following in enumerate(table) if following != _FREE), default=0)
    if (used + 1) * size >= len(raw):
        raise ValueError(used)
    first, smallest, first_of_small = struct.unpack_from("<I4xII", raw, 48)
    entries = _list_entries(_join(raw, size, table, first))
    start, length = entries.get("Workbook") or entries["Book"]
    if length >= smallest:
        return _join(raw, size, table, start)[:length]
    # What is small lies in pieces of 64 bytes within the stream of the root.
    pieces = b"\x00" * _SMALL + _join(raw, size, table, entries["Root Entry"][0])
    small = _join(raw, size, table, first_of_small)
    following = list(struct.unpack(f"<{len(small) // 4}I", small))
    return _join(pieces, _SMALL, following, start)[:length]


def _list_entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """Return where each stream begins, and its length, by its name."""
    found: dict[str, tuple[int, int]] = {}
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, place + 116)
        found.setdefault(name, (start, size))
    return found


def _read_table(raw: bytes, size: int) -> list[int]:
    """Return which sector follows each one."""
    places = list(struct.unpack_from("<109I", raw, 76))
    following, count = struct.unpack_from("<II", raw, 68)
    for _number in range(min(count, len(raw) // size)):
        part = struct.unpack_from(f"<{size // 4}I", raw, (following + 1) * size)
        places += part[:-1]
        following = part[-1]
    table: list[int] = []
    for place in places:
        if place < _END and (place + 2) * size <= len(raw) + size:
            table += struct.unpack_from(f"<{size // 4}I", raw, (place + 1) * size)
    return table


def _join(raw: bytes, size: int, table: list[int], first: int) -> bytes:
    """Return the sectors that follow from a first one; raise ValueError where they never end."""
    parts: list[bytes] = []
    sector = first
    while sector < _END:
        if len(parts) > len(table):
            raise ValueError(sector)
        parts.append(raw[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)
