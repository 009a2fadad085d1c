"""Invitations and answers: a file a meeting, private and encrypted as the contacts are."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.invitation import Answer, Correspondence, Sent
from mcsj_cli.store import age, files, yaml
from mcsj_cli.store.private import (
    ENCRYPTED,
    INVITATIONS,
    PrivateDataError,
    concealing,
    list_keys,
    list_readers,
    write,
    write_sealed,
    writing,
)

_SEALED = ".age"
_HEADER = "# Invitaciones y respuestas: las lleva «mcsj reuniones invitar»; no se editan a mano.\n"
_KEYS = list_keys(Correspondence, Sent, Answer)


class _StoredInvitation(NamedTuple):
    """A meeting's file as it lies on the disk; `raw` is empty if there is none."""

    file: str
    raw: bytes
    value: Correspondence


def has_correspondence(root: Path, uid: str) -> bool:
    """Whether a meeting has a file of invitations, which is not opened."""
    return any((root / name).exists() for name in _names(uid))


def list_invitations(root: Path) -> list[str]:
    """Name the meetings that have a file of invitations."""
    uids = set()
    for path in (root / INVITATIONS).glob("*.yaml*"):
        name = path.name.removesuffix(_SEALED)
        if path.is_file() and name.endswith(".yaml"):
            uids.add(name.removesuffix(".yaml"))
    return sorted(uids)


def read_correspondence(root: Path, key: Path | None, uid: str) -> Correspondence:
    """Read a meeting's invitations and answers.

    Raises PrivateDataError, MissingKeyError, UnopenedError, or MissingPartError.
    """
    with concealing():
        return _read_file(root, key, uid).value


def change_correspondence(
    root: Path, key: Path | None, uid: str, change: Callable[[Correspondence], Correspondence]
) -> Correspondence:
    """Change a meeting's invitations and answers, as the only writer.

    Raises as `read_correspondence`.
    """
    with concealing(), writing(root):
        kept = _read_file(root, key, uid)
        changed = change(kept.value)
        if changed != kept.value:
            _write_file(root, key, uid, kept, changed, _find_readers(root, key))
        return changed


def list_of_person(root: Path, key: Path | None, person: str) -> dict[str, Correspondence]:
    """Return all that is kept of a person's invitations, by meeting."""
    found = {}
    with concealing():
        for uid in list_invitations(root):
            own = _read_file(root, key, uid).value.only(person)
            if own != Correspondence():
                found[uid] = own
    return found


def forget_invited(root: Path, key: Path | None, person: str) -> None:
    """Forget a person's invitations and answers; call it while `private.writing`."""
    for uid in list_invitations(root):
        kept = _read_file(root, key, uid)
        changed = kept.value.without(person)
        if changed != kept.value:
            _write_file(root, key, uid, kept, changed, _find_readers(root, key))


def reseal(root: Path, key: Path | None, readers: Sequence[str]) -> None:
    """Write all files anew, encrypted for these recipients, or plain if there are none.

    Call it while `private.writing`.
    """
    for uid in list_invitations(root):
        kept = _read_file(root, key, uid)
        _write_file(root, key, uid, kept, kept.value, readers)


def examine_invitations(root: Path) -> Iterator[Problem]:
    """Find the problems of the plain files, which do not say what stands there."""
    for uid in list_invitations(root):
        plain, sealed = _names(uid)
        try:
            if not (root / sealed).exists():
                _load(files.read(root / plain, plain), plain)
        except InvalidDataError as error:
            yield from error.problems


def _names(uid: str) -> tuple[str, str]:
    return f"{INVITATIONS}/{uid}.yaml", f"{INVITATIONS}/{uid}.yaml{_SEALED}"


def _read_file(root: Path, key: Path | None, uid: str) -> _StoredInvitation:
    """Read a meeting's file; if an interruption left both forms, each is whole."""
    plain, sealed = _names(uid)
    if (root / sealed).exists():
        raw = files.read(root / sealed, sealed)
        return _StoredInvitation(sealed, raw, _load(age.decrypt(raw, key, sealed), sealed))
    if not (root / plain).exists():
        return _StoredInvitation(plain, b"", Correspondence())
    raw = files.read(root / plain, plain)
    return _StoredInvitation(plain, raw, _load(raw, plain))


def _load(content: bytes, file: str) -> Correspondence:
    try:
        return yaml.load(content, Correspondence, file)
    except InvalidDataError as error:
        raise PrivateDataError(error.problems, _KEYS) from None


def _find_readers(root: Path, key: Path | None) -> Sequence[str]:
    """Return the recipients of the contacts, or none if they lie plain."""
    if not (root / ENCRYPTED).exists():
        return ()
    return list_readers(root, key, files.read(root / ENCRYPTED, ENCRYPTED))


def _write_file(
    root: Path,
    key: Path | None,
    uid: str,
    kept: _StoredInvitation,
    changed: Correspondence,
    readers: Sequence[str],
) -> None:
    """Write a meeting's file in the form of the contacts, and remove it in the other form."""
    file, other = reversed(_names(uid)) if readers else _names(uid)
    files.make_folder(root / INVITATIONS)
    content = (_HEADER + yaml.dump(changed)).encode()
    before = kept.raw if kept.file == file and kept.raw else None
    if readers:
        write_sealed(root, key, file, content, readers, before)
    else:
        write(root, file, content, before)
    if (root / other).exists():
        files.remove(root / other, (root / other).read_bytes())
