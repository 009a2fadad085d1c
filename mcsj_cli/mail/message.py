"""An invitation as a message: text, HTML and calendar as alternatives, and an attached file."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import NamedTuple

from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import one_line


class AddressError(McsjError):
    """An address that a header cannot hold; the error does not repeat it."""

    exit_code = 6


class Party(NamedTuple):
    """The sender or the recipient of a message."""

    name: str
    address: str


class Letter(NamedTuple):
    """The content of a message; `calendar` is an iCalendar object with METHOD `method`."""

    sender: Party
    recipient: Party
    subject: str
    text: str
    page: str
    calendar: bytes
    method: str
    identity: str
    date: datetime


def compose(letter: Letter) -> EmailMessage:
    """Build the message to its one recipient; raise AddressError.

    Names and titles cannot add headers: each becomes one line, encoded if it is not ASCII
    (RFC 2047).
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(letter.sender)
    message["To"] = _address(letter.recipient)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = f"<{letter.identity}>"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.page, subtype="html", cte="quoted-printable")
    _add_calendar(message, letter)
    return message


def _add_calendar(message: EmailMessage, letter: Letter) -> None:
    # Use base64, since a server on the way may break lines (RFC 6047 2.5).
    text, method = letter.calendar.decode(), {"method": letter.method}
    message.add_alternative(text, subtype="calendar", params=method, cte="base64")
    message.add_attachment(
        letter.calendar, maintype="application", subtype="ics", filename="invite.ics"
    )


def identify(domain: str, *facts: str | int) -> str:
    """Return a Message-ID that is the same for the same facts, and does not reveal them."""
    digest = sha256("\0".join(map(str, facts)).encode()).hexdigest()
    return f"{digest[:32]}@{domain}"


def bare_address(address: str) -> str:
    """Return an address in ASCII, its domain encoded (RFC 5890), as servers and calendars take it.

    Raise AddressError if the part before the @ is not ASCII, or the domain cannot be encoded.
    """
    name, _at, domain = address.rpartition("@")
    try:
        encoded = domain.encode("idna").decode("ascii")
    except UnicodeError:
        encoded = ""
    if not (name.isascii() and encoded):
        raise AddressError(_("the address has letters that mail does not take"))
    return f"{name}@{encoded}"


def _address(party: Party) -> Address:
    name, _at, domain = bare_address(party.address).rpartition("@")
    return Address(one_line(party.name), name, domain)
