"""The names by which mesas are in video calls: a private file, encrypted as the contacts are."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.caller import Caller, Callers
from mcsj_cli.model.person import Person
from mcsj_cli.store import files, yaml
from mcsj_cli.store.private import CALLERS, PrivateDataError, concealing, list_keys, writing
from mcsj_cli.store.sealable import (
    StoredPrivate,
    find_readers,
    read_sealable,
    write_sealable,
)

_HEADER = (
    "# Nombres en videollamadas y sus mesas: los lleva «mcsj reuniones asistencia»."
    " No salen de esta carpeta, que git no ve.\n"
)
_KEYS = list_keys(Callers, Caller)


def read_callers(root: Path, key: Path | None) -> Callers:
    """Read the names that are remembered.

    Raises PrivateDataError, MissingKeyError, UnopenedError, or MissingPartError.
    """
    with concealing():
        return _load(read_sealable(root, key, CALLERS))


def remember_callers(root: Path, key: Path | None, fresh: Sequence[Caller]) -> None:
    """Remember some names, as the only writer; raise as `read_callers`."""
    with concealing(), writing(root):
        stored = read_sealable(root, key, CALLERS)
        known = _load(stored)
        changed = known.remember(fresh)
        if changed is not known:
            _write(root, key, stored, changed, find_readers(root, key))


def list_callers_of(root: Path, key: Path | None, person: Person) -> list[Caller]:
    """Return what is remembered of a person; raise as `read_callers`."""
    return read_callers(root, key).only(person)


def forget_caller(root: Path, key: Path | None, person: Person) -> None:
    """Forget every name that could be a person's; call it while `private.writing`."""
    stored = read_sealable(root, key, CALLERS)
    known = _load(stored)
    changed = known.without(person)
    if stored.raw and changed != known:
        _write(root, key, stored, changed, find_readers(root, key))


def reseal_callers(root: Path, key: Path | None, readers: Sequence[str]) -> None:
    """Write the file anew, encrypted for these recipients, or plain if there are none.

    Call it while `private.writing`.
    """
    stored = read_sealable(root, key, CALLERS)
    if stored.raw:
        _write(root, key, stored, _load(stored), readers)


def examine_callers(root: Path) -> Iterator[Problem]:
    """Find the problems of the plain file, which do not say what stands there."""
    if not (root / CALLERS).exists():
        return
    try:
        raw = files.read(root / CALLERS, CALLERS)
        _load(StoredPrivate(CALLERS, raw, raw))
    except InvalidDataError as error:
        yield from error.problems


def _load(stored: StoredPrivate) -> Callers:
    if not stored.raw:
        return Callers()
    try:
        return yaml.load(stored.plain, Callers, stored.file)
    except InvalidDataError as error:
        raise PrivateDataError(error.problems, _KEYS) from None


def _write(
    root: Path, key: Path | None, stored: StoredPrivate, callers: Callers, readers: Sequence[str]
) -> None:
    write_sealable(root, key, stored, (_HEADER + yaml.dump(callers)).encode(), readers)
