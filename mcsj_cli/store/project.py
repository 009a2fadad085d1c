"""A network's data folder: its documents, its records and its history.

What reads and what writes is imported when it is first asked for: a list of groups needs neither.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mcsj_cli.errors import Fault, InvalidDataError, NoProjectError, Problem
from mcsj_cli.model.network import FORMAT
from mcsj_cli.store.documents import GROUPS, NETWORK, Documents
from mcsj_cli.store.listener import NOBODY, Listener
from mcsj_cli.store.own_folder import require_own

if TYPE_CHECKING:
    from mcsj_cli.model.kinds import Entry, Kind, Record
    from mcsj_cli.model.selection import Selection
    from mcsj_cli.store.archive import Archive
    from mcsj_cli.store.change import Change
    from mcsj_cli.store.history import History
    from mcsj_cli.store.records import Reading

R = TypeVar("R", bound="Record")


class Project(Documents):
    """The data folder of one network, as commands hold it."""

    def __init__(self, root: Path, listener: Listener = NOBODY) -> None:
        super().__init__(root)
        self.listener = listener

    @cached_property
    def archive(self) -> "Archive":
        from mcsj_cli.store.archive import Archive

        return Archive(self.root, self.listener, newer=self.is_newer)

    @cached_property
    def history(self) -> "History":
        from mcsj_cli.store.history import History

        try:
            autocommit = self.network.autocommit
        except InvalidDataError:
            autocommit = True
        return History(self.root, self.listener, autocommit=autocommit)

    def read(self, kind: "Kind[R]") -> "Reading[R]":
        """Read all records of a kind."""
        from mcsj_cli.model.selection import Selection

        return self.select(Selection(kind))

    def select(self, selection: "Selection[R]") -> "Reading[R]":
        """Read the records that a selection asks for, as `Archive.select`."""
        return self.archive.select(selection)

    def count_selected(self, selection: "Selection[R]") -> int:
        """Count the records that a selection asks for, as `Archive.count_selected`."""
        return self.archive.count_selected(selection)

    def find(self, kind: "Kind[R]", text: str) -> "Entry[R]":
        """Find one record by what a person calls it, as `Archive.find`."""
        return self.archive.find(kind, text)

    @contextmanager
    def writing(self) -> "Iterator[History]":
        """Be the only writer of the folder while the block runs, and tell its history."""
        with self.history.hold():
            try:
                yield self.history
            finally:
                if "archive" in self.__dict__:
                    self.archive.expect_changes()

    @contextmanager
    def changing(self, message: str, *, tell: bool = True) -> "Iterator[Change]":
        """Change files as one commit: everything is written at the end of the block, or nothing.

        The person is told what the commit did, unless the command has words of its own for it.
        """
        from mcsj_cli.store.change import Change

        change = Change(self.root, self.declared, newer=self.is_newer)
        with self.writing() as history:
            yield change
            if change.contents:
                self.raise_format(history)
            history.write(message, change.contents)
        if tell:
            self.listener.tell(_describe_change(message, change))

    def raise_format(self, history: "History") -> None:
        """Bring a folder of an older format to ours before its data change.

        This writes network.yaml, which no command changes otherwise.
        """
        try:
            if self.network.format >= FORMAT:
                return
        except InvalidDataError:
            return  # told where it matters
        from mcsj_cli.store.data_format import raise_format  # once in a folder's life

        raise_format(self.root, history)

    def locate(self, file: str, faults: list[Fault]) -> list[Problem]:
        """Return the faults of a readable file with their lines and columns."""
        from mcsj_cli.store import files, yaml  # only when something is wrong

        return yaml.locate(files.read(self.root / file, file), file, faults)


def _describe_change(message: str, change: "Change") -> str:
    from mcsj_cli.commits import describe_commit  # only for writing
    from mcsj_cli.i18n import _

    if not change.contents:
        return _("Nothing has changed.")
    deed = describe_commit(message)
    return deed[0].upper() + deed[1:]


def find_project(start: Path, listener: Listener = NOBODY) -> Project:
    """Find the data folder of `start` or the nearest folder above it.

    Raises NoProjectError, and InvalidDataError as `require_own`.
    """
    for folder in (start, *start.parents):
        if _is_project(folder):
            require_own(folder)
            return Project(folder, listener)
    raise NoProjectError(start, _list_below(start))


def _list_below(start: Path) -> list[str]:
    """Return the names of the data folders right in a folder, where nobody means another."""
    try:
        return sorted(one.name for one in start.iterdir() if one.is_dir() and _is_project(one))
    except OSError:
        return []


def _is_project(folder: Path) -> bool:
    try:
        return (folder / GROUPS).is_file() or (folder / NETWORK).is_file()
    except PermissionError:
        return True  # it is there but closed to us: reading it will say so
