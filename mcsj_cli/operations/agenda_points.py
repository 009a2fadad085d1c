"""The points of a meeting's agenda, made from the records that they are about."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import VOUCHED_FOR, Content
from mcsj_cli.model.fields import Line
from mcsj_cli.model.kinds import CONTENT, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.operations.meetings import save_meeting
from mcsj_cli.operations.reading import read_actions_of, read_agreements
from mcsj_cli.store.project import Project
from mcsj_cli.work.agenda import AgendaPoint, AgendaSources, arrange, build_agenda

_LATEST = 20  # records among which the last held meeting, or an untried practice, is looked for


class AgendaChange(NamedTuple):
    """A point that is added, or the number of one that moves or goes; `at` is its new number."""

    add: Line | None = None
    move: int | None = None
    drop: int | None = None
    at: int | None = None


def require_open_agenda(found: Occurrence) -> None:
    """Raise WrongUsageError if the meeting was held or is cancelled."""
    if found.held:
        raise WrongUsageError(_("The meeting was held already."), _("Nothing was written."))
    if found.status == "cancelled":
        raise WrongUsageError(_("The meeting is cancelled."), _("Nothing was written."))


def change_agenda(
    project: Project, found: Occurrence, asked: AgendaChange, day: date
) -> Occurrence:
    """Change the agenda as it is now, and return the meeting as it is then.

    Raise WrongUsageError for a number of no point, a point twice, or no point left.
    """

    def rearrange(current: Meeting) -> Meeting:
        points = read_points(project, found.with_meeting(current), day)
        names = arrange(points, add=asked.add, move=asked.move, drop=asked.drop, at=asked.at)
        return msgspec.structs.replace(current, agenda=names, updated=day)

    return save_meeting(project, "meetings: agenda", found, rearrange)


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
