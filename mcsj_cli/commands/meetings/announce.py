"""`mcsj meetings announce`: the notice that is sent to a group."""

from typing import Annotated

from mcsj_cli.commands.arguments import choose_value
from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.fields import DRY_RUN, FOR
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.commands.passing_on import CopyOption, Passing, ShareOption
from mcsj_cli.console import note, say
from mcsj_cli.i18n import N_, _
from mcsj_cli.messages.announcement import CHANNELS, Channel
from mcsj_cli.operations import announcing


def announce_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    channel: Annotated[
        str,
        FOR.option(N_("Where it is sent: whatsapp, email or plain.")),
    ] = "whatsapp",
    share: ShareOption = False,
    copy: CopyOption = False,
    dry_run: Annotated[bool, DRY_RUN.option()] = False,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    wanted = _choose_channel(channel)
    found = choose_meeting(project, meeting, group, week)
    tell_meeting(found)
    announcing.require_ahead(found, moment)
    messages = announcing.write_notice(project, found, wanted, day)
    passing = Passing(share, copy)
    passing.require(wanted)
    shown = passing.hand_on(messages)
    if not dry_run:
        announcing.note_announced(project, found, day)
    say(shown)
    if not dry_run:
        note("\n" + _("Noted as announced today. Only to look: --dry-run"))


def _choose_channel(text: str) -> Channel:
    name = choose_value(text, CHANNELS)
    return next(channel for channel in CHANNELS if channel == name)
