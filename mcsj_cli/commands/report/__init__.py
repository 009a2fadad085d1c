"""`mcsj report`: what a week adds up to, and what some weeks of a group or of a mesa do."""

from mcsj_cli.grammar import Verb, new_noun
from mcsj_cli.i18n import _

VERBS = (
    Verb(
        "weekly",
        "weekly",
        "report_weekly",
        _("The week's meetings, attendance and content beside last week's, and what comes next."),
    ),
    Verb(
        "group",
        "period",
        "report_group",
        _("What some weeks of a group add up to, and how each of them went."),
    ),
    Verb(
        "mesa",
        "period",
        "report_mesa",
        _("What some weeks of a mesa add up to, and what it has to do."),
    ),
)
app = new_noun(__name__, VERBS)
