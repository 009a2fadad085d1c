"""The points of a meeting's agenda, made from the records that they are about."""

from collections.abc import Sequence
from datetime import date

from mcsj_cli.model.action import Action
from mcsj_cli.model.content import VOUCHED_FOR, Content
from mcsj_cli.model.kinds import CONTENT, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.operations.reading import read_actions_of, read_agreements
from mcsj_cli.store.project import Project
from mcsj_cli.work.agenda import AgendaPoint, AgendaSources, build_agenda

_LATEST = 20  # records among which the last held meeting, or an untried practice, is looked for


def read_points(project: Project, meeting: Occurrence, day: date) -> list[AgendaPoint]:
    """Build the points of a meeting's agenda as of its day, or of `day` if that is earlier."""
    slugs = [str(mesa.slug) for mesa in meeting.mesas]
    as_of = min(day, meeting.start.date())
    previous = read_previous(project, meeting)
    actions = _read_older_actions(project, meeting, slugs, as_of)
    axes = {str(entry.record.axis) for entry in actions}
    sources = AgendaSources(
        day=as_of,
        agreements=read_agreements(project, previous.uid) if previous else [],
        actions=actions,
        practices=_read_untried(project, slugs, axes, as_of),
        content=_read_verified_items(project, meeting, day),
    )
    return build_agenda(sources, meeting.meeting.agenda if meeting.meeting else [])


def read_previous(project: Project, meeting: Occurrence) -> Meeting | None:
    """Return the last meeting of the group, or with the mesa, that was held before this one."""
    if meeting.is_session:
        facets = {"mesa": str(meeting.mesas[0].slug)}
    else:
        facets = {"group": str(meeting.group.number)}
    latest = project.select(
        Selection(MEETINGS, last=meeting.start.date(), facets=facets, limit=_LATEST)
    )
    held = [
        entry.record for entry in latest.entries if entry.record.held and entry.uid != meeting.uid
    ]
    return held[-1] if held else None


def _read_older_actions(
    project: Project, meeting: Occurrence, mesas: Sequence[str], day: date
) -> list[Entry[Action]]:
    """Return the actions that were open when a day began, but for the meeting's own agreements."""
    actions = read_actions_of(project, mesas, day)
    return [entry for entry in actions if entry.record.meeting != meeting.uid]


def _read_verified_items(project: Project, meeting: Occurrence, day: date) -> list[Entry[Content]]:
    """Return the items of the meeting's week up to a day that somebody has vouched for."""
    week = Week.of(meeting.start.date())
    items = project.select(Selection(CONTENT, first=week.monday, last=min(week.sunday, day)))
    return [entry for entry in items.entries if entry.record.status in VOUCHED_FOR]


def _read_untried(
    project: Project, mesas: Sequence[str], axes: set[str], day: date
) -> list[Entry[Practice]]:
    """Return the latest practices of other mesas that these have not tried yet.

    Those on the axes of the mesas' own actions come first.
    """
    found: list[Entry[Practice]] = []
    for facets in (*({"axis": axis} for axis in sorted(axes)), {}):
        latest = project.select(Selection(PRACTICES, last=day, facets=facets, limit=_LATEST))
        found += [entry for entry in reversed(latest.entries) if entry not in found]
    others = [entry for entry in found if entry.record.mesa not in mesas]
    return [entry for entry in others if not set(mesas) <= set(entry.record.mesas)]
