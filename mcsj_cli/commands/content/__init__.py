"""`mcsj content`: the items for the page, from a tip to a post, under their rubrics."""

from mcsj_cli.commands.content.add import add_content
from mcsj_cli.commands.content.exchange import export_content, import_content
from mcsj_cli.commands.content.life import publish_content, retract_content, schedule_content, verify_content
from mcsj_cli.commands.content.listing import list_content, search_content, show_content
from mcsj_cli.commands.content.plan import show_balance, show_calendar
from mcsj_cli.commands.content.post import post_content, write_feed
from mcsj_cli.commands.content.tag import suggest_tags, tag_content
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _

app = new_noun()
for name, command, told in (
    ("list", list_content, _("List items: all of them, or those of some days, rubrics, states or stages.")),
    ("search", search_content, _("Find items by words of their title, summary and source; the best first.")),
    ("show", show_content, _("Show an item whole.")),
    (
        "add",
        add_content,
        _("Add an item as a draft, and print its file. At a keyboard it asks for what is missing."),
    ),
    ("suggest", suggest_tags, _("Say under which rubrics a text could go, and why; nothing is written.")),
    ("verify", verify_content, _("Vouch for an item: who does, on what evidence, and until when.")),
    ("schedule", schedule_content, _("Settle when a verified item appears on the page.")),
    ("publish", publish_content, _("Write down that an item is on the page.")),
    ("retract", retract_content, _("Take an item back, and write the correction for the page.")),
    ("post", post_content, _("Write an item as a post, ready to be pasted; or those of a week as files.")),
    ("calendar", show_calendar, _("Show the week as rubrics and days.")),
    ("balance", show_balance, _("Show what was planned and published by rubric and week, and where the gaps are.")),
    ("feed", write_feed, _("Write the published items as an Atom feed.")),
    ("import", import_content, _("Add the items of a table (CSV), all of them or none.")),
    ("export", export_content, _("Write items as a table for a spreadsheet.")),
):
    app.command(name, help=told)(command)
app.command(
    "tag",
    help=_("Put an item under other rubrics: +SOSeconomia -SOSmensajes."),
    context_settings={"ignore_unknown_options": True},
)(tag_content)
