"""Which item is meant, and which items."""

from typing import Annotated

import typer

from mcsj_cli.commands.options import complete_uid
from mcsj_cli.i18n import _

_ITEM = typer.Argument(
    help=_("Its name, a part of it, or - for the last one touched."),
    metavar=_("ITEM"),
    autocompletion=complete_uid("content"),
)
ItemArgument = Annotated[str, _ITEM]
OptionalItemArgument = Annotated[str | None, _ITEM]
