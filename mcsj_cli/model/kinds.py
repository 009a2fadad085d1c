"""The one registry of record kinds: storage, checks and tests follow it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.practice import Practice


class Record(Protocol):
    """What every kind of record can say of itself."""

    @property
    def uid(self) -> str:
        """The name of its file when it is new."""

    @property
    def day(self) -> date:
        """The day it belongs to, by which lists and reports choose."""

    def faults(self) -> Iterator[Fault]:
        """Find what it says that cannot be, whatever other records say."""

    def facets(self) -> Iterator[tuple[str, str]]:
        """Name what it is chosen by, as pairs of a field and one of its values."""

    def texts(self) -> tuple[str, str]:
        """Give what its words are searched in: its title, and all other text."""


R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True)
class Kind(Generic[R_co]):
    """A kind of record: its folder under data/, its type, its name in the person's language."""

    folder: str
    record: type[R_co]
    label: Callable[[], str]
    uid_is_fixed: bool  # the record's own fields give its uid, for ever

    def path(self, uid: str) -> str:
        """Return the path of a record below the project's folder, with «/» on every system."""
        return f"data/{self.folder}/{uid[:4]}/{uid}.yaml"


class Entry(NamedTuple, Generic[R_co]):
    """A record where it lies: its uid is its file's stem."""

    uid: str
    file: str
    record: R_co


CONTENT = Kind("content", Content, lambda: _("item"), uid_is_fixed=False)
MEETINGS = Kind("meetings", Meeting, lambda: _("meeting"), uid_is_fixed=True)
ACTIONS = Kind("actions", Action, lambda: _("action"), uid_is_fixed=False)
PRACTICES = Kind("practices", Practice, lambda: _("practice"), uid_is_fixed=False)
FOLLOWUPS = Kind("followups", Followup, lambda: _("follow-up"), uid_is_fixed=False)
KINDS: tuple[Kind[Record], ...] = (CONTENT, MEETINGS, ACTIONS, PRACTICES, FOLLOWUPS)


def describe(entry: Entry[Record]) -> dict[str, Any]:
    """Give a record's fields for programs, under their names in the files, also those that say nothing."""
    fields = msgspec.structs.fields(type(entry.record))  # type: ignore[arg-type]
    plain = {one.encode_name: getattr(entry.record, one.name) for one in fields}
    return {"uid": entry.uid, **msgspec.to_builtins(plain, enc_hook=str)}


def references(record: Record) -> list[tuple[str, Kind[Record], str]]:
    """Name the records that one names: the field, the kind and the uid."""
    named: list[tuple[str, Kind[Record], str]]
    match record:
        case Action(meeting=meeting, practice=practice):
            named = [("meeting", MEETINGS, meeting), ("practice", PRACTICES, practice)]
        case Practice(action=action):
            named = [("action", ACTIONS, action)]
        case Followup(meeting=meeting):
            named = [("meeting", MEETINGS, meeting)]
        case Content(practice=practice):
            named = [("practice", PRACTICES, practice or "")]
        case _:
            named = []
    return [one for one in named if one[2]]
