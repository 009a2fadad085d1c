"""Whether a list of participants goes on to its end, or was cut on its way here."""

import csv
from collections.abc import Sequence
from io import StringIO

from mcsj_cli.doors.call_columns import find_call_columns
from mcsj_cli.doors.grid import GridRow
from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import fold

# Headings of how many people were there. Rows may be more: whoever comes back has another.
_COUNTS = (
    "participants",
    "participantes",
    "total number of participants",
    "numero total de participantes",
    "attended participants",
    "participantes asistentes",
)


def refuse_cut(text: str, rows: Sequence[GridRow], separator: str, file: str) -> None:
    """Raise UnreadableFileError, with its last line, for a list that was cut."""
    last = rows[-1]
    if _is_open(text, last, separator) or _lacks_people(rows):
        reason = _("the list was cut: it ends in the middle of this line")
        raise UnreadableFileError(file, last.line, reason, _("Download it again, whole."))


def _is_open(text: str, last: GridRow, separator: str) -> bool:
    """Whether a quotation mark is open at the end of a text."""
    lines = list(StringIO(text, newline=""))[last.line - 1 :]
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _lacks_people(rows: Sequence[GridRow]) -> bool:
    """Whether a list announces more people than it has rows, and its last row is not whole."""
    headings = [place for place, row in enumerate(rows) if find_call_columns(row.cells)]
    heading = rows[headings[-1]].cells if headings else ()
    if not headings or len(rows[-1].cells) >= len(heading):
        return False
    return len(rows) - headings[0] - len(headings) < _count_announced(rows[: headings[0]])


def _count_announced(head: Sequence[GridRow]) -> int:
    """Return how many people the lines before the table announce; 0 where they do not."""
    for row, below in zip(head, [*head[1:], None], strict=True):
        values = zip(row.cells, below.cells if below else (), strict=False)
        for heading, value in [*zip(row.cells, row.cells[1:], strict=False), *values]:
            if fold(heading) in _COUNTS and value.strip().isdecimal():
                return int(value)
    return 0
