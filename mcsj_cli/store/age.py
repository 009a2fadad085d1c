"""Files encrypted for some keys, as the `age` program does it, and the file with one's own key.

A key file holds identities (`AGE-SECRET-KEY-1…`), one a line. The first is the one in use; those
after it open what was encrypted before it. A recipient (`age1…`) is the public half of an identity.
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
from mcsj_cli.store.settings import find_settings

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

IS_WINDOWS = os.name == "nt"
_KEY = Path("mcsj", "key.txt")
_BEGINNING = b"age-encryption.org/"  # of every file that is encrypted so
_OPENING = "AGE-SECRET-KEY-"  # begins the half of a key that nobody else may have
_RECIPIENT, _LENGTH = "age1", 62  # how a recipient begins, and its letters
_NOT_FOR_US = "No matching keys"  # the library, of a whole file that is for another key


class MissingKeyError(McsjError):
    """There is no key file in its place."""

    exit_code = 5

    def __init__(self, key: Path | None, otherwise: str = "") -> None:
        message = _("The contacts are encrypted, and there is no key in {path}.")
        advice = _(
            "Nothing was changed. Bring the key back from its copy, or say where it is in MCSJ_KEY."
        )
        super().__init__(message.format(path=key or _KEY), f"{advice} {otherwise}".rstrip())


class UnopenedError(McsjError):
    """An encrypted file, or a key file, that does not open."""

    exit_code = 6


class WrongKeyError(UnopenedError):
    """A whole file that is for another key."""


class DamagedError(UnopenedError):
    """A file that is not as it was encrypted."""


class UnmadeKeyError(McsjError):
    """There is no key to open what somebody else has encrypted."""

    exit_code = 5

    def __init__(self, key: Path, file: str) -> None:
        text = _("There is no key of yours in {path} that {file} could be for.")
        super().__init__(text.format(path=key, file=file), advise_key())


def advise_key() -> str:
    """Return how somebody else comes to encrypt for one's key."""
    return _(
        "Nothing was changed. Give the line that «mcsj people key» prints to whoever made the"
        " file, who makes it anew for it:"
        " mcsj people export --all --recipient age1… -o private/contactos.age"
    )


def find_key(environ: Mapping[str, str]) -> Path:
    """Return the path of the key file: `MCSJ_KEY`, or a place in this user's settings."""
    if environ.get("MCSJ_KEY"):
        return Path(environ["MCSJ_KEY"]).expanduser()
    return find_settings(environ, windows=IS_WINDOWS) / _KEY.name


def encrypt(content: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt for some recipients; raise WrongUsageError if one of them is none."""
    library = _load_library()
    return bytes(library.encrypt(content, [_parse_recipient(text) for text in recipients]))


def decrypt(content: bytes, key: Path | None, file: str) -> bytes:
    """Decrypt in memory with a key file's identities.

    Raises MissingKeyError, or UnopenedError naming `file`.
    """
    library = _load_library()
    identities = _read_identities(key)
    try:
        return bytes(library.decrypt(content, identities))
    except library.DecryptError as error:
        if str(error).startswith(_NOT_FOR_US):
            raise _build_wrong_key_error(file, key) from None
        message = _("{file} is damaged: it cannot be decrypted.").format(file=file)
        advice = _("Nothing was changed. Bring the file back from a copy.")
        raise DamagedError(message, advice) from None


def decrypt_given(content: bytes, key: Path, file: str) -> bytes:
    """Decrypt a file that somebody else has made.

    Raises UnmadeKeyError, or UnopenedError naming `file`.
    """
    if not content:
        advice = _("Nothing was changed. It did not come whole: ask for it again.")
        raise UnopenedError(
            _("{file} is empty: it did not arrive whole.").format(file=file), advice
        )
    if not content.startswith(_BEGINNING):
        raise UnopenedError(
            _("{file} is no file of contacts that a colleague has encrypted.").format(file=file),
            advise_key(),
        )
    if not key.is_file():
        raise UnmadeKeyError(key, file)
    try:
        return decrypt(content, key, file)
    except WrongKeyError as error:
        raise WrongKeyError(error.message, advise_key()) from None
    except DamagedError as error:
        advice = _("Nothing was changed. It did not come whole: ask for it again.")
        raise DamagedError(error.message, advice) from None


def _build_wrong_key_error(file: str, key: Path | None) -> WrongKeyError:
    message = _("{file} was encrypted for another key than the one in {path}.")
    advice = _(
        "Nothing was changed. Say where the right one is in MCSJ_KEY, or ask who encrypted it."
    )
    return WrongKeyError(message.format(file=file, path=key), advice)


def count_recipients(content: bytes) -> int:
    """Count the keys for which a file was encrypted; that needs no key."""
    return len(re.findall(rb"^-> X25519 ", content.partition(b"\n---")[0], re.MULTILINE))


def check_recipients(recipients: Sequence[str]) -> None:
    """Raise WrongUsageError for a text that is no recipient."""
    for text in recipients:
        _parse_recipient(text)


def find_recipient(key: Path) -> str:
    """Return the recipient that belongs to the key in use."""
    return str(_read_identities(key)[0].to_public())


def make_key(key: Path, day: date) -> bool:
    """Make a key file that only its owner can read, if it is missing; return whether it was."""
    if key.exists():
        _read_identities(key)
        return False
    files.make_folder(key.parent)
    identity = _load_library().x25519.Identity.generate()
    files.create(key, _format_identity(identity, day))
    return True


def renew_key(key: Path, day: date) -> None:
    """Put a new key before those in the key file, which still open what is older."""
    _read_identities(key)
    before = _read_key_file(key)
    with suppress(OSError):
        key.chmod(0o600)
    identity = _load_library().x25519.Identity.generate()
    files.replace(key, _format_identity(identity, day) + before, before)


def _format_identity(identity: "Identity", day: date) -> bytes:
    return f"# created: {day}\n# public key: {identity.to_public()}\n{identity}\n".encode()


def _read_identities(key: Path | None) -> "list[Identity]":
    if key is None or not key.is_file():
        raise MissingKeyError(key)
    library = _load_library()
    found = []
    try:
        for line in _read_key_file(key).decode("utf-8", "replace").splitlines():
            text = line.strip()
            if text and not text.startswith("#"):
                found.append(library.x25519.Identity.from_str(text))
    except library.IdentityError:
        found = []
    if not found:
        message = _("{path} does not hold a key.").format(path=key)
        advice = _(
            "Nothing was changed. A key begins with AGE-SECRET-KEY-1; bring it back from its copy."
        )
        raise UnopenedError(message, advice) from None
    return found


def _read_key_file(key: Path) -> bytes:
    try:
        return key.read_bytes()
    except OSError as error:
        reason = files.reason_to_read(error)
        message = _("{path} cannot be read: {reason}.").format(path=key, reason=reason)
        advice = _("Nothing was changed. Look at the file and its permissions.")
        raise UnopenedError(message, advice) from None


def _parse_recipient(text: str) -> "Recipient":
    library = _load_library()
    if text.strip().upper().startswith(_OPENING):
        raise WrongUsageError(
            _("That is a secret key, which opens the contacts: only its owner may have it."),
            _("Nothing was written. What may be given away is what «mcsj people key» shows."),
        )
    try:
        return library.x25519.Recipient.from_str(text.strip().lower())
    except library.RecipientError:
        message = _("«{text}» is not a recipient.").format(text=text)
        if text.strip().lower().startswith(_RECIPIENT) and len(text.strip()) < _LENGTH:
            message = _("«{text}» is no whole recipient: it seems cut.").format(text=text)
        advice = _(
            "Nothing was written. It begins with age1,"
            " and that person gets it with: mcsj people key"
        )
        raise WrongUsageError(message, advice) from None


def _load_library() -> Any:
    try:
        import pyrage  # an extra
    except ImportError as error:
        raise MissingPartError(_("Encrypted contacts"), "people") from error
    return pyrage


def check_outside(key: Path, root: Path) -> None:
    """Raise OutputError for a key file in the data folder, beside what it opens."""
    if root.resolve() in key.resolve().parents:
        raise OutputError(
            key,
            _("the key may not lie in the data folder"),
            _("Say in MCSJ_KEY where else it goes."),
        )
