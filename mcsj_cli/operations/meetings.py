"""Which meeting is meant, those around it, and what is written down of one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import (
    AmbiguousError,
    InvalidValueError,
    NotFoundError,
    Problem,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, MEETINGS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group
from mcsj_cli.model.schedule import (
    Occurrence,
    find_occurrence,
    gather,
    next_occurrence,
    occurrences,
)
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.operations.reading import read_agreements, read_meetings_between
from mcsj_cli.store.archive import LAST_TOUCHED
from mcsj_cli.store.change import Change
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

_AROUND = timedelta(days=370)
_DAY = timedelta(days=1)


class MeetingFilter(NamedTuple):
    """Which meetings are asked for; an empty list takes any."""

    groups: Sequence[Group] = ()
    mesas: Sequence[str] = ()
    statuses: Sequence[str] = ()

    def takes(self, meeting: Occurrence) -> bool:
        """Whether a meeting of the groups is asked for."""
        if self.statuses and meeting.status not in self.statuses:
            return False
        return not self.mesas or any(mesa.slug in self.mesas for mesa in meeting.mesas)


class MeetingList(NamedTuple):
    """The meetings of some days, and what is wrong with records that count as if not there."""

    meetings: list[Occurrence]
    problems: list[Problem]


class MeetingSurroundings(NamedTuple):
    """The agreements of a meeting, and the contacts that set it."""

    agreements: list[Entry[Action]]
    contacts: list[Entry[Followup]]


def list_meetings(project: Project, first: date, last: date, wanted: MeetingFilter) -> MeetingList:
    """List the meetings that are asked for from `first` to `last`, in the order of their start."""
    reading = read_meetings_between(project, first, last)
    groups = wanted.groups or project.groups.groups
    meetings = gather(groups, first, last, reading.records)
    return MeetingList([one for one in meetings if wanted.takes(one)], reading.problems)


def read_surroundings(project: Project, found: Occurrence) -> MeetingSurroundings:
    """Read what belongs to a meeting."""
    contacts = project.select(Selection(FOLLOWUPS, facets={"meeting": found.uid})).entries
    return MeetingSurroundings(read_agreements(project, found.uid), contacts)


def find_meeting(project: Project, name: str) -> Occurrence:
    """Find a meeting by its uid or a part of it; raise NotFoundError or AmbiguousError."""
    groups, wanted = project.groups.groups, name.strip()
    _refuse_week(project, name)
    planned = find_occurrence(groups, wanted, {}) if wanted != LAST_TOUCHED else None
    uid = planned.uid if planned else wanted
    if planned and not (project.root / MEETINGS.path(uid)).is_file():
        return planned
    entry = project.find(MEETINGS, uid)
    found = find_occurrence(groups, entry.uid, {entry.uid: entry.record})
    if found is None:
        raise NotFoundError(_("meeting"), name)
    return found


def _refuse_week(project: Project, name: str) -> None:
    """Raise AmbiguousError for the name of a week, in which several groups meet."""
    try:
        week = Week.parse(name)
    except ValueError:
        return
    meetings = gather(project.groups.groups, week.monday, week.sunday, {})
    raise AmbiguousError(_("meeting"), name, [meeting.uid for meeting in meetings])


def find_meeting_in_week(project: Project, group: Group, week: Week) -> Occurrence:
    """Find a group's meeting of a week; raise InvalidValueError where there is none."""
    _refuse_unscheduled(group)
    known = read_meetings_of_group(project, group, week.monday)
    found = occurrences(group, week.monday, week.sunday, known)
    if not found:
        raise InvalidValueError(
            _("{group} has no meeting in the week {week}.").format(group=group.name, week=week),
            _("Look at them with «mcsj meetings list»."),
        )
    return found[0]


def find_nearest_meeting(
    project: Project, group: Group, moment: datetime, *, begun: bool
) -> Occurrence:
    """Find a group's next meeting, or the last one that has `begun`, if any has.

    Raise InvalidValueError where there is none.
    """
    _refuse_unscheduled(group)
    day = moment.date()
    known = read_meetings_of_group(project, group, day)
    if begun:
        past = occurrences(group, day - _AROUND, day, known)
        past = [one for one in past if one.status != "cancelled" and one.start <= moment]
        if past:
            return past[-1]
    coming = find_next(group, moment, known)
    if coming is None:
        raise InvalidValueError(_("{group} has no meeting ahead.").format(group=group.name))
    return coming


def find_unrecorded(project: Project, group: Group, moment: datetime) -> Occurrence | None:
    """Find a group's meeting that began today, and of which nobody has said how it went."""
    day = moment.date()
    known = read_meetings_of_group(project, group, day)
    begun = [
        meeting
        for meeting in occurrences(group, day - _DAY, day, known)
        if meeting.start.astimezone(moment.tzinfo).date() == day
        and meeting.start <= moment
        and meeting.status != "cancelled"
        and meeting.held is None
    ]
    return begun[-1] if begun else None


def _refuse_unscheduled(group: Group) -> None:
    """Raise InvalidValueError for a group without a schedule."""
    if group.series:
        return
    example = (
        f"mcsj groups schedule {group.number} --weekday tuesday --time 18:00 --from 2020-06-01"
    )
    raise InvalidValueError(
        _("{group} has no schedule yet.").format(group=group.name),
        as_in(example),
    )


def find_next(group: Group, moment: datetime, known: dict[str, Meeting]) -> Occurrence | None:
    """Find a group's next meeting that is not over, nor cancelled."""
    coming = next_occurrence(group, moment.date(), known)
    if coming and coming.end <= moment:
        return next_occurrence(group, moment.date() + timedelta(days=1), known)
    return coming


def find_replacement(
    project: Project, cancelled: Occurrence, moment: datetime
) -> Occurrence | None:
    """Find the group's next meeting after one that is cancelled.

    A meeting with one mesa has none.
    """
    if cancelled.is_session:
        return None
    known = read_meetings_of_group(project, cancelled.group, moment.date())
    return find_next(cancelled.group, max(moment, cancelled.end), known)


def read_meetings_of_group(project: Project, group: Group, day: date) -> dict[str, Meeting]:
    """Read what is known of a group's meetings in the year around a day, by uid."""
    facets = {"group": str(group.number)}
    around = Selection(MEETINGS, first=day - _AROUND, last=day + _AROUND, facets=facets)
    return project.select(around).records


def find_around(meeting: Occurrence) -> tuple[Occurrence | None, Occurrence | None]:
    """Find the group's meetings of the week before and the week after, as planned.

    A meeting with one mesa has none.
    """
    if meeting.is_session:
        return None, None
    before, after = meeting.week.shift(-1), meeting.week.shift(1)
    return _find_planned(meeting.group, before), _find_planned(meeting.group, after)


def _find_planned(group: Group, week: Week) -> Occurrence | None:
    planned = occurrences(group, week.monday, week.sunday, {})
    return planned[0] if planned else None


def begin_record(meeting: Occurrence) -> Meeting:
    """Return the record of a meeting, or a new one where nothing was written down yet."""
    return meeting.meeting or Meeting(group=meeting.group.number, week=meeting.week)


def change_meeting(
    change: Change, meeting: Occurrence, make: Callable[[Meeting], Meeting]
) -> Meeting:
    """Change a meeting's record as it is now, or make it, as a part of a change."""
    file = MEETINGS.path(meeting.uid)
    changed = make(change.load(file, Meeting) or begin_record(meeting))
    change.put(file, changed)
    return changed


def save_meeting(
    project: Project, subject: str, meeting: Occurrence, make: Callable[[Meeting], Meeting]
) -> Occurrence:
    """Change a meeting's record as one commit, and return the meeting as it is then."""
    with project.changing(commit_subject(subject, meeting.uid)) as change:
        changed = change_meeting(change, meeting, make)
    return meeting.with_meeting(changed)


def correct_meeting(
    project: Project,
    meeting: Occurrence,
    values: Mapping[str, Any],
    titles: Sequence[tuple[Entry[Action], Line]],
    day: date,
) -> Meeting:
    """Correct what was written down of a meeting, and texts of its agreements, as one commit.

    Raise WrongUsageError where nothing would change.
    """
    with project.changing(commit_subject("meetings: edit", meeting.uid)) as change:
        file = MEETINGS.path(meeting.uid)
        corrected = current = change.load(file, Meeting) or begin_record(meeting)
        if values:
            corrected = current.correct(values, day)
            change.put(file, corrected)
        for entry, title in titles:
            action = change.load_known(entry.file, Action)
            change.put(entry.file, msgspec.structs.replace(action, title=title))
        if not change.contents:
            raise WrongUsageError(_("It says so already."), _("Nothing was written."))
    return corrected
