"""Which meeting is meant: by its name, or by its group and week; and those around it."""

from typing import Annotated, NoReturn

import click

from mcsj_cli.commands.arguments import choose_week
from mcsj_cli.commands.context import now
from mcsj_cli.commands.field import Text
from mcsj_cli.commands.fields import GROUP, MEETING, WEEK
from mcsj_cli.console import is_interactive
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations import meetings
from mcsj_cli.questions import ask, name_subject, tell
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

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
        if name.strip().isdecimal():
            _propose_meeting(project, name.strip(), begun=begun)
        return meetings.find_meeting(project, name)
    chosen, moment = project.groups.find_group(group or ""), now(project)
    if week is None:
        return meetings.find_nearest_meeting(project, chosen, moment, begun=begun)
    return meetings.find_meeting_in_week(project, chosen, choose_week(week, moment.date()))


def _propose_meeting(project: Project, number: str, *, begun: bool) -> None:
    """Raise WrongUsageError for the number of a group, which names no meeting, with the one meant.

    Raise InvalidValueError for a group that has no meeting.
    """
    if number not in [str(group.number) for group in project.groups.groups]:
        return
    found = meetings.find_nearest_meeting(
        project, project.groups.find_group(number), now(project), begun=begun
    )
    command = click.get_current_context().command_path
    message = _("«{text}» may be a group, and its meeting then is: {meeting}.")
    raise WrongUsageError(
        message.format(text=number, meeting=_format_meeting(found)),
        _("Nothing was done. If that is the one: {command}").format(
            command=spoken(f"{command} {found.uid}")
        ),
    )


def choose_meeting_to_change(
    project: Project, name: str | None, group: str | None, week: str | None
) -> Occurrence:
    """Find the meeting that is moved or called off, as `choose_meeting`, and tell which one it is.

    Where one of the group began today and nobody has recorded it, the person is asked which of the
    two is meant; raise WrongUsageError where nobody is at the keyboard.
    """
    found = choose_meeting(project, name, group, week)
    if group is not None and week is None:
        found = _settle_doubt(project, found)
    tell_meeting(found)
    return found


def tell_meeting(found: Occurrence) -> None:
    """Say which meeting a command is about, before it asks or changes anything."""
    name_subject(found.uid)
    tell(_format_meeting(found))


def _format_meeting(found: Occurrence) -> str:
    return f"{found.name}, {long_date(found.start.date())}, {found.start:%H:%M} h ({found.uid})"


def _settle_doubt(project: Project, found: Occurrence) -> Occurrence:
    moment = now(project)
    begun = meetings.find_unrecorded(project, found.group, moment)
    if begun is None:
        return found
    other = found if found.uid != begun.uid else meetings.find_replacement(project, begun, moment)
    if other is None:
        return begun
    told = [_format_meeting(begun), _format_meeting(other)]
    message = _("One meeting of {group} began today, and nobody has recorded it yet.").format(
        group=found.group.name
    )
    if not is_interactive():
        advice = _("Nothing was written. Say which one, by its name: {one}; or {other}")
        raise WrongUsageError(message, advice.format(one=told[0], other=told[1]))
    tell(message)
    for number, text in enumerate(told, 1):
        tell(f"  {number}. {text}")
    return begun if _ask_number() == "1" else other


def _ask_number() -> str:
    meaning = _("The number of what is meant.")
    return ask(_("Which one is it? 1 or 2"), _choose_number, explanation=meaning)


def _choose_number(answer: str) -> str:
    if answer.strip() not in ("1", "2"):
        raise WrongUsageError(_("Answer 1 or 2."))
    return answer.strip()


def _refuse(message: str) -> NoReturn:
    example = "2020-W17-g4; --group 4 --week 2020-W17"
    raise WrongUsageError(message, as_in(example))
