"""`mcsj meetings schedule|move|cancel`: when a meeting is, and what the others are told of it."""

from datetime import date
from typing import Annotated

from mcsj_cli.commands.arguments import agree_to_start, choose_moment, parse_field, require
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import AT, LINK, MESA, MINUTES, REASON, TIMEZONE, TO, YesOption
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import ask, note, say
from mcsj_cli.errors import UnkeepableError, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.labels import label
from mcsj_cli.messages.announcement import render_cancellation, render_move
from mcsj_cli.model.fields import Line, Url, ZoneName
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import plan_session
from mcsj_cli.model.network import Weekday
from mcsj_cli.model.schedule import Occurrence, find_clashes, gather
from mcsj_cli.model.text import fold
from mcsj_cli.operations.days_off import find_holidays
from mcsj_cli.operations.meetings import (
    begin_record,
    change_meeting,
    find_next,
    read_meetings_of_group,
    save_meeting,
)
from mcsj_cli.operations.reading import read_meetings_between
from mcsj_cli.operations.sessions import refuse_second_session
from mcsj_cli.store.invitations import has_correspondence
from mcsj_cli.store.project import Project

PURPOSE: Field[str] = Field("purpose", N_("What it is for."), N_("PURPOSE"))

ReasonOption = Annotated[Text, REASON.option()]


def schedule_meeting(
    mesa: Annotated[Text, MESA.option()] = None,
    at: Annotated[
        Text,
        AT.option(N_("Day and hour on the mesa's clock: '2020-04-21 11:00'.")),
    ] = None,
    minutes: Annotated[int, MINUTES.option()] = 60,
    purpose: Annotated[Text, PURPOSE.option()] = None,
    link: Annotated[Text, LINK.option()] = None,
    timezone: Annotated[
        Text,
        TIMEZONE.option(N_("The zone of that hour, if not the mesa's.")),
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    moment, groups = now(project), project.groups
    require(
        {"--mesa": mesa, "--at": at}, "mcsj meetings schedule --mesa leon --at '2020-04-21 11:00'"
    )
    who = groups.find_sitting(
        mesa or ask(_("Mesa"), lambda text: groups.find_sitting(text, moment.date()).mesa.slug),
        moment.date(),
    ).mesa
    when = at or ask(
        _("Day and hour"), lambda text: f"{choose_moment(text, moment.date()):%Y-%m-%d %H:%M}"
    )
    zone = parse_field(ZoneName, timezone or who.timezone)
    start = choose_moment(when, moment.date())
    record = plan_session(
        who.slug,
        start,
        zone,
        moment.date(),
        minutes=minutes,
        purpose=purpose or "",
        link=parse_field(Url, link or ""),
    )
    refuse_second_session(project, record.uid)
    agree_to_start(start.replace(tzinfo=zone.zone), moment, yes=yes)
    with project.changing(commit_subject("meetings: schedule", record.uid)) as change:
        entry = change.add(MEETINGS, record)
    say(str(project.root / entry.file))
    _warn_of_clashes(project, record.uid, start.date())
    _warn_of_holiday(project, start.date())
    note(_("Announce it with: mcsj meetings announce {uid}").format(uid=record.uid))


def move_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    to: Annotated[
        Text,
        TO.but(metavar=N_("MOMENT")).option(
            N_("Day and hour on the meeting's clock: '2020-04-30 11:00'.")
        ),
    ] = None,
    reason: ReasonOption = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    moment = now(project)
    found = choose_meeting(project, meeting, group, week)
    begin_record(found).require_unheld()
    require(
        {"--to": to, "--reason": reason},
        f"mcsj meetings move {found.uid} --to '2020-04-30 11:00' --reason \"…\"",
    )
    when = to or ask(_("New day and hour"), lambda text: _check_moment(text, found, moment.date()))
    start = choose_moment(when, _base_of(when, found, moment.date()))
    why = parse_field(Line, reason or ask(_("Why"), lambda text: parse_field(Line, text)))
    if found.start.replace(tzinfo=None) == start and found.status != "cancelled":
        raise WrongUsageError(_("The meeting is at that time already."), _("Nothing was written."))
    for fault in begin_record(found).move(start, why, moment.date()).faults():
        raise UnkeepableError(fault.message, fault.advice)
    agree_to_start(start.replace(tzinfo=found.planned.tzinfo), moment, yes=yes)
    with project.changing(commit_subject("meetings: move", found.uid)) as change:
        record = change_meeting(change, found, lambda one: one.move(start, why, moment.date()))
    moved = found.with_meeting(record)
    _tell(project, moved, render_move(moved, found, project.network, "whatsapp"))
    _warn_of_clashes(project, found.uid, start.date())
    _warn_of_holiday(project, start.date())


def cancel_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    reason: ReasonOption = None,
) -> None:
    project = open_project()
    day = today(project)
    found = choose_meeting(project, meeting, group, week)
    require({"--reason": reason}, f'mcsj meetings cancel {found.uid} --reason "…"')
    why = parse_field(Line, reason or ask(_("Why"), lambda text: parse_field(Line, text)))
    begin_record(found).require_unheld()
    if found.status == "cancelled":
        raise WrongUsageError(_("The meeting is cancelled already."), _("Nothing was written."))
    cancelled = save_meeting(project, "meetings: cancel", found, lambda one: one.cancel(why, day))
    known = read_meetings_of_group(project, found.group, day)
    following = (
        None if found.is_session else find_next(found.group, max(now(project), found.end), known)
    )
    _tell(
        project, cancelled, render_cancellation(cancelled, following, project.network, "whatsapp")
    )


def _tell(project: Project, meeting: Occurrence, messages: list[str]) -> None:
    """Print the text for the group as the result, and where it was written beside it."""
    for message in messages:
        say(message)
    note(
        "\n"
        + _("Saved in {file}. Send the text to {name}.").format(
            file=MEETINGS.path(meeting.uid), name=meeting.name
        )
    )
    if has_correspondence(project.root, meeting.uid):
        note(
            _("Those who were invited by e-mail are told with: mcsj meetings invite {uid}").format(
                uid=meeting.uid
            )
        )
    if not meeting.is_session:
        note(_("Calendars: mcsj meetings ics --group {number}").format(number=meeting.group.number))


def _warn_of_holiday(project: Project, day: date) -> None:
    """Tell of a holiday on which a meeting was put."""
    holiday = find_holidays(project, day, day).get(day)
    if holiday:
        note(
            _("Mind that {day} is a holiday: {holiday}.").format(
                day=long_date(day), holiday=holiday
            )
        )


def _check_moment(text: str, found: Occurrence, day: date) -> str:
    return f"{choose_moment(text, _base_of(text, found, day)):%Y-%m-%d %H:%M}"


def _base_of(text: str, found: Occurrence, day: date) -> date:
    """Give the day from which a weekday's name counts: the Monday of a group's week, or today."""
    weekdays = {fold(label(value.value)) for value in Weekday} | {value.value for value in Weekday}
    named = fold(text.split(" ", maxsplit=1)[0]) in weekdays
    return found.week.monday if named and not found.is_session else day


def _warn_of_clashes(project: Project, uid: str, day: date) -> None:
    """Tell of the meetings of a day that are on at the same time as one of them."""
    known = read_meetings_between(project, day, day).records
    for pair in find_clashes(gather(project.groups.groups, day, day, known)):
        others = [one for one in pair if one.uid != uid]
        if len(others) == 1:
            text = _("Mind that {name} meets at the same time: {hour} h.")
            note(text.format(name=others[0].name, hour=f"{others[0].start:%H:%M}"))
