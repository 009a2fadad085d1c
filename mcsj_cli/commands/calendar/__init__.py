"""`mcsj calendar`: calendars that go to others, and those that come from them."""

from mcsj_cli.grammar import Verb, new_noun
from mcsj_cli.i18n import _

VERBS = (
    Verb(
        "publish",
        "publish",
        "publish_calendar",
        _(
            "Bring the meetings to a calendar server, or the calendars into a folder for a web host."
        ),
    ),
    Verb(
        "import",
        "importing",
        "import_calendar",
        _(
            "Take schedule, changes and single meetings over from somebody else's calendar; show them first."
        ),
    ),
)
app = new_noun(__name__, VERBS)
