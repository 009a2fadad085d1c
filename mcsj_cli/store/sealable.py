"""A private file beside the contacts: plain or encrypted as they are, and for the same keys."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.store import age, files
from mcsj_cli.store.private import ENCRYPTED, list_readers, write, write_sealed

SEALED = ".age"


class StoredPrivate(NamedTuple):
    """A file as it lies on the disk: its name, its bytes, and the same decrypted; empty if none."""

    file: str
    raw: bytes
    plain: bytes


def read_sealable(root: Path, key: Path | None, plain: str) -> StoredPrivate:
    """Read a file in either form; if an interruption left both, each is whole.

    Raises MissingKeyError, UnopenedError or MissingPartError.
    """
    sealed = f"{plain}{SEALED}"
    if (root / sealed).exists():
        raw = files.read(root / sealed, sealed)
        return StoredPrivate(sealed, raw, age.decrypt(raw, key, sealed))
    if not (root / plain).exists():
        return StoredPrivate(plain, b"", b"")
    raw = files.read(root / plain, plain)
    return StoredPrivate(plain, raw, raw)


def find_readers(root: Path, key: Path | None) -> Sequence[str]:
    """Return the recipients of the contacts, or none if they lie plain."""
    if not (root / ENCRYPTED).exists():
        return ()
    return list_readers(root, key, files.read(root / ENCRYPTED, ENCRYPTED))


def write_sealable(
    root: Path,
    key: Path | None,
    kept: StoredPrivate,
    content: bytes,
    readers: Sequence[str],
) -> None:
    """Write a file encrypted for these recipients, or plain if there are none.

    It is removed in the other form. Call it while `private.writing`.
    """
    plain = kept.file.removesuffix(SEALED)
    file, other = (f"{plain}{SEALED}", plain) if readers else (plain, f"{plain}{SEALED}")
    files.make_folder((root / plain).parent)
    before = kept.raw if kept.file == file and kept.raw else None
    if readers:
        write_sealed(root, key, file, content, readers, before)
    else:
        write(root, file, content, before)
    if (root / other).exists():
        files.remove(root / other, (root / other).read_bytes())
