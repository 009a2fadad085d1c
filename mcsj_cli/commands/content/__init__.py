"""`mcsj content`: the items for the page, from a tip to a post, under their rubrics."""

from mcsj_cli.grammar import Verb, new_noun
from mcsj_cli.i18n import _

VERBS = (
    Verb(
        "list",
        "lists",
        "list_content",
        _("List items: all of them, or those of some days, rubrics, states or stages."),
    ),
    Verb(
        "search",
        "lists",
        "search_content",
        _("Find items by words of their title, summary and source; the best first."),
    ),
    Verb("show", "lists", "show_content", _("Show an item whole.")),
    Verb(
        "add",
        "add",
        "add_content",
        _("Add an item as a draft, and print its file. At a keyboard it asks for what is missing."),
    ),
    Verb(
        "suggest",
        "tag",
        "suggest_tags",
        _("Say under which rubrics a text could go, and why; nothing is written."),
    ),
    Verb(
        "tag",
        "tag",
        "tag_content",
        _("Put an item under other rubrics: +SOSeconomia -SOSmensajes."),
        {
            "ignore_unknown_options": True,
            "help_option_names": ["--help"],
        },  # -h would be a letter of a tag
    ),
    Verb(
        "verify",
        "transitions",
        "verify_content",
        _("Vouch for an item: who does, on what evidence, and until when."),
    ),
    Verb(
        "schedule",
        "transitions",
        "schedule_content",
        _("Settle when a verified item appears on the page."),
    ),
    Verb("publish", "transitions", "publish_content", _("Write down that an item is on the page.")),
    Verb(
        "retract",
        "transitions",
        "retract_content",
        _("Take an item back, and write the correction for the page."),
    ),
    Verb(
        "post",
        "post",
        "post_content",
        _("Write an item as a post, ready to be pasted; or those of a week as files."),
    ),
    Verb("calendar", "balance", "show_calendar", _("Show the week as rubrics and days.")),
    Verb(
        "balance",
        "balance",
        "show_balance",
        _("Show what was planned and published by rubric and week, and where the gaps are."),
    ),
    Verb("feed", "post", "write_feed", _("Write the published items as an Atom feed.")),
    Verb(
        "import",
        "csv",
        "import_content",
        _("Add the items of a table (CSV), all of them or none."),
    ),
    Verb("export", "csv", "export_content", _("Write items as a table for a spreadsheet.")),
)
app = new_noun(__name__, VERBS)
