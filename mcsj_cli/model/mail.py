"""From where invitations are sent: an organisation's address, and the mail server that takes its messages."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from msgspec import Meta, Struct

from mcsj_cli.errors import InvalidValueError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Phrase, Scalar
from mcsj_cli.model.host import is_loopback


class Security(StrEnum):
    """How the way to the server is closed to others; without any only to a server on this very machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"

    @property
    def port(self) -> int:
        """Give the usual port (RFC 8314 3, RFC 6409 3.1)."""
        return {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}[self]


SETTINGS = ("SENDER", "HOST", "PORT", "USER", "SECURITY")
"""What the environment may say instead of the network's file."""

_EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[\w-]+(?:\.[\w-]+)+")


class Address(Scalar):
    """An e-mail address."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if not is_email(text):
            raise ValueError(_("this is not an e-mail address"))
        return cls(text)


class Mail(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The organisation's own address, and its mail server; the password is never written down here."""

    sender: Address
    host: Phrase = Phrase("")
    port: Annotated[int, Meta(ge=1, le=65_535)] | None = None
    user: Phrase = Phrase("")
    security: Security = Security.STARTTLS


class MailServer(NamedTuple):
    """A server that messages are handed to, and as whom."""

    sender: str
    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""

    @property
    def is_here(self) -> bool:
        """Say whether it is on this very machine, to which nobody listens on the way."""
        return is_loopback(self.host)


def is_email(text: str) -> bool:
    """Say whether a text has the shape of an address; whether anybody reads there only a letter shows."""
    return len(text) <= 254 and ".." not in text and _EMAIL.fullmatch(text) is not None


def choose_server(mail: Mail | None, given: Mapping[str, str]) -> MailServer:
    """Give the mail server of the settings, and of what was `given` instead, under the names of SETTINGS.

    Raises WrongUsageError for what is missing or would let others listen, InvalidValueError for what cannot be.
    """
    sender = given.get("SENDER") or (mail.sender if mail else "")
    host = given.get("HOST") or (mail.host if mail else "")
    if not (sender and host):
        raise WrongUsageError(
            _("It is not said from which address to send, or through which mail server."),
            _("Write it in data/network.yaml, as in: {example}").format(
                example="mail: {sender: coordinacion@example.org, host: smtp.example.org, user: coordinacion}"
            ),
        )
    security = _parse_security(
        given.get("SECURITY") or (mail.security if mail else Security.STARTTLS)
    )
    port = given.get("PORT") or str(
        (mail.port if mail and not given.get("HOST") else None) or security.port
    )
    if not is_email(sender) or not (
        port.isascii() and port.isdecimal() and 0 < int(port) <= 65_535
    ):
        what = _("this is not a port") if is_email(sender) else _("this is not an e-mail address")
        raise InvalidValueError(
            _("The mail server's settings cannot be: {reason}.").format(reason=what),
            _("Look at MCSJ_SMTP_PORT and MCSJ_SMTP_SENDER."),
        )
    server = MailServer(
        sender, host, int(port), security, given.get("USER") or (mail.user if mail else "")
    )
    if security is Security.NONE and not server.is_here:
        raise WrongUsageError(
            _("Without TLS everybody on the way could read the messages and the password."),
            _(
                "Nothing was sent. Leave out «security: none», or name a server on this very machine."
            ),
        )
    return server


def _parse_security(text: str) -> Security:
    try:
        return Security(text)
    except ValueError:
        names = ", ".join(one.value for one in Security)
        raise InvalidValueError(
            _("«{text}» is no way to close the connection.").format(text=text),
            _("There are: {names}.").format(names=names),
        ) from None
