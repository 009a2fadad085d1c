"""Files encrypted for some keys, as the `age` program reads and writes them, and the file with one's own key.

A key file holds identities (`AGE-SECRET-KEY-1…`), one a line: the first is the one in use, those after it open what was
encrypted before it. A recipient (`age1…`) is the public half of somebody's.
"""

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcsj_cli.errors import McsjError, MissingPartError, OutputError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.store import files

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

IS_WINDOWS = os.name == "nt"
_KEY = Path("mcsj", "key.txt")
_NOT_FOR_US = (
    "No matching keys"  # how the library begins when the file is whole and for somebody else
)


class MissingKeyError(McsjError):
    """There is no key where it is looked for."""

    exit_code = 5

    def __init__(self, key: Path | None) -> None:
        super().__init__(
            _("The contacts are encrypted, and there is no key in {path}.").format(
                path=key or _KEY
            ),
            _(
                "Nothing was changed. Bring the key back from its copy, or say where it is in MCSJ_KEY."
            ),
        )


class UnopenedError(McsjError):
    """An encrypted file, or a key file, that does not open."""

    exit_code = 6


def find_key(environ: Mapping[str, str]) -> Path:
    """Say where the key is: `MCSJ_KEY`, or the folder where this system keeps a person's settings."""
    if environ.get("MCSJ_KEY"):
        return Path(environ["MCSJ_KEY"]).expanduser()
    settings = environ.get("APPDATA" if IS_WINDOWS else "XDG_CONFIG_HOME")
    return (Path(settings) if settings else Path("~", ".config").expanduser()) / _KEY


def encrypt(content: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt for everybody whose recipient is given; raise WrongUsageError for what is none."""
    library = _load_library()
    return bytes(library.encrypt(content, [_parse_recipient(text) for text in recipients]))


def decrypt(content: bytes, key: Path | None, file: str) -> bytes:
    """Decrypt in memory with a key file's identities; raise MissingKeyError, or UnopenedError naming `file`."""
    library = _load_library()
    identities = _read_identities(key)
    try:
        return bytes(library.decrypt(content, identities))
    except library.DecryptError as error:
        if str(error).startswith(_NOT_FOR_US):
            message = _("{file} was encrypted for another key than the one in {path}.").format(
                file=file, path=key
            )
            advice = _(
                "Nothing was changed. Say where the right one is in MCSJ_KEY, or ask who encrypted it."
            )
        else:
            message = _("{file} is damaged: it cannot be decrypted.").format(file=file)
            advice = _("Nothing was changed. Bring the file back from a copy.")
        raise UnopenedError(message, advice) from None


def count_recipients(content: bytes) -> int:
    """Count for how many keys a file was encrypted, which anybody can see."""
    return len(re.findall(rb"^-> X25519 ", content.partition(b"\n---")[0], re.MULTILINE))


def check_recipients(recipients: Sequence[str]) -> None:
    """Refuse what is no recipient; raise WrongUsageError."""
    for text in recipients:
        _parse_recipient(text)


def find_recipient(key: Path) -> str:
    """Give the recipient that belongs to the key in use."""
    return str(_read_identities(key)[0].to_public())


def make_key(key: Path, day: date) -> bool:
    """Make a key where there is none, for its owner's eyes only, and say whether one was made."""
    if key.exists():
        _read_identities(key)
        return False
    files.make_folder(key.parent)
    files.create(key, _describe(_load_library().x25519.Identity.generate(), day))
    return True


def renew_key(key: Path, day: date) -> None:
    """Put a new key before those that there are, which still open what is older."""
    _read_identities(key)
    before = _read(key)
    with suppress(OSError):
        key.chmod(0o600)
    files.replace(key, _describe(_load_library().x25519.Identity.generate(), day) + before, before)


def _describe(identity: "Identity", day: date) -> bytes:
    return f"# created: {day}\n# public key: {identity.to_public()}\n{identity}\n".encode()


def _read_identities(key: Path | None) -> "list[Identity]":
    if key is None or not key.is_file():
        raise MissingKeyError(key)
    library = _load_library()
    lines = [line.strip() for line in _read(key).decode("utf-8", "replace").splitlines()]
    try:
        found = [
            library.x25519.Identity.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        ]
    except library.IdentityError:
        found = []
    if not found:
        message = _("{path} does not hold a key.").format(path=key)
        advice = _(
            "Nothing was changed. A key begins with AGE-SECRET-KEY-1; bring it back from its copy."
        )
        raise UnopenedError(message, advice) from None
    return found


def _read(key: Path) -> bytes:
    try:
        return key.read_bytes()
    except OSError as error:
        message = _("{path} cannot be read: {reason}.").format(
            path=key, reason=files.reason_to_read(error)
        )
        raise UnopenedError(
            message, _("Nothing was changed. Look at the file and its permissions.")
        ) from None


def _parse_recipient(text: str) -> "Recipient":
    library = _load_library()
    try:
        return library.x25519.Recipient.from_str(text.strip())
    except library.RecipientError:
        raise WrongUsageError(
            _("«{text}» is not a recipient.").format(text=text),
            _(
                "Nothing was written. It begins with age1, and stands in that person's key file as «public key»."
            ),
        ) from None


def _load_library() -> Any:
    try:
        import pyrage  # an extra
    except ImportError as error:
        raise MissingPartError(_("Encrypted contacts"), "people") from error
    return pyrage


def check_outside(key: Path, root: Path) -> None:
    """Refuse a key that lies in the data folder, beside what it opens; raise OutputError."""
    if root.resolve() in key.resolve().parents:
        raise OutputError(
            key,
            _("the key may not lie in the data folder"),
            _("Say in MCSJ_KEY where else it goes."),
        )
