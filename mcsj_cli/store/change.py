"""A change of the data under way.

It reads files as they lie now, and collects new contents. `Project.changing` writes them all, or
none.
"""

import os
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from mcsj_cli.errors import ExistsError, Fault, InvalidDataError, NotFoundError, UnkeepableError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.privacy import Contacts, find_personal
from mcsj_cli.store import files, yaml
from mcsj_cli.store.identity import find_identity
from mcsj_cli.store.links import require_no_link
from mcsj_cli.store.replacement import Contents
from mcsj_cli.store.yaml import edit

R = TypeVar("R", bound=Record)
T = TypeVar("T", bound=Struct)


class Change:
    """The files that one command writes; `Project.changing` makes it while nobody else writes."""

    def __init__(self, root: Path, declared: Contacts) -> None:
        self._root = root
        self._declared = declared
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
        return None if raw is None else yaml.load(raw, schema, file)

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
        require_keepable(value, self._declared)
        raw = self._read_content(file)
        if raw is None:
            self._keep(file, self._prove(yaml.dump(value).encode(), value, file))
            return
        old = yaml.load(raw, type(value), file)
        wanted = _carry_over(_plain(old), _plain(value), yaml.parse_plain(raw, file))
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

    def _keep(self, file: str, content: bytes) -> None:
        self._contents[file] = (self._contents[file][0], content)

    def _prove(self, content: bytes, value: object, file: str) -> bytes:
        """Return `content` if it reads as the value it was made from; raise UnkeepableError."""
        try:
            read = yaml.load(content, type(value), file)
        except InvalidDataError as error:
            problem = error.problems[0]
            raise UnkeepableError(problem.message, problem.advice) from error
        assert read == value, file  # noqa: S101  nothing else may ever be written
        return content


def require_keepable(value: object, declared: Contacts) -> None:
    """Raise UnkeepableError for a value that breaks a rule of its own, or has personal contacts."""
    faults: list[Fault] = [*value.faults()] if hasattr(value, "faults") else []
    for fault in [*faults, *find_personal(value, declared)]:
        raise UnkeepableError(fault.message, fault.advice)


def _carry_over(old: Any, new: Any, written: Any) -> Any:
    """Bring a change from `old` to `new` into what a file says in its own way.

    What the file leaves out or writes otherwise, and the change does not mean, stays as it is.
    """
    if new == old:
        return written
    if all(isinstance(version, dict) for version in (old, new, written)):
        return _carry_over_mapping(old, new, written)
    if all(isinstance(version, list) for version in (old, new, written)):
        return _carry_over_list(old, new, written)
    return new


def _carry_over_mapping(
    old: dict[str, Any], new: dict[str, Any], written: dict[str, Any]
) -> dict[str, Any]:
    carried = {key: value for key, value in written.items() if key in new or key not in old}
    for key, value in new.items():
        carried[key] = _carry_over(old.get(key), value, written.get(key))
    return carried


def _carry_over_list(old: list[Any], new: list[Any], written: list[Any]) -> list[Any]:
    if len(old) != len(written):
        return new
    key = find_identity(old, new)
    names = [item[key] if key else item for item in old]
    carried = []
    for item in new:
        name = item[key] if key else item
        if name in names:
            place = names.index(name)
            carried.append(_carry_over(old[place], item, written[place]))
        else:
            carried.append(item)
    return carried


def _plain(value: Struct) -> object:
    return yaml.parse_plain(yaml.dump(value).encode(), "")
