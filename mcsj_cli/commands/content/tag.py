"""`mcsj content suggest|tag`: under which rubrics an item goes."""

from typing import Annotated

from mcsj_cli.commands.content.choose import ItemArgument
from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import Format
from mcsj_cli.commands.telling import tell_item
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.operations.content_items import retag_content
from mcsj_cli.operations.tag_proposals import TagProposal, propose_tags
from mcsj_cli.vocabulary import as_in

CHANGES: Field[str] = Field(
    "changes", N_("+TAG puts it under a rubric, -TAG takes it away."), N_("+/-TAG…")
)
TEXT_OF_ITEM: Field[str] = Field("text-of-item", N_("The text, in quotes."), N_("TEXT_OF_ITEM"))


def suggest_tags(
    text: Annotated[list[str], TEXT_OF_ITEM.argument()],
    form: Format = None,
) -> None:
    said = " ".join(text).strip()
    if not said:
        example = 'mcsj content suggest "…"'
        raise WrongUsageError(_("There is no text."), as_in(example))
    proposals = propose_tags(open_project(), said)
    columns = [
        Column(_("Rubric"), lambda item: f"#{item['tag']}"),
        Column(_("For it"), lambda item: f"{item['score']:.1f}", "right"),
        Column(_("Words"), lambda item: item["reasons"]["words"]),
        Column(_("Like"), lambda item: item["reasons"]["items"]),
    ]
    shown = proposals if form else [one for one in proposals if one.score > 0][:3]
    show_list(
        [_describe_proposal(one) for one in shown],
        columns,
        form,
        _("Nothing speaks for any rubric."),
    )


def _describe_proposal(proposal: TagProposal) -> dict[str, object]:
    return {
        "tag": proposal.tag,
        "score": proposal.score,
        "reasons": {"words": list(proposal.words), "items": list(proposal.items)},
    }


def tag_content(
    item: ItemArgument,
    changes: Annotated[list[str], CHANGES.argument()],
) -> None:
    project = open_project()
    categories = project.categories
    entry = project.find(CONTENT, item)
    added = [categories.find_tag(text[1:]) for text in changes if text.startswith("+")]
    removed = [categories.find_tag(text[1:]) for text in changes if text.startswith("-")]
    if len(added) + len(removed) != len(changes):
        raise WrongUsageError(
            _("Say of each tag whether it comes or goes."),
            as_in(f"mcsj content tag {entry.uid} +SOSeconomia -SOSmensajes"),
        )
    tell_item(project, entry, retag_content(project, entry, added, removed))
