"""`mcsj calendar`: the meetings in the calendars of others, and what others' calendars say."""

from mcsj_cli.grammar import Verb, new_noun
from mcsj_cli.i18n import _

VERBS = (
    Verb(
        "publish",
        "publish",
        "publish_calendar",
        _("Bring the meetings to a calendar server, or the calendars into a folder for a web host."),
    ),
)
app = new_noun(__name__, VERBS)
