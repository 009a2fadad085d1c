"""The minutes of a meeting, and that they were made."""

from datetime import date, datetime, time, timedelta

import msgspec

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.messages.document import Document
from mcsj_cli.messages.minutes import MinutesSources, build_minutes
from mcsj_cli.model.action import Action
from mcsj_cli.model.kinds import MEETINGS, Entry
from mcsj_cli.model.schedule import Occurrence, next_of_mesa
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.agenda_points import read_points
from mcsj_cli.operations.meetings import find_next, read_meetings_of_group, save_meeting
from mcsj_cli.operations.reading import read_actions_of, read_agreements, read_meetings_between
from mcsj_cli.store.project import Project


def require_held(found: Occurrence) -> None:
    """Raise WrongUsageError where it is not written down that a meeting was held."""
    if found.held is False:
        raise WrongUsageError(
            _("It is written down that {uid} was not held: it has no minutes.").format(
                uid=found.uid
            ),
            _("If it was held after all: mcsj meetings record {uid}").format(uid=found.uid),
        )
    if not found.held:
        raise WrongUsageError(
            _("It is not written down that {uid} was held.").format(uid=found.uid),
            _("Do that first: mcsj meetings record {uid}").format(uid=found.uid),
        )


def write_minutes(project: Project, found: Occurrence) -> Document:
    """Return the minutes of a meeting, as of its day."""
    day = found.start.date()
    slugs = [str(mesa.slug) for mesa in found.mesas]
    actions = read_actions_of(project, slugs, day)
    earlier = [entry for entry in actions if entry.record.meeting != found.uid]
    sources = MinutesSources(
        day=day,
        network=project.network,
        meeting=found,
        number=_count_held(project, found),
        points=read_points(project, found, day),
        agreements=read_agreements(project, found.uid),
        earlier=earlier,
        numbers=_number_agreements(project, earlier),
        following=_find_following(project, found),
    )
    return build_minutes(sources)


def note_minuted(project: Project, found: Occurrence, day: date) -> None:
    """Write down that minutes were made on a day, unless there were some before."""
    if found.meeting and found.meeting.minuted:
        return
    save_meeting(
        project,
        "meetings: minutes",
        found,
        lambda record: msgspec.structs.replace(record, minuted=day),
    )


def _count_held(project: Project, found: Occurrence) -> int:
    """Return which meeting of the group, or with the mesa, this is of those that were held."""
    if found.is_session:
        facets = {"mesa": str(found.mesas[0].slug)}
    else:
        facets = {"group": str(found.group.number)}
    known = project.select(Selection(MEETINGS, last=found.start.date(), facets=facets)).entries
    return sum(entry.record.held is True for entry in known)


def _number_agreements(project: Project, actions: list[Entry[Action]]) -> dict[str, int]:
    """Return the number that each agreement has in its meeting, for the meetings of actions."""
    numbers: dict[str, int] = {}
    for meeting in {str(entry.record.meeting) for entry in actions if entry.record.meeting}:
        for number, entry in enumerate(read_agreements(project, meeting), 1):
            numbers[entry.uid] = number
    return numbers


def _find_following(project: Project, found: Occurrence) -> Occurrence | None:
    """Find the group's next meeting.

    After one with a mesa, that is the mesa's own or its group's, whichever comes first.
    """
    day = found.start.date()
    if found.is_session:
        known = read_meetings_between(project, day).records
        tomorrow = datetime.combine(day + timedelta(days=1), time.min, found.start.tzinfo)
        return next_of_mesa(project.groups, found.mesas[0].slug, tomorrow, known)
    known = read_meetings_of_group(project, found.group, day)
    return find_next(found.group, found.end, known)
