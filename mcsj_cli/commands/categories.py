"""`mcsj categories`: rubrics, axes and approaches."""

from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_value, parse_field
from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import TAG, Format
from mcsj_cli.console import say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.category import Approach, Axis, Categories
from mcsj_cli.model.fields import Tag
from mcsj_cli.operations import content_items

KIND: Field[str] = Field("kind", N_("Only these: rubric, axis or approach."), N_("KIND"))
NEW: Field[str] = Field("new", N_("Its new tag."), N_("NEW"))

KINDS = ("rubric", "axis", "approach")


def list_categories(
    kind: Annotated[Text, KIND.option()] = None,
    form: Format = None,
) -> None:
    wanted = choose_value(kind, KINDS)
    items = [
        item for item in _describe(open_project().categories) if wanted in (None, item["kind"])
    ]
    columns = [
        Column(_("Kind"), lambda item: label(item["kind"])),
        Column(
            _("Tag or short name"),
            lambda item: f"#{item['tag']}" if "tag" in item else item["slug"],
        ),
        Column(_("Name"), lambda item: item["name"]),
        Column(_("What it holds"), lambda item: item["description"]),
    ]
    show_list(items, columns, form, _("There is none."))


def _describe(categories: Categories) -> list[dict[str, Any]]:
    rubrics = [
        {
            "kind": "rubric",
            "tag": rubric.tag,
            "name": rubric.name,
            "description": rubric.description,
        }
        for rubric in categories.rubrics
    ]
    axes = [_describe_slug("axis", axis) for axis in categories.axes]
    approaches = [_describe_slug("approach", approach) for approach in categories.approaches]
    return [*rubrics, *axes, *approaches]


def _describe_slug(kind: str, one: Axis | Approach) -> dict[str, Any]:
    return {"kind": kind, "slug": one.slug, "name": one.name, "description": one.description}


def rename_rubric(
    tag: Annotated[str, TAG.argument()],
    new: Annotated[str, NEW.argument()],
) -> None:
    project = open_project()
    old, wanted = project.categories.find_tag(tag), parse_field(Tag, new)
    if wanted == old:
        raise WrongUsageError(_("The rubric has that tag already."), _("Nothing was written."))
    count = content_items.rename_rubric(project, old, wanted)
    told = ngettext(
        "#{tag} is now #{new}, in {n} item too.", "#{tag} is now #{new}, in {n} items too.", count
    )
    say(told.format(tag=old, new=wanted, n=count))
