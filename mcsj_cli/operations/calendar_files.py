"""The calendar files of groups, of a mesa or of all, as bytes."""

from typing import NamedTuple

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import (
    Audience,
    Days,
    audience_of_group,
    audience_of_mesa,
    audience_of_network,
    holds_any,
    render,
)
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import _, speaking
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.membership import Group
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.store.project import Project


class CalendarFiles(NamedTuple):
    """The contents by file name, and the groups that do not meet: they have no file."""

    contents: dict[str, bytes]
    left_out: list[Group]


def find_audiences(project: Project) -> dict[str, Audience]:
    """Return the audience of each group's calendar, by file name."""
    return dict(find_audience(project, group) for group in project.groups.groups)


def find_audience(project: Project, group: Group) -> tuple[str, Audience]:
    """Return the name of a group's file, and its audience."""
    with speaking(project.network.language):
        return f"grupo-{group.number}.ics", audience_of_group(group, project.network)


def find_audience_of_mesa(project: Project, mesa: str) -> tuple[str, Audience]:
    """Return the name of a mesa's file, and its audience; raise NotFoundError."""
    found = project.groups.find_seat(mesa).mesa
    with speaking(project.network.language):
        audience = audience_of_mesa(found, project.groups, project.network)
    return f"mesa-{found.slug}.ics", audience


def find_audience_of_all(project: Project) -> tuple[str, Audience]:
    """Return the name of the file with every meeting, and its audience."""
    with speaking(project.network.language):
        return "reuniones.ics", audience_of_network(project.groups, project.network)


def write_calendars(
    project: Project,
    audiences: dict[str, Audience],
    days: Days,
    *,
    expanded: bool,
    holidays: bool,
) -> CalendarFiles:
    """Render the calendars that hold any meeting, in the network's language.

    If `expanded`, each meeting is an event of its own. Raise WrongUsageError where no calendar
    holds a meeting, and InvalidDataError where records of meetings cannot be read.
    """
    reading = project.read(MEETINGS)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    publication = CalendarInput(project.network, project.partners, reading.records)
    meeting: dict[str, Audience] = {}
    left_out: list[Group] = []
    for name, audience in audiences.items():
        if holds_any(audience, publication, days, expanded=expanded):
            meeting[name] = audience
        else:
            left_out.append(audience.groups[0])
    if not meeting:
        raise WrongUsageError(
            _("There is no meeting in those days."), _("Look at them with «mcsj meetings list».")
        )
    with speaking(project.network.language):
        known = find_holidays(project, days.first, days.last) if holidays else {}
        contents = {
            name: render(audience, publication, days, expanded=expanded, holidays=known)
            for name, audience in meeting.items()
        }
    return CalendarFiles(contents, left_out)
