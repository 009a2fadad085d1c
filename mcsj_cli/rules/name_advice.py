"""Advice about a name that does not exist."""

from collections.abc import Sequence

from mcsj_cli.i18n import _
from mcsj_cli.model.text import nearest


def advise_name(name: str, known: Sequence[str]) -> str:
    """Propose the nearest known name, or list all of them, if there are any."""
    close = nearest(name, known, 1)
    if close:
        return _("Did you mean «{name}»?").format(name=close[0])
    if not known:
        return ""
    return _("There are: {names}.").format(names=", ".join(known))
