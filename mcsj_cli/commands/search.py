"""`mcsj search`: everything that has some words, the best first, each with what opens it."""

from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_search
from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import LIMIT, Format
from mcsj_cli.console import note, note_more, warn_unread
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.model.text import excerpt
from mcsj_cli.operations.searching import Hit, search_everything
from mcsj_cli.vocabulary import spoken

WORDS: Field[str] = Field(
    "words",
    N_(
        'Words or their beginnings, "a phrase", mesa:MESA, group:N, tag:TAG, state:STATE, '
        "status:STAGE, since:DAY."
    ),
    N_("WORDS"),
)


def search(
    words: Annotated[list[str], WORDS.argument()],
    limit: Annotated[int, LIMIT.option()] = 20,
    form: Format = None,
) -> None:
    project = open_project()
    asked = choose_search(
        words, project.categories, today(project), "mcsj search comedor", project.groups
    )
    found = search_everything(project, asked, limit, own_key())
    names = _name_kinds()
    columns = [
        Column(_("What"), lambda item: names[item["kind"]]),
        Column(_("Title"), lambda item: item["title"]),
        Column(_("Where"), lambda item: excerpt(item["text"], asked.words)),
        Column(_("Day"), lambda item: item["day"]),
        Column(_("To open it"), lambda item: spoken(item["command"])),
    ]
    show_list([_describe(hit) for hit in found.hits], columns, form, _("Nothing has these words."))
    note_more(found.total - len(found.hits), found.total)
    warn_unread(found.problems)
    if found.closed:
        message = _("The contacts were not searched: {reason}")
        note(message.format(reason=found.closed.message))


def _describe(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.noun,
        "uid": hit.name,
        "title": hit.title,
        "text": hit.text,
        "day": hit.day.isoformat() if hit.day else None,
        "command": hit.command,
    }


def _name_kinds() -> dict[str, str]:
    names = {kind.folder: kind.label() for kind in KINDS}
    return {**names, "mesas": _("mesa"), "partners": _("partner"), "people": _("contact")}
