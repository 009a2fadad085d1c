"""A kind's part of the index, brought up to date with its files: only what changed is read."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from mcsj_cli.model.kinds import Kind, Record
from mcsj_cli.store.filestat import Stamp, find_stamp, this_moment
from mcsj_cli.store.index.database import Database
from mcsj_cli.store.scan import Folder, list_stamps, uid_of

_BATCH = 500


class Row(NamedTuple):
    """A record as the index keeps it; without `data` if its file could not be read."""

    uid: str
    day: str
    data: bytes | None
    facets: Sequence[tuple[str, str]] = ()
    texts: tuple[str, str] = ("", "")


class Hooks(NamedTuple):
    """The functions that the index calls to read files, to report a rebuild and its progress.

    `reader` names what reads so: an index of files that were read otherwise is made anew.
    """

    read: Callable[[Path, Kind[Record], Sequence[str]], Iterable[Row]]
    tell: Callable[[str], None]
    progress: Callable[[int, int], None]
    reader: str


class _ReadFile(NamedTuple):
    """A file as it was read; while it is `settled`, an equal stamp means equal content."""

    file: str
    row: Row
    stamp: Stamp
    settled: bool


class KindRefresh:
    """A kind's part of the index; its methods are called by the only writer."""

    def __init__(self, database: Database, root: Path, hooks: Hooks, kind: Kind[Record]) -> None:
        self._database = database
        self._root = root
        self._hooks = hooks
        self._kind = kind

    def update(self, lying: Mapping[str, Folder], gone: Iterable[str]) -> None:
        """Read what changed in the folders `lying`, and forget the folders that are gone.

        The index is asked anew which folders differ, since another process may have refreshed it
        meanwhile.
        """
        moment = this_moment()
        query = "SELECT name, digest FROM folders WHERE kind = ?"
        stored = dict(self._database.ask(query, self._kind.folder))
        uids: set[str] = set()
        for name in gone:
            uids |= self._forget_folder(name)
        different = [name for name, folder in lying.items() if stored.get(name) != folder.digest]
        changed: dict[str, Stamp] = {}
        for name in different:
            stamps, forgotten = self._compare(name)
            changed.update(stamps)
            uids |= forgotten
        self._read_files(changed, moment)
        for name in different:
            self._keep_folder(name, lying[name])
        self._mark_twins(uids | {uid_of(file) for file in changed})

    def add(self, file: str) -> None:
        """Take in a record that this process has just written."""
        stamp = find_stamp(self._root / file)
        rows = self._hooks.read(self._root, self._kind, [file])
        folder, _slash, name = file.rpartition("/")
        self._forget_files(folder, [name])  # another process may have found it first
        self._keep_files([_ReadFile(file, row, stamp, settled=False) for row in rows])
        self._keep_folder(folder, None)
        parent = folder.rpartition("/")[0]  # which lists a new year's folder now
        listed = find_stamp(self._root / parent).mtime
        self._database.run("UPDATE folders SET listed = ? WHERE name = ?", listed, parent)

    def _forget_folder(self, folder: str) -> set[str]:
        """Remove a folder and its files, and return their uids."""
        rows = self._database.ask("SELECT name FROM files WHERE folder = ?", folder)
        uids = self._forget_files(folder, [name for (name,) in rows])
        self._database.run("DELETE FROM folders WHERE name = ?", folder)
        return uids

    def _compare(self, folder: str) -> tuple[dict[str, Stamp], set[str]]:
        """Forget the files of a folder that are gone or changed.

        Returns the stamps of the files that must be read, and the uids of the forgotten ones.
        """
        try:
            lying = list_stamps(self._root / folder)
        except OSError:  # gone, or closed, since it was looked at
            lying = {}
        query = "SELECT name, settled, mtime, ctime, size, inode FROM files WHERE folder = ?"
        known, same = set(), set()
        for name, settled, *stamp in self._database.ask(query, folder):
            known.add(name)
            if settled and stamp == [*lying.get(name, ())]:
                same.add(name)
        forgotten = self._forget_files(folder, known - same)
        stamps = {f"{folder}/{name}": stamp for name, stamp in lying.items() if name not in same}
        return stamps, forgotten

    def _read_files(self, changed: Mapping[str, Stamp], moment: int) -> None:
        names = list(changed)
        rows = self._hooks.read(self._root, self._kind, names)
        waiting: list[_ReadFile] = []
        for number, (name, row) in enumerate(zip(names, rows, strict=True), 1):
            stamp = changed[name]
            waiting.append(_ReadFile(name, row, stamp, stamp.is_settled(moment)))
            if len(waiting) == _BATCH or number == len(names):
                self._keep_files(waiting)
                waiting.clear()
                self._hooks.progress(number, len(names))

    def _keep_files(self, found: Iterable[_ReadFile]) -> None:
        """Take in files that the index does not know."""
        ((last,),) = self._database.ask("SELECT coalesce(max(id), 0) FROM files")
        kind = self._kind.folder
        files, facets, words = [], [], []
        for key, (file, row, stamp, settled) in enumerate(found, last + 1):
            folder, _slash, name = file.rpartition("/")
            is_flawed = row.data is None
            place = (key, folder, name, *stamp, settled)
            files.append((*place, kind, row.uid, row.day, row.data, is_flawed))
            if is_flawed:
                continue
            for field, value in row.facets:
                facets.append((kind, field, value, row.day, row.uid, key))
            words.append((key, *row.texts))
        run_each = self._database.run_each
        run_each("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", files)
        run_each("INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?, ?, ?)", facets)
        run_each("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", words)

    def _keep_folder(self, name: str, folder: Folder | None) -> None:
        """Remember how a folder was found; None is one to which this process itself has added.

        It has no digest, and so is always compared, if a file in it must be looked at each time.
        """
        query = "SELECT count(*), coalesce(min(settled), 1) FROM files WHERE folder = ?"
        ((files, is_settled),) = self._database.ask(query, name)
        digest = folder.digest if folder and is_settled else None
        listed = folder.listed if folder else find_stamp(self._root / name).mtime
        row = (name, self._kind.folder, digest, files, listed)
        self._database.run("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?)", *row)

    def _forget_files(self, folder: str, names: Collection[str]) -> set[str]:
        """Remove files of a folder and what is known of them, and return their uids."""
        query = "SELECT id, uid, day, data FROM files WHERE folder = ? AND name = ?"
        for name in names:
            for key, uid, day, data in self._database.ask(query, folder, name):
                if data is not None:
                    self._forget_facets(key, uid, day, data)
                    self._database.run("DELETE FROM words WHERE rowid = ?", key)
                self._database.run("DELETE FROM files WHERE id = ?", key)
        return {uid_of(name) for name in names}

    def _forget_facets(self, key: int, uid: str, day: str, data: bytes) -> None:
        """Remove a record's facets by their whole keys: no index leads from a file to them."""
        record = msgspec.json.decode(data, type=self._kind.record, dec_hook=make_field)
        statement = (
            "DELETE FROM facets WHERE kind = ? AND field = ? AND value = ? AND day = ? AND uid = ?"
            " AND file = ?"
        )
        kind = self._kind.folder
        rows = [(kind, field, value, day, uid, key) for field, value in record.facets()]
        self._database.run_each(statement, rows)

    def _mark_twins(self, uids: Collection[str]) -> None:
        """Mark all but the first file of each uid as flawed.

        Two files of one name cannot both be the record.
        """
        mark = (
            "UPDATE files SET flawed = data IS NULL OR EXISTS (SELECT 1 FROM files AS other"
            " WHERE other.kind = files.kind"
            " AND other.uid = files.uid AND other.data IS NOT NULL"
            " AND (other.folder, other.name) < (files.folder, files.name)) WHERE kind = ?"
        )
        if len(uids) > _BATCH:
            self._database.run(mark, self._kind.folder)
        else:
            rows = [(self._kind.folder, uid) for uid in uids]
            self._database.run_each(f"{mark} AND uid = ?", rows)


def make_field(field: type, text: object) -> object:
    """Make a field of a record that the index keeps, as msgspec's `dec_hook`."""
    return field(text)
