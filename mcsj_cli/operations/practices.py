"""Practices written down, copied, and the mesas that could copy one."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mcsj_cli.commits import commit_subject, list_few
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Phrase, Slug
from mcsj_cli.model.kinds import ACTIONS, CONTENT, PRACTICES, Entry
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.selection import Selection
from mcsj_cli.store.project import Project


class PracticeSurroundings(NamedTuple):
    """Actions and content that name a practice, and the mesas that could copy it."""

    actions: list[Entry[Action]]
    content: list[Entry[Content]]
    candidates: list[str]


def add_practice(project: Project, practice: Practice) -> Entry[Practice]:
    """Write a new practice."""
    with project.changing(commit_subject("practices: add", practice.title)) as change:
        return change.add(PRACTICES, practice)


def replicate_practice(
    project: Project, entry: Entry[Practice], mesas: Sequence[Slug], day: date, note: Phrase
) -> Practice:
    """Write down that mesas copied a practice as it is now, and return it as it is then."""
    subject = commit_subject("practices: replicate", f"{entry.record.title}, {list_few(mesas)}")
    with project.changing(subject) as change:
        current = change.load_known(entry.file, Practice)
        for mesa in mesas:
            current = current.replicate(mesa, day, note)
        change.put(entry.file, current)
    return current


def list_others(project: Project, practice: Practice, day: date) -> list[str]:
    """Return the mesas that sit in a group on a day and have not tried a practice."""
    slugs = [str(seat.mesa.slug) for seat in project.groups.seats_on(day)]
    return [slug for slug in slugs if slug not in practice.mesas]


def read_surroundings(project: Project, entry: Entry[Practice]) -> PracticeSurroundings:
    """Read what belongs to a practice."""
    facets = {"practice": entry.uid}
    return PracticeSurroundings(
        actions=project.select(Selection(ACTIONS, facets=facets)).entries,
        content=project.select(Selection(CONTENT, facets=facets)).entries,
        candidates=_find_candidates(project, entry.record),
    )


def _find_candidates(project: Project, practice: Practice) -> list[str]:
    """Find the mesas that have open actions on the practice's axis and have not tried it."""
    still_open = Selection(ACTIONS, facets={"open": "yes", "axis": practice.axis})
    busy: set[str] = set()
    for entry in project.select(still_open).entries:
        busy.update(entry.record.mesas)
    busy.difference_update(practice.mesas)
    return [str(seat.mesa.slug) for seat in project.groups.seats if seat.mesa.slug in busy]
