"""A file that a person hands in: read within bounds, and refused where another command takes it."""

from pathlib import Path

from mcsj_cli.commands.arguments import read_file
from mcsj_cli.commands.field import Field
from mcsj_cli.doors.call_moments import DayOrder
from mcsj_cli.doors.file_kinds import FileKind, recognise, require_kind
from mcsj_cli.doors.source_text import MOST_BYTES, check_size, decode
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _

DAY_FIRST: Field[bool] = Field(
    "day-first", N_("In days such as 4/5/20, the first number is the day.")
)
MONTH_FIRST: Field[bool] = Field(
    "month-first", N_("In days such as 4/5/20, the first number is the month.")
)


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
