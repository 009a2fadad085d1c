"""A network's data folder: found from wherever one stands, read file by file as asked."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mcsj_cli.errors import (
    AmbiguousError,
    Fault,
    InvalidDataError,
    McsjError,
    NoProjectError,
    NotFoundError,
    OutputError,
    Problem,
)
from mcsj_cli.model.network import Groups, Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.text import fold, nearest, split_words
from mcsj_cli.store import cache
from mcsj_cli.store.filestat import find_stamp, this_moment
from mcsj_cli.store.listener import NOBODY, Listener

if TYPE_CHECKING:
    from mcsj_cli.model.category import Categories
    from mcsj_cli.model.kinds import Entry, Kind, Record
    from mcsj_cli.model.privacy import Contacts
    from mcsj_cli.model.selection import Selection
    from mcsj_cli.store.change import Change
    from mcsj_cli.store.history import History
    from mcsj_cli.store.index import Index
    from mcsj_cli.store.index.refresh import Hooks
    from mcsj_cli.store.records import Reading

T = TypeVar("T")
R = TypeVar("R", bound="Record")

# The hand-edited files at the top of data/, and what each is read as.
NETWORK, GROUPS, CATEGORIES, PARTNERS = (
    "data/network.yaml", "data/groups.yaml", "data/categories.yaml", "data/partners.yaml",
)  # fmt: skip


LAST_TOUCHED = "-"
_RAREST, _CANDIDATES = 3, 50  # words of a title, and records that have one of them
_ALIKE = 10  # letters of a uid, its day, that a slip of the pen seldom touches


class Project:
    """The data folder of one network; each file is read once, when it is first asked for."""

    def __init__(self, root: Path, person: Listener = NOBODY) -> None:
        self.root = root
        self.person = person
        self._unlisted: dict[
            str, list[Problem]
        ] = {}  # problems of the folders of each kind that is up to date

    @cached_property
    def network(self) -> Network:
        return self._load(NETWORK, Network)

    @cached_property
    def groups(self) -> Groups:
        return self._load(GROUPS, Groups)

    @cached_property
    def categories(self) -> "Categories":
        from mcsj_cli.model.category import Categories

        return self._load(CATEGORIES, Categories)

    @cached_property
    def partners(self) -> Partners:
        return self._load(PARTNERS, Partners)

    def read(self, kind: "Kind[R]") -> "Reading[R]":
        """Read all records of a kind."""
        from mcsj_cli.model.selection import Selection

        return self.select(Selection(kind))

    def select(self, selection: "Selection[R]") -> "Reading[R]":
        """Read the records that a selection asks for, and the problems of all files of its kind."""
        from mcsj_cli.store import records

        def ask(index: "Index") -> "Reading[R]":
            problems = self._refresh(index, selection.kind)
            found = index.select(selection)
            return records.Reading(
                found.entries, problems + records.examine(self.root, selection.kind, found.flawed)
            )

        return self._ask_index(ask)

    def count(self, kind: "Kind[Record]") -> int:
        """Count the records of a kind that can be used."""

        def ask(index: "Index") -> int:
            self._refresh(index, kind)
            return index.count(kind)

        return self._ask_index(ask)

    def count_facets(
        self, kind: "Kind[Record]", field: str, stems: Iterable[str]
    ) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
        """Count a kind's records by the values of a label, in all and for each beginning of a word."""

        def ask(index: "Index") -> tuple[dict[str, int], dict[str, dict[str, int]]]:
            self._refresh(index, kind)
            return index.count_facets(kind, field, stems)

        return self._ask_index(ask)

    def find_twins(self, selection: "Selection[R]", title: str) -> "tuple[Reading[R], Reading[R]]":
        """Read what a new record might repeat: what `selection` says, and what shares the rarest words of its title.

        Of files that were edited in their place since the last list, search or report it knows what they were before.
        """
        from mcsj_cli.model.selection import Selection
        from mcsj_cli.store.records import Reading

        def ask(index: "Index") -> "tuple[Reading[R], Reading[R]]":
            index.refresh_lists(selection.kind)
            words = index.rarest(set(split_words(title)), _RAREST)
            alike = Selection(selection.kind, words=words, match="any", limit=_CANDIDATES)
            found = [
                index.select(one).entries if one.words or one.facets else []
                for one in (selection, alike)
            ]
            return Reading(found[0], []), Reading(found[1], [])

        return self._ask_index(ask)

    def find(self, kind: "Kind[R]", text: str) -> "Entry[R]":
        """Find one record by uid, a unique part of it, or `-` for the last one touched, and read it alone.

        Raises NotFoundError with the nearest uids, AmbiguousError, or InvalidDataError.
        """
        from mcsj_cli.model.kinds import Entry
        from mcsj_cli.store import records

        uid, file = self._ask_index(lambda index: self._find(index, kind, text))
        return Entry(uid, file, records.read_one(self.root, kind, file))

    def locate_record(self, kind: "Kind[Record]", text: str) -> str:
        """Find the file of a record without reading it; raises as `find`."""
        return self._ask_index(lambda index: self._find(index, kind, text))[1]

    def take_in(self, kind: "Kind[Record]", file: str) -> None:
        """Let the index know a record that was just written, so that the next run need not look for it."""
        self._ask_index(lambda index: index.add(kind, file))

    @contextmanager
    def writing(self) -> "Iterator[History]":
        """Be the only writer, once what another left half done is whole; what is written is told to the history."""
        from mcsj_cli.store import lock  # only for writing

        self.history.introduce()  # a question keeps nobody waiting
        with lock.hold(self.root):
            try:
                self.history.settle()
            except (
                McsjError
            ) as error:  # the next sync will tell the same, and that one has to go on from it
                self.person.tell(error.message)
            try:
                yield self.history
            finally:
                self._unlisted.clear()

    @contextmanager
    def changing(self, message: str, *, tell: bool = True) -> "Iterator[Change]":
        """Change files as one commit: all that the change was told is written at its end, or nothing is.

        The person is told what the commit did, unless the command has words of its own for it.
        """
        from mcsj_cli.commits import describe_commit
        from mcsj_cli.i18n import _
        from mcsj_cli.store.change import Change
        from mcsj_cli.store.history import replace_all
        from mcsj_cli.store.signals import defer_interrupts

        declared = self.declared
        with self.writing() as history:
            change = Change(self.root, declared)
            yield change
            contents = change.contents
            history.record_edits(
                file for file, (before, _after) in contents.items() if before is not None
            )
            replace_all(self.root, contents)
            with defer_interrupts():  # so that the files and their commit cannot part
                history.record(message, contents)
        if not tell:
            return
        told = describe_commit(message) if contents else _("Nothing has changed.")
        self.person.tell(told[0].upper() + told[1:])

    @property
    def declared(self) -> "Contacts":
        """Give the contacts that may stand anywhere, since an organisation declares them as its own."""
        from mcsj_cli.model.privacy import declared_contacts  # only for writing

        try:
            mail = self.network.mail
        except InvalidDataError:
            mail = None
        return declared_contacts(self.partners, mail)

    @cached_property
    def history(self) -> "History":
        from mcsj_cli.store.history import History  # lists do without

        try:
            autocommit = self.network.autocommit
        except InvalidDataError:
            autocommit = True
        return History(self.root, self.person, autocommit=autocommit)

    def locate(self, file: str, faults: list[Fault]) -> list[Problem]:
        """Give the faults of a readable file their lines and columns."""
        from mcsj_cli.store import files, yaml  # only when something is wrong

        return yaml.locate(files.read(self.root / file, file), file, faults)

    def file_problems(self) -> list[Problem]:
        """Find the problems of the hand-edited files, all of them in one go."""
        problems: list[Problem] = []
        for name in ("network", "groups", "categories", "partners"):
            try:
                getattr(self, name)
            except InvalidDataError as error:
                problems += error.problems
        return problems

    def rebuild_index(self) -> int:
        """Make the index anew, and give the number of records in it."""
        from mcsj_cli.model.kinds import KINDS
        from mcsj_cli.store import files, index

        self._close_index()
        try:
            index.remove_index(self.root)
        except OSError as error:
            raise OutputError(self.root / index.INDEX, files.reason(error)) from error
        return sum(self.count(kind) for kind in KINDS)

    def _ask_index(self, question: "Callable[[Index], T]") -> T:
        """Put a question to the index; where it cannot be asked, to one that is made anew, or in memory."""
        from mcsj_cli.store import index

        try:
            return question(self._index)
        except index.FAILURES as error:
            hooks = self._index_hooks()
            self._close_index()
            self._index = index.open_instead(self.root, hooks, error)
            return question(self._index)

    @cached_property
    def _index(self) -> "Index":
        from mcsj_cli.store import index

        return index.open_index(self.root, self._index_hooks())

    def _index_hooks(self) -> "Hooks":
        from mcsj_cli.store import records
        from mcsj_cli.store.index.refresh import Hooks

        return Hooks(records.read_rows, self.person.tell, self.person.progress)

    def _close_index(self) -> None:
        if "_index" in self.__dict__:
            self._index.close()
            del self._index
        self._unlisted.clear()

    def _refresh(self, index: "Index", kind: "Kind[Record]") -> list[Problem]:
        if kind.folder not in self._unlisted:
            self._unlisted[kind.folder] = index.refresh(kind)
        return self._unlisted[kind.folder]

    def _find(self, index: "Index", kind: "Kind[Record]", text: str) -> tuple[str, str]:
        """Find the uid and file that a text names; raises as `find`."""
        wanted = fold(text).removesuffix(".yaml")
        uid = text.strip().removesuffix(".yaml")
        likely = kind.path(uid)
        if uid and "/" not in uid and (self.root / likely).is_file():
            return uid, likely  # without a look at all the others
        problems = self._refresh(index, kind)
        latest = index.find_latest(kind) if text == LAST_TOUCHED else None
        if latest:
            return latest
        fits = index.find_uids(kind, wanted) if wanted else []
        fits = [fit for fit in fits if fold(fit[0]) == wanted] or fits
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise AmbiguousError(kind.label(), text, sorted(uid for uid, _file in fits))
        if problems:
            raise InvalidDataError(problems)
        near = [uid for uid, _file in index.find_uids(kind, wanted[:_ALIKE])]
        raise NotFoundError(
            kind.label(),
            text,
            nearest(text, near or [uid for uid, _f in index.find_uids(kind, "")]),
        )

    def _load(self, file: str, schema: type[T]) -> T:
        value = cache.recall_document(self.root, file, schema)
        if value is None:
            from mcsj_cli.store import files, yaml  # a file that did not change needs no YAML

            stamp, moment = find_stamp(self.root / file), this_moment()
            value = yaml.load(files.read(self.root / file, file), schema, file)
            cache.remember_document(self.root, file, value, stamp, moment)
        return value


def find_project(start: Path, person: Listener = NOBODY) -> Project:
    """Find the data folder of `start` or the nearest folder above it; raise NoProjectError."""
    for folder in (start, *start.parents):
        try:
            found = any((folder / file).is_file() for file in (GROUPS, NETWORK))
        except PermissionError:
            found = True  # there, but closed to us: reading it will say so
        if found:
            return Project(folder, person)
    raise NoProjectError(start)
