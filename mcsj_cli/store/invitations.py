"""What went out about each meeting, and what was answered: a file a meeting, private and encrypted as the contacts."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.invitation import Answer, Correspondence, Sent
from mcsj_cli.store import age, files, yaml
from mcsj_cli.store.private import (
    ENCRYPTED,
    INVITATIONS,
    PrivateDataError,
    concealing,
    list_readers,
    write,
    write_sealed,
    writing,
)

_SEALED = ".age"
_HEADER = "# Invitaciones y respuestas: las lleva «mcsj meetings invite»; no se editan a mano.\n"
_KEYS = {
    one.encode_name
    for part in (Correspondence, Sent, Answer)
    for one in msgspec.structs.fields(part)
}


class _StoredInvitation(NamedTuple):
    """A meeting's file as it lies; `raw` is empty where there is none."""

    file: str
    raw: bytes
    value: Correspondence


def has_correspondence(root: Path, uid: str) -> bool:
    """Say whether anything is known of a meeting's invitations, without opening it."""
    return any((root / name).exists() for name in _names(uid))


def list_invitations(root: Path) -> list[str]:
    """Name the meetings of whose invitations anything is known."""
    found = {
        path.name.removesuffix(_SEALED)
        for path in (root / INVITATIONS).glob("*.yaml*")
        if path.is_file()
    }
    return sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml"))


def read_correspondence(root: Path, key: Path | None, uid: str) -> Correspondence:
    """Read what is known of a meeting's invitations.

    Raises PrivateDataError, MissingKeyError, UnopenedError, or MissingPartError.
    """
    with concealing():
        return _read(root, key, uid).value


def change_correspondence(
    root: Path, key: Path | None, uid: str, change: Callable[[Correspondence], Correspondence]
) -> Correspondence:
    """Change what is known of a meeting's invitations, as the only writer; raises as `read_correspondence`."""
    with concealing(), writing(root):
        kept = _read(root, key, uid)
        changed = change(kept.value)
        if changed != kept.value:
            _put(root, key, uid, kept, changed, _find_readers(root, key))
        return changed


def list_of_person(root: Path, key: Path | None, person: str) -> dict[str, Correspondence]:
    """Give all that is kept of somebody's invitations, by meeting."""
    with concealing():
        found = {uid: _read(root, key, uid).value.only(person) for uid in list_invitations(root)}
        return {uid: one for uid, one in found.items() if one != Correspondence()}


def forget_invited(root: Path, key: Path | None, person: str) -> None:
    """Forget somebody's invitations and answers; call it while writing in the private folder."""
    for uid in list_invitations(root):
        kept = _read(root, key, uid)
        changed = kept.value.without(person)
        if changed != kept.value:
            _put(root, key, uid, kept, changed, _find_readers(root, key))


def reseal(root: Path, key: Path | None, readers: Sequence[str]) -> None:
    """Write all of it anew for these recipients, or plain for none; call it while writing in the private folder."""
    for uid in list_invitations(root):
        kept = _read(root, key, uid)
        _put(root, key, uid, kept, kept.value, readers)


def examine_invitations(root: Path) -> Iterator[Problem]:
    """Find what is wrong in the plain files; no problem says what stands there."""
    for uid in list_invitations(root):
        plain, sealed = _names(uid)
        try:
            if not (root / sealed).exists():
                _load(files.read(root / plain, plain), plain)
        except InvalidDataError as error:
            yield from error.problems


def _names(uid: str) -> tuple[str, str]:
    return f"{INVITATIONS}/{uid}.yaml", f"{INVITATIONS}/{uid}.yaml{_SEALED}"


def _read(root: Path, key: Path | None, uid: str) -> _StoredInvitation:
    """Read a meeting's file; of two that an interruption left the encrypted one is whole, and the other too."""
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
    """Name for whom to encrypt, as the contacts are; nobody where they lie plain."""
    if not (root / ENCRYPTED).exists():
        return ()
    return list_readers(root, key, files.read(root / ENCRYPTED, ENCRYPTED))


def _put(
    root: Path,
    key: Path | None,
    uid: str,
    kept: _StoredInvitation,
    changed: Correspondence,
    readers: Sequence[str],
) -> None:
    """Write a meeting's file in the form that the contacts have; the one of the other form goes."""
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
