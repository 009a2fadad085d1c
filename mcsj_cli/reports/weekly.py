"""The weekly report as a value: figures and lists, the week before beside them."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.network import Helpline

Outcome = Literal["held", "not-held", "cancelled", "unrecorded"]


class MeetingFigures(Struct, frozen=True):
    """How many meetings a week had, and how many mesas came to those that were held."""

    planned: int
    held: int
    not_held: int
    cancelled: int
    unrecorded: int
    moved: int
    present: int
    excused: int
    absent: int
    unmarked: int


class ContentFigures(Struct, frozen=True):
    """How many items there are, and how many at each stage."""

    items: int
    draft: int
    verified: int
    scheduled: int
    published: int
    retracted: int


class Figures(Struct, frozen=True):
    """A week in numbers."""

    week: str
    meetings: MeetingFigures
    content: ContentFigures


class MesaWeek(Struct, frozen=True):
    """Whether a mesa came to its group's meeting; «unrecorded» where nobody wrote it down."""

    slug: str
    name: str
    attendance: Attendance | Literal["unrecorded"]


class GroupWeek(Struct, frozen=True):
    """What became of a group's meeting; `mesas` is how many could come."""

    uid: str
    group: int
    name: str
    start: datetime
    outcome: Outcome
    moved: bool
    reason: str
    attendance: list[MesaWeek]
    present: int
    mesas: int


class RubricWeek(Struct, frozen=True):
    """A rubric's items; a gap is less published than the network wants in a week."""

    tag: str
    name: str
    figures: ContentFigures
    previous: ContentFigures
    gap: bool


class Expiry(Struct, frozen=True):
    """An item whose verification runs out."""

    uid: str
    title: str
    expires: date


class NextMeeting(Struct, frozen=True):
    """A meeting of the week after, with its hour on each clock of the group."""

    uid: str
    group: int
    name: str
    start: datetime
    end: datetime
    status: str
    moved: bool
    clocks: dict[str, str]
    holiday: str


class Change(Struct, frozen=True):
    """Whose clock reads another hour from a day of the week after."""

    day: date
    name: str
    before: str
    after: str


class AbsentMesa(Struct, frozen=True):
    """A mesa that was absent from its group's last two meetings."""

    slug: str
    name: str
    group: int


class WeeklyReport(Struct, frozen=True):
    """The report of a week: its numbers beside those of the week before, and what lies behind them."""

    organisation: str
    network: str
    notice: str
    week: str
    first: date
    last: date
    figures: Figures
    previous: Figures
    groups: list[GroupWeek]
    absent_twice: list[AbsentMesa]
    rubrics: list[RubricWeek]
    gaps: list[str]
    expiring: list[Expiry]
    next_week: str
    next_meetings: list[NextMeeting]
    clock_changes: list[Change]
    helplines: list[Helpline]
