"""The private contacts: `people.yaml` in the folder that git ignores, plain or encrypted.

Nothing of it goes anywhere else: no cache, no index, no history, no temporary file beyond its folder; and what is said
of its problems names fields and places, never what stands there.
"""

import os
import re
import secrets
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.errors import (
    Fault,
    InvalidDataError,
    InvalidValueError,
    McsjError,
    OutputError,
    Problem,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.model.person import Consent, Contact, People, Person, PersonNotFoundError
from mcsj_cli.model.text import split_words
from mcsj_cli.store import age, files, git, lock, yaml
from mcsj_cli.store.yaml import edit

FOLDER = "private"
PEOPLE, ENCRYPTED = "private/people.yaml", "private/people.yaml.age"
ERASURES, RECIPIENTS = "private/erasures.yaml", "private/recipients.txt"
_STAGING = "private/.staging"
_HEADER = "# Datos personales: no salen de esta carpeta, que git no ve. Se cambian con «mcsj people».\n"
# The lines of .gitignore that hide the whole folder, from which nothing inside can be taken back.
_IGNORING = {FOLDER, f"{FOLDER}/", f"/{FOLDER}", f"/{FOLDER}/", f"**/{FOLDER}", f"**/{FOLDER}/"}
_QUOTED = re.compile("«.*»", re.DOTALL)
_KEYS = {one.encode_name for part in (People, Person, Contact, Consent) for one in msgspec.structs.fields(part)}


class PrivateDataError(InvalidDataError):
    """Private data that cannot be read as they are; no problem says what stands there."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__([_conceal(problem) for problem in problems])
        self.advice = _("Correct the file and run the command again.")


class ConcealedError(Exception):
    """A fault of the program while it held people's data: its kind and its way, without its words."""


class Locked(NamedTuple):
    """What encrypting did: whether a key was made, and for how many keys the file was encrypted."""

    made_key: bool
    readers: int


class _Kept(NamedTuple):
    """The file as it lies: its bytes, and what they say."""

    file: str
    raw: bytes
    plain: bytes


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


def read_people(root: Path, key: Path | None) -> list[Person]:
    """Read everybody who is kept, decrypted in memory with a key file where it is encrypted.

    Raises PrivateDataError, MissingKeyError, UnopenedError, or MissingPartError.
    """
    with concealing():
        kept = _read(root, key)
        return _load(kept) if kept else []


def change_people(root: Path, key: Path | None, change: Callable[[list[Person]], list[Person]]) -> None:
    """Change who is kept, as the only writer; what a person wrote by hand between the lines stays.

    Raises InvalidValueError for what cannot be kept, and as `read_people`.
    """
    with concealing(), _writing(root):
        kept = _read(root, key)
        old = _load(kept) if kept else []
        new = change(old)
        _refuse(new)
        if new == old:
            return
        if kept is None:
            _write(root, PEOPLE, (_HEADER + yaml.dump(People(new))).encode())
        else:
            _replace(root, key, kept, _rewrite(kept.plain, old, new))


def forget_person(root: Path, key: Path | None, uid: str, day: date) -> str:
    """Remove somebody, with the comments that speak of them, and give the reference under which that is noted."""
    with concealing(), _writing(root):
        kept = _read(root, key)
        old = _load(kept) if kept else []
        gone = next((person for person in old if person.uid == uid), None)
        if kept is None or gone is None:
            raise PersonNotFoundError(_("Nobody is called so."))
        text = _drop_comments(kept.plain, old.index(gone), gone)
        _replace(root, key, kept, _rewrite(text, old, [person for person in old if person is not gone]))
        reference = secrets.token_hex(4)
        noted = files.read(root / ERASURES, ERASURES) if (root / ERASURES).exists() else b""
        gap = b"\n" if noted and not noted.endswith(b"\n") else b""
        _write(root, ERASURES, noted + gap + f"- {{on: {day}, reference: {reference}}}\n".encode())
        return reference


def examine_people(root: Path) -> list[Problem]:
    """Find what is wrong with the private folder without opening it: whether git sees it, and the plain file's faults.

    Those are warnings, as they concern nobody else. No problem says what stands there.
    """
    if not (root / FOLDER).exists() and not (git.is_repository(root) and git.list_known(root, FOLDER)):
        return []
    with concealing():
        try:
            _check_ignored(root)
            if (root / PEOPLE).exists() and (root / ENCRYPTED).exists():
                raise _find_both()
            if (root / PEOPLE).exists():
                content = files.read(root / PEOPLE, PEOPLE)
                _load(_Kept(PEOPLE, content, content))
        except InvalidDataError as error:
            return [problem._replace(warning=True) for problem in error.problems]
        except McsjError as error:
            return [Problem(FOLDER, 0, 0, error.message, error.advice)]
    return []


def find_copies(root: Path) -> list[str]:
    """Name what else lies in the folder, where a person may have left copies."""
    known = {PEOPLE, ENCRYPTED, ERASURES, RECIPIENTS}
    names = [path.relative_to(root).as_posix() for path in sorted((root / FOLDER).rglob("*")) if path.is_file()]
    return [name for name in names if name not in known]


def encrypt_people(root: Path, key: Path, recipients: Sequence[str], day: date) -> Locked:
    """Encrypt the file for one's own key and others'; the plain one goes when the other was read back as the same.

    One that was interrupted is brought to its end.
    """
    with concealing(), _writing(root):
        age.check_outside(key, root)
        age.check_recipients(recipients)
        if not (root / PEOPLE).exists():
            encrypted = (root / ENCRYPTED).exists()
            message = _("The contacts are encrypted already.") if encrypted else _("There are no contacts yet.")
            raise WrongUsageError(message, _("Nothing was changed."))
        content = files.read(root / PEOPLE, PEOPLE)
        _load(_Kept(PEOPLE, content, content))
        if not (root / ENCRYPTED).exists():
            made = age.make_key(key, day)
            everybody = _list_recipients(root, key, recipients)
            _write(root, RECIPIENTS, "".join(f"{one}\n" for one in everybody).encode())
            _write(root, ENCRYPTED, age.encrypt(content, everybody))
        else:
            made = False
        written = files.read(root / ENCRYPTED, ENCRYPTED)
        if age.decrypt(written, key, ENCRYPTED) != content:
            raise _find_both()
        files.remove(root / PEOPLE, content)
        return Locked(made, age.count_recipients(written))


def decrypt_people(root: Path, key: Path) -> None:
    """Write the plain file back; the encrypted one goes when the other was read back as the same."""
    with concealing(), _writing(root):
        raw = _read_encrypted(root)
        content = age.decrypt(raw, key, ENCRYPTED)
        if not (root / PEOPLE).exists():
            _write(root, PEOPLE, content)
        if files.read(root / PEOPLE, PEOPLE) != content:
            raise _find_both()
        files.remove(root / ENCRYPTED, raw)


def rekey_people(root: Path, key: Path, recipients: Sequence[str], day: date) -> Locked:
    """Encrypt for a new key of one's own and for these others alone, so that nobody else opens what comes later."""
    with concealing(), _writing(root):
        age.check_outside(key, root)
        age.check_recipients(recipients)
        raw = _read_encrypted(root)
        if (root / PEOPLE).exists():
            raise _find_both()
        content = age.decrypt(raw, key, ENCRYPTED)
        age.renew_key(key, day)
        everybody = list(dict.fromkeys([age.find_recipient(key), *recipients]))
        _write(root, RECIPIENTS, "".join(f"{one}\n" for one in everybody).encode())
        _seal(root, key, raw, content, everybody)
        return Locked(True, len(everybody))


def write_export(root: Path, path: Path, content: bytes) -> None:
    """Write people's data where a person asked for them, for the owner's eyes only, and never where git looks.

    Raises OutputError.
    """
    target = path.resolve()
    if root.resolve() in target.parents and (root / FOLDER).resolve() not in target.parents:
        advice = _("Nothing was written. Choose a place in private/, or outside the folder.")
        raise OutputError(path, _("personal data may not lie there, where git sees them"), advice)
    if (root / FOLDER).resolve() in target.parents:
        _check_ignored(root)
    with _for_owner():
        files.write(path, content)


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    """Be the only writer, in a folder that git ignores and that only its owner opens."""
    _check_ignored(root)
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


def _check_ignored(root: Path) -> None:
    """Refuse to write where git would see it; raise OutputError."""
    ignore = root / ".gitignore"
    lines = ignore.read_text(encoding="utf-8", errors="replace").splitlines() if ignore.is_file() else []
    last = next((line for line in map(str.strip, reversed(lines)) if line.removeprefix("!") in _IGNORING), "!")
    if last.startswith("!"):
        advice = _("Nothing was written. Add the line «private/» at the end of .gitignore, and run the command again.")
        raise OutputError(root / FOLDER, _("git does not ignore it, and would share people's data"), advice)
    if git.is_repository(root) and git.list_known(root, FOLDER):
        advice = _("Nothing was written. Take it out, with: git rm --cached -r private")
        raise OutputError(root / FOLDER, _("git has people's data in its list of files"), advice)


def _read(root: Path, key: Path | None) -> _Kept | None:
    if (root / ENCRYPTED).exists():
        if (root / PEOPLE).exists():
            raise _find_both()
        raw = files.read(root / ENCRYPTED, ENCRYPTED)
        return _Kept(ENCRYPTED, raw, age.decrypt(raw, key, ENCRYPTED))
    if not (root / PEOPLE).exists():
        return None
    raw = files.read(root / PEOPLE, PEOPLE)
    return _Kept(PEOPLE, raw, raw)


def _read_encrypted(root: Path) -> bytes:
    if not (root / ENCRYPTED).exists():
        raise WrongUsageError(_("The contacts are not encrypted."), _("Nothing was changed."))
    return files.read(root / ENCRYPTED, ENCRYPTED)


def _find_both() -> PrivateDataError:
    message = _("it lies beside its plain file, people.yaml, and nobody knows which of the two counts")
    advice = _(
        "«mcsj people lock» ends an encryption that was interrupted; if the two differ, move one of them elsewhere."
    )
    return PrivateDataError([Problem(ENCRYPTED, 0, 0, message, advice)])


def _load(kept: _Kept) -> list[Person]:
    try:
        return yaml.load(kept.plain, People, kept.file).people
    except InvalidDataError as error:
        raise PrivateDataError(error.problems) from None


def _conceal(problem: Problem) -> Problem:
    """Take out of a problem what stands in the file: its excerpt, and what is quoted unless it is a known key."""
    quoted = _QUOTED.search(problem.message)
    if quoted is None or quoted[0][1:-1] in _KEYS:
        return problem._replace(excerpt="")
    word = quoted[0][1:-1].lstrip("#&*")
    advice = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", problem.advice) if word else problem.advice
    return problem._replace(message=_QUOTED.sub("«…»", problem.message), advice=advice, excerpt="")


def _refuse(people: list[Person]) -> None:
    for fault in People(people).faults():
        raise InvalidValueError(_("This cannot be kept: {reason}.").format(reason=fault.message), fault.advice)


def _rewrite(raw: bytes, old: list[Person], new: list[Person]) -> bytes:
    """Make a document say what has changed from old to new, and leave the rest as it is written there."""
    plain: Any = yaml.parse_plain(raw, PEOPLE)
    written = {entry["uid"]: entry for entry in plain["people"]}
    before = {person.uid: _to_plain(person) for person in old}
    wanted = [_update(written.get(person.uid, {}), before.get(person.uid, {}), _to_plain(person)) for person in new]
    return edit.rewrite(raw, {"people": wanted}, PEOPLE)


def _update(written: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Give an entry as it is written, but for what differs between old and new."""
    kept = {key: value for key, value in written.items() if old.get(key) == new.get(key)}
    return {**new, **kept}


def _to_plain(person: Person) -> dict[str, Any]:
    plain: Any = yaml.parse_plain(yaml.dump(person).encode(), "")
    return dict(plain)


def _drop_comments(raw: bytes, position: int, person: Person) -> bytes:
    """Take out the comments right above a person, the first one's excepted, and those that name them."""
    lines = raw.decode("utf-8").splitlines(keepends=True)
    line = yaml.locate(raw, PEOPLE, [Fault(("people", position), "")])[0].line - 1
    above = line
    while position and above and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    kept = [
        text
        for number, text in enumerate(lines)
        if not (text.lstrip().startswith("#") and (above <= number < line or _names(text, person)))
    ]
    dropped = "".join(kept).encode()
    return dropped if yaml.parse_plain(dropped, PEOPLE) == yaml.parse_plain(raw, PEOPLE) else raw


def _names(text: str, person: Person) -> bool:
    """Say whether a text names a person by name, short name, address or number."""
    said, digits = f" {' '.join(split_words(text))} ", re.sub(r"\D", "", text)
    numbers = [re.sub(r"\D", "", contact.value)[-10:] for contact in person.channels if "@" not in contact.value]
    names = [person.uid, person.name, *(contact.value for contact in person.channels)]
    return any(f" {' '.join(split_words(name))} " in said for name in names) or any(
        number in digits for number in numbers
    )


def _replace(root: Path, key: Path | None, kept: _Kept, content: bytes) -> None:
    if kept.file == PEOPLE:
        _write(root, PEOPLE, content, kept.raw)
        return
    if key is None:
        raise age.MissingKeyError(key)
    everybody = _list_recipients(root, key, ())
    if len(everybody) < age.count_recipients(kept.raw):
        raise age.UnopenedError(
            _("Others open {file} with their keys, and {list} does not name them all.").format(
                file=ENCRYPTED, list=RECIPIENTS
            ),
            _("Nothing was changed. Say for whom it is from now on: mcsj people rekey --recipient age1…"),
        )
    _seal(root, key, kept.raw, content, everybody)


def _seal(root: Path, key: Path, before: bytes, content: bytes, recipients: Sequence[str]) -> None:
    """Write the encrypted file anew, once it is known that it opens."""
    sealed = age.encrypt(content, recipients)
    if age.decrypt(sealed, key, ENCRYPTED) != content:
        raise age.UnopenedError(_("{file} would not open again.").format(file=ENCRYPTED), _("Nothing was changed."))
    _write(root, ENCRYPTED, sealed, before)


def _list_recipients(root: Path, key: Path, others: Sequence[str]) -> list[str]:
    """Name whose keys open the file: one's own, those it is known to be for, and others."""
    known = files.read(root / RECIPIENTS, RECIPIENTS).decode().split() if (root / RECIPIENTS).exists() else []
    return list(dict.fromkeys([age.find_recipient(key), *known, *others]))


def _write(root: Path, file: str, content: bytes, before: bytes | None = None) -> None:
    """Write a file of the folder, by way of its own staging, for the owner's eyes only."""
    path, staging = root / file, root / _STAGING
    if not path.exists():
        files.create(path, content, staging)
        return
    path.chmod(0o600)
    files.replace(path, content, files.read(path, file) if before is None else before, staging)
