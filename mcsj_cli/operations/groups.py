"""A group's weekly slot changed from a day on, and what follows from it."""

from datetime import date, datetime
from typing import NamedTuple

from msgspec.structs import replace

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Url, WallTime, ZoneName
from mcsj_cli.model.membership import Group, Groups, Slot, Weekday
from mcsj_cli.model.schedule import Occurrence, find_clashes, gather, occurrences
from mcsj_cli.model.week import Week
from mcsj_cli.operations.schedule_change import find_invited, put_groups
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project


class SlotTerms(NamedTuple):
    """The weekly day and hour of a slot, how many minutes it takes, and its link."""

    weekday: Weekday
    time: WallTime
    timezone: ZoneName
    minutes: int
    link: Url


class Rescheduling(NamedTuple):
    """The weeks without a meeting now, and the pairs of meetings at the same time.

    `invited` are the uids of the meetings whose guests have yet to be told.
    """

    lost_weeks: list[Week]
    clashes: list[tuple[Occurrence, Occurrence]]
    invited: list[str]


def plan_slot(
    before: Slot | None, terms: SlotTerms, first: date, day: date, *, confirmed: bool
) -> Slot:
    """Return the slot from a `first` day on, as planned on `day`.

    Raise WrongUsageError where the slot before it says the same.
    """
    slot = Slot(
        since=first,
        weekday=terms.weekday,
        time=terms.time,
        timezone=terms.timezone,
        minutes=terms.minutes,
        link=terms.link,
        sequence=before.sequence if before and before.since == first else 0,
        updated=day,
    )
    slot = slot.after(before, "confirmed" if confirmed else None)
    if before and _is_same(slot, before):
        raise WrongUsageError(_("The schedule says so already."), _("Nothing was written."))
    return slot


def _is_same(slot: Slot, before: Slot) -> bool:
    """Whether slots differ at most in their first day and in what is counted of them."""
    return before == replace(
        slot, since=before.since, sequence=before.sequence, updated=before.updated
    )


def reschedule_group(project: Project, group: Group, slot: Slot, moment: datetime) -> Rescheduling:
    """Change a group's slot from a day on, and find what follows from it at a moment.

    Raise InvalidValueError where records or invitations of meetings no longer fit.
    """
    number = group.number
    with project.changing(commit_subject("groups: schedule", group.name)) as change:
        before = change.load_known(GROUPS, Groups)
        after = roster.reschedule(before, number, slot)
        put_groups(project, change, before, after)
    return Rescheduling(
        _find_lost_weeks(before, after, number, slot.since),
        _find_clashes_of(after, number, max(slot.since, moment.date())),
        find_invited(project, before, after, moment),
    )


def _find_lost_weeks(before: Groups, after: Groups, number: int, first: date) -> list[Week]:
    """Find the weeks around a change in which the group meets no more."""
    weeks = (Week.of(first), Week.of(first).shift(1))
    return [
        week
        for week in weeks
        if _meets_in(before, number, week) and not _meets_in(after, number, week)
    ]


def _meets_in(groups: Groups, number: int, week: Week) -> bool:
    """Whether a group's schedule has a meeting in a week."""
    return any(
        occurrences(group, week.monday, week.sunday, {})
        for group in groups.groups
        if group.number == number
    )


def _find_clashes_of(groups: Groups, number: int, day: date) -> list[tuple[Occurrence, Occurrence]]:
    """Find the pairs of a group's meeting and another at its time, in the week after a day."""
    week = Week.of(day).shift(1)
    clashes = find_clashes(gather(groups.groups, week.monday, week.sunday, {}))
    return [
        (one, other) for one, other in clashes if number in (one.group.number, other.group.number)
    ]
