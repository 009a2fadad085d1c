"""The folder of people's data, which git ignores and only its owner opens.

Its files are written whole, plain or encrypted. Nothing of them goes anywhere else: no cache, no
index, no history, no temporary file outside of the folder. Problems name fields and places, never
what stands there.
"""

import os
import re
import traceback
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from mcsj_cli.errors import InvalidDataError, McsjError, OutputError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store import age, files, git, lock
from mcsj_cli.store.links import require_no_link

FOLDER = "private"
PEOPLE, ENCRYPTED = "private/people.yaml", "private/people.yaml.age"
ERASURES, RECIPIENTS = "private/erasures.yaml", "private/recipients.txt"
FORGOTTEN = "private/forgotten.txt"
INVITATIONS = "private/invitations"
CALLERS = "private/callers.yaml"
_STAGING = "private/.staging"
_SEALED_CALLERS = f"{CALLERS}.age"
_FILES = (PEOPLE, ENCRYPTED, ERASURES, FORGOTTEN, RECIPIENTS, CALLERS, _SEALED_CALLERS)
_OWN = (*_FILES, INVITATIONS, _STAGING)
# The lines of .gitignore that hide the whole folder, from which nothing inside can be taken back.
_IGNORING = {FOLDER, f"{FOLDER}/", f"/{FOLDER}", f"/{FOLDER}/", f"**/{FOLDER}", f"**/{FOLDER}/"}
_QUOTED = re.compile("«.*»", re.DOTALL)


class PrivateDataError(InvalidDataError):
    """Private data that cannot be read; their problems quote nothing but known `keys`."""

    def __init__(self, problems: Sequence[Problem], keys: Collection[str] = ()) -> None:
        super().__init__([_conceal(problem, keys) for problem in problems])
        self.advice = _("Correct the file and run the command again.")


def list_keys(*schemas: type[msgspec.Struct]) -> set[str]:
    """Return the keys of private files with these parts, which problems may quote."""
    keys: set[str] = set()
    for schema in schemas:
        keys |= {field.encode_name for field in msgspec.structs.fields(schema)}
    return keys


class ConcealedError(Exception):
    """An unexpected exception while people's data were held: its class and places, no message."""


@contextmanager
def concealing(passing: tuple[type[Exception], ...] = (McsjError,)) -> Iterator[None]:
    """Keep people's data out of logs: an unexpected exception becomes a ConcealedError.

    The exceptions `passing` go through unchanged.
    """
    known: tuple[type[Exception], ...] = (*passing, ConcealedError)
    try:
        yield
    except known:
        raise
    except Exception as error:  # noqa: BLE001  every other one is raised again, without its message
        steps = traceback.extract_tb(error.__traceback__)
        way = ", ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps)
        told = f"{type(error).__name__} in {way}"
        raise ConcealedError(told) from None


def write_export(root: Path, path: Path, content: bytes) -> None:
    """Write people's data where a person asked for them, so that only the owner can read them.

    Raises OutputError for a place that git sees.
    """
    target = path.resolve()
    if any((root / name).resolve() in (target, *target.parents) for name in _OWN):
        raise OutputError(path, _("the contacts and what goes with them lie there"))
    if root.resolve() in target.parents and (root / FOLDER).resolve() not in target.parents:
        advice = _("Nothing was written. Choose a place in private/, or outside the folder.")
        raise OutputError(path, _("personal data may not lie there, where git sees them"), advice)
    if (root / FOLDER).resolve() in target.parents:
        check_ignored(root)
    with _for_owner():
        files.write(path, content)


def has_contacts(root: Path) -> bool:
    """Whether there are contacts, plain or encrypted."""
    return any((root / file).exists() for file in (PEOPLE, ENCRYPTED))


def find_copies(root: Path) -> list[str]:
    """Name the other files in the folder, which may be copies of the private ones."""
    copies = []
    for path in sorted((root / FOLDER).rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in _FILES and not name.startswith(f"{INVITATIONS}/"):
            copies.append(name)
    return copies


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Be the only writer, in a folder that git ignores and that only its owner opens."""
    check_ignored(root)
    folder = root / FOLDER
    with lock.hold(root), _for_owner():
        files.make_folder(folder)
        try:
            folder.chmod(0o700)
        except OSError as error:
            raise OutputError(folder, files.reason(error)) from None
        files.clear(root / _STAGING)
        yield


@contextmanager
def _for_owner() -> Iterator[None]:
    """Let only the owner open what is made meanwhile."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)


def check_ignored(root: Path) -> None:
    """Raise OutputError if git sees the folder.

    Raises InvalidDataError where .gitignore is a link, which git does not follow, or the folder is
    one that leads to where git sees it. Beside the data folder it may lie wherever a person wants.
    """
    require_no_link(root, ".gitignore")
    if root.resolve() in (root / FOLDER).resolve().parents:
        require_no_link(root, FOLDER)
    if not _is_ignored(root):
        message = _("git does not ignore it, and would share people's data")
        advice = _(
            "Nothing was written. Add the line «private/» at the end of .gitignore,"
            " and run the command again."
        )
        raise OutputError(root / FOLDER, message, advice)
    if git.is_repository(root) and git.list_known(root, FOLDER):
        advice = _("Nothing was written. Take it out, with: git rm --cached -r private")
        raise OutputError(root / FOLDER, _("git has people's data in its list of files"), advice)


def _is_ignored(root: Path) -> bool:
    """Whether the last line of .gitignore that concerns the folder hides it."""
    ignore = root / ".gitignore"
    if not ignore.is_file():
        return False
    lines = ignore.read_text(encoding="utf-8", errors="replace").splitlines()
    for line in map(str.strip, reversed(lines)):
        if line.removeprefix("!") in _IGNORING:
            return not line.startswith("!")
    return False


def write(root: Path, file: str, content: bytes, before: bytes | None = None) -> None:
    """Write a file of the folder, by way of its own staging; call it while `writing`."""
    path, staging = root / file, root / _STAGING
    if not path.exists():
        files.create(path, content, staging)
        return
    path.chmod(0o600)
    if before is None:
        before = files.read(path, file)
    files.replace(path, content, before, staging)


def write_sealed(
    root: Path,
    key: Path | None,
    file: str,
    content: bytes,
    recipients: Sequence[str],
    before: bytes | None = None,
) -> None:
    """Write an encrypted file, after a proof that it can be decrypted; raise UnopenedError."""
    sealed = age.encrypt(content, recipients)
    if age.decrypt(sealed, key, file) != content:
        message = _("{file} would not open again.").format(file=file)
        raise age.UnopenedError(message, _("Nothing was changed."))
    write(root, file, sealed, before)


def list_recipients(root: Path, key: Path, others: Sequence[str] = ()) -> list[str]:
    """Return the recipients of the contacts: one's own key, those in the list, and `others`."""
    known = []
    if (root / RECIPIENTS).exists():
        known = files.read(root / RECIPIENTS, RECIPIENTS).decode().split()
    return list(dict.fromkeys([age.find_recipient(key), *known, *others]))


def list_readers(root: Path, key: Path | None, sealed: bytes) -> list[str]:
    """Return the recipients for a file that replaces the contacts `sealed`, or joins them.

    Raises MissingKeyError, or UnopenedError if one of the present recipients is not known.
    """
    if key is None:
        raise age.MissingKeyError(key)
    everybody = list_recipients(root, key)
    if len(everybody) < age.count_recipients(sealed):
        message = _("Others open {file} with their keys, and {list} does not name them all.")
        advice = _(
            "Nothing was changed. Say for whom it is from now on:"
            " mcsj people rekey --recipient age1…"
        )
        raise age.UnopenedError(message.format(file=ENCRYPTED, list=RECIPIENTS), advice)
    return everybody


def _conceal(problem: Problem, keys: Collection[str]) -> Problem:
    """Return a problem without what stands in the file: its excerpt, and any quoted unknown key."""
    quoted = _QUOTED.search(problem.message)
    if quoted is None or quoted[0][1:-1] in keys:
        return problem._replace(excerpt="")
    word = quoted[0][1:-1].lstrip("#&*")
    advice = problem.advice
    if word:
        advice = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", advice)
    return problem._replace(message=_QUOTED.sub("«…»", problem.message), advice=advice, excerpt="")
