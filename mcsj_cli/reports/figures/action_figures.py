"""The actions of the mesas in some weeks: begun, closed, open, overdue, and by axis."""

from collections.abc import Iterable
from datetime import date

from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.membership import Mesa
from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.period_values import OpenAction
from mcsj_cli.reports.weekly_values import LateAction
from mcsj_cli.work.evidence import Evidence
from mcsj_cli.work.matrix import Matrix, build_matrix


def sort_actions(sources: ReportInputs, period: Period) -> dict[str, list[Evidence]]:
    """Sort the actions by what became of them in some weeks, and by their state at the end."""
    cut = sources.cut(period)
    names = ("opened", "completed", "cancelled", "open", "overdue")
    found: dict[str, list[Evidence]] = {name: [] for name in names}
    for entry in _covered(sources):
        action = entry.record
        evidence = Evidence(entry.uid, str(action.title), entry.file)
        if period.covers(action.created, sources.today):
            found["opened"].append(evidence)
        if period.covers(action.closed, sources.today) and not action.is_open:
            completed = action.status is ActionStatus.COMPLETED
            found["completed" if completed else "cancelled"].append(evidence)
        if action.was_open(cut):
            found["open"].append(evidence)
        if action.is_overdue(cut):
            found["overdue"].append(evidence)
    return found


def find_overdue(sources: ReportInputs, day: date) -> list[LateAction]:
    """Find the actions that were overdue at the end of a day, the longest overdue first."""
    found = [
        LateAction(
            uid=entry.uid,
            title=entry.record.title,
            mesas=[*entry.record.mesas],
            owner=entry.record.owner,
            due=entry.record.due,
            days=(day - entry.record.due).days,
        )
        for entry in _covered(sources)
        if entry.record.is_overdue(day)
    ]
    return sorted(found, key=lambda action: (action.due, action.uid))


def find_open(sources: ReportInputs, day: date) -> list[OpenAction]:
    """Find the actions that were open at the end of a day, the first to be done first."""
    found = [
        OpenAction(
            uid=entry.uid,
            title=str(entry.record.title),
            axis=str(entry.record.axis),
            approach=str(entry.record.approach),
            owner=str(entry.record.owner),
            due=entry.record.due,
            days=max(0, (day - entry.record.due).days),
        )
        for entry in _covered(sources)
        if entry.record.was_open(day)
    ]
    return sorted(found, key=lambda action: (action.due, action.uid))


def build_recent_matrix(sources: ReportInputs, mesas: list[Mesa], period: Period) -> Matrix:
    """Count the actions of some weeks by mesa, axis and approach.

    They are those that were open at the end and those that were completed in these weeks.
    """
    cut = sources.cut(period)
    actions = [entry.record for entry in sources.actions]
    still_open = [action for action in actions if action.was_open(cut)]
    closed = [action for action in actions if period.covers(action.closed, sources.today)]
    completed = [action for action in closed if action.status is ActionStatus.COMPLETED]
    return build_matrix(mesas, sources.categories, still_open, completed)


def _covered(sources: ReportInputs) -> Iterable[Entry[Action]]:
    return (
        entry for entry in sources.actions if any(map(sources.scope.covers, entry.record.mesas))
    )
