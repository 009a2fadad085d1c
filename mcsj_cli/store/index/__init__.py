"""The index of the records: what each file was read as, found again without reading it.

Derived and disposable: `.mcsj/index.sqlite3` may be deleted at any time. It is brought up to date
before it is asked, by stat data: only files that changed are read.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import msgspec

from mcsj_cli.errors import Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.selection import Selection
from mcsj_cli.store.index.database import (
    Database,
    DatabaseError,
    OtherVersionError,
    is_of_the_disk,
    open_database,
    open_in_memory,
    remake_database,
    remove_database,
)
from mcsj_cli.store.index.query import build_count, build_query
from mcsj_cli.store.index.refresh import Hooks, KindRefresh, make_field
from mcsj_cli.store.scan import scan, scan_changed

R = TypeVar("R", bound=Record)

INDEX = Path(".mcsj", "index.sqlite3")
FAILURES = (DatabaseError, msgspec.MsgspecError)
"""The exceptions by which a question to a damaged index fails."""
_SAMPLE = 1_000  # records that show well enough under which facets a word stands
_MOST_UIDS = 500


class Found(NamedTuple, Generic[R]):
    """The records that a selection found, and the files of its kind that hold no usable record.

    If such a file has the name of another, that other file stands beside it.
    """

    entries: list[Entry[R]]
    flawed: list[tuple[str, str | None]]


class Refreshed(NamedTuple):
    """The folders of a kind that cannot be read, and whether copies lie in the others."""

    problems: list[Problem]
    has_copies: bool


class Index:
    """An open index of the data folder at `root`."""

    def __init__(self, database: Database, root: Path, hooks: Hooks) -> None:
        self._database = database
        self._root = root
        self._hooks = hooks

    def refresh(self, kind: Kind[Record]) -> Refreshed:
        """Bring a kind up to date with its files."""
        problems: list[Problem] = []
        query = "SELECT name, digest, files FROM folders WHERE kind = ?"
        digests, files = {}, {}
        for name, digest, count in self._database.ask(query, kind.folder):
            digests[name] = digest
            files[name] = count
        lying = scan(self._root, f"data/{kind.folder}", files, problems)
        gone = digests.keys() - lying.keys()
        if gone or any(digests.get(name) != folder.digest for name, folder in lying.items()):
            with self._database.writing():
                self._part_of(kind).update(lying, gone)
        return Refreshed(problems, any(folder.has_copies for folder in lying.values()))

    def refresh_lists(self, kind: Kind[Record]) -> None:
        """Bring a kind up to date with the files that came and went.

        What was edited in its place is left to the next `refresh`, so that this is as fast in a
        large archive.
        """
        rows = self._database.ask("SELECT name, listed FROM folders WHERE kind = ?", kind.folder)
        if not rows:
            self.refresh(kind)
            return
        lying = scan_changed(self._root, dict(rows))
        if lying:
            with self._database.writing():
                self._part_of(kind).update(lying, ())

    def add(self, kind: Kind[Record], file: str) -> None:
        """Take in a record that was just written, so that the next one to be written knows it."""
        if not self._database.ask("SELECT 1 FROM folders WHERE kind = ? LIMIT 1", kind.folder):
            return  # the first look will find it
        with self._database.writing():
            self._part_of(kind).add(file)

    def _part_of(self, kind: Kind[Record]) -> KindRefresh:
        return KindRefresh(self._database, self._root, self._hooks, kind)

    def select(self, selection: Selection[R]) -> Found[R]:
        """Find the records that a selection asks for, as the index has them.

        They are sorted by day and uid, or with words by how well they fit.
        """
        query, values = build_query(selection)
        rows = self._database.ask(query, *values)
        if selection.limit is not None and (selection.is_latest or not selection.words):
            rows.reverse()
        decoder = msgspec.json.Decoder(selection.kind.record, dec_hook=make_field)
        entries = [
            Entry(uid, f"{folder}/{name}", decoder.decode(data)) for uid, folder, name, data in rows
        ]
        return Found(entries, self._list_flawed(selection.kind))

    def count_selected(self, selection: Selection[R]) -> int:
        """Count the records that a selection asks for, whatever its limit."""
        query, values = build_count(selection)
        ((records,),) = self._database.ask(query, *values)
        return int(records)

    def _list_flawed(self, kind: Kind[Record]) -> list[tuple[str, str | None]]:
        query = (
            "SELECT one.folder || '/' || one.name, other.folder || '/' || other.name"
            " FROM files AS one LEFT JOIN files AS other ON one.data IS NOT NULL"
            " AND other.kind = one.kind AND other.uid = one.uid AND NOT other.flawed"
            " WHERE one.kind = ? AND one.flawed ORDER BY 1"
        )
        return self._database.ask(query, kind.folder)

    def count(self, kind: Kind[Record]) -> int:
        """Count the records of a kind that can be used."""
        query = "SELECT count(*) FROM files WHERE kind = ? AND NOT flawed"
        ((records,),) = self._database.ask(query, kind.folder)
        return int(records)

    def find_uids(self, kind: Kind[Record], part: str) -> list[tuple[str, str]]:
        """Find the uids of a kind that hold a text, each with its file; at most the latest 500."""
        escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        query = (
            "SELECT uid, folder || '/' || name FROM files WHERE kind = ?"
            " AND uid LIKE ? ESCAPE '\\' ORDER BY uid DESC LIMIT ?"
        )
        return self._database.ask(query, kind.folder, f"%{escaped}%", _MOST_UIDS)

    def find_latest(self, kind: Kind[Record]) -> tuple[str, str] | None:
        """Find the uid and file of a kind that changed last."""
        query = (
            "SELECT uid, folder || '/' || name FROM files WHERE kind = ?"
            " ORDER BY mtime DESC, name DESC LIMIT 1"
        )
        return next(iter(self._database.ask(query, kind.folder)), None)

    def rarest(self, words: Iterable[str], count: int) -> list[str]:
        """Choose the words that the fewest records have; words that no record has are left out."""
        known: list[tuple[int, str]] = []
        for word in words:
            known += self._database.ask("SELECT doc, term FROM vocabulary WHERE term = ?", word)
        return [word for _records, word in sorted(known)[:count]]

    def count_facets(
        self, kind: Kind[Record], field: str, stems: Iterable[str]
    ) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
        """Count a kind's records by the values of a field.

        Returns the counts of all records, and for each stem those of the records with a word that
        begins so. If very many records have the word, only the latest are counted.
        """
        query = "SELECT value, count(*) FROM facets WHERE kind = ? AND field = ? GROUP BY value"
        totals = dict(self._database.ask(query, kind.folder, field))
        counts = {}
        for stem in dict.fromkeys(stems):
            counts[stem] = self._count_stem(kind, field, stem, list(totals))
        return totals, counts

    def _count_stem(
        self, kind: Kind[Record], field: str, stem: str, values: list[str]
    ) -> dict[str, int]:
        places = ", ".join("?" * len(values))
        query = (
            "SELECT facets.value, count(*) FROM (SELECT rowid AS id FROM words"  # noqa: S608  every value is bound
            " WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?) AS found"
            " JOIN files ON files.id = found.id AND files.kind = ? AND NOT files.flawed"
            " JOIN facets ON facets.kind = files.kind AND facets.field = ?"
            f" AND facets.value IN ({places}) AND facets.day = files.day"
            " AND facets.uid = files.uid AND facets.file = files.id GROUP BY facets.value"
        )
        rows = self._database.ask(query, f'"{stem}"*', _SAMPLE, kind.folder, field, *values)
        return dict(rows)

    def close(self) -> None:
        """Close the index's file."""
        self._database.close()


def open_index(root: Path, hooks: Hooks) -> Index:
    """Open the index of a data folder, and make it if it is missing or not ours.

    A folder that cannot be written is indexed in memory, beginning with what its own index holds.
    """
    try:
        database = open_database(root / INDEX, hooks.reader)
    except (OSError, DatabaseError) as error:
        return open_instead(root, hooks, error)
    return Index(database, root, hooks)


def open_instead(root: Path, hooks: Hooks, error: Exception) -> Index:
    """Open an index in place of one that failed.

    If the disk is to blame it is made in memory, otherwise the file is made anew.
    """
    path = root / INDEX
    if is_of_the_disk(error):
        return Index(open_in_memory(path, hooks.reader), root, hooks)
    if isinstance(error, OtherVersionError):
        hooks.tell(_("The program is of another version now, and makes its index anew."))
    else:
        hooks.tell(_("The index was damaged: it is made anew. No data are lost."))
    try:
        database = remake_database(path, hooks.reader)
    except (OSError, DatabaseError):
        database = open_in_memory(path, hooks.reader)
    return Index(database, root, hooks)


def remove_index(root: Path) -> None:
    """Remove the index and what belongs to it; raise OSError."""
    remove_database(root / INDEX)
