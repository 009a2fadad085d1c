"""A file that a person hands in: read within bounds, and refused where another command takes it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from mcsj_cli.commands.arguments import read_file
from mcsj_cli.commands.field import Field
from mcsj_cli.console import note
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.doors.file_kinds import FileKind, recognise, require_kind
from mcsj_cli.doors.input_sheet import read_table
from mcsj_cli.doors.source_text import MOST_BYTES, check_size, decode
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.model.table import InputTable
from mcsj_cli.model.table_days import TableDays, find_order
from mcsj_cli.model.text import fold

_FEW = 5  # cells that are named

DAY_FIRST: Field[bool] = Field(
    "day-first", N_("In days such as 4/5/20, the first number is the day.")
)
MONTH_FIRST: Field[bool] = Field(
    "month-first", N_("In days such as 4/5/20, the first number is the month.")
)
COLUMN: Field[str] = Field(
    "column", N_("What a column holds, as in 'Where=url'; may be repeated."), N_("NAME=FIELD")
)
TABLE_HELP = N_("The table: a workbook (.xlsx, .xls, .ods), CSV, or what an export wrote.")


def read_bytes(file: Path, wanted: str, *kinds: FileKind) -> bytes:
    """Return the bytes of a file of some kinds, which `wanted` describes.

    Raise WrongKindError for another kind, UnreadableFileError for what is too large or no file of
    any kind, and as `read_file`.
    """
    raw = read_file(file, MOST_BYTES + 1)
    check_size(raw, str(file))
    require_kind(recognise(raw, str(file)), str(file), wanted, *kinds)
    return raw


def read_text(file: Path, wanted: str, *kinds: FileKind) -> str:
    """Return the text of a file of some kinds; raise as `read_bytes`."""
    raw = read_file(file, MOST_BYTES + 1)
    check_size(raw, str(file))
    found = recognise(raw, str(file))
    require_kind(found, str(file), wanted, *kinds)
    return decode(raw, str(file))


def choose_order(*, day_first: bool, month_first: bool) -> DayOrder | None:
    """Return which number is the day, as --day-first or --month-first say; None for neither.

    Raise WrongUsageError for both.
    """
    if day_first and month_first:
        message = _("Day and month do not both come first: leave out {one} or {other}.")
        raise WrongUsageError(message.format(one=DAY_FIRST.flag, other=MONTH_FIRST.flag))
    if day_first:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if month_first else None


def read_records(file: Path, wanted: str, headings: Collection[str]) -> InputTable:
    """Read a table of records, and tell what of its file is not read; raise as `read_bytes`."""
    kinds = (FileKind.TABLE, FileKind.TEXT, FileKind.WORKBOOK, FileKind.JSON)
    table = read_table(read_bytes(file, wanted, *kinds), str(file), wanted, headings)
    if table.others:
        text = _("Only the sheet «{sheet}» is read, not: {names}.")
        note(text.format(sheet=table.sheet, names=", ".join(table.others)))
    if table.totals:
        text = ngettext(
            "Row {rows} only adds the others up: it is left out.",
            "Rows {rows} only add the others up: they are left out.",
            len(table.totals),
        )
        note(text.format(rows=", ".join(map(str, table.totals))))
    if table.links:
        _note_links(sorted(table.links))
    return table


def list_headings(fields: Mapping[str, Sequence[str]], given: Sequence[str]) -> set[str]:
    """Return the folded headings that columns may have, also those that a person names."""
    named = {fold(text.rpartition("=")[0]) for text in given}
    return named.union(*fields.values())


def _note_links(links: Sequence[tuple[int, str]]) -> None:
    """Say which cells have a link behind their text, which is not read."""
    text = ngettext(
        "{n} link is hidden behind a cell's text, and is not read: {places}. Paste it as text.",
        "{n} links are hidden behind cells' texts, and are not read: {places}. Paste them as text.",
        len(links),
    )
    few = [_("row {number}, «{name}»").format(number=row, name=name) for row, name in links[:_FEW]]
    note(text.format(n=len(links), places="; ".join(few) + ("…" if len(links) > _FEW else "")))


def choose_table_days(
    table: InputTable, columns: Collection[str], day: date, *, month_first: bool
) -> TableDays:
    """Find out the order of day and month in some columns, and tell it where nothing shows it."""
    texts: list[str] = []
    for _line, row in table.rows:
        texts += [row[name] for name in columns]
    days = find_order(texts, day, month_first=month_first)
    if days.is_doubtful:
        text = _("Days such as {text} are read with the day first. If the month is: {option}")
        example = next(one for one in texts if find_order([one], day).is_doubtful)
        note(text.format(text=example, option=MONTH_FIRST.flag))
    return days
