"""What a report is made from, and of whom it tells."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct

from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Groups, Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.week import Period


class Coverage(NamedTuple):
    """Of whom a report tells: of a group and the mesas that sit in it, of one mesa, or of all."""

    group: int | None = None
    mesas: frozenset[str] | None = None

    def covers(self, mesa: str) -> bool:
        """Say whether what a mesa does belongs to it."""
        return self.mesas is None or mesa in self.mesas

    def holds(self, occurrence: Occurrence) -> bool:
        """Say whether a meeting belongs to it."""
        if self.group is not None:
            return occurrence.group.number == self.group
        return self.mesas is None or any(mesa.slug in self.mesas for mesa in occurrence.mesas)

    def awaits(self, mesa: str) -> bool:
        """Say whether a mesa counts in the attendance: in a group's meetings also one that has left since."""
        return self.group is not None or self.covers(mesa)


class ReportInputs(Struct, frozen=True):
    """What a report is made from; `holidays` are those of the week after, by day.

    `followups` are those of the weeks told of, and the last one of every mesa up to their end. `files` says where the
    record of a meeting lies. `commit` is that of which all this is, if it is not what the folder holds. `now` is the
    moment within `today`; without one the day is over.
    """

    network: Network
    groups: Groups
    categories: Categories
    partners: Partners
    content: Sequence[Entry[Content]]
    meetings: Mapping[str, Meeting]
    holidays: Mapping[date, str]
    today: date
    actions: Sequence[Entry[Action]] = ()
    practices: Sequence[Entry[Practice]] = ()
    followups: Sequence[Entry[Followup]] = ()
    files: Mapping[str, str] = {}
    scope: Coverage = Coverage()
    commit: str = ""
    now: datetime | None = None

    def has_begun(self, meeting: Occurrence) -> bool:
        """Say whether the hour of a meeting has come."""
        return meeting.start <= self.now if self.now else meeting.start.date() <= self.today

    def cut(self, period: Period) -> date:
        """Give the day up to which some weeks can be told."""
        return period.cut(self.today)
