"""The records of a data folder, read through an index that is refreshed as it is asked."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from mcsj_cli import __version__
from mcsj_cli.errors import (
    AmbiguousError,
    InvalidDataError,
    NotFoundError,
    OutputError,
    Problem,
)
from mcsj_cli.model.kinds import KINDS, Entry, Kind, Record
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.text import fold, nearest, slugify, split_words
from mcsj_cli.store import files, records
from mcsj_cli.store.index import (
    FAILURES,
    INDEX,
    Index,
    open_index,
    open_instead,
    remove_index,
)
from mcsj_cli.store.index.refresh import Hooks
from mcsj_cli.store.listener import Listener
from mcsj_cli.store.records import Reading
from mcsj_cli.store.scan import is_plain_name

T = TypeVar("T")
R = TypeVar("R", bound=Record)

LAST_TOUCHED = "-"
_RAREST, _CANDIDATES = 3, 50  # words of a title, and records that have one of them
_DAY = len("2020-04-22-")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")
_ALIKE = 10  # letters of a uid, its day, that a slip of the pen seldom touches


class Archive:
    """The records of the data folder at `root`. The listener hears of a slow or damaged index.

    In a folder of a `newer` format they may have keys that nobody here knows.
    """

    def __init__(self, root: Path, listener: Listener, *, newer: bool) -> None:
        self._root = root
        self._newer = newer
        read = partial(records.read_rows, newer=newer)
        reader = f"{__version__}, newer format" if newer else __version__
        self._hooks = Hooks(read, listener.tell, listener.progress, reader)
        self._tell_copies = listener.copies
        # Kinds refreshed in this run, with the folders that could not be listed.
        self._refreshed: dict[str, list[Problem]] = {}

    @cached_property
    def _index(self) -> Index:
        return open_index(self._root, self._hooks)

    def select(self, selection: Selection[R]) -> Reading[R]:
        """Read the records that a selection asks for, and the problems of all files of its kind."""

        def read(index: Index) -> Reading[R]:
            unlisted = self._refresh(index, selection.kind)
            found = index.select(selection)
            flaws = records.examine(self._root, selection.kind, found.flawed, newer=self._newer)
            return Reading(found.entries, unlisted + flaws)

        return self._answer(read)

    def count(self, kind: Kind[Record]) -> int:
        """Count the records of a kind that can be used."""

        def count_kind(index: Index) -> int:
            self._refresh(index, kind)
            return index.count(kind)

        return self._answer(count_kind)

    def count_selected(self, selection: Selection[R]) -> int:
        """Count the records that a selection asks for, whatever its limit."""

        def count_chosen(index: Index) -> int:
            self._refresh(index, selection.kind)
            return index.count_selected(selection)

        return self._answer(count_chosen)

    def count_facets(
        self, kind: Kind[Record], field: str, stems: Iterable[str]
    ) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
        """Count a kind's records by the values of a facet.

        The counts are of all records, and of those with a word that begins with each stem.
        """

        def count_values(index: Index) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
            self._refresh(index, kind)
            return index.count_facets(kind, field, stems)

        return self._answer(count_values)

    def find_twins(self, selection: Selection[R], title: str) -> tuple[Reading[R], Reading[R]]:
        """Read the records that a new one might repeat.

        The first reading is what `selection` asks for, the second what shares the rarest words of
        the title. Files edited in their place since the last list, search or report are taken as
        they were before.
        """

        def read(index: Index) -> tuple[Reading[R], Reading[R]]:
            index.refresh_lists(selection.kind)
            words = index.rarest(set(split_words(title)), _RAREST)
            alike = Selection(selection.kind, words=words, match="any", limit=_CANDIDATES)
            return _read_chosen(index, selection), _read_chosen(index, alike)

        return self._answer(read)

    def find(self, kind: Kind[R], text: str) -> Entry[R]:
        """Find one record by uid, a unique part of it, or `-` for the last one touched.

        Raises NotFoundError with the nearest uids, AmbiguousError, or InvalidDataError.
        """
        uid, file = self._answer(lambda index: self._locate(index, kind, text))
        return Entry(uid, file, records.read_one(self._root, kind, file, newer=self._newer))

    def locate(self, kind: Kind[Record], text: str) -> str:
        """Find the file of a record without reading it; raises as `find`."""
        return self._answer(lambda index: self._locate(index, kind, text))[1]

    def take_in(self, kind: Kind[Record], file: str) -> None:
        """Add a record that was just written to the index: the next run need not look for it."""
        self._answer(lambda index: index.add(kind, file))

    def rebuild(self) -> int:
        """Make the index anew; return the number of records in it."""
        self._close_index()
        try:
            remove_index(self._root)
        except OSError as error:
            raise OutputError(self._root / INDEX, files.reason(error)) from error
        return sum(self.count(kind) for kind in KINDS)

    def expect_changes(self) -> None:
        """Look at the files again before the next answer: this run has written some of them."""
        self._refreshed.clear()

    def _answer(self, question: Callable[[Index], T]) -> T:
        """Return the answer of the index, or of a new one or one in memory if it fails."""
        try:
            return question(self._index)
        except FAILURES as error:
            self._close_index()
            self._index = open_instead(self._root, self._hooks, error)
            return question(self._index)

    def _close_index(self) -> None:
        if "_index" in self.__dict__:
            self._index.close()
            del self._index
        self._refreshed.clear()

    def _refresh(self, index: Index, kind: Kind[Record]) -> list[Problem]:
        if kind.folder not in self._refreshed:
            refreshed = index.refresh(kind)
            self._refreshed[kind.folder] = refreshed.problems
            if refreshed.has_copies:
                from mcsj_cli.store.foreign import list_copies  # only where there are some

                self._tell_copies(list_copies(self._root))
        return self._refreshed[kind.folder]

    def _locate(self, index: Index, kind: Kind[Record], text: str) -> tuple[str, str]:
        """Return the uid and file that a text names; raises as `find`."""
        uid = text.strip().removesuffix(".yaml")
        file = kind.path(uid)
        if is_plain_name(f"{uid}.yaml") and (self._root / file).is_file():
            return uid, file  # without a look at all the others
        problems = self._refresh(index, kind)
        fits = _list_fitting(index, kind, text)
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise AmbiguousError(kind.label(), text, sorted(uid for uid, _file in fits))
        if problems:
            raise InvalidDataError(problems)
        raise NotFoundError(kind.label(), text, _list_nearest(index, kind, text))


def _read_chosen(index: Index, selection: Selection[R]) -> Reading[R]:
    """Read what a selection chooses by words or facets; nothing if it names none."""
    if not selection.words and not selection.facets:
        return Reading([], [])
    return Reading(index.select(selection).entries, [])


def _list_fitting(index: Index, kind: Kind[R], text: str) -> list[tuple[str, str]]:
    """Return the uids and files that a text may mean: the whole of a name or title, or a part.

    A text that begins with a day is a whole name: another record is never taken for one that is
    gone.
    """
    latest = index.find_latest(kind) if text == LAST_TOUCHED else None
    if latest:
        return [latest]
    wanted = _fold_uid(text)
    fits = index.find_uids(kind, wanted) if wanted else []
    exact = [(uid, file) for uid, file in fits if fold(uid) == wanted]
    if exact or _DATED.match(wanted):
        return exact
    slug = slugify(text)
    fits = fits or (index.find_uids(kind, slug) if slug else [])
    retitled = _list_retitled(index, kind, text) if slug else []
    whole = [(uid, file) for uid, file in fits if uid[_DAY:] == slug]
    whole += [(uid, file) for uid, file, title in retitled if title == slug]
    now = [(uid, file) for uid, file, _title in retitled]
    return list(dict.fromkeys(whole or [*fits, *now]))


def _list_retitled(index: Index, kind: Kind[R], text: str) -> list[tuple[str, str, str]]:
    """Return the uids, files and slugs of the titles that have a text now.

    A name stays when a title changes.
    """
    slug = slugify(text)
    alike = Selection(kind, words=split_words(text), limit=_CANDIDATES)
    titles = [(one, slugify(one.record.texts()[0])) for one in index.select(alike).entries]
    return [(one.uid, one.file, title) for one, title in titles if slug in title]


def _list_nearest(index: Index, kind: Kind[Record], text: str) -> list[str]:
    near = index.find_uids(kind, _fold_uid(text)[:_ALIKE]) or index.find_uids(kind, "")
    return nearest(text, [uid for uid, _file in near])


def _fold_uid(text: str) -> str:
    return fold(text).removesuffix(".yaml")
