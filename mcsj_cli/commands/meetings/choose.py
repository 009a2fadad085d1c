"""Which meeting is meant: by its name, or by its group and week; and those around it."""

from datetime import date, datetime, timedelta
from typing import Annotated

from mcsj_cli.commands.arguments import choose_week
from mcsj_cli.commands.context import now
from mcsj_cli.commands.field import Text
from mcsj_cli.commands.fields import GROUP, MEETING, WEEK
from mcsj_cli.errors import AmbiguousError, InvalidValueError, NotFoundError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group
from mcsj_cli.model.schedule import (
    Occurrence,
    find_occurrence,
    gather,
    next_occurrence,
    occurrences,
)
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.store.archive import LAST_TOUCHED
from mcsj_cli.store.project import Project

MeetingArgument = Annotated[
    Text,
    MEETING.argument(N_("Its name, such as 2020-W17-g4, or a part of it.")),
]
GroupOfMeeting = Annotated[
    Text,
    GROUP.option(N_("The group's meeting: the next one.")),
]
GroupOfHeldMeeting = Annotated[
    Text,
    GROUP.option(N_("The group's meeting: the last one begun.")),
]
WeekOfMeeting = Annotated[
    Text,
    WEEK.option(),
]
_AROUND = timedelta(days=370)


def choose_meeting(
    project: Project, name: str | None, group: str | None, week: str | None, *, begun: bool = False
) -> Occurrence:
    """Find the meeting that is meant; without a week the group's next one, or the last one that has `begun`.

    Raises WrongUsageError, NotFoundError or AmbiguousError.
    """
    if (name is None) == (group is None):
        raise WrongUsageError(
            _("Say which meeting: by its name, or by its group."),
            _("As in: {example}").format(example="2020-W17-g4; --group 4 --week 2020-W17"),
        )
    if name is not None:
        if week:
            raise WrongUsageError(
                _("The name says the week already: leave out --week."),
                _("As in: {example}").format(example="2020-W17-g4; --group 4 --week 2020-W17"),
            )
        return _find(project, name)
    return _find_of_group(project, project.groups.find_group(group or ""), week, begun=begun)


def _find(project: Project, name: str) -> Occurrence:
    groups = project.groups.groups
    _refuse_week(project, name)
    planned = find_occurrence(groups, name.strip(), {}) if name.strip() != LAST_TOUCHED else None
    uid = planned.uid if planned else name.strip()
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
    fits = [o.uid for o in gather(project.groups.groups, week.monday, week.sunday, {})]
    raise AmbiguousError(_("meeting"), name, fits)


def _find_of_group(project: Project, group: Group, week: str | None, *, begun: bool) -> Occurrence:
    if not group.series:
        raise InvalidValueError(
            _("{group} has no schedule yet.").format(group=group.name),
            _("As in: {example}").format(
                example=f"mcsj groups schedule {group.number} --weekday tuesday --time 18:00 --from 2020-06-01"
            ),
        )
    moment = now(project)
    day = moment.date()
    known = read_meetings(project, group, day if week is None else choose_week(week, day).monday)
    if week is not None:
        chosen = choose_week(week, day)
        found = occurrences(group, chosen.monday, chosen.sunday, known)
        if not found:
            message = _("{group} has no meeting in the week {week}.").format(
                group=group.name, week=chosen
            )
            raise InvalidValueError(message, _("Look at them with «mcsj meetings list»."))
        return found[0]
    past = [
        o
        for o in occurrences(group, day - _AROUND, day, known)
        if o.status != "cancelled" and o.start <= moment
    ]
    if begun and past:
        return past[-1]
    coming = find_next(group, moment, known)
    if coming is None:
        raise InvalidValueError(_("{group} has no meeting ahead.").format(group=group.name))
    return coming


def find_next(group: Group, moment: datetime, known: dict[str, Meeting]) -> Occurrence | None:
    """Find a group's next meeting that is not over, nor cancelled."""
    coming = next_occurrence(group, moment.date(), known)
    if coming and coming.end <= moment:
        return next_occurrence(group, moment.date() + timedelta(days=1), known)
    return coming


def read_meetings(project: Project, group: Group, day: date) -> dict[str, Meeting]:
    """Read what is known of a group's meetings in the year around a day."""
    facets = {"group": str(group.number)}
    return project.select(
        Selection(MEETINGS, first=day - _AROUND, last=day + _AROUND, facets=facets)
    ).records


def find_around(meeting: Occurrence) -> tuple[Occurrence | None, Occurrence | None]:
    """Find the group's meetings of the week before and the week after, as planned; a mesa's own has none."""
    if meeting.is_session:
        return None, None
    weeks = [meeting.week.shift(step) for step in (-1, 1)]
    before, after = (
        next(iter(occurrences(meeting.group, w.monday, w.sunday, {})), None) for w in weeks
    )
    return before, after
