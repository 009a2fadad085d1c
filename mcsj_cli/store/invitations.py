"""Invitations and answers: a file a meeting, private and encrypted as the contacts are."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.invitation import Answer, Correspondence, Sent
from mcsj_cli.store import files, yaml
from mcsj_cli.store.private import (
    INVITATIONS,
    PrivateDataError,
    concealing,
    list_keys,
    writing,
)
from mcsj_cli.store.sealable import (
    SEALED,
    StoredPrivate,
    find_readers,
    read_sealable,
    write_sealable,
)

_HEADER = "# Invitaciones y respuestas: las lleva «mcsj reuniones invitar»; no se editan a mano.\n"
_KEYS = list_keys(Correspondence, Sent, Answer)


class _StoredInvitation(NamedTuple):
    """A meeting's file as it lies on the disk, and what it says."""

    stored: StoredPrivate
    value: Correspondence


def has_correspondence(root: Path, uid: str) -> bool:
    """Whether a meeting has a file of invitations, which is not opened."""
    return any((root / name).exists() for name in _names(uid))


def list_invitations(root: Path) -> list[str]:
    """Name the meetings that have a file of invitations."""
    uids = set()
    for path in (root / INVITATIONS).glob("*.yaml*"):
        name = path.name.removesuffix(SEALED)
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
            _write_file(root, key, kept, changed, find_readers(root, key))
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
            _write_file(root, key, kept, changed, find_readers(root, key))


def reseal(root: Path, key: Path | None, readers: Sequence[str]) -> None:
    """Write all files anew, encrypted for these recipients, or plain if there are none.

    Call it while `private.writing`.
    """
    for uid in list_invitations(root):
        kept = _read_file(root, key, uid)
        _write_file(root, key, kept, kept.value, readers)


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
    return f"{INVITATIONS}/{uid}.yaml", f"{INVITATIONS}/{uid}.yaml{SEALED}"


def _read_file(root: Path, key: Path | None, uid: str) -> _StoredInvitation:
    stored = read_sealable(root, key, _names(uid)[0])
    value = _load(stored.plain, stored.file) if stored.raw else Correspondence()
    return _StoredInvitation(stored, value)


def _load(content: bytes, file: str) -> Correspondence:
    try:
        return yaml.load(content, Correspondence, file)
    except InvalidDataError as error:
        raise PrivateDataError(error.problems, _KEYS) from None


def _write_file(
    root: Path,
    key: Path | None,
    kept: _StoredInvitation,
    changed: Correspondence,
    readers: Sequence[str],
) -> None:
    """Write a meeting's file in the form of the contacts, and remove it in the other form."""
    write_sealable(root, key, kept.stored, (_HEADER + yaml.dump(changed)).encode(), readers)
