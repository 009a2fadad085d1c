"""What a file is by its first bytes, where it is no text: a picture, a workbook, an archive."""

import zipfile
import zlib
from enum import StrEnum
from io import BytesIO

from mcsj_cli.i18n import _


class Container(StrEnum):
    """A form of file that is not plain text."""

    PICTURE = "picture"
    MEDIA = "media"
    PDF = "pdf"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old-workbook"
    DOCUMENT = "document"
    LOCKED = "locked"
    CHAT_ARCHIVE = "chat-archive"
    ARCHIVE = "archive"
    BROKEN_ARCHIVE = "broken-archive"
    SEALED = "sealed"
    DATABASE = "database"


# What a file of each form begins with. A pair says where the bytes stand if not at the beginning.
_BEGINNINGS: tuple[tuple[bytes, int, Container], ...] = (
    (b"\x89PNG", 0, Container.PICTURE),
    (b"\xff\xd8\xff", 0, Container.PICTURE),
    (b"GIF8", 0, Container.PICTURE),
    (b"WEBP", 8, Container.PICTURE),
    (b"ftyphei", 4, Container.PICTURE),
    (b"ftypmif", 4, Container.PICTURE),
    (b"ftyp", 4, Container.MEDIA),
    (b"OggS", 0, Container.MEDIA),
    (b"ID3", 0, Container.MEDIA),
    (b"%PDF", 0, Container.PDF),
    (b"age-encryption.org/", 0, Container.SEALED),
    (b"-----BEGIN AGE ENCRYPTED", 0, Container.SEALED),
    (b"SQLite format 3", 0, Container.DATABASE),
    (b"\x1f\x8b", 0, Container.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", 0, Container.ARCHIVE),
    (b"Rar!", 0, Container.ARCHIVE),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How a zip that is cut or damaged shows itself, when it is opened and when a part is read.
ZIP_FAULTS = (
    zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, RuntimeError, EOFError,
    zlib.error,
)  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LOOK = 4_096  # bytes in which the mimetype of an OpenDocument file stands
_MOST_NAMES = 20_000


def find_container(raw: bytes) -> Container | None:
    """Return what a file is by its first bytes; None for what may be text."""
    if raw.startswith(_ZIP):
        return _look_into_zip(raw)
    if raw.startswith(_OLD_OFFICE):
        return _look_into_old_office(raw)
    for beginning, place, form in _BEGINNINGS:
        if raw[place : place + len(beginning)] == beginning:
            return form
    return None


def _look_into_zip(raw: bytes) -> Container:
    """Return what a zip holds by the names in it; nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            inner = archive.infolist()[:_MOST_NAMES]
    except ZIP_FAULTS:
        return Container.BROKEN_ARCHIVE
    names = {info.filename for info in inner}
    if any(info.flag_bits & 1 for info in inner):
        return Container.LOCKED
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Container.WORKBOOK
    if b"opendocument.spreadsheet" in raw[:_LOOK]:
        return Container.WORKBOOK
    if "word/document.xml" in names or b"opendocument.text" in raw[:_LOOK]:
        return Container.DOCUMENT
    texts = [name for name in names if name.casefold().endswith(".txt")]
    return Container.CHAT_ARCHIVE if len(texts) == 1 else Container.ARCHIVE


def _look_into_old_office(raw: bytes) -> Container:
    """Return what a file of the form of Office before 2007 is; encrypted ones have it still."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return Container.LOCKED
    if any(name.encode("utf-16-le") in raw for name in ("Workbook", "Book")):
        return Container.OLD_WORKBOOK
    return Container.DOCUMENT


def describe_container(form: Container) -> str:
    """Return what a person calls a file of a form."""
    return {
        Container.PICTURE: _("a picture"),
        Container.MEDIA: _("a recording"),
        Container.PDF: _("a PDF"),
        Container.WORKBOOK: _("a workbook (Excel or LibreOffice)"),
        Container.OLD_WORKBOOK: _("a workbook of an old Excel (.xls)"),
        Container.DOCUMENT: _("a document of a word processor"),
        Container.LOCKED: _("a file that a password protects"),
        Container.CHAT_ARCHIVE: _("a chat of WhatsApp (.zip)"),
        Container.ARCHIVE: _("a compressed folder"),
        Container.BROKEN_ARCHIVE: _("a compressed file that is cut or damaged"),
        Container.SEALED: _("contacts that a colleague encrypted (.age)"),
        Container.DATABASE: _("a database"),
    }[form]
