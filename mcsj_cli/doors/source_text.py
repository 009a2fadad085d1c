"""Bytes as text, without a guess: a mark, NULs at every other place, strict UTF-8, Windows-1252.

What would come out wrong is refused: bytes of an old Macintosh or of a console, two encodings in
one file, a file that was cut.
"""

import re

from mcsj_cli.doors.containers import Container, describe_container, find_container
from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _

MOST_BYTES = 20 * 2**20
"""Most bytes of a file that is read whole."""

_LOOK = 4_096  # bytes in which NULs and controls are counted
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")
# A sign between two letters, where it can only be a letter of another encoding.
_INSIDE_WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z])")
_OTHERS = ("mac_roman", "cp850")
# An apostrophe and a space that does not break stand between letters in Windows-1252 too.
_ANYWHERE = {b"\x92", b"\xa0"}


class UnreadableFileError(InvalidDataError):
    """A file whose content cannot be read as text."""

    def __init__(self, file: str, line: int, reason: str, advice: str = "") -> None:
        super().__init__([Problem(file, line, 0, reason, advice)])
        self.message = _("This file cannot be read.")
        self.advice = _("Nothing was written.")


def check_size(raw: bytes, file: str, most: int = MOST_BYTES) -> None:
    """Raise UnreadableFileError for an empty file, or one of more than so many bytes."""
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xfe\xff"):
        raise UnreadableFileError(file, 0, _("the file is empty"))
    if len(raw) > most:
        text = _("the file is larger than {n} MB").format(n=most // 2**20)
        raise UnreadableFileError(file, 0, text, _("Part it, and take in the parts."))


def decode(raw: bytes, file: str) -> str:
    """Return the text of a file, without the mark at its beginning.

    Raise UnreadableFileError for what is empty, too large, no text, or of an encoding that would
    come out wrong.
    """
    check_size(raw, file)
    form = find_container(raw)
    if form:
        text = _("this is {what}, no text").format(what=describe_container(form))
        raise UnreadableFileError(file, 0, text, _advise(form))
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode_marked(raw.removeprefix(mark), encoding, file)
    encoding = _find_by_nuls(raw)
    if encoding:
        return _decode_marked(raw, encoding, file)
    if len(_CONTROLS.findall(raw[:_LOOK])) * 100 > len(raw[:_LOOK]) or b"\x00" in raw:
        raise UnreadableFileError(file, 0, _("this is no text"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_windows(raw, file, error)


def _advise(form: Container) -> str:
    """Return how to come by a text from a file of another form."""
    if form in (Container.WORKBOOK, Container.OLD_WORKBOOK):
        return _("Save the table as CSV: in Excel, «CSV UTF-8».")
    if form is Container.LOCKED:
        return _("Save it without a password.")
    return ""


def _decode_marked(raw: bytes, encoding: str, file: str) -> str:
    """Decode what a mark, or its NULs, say; raise UnreadableFileError where it is cut."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        text = _("from here on this is no text: the file is cut or damaged")
        raise UnreadableFileError(file, line, text, _ask_again()) from None


def _find_by_nuls(raw: bytes) -> str:
    """Return the encoding of a text whose every other byte is NUL; "" for any other."""
    look = raw[:_LOOK]
    even, odd = look[::2].count(0), look[1::2].count(0)
    half = len(look) // 2
    if odd * 10 > half * 7 and even * 20 < half:
        return "utf-16-le"
    if even * 10 > half * 7 and odd * 20 < half:
        return "utf-16-be"
    return ""


def _decode_windows(raw: bytes, file: str, broken: UnicodeDecodeError) -> str:
    """Decode Windows-1252; raise UnreadableFileError where that would put other letters there."""
    line = raw[: broken.start].count(b"\n") + 1
    if _UTF8_LETTER.search(raw):
        is_cut = broken.start >= len(raw) - 3
        text = (
            _("the file is cut in the middle of a letter")
            if is_cut
            else _("this line has letters of another encoding than the rest")
        )
        raise UnreadableFileError(file, line, text, _ask_again())
    if _is_of_another_system(raw):
        text = _("the accents are those of an old Macintosh or of a console (MS-DOS)")
        raise UnreadableFileError(file, line, text, _("Save it as «CSV UTF-8», or as UTF-8 text."))
    return raw.decode("cp1252")


def _ask_again() -> str:
    return _("Download it again, or save it as «CSV UTF-8».")


def _is_of_another_system(raw: bytes) -> bool:
    """Whether the letters inside words make more Spanish in another encoding than in Windows'."""
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return True
    signs = [sign for sign in _INSIDE_WORD.findall(raw) if sign not in _ANYWHERE]
    own = _count_spanish(signs, "cp1252")
    return any(_count_spanish(signs, other) > own for other in _OTHERS)


def _count_spanish(signs: list[bytes], encoding: str) -> int:
    return sum(sign.decode(encoding, "replace") in _SPANISH for sign in signs)
