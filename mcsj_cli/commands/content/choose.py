"""Which item is meant, and which items."""

from os.path import commonprefix
from typing import Annotated

from mcsj_cli.choices import Choice
from mcsj_cli.commands.completion import complete_uid
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.i18n import N_
from mcsj_cli.model.category import Categories

ITEM: Field[str] = Field(
    "item",
    N_("Its name, a part of it, or - for the last one touched."),
    N_("ITEM"),
    completion=complete_uid("content"),
)


def list_rubrics(categories: Categories) -> list[Choice]:
    """Return the rubrics as choices, also by their names and by what only their own tag has."""
    shared = len(commonprefix(list(map(str, categories.tags))))  # noqa: RUF071  of letters
    return [
        Choice(one.tag, f"#{one.tag}: {one.name}", (one.name, one.tag[shared:]))
        for one in categories.rubrics
    ]


_ITEM = ITEM.argument()
ItemArgument = Annotated[str, _ITEM]
OptionalItemArgument = Annotated[Text, _ITEM]
