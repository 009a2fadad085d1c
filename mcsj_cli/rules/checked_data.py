"""The data that the rules check, and the violations that they find."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar, cast

from msgspec import Struct

from mcsj_cli.errors import Fault
from mcsj_cli.model.category import Categories
from mcsj_cli.model.gazetteer import Gazetteer
from mcsj_cli.model.kinds import KINDS, Entry, Kind, Record
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners

R = TypeVar("R", bound=Record)


class Violation(NamedTuple):
    """A fault and the file that has it."""

    file: str
    fault: Fault


@dataclass(frozen=True)
class Data:
    """The files that could be read.

    A hand-edited file that could not is None, and references to it are not checked. `entries` are
    the records of each kind, by its folder. Only if they are `complete` are there all of them.
    Without `today` no rule compares days with the clock, and without a `gazetteer` none compares
    places.
    """

    groups: tuple[str, Groups] | None
    categories: tuple[str, Categories] | None
    partners: tuple[str, Partners] | None
    entries: Mapping[str, Sequence[Entry[Record]]]
    network: tuple[str, Network] | None = None
    today: date | None = None
    complete: bool = True
    gazetteer: Gazetteer | None = None

    @property
    def documents(self) -> list[tuple[str, Struct]]:
        """Return the hand-edited files that could be read."""
        files = (self.network, self.groups, self.categories, self.partners)
        return [file for file in files if file]

    @property
    def records(self) -> list[tuple[Kind[Record], Entry[Record]]]:
        """Return all records, each with its kind."""
        records: list[tuple[Kind[Record], Entry[Record]]] = []
        for kind in KINDS:
            records += [(kind, entry) for entry in self.of(kind)]
        return records

    def of(self, kind: Kind[R]) -> Sequence[Entry[R]]:
        """Return the records of a kind."""
        return cast("Sequence[Entry[R]]", self.entries.get(kind.folder, ()))


Check = Callable[[Data], Iterator[Violation]]
