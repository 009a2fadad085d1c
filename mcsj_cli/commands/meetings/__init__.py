"""`mcsj meetings`: the meetings of the groups and with single mesas, from their date to their minutes."""

from mcsj_cli.commands.meetings.agenda import show_agenda
from mcsj_cli.commands.meetings.announce import announce_meeting
from mcsj_cli.commands.meetings.calendar import list_meetings, write_calendars
from mcsj_cli.commands.meetings.minutes import write_minutes
from mcsj_cli.commands.meetings.plan import cancel_meeting, move_meeting, schedule_meeting
from mcsj_cli.commands.meetings.record import record_meeting
from mcsj_cli.commands.meetings.show import show_meeting
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _

app = new_noun()
for name, command, told in (
    ("list", list_meetings, _("List the meetings of the next four weeks, or of other days, with every mesa's hour.")),
    ("show", show_meeting, _("Show a meeting whole: hours, attendance, agreements, notes.")),
    ("schedule", schedule_meeting, _("Set a meeting with one mesa, beside those of its group.")),
    ("agenda", show_agenda, _("Show the agenda, made by itself; points can be added, moved and dropped.")),
    ("announce", announce_meeting, _("Write the notice of a meeting, ready to be sent, and note that it was.")),
    ("record", record_meeting, _("Write down who came to a meeting, what was talked about and what was agreed.")),
    ("minutes", write_minutes, _("Write the minutes of a meeting, and note that they were made.")),
    ("move", move_meeting, _("Give a meeting another day or hour, and write the text that tells the group.")),
    ("cancel", cancel_meeting, _("Call a meeting off, and write the text that tells the group.")),
    ("ics", write_calendars, _("Write the weekly calendar of a group, or of all, for phones and calendar programs.")),
):
    app.command(name, help=told)(command)
