"""The index's database: its schema, how it is opened, and when it is ours.

This is the only module that knows SQLite.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

DatabaseError = sqlite3.Error
"""Every failure of SQLite."""
_APPLICATION = 0x6D63736A  # "mcsj"
_VERSION = 7
# Kilobytes. With less, the first index of a large archive goes back to the disk for each page.
_CACHE = 32_000
_PATIENCE = 60.0  # seconds that one process waits for another's refresh
# SQLite's codes that blame the disk, or another process, and not the index.
_OF_THE_DISK = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
)

_SCHEMA = """
CREATE TABLE maker (version TEXT);
CREATE TABLE folders (
    name TEXT PRIMARY KEY, kind TEXT, digest BLOB, files INTEGER, listed INTEGER
) WITHOUT ROWID;
CREATE TABLE files (
    id INTEGER PRIMARY KEY, folder TEXT, name TEXT,
    mtime INTEGER, ctime INTEGER, size INTEGER, inode INTEGER, settled INTEGER,
    kind TEXT, uid TEXT, day TEXT, data BLOB, flawed INTEGER, UNIQUE (folder, name)
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


class OtherVersionError(sqlite3.DatabaseError):
    """The index is whole, and another version of the program made it."""


class Database:
    """An open database that is our index, as one reader has filled it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, query: str, *values: object) -> list[Any]:
        """Return the rows that a query finds."""
        return self._connection.execute(query, values).fetchall()

    def run(self, statement: str, *values: object) -> None:
        """Carry out a statement."""
        self._connection.execute(statement, values)

    def run_each(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Carry out a statement for each row of values."""
        self._connection.executemany(statement, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer; all that is written counts, or nothing does."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_database(path: Path, reader: str) -> Database:
    """Open the index in a file, and make it if the file is missing or empty.

    Raises OSError, or DatabaseError for a file that is not our index, or of another reader.
    """
    path.parent.mkdir(exist_ok=True)
    _check_size(path)
    return _open_file(path, reader)


def remake_database(path: Path, reader: str) -> Database:
    """Make an empty index in place of a file; raise OSError or DatabaseError."""
    remove_database(path)
    return _open_file(path, reader)


def open_in_memory(path: Path, reader: str) -> Database:
    """Open an index in memory that begins with what the file holds, if that can be read."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as stored:
            stored.backup(connection)
        _claim(connection, reader)
    except sqlite3.Error:
        connection.close()
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _claim(connection, reader)
    return Database(connection)


def remove_database(path: Path) -> None:
    """Remove the file and what SQLite has put beside it; raise OSError."""
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def is_of_the_disk(error: Exception) -> bool:
    """Whether a failure blames the disk, or another process, and not the index."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, OSError) or code in _OF_THE_DISK


def _check_size(path: Path) -> None:
    """Raise DatabaseError for a file that was cut.

    Its header says how long it is (bytes 16 and 28, file format 1.3). If there is a journal,
    another process is writing or has died, and the length is for SQLite to settle.
    """
    if not path.exists() or path.with_name(f"{path.name}-journal").exists():
        return
    with path.open("rb") as stream:
        header = stream.read(32)
        length = stream.seek(0, 2)
    size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if length and length < (65_536 if size == 1 else size) * pages:
        raise sqlite3.DatabaseError("cut")


def _open_file(path: Path, reader: str) -> Database:
    connection = _connect(path)
    try:
        _claim(connection, reader)
    except sqlite3.Error:
        connection.close()
        raise
    return Database(connection)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    return connection


def _claim(connection: sqlite3.Connection, reader: str) -> None:
    """Make an empty database our index of this reader; raise DatabaseError for any other."""
    if _is_ours(connection, reader):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _is_ours(connection, reader):  # another process may have made it meanwhile
            _create_schema(connection, reader)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _is_ours(connection: sqlite3.Connection, reader: str) -> bool:
    """Whether a database is our index of this reader; raise DatabaseError for one of another."""
    ((application,),) = connection.execute("PRAGMA application_id")
    ((version,),) = connection.execute("PRAGMA user_version")
    if (application, version) != (_APPLICATION, _VERSION):
        return False
    if connection.execute("SELECT version FROM maker").fetchall() != [(reader,)]:
        raise OtherVersionError("reader")
    return True


def _create_schema(connection: sqlite3.Connection, reader: str) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        ((application,),) = connection.execute("PRAGMA application_id")
        known = OtherVersionError if application == _APPLICATION else sqlite3.DatabaseError
        raise known("foreign")
    for statement in _SCHEMA.strip().split(";\n"):
        connection.execute(statement.rstrip(";"))
    connection.execute("INSERT INTO maker VALUES (?)", (reader,))
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
