"""A file that a person hands in: read within bounds, and refused where another command takes it."""

from pathlib import Path

from mcsj_cli.commands.arguments import read_file
from mcsj_cli.doors.file_kinds import FileKind, recognise, require_kind
from mcsj_cli.doors.source_text import MOST_BYTES, check_size, decode


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
