"""Mesas that come, move, leave or are corrected, and what belongs to one."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import ExistsError, InvalidValueError, Problem, UnkeepableError
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model import roster
from mcsj_cli.model.action import Action
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, PRACTICES, Entry
from mcsj_cli.model.membership import Group, Groups, Mesa, Municipality
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import next_of_mesa, occurrences
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.reading import read_meetings_between, read_open_actions
from mcsj_cli.operations.schedule_change import put_groups
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project


class MesaSurroundings(NamedTuple):
    """A mesa's next meeting on its own clock, its last contact, open actions and practices.

    `problems` are those of the records of meetings.
    """

    upcoming: datetime | None
    contacts: list[Entry[Followup]]
    actions: list[Entry[Action]]
    practices: list[Entry[Practice]]
    problems: list[Problem]


def read_surroundings(project: Project, mesa: Mesa, moment: datetime) -> MesaSurroundings:
    """Read what belongs to a mesa as of a moment."""
    meetings = read_meetings_between(project, moment.date())
    upcoming = next_of_mesa(project.groups, mesa.slug, moment, meetings.records)
    own = {"mesa": str(mesa.slug)}
    return MesaSurroundings(
        upcoming.local_start(mesa) if upcoming else None,
        project.select(Selection(FOLLOWUPS, facets=own, limit=1)).entries,
        read_open_actions(project, [mesa.slug]).entries,
        project.select(Selection(PRACTICES, facets=own)).entries,
        meetings.problems,
    )


def find_first_day(group: Group, moment: datetime) -> date:
    """Return a new mesa's first day in a group: today, or tomorrow if the group has met."""
    day = moment.date()
    meetings = occurrences(group, day, day, {})
    if any(meeting.start <= moment for meeting in meetings):
        return day + timedelta(days=1)
    return day


def refuse_namesake(groups: Groups, name: str, group: Group, day: date) -> None:
    """Raise ExistsError for a new mesa with the name of one that has left the network by a day."""
    seat = groups.find_namesake(name)
    if seat is None or seat.mesa.until is None:
        return
    left = seat.mesa.until
    message = _("The mesa {name} left the network on {day}.")
    if left >= day:
        message = _("The mesa {name} leaves the network after {day}.")
    advice = _("Nothing was written. To take it up again: mcsj mesas move {slug} --group {group}")
    raise ExistsError(
        message.format(name=seat.mesa.name, day=long_date(left)),
        advice.format(slug=seat.mesa.slug, group=group.number),
    )


def add_mesa(
    project: Project, group: Group, mesa: Mesa, described: Mapping[str, Municipality], day: date
) -> Groups:
    """Add a mesa to a group; `described` are municipalities that were not known before.

    Return the groups as they are now.

    Raise ExistsError if there is one of its slug.
    """
    return _change_groups(
        project,
        commit_subject("mesas: add", mesa.name),
        lambda groups: roster.add_mesa(groups, group.number, mesa, described, day),
    )


def edit_mesa(
    project: Project,
    slug: str,
    changes: Mapping[str, Any],
    described: Mapping[str, Municipality],
    day: date,
) -> Groups:
    """Correct fields of a mesa; `described` are municipalities not known before.

    Return the groups as they are now.
    """

    def correct(mesa: Mesa) -> Mesa:
        return msgspec.structs.replace(mesa, **changes)

    return _change_groups(
        project,
        commit_subject("mesas: edit", slug),
        lambda groups: roster.edit_mesa(roster.describe(groups, described), slug, day, correct),
    )


def move_mesa(project: Project, slug: str, group: Group, first: date, day: date) -> None:
    """Let a mesa sit in another group from a day on; raise WrongUsageError if it is there."""
    _change_groups(
        project,
        commit_subject("mesas: move", slug),
        lambda groups: roster.move_mesa(groups, groups.find_seat(slug), group.number, first, day),
    )


def retire_mesa(project: Project, slug: str, last: date, day: date) -> None:
    """Let a mesa leave the network after a day; raise WrongUsageError if it came later."""
    _change_groups(
        project,
        commit_subject("mesas: retire", slug),
        lambda groups: roster.retire_mesa(groups, groups.find_seat(slug), last, day),
    )


def change_groups(project: Project, subject: str, before: Groups, after: Groups) -> None:
    """Change the groups to what was made of those that were read.

    Raise ExistsError where they are no longer those, InvalidValueError for what breaks a rule.
    """

    def make(current: Groups) -> Groups:
        if current != before:
            raise ExistsError(
                _("The groups were changed meanwhile."), _("Nothing was written. Try again.")
            )
        return after

    _change_groups(project, subject, make)


def _change_groups(project: Project, subject: str, make: Callable[[Groups], Groups]) -> Groups:
    """Change the groups and return them; raise InvalidValueError for what breaks a rule."""
    with project.changing(subject) as change:
        before = change.load_known(GROUPS, Groups)
        after = make(before)
        _refuse_undescribed(after)
        _refuse_shared_names(before, after)
        put_groups(project, change, before, after)
    return after


def _refuse_shared_names(before: Groups, after: Groups) -> None:
    """Raise UnkeepableError for a name that a change gives to a second mesa."""
    known = {fault.message for fault in before.shared_names()}
    for fault in after.shared_names():
        if fault.message not in known:
            raise UnkeepableError(fault.message, fault.advice)


def _refuse_undescribed(groups: Groups) -> None:
    """Raise InvalidValueError for a mesa's municipality that is not described."""
    for seat in groups.seats:
        for code in seat.mesa.municipalities:
            if code in groups.municipalities:
                continue
            message = _("There is no municipality with the key {code}.")
            advice = _(
                "If it is a new one, describe it in the same step: "
                "--municipality {code}=NAME,LATITUDE,LONGITUDE"
            )
            raise InvalidValueError(message.format(code=code), advice.format(code=code))
