"""A change of the data under way.

It reads files as they lie now, and collects new contents. `Project.changing` writes them all, or
none.
"""

import os
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from mcsj_cli.errors import ExistsError, Fault, InvalidDataError, NotFoundError, UnkeepableError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.privacy import Contacts, find_personal
from mcsj_cli.model.title import require_short
from mcsj_cli.store import files, yaml
from mcsj_cli.store.carrying import carry_over, find_extras
from mcsj_cli.store.links import require_no_link
from mcsj_cli.store.replacement import Contents
from mcsj_cli.store.yaml import edit

R = TypeVar("R", bound=Record)
T = TypeVar("T", bound=Struct)


class Change:
    """The files that one command writes; `Project.changing` makes it while nobody else writes.

    In a folder of a `newer` format keys that nobody here knows stay in the files.
    """

    def __init__(self, root: Path, declared: Contacts, *, newer: bool = False) -> None:
        self._root = root
        self._declared = declared
        self._newer = newer
        self._contents: dict[str, tuple[bytes | None, bytes | None]] = {}

    @property
    def contents(self) -> Contents:
        """Each file's content before and after, without files that stay as they are."""
        return {file: pair for file, pair in self._contents.items() if pair[0] != pair[1]}

    def load(self, file: str, schema: type[T]) -> T | None:
        """Read a file as it is now, or as this change has made it; None if there is none.

        Raises InvalidDataError.
        """
        raw = self._read_content(file)
        return None if raw is None else yaml.load(raw, schema, file, newer=self._newer)

    def load_known(self, file: str, schema: type[T]) -> T:
        """Read a file that was there a moment ago, as `load`; raise NotFoundError if it is gone."""
        value = self.load(file, schema)
        if value is None:
            raise NotFoundError(_("file"), file)
        return value

    def put(self, file: str, value: Struct) -> None:
        """Make a file say what `value` says, touching only the lines that mean something else now.

        Raises InvalidValueError for what cannot be kept.
        """
        raw = self._read_content(file)
        if raw is None:
            require_keepable(value, self._declared)
            self._keep(file, self._prove(yaml.dump(value).encode(), value, file))
            return
        old = yaml.load(raw, type(value), file, newer=self._newer)
        require_keepable(value, self._declared, old)
        written = yaml.parse_plain(raw, file)
        extras = find_extras(written, type(value)) if self._newer else {}
        wanted = carry_over(_plain(old), _plain(value), written, extras)
        self._keep(file, self._prove(edit.rewrite(raw, wanted, file), value, file))

    def add(self, kind: Kind[R], record: R) -> Entry[R]:
        """Write a new record under its own uid, numbered if that is taken.

        Raises ExistsError if no number is free, or the kind has none.
        """
        for number in range(1, 1000):
            uid = record.uid if number == 1 else f"{record.uid}-{number}"
            file = kind.path(uid)
            require_no_link(self._root, file.rpartition("/")[0])
            if not self._is_taken(file):
                require_keepable(record, self._declared)
                content = self._prove(yaml.dump(record).encode(), record, file)
                self._contents[file] = (None, content)
                return Entry(uid, file, record)
            if kind.uid_is_fixed:
                raise ExistsError(
                    _("{path} exists already.").format(path=file), _("Nothing was written.")
                )
        message = _("There are a thousand records called {uid}.").format(uid=record.uid)
        raise ExistsError(message, _("Choose another title."))

    def remove(self, file: str) -> None:
        """Let a file go that was there a moment ago; raise NotFoundError if it is gone."""
        if self._read_content(file) is None:
            raise NotFoundError(_("file"), file)
        self._keep(file, None)

    def _is_taken(self, file: str) -> bool:
        if file in self._contents:
            return self._contents[file][1] is not None
        return os.path.lexists(self._root / file)

    def _read_content(self, file: str) -> bytes | None:
        if file not in self._contents:
            require_no_link(self._root, file)
            path = self._root / file
            raw = files.read(path, file) if path.exists() else None
            self._contents[file] = (raw, raw)
        return self._contents[file][1]

    def _keep(self, file: str, content: bytes | None) -> None:
        self._contents[file] = (self._contents[file][0], content)

    def _prove(self, content: bytes, value: object, file: str) -> bytes:
        """Return `content` if it reads as the value it was made from; raise UnkeepableError."""
        try:
            read = yaml.load(content, type(value), file, newer=self._newer)
        except InvalidDataError as error:
            problem = error.problems[0]
            raise UnkeepableError(problem.message, problem.advice) from error
        assert read == value, file  # noqa: S101  nothing else may ever be written
        return content


def require_keepable(value: object, declared: Contacts, old: object = None) -> None:
    """Raise UnkeepableError for a value that breaks a rule of its own, or has personal contacts.

    A title that is too long, or a fault of entry, stays where the `old` value has it already.
    """
    faults: list[Fault] = [*value.faults()] if hasattr(value, "faults") else []
    faults += _faults_at_entry(value, old)
    for fault in [*faults, *find_personal(value, declared)]:
        raise UnkeepableError(fault.message, fault.advice)
    title = getattr(value, "title", "")
    if title != getattr(old, "title", ""):
        require_short(title)


def _faults_at_entry(value: object, old: object) -> list[Fault]:
    """Return the faults that older records may have and new ones may not, without the old ones."""
    if not hasattr(value, "faults_at_entry"):
        return []
    before = set(old.faults_at_entry()) if hasattr(old, "faults_at_entry") else set()
    return [fault for fault in value.faults_at_entry() if fault not in before]


def _plain(value: Struct) -> object:
    return yaml.parse_plain(yaml.dump(value).encode(), "")
