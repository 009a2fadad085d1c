"""The weekly report as a value: figures and lists, the week before beside them."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from mcsj_cli.model.partner import Helpline
from mcsj_cli.work.absences import AbsentMesa
from mcsj_cli.work.funnel import MesaStage, StageCount
from mcsj_cli.work.matrix import Matrix
from mcsj_cli.work.rubrics import ContentFigures, RubricWeek

Mark = Literal["present", "excused", "absent", "unrecorded", "no-meeting"]
Outcome = Literal["held", "not-held", "cancelled", "coming", "unrecorded"]


class MeetingFigures(Struct, frozen=True):
    """How many meetings there were, and the attendance of those that were held.

    `present` to `unmarked` count every mesa at every meeting. `expected` and `came` count each mesa
    once: how many were waited for at some meeting that was held, and how many of them came to one.
    """

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
    expected: int
    came: int


class ActionFigures(Struct, frozen=True):
    """What became of actions: how many were begun and closed, and how many were open, or late, at
    the end.
    """  # noqa: D205  the schema shows this paragraph

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


class WorkFigures(Struct, frozen=True):
    """The work with mesas in numbers; `week` is «2020-W17», or the first and last of several,
    «2020-W10/2020-W17».
    """  # noqa: D205  the schema shows this paragraph

    week: str
    meetings: MeetingFigures
    actions: ActionFigures
    practices: PracticeFigures
    followups: FollowupFigures


class Figures(WorkFigures, frozen=True):
    """A week of the whole network in numbers."""

    content: ContentFigures


class MesaWeek(Struct, frozen=True):
    """Whether a mesa came to its group's meeting; «unrecorded» where nobody wrote it down."""

    slug: str
    name: str
    attendance: Mark


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


class Turnout(Struct, frozen=True):
    """How many meetings were planned and held; `present` mesas came to the latter of `waited`
    that could have.
    """  # noqa: D205  the schema shows this paragraph

    planned: int
    held: int
    present: int
    waited: int


class GroupHistory(Struct, frozen=True):
    """The meetings of a group and with its mesas, in all and in each of the report's `weeks`."""

    group: int
    name: str
    total: Turnout
    weeks: list[Turnout]


class MesaHistory(Struct, frozen=True):
    """What a mesa did about the meetings of each week, and at how many of those that were held it
    was present.

    `marks` has one for each of the report's `weeks`. Of two meetings in a week the better counts.
    """  # noqa: D205  the schema shows the first paragraph

    slug: str
    name: str
    group: int
    marks: list[Mark]
    present: int
    waited: int


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


class HourShift(Struct, frozen=True):
    """Whose clock reads another hour from a day of the week after."""

    day: date
    name: str
    before: str
    after: str


class LateAction(Struct, frozen=True):
    """An action that was due and still open at the end of the week."""

    uid: str
    title: str
    mesas: list[str]
    owner: str
    due: date
    days: int


class CopiedPractice(Struct, frozen=True):
    """A practice that was written down or copied in the week; `copied` are the mesas that
    copied it then.
    """  # noqa: D205  the schema shows this paragraph

    uid: str
    title: str
    mesa: str
    axis: str
    new: bool
    copied: list[str]


class WeeklyReport(Struct, frozen=True):
    """The report of a week: its numbers beside those of the week before, and what lies behind them.

    `cut` is the last day that it tells of: the last of the week, or today while the week runs.
    `mesas` are the names of all. `weeks` are the eight up to this one; `history` has the figures of
    each, the last of which are `figures`. `commit` names the commit from which the data were read,
    and is empty for those of the folder. The matrix counts what was open at the end or completed
    in those weeks.
    """

    organisation: str
    network: str
    notice: str
    week: str
    first: date
    last: date
    cut: date
    commit: str
    quiet_days: int
    mesas: dict[str, str]
    figures: Figures
    previous: Figures
    weeks: list[str]
    history: list[Figures]
    groups: list[GroupWeek]
    group_history: list[GroupHistory]
    mesa_history: list[MesaHistory]
    absent_twice: list[AbsentMesa]
    stages: list[MesaStage]
    funnel: list[StageCount]
    quiet: list[MesaStage]
    overdue: list[LateAction]
    matrix: Matrix
    practices: list[CopiedPractice]
    rubrics: list[RubricWeek]
    gaps: list[str]
    expiring: list[Expiry]
    next_week: str
    next_meetings: list[NextMeeting]
    clock_changes: list[HourShift]
    helplines: list[Helpline]
