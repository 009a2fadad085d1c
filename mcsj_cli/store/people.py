"""The private contacts: `people.yaml` in the folder of people's data, plain or encrypted."""

import re
import secrets
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.errors import (
    Fault,
    InvalidDataError,
    McsjError,
    Problem,
    UnkeepableError,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.model.person import Consent, Contact, People, Person, PersonNotFoundError
from mcsj_cli.model.text import split_words
from mcsj_cli.store import age, files, git, invitations, yaml
from mcsj_cli.store.private import (
    ENCRYPTED,
    ERASURES,
    FOLDER,
    PEOPLE,
    RECIPIENTS,
    PrivateDataError,
    check_ignored,
    concealing,
    list_readers,
    list_recipients,
    write,
    write_sealed,
    writing,
)
from mcsj_cli.store.yaml import edit

_HEADER = (
    "# Datos personales: no salen de esta carpeta, que git no ve. Se cambian con «mcsj people».\n"
)
_KEYS = {
    one.encode_name
    for part in (People, Person, Contact, Consent)
    for one in msgspec.structs.fields(part)
}


class Locked(NamedTuple):
    """What encrypting did: whether a key was made, and for how many keys the file was encrypted."""

    made_key: bool
    readers: int


class _StoredPeople(NamedTuple):
    """The file as it lies: its bytes, and what they say."""

    file: str
    raw: bytes
    plain: bytes


def read_people(root: Path, key: Path | None) -> list[Person]:
    """Read everybody who is kept, decrypted in memory with a key file where it is encrypted.

    Raises PrivateDataError, MissingKeyError, UnopenedError, or MissingPartError.
    """
    with concealing():
        kept = _read(root, key)
        return _load(kept) if kept else []


def change_people(
    root: Path, key: Path | None, change: Callable[[list[Person]], list[Person]]
) -> None:
    """Change who is kept, as the only writer; what a person wrote by hand between the lines stays.

    Raises InvalidValueError for what cannot be kept, and as `read_people`.
    """
    with concealing(), writing(root):
        kept = _read(root, key)
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
    """Remove somebody, with the comments that speak of them and their invitations.

    Gives the reference under which that is noted.
    """
    with concealing(), writing(root):
        kept = _read(root, key)
        old = _load(kept) if kept else []
        gone = next((person for person in old if person.uid == uid), None)
        if kept is None or gone is None:
            raise PersonNotFoundError(_("Nobody is called so."))
        invitations.forget_invited(root, key, uid)
        text = _drop_comments(kept.plain, old.index(gone), gone)
        _replace(
            root, key, kept, _rewrite(text, old, [person for person in old if person is not gone])
        )
        reference = secrets.token_hex(4)
        noted = files.read(root / ERASURES, ERASURES) if (root / ERASURES).exists() else b""
        gap = b"\n" if noted and not noted.endswith(b"\n") else b""
        write(root, ERASURES, noted + gap + f"- {{on: {day}, reference: {reference}}}\n".encode())
        return reference


def examine_people(root: Path) -> list[Problem]:
    """Find what is wrong with the private folder without opening it: whether git sees it, and the plain file's faults.

    Those are warnings, as they concern nobody else. No problem says what stands there.
    """
    if not (root / FOLDER).exists() and not (
        git.is_repository(root) and git.list_known(root, FOLDER)
    ):
        return []
    with concealing():
        try:
            check_ignored(root)
            if (root / PEOPLE).exists() and (root / ENCRYPTED).exists():
                raise _find_both()
            if (root / PEOPLE).exists():
                content = files.read(root / PEOPLE, PEOPLE)
                _load(_StoredPeople(PEOPLE, content, content))
        except InvalidDataError as error:
            return [problem._replace(warning=True) for problem in error.problems]
        except McsjError as error:
            return [Problem(FOLDER, 0, 0, error.message, error.advice)]
        return [problem._replace(warning=True) for problem in invitations.examine_invitations(root)]


def encrypt_people(root: Path, key: Path, recipients: Sequence[str], day: date) -> Locked:
    """Encrypt the file for one's own key and others'; the plain one goes when the other was read back as the same.

    One that was interrupted is brought to its end.
    """
    with concealing(), writing(root):
        age.check_outside(key, root)
        age.check_recipients(recipients)
        if not (root / PEOPLE).exists():
            encrypted = (root / ENCRYPTED).exists()
            message = (
                _("The contacts are encrypted already.")
                if encrypted
                else _("There are no contacts yet.")
            )
            raise WrongUsageError(message, _("Nothing was changed."))
        content = files.read(root / PEOPLE, PEOPLE)
        _load(_StoredPeople(PEOPLE, content, content))
        if not (root / ENCRYPTED).exists():
            made = age.make_key(key, day)
            everybody = list_recipients(root, key, recipients)
            write(root, RECIPIENTS, "".join(f"{one}\n" for one in everybody).encode())
            write(root, ENCRYPTED, age.encrypt(content, everybody))
        else:
            made = False
        written = files.read(root / ENCRYPTED, ENCRYPTED)
        if age.decrypt(written, key, ENCRYPTED) != content:
            raise _find_both()
        invitations.reseal(root, key, list_readers(root, key, written))
        files.remove(root / PEOPLE, content)
        return Locked(made, age.count_recipients(written))


def decrypt_people(root: Path, key: Path) -> None:
    """Write the plain file back; the encrypted one goes when the other was read back as the same."""
    with concealing(), writing(root):
        raw = _read_encrypted(root)
        content = age.decrypt(raw, key, ENCRYPTED)
        if not (root / PEOPLE).exists():
            write(root, PEOPLE, content)
        if files.read(root / PEOPLE, PEOPLE) != content:
            raise _find_both()
        invitations.reseal(root, key, ())
        files.remove(root / ENCRYPTED, raw)


def rekey_people(root: Path, key: Path, recipients: Sequence[str], day: date) -> Locked:
    """Encrypt for a new key of one's own and for these others alone, so that nobody else opens what comes later."""
    with concealing(), writing(root):
        age.check_outside(key, root)
        age.check_recipients(recipients)
        raw = _read_encrypted(root)
        if (root / PEOPLE).exists():
            raise _find_both()
        content = age.decrypt(raw, key, ENCRYPTED)
        age.renew_key(key, day)
        everybody = list(dict.fromkeys([age.find_recipient(key), *recipients]))
        write(root, RECIPIENTS, "".join(f"{one}\n" for one in everybody).encode())
        write_sealed(root, key, ENCRYPTED, content, everybody, raw)
        invitations.reseal(root, key, everybody)
        return Locked(True, len(everybody))


def _read(root: Path, key: Path | None) -> _StoredPeople | None:
    if (root / ENCRYPTED).exists():
        if (root / PEOPLE).exists():
            raise _find_both()
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


def _find_both() -> PrivateDataError:
    message = _(
        "it lies beside its plain file, people.yaml, and nobody knows which of the two counts"
    )
    advice = _(
        "«mcsj people lock» ends an encryption that was interrupted; if the two differ, move one of them elsewhere."
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
    """Make a document say what has changed from old to new, and leave the rest as it is written there."""
    plain: Any = yaml.parse_plain(raw, PEOPLE)
    written = {entry["uid"]: entry for entry in plain["people"]}
    before = {person.uid: _to_plain(person) for person in old}
    wanted = [
        _update(written.get(person.uid, {}), before.get(person.uid, {}), _to_plain(person))
        for person in new
    ]
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
    numbers = [
        re.sub(r"\D", "", contact.value)[-10:]
        for contact in person.channels
        if "@" not in contact.value
    ]
    names = [person.uid, person.name, *(contact.value for contact in person.channels)]
    return any(f" {' '.join(split_words(name))} " in said for name in names) or any(
        number in digits for number in numbers
    )


def _replace(root: Path, key: Path | None, kept: _StoredPeople, content: bytes) -> None:
    if kept.file == PEOPLE:
        write(root, PEOPLE, content, kept.raw)
        return
    everybody = list_readers(root, key, kept.raw)
    write_sealed(root, key, ENCRYPTED, content, everybody, kept.raw)
