"""Contacts with the mesas written down, and how far each mesa has come."""

from datetime import date
from typing import NamedTuple

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import Problem
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.operations.reading import read_last_followups, read_last_presence
from mcsj_cli.operations.sessions import set_session
from mcsj_cli.store.project import Project
from mcsj_cli.work.funnel import MesaStage, build_stages


class Funnel(NamedTuple):
    """The stage of every mesa, and the problems of files that do not count."""

    stages: list[MesaStage]
    problems: list[Problem]


def add_followup(
    project: Project, followup: Followup, mesa: str, session: Meeting | None
) -> Entry[Followup]:
    """Write down a contact with a mesa of that name, with the meeting that it fixed.

    Raise ExistsError where the mesa has another meeting on that day.
    """
    with project.changing(commit_subject("followups: add", mesa)) as change:
        entry = change.add(FOLLOWUPS, followup)
        if session:
            set_session(change, session)
    return entry


def read_funnel(project: Project, day: date, group: int | None) -> Funnel:
    """Find how far each mesa has come up to a day, in a group or in all."""
    followups = read_last_followups(project, day)
    meetings = read_last_presence(project, day)
    quiet_days = project.network.thresholds.quiet_days
    stages = build_stages(project.groups, followups.entries, meetings.records, day, quiet_days)
    chosen = [stage for stage in stages if group in (None, stage.group)]
    return Funnel(chosen, [*followups.problems, *meetings.problems])
