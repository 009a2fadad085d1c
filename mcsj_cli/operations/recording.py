"""What was reported of a meeting, written down with the actions that it agreed."""

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import structs

from mcsj_cli.commits import commit_subject, list_few
from mcsj_cli.errors import ChangedError
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Prose
from mcsj_cli.model.kinds import ACTIONS, MEETINGS, Entry
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.agenda_points import read_points
from mcsj_cli.operations.meetings import change_meeting
from mcsj_cli.operations.reading import next_number
from mcsj_cli.store import files
from mcsj_cli.store.change import Change
from mcsj_cli.store.project import Project


class MeetingReport(NamedTuple):
    """A report of a meeting, as a person gives it.

    Its notes are `more` than there were, or else all of them as `edited`, which were `before`. The
    marks of `unmarked` mesas go away.
    """

    held: bool
    attendance: Mapping[str, Attendance]
    more: str = ""
    edited: str | None = None
    before: str = ""
    reason: str | None = None
    unmarked: Sequence[str] = ()


def record_meeting(
    project: Project, found: Occurrence, report: MeetingReport, actions: Sequence[Action]
) -> list[Entry[Action]]:
    """Write a meeting and its actions as one commit, and return the actions.

    Raise ChangedError where others changed the notes that were edited; the edited text is kept.
    """
    with project.changing(commit_subject("meetings: record", found.uid)) as change:
        _record(project, found, change, report)
        return _add_agreed(project, found, change, actions)


def record_meetings(project: Project, reports: Sequence[tuple[Occurrence, MeetingReport]]) -> None:
    """Write several meetings as one commit; raise as `record_meeting`."""
    names = list_few([found.uid for found, _report in reports])
    with project.changing(commit_subject("meetings: record", names)) as change:
        for found, report in reports:
            _record(project, found, change, report)


def _record(project: Project, found: Occurrence, change: Change, report: MeetingReport) -> None:
    change_meeting(change, found, lambda current: _apply(project, found, current, report))


def _add_agreed(
    project: Project, found: Occurrence, change: Change, actions: Sequence[Action]
) -> list[Entry[Action]]:
    """Add the actions, numbered after those the meeting has, and return them."""
    if not actions:
        return []
    first = next_number(project, found.uid)
    made = []
    for number, action in enumerate(actions, first):
        numbered = structs.replace(action, number=number)
        made.append(change.add(ACTIONS, numbered))
    return made


def _apply(project: Project, found: Occurrence, current: Meeting, report: MeetingReport) -> Meeting:
    """Return the record with what was reported."""
    recorded = current.record(held=report.held, attendance=report.attendance, more=report.more)
    marks = {
        slug: mark for slug, mark in recorded.attendance.items() if slug not in report.unmarked
    }
    recorded = structs.replace(recorded, attendance=marks)
    if recorded.held and not current.held:  # what was talked about does not change any more
        points = read_points(project, found.with_meeting(current), found.start.date())
        agenda = [Line(point.name) for point in points if point.is_shown]
        recorded = structs.replace(recorded, agenda=agenda)
    if report.edited is not None:
        if current.notes != report.before:
            file = MEETINGS.path(found.uid)
            raise ChangedError(file, _keep(project, file, report.edited))
        recorded = structs.replace(recorded, notes=Prose(report.edited))
    return recorded.give_reason(report.reason) if report.reason else recorded


def _keep(project: Project, file: str, text: str) -> "os.PathLike[str]":
    """Keep what was written in the editor beside the record that somebody else changed."""
    kept = project.root / f"{file}.{os.getpid()}.new"
    files.write(kept, text.encode())
    return kept
