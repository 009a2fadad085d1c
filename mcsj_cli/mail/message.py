"""An invitation as a message: text, page and calendar for the program to choose from, and the calendar as a file."""

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
    """An address that no header takes as it is; it is not repeated."""

    exit_code = 6


class Party(NamedTuple):
    """Somebody at an end of a message."""

    name: str
    address: str


class Letter(NamedTuple):
    """All that a message is made from; `calendar` is an iCalendar object whose METHOD is `method`."""

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
    """Make the message, with its one recipient; raise AddressError.

    No name or title can add a header: each becomes one line, and is encoded where it is not ASCII (RFC 2047).
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(letter.sender)
    message["To"] = _address(letter.recipient)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = f"<{letter.identity}>"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.page, subtype="html", cte="quoted-printable")
    # Base64, or a server on the way may break its lines (RFC 6047 2.5).
    method = {"method": letter.method}
    message.add_alternative(
        letter.calendar.decode(), subtype="calendar", params=method, cte="base64"
    )
    message.add_attachment(
        letter.calendar, maintype="application", subtype="ics", filename="invite.ics"
    )
    return message


def identify(domain: str, *facts: str | int) -> str:
    """Give the same Message-ID for the same facts, and say nothing of them."""
    digest = sha256("\0".join(map(str, facts)).encode()).hexdigest()
    return f"{digest[:32]}@{domain}"


def bare_address(address: str) -> str:
    """Give an address as servers and calendars take it: ASCII, its domain encoded (RFC 5890); raise AddressError."""
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
