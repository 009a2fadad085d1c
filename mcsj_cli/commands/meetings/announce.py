"""`mcsj meetings announce`: the notice that is sent to a group."""

from typing import Annotated

from mcsj_cli.commands.arguments import choose_value
from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import DRY_RUN, FOR
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.console import note, say
from mcsj_cli.errors import MissingPartError, OutputError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.messages.announcement import CHANNELS, Channel, share_link
from mcsj_cli.operations import announcing

COPY: Field[bool] = Field("copy", N_("Put the text on the clipboard too."))
SHARE: Field[bool] = Field(
    "share", N_("Print the address that opens WhatsApp with the text instead.")
)


def announce_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    channel: Annotated[
        str,
        FOR.option(N_("Where it is sent: whatsapp, email or plain.")),
    ] = "whatsapp",
    share: Annotated[bool, SHARE.option()] = False,
    copy: Annotated[bool, COPY.option()] = False,
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
    shown = messages
    if share:
        _refuse_share(wanted)
        shown = [share_link(message) for message in messages]
    if copy:
        _copy("\n\n".join(messages))
    if not dry_run:
        announcing.note_announced(project, found, day)
    say("\n\n".join(shown))
    if not dry_run:
        note("\n" + _("Noted as announced today. Only to look: --dry-run"))


def _choose_channel(text: str) -> Channel:
    name = choose_value(text, CHANNELS)
    return next(channel for channel in CHANNELS if channel == name)


def _refuse_share(channel: Channel) -> None:
    if channel != "whatsapp":
        raise WrongUsageError(_("--share is for WhatsApp: leave out --for."))


def _copy(text: str) -> None:
    """Put a text on the system's clipboard; raise MissingPartError or OutputError."""
    try:
        import pyperclip  # an extra
    except ImportError as error:
        raise MissingPartError(_("The clipboard"), "clipboard") from error
    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException as error:
        raise OutputError(_("the clipboard"), _("there is none on this machine")) from error
    note(_("The text is on the clipboard."))
