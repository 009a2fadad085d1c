"""The folder of people's data, which git ignores and only its owner opens: written whole, plain or encrypted.

Nothing of it goes anywhere else: no cache, no index, no history, no temporary file beyond its folder; and what is said
of its problems names fields and places, never what stands there.
"""

import os
import re
import traceback
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mcsj_cli.errors import InvalidDataError, McsjError, OutputError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store import age, files, git, lock

FOLDER = "private"
PEOPLE, ENCRYPTED = "private/people.yaml", "private/people.yaml.age"
ERASURES, RECIPIENTS = "private/erasures.yaml", "private/recipients.txt"
INVITATIONS = "private/invitations"
_STAGING = "private/.staging"
_OWN = (PEOPLE, ENCRYPTED, ERASURES, RECIPIENTS, INVITATIONS, _STAGING)
# The lines of .gitignore that hide the whole folder, from which nothing inside can be taken back.
_IGNORING = {FOLDER, f"{FOLDER}/", f"/{FOLDER}", f"/{FOLDER}/", f"**/{FOLDER}", f"**/{FOLDER}/"}
_QUOTED = re.compile("«.*»", re.DOTALL)


class PrivateDataError(InvalidDataError):
    """Private data that cannot be read as they are; no problem says what stands there, but for known `keys`."""

    def __init__(self, problems: Sequence[Problem], keys: Collection[str] = ()) -> None:
        super().__init__([_conceal(problem, keys) for problem in problems])
        self.advice = _("Correct the file and run the command again.")


class ConcealedError(Exception):
    """A fault of the program while it held people's data: its kind and its way, without its words."""


@contextmanager
def concealing(passing: tuple[type[Exception], ...] = (McsjError,)) -> Iterator[None]:
    """Keep what an unexpected exception says out of logs: it becomes a ConcealedError that tells only where."""
    known: tuple[type[Exception], ...] = (*passing, ConcealedError)
    try:
        yield
    except known:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, it goes on, without its words
        steps = traceback.extract_tb(error.__traceback__)
        way = ", ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps)
        told = f"{type(error).__name__} in {way}"
        raise ConcealedError(told) from None


def write_export(root: Path, path: Path, content: bytes) -> None:
    """Write people's data where a person asked for them, for the owner's eyes only, and never where git looks.

    Raises OutputError.
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


def find_copies(root: Path) -> list[str]:
    """Name what else lies in the folder, where a person may have left copies."""
    known = {PEOPLE, ENCRYPTED, ERASURES, RECIPIENTS}
    names = [
        path.relative_to(root).as_posix()
        for path in sorted((root / FOLDER).rglob("*"))
        if path.is_file()
    ]
    return [name for name in names if name not in known and not name.startswith(f"{INVITATIONS}/")]


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
    """Let what is made meanwhile be closed to everybody else."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)


def check_ignored(root: Path) -> None:
    """Refuse to write where git would see it; raise OutputError."""
    ignore = root / ".gitignore"
    lines = (
        ignore.read_text(encoding="utf-8", errors="replace").splitlines()
        if ignore.is_file()
        else []
    )
    last = next(
        (line for line in map(str.strip, reversed(lines)) if line.removeprefix("!") in _IGNORING),
        "!",
    )
    if last.startswith("!"):
        advice = _(
            "Nothing was written. Add the line «private/» at the end of .gitignore, and run the command again."
        )
        raise OutputError(
            root / FOLDER, _("git does not ignore it, and would share people's data"), advice
        )
    if git.is_repository(root) and git.list_known(root, FOLDER):
        advice = _("Nothing was written. Take it out, with: git rm --cached -r private")
        raise OutputError(root / FOLDER, _("git has people's data in its list of files"), advice)


def write(root: Path, file: str, content: bytes, before: bytes | None = None) -> None:
    """Write a file of the folder, by way of its own staging; call it while `writing`."""
    path, staging = root / file, root / _STAGING
    if not path.exists():
        files.create(path, content, staging)
        return
    path.chmod(0o600)
    files.replace(path, content, files.read(path, file) if before is None else before, staging)


def write_sealed(
    root: Path,
    key: Path | None,
    file: str,
    content: bytes,
    recipients: Sequence[str],
    before: bytes | None = None,
) -> None:
    """Write an encrypted file, once it is known that it opens; raise UnopenedError."""
    sealed = age.encrypt(content, recipients)
    if age.decrypt(sealed, key, file) != content:
        raise age.UnopenedError(
            _("{file} would not open again.").format(file=file), _("Nothing was changed.")
        )
    write(root, file, sealed, before)


def list_recipients(root: Path, key: Path, others: Sequence[str] = ()) -> list[str]:
    """Name whose keys open the contacts: one's own, those they are known to be for, and others."""
    known = (
        files.read(root / RECIPIENTS, RECIPIENTS).decode().split()
        if (root / RECIPIENTS).exists()
        else []
    )
    return list(dict.fromkeys([age.find_recipient(key), *known, *others]))


def list_readers(root: Path, key: Path | None, sealed: bytes) -> list[str]:
    """Name the recipients of what replaces the contacts, or joins them: they lie `sealed`.

    Raises MissingKeyError, or UnopenedError where somebody would be locked out.
    """
    if key is None:
        raise age.MissingKeyError(key)
    everybody = list_recipients(root, key)
    if len(everybody) < age.count_recipients(sealed):
        raise age.UnopenedError(
            _("Others open {file} with their keys, and {list} does not name them all.").format(
                file=ENCRYPTED, list=RECIPIENTS
            ),
            _(
                "Nothing was changed. Say for whom it is from now on: mcsj people rekey --recipient age1…"
            ),
        )
    return everybody


def _conceal(problem: Problem, keys: Collection[str]) -> Problem:
    """Take out of a problem what stands in the file: its excerpt, and what is quoted unless it is a known key."""
    quoted = _QUOTED.search(problem.message)
    if quoted is None or quoted[0][1:-1] in keys:
        return problem._replace(excerpt="")
    word = quoted[0][1:-1].lstrip("#&*")
    advice = (
        re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", problem.advice) if word else problem.advice
    )
    return problem._replace(message=_QUOTED.sub("«…»", problem.message), advice=advice, excerpt="")
