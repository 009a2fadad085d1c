"""The registry of record kinds, which storage, checks and tests follow."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.practice import Practice

_UID = re.compile(r"(\d{4}-\d\d-\d\d)(?:-[a-z0-9]+)+", re.ASCII)


class Record(Protocol):
    """The part that all kinds of records have in common."""

    @property
    def uid(self) -> str:
        """The name of its file when it is new."""

    @property
    def day(self) -> date:
        """The day by which lists and reports select it."""

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong in the record itself, without a look at others."""

    def facets(self) -> Iterator[tuple[str, str]]:
        """Yield what lists can select it by, as pairs of a field and one of its values."""

    def texts(self) -> tuple[str, str]:
        """Return the texts that are searched: its title, and everything else."""


R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True)
class Kind(Generic[R_co]):
    """A kind of record: its folder under data/, its type, its translated name, and some of it."""

    folder: str
    record: type[R_co]
    label: Callable[[], str]
    count: Callable[[int], str]
    uid_is_fixed: bool  # the uid follows from the record's fields and never changes

    def path(self, uid: str) -> str:
        """Return the path of a record below the project's folder, with «/» on every system."""
        return f"data/{self.folder}/{uid[:4]}/{uid}.yaml"


def is_uid(stem: str) -> bool:
    """Whether a file's stem can be a uid that does not follow from fields: a day and a name."""
    match = _UID.fullmatch(stem)
    try:
        return match is not None and bool(date.fromisoformat(match[1]))
    except ValueError:
        return False


class Entry(NamedTuple, Generic[R_co]):
    """A record with its file, whose stem is the record's uid."""

    uid: str
    file: str
    record: R_co


CONTENT = Kind(
    "content",
    Content,
    lambda: _("item"),
    lambda n: ngettext("{n} item", "{n} items", n).format(n=n),
    uid_is_fixed=False,
)
MEETINGS = Kind(
    "meetings",
    Meeting,
    lambda: _("meeting"),
    lambda n: ngettext("{n} meeting", "{n} meetings", n).format(n=n),
    uid_is_fixed=True,
)
ACTIONS = Kind(
    "actions",
    Action,
    lambda: _("action"),
    lambda n: ngettext("{n} action", "{n} actions", n).format(n=n),
    uid_is_fixed=False,
)
PRACTICES = Kind(
    "practices",
    Practice,
    lambda: _("practice"),
    lambda n: ngettext("{n} practice", "{n} practices", n).format(n=n),
    uid_is_fixed=False,
)
FOLLOWUPS = Kind(
    "followups",
    Followup,
    lambda: _("follow-up"),
    lambda n: ngettext("{n} contact with a mesa", "{n} contacts with mesas", n).format(n=n),
    uid_is_fixed=False,
)
KINDS: tuple[Kind[Record], ...] = (CONTENT, MEETINGS, ACTIONS, PRACTICES, FOLLOWUPS)


def describe(entry: Entry[Record]) -> dict[str, Any]:
    """Return all fields of a record for programs, empty ones too, by their names in files."""
    fields = msgspec.structs.fields(type(entry.record))  # type: ignore[arg-type]
    plain = {one.encode_name: getattr(entry.record, one.name) for one in fields}
    return {"uid": entry.uid, **msgspec.to_builtins(plain, enc_hook=str)}


def references(record: Record) -> list[tuple[str, Kind[Record], str]]:
    """Return the records that a record refers to, each as field, kind and uid."""
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
