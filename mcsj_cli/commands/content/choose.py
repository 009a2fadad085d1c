"""Which item is meant, and which items."""

from typing import Annotated

from mcsj_cli.commands.options import name_argument
from mcsj_cli.i18n import _

_ITEM = name_argument("content", _("ITEM"))
ItemArgument = Annotated[str, _ITEM]
OptionalItemArgument = Annotated[str | None, _ITEM]
