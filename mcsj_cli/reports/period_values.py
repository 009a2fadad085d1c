"""The reports of a group and of a mesa as values: weeks together, each week, and as many before."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from mcsj_cli.model.partner import Helpline
from mcsj_cli.reports.weekly_values import (
    CopiedPractice,
    GroupHistory,
    GroupWeek,
    LateAction,
    MesaHistory,
    NextMeeting,
    WeeklyReport,
    WorkFigures,
)
from mcsj_cli.work.absences import AbsentMesa
from mcsj_cli.work.funnel import MesaStage
from mcsj_cli.work.matrix import Matrix


class PeriodReport(Struct, frozen=True, kw_only=True):
    """The fields of every report of some weeks; names mean the same as in a weekly report.

    `week` is «2020-W10/2020-W17». `figures` count all the weeks together, `history` each of them,
    and `previous` as many weeks before. Meetings are those of the group and with its mesas, or
    those at which the mesa was waited for.
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
    figures: WorkFigures
    previous: WorkFigures
    weeks: list[str]
    history: list[WorkFigures]
    groups: list[GroupWeek]
    group_history: list[GroupHistory]
    mesa_history: list[MesaHistory]
    absent_twice: list[AbsentMesa]
    stages: list[MesaStage]
    overdue: list[LateAction]
    matrix: Matrix
    practices: list[CopiedPractice]
    next_week: str
    next_meetings: list[NextMeeting]
    helplines: list[Helpline]


class GroupReport(PeriodReport, frozen=True, kw_only=True):
    """The report of a group: its meetings, and all that the mesas do that sat in it at the end."""

    group: int
    name: str


class OpenAction(Struct, frozen=True):
    """An action that was open at the end; `days` are those since it was due, and 0 of one that is
    not late.
    """  # noqa: D205  the schema shows this paragraph

    uid: str
    title: str
    axis: str
    approach: str
    owner: str
    due: date
    days: int


class ContactFigures(Struct, frozen=True):
    """A contact with the mesa: by what, how far it brought it, what was said, and what was to come
    next.
    """  # noqa: D205  the schema shows this paragraph

    uid: str
    day: date
    channel: str
    stage: str
    summary: str
    next_step: str
    next_on: date | None


class MesaReport(PeriodReport, frozen=True, kw_only=True):
    """The report of a mesa, and of the group in which it sat at the end."""

    slug: str
    name: str
    state: str
    group: int
    group_name: str
    actions: list[OpenAction]
    contacts: list[ContactFigures]


Report: TypeAlias = WeeklyReport | GroupReport | MesaReport
