"""A change of the data under way: it reads files as they lie now, and writes them all as one commit, or none."""

from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from mcsj_cli.errors import ExistsError, Fault, InvalidValueError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.privacy import Contacts, find_personal
from mcsj_cli.store import files, yaml
from mcsj_cli.store.history import Contents
from mcsj_cli.store.reconcile import Side, reconcile
from mcsj_cli.store.yaml import edit

R = TypeVar("R", bound=Record)
T = TypeVar("T", bound=Struct)


class Change:
    """What one command writes; only made while nobody else writes, by `Project.changing`."""

    def __init__(self, root: Path, declared: Contacts) -> None:
        self._root = root
        self._declared = declared
        self._contents: dict[str, tuple[bytes | None, bytes | None]] = {}

    @property
    def contents(self) -> Contents:
        """Give each file's content before and after; a file that stays as it is does not count."""
        return {file: pair for file, pair in self._contents.items() if pair[0] != pair[1]}

    def load(self, file: str, schema: type[T]) -> T | None:
        """Read a file as it is now, or as this change has made it; None if there is none. Raises InvalidDataError."""
        raw = self._read(file)
        return None if raw is None else yaml.load(raw, schema, file)

    def put(self, file: str, value: Struct) -> None:
        """Make a file say what `value` says, touching only the lines that mean something else now.

        Raises InvalidValueError for what cannot be kept.
        """
        self._refuse(value)
        raw = self._read(file)
        if raw is None:
            self._keep(file, yaml.dump(value).encode())
            return
        old = yaml.load(raw, type(value), file)
        # What the file leaves out, or writes in another way, and this change does not mean, stays as it is.
        wanted = reconcile(_plain(old), _plain(value), yaml.parse_plain(raw, file), lambda _conflict: Side.OURS).value
        self._keep(file, edit.rewrite(raw, wanted, file))

    def add(self, kind: Kind[R], record: R) -> Entry[R]:
        """Write a new record under its own uid, numbered if that is taken; raise ExistsError if it cannot be."""
        for number in range(1, 1000):
            uid = record.uid if number == 1 else f"{record.uid}-{number}"
            file = place(kind, uid)
            if self._read(file) is not None and kind.uid_is_fixed:
                raise ExistsError(_("{path} exists already.").format(path=file), _("Nothing was written."))
            if self._read(file) is None:
                self._refuse(record)
                self._keep(file, yaml.dump(record).encode())
                return Entry(uid, file, record)
        message = _("There are a thousand records called {uid}.").format(uid=record.uid)
        raise ExistsError(message, _("Choose another title."))

    def _read(self, file: str) -> bytes | None:
        if file not in self._contents:
            path = self._root / file
            raw = files.read(path, file) if path.exists() or path.is_symlink() else None
            self._contents[file] = (raw, raw)
        return self._contents[file][1]

    def _keep(self, file: str, content: bytes) -> None:
        self._contents[file] = (self._contents[file][0], content)

    def _refuse(self, value: object) -> None:
        """Refuse what breaks a rule of its own, and people's phones and addresses; raise InvalidValueError."""
        faults: list[Fault] = [*value.faults()] if hasattr(value, "faults") else []
        for fault in [*faults, *find_personal(value, self._declared)]:
            raise InvalidValueError(_("This cannot be kept: {reason}.").format(reason=fault.message), fault.advice)


def place(kind: Kind[Record], uid: str) -> str:
    """Give the file of a record that has yet to be written."""
    return f"data/{kind.folder}/{uid[:4]}/{uid}.yaml"


def _plain(value: Struct) -> object:
    return yaml.parse_plain(yaml.dump(value).encode(), "")
