"""`mcsj meetings`: the meetings of the groups and with single mesas, from their date to their minutes."""

from mcsj_cli.grammar import Verb, new_noun
from mcsj_cli.i18n import _

VERBS = (
    Verb(
        "list",
        "list",
        "list_meetings",
        _("List the meetings of the next four weeks, or of other days, with every mesa's hour."),
    ),
    Verb(
        "check",
        "check",
        "check_meetings",
        _(
            "Look for what is in the way of the meetings ahead: clashes, days off, clocks, what is missing."
        ),
    ),
    Verb(
        "show",
        "show",
        "show_meeting",
        _("Show a meeting whole: hours, attendance, agreements, notes."),
    ),
    Verb(
        "schedule",
        "reschedule",
        "schedule_meeting",
        _("Set a meeting with one mesa, beside those of its group."),
    ),
    Verb(
        "agenda",
        "agenda",
        "show_agenda",
        _("Show the agenda, made by itself; points can be added, moved and dropped."),
    ),
    Verb(
        "announce",
        "announce",
        "announce_meeting",
        _("Write the notice of a meeting, ready to be sent, and note that it was."),
    ),
    Verb(
        "record",
        "record",
        "record_meeting",
        _("Write down who came to a meeting, what was talked about and what was agreed."),
    ),
    Verb(
        "minutes",
        "minutes",
        "write_minutes",
        _("Write the minutes of a meeting, and note that they were made."),
    ),
    Verb(
        "move",
        "reschedule",
        "move_meeting",
        _("Give a meeting another day or hour, and write the text that tells the group."),
    ),
    Verb(
        "cancel",
        "reschedule",
        "cancel_meeting",
        _("Call a meeting off, and write the text that tells the group."),
    ),
    Verb(
        "invite",
        "invite",
        "invite_people",
        _(
            "Invite everybody by e-mail, one message each, and tell them of changes; only what they do not know yet."
        ),
    ),
    Verb("replies", "replies", "read_replies", _("Take in what was answered to the invitations.")),
    Verb(
        "ics",
        "ics",
        "write_calendars",
        _("Write the calendar of a group, of a mesa or of all, for phones and calendar programs."),
    ),
)
app = new_noun(__name__, VERBS)
