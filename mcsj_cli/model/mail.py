"""The address that invitations are sent from, and the mail server that sends them."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from msgspec import Meta, Struct

from mcsj_cli.errors import InvalidValueError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.destination import name_host
from mcsj_cli.model.fields import Phrase, Scalar
from mcsj_cli.model.host import is_loopback


class Security(StrEnum):
    """How the way to the server is closed to others;
    without any only to a server on this very machine.
    """  # noqa: D205  one text in the JSON Schema

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"

    @property
    def port(self) -> int:
        """The usual port (RFC 8314 3, RFC 6409 3.1)."""
        return {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}[self]


SETTINGS = ("SENDER", "HOST", "PORT", "USER", "SECURITY")
"""The settings that the environment may override."""

_EXAMPLE = "mail: {sender: coordinacion@example.org, host: smtp.example.org, user: coordinacion}"
_EMAIL = r"[^\s@<>(),;:\"\[\]\\]+@[\w-]+(?:\.[\w-]+)+"


class Address(Scalar):
    """An e-mail address."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if not is_email(text):
            raise ValueError(_("this is not an e-mail address"))
        return cls(text)


class Mail(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The organisation's own address, and its mail server;
    the password is never written down here.
    """  # noqa: D205  one text in the JSON Schema

    sender: Address
    host: Phrase = Phrase("")
    port: Annotated[int, Meta(ge=1, le=65_535)] | None = None
    user: Phrase = Phrase("")
    security: Security = Security.STARTTLS


class MailServer(NamedTuple):
    """A server that sends messages, and the user to log in as."""

    sender: str
    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""

    @property
    def name(self) -> str:
        """The name by which a person knows it, with its port where that is not the usual one."""
        return name_host(self.host, self.port, self.security.port)

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, so that no network lies between."""
        return is_loopback(self.host)


def is_email(text: str) -> bool:
    """Whether a text has the shape of an e-mail address."""
    return len(text) <= 254 and ".." not in text and re.fullmatch(_EMAIL, text) is not None


def choose_server(mail: Mail | None, given: Mapping[str, str]) -> MailServer:
    """Return the mail server of the network's file, overridden by `given`, by names of SETTINGS.

    Raises WrongUsageError if a setting is missing or would send a password in the clear, and
    InvalidValueError if one makes no sense.
    """
    settings = _merge_settings(mail, given)
    sender, host = settings["SENDER"], settings["HOST"]
    if not (sender and host):
        raise WrongUsageError(
            _("It is not said from which address to send, or through which mail server."),
            _("Write it in data/network.yaml, as in: {example}").format(example=_EXAMPLE),
        )
    security = _parse_security(settings["SECURITY"])
    if not is_email(sender):
        raise _unusable(_("this is not an e-mail address"))
    port = settings["PORT"] or str(security.port)
    if not _is_port(port):
        raise _unusable(_("this is not a port"))
    server = MailServer(sender, host, int(port), security, settings["USER"])
    if security is Security.NONE and not server.is_here:
        raise WrongUsageError(
            _("Without TLS everybody on the way could read the messages and the password."),
            _(
                "Nothing was sent. Leave out «security: none», "
                "or name a server on this very machine."
            ),
        )
    return server


def _merge_settings(mail: Mail | None, given: Mapping[str, str]) -> dict[str, str]:
    own: dict[str, str] = {}
    if mail:
        own = {
            "SENDER": mail.sender,
            "HOST": mail.host,
            "USER": mail.user,
            "SECURITY": mail.security,
        }
        # The file's port belongs to the file's server.
        if mail.port and not given.get("HOST"):
            own["PORT"] = str(mail.port)
    return {name: given.get(name) or own.get(name, "") for name in SETTINGS}


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text) <= 65_535


def _unusable(reason: str) -> InvalidValueError:
    return InvalidValueError(
        _("The mail server's settings cannot be: {reason}.").format(reason=reason),
        _("Look at MCSJ_SMTP_PORT and MCSJ_SMTP_SENDER."),
    )


def _parse_security(text: str) -> Security:
    if not text:
        return Security.STARTTLS
    try:
        return Security(text)
    except ValueError:
        names = ", ".join(one.value for one in Security)
        raise InvalidValueError(
            _("«{text}» is no way to close the connection.").format(text=text),
            _("There are: {names}.").format(names=names),
        ) from None
