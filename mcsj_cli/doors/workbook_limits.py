"""How much a workbook would take to read, found out before anything reads it whole.

A cell far away from the others makes a reader hold the whole rectangle between them, and a few
bytes of an archive unpack to any number. So each part is unpacked in pieces, and only looked at:
for how far its cells reach, and for what is repeated.
"""

import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from io import BytesIO

from mcsj_cli.doors.containers import ZIP_FAULTS
from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.i18n import _

MOST_CELLS = 2_600_000  # of 26 columns and 99,999 rows
"""Most cells of the rectangle that a sheet's cells span."""

_MOST_ROWS = 99_999
_MOST_UNPACKED = 64 * 2**20
_MOST_TEXT = 100 * 2**20  # bytes of the texts of all cells, each as often as it stands there
_MOST_PARTS = 5_000
_MOST_LINKS = 10_000
_PIECE = 2**20
_LOCAL_HEADER = struct.Struct("<26x2H")
# The readers know these elements by their last names, and those of OpenDocument by their prefix.
_SHARED_PART, _FIRST_SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
# A cell of a column of two letters, or below row 99,999.
_FAR_CELL = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z][0-9]{6})')
# A cell that is not written as most programs write it, with its place first and no prefix.
_ODD_CELLS = (re.compile(rb'<c(?:[>\t\r\n]| (?!r="[A-Z]))'), re.compile(rb":c[\s>]"))
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>(?!</)""", re.ASCII
)
_ANY_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?(?<!/)>(?!</)")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_SHARED = re.compile(rb"""\st=["']s["'][^>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<""")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_LINK = re.compile(rb"""<(?:\w+:)?hyperlink\s(?:[^>]*?\s)?ref=["']([A-Z]{1,3})([0-9]{1,7})[:"']""")
_ODS_PART = re.compile(
    rb"<(/)?table:(table-row|table|(?:covered-)?table-cell)(?=[\s/>])([^>]*)>|<text:a\s"
)
_ODS_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["']([0-9]{1,9})["']""")


Places = frozenset[tuple[int, int]]
"""Cells by their rows and columns, from 1."""


class _Budget:
    """How much of a workbook was unpacked."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._spent = 0

    def spend(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield pieces; raise UnreadableFileError when they are too many."""
        for piece in pieces:
            self._spent += len(piece)
            if self._spent > _MOST_UNPACKED:
                raise _refuse_size(self._file)
            yield piece


class _Reach:
    """How far the cells of one sheet reach, and how many there are."""

    def __init__(self) -> None:
        self.cells = self.rows = self.columns = 0
        self.is_too_far = False

    def add(self, rows: int, columns: int, cells: int) -> None:
        self.rows = max(self.rows, rows)
        self.columns = max(self.columns, columns)
        self.cells += cells
        most = max(self.rows * self.columns, self.cells)
        if most > MOST_CELLS or self.rows > _MOST_ROWS:
            self.is_too_far = True

    def require(self, file: str) -> None:
        """Raise UnreadableFileError where they reach too far."""
        if self.is_too_far:
            raise refuse_reach(file, self.rows, self.columns)


def check_workbook(raw: bytes, file: str) -> Places:
    """Return the cells of a workbook's first sheet that have a link behind their text.

    Raise UnreadableFileError for one that is damaged, or that would take too much to read.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
    except ZIP_FAULTS as error:
        raise refuse_damaged(file) from error
    if len(parts) > _MOST_PARTS or any(part.flag_bits & 1 for part in parts):
        raise refuse_damaged(file)
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise _refuse_size(file)
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names:
        text = _("this is a workbook of the form .xlsb")
        raise UnreadableFileError(file, 0, text, _("Save it as .xlsx."))
    look = _look_at_sheets if "xl/workbook.xml" in names else _look_at_open_document
    return look(raw, parts, file)


def _look_at_sheets(raw: bytes, parts: list[zipfile.ZipInfo], file: str) -> Places:
    """Look at the parts of Office Open XML: any of them may be a sheet.

    A glance is enough for most. What it finds is at least as much as there is: where that is too
    much, it is looked at closely.
    """
    sheets = [part for part in parts if part.filename.casefold().endswith(".xml")]
    budget = _Budget(file)
    links: set[tuple[int, int]] = set()
    used = longest = 0
    for part in sheets:
        pieces = _cut(budget.spend(_unpack(raw, part, file)))
        if part.filename == _SHARED_PART:
            longest = _find_longest(pieces, file)
            continue
        glance = _Glance()
        for piece in pieces:
            glance.add(piece)
            if part.filename == _FIRST_SHEET and b"hyperlink" in piece:
                found = _LINK.findall(piece)[:_MOST_LINKS]
                links |= {(int(row), _count_column(column)) for column, row in found}
        used += glance.shared
        if not glance.is_small:
            _check_closely(_cut(_unpack(raw, part, file)), file)
    if longest * used > _MOST_TEXT:
        _check_texts(raw, sheets, file)
    return frozenset(links)


def _find_longest(pieces: Iterator[bytes], file: str) -> int:
    """Return a length that none of the shared texts exceeds; raise where they are too many."""
    longest = last = count = 0
    for piece in pieces:
        count += sum(piece.count(end) for end in (b"si>", b"si/>", b"si />"))
        if count > 2 * MOST_CELLS:
            raise _refuse_size(file)
        begun, *others = piece.split(b"<si>")
        last += len(begun)
        longest = max(longest, last, *map(len, others))
        last = len(others[-1]) if others else last
    return longest


class _Glance:
    """What is seen of a sheet without a look at every cell."""

    def __init__(self) -> None:
        self.is_small = True
        self.shared = self._cells = 0

    def add(self, piece: bytes) -> None:
        """Look at a piece: all its cells have to be in the form that most programs write."""
        self._cells += piece.count(b"<c ")
        self.shared += piece.count(b't="s"') + piece.count(b"t='s'")
        is_odd = any(pattern.search(piece) for pattern in (_FAR_CELL, *_ODD_CELLS))
        if is_odd or self._cells > MOST_CELLS:
            self.is_small = False


def _check_closely(pieces: Iterator[bytes], file: str) -> None:
    """Raise where the cells that are not blank reach too far.

    They are taken by the places that they name, or else by their order.
    """
    reach = _Reach()
    for piece in pieces:
        placed = _CELL.findall(piece)
        rows = max((int(row) for _column, row in placed), default=0)
        names = {column for column, _row in placed}
        columns = max(map(_count_column, names), default=0)
        every = len(_ANY_CELL.findall(piece))
        if every > len(placed):
            widths = [len(_ANY_CELL.findall(part)) for part in _ROW.split(piece)]
            rows, columns = max(rows, reach.rows) + len(widths), max(columns, *widths)
        reach.add(rows, columns, every)
        reach.require(file)


def _check_texts(raw: bytes, sheets: list[zipfile.ZipInfo], file: str) -> None:
    """Raise where the shared texts, each as often as a cell has it, are too long."""
    lengths = array("Q")
    for part in sheets:
        if part.filename == _SHARED_PART:
            for piece in _cut(_unpack(raw, part, file)):
                _add_lengths(lengths, piece)
    total = 0
    for part in sheets:
        for piece in _cut(_unpack(raw, part, file)):
            places = map(int, _SHARED.findall(piece))
            total += sum(lengths[place] for place in places if place < len(lengths))
            if total > _MOST_TEXT:
                raise _refuse_size(file)


def _add_lengths(lengths: "array[int]", piece: bytes) -> None:
    """Add the lengths of the shared texts of a piece, which may begin amid one."""
    begun, *others = _SHARED_TEXT.split(piece)
    if lengths:
        lengths[-1] += len(begun)
    lengths.extend(map(len, others))


def _look_at_open_document(raw: bytes, parts: list[zipfile.ZipInfo], file: str) -> Places:
    """Look at the content of OpenDocument, whose rows and cells may stand for many alike."""
    part = next((one for one in parts if one.filename == "content.xml"), None)
    if part is None:
        raise refuse_damaged(file)
    total = 0
    sheet = _OpenSheet(file)
    for piece in _cut(_Budget(file).spend(_unpack(raw, part, file))):
        for match in _ODS_PART.finditer(piece):
            sheet.take(match, total)
        total += len(piece)
    return frozenset(sheet.links)


class _OpenSheet:
    """The sheets of OpenDocument, followed from element to element."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._reach = _Reach()
        self._sheets = self._row = self._rows = self._column = self._width = 0
        self._start = 0
        self._repeated = 1
        self._text = 0
        self.links: set[tuple[int, int]] = set()

    def take(self, match: re.Match[bytes], offset: int) -> None:
        """Take the next element, in a piece that begins so many bytes into the content."""
        closing, name, attributes = match.groups()
        if name is None:
            if self._sheets == 1 and len(self.links) < _MOST_LINKS:
                self.links.add((self._row, self._column))
        elif name == b"table":
            if not closing:
                self._sheets += 1
                self._row = self._rows = 0
                self._reach = _Reach()
        elif name == b"table-row":
            self._take_row(attributes, closing=bool(closing))
        else:
            self._take_cell(attributes, offset + match.start(), closing=bool(closing))

    def _take_row(self, attributes: bytes, *, closing: bool) -> None:
        if closing:
            if self._width:
                filled = self._row + self._rows - 1
                self._reach.add(filled, self._width, self._width * self._rows)
                self._reach.require(self._file)
            self._row += self._rows - 1
            return
        self._rows = _count_repeated(attributes)
        self._row += 1
        self._column = self._width = 0
        if attributes.endswith(b"/"):
            self._row += self._rows - 1

    def _take_cell(self, attributes: bytes, place: int, *, closing: bool) -> None:
        if closing:
            self._text += (place - self._start) * self._repeated * self._rows
            if self._text > _MOST_TEXT:
                raise _refuse_size(self._file)
            return
        self._repeated = _count_repeated(attributes)
        self._column += self._repeated
        self._start = place
        if b"value-type=" in attributes or not attributes.endswith(b"/"):
            self._width = self._column


def _count_repeated(attributes: bytes) -> int:
    found = _ODS_REPEATED.search(attributes)
    return max(1, int(found[1])) if found else 1


def _unpack(raw: bytes, part: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    """Yield what a part of an archive unpacks to, whatever size it gives itself."""
    start = part.header_offset
    header = raw[start : start + 30]
    if len(header) < 30 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refuse_damaged(file)
    name, extra = _LOCAL_HEADER.unpack(header)
    begin = start + 30 + name + extra
    packed = memoryview(raw)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    try:
        while not inflater.eof:
            piece = inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
            if not piece and not rest:
                raise refuse_damaged(file)
            yield piece
    except zlib.error as error:
        raise refuse_damaged(file) from error


def _cut(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield pieces that are cut before the last element of each, so that none is parted."""
    left = b""
    for piece in pieces:
        whole = left + piece
        end = whole.rfind(b"<")
        if end <= 0 and len(whole) > 2 * _PIECE:
            end = len(whole)  # no element is as long as that
        left = whole[max(end, 0) :]
        yield whole[: max(end, 0)]
    yield left


def _count_column(letters: bytes) -> int:
    """Return the number of a column that letters name, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def name_column(number: int) -> str:
    """Return the letters by which a spreadsheet names a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def refuse_reach(file: str, rows: int, columns: int) -> UnreadableFileError:
    """Return the error of a sheet whose last cell stands far from the table."""
    text = _("the sheet reaches as far as the cell {cell}: something stands far from the table")
    advice = _(
        "In the spreadsheet, Ctrl+End goes to that cell: delete the rows and columns after the"
        " table, or copy the table into a new file."
    )
    cell = f"{name_column(columns)}{rows}"
    return UnreadableFileError(file, 0, text.format(cell=cell), advice)


def _refuse_size(file: str) -> UnreadableFileError:
    text = _("the workbook unpacks to more than {n} MB").format(n=_MOST_UNPACKED // 2**20)
    return UnreadableFileError(file, 0, text, _("Part it, and take in the parts."))


def refuse_damaged(file: str) -> UnreadableFileError:
    """Return the error of a workbook that nobody could open."""
    text = _("this workbook is cut or damaged")
    return UnreadableFileError(file, 0, text, _("Download it again, or save it as «CSV UTF-8»."))
