"""`mcsj meetings schedule|move|cancel`: when a meeting is, and what the others are told of it."""

from datetime import date, datetime
from typing import Annotated

from mcsj_cli.commands.arguments import agree_to_start, choose_moment, parse_field
from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Setting, Text, complete
from mcsj_cli.commands.fields import LINK, MESA, MINUTES, REASON, TIMEZONE, YesOption
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting_to_change,
)
from mcsj_cli.commands.telling import tell_beside, tell_stored
from mcsj_cli.console import note, say
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.labels import label
from mcsj_cli.messages.announcement import render_cancellation, render_move
from mcsj_cli.model.fields import Url, ZoneName
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import plan_session
from mcsj_cli.model.membership import Weekday
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import fold
from mcsj_cli.operations import rescheduling
from mcsj_cli.operations.meetings import begin_record, find_replacement
from mcsj_cli.operations.sessions import add_session, refuse_second_session
from mcsj_cli.store.invitations import has_correspondence
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import in_spanish

AT: Field[datetime] = Field(
    "at",
    N_("Day and hour on the mesa's clock: '2020-04-21 11:00'."),
    N_("MOMENT"),
    question=N_("Day and hour"),
    example="'2020-04-21 11:00'",
    parse=lambda setting, text: choose_moment(text, setting.today),
)
TO: Field[datetime] = Field(
    "to",
    N_("Day and hour on the meeting's clock: '2020-04-30 11:00'."),
    N_("MOMENT"),
    spanish=in_spanish("to", "meetings move"),
    question=N_("New day and hour"),
    example="'2020-04-30 11:00'",
)
PURPOSE: Field[str] = Field("purpose", N_("What it is for."), N_("PURPOSE"))

ReasonOption = Annotated[Text, REASON.option()]


def schedule_meeting(
    mesa: Annotated[Text, MESA.option()] = None,
    at: Annotated[Text, AT.option()] = None,
    minutes: Annotated[int, MINUTES.option()] = 60,
    purpose: Annotated[Text, PURPOSE.option()] = None,
    link: Annotated[Text, LINK.option()] = None,
    timezone: Annotated[
        Text, TIMEZONE.option(N_("The zone of that hour, if not the mesa's."))
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    setting = Setting(project, day, day)
    answers = complete(setting, "mcsj meetings schedule", {MESA: mesa, AT: at})
    who = project.groups.find_sitting(answers[MESA], day).mesa
    zone = parse_field(ZoneName, timezone).canonical if timezone else who.timezone
    start = answers[AT]
    session = plan_session(
        who.slug,
        start,
        zone,
        day,
        minutes=minutes,
        purpose=purpose or "",
        link=parse_field(Url, link or ""),
    )
    refuse_second_session(project, session.uid)
    agree_to_start(start.replace(tzinfo=zone.zone), moment, yes=yes)
    entry = add_session(project, session)
    _warn_of_conflicts(project, session.uid, start.date())
    told = f"{who.name}, {_format_moment(start)}"
    announce = _("Announce it with: mcsj meetings announce {uid}").format(uid=session.uid)
    tell_stored(project, entry.file, told, announce)


def move_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    to: Annotated[Text, TO.option()] = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    found = choose_meeting_to_change(project, meeting, group, week)
    begin_record(found).require_unheld()
    target = _target_of(found)
    given = {target: to, REASON: reason}
    answers = complete(Setting(project, day, day), f"mcsj meetings move {found.uid}", given)
    start, why = answers[target], answers[REASON]
    rescheduling.check_move(found, start, why, day)
    agree_to_start(start.replace(tzinfo=found.planned.tzinfo), moment, yes=yes)
    moved = rescheduling.move_meeting(project, found, start, why, day)
    told = f"{found.name}: {_format_moment(found.start)} → {_format_moment(moved.start)}"
    _show_messages(project, moved, render_move(moved, found, project.network, "whatsapp"), told)
    _warn_of_conflicts(project, found.uid, start.date())


def cancel_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    reason: ReasonOption = None,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    found = choose_meeting_to_change(project, meeting, group, week)
    setting = Setting(project, day, day)
    why = complete(setting, f"mcsj meetings cancel {found.uid}", {REASON: reason})[REASON]
    rescheduling.check_cancellation(found)
    cancelled = rescheduling.cancel_meeting(project, found, why, day)
    following = find_replacement(project, found, moment)
    messages = render_cancellation(cancelled, following, project.network, "whatsapp")
    when = _format_moment(found.start)
    told = _("{name}, {when}: cancelled ({reason})").format(name=found.name, when=when, reason=why)
    _show_messages(project, cancelled, messages, told)


def _target_of(found: Occurrence) -> Field[datetime]:
    """Return the field of the moment to which a meeting goes.

    The name of a weekday means the one in the week of a group's meeting.
    """
    weekdays = {fold(label(value.value)) for value in Weekday} | {value.value for value in Weekday}

    def parse(setting: Setting, text: str) -> datetime:
        is_weekday = fold(text.split(" ", maxsplit=1)[0]) in weekdays
        if is_weekday and not found.is_session:
            return choose_moment(text, found.week.monday)
        return choose_moment(text, setting.today, own=found.start.date())

    return TO.but(parse=parse)


def _format_moment(start: datetime) -> str:
    return f"{long_date(start.date())}, {start:%H:%M} h"


def _show_messages(project: Project, meeting: Occurrence, messages: list[str], told: str) -> None:
    """Print the text for the group as the result, and what is stored beside it."""
    for message in messages:
        say(message)
    tell_beside(project, MEETINGS.path(meeting.uid), told)
    note(_("Send the text to {name}.").format(name=meeting.name))
    if has_correspondence(project.root, meeting.uid):
        note(
            _("Those who were invited by e-mail are told with: mcsj meetings invite {uid}").format(
                uid=meeting.uid
            )
        )
    if not meeting.is_session:
        note(_("Calendars: mcsj meetings ics --group {number}").format(number=meeting.group.number))


def _warn_of_conflicts(project: Project, uid: str, day: date) -> None:
    """Name the meetings at the same time as one, and the holiday on which it is."""
    conflicts = rescheduling.find_conflicts(project, uid, day)
    for other in conflicts.clashes:
        text = _("Mind that {name} meets at the same time: {hour} h.")
        note(text.format(name=other.name, hour=f"{other.start:%H:%M}"))
    if conflicts.holiday:
        text = _("Mind that {day} is a holiday: {holiday}.")
        note(text.format(day=long_date(day), holiday=conflicts.holiday))
