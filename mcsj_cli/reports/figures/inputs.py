"""The records that a report is built from, and its scope."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct

from mcsj_cli.errors import Problem
from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.week import Period


class Coverage(NamedTuple):
    """The scope of a report: a group and the mesas that sit in it, one mesa, or all."""

    group: int | None = None
    mesas: frozenset[str] | None = None

    def covers(self, mesa: str) -> bool:
        """Whether the work of a mesa belongs to it."""
        return self.mesas is None or mesa in self.mesas

    def holds(self, occurrence: Occurrence) -> bool:
        """Whether a meeting belongs to it."""
        if self.group is not None:
            return occurrence.group.number == self.group
        return self.mesas is None or any(mesa.slug in self.mesas for mesa in occurrence.mesas)

    def awaits(self, mesa: str) -> bool:
        """Whether a mesa counts in the attendance of a meeting of the scope.

        In a group's meetings all do, also one that has left the group since.
        """
        return self.group is not None or self.covers(mesa)


class ReportInputs(Struct, frozen=True):
    """The records that a report is built from; `holidays` are those of the week after, by day.

    `followups` are those of the report's weeks, and the last one of every mesa up to their end.
    `files` has the file of each meeting's record by uid. `commit` names the commit from which all
    this was read, and is empty for the folder itself. `now` is the moment within `today`; without
    one the day is over. `left_out` are the problems of records that do not count.
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
    left_out: Sequence[Problem] = ()

    def has_begun(self, meeting: Occurrence) -> bool:
        """Whether a meeting has begun."""
        if self.now:
            return meeting.start <= self.now
        return meeting.start.date() <= self.today

    def cut(self, period: Period) -> date:
        """Return the last of some weeks' days that is not in the future."""
        return period.cut(self.today)
