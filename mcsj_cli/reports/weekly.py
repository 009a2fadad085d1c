"""The weekly report as a value: figures and lists, the week before beside them."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.network import Helpline
from mcsj_cli.reports.funnel import MesaStage, StageCount

Outcome = Literal["held", "not-held", "cancelled", "coming", "unrecorded"]


class MeetingFigures(Struct, frozen=True):
    """How many meetings a week had, and how many mesas came to those that were held."""

    planned: int
    held: int
    not_held: int
    cancelled: int
    coming: int
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


class ActionFigures(Struct, frozen=True):
    """What a week did with actions: how many it began and closed, and how many were open, or late, at its end."""

    opened: int
    completed: int
    cancelled: int
    open: int
    overdue: int


class PracticeFigures(Struct, frozen=True):
    """How many practices were written down, and how often one was copied."""

    new: int
    replications: int


class FollowupFigures(Struct, frozen=True):
    """How many contacts there were, and with how many mesas."""

    contacts: int
    mesas: int


class Figures(Struct, frozen=True):
    """A week in numbers."""

    week: str
    meetings: MeetingFigures
    actions: ActionFigures
    practices: PracticeFigures
    followups: FollowupFigures
    content: ContentFigures


class MesaWeek(Struct, frozen=True):
    """Whether a mesa came to its group's meeting; «unrecorded» where nobody wrote it down."""

    slug: str
    name: str
    attendance: Attendance | Literal["unrecorded"]


class GroupWeek(Struct, frozen=True):
    """What became of a meeting of a group or with one mesa; `mesas` is how many could come."""

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


class LateAction(Struct, frozen=True):
    """An action that was due and still open at the end of the week."""

    uid: str
    title: str
    mesas: list[str]
    owner: str
    due: date
    days: int


class CopiedPractice(Struct, frozen=True):
    """A practice that was written down or copied in the week; `copied` are the mesas that copied it then."""

    uid: str
    title: str
    mesa: str
    axis: str
    new: bool
    copied: list[str]


class WeeklyReport(Struct, frozen=True):
    """The report of a week: its numbers beside those of the week before, and what lies behind them.

    `cut` is the day up to which it tells: the last one, unless the week was not over. `mesas` are the names of all.
    """

    organisation: str
    network: str
    notice: str
    week: str
    first: date
    last: date
    cut: date
    mesas: dict[str, str]
    figures: Figures
    previous: Figures
    groups: list[GroupWeek]
    absent_twice: list[AbsentMesa]
    funnel: list[StageCount]
    quiet: list[MesaStage]
    overdue: list[LateAction]
    practices: list[CopiedPractice]
    rubrics: list[RubricWeek]
    gaps: list[str]
    expiring: list[Expiry]
    next_week: str
    next_meetings: list[NextMeeting]
    clock_changes: list[Change]
    helplines: list[Helpline]
