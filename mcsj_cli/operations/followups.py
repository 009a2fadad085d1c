"""Contacts with the mesas written down, and how far each mesa has come."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mcsj_cli.commits import commit_subject, list_few
from mcsj_cli.errors import AmbiguousError, NotFoundError, Problem
from mcsj_cli.i18n import short_date
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.text import abridge
from mcsj_cli.operations.reading import read_last_followups, read_last_presence
from mcsj_cli.operations.sessions import set_session
from mcsj_cli.store.archive import LAST_TOUCHED
from mcsj_cli.store.project import Project
from mcsj_cli.work.funnel import MesaStage, build_stages

_SHORT = 40  # letters of a summary where contacts are told apart


class Funnel(NamedTuple):
    """The stage of every mesa, and the problems of files that do not count."""

    stages: list[MesaStage]
    problems: list[Problem]


def add_followups(
    project: Project, contacts: Sequence[Followup], session: Meeting | None
) -> list[Entry[Followup]]:
    """Write down contacts with mesas as one change, with the meeting that was fixed.

    Raise ExistsError where the mesa has another meeting on that day.
    """
    names = project.groups.mesa_names
    subject = list_few([names[contact.mesa] for contact in contacts])
    with project.changing(commit_subject("followups: add", subject)) as change:
        entries = [change.add(FOLLOWUPS, contact) for contact in contacts]
        if session:
            set_session(change, session)
    return entries


def find_contact(project: Project, text: str) -> Entry[Followup]:
    """Find a contact by its uid, or by the mesa that it was with, if there is only one.

    A mesa's contact may have another mesa's name in its uid, since it was corrected. Raise as
    `Archive.find` and `Groups.find_seat`; AmbiguousError lists a mesa's contacts.
    """
    if text.strip() == LAST_TOUCHED or any(letter.isdigit() for letter in text):
        return project.find(FOLLOWUPS, text)
    slug = str(project.groups.find_seat(text).mesa.slug)
    entries = project.select(Selection(FOLLOWUPS, facets={"mesa": slug})).entries
    if not entries:
        raise NotFoundError(FOLLOWUPS.label(), text)
    if len(entries) > 1:
        told = [
            f"{one.uid} ({short_date(one.record.day)}: {abridge(one.record.summary, _SHORT)})"
            for one in reversed(entries)
        ]
        raise AmbiguousError(FOLLOWUPS.label(), text, told)
    return entries[0]


def read_funnel(project: Project, day: date, group: int | None) -> Funnel:
    """Find how far each mesa has come up to a day, in a group or in all."""
    followups = read_last_followups(project, day)
    meetings = read_last_presence(project, day)
    quiet_days = project.network.thresholds.quiet_days
    stages = build_stages(project.groups, followups.entries, meetings.records, day, quiet_days)
    chosen = [stage for stage in stages if group in (None, stage.group)]
    return Funnel(chosen, [*followups.problems, *meetings.problems])
