"""Texts handed on: as the address that opens WhatsApp with them, and on the clipboard."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from mcsj_cli.commands.field import Field
from mcsj_cli.console import note
from mcsj_cli.errors import MissingPartError, OutputError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.messages.announcement import share_link
from mcsj_cli.vocabulary import spoken

COPY: Field[bool] = Field("copy", N_("Put the text on the clipboard too."))
SHARE: Field[bool] = Field(
    "share", N_("Print the address that opens WhatsApp with the text instead.")
)

CopyOption = Annotated[bool, COPY.option()]
ShareOption = Annotated[bool, SHARE.option()]


class Passing(NamedTuple):
    """Whether a text is shown as an address of WhatsApp, and put on the clipboard."""

    share: bool = False
    copy: bool = False

    def __bool__(self) -> bool:
        return self.share or self.copy

    def require(self, channel: str) -> None:
        """Raise WrongUsageError where a text for another channel would be shared."""
        if self.share and channel != "whatsapp":
            message = _("{option} is for WhatsApp alone.").format(option=spoken("--share"))
            raise WrongUsageError(message, _("Leave one of the two options out."))

    def hand_on(self, messages: Sequence[str]) -> str:
        """Return what is shown of the messages, which are on the clipboard then if wanted.

        Raise MissingPartError or OutputError where there is no clipboard.
        """
        text = "\n\n".join(messages)
        if self.copy:
            _copy(text)
        return "\n\n".join(map(share_link, messages)) if self.share else text


def _copy(text: str) -> None:
    try:
        import pyperclip  # an extra
    except ImportError as error:
        raise MissingPartError(_("The clipboard"), "clipboard") from error
    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException as error:
        raise OutputError(_("the clipboard"), _("there is none on this machine")) from error
    note(_("The text is on the clipboard."))
