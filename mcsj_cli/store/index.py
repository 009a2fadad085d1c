"""The index of the records: what each file was read as, found again without reading it.

Derived and disposable: `.mcsj/index.sqlite3` may be deleted at any time. It is brought up to date before it is asked,
by stat data: only files that changed are read.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from mcsj_cli import __version__
from mcsj_cli.errors import Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.selection import Selection
from mcsj_cli.store.filestat import Stamp, find_stamp, this_moment
from mcsj_cli.store.scan import Folder, list_stamps, scan, scan_changed, uid_of

R = TypeVar("R", bound=Record)

INDEX = Path(".mcsj", "index.sqlite3")
_APPLICATION = 0x6D63736A  # "mcsj"
_VERSION = 6
_CACHE = 32_000  # kilobytes; the first index of a large archive would go back to the disk for each page without it
_SAMPLE = 1_000  # records that show well enough under which facets a word stands
_PATIENCE = 60.0  # seconds that one process waits for another's refresh
_BATCH = 500
# What a question may fail with; and SQLite's codes that blame the disk, or another process, and not the index.
FAILURES = (sqlite3.Error, msgspec.MsgspecError)
_OF_THE_DISK = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
)  # fmt: skip

_SCHEMA = """
CREATE TABLE maker (version TEXT);
CREATE TABLE folders (
    name TEXT PRIMARY KEY, kind TEXT, digest BLOB, files INTEGER, listed INTEGER
) WITHOUT ROWID;
CREATE TABLE files (
    id INTEGER PRIMARY KEY, folder TEXT, name TEXT, mtime INTEGER, ctime INTEGER, size INTEGER, inode INTEGER,
    settled INTEGER, kind TEXT, uid TEXT, day TEXT, data BLOB, flawed INTEGER, UNIQUE (folder, name)
);
CREATE INDEX by_day ON files (kind, day, uid);
CREATE INDEX by_uid ON files (kind, uid);
CREATE INDEX by_flaw ON files (kind) WHERE flawed;
CREATE TABLE facets (
    kind TEXT, field TEXT, value TEXT, day TEXT, uid TEXT, file INTEGER,
    PRIMARY KEY (kind, field, value, day, uid, file)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
"""

_REMOVE_FACET = "DELETE FROM facets WHERE kind = ? AND field = ? AND value = ? AND day = ? AND uid = ? AND file = ?"


class Row(NamedTuple):
    """A record as the index keeps it; without `data` where its file could not be read."""

    uid: str
    day: str
    data: bytes | None
    facets: Sequence[tuple[str, str]] = ()
    texts: tuple[str, str] = ("", "")


class Hooks(NamedTuple):
    """What the index needs of others: how files are read, whom to tell of a rebuild, and whom of its progress."""

    read: Callable[[Path, Kind[Record], Sequence[str]], Iterable[Row]]
    tell: Callable[[str], None]
    progress: Callable[[int, int], None]


class Found(NamedTuple, Generic[R]):
    """What a selection found: records, and the files of its kind that hold none that can be used.

    Beside each such file stands the one that has its name too, if that is the flaw.
    """

    entries: list[Entry[R]]
    flawed: list[tuple[str, str | None]]


class Index:
    """An open index of the data folder at `root`."""

    def __init__(self, connection: sqlite3.Connection, root: Path, hooks: Hooks) -> None:
        self._connection = connection
        self._root = root
        self._hooks = hooks

    def refresh(self, kind: Kind[Record]) -> list[Problem]:
        """Bring a kind up to date with its files; give the folders that cannot be looked at as problems."""
        problems: list[Problem] = []
        rows = self._ask("SELECT name, digest, files FROM folders WHERE kind = ?", kind.folder)
        digests = {name: digest for name, digest, _files in rows}
        lying = scan(
            self._root,
            f"data/{kind.folder}",
            {name: files for name, _digest, files in rows},
            problems,
        )
        gone = digests.keys() - lying.keys()
        if gone or any(digests.get(name) != folder.digest for name, folder in lying.items()):
            with self._writing():
                self._update(kind, lying, gone)
        return problems

    def refresh_lists(self, kind: Kind[Record]) -> None:
        """Bring a kind up to date with the files that came and went, in a time that no archive makes longer.

        What was edited in its place is left to the next `refresh`.
        """
        rows = self._ask("SELECT name, listed FROM folders WHERE kind = ?", kind.folder)
        if not rows:
            self.refresh(kind)
            return
        lying = scan_changed(self._root, dict(rows))
        if lying:
            with self._writing():
                self._update(kind, lying, ())

    def add(self, kind: Kind[Record], file: str) -> None:
        """Take in a record that was just written, so that the next one to be written knows it."""
        if not self._ask("SELECT 1 FROM folders WHERE kind = ? LIMIT 1", kind.folder):
            return  # the first look will find it
        with self._writing():
            stamp = find_stamp(self._root / file)
            self._keep(
                kind,
                [(file, row, stamp, False) for row in self._hooks.read(self._root, kind, [file])],
            )
            folder = file.rpartition("/")[0]
            self._keep_folder(kind, folder, None)
            parent = folder.rpartition("/")[0]  # which lists a new year's folder now
            listed = find_stamp(self._root / parent).mtime
            self._connection.execute(
                "UPDATE folders SET listed = ? WHERE name = ?", (listed, parent)
            )

    def select(self, selection: Selection[R]) -> Found[R]:
        """Find the records that a selection asks for, as the index has them, in the order of day and uid.

        With words, in the order of how well they fit.
        """
        query, values = _build_query(selection)
        rows = self._connection.execute(query, values).fetchall()
        if selection.limit is not None and not selection.words:
            rows.reverse()
        decoder = msgspec.json.Decoder(selection.kind.record, dec_hook=_make_field)
        entries = [
            Entry(uid, f"{folder}/{name}", decoder.decode(data)) for uid, folder, name, data in rows
        ]
        return Found(entries, self._flawed(selection.kind))

    def count(self, kind: Kind[Record]) -> int:
        """Count the records of a kind that can be used."""
        return int(
            self._ask("SELECT count(*) FROM files WHERE kind = ? AND NOT flawed", kind.folder)[0][0]
        )

    def find_uids(self, kind: Kind[Record], part: str) -> list[tuple[str, str]]:
        """Find the uids of a kind that hold a text, at most a few, each with its file."""
        pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = "SELECT uid, folder || '/' || name FROM files WHERE kind = ? AND uid LIKE ? ESCAPE '\\' ORDER BY uid DESC"
        return self._ask(f"{query} LIMIT {_BATCH}", kind.folder, pattern)

    def find_latest(self, kind: Kind[Record]) -> tuple[str, str] | None:
        """Find the uid and file of a kind that changed last."""
        query = "SELECT uid, folder || '/' || name FROM files WHERE kind = ? ORDER BY mtime DESC, name DESC LIMIT 1"
        return next(iter(self._ask(query, kind.folder)), None)

    def rarest(self, words: Iterable[str], count: int) -> list[str]:
        """Choose the words that the fewest records have; those that none has are left out."""
        known: list[tuple[int, str]] = []
        for word in words:
            known += self._ask("SELECT doc, term FROM vocabulary WHERE term = ?", word)
        return [word for _records, word in sorted(known)[:count]]

    def count_facets(
        self, kind: Kind[Record], field: str, stems: Iterable[str]
    ) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
        """Count a kind's records by the values of a label: all of them, and those with a word that begins so.

        Of a word that very many have the latest are counted.
        """
        totals = dict(
            self._ask(
                "SELECT value, count(*) FROM facets WHERE kind = ? AND field = ? GROUP BY value",
                kind.folder,
                field,
            )
        )
        places = ", ".join("?" * len(totals))
        query = (
            "SELECT facets.value, count(*) FROM"  # noqa: S608  every value is bound
            " (SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?) AS found"
            " JOIN files ON files.id = found.id AND files.kind = ? AND NOT files.flawed"
            f" JOIN facets ON facets.kind = files.kind AND facets.field = ? AND facets.value IN ({places})"
            " AND facets.day = files.day AND facets.uid = files.uid AND facets.file = files.id GROUP BY facets.value"
        )
        counts = {
            stem: dict(self._ask(query, f'"{stem}"*', _SAMPLE, kind.folder, field, *totals))
            for stem in dict.fromkeys(stems)
        }
        return totals, counts

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def _ask(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the only writer's place; all that is written counts, or nothing does."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def _flawed(self, kind: Kind[Record]) -> list[tuple[str, str | None]]:
        query = (
            "SELECT one.folder || '/' || one.name, other.folder || '/' || other.name FROM files AS one"
            " LEFT JOIN files AS other ON one.data IS NOT NULL AND other.kind = one.kind AND other.uid = one.uid"
            " AND NOT other.flawed WHERE one.kind = ? AND one.flawed ORDER BY 1"
        )
        return self._ask(query, kind.folder)

    def _update(self, kind: Kind[Record], lying: Mapping[str, Folder], gone: Iterable[str]) -> None:
        """Read what changed in some folders of a kind, as whoever waited for another's refresh finds them now."""
        moment = this_moment()
        stored = dict(
            self._connection.execute(
                "SELECT name, digest FROM folders WHERE kind = ?", (kind.folder,)
            )
        )
        uids: set[str] = set()
        for name in gone:
            known = [row[0] for row in self._ask("SELECT name FROM files WHERE folder = ?", name)]
            uids |= self._forget(kind, name, known)
            self._connection.execute("DELETE FROM folders WHERE name = ?", (name,))
        changed: dict[str, Stamp] = {}
        different = [name for name, folder in lying.items() if stored.get(name) != folder.digest]
        for name in different:
            changed.update(self._compare(kind, name, uids))
        self._read(kind, changed, moment)
        for name in different:
            self._keep_folder(kind, name, lying[name])
        self._mark_twins(kind, uids | {uid_of(file) for file in changed})

    def _compare(self, kind: Kind[Record], folder: str, uids: set[str]) -> dict[str, Stamp]:
        """Forget what a folder no longer holds as it was, and give the stamps of the files that must be read.

        What was forgotten is added to `uids`.
        """
        try:
            lying = list_stamps(self._root / folder)
        except OSError:  # gone, or closed, since it was looked at
            lying = {}
        query = "SELECT name, settled, mtime, ctime, size, inode FROM files WHERE folder = ?"
        known = {
            name: (settled, stamp)
            for name, settled, *stamp in self._connection.execute(query, (folder,))
        }
        same = {
            name
            for name, (settled, stamp) in known.items()
            if settled and stamp == [*lying.get(name, ())]
        }
        uids |= self._forget(kind, folder, known.keys() - same)
        return {f"{folder}/{name}": stamp for name, stamp in lying.items() if name not in same}

    def _read(self, kind: Kind[Record], changed: dict[str, Stamp], moment: int) -> None:
        files = list(changed)
        waiting: list[tuple[str, Row, Stamp, bool]] = []
        for number, (file, row) in enumerate(
            zip(files, self._hooks.read(self._root, kind, files), strict=True), 1
        ):
            waiting.append((file, row, changed[file], changed[file].is_settled(moment)))
            if len(waiting) == _BATCH or number == len(files):
                self._keep(kind, waiting)
                waiting.clear()
                self._hooks.progress(number, len(files))

    def _keep(self, kind: Kind[Record], found: Iterable[tuple[str, Row, Stamp, bool]]) -> None:
        """Take in files that are not known, each with its record, its stamp, and whether that can be trusted."""
        ((last,),) = self._ask("SELECT coalesce(max(id), 0) FROM files")
        files, facets, words = [], [], []
        for key, (file, row, stamp, settled) in enumerate(found, last + 1):
            folder, _slash, name = file.rpartition("/")
            flawed = row.data is None
            files.append(
                (
                    key,
                    folder,
                    name,
                    *stamp,
                    settled,
                    kind.folder,
                    row.uid,
                    row.day,
                    row.data,
                    flawed,
                )
            )
            if not flawed:
                facets += [
                    (kind.folder, field, value, row.day, row.uid, key)
                    for field, value in row.facets
                ]
                words.append((key, *row.texts))
        run = self._connection.executemany
        run("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", files)
        run("INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?, ?, ?)", facets)
        run("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", words)

    def _keep_folder(self, kind: Kind[Record], name: str, folder: Folder | None) -> None:
        """Remember how a folder was found, without its digest if a file in it must be looked at each time.

        None is one to which this process itself has added.
        """
        ((files, settled),) = self._connection.execute(
            "SELECT count(*), coalesce(min(settled), 1) FROM files WHERE folder = ?", (name,)
        )
        digest = folder.digest if folder and settled else None
        listed = folder.listed if folder else find_stamp(self._root / name).mtime
        self._connection.execute(
            "INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?)",
            (name, kind.folder, digest, files, listed),
        )

    def _forget(self, kind: Kind[Record], folder: str, names: Collection[str]) -> set[str]:
        """Remove files and what is known of them, and give their uids.

        Their facets, which no index leads to, follow from their records.
        """
        run = self._connection.execute
        query = "SELECT id, uid, day, data FROM files WHERE folder = ? AND name = ?"
        for name in names:
            for key, uid, day, data in self._ask(query, folder, name):
                if data is not None:
                    record = msgspec.json.decode(data, type=kind.record, dec_hook=_make_field)
                    keys = [
                        (kind.folder, field, value, day, uid, key)
                        for field, value in record.facets()
                    ]
                    self._connection.executemany(_REMOVE_FACET, keys)
                    run("DELETE FROM words WHERE rowid = ?", (key,))
                run("DELETE FROM files WHERE id = ?", (key,))
        return {uid_of(name) for name in names}

    def _mark_twins(self, kind: Kind[Record], uids: Collection[str]) -> None:
        """Mark all but the first file of each uid: two files of one name cannot both be the record."""
        mark = (
            "UPDATE files SET flawed = data IS NULL OR EXISTS (SELECT 1 FROM files AS other"
            " WHERE other.kind = files.kind"
            " AND other.uid = files.uid AND other.data IS NOT NULL"
            " AND (other.folder, other.name) < (files.folder, files.name)) WHERE kind = ?"
        )
        if len(uids) > _BATCH:
            self._connection.execute(mark, (kind.folder,))
        else:
            self._connection.executemany(
                f"{mark} AND uid = ?", [(kind.folder, uid) for uid in uids]
            )


def open_index(root: Path, hooks: Hooks) -> Index:
    """Open the index of a data folder, making it where there is none or none that is ours.

    A folder that cannot be written is indexed in memory, beginning with what its own index holds.
    """
    path = root / INDEX
    connection = None
    try:
        path.parent.mkdir(exist_ok=True)
        _check_size(path)
        connection = _connect(path)
        _claim(connection)
    except (OSError, sqlite3.Error) as error:
        if connection:
            connection.close()
        return open_instead(root, hooks, error)
    return Index(connection, root, hooks)


def open_instead(root: Path, hooks: Hooks, error: Exception) -> Index:
    """Open an index in place of one that failed: in memory where the disk is to blame, otherwise made anew."""
    path = root / INDEX
    if isinstance(error, OSError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_THE_DISK:
        return Index(_open_in_memory(path), root, hooks)
    hooks.tell(_("The index was damaged or of another version: it is made anew."))
    try:
        remove_index(root)
        connection = _connect(path)
        _claim(connection)
    except (OSError, sqlite3.Error):
        connection = _open_in_memory(path)
    return Index(connection, root, hooks)


def remove_index(root: Path) -> None:
    """Remove the index and what belongs to it; raise OSError."""
    for ending in ("", "-journal", "-wal", "-shm"):
        (root / f"{INDEX}{ending}").unlink(missing_ok=True)


def _check_size(path: Path) -> None:
    """Raise DatabaseError for a file that was cut: its header (bytes 16 and 28, file format 1.3) says how long it is.

    While another process writes, or after it died, there is a journal, and the length is for SQLite to settle.
    """
    if not path.exists() or (path.parent / f"{path.name}-journal").exists():
        return
    with path.open("rb") as stream:
        header = stream.read(32)
        length = stream.seek(0, 2)
    size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if length and length < (65_536 if size == 1 else size) * pages:
        raise sqlite3.DatabaseError("cut")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    return connection


def _claim(connection: sqlite3.Connection) -> None:
    """See that a database is our index of this version, and make it so if it is empty; raise DatabaseError."""
    if _is_ours(connection):
        return
    connection.execute("BEGIN IMMEDIATE")  # another process may be making it just now
    try:
        if not _is_ours(connection):
            if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                raise sqlite3.DatabaseError("foreign")
            for statement in _SCHEMA.strip().split(";\n"):
                connection.execute(statement.rstrip(";"))
            connection.execute("INSERT INTO maker VALUES (?)", (__version__,))
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Say whether a database is our index of this version; raise DatabaseError for one of another."""
    marks = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    ]
    if marks != [_APPLICATION, _VERSION]:
        return False
    if connection.execute("SELECT version FROM maker").fetchall() != [(__version__,)]:
        raise sqlite3.DatabaseError("version")
    return True


def _open_in_memory(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as stored:
            stored.backup(connection)
        _claim(connection)
    except sqlite3.Error:
        connection.close()
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _claim(connection)
    return connection


def _make_field(field: type, text: object) -> object:
    return field(text)


def _term(word: str, match: str) -> str:
    """Write a word for FTS5: any beginning of one, or of several in a row; where any will do, only with a star."""
    begun = match == "all" or word.endswith("*")
    return f'"{word.removesuffix("*")}"' + "*" * begun


def _build_query(selection: Selection[R]) -> tuple[str, list[object]]:
    """Write the query of a selection; a label that is chosen by, and ordered by day, drives it."""
    kind, facets = selection.kind.folder, list(selection.facets.items())
    tables, where = ["files"], ["NOT files.flawed"]
    values: list[object] = []
    order, day = "files.day {0}, files.uid {0}", "files.day"
    if selection.words:
        joint = " OR " if selection.match == "any" else " "
        tables.append("words")
        where.append("words MATCH ? AND files.id = words.rowid AND files.kind = ?")
        values += [
            joint.join(_term(word, selection.match) for word in selection.words),
            kind,
        ]
        order = "rank, files.uid"
    elif selection.by != "day":
        tables.append("facets AS driver")
        where.append("files.id = driver.file AND driver.kind = ? AND driver.field = ?")
        values += [kind, selection.by]
        day = "driver.value"
    elif facets:
        field, value = facets.pop(0)
        tables.append("facets AS driver")
        where.append(
            "files.id = driver.file AND driver.kind = ? AND driver.field = ? AND driver.value = ?"
        )
        values += [kind, field, value]
        order, day = "driver.day {0}, driver.uid {0}", "driver.day"
    else:
        where.append("files.kind = ?")
        values.append(kind)
    for sign, limit in ((">=", selection.first), ("<=", selection.last)):
        if limit is not None:
            where.append(f"{day} {sign} ?")
            values.append(limit.isoformat())
    for field, value in facets:
        where.append(
            "EXISTS (SELECT 1 FROM facets WHERE kind = files.kind AND field = ? AND value = ?"
            " AND day = files.day AND uid = files.uid AND file = files.id)"
        )
        values += [field, value]
    query = (
        "SELECT files.uid, files.folder, files.name, files.data"  # noqa: S608  every value is bound
        f" FROM {', '.join(tables)} WHERE {' AND '.join(where)}"
        f" ORDER BY {order.format('DESC' if selection.limit is not None else 'ASC')}"
    )
    if selection.limit is not None:
        query += " LIMIT ?"
        values.append(selection.limit)
    return query, values
