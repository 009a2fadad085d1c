"""A network's data folder: found from wherever one stands, read file by file as asked."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mcsj_cli.errors import Fault, InvalidDataError, NoProjectError, Problem
from mcsj_cli.model.network import Groups, Network, Partners
from mcsj_cli.store import cache

if TYPE_CHECKING:
    from mcsj_cli.model.category import Categories
    from mcsj_cli.model.kinds import Entry, Kind, Record
    from mcsj_cli.store.records import Reading

T = TypeVar("T")
R = TypeVar("R", bound="Record")

# The hand-edited files at the top of data/, and what each is read as.
NETWORK, GROUPS, CATEGORIES, PARTNERS = (
    "data/network.yaml", "data/groups.yaml", "data/categories.yaml", "data/partners.yaml",
)  # fmt: skip


class Project:
    """The data folder of one network; each file is read once, when it is first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._readings: dict[str, Reading[Record]] = {}

    @cached_property
    def network(self) -> Network:
        return self._load(NETWORK, Network)

    @cached_property
    def groups(self) -> Groups:
        return self._load(GROUPS, Groups)

    @cached_property
    def categories(self) -> "Categories":
        from mcsj_cli.model.category import Categories  # noqa: PLC0415  lists of groups do without

        return self._load(CATEGORIES, Categories)

    @cached_property
    def partners(self) -> Partners:
        return self._load(PARTNERS, Partners)

    def read(self, kind: "Kind[R]") -> "Reading[R]":
        """Read all records of a kind."""
        from mcsj_cli.store import records  # noqa: PLC0415  lists of groups do without

        if kind.folder not in self._readings:
            self._readings[kind.folder] = records.read_kind(self.root, kind)
        return self._readings[kind.folder]  # type: ignore[return-value]  # the key fixes the type

    def find(self, kind: "Kind[R]", text: str) -> "Entry[R]":
        """Find one record by uid, a unique part of it, or `-`."""
        from mcsj_cli.store import records  # noqa: PLC0415  lists of groups do without

        return records.find(self.root, kind, text)

    def add(self, kind: "Kind[Record]", record: "Record") -> Path:
        """Write a new record and give its file's path."""
        from mcsj_cli.store import records  # noqa: PLC0415  lists of groups do without

        return records.add(self.root, kind, record)

    def locate(self, file: str, faults: list[Fault]) -> list[Problem]:
        """Give the faults of a readable file their lines and columns."""
        from mcsj_cli.store import files, yaml  # noqa: PLC0415  only when something is wrong

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

    def _load(self, file: str, schema: type[T]) -> T:
        value = cache.recall(self.root, file, schema)
        if value is None:
            from mcsj_cli.store import files, yaml  # noqa: PLC0415  a file that did not change needs no YAML

            stamp = cache.find_stamp(self.root, file)
            value = yaml.load(files.read(self.root / file, file), schema, file)
            cache.keep(self.root, file, value, stamp)
        return value


def find_project(start: Path) -> Project:
    """Find the data folder of `start` or the nearest folder above it; raise NoProjectError."""
    for folder in (start, *start.parents):
        try:
            found = any((folder / file).is_file() for file in (GROUPS, NETWORK))
        except PermissionError:
            found = True  # there, but closed to us: reading it will say so
        if found:
            return Project(folder)
    raise NoProjectError(start)
