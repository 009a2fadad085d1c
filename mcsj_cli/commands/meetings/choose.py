"""Which meeting is meant: by its name, or by its group and week; and those around it."""

from typing import Annotated, NoReturn

from mcsj_cli.commands.arguments import choose_week
from mcsj_cli.commands.context import now
from mcsj_cli.commands.field import Text
from mcsj_cli.commands.fields import GROUP, MEETING, WEEK
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations import meetings
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

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


def choose_meeting(
    project: Project, name: str | None, group: str | None, week: str | None, *, begun: bool = False
) -> Occurrence:
    """Find the meeting that options name: the group's next one, or the last one `begun`.

    Raise WrongUsageError, NotFoundError, AmbiguousError or InvalidValueError.
    """
    if (name is None) == (group is None):
        _refuse(_("Say which meeting: by its name, or by its group."))
    if name is not None:
        if week:
            _refuse(_("The name says the week already: leave out --week."))
        return meetings.find_meeting(project, name)
    chosen, moment = project.groups.find_group(group or ""), now(project)
    if week is None:
        return meetings.find_nearest_meeting(project, chosen, moment, begun=begun)
    return meetings.find_meeting_in_week(project, chosen, choose_week(week, moment.date()))


def _refuse(message: str) -> NoReturn:
    example = "2020-W17-g4; --group 4 --week 2020-W17"
    raise WrongUsageError(message, as_in(example))
