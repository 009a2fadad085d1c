"""`mcsj categories`: rubrics, axes and approaches."""

from typing import Annotated, Any

import typer

from mcsj_cli.commands.options import Format, choose_value, open_project
from mcsj_cli.console import Column, show_list
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _
from mcsj_cli.model.category import Categories
from mcsj_cli.words import word

app = new_noun()


KINDS = ("rubric", "axis", "approach")


@app.command("list", help=_("List rubrics with their hashtags, axes and approaches."))
def list_categories(
    kind: Annotated[
        str | None, typer.Option("--kind", help=_("Only these: rubric, axis or approach."), metavar=_("KIND"))
    ] = None,
    form: Format = None,
) -> None:
    wanted = choose_value(kind, KINDS)
    items = [item for item in _describe(open_project().categories) if wanted in (None, item["kind"])]
    columns = [
        Column(_("Kind"), lambda item: word(item["kind"])),
        Column(_("Tag or short name"), lambda item: f"#{item['tag']}" if "tag" in item else item["slug"]),
        Column(_("Name"), lambda item: item["name"]),
        Column(_("What it holds"), lambda item: item["description"]),
    ]
    show_list(items, columns, form, _("There is none."))


def _describe(categories: Categories) -> list[dict[str, Any]]:
    rubrics = [
        {"kind": "rubric", "tag": rubric.tag, "name": rubric.name, "description": rubric.description}
        for rubric in categories.rubrics
    ]
    others = [
        {"kind": kind, "slug": one.slug, "name": one.name, "description": one.description}
        for kind, ones in (("axis", categories.axes), ("approach", categories.approaches))
        for one in ones
    ]
    return [*rubrics, *others]
