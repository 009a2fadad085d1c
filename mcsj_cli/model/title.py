"""How long a title may be that is written from now on."""

from mcsj_cli.errors import UnkeepableError
from mcsj_cli.i18n import _

_LONGEST = 300  # letters


def require_short(title: str) -> None:
    """Raise UnkeepableError for a title that is too long."""
    if len(title) > _LONGEST:
        message = _("a title has at most {most} letters, and this one has {n}")
        raise UnkeepableError(message.format(most=_LONGEST, n=len(title)), _("Write it shorter."))
