"""The private contacts: `people.yaml` in the folder of people's data, plain or encrypted."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mcsj_cli.errors import (
    Fault,
    HistoryError,
    InvalidDataError,
    McsjError,
    Problem,
    UnkeepableError,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.model.person import Consent, Contact, People, Person, PersonNotFoundError
from mcsj_cli.model.phone import phone_key
from mcsj_cli.model.text import split_words
from mcsj_cli.store import age, callers, files, git, invitations, yaml
from mcsj_cli.store.erasures import note_erasure
from mcsj_cli.store.private import (
    CALLERS,
    ENCRYPTED,
    FOLDER,
    PEOPLE,
    RECIPIENTS,
    PrivateDataError,
    check_ignored,
    concealing,
    list_keys,
    list_readers,
    list_recipients,
    write,
    write_sealed,
    writing,
)
from mcsj_cli.store.yaml import edit

_HEADER = (
    "# Datos personales: no salen de esta carpeta, que git no ve. Se cambian con «mcsj personas».\n"
)
_KEYS = list_keys(People, Person, Contact, Consent)


class Locked(NamedTuple):
    """The result of encrypting: whether a key was made, and how many keys open the file."""

    made_key: bool
    readers: int


class _StoredPeople(NamedTuple):
    """The file as it lies on the disk: its bytes, and the same decrypted."""

    file: str
    raw: bytes
    plain: bytes


def read_people(root: Path, key: Path | None) -> list[Person]:
    """Read all contacts, decrypted in memory with a key file if they are encrypted.

    Raises PrivateDataError, MissingKeyError, UnopenedError, or MissingPartError.
    """
    with concealing():
        kept = _read_file(root, key)
        return _load(kept) if kept else []


def change_people(
    root: Path, key: Path | None, change: Callable[[list[Person]], list[Person]]
) -> None:
    """Change the contacts, as the only writer; comments that a person wrote by hand stay.

    Raises InvalidValueError for what cannot be kept, and as `read_people`.
    """
    with concealing(), writing(root):
        kept = _read_file(root, key)
        old = _load(kept) if kept else []
        new = change(old)
        _refuse(new)
        if new == old:
            return
        if kept is None:
            write(root, PEOPLE, (_HEADER + yaml.dump(People(new))).encode())
        else:
            _replace(root, key, kept, _rewrite(kept.plain, old, new))


def forget_person(root: Path, key: Path | None, uid: str, day: date) -> str:
    """Remove a person, with the comments that name them, their invitations and names in calls.

    Returns the reference under which the erasure is noted.
    """
    with concealing(), writing(root):
        kept = _read_file(root, key)
        old = _load(kept) if kept else []
        gone = next((person for person in old if person.uid == uid), None)
        if kept is None or gone is None:
            raise PersonNotFoundError(_("Nobody is called so."))
        invitations.forget_invited(root, key, uid)
        callers.forget_caller(root, key, gone)
        text = _drop_comments(kept.plain, old.index(gone), gone)
        others = [person for person in old if person is not gone]
        _replace(root, key, kept, _rewrite(text, old, others))
        return note_erasure(root, gone, day)


def examine_people(root: Path) -> list[Problem]:
    """Find what is wrong with the private folder, without a key.

    The faults of a plain file are warnings, as they concern only its owner. No problem says what
    stands there.
    """
    if not (root / FOLDER).exists() and not _is_known_to_git(root):
        return []
    with concealing():
        try:
            check_ignored(root)
            if (root / PEOPLE).exists() and (root / ENCRYPTED).exists():
                raise _build_both_error()
            if (root / PEOPLE).exists():
                content = files.read(root / PEOPLE, PEOPLE)
                _load(_StoredPeople(PEOPLE, content, content))
        except InvalidDataError as error:
            return [problem._replace(warning=True) for problem in error.problems]
        except McsjError as error:
            return [Problem(FOLDER, 0, 0, error.message, error.advice)]
        found = [*invitations.examine_invitations(root), *callers.examine_callers(root)]
        return [problem._replace(warning=True) for problem in found]


def _is_known_to_git(root: Path) -> bool:
    if not git.is_repository(root):
        return False
    try:
        return bool(git.list_known(root, FOLDER))
    except HistoryError:  # told with what else is found of git
        return False


def seal_people(people: Sequence[Person], recipients: Sequence[str]) -> bytes:
    """Return contacts encrypted for others alone; raise WrongUsageError for a wrong recipient."""
    with concealing():
        return age.encrypt((_HEADER + yaml.dump(People(list(people)))).encode(), recipients)


def open_people(content: bytes, key: Path, file: str) -> list[Person]:
    """Return the contacts of a file that somebody sealed; `file` is what errors call it.

    Raises UnmadeKeyError, UnopenedError, PrivateDataError or MissingPartError.
    """
    with concealing():
        plain = age.decrypt_given(content, key, file)
        return _load(_StoredPeople(file, content, plain))


def prepare_key(root: Path, key: Path, day: date) -> bool:
    """Make a key file outside the data folder, if it is missing; return whether it was.

    Raises OutputError as `check_outside`. Raises MissingKeyError where contacts are encrypted: a
    new key would not open them, and would lie where their own has to be brought back to.
    """
    age.check_outside(key, root)
    if not key.exists() and (root / ENCRYPTED).exists():
        lost = _(
            "If it is lost for good, nobody opens those contacts any more: move {file} elsewhere,"
            " and run «mcsj people key» again."
        )
        raise age.MissingKeyError(key, lost.format(file=ENCRYPTED))
    return age.make_key(key, day)


def encrypt_people(root: Path, key: Path, recipients: Sequence[str], day: date) -> Locked:
    """Encrypt the contacts for one's own key and for others.

    The plain file is removed once the encrypted one has been read back as the same. An encryption
    that was interrupted is brought to its end.
    """
    with concealing(), writing(root):
        age.check_outside(key, root)
        age.check_recipients(recipients)
        if not (root / PEOPLE).exists():
            if (root / ENCRYPTED).exists() or not (root / CALLERS).exists():
                raise _build_nothing_to_encrypt_error(root)
            # Names in calls are people's data too, before there is any contact.
            write(root, PEOPLE, (_HEADER + yaml.dump(People([]))).encode())
        content = files.read(root / PEOPLE, PEOPLE)
        _load(_StoredPeople(PEOPLE, content, content))
        made = False
        if not (root / ENCRYPTED).exists():
            made = age.make_key(key, day)
            everybody = list_recipients(root, key, recipients)
            _write_recipients(root, everybody)
            write(root, ENCRYPTED, age.encrypt(content, everybody))
        written = files.read(root / ENCRYPTED, ENCRYPTED)
        if age.decrypt(written, key, ENCRYPTED) != content:
            raise _build_both_error()
        _reseal_rest(root, key, list_readers(root, key, written))
        files.remove(root / PEOPLE, content)
        return Locked(made, age.count_recipients(written))


def _reseal_rest(root: Path, key: Path, readers: Sequence[str]) -> None:
    """Write what lies beside the contacts in their form: encrypted for some, or plain for none."""
    invitations.reseal(root, key, readers)
    callers.reseal_callers(root, key, readers)


def _build_nothing_to_encrypt_error(root: Path) -> WrongUsageError:
    if (root / ENCRYPTED).exists():
        message = _("The contacts are encrypted already.")
    else:
        message = _("There are no contacts yet.")
    return WrongUsageError(message, _("Nothing was changed."))


def _write_recipients(root: Path, recipients: Sequence[str]) -> None:
    write(root, RECIPIENTS, "".join(f"{one}\n" for one in recipients).encode())


def decrypt_people(root: Path, key: Path) -> None:
    """Write the plain file back; once it has been read back, remove the encrypted one."""
    with concealing(), writing(root):
        raw = _read_encrypted(root)
        content = age.decrypt(raw, key, ENCRYPTED)
        if not (root / PEOPLE).exists():
            write(root, PEOPLE, content)
        if files.read(root / PEOPLE, PEOPLE) != content:
            raise _build_both_error()
        _reseal_rest(root, key, ())
        files.remove(root / ENCRYPTED, raw)


def rekey_people(root: Path, key: Path, recipients: Sequence[str], day: date) -> Locked:
    """Encrypt for a new key of one's own and for `recipients` alone.

    Other keys will not open what is written from now on.
    """
    with concealing(), writing(root):
        age.check_outside(key, root)
        age.check_recipients(recipients)
        raw = _read_encrypted(root)
        if (root / PEOPLE).exists():
            raise _build_both_error()
        content = age.decrypt(raw, key, ENCRYPTED)
        age.renew_key(key, day)
        everybody = list(dict.fromkeys([age.find_recipient(key), *recipients]))
        _write_recipients(root, everybody)
        write_sealed(root, key, ENCRYPTED, content, everybody, raw)
        _reseal_rest(root, key, everybody)
        return Locked(True, len(everybody))


def _read_file(root: Path, key: Path | None) -> _StoredPeople | None:
    if (root / ENCRYPTED).exists():
        if (root / PEOPLE).exists():
            raise _build_both_error()
        raw = files.read(root / ENCRYPTED, ENCRYPTED)
        return _StoredPeople(ENCRYPTED, raw, age.decrypt(raw, key, ENCRYPTED))
    if not (root / PEOPLE).exists():
        return None
    raw = files.read(root / PEOPLE, PEOPLE)
    return _StoredPeople(PEOPLE, raw, raw)


def _read_encrypted(root: Path) -> bytes:
    if not (root / ENCRYPTED).exists():
        raise WrongUsageError(_("The contacts are not encrypted."), _("Nothing was changed."))
    return files.read(root / ENCRYPTED, ENCRYPTED)


def _build_both_error() -> PrivateDataError:
    message = _(
        "it lies beside its plain file, people.yaml, and nobody knows which of the two counts"
    )
    advice = _(
        "«mcsj people lock» ends an encryption that was interrupted;"
        " if the two differ, move one of them elsewhere."
    )
    return PrivateDataError([Problem(ENCRYPTED, 0, 0, message, advice)])


def _load(kept: _StoredPeople) -> list[Person]:
    try:
        return yaml.load(kept.plain, People, kept.file).people
    except InvalidDataError as error:
        raise PrivateDataError(error.problems, _KEYS) from None


def _refuse(people: list[Person]) -> None:
    for fault in People(people).faults():
        raise UnkeepableError(fault.message, fault.advice)


def _rewrite(raw: bytes, old: list[Person], new: list[Person]) -> bytes:
    """Write the changes from old to new into a document, and leave the rest as it is there."""
    plain: Any = yaml.parse_plain(raw, PEOPLE)
    written = {entry["uid"]: entry for entry in plain["people"]}
    before = {person.uid: _to_plain(person) for person in old}
    wanted = []
    for person in new:
        had, has = before.get(person.uid, {}), _to_plain(person)
        wanted.append(_merge_entry(written.get(person.uid, {}), had, has))
    return edit.rewrite(raw, {"people": wanted}, PEOPLE)


def _merge_entry(
    written: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
) -> dict[str, Any]:
    """Return an entry as it is written, except for what differs between old and new."""
    kept = {key: value for key, value in written.items() if old.get(key) == new.get(key)}
    return {**new, **kept}


def _to_plain(person: Person) -> dict[str, Any]:
    plain: Any = yaml.parse_plain(yaml.dump(person).encode(), "")
    return dict(plain)


def _drop_comments(raw: bytes, position: int, person: Person) -> bytes:
    """Drop the comments right above a person, and those that name the person.

    What stands above the first person belongs to the file, and stays.
    """
    lines = raw.decode("utf-8").splitlines(keepends=True)
    line = yaml.locate(raw, PEOPLE, [Fault(("people", position), "")])[0].line - 1
    above = line
    while position and above and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    kept = []
    for number, text in enumerate(lines):
        is_comment = text.lstrip().startswith("#")
        if is_comment and (above <= number < line or _is_about(text, person)):
            continue
        kept.append(text)
    dropped = "".join(kept).encode()
    # A text in several lines may hold what looks like a comment.
    is_same = yaml.parse_plain(dropped, PEOPLE) == yaml.parse_plain(raw, PEOPLE)
    return dropped if is_same else raw


def _is_about(text: str, person: Person) -> bool:
    """Whether a text names a person by name, short name, address or number."""
    words = _separate_words(text)
    names = [person.uid, person.name, *(contact.value for contact in person.channels)]
    if any(_separate_words(name) in words for name in names):
        return True
    digits = _find_digits(text)
    values = [contact.value for contact in person.channels if "@" not in contact.value]
    return any(phone_key(value) in digits for value in values)


def _separate_words(text: str) -> str:
    """Return a text's words with spaces around each, so that only whole words are found in it."""
    return f" {' '.join(split_words(text))} "


def _find_digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _replace(root: Path, key: Path | None, kept: _StoredPeople, content: bytes) -> None:
    if kept.file == PEOPLE:
        write(root, PEOPLE, content, kept.raw)
        return
    everybody = list_readers(root, key, kept.raw)
    write_sealed(root, key, ENCRYPTED, content, everybody, kept.raw)
