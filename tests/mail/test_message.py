"""Messages as others read them, whatever people are called; and whatever others send,
read without harm.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.itip import (
    Envoy,
    Invitation,
    Received,
    UnusableReplyError,
    read_reply,
    render_invitation,
)
from mcsj_cli.mail.inbox import UnreadableMailError, find_calendar, part_mailbox
from mcsj_cli.mail.message import AddressError, Letter, Party, bare_address, compose, identify
from mcsj_cli.model.invitation import Reply
from tests.calendars.test_series import data
from tests.mail.test_replies import message, reply
from tests.model.test_invitation import BASE

MOMENT = datetime(2020, 4, 23, 17, 0, tzinfo=UTC)
NASTY = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    [
        "a\r\nBcc: b@example.org",
        'x"; y',
        "\r\n\r\n.\r\n",
        "=?utf-8?q?a?=",
        "<a@b.c>, d",
        "á" * 200,
        "\\",
        "a,b;c:d",
    ]
)


@settings(max_examples=60, deadline=None)
@given(NASTY.filter(lambda text: bool(text.strip())), NASTY, NASTY)
def test_nothing_in_a_name_or_a_title_becomes_a_header(name: str, title: str, text: str) -> None:
    publication = CalendarInput(data().network, data().partners, {})
    sender, recipient = Party(name, "coordinacion@example.org"), Party(name, "enlace@example.org")
    calendar = render_invitation(
        BASE, publication, Envoy(sender, recipient), Invitation("request", 3, MOMENT)
    )
    letter = Letter(
        sender,
        recipient,
        title,
        text,
        f"<p>{len(text)}</p>",
        calendar,
        "REQUEST",
        identify("a.b", "x", 3),
        MOMENT,
    )
    content = compose(letter).as_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998  # RFC 5322 2.1.1
    assert b"\n" not in content.replace(b"\r\n", b"")
    read = BytesParser(policy=default).parsebytes(content)
    assert set(read.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
    }
    assert [one.addr_spec for one in read["To"].addresses] == ["enlace@example.org"]
    assert read.defects == []
    [part] = [part for part in read.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_payload(decode=True) == calendar
    [event] = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    assert str(event["ATTENDEE"]) == "mailto:enlace@example.org"
    assert str(event["ORGANIZER"]) == "mailto:coordinacion@example.org"
    assert event["SEQUENCE"] == 3
    assert (
        len([line for line in calendar.decode().split("\r\n") if line.startswith("ATTENDEE")]) == 1
    )


@pytest.mark.parametrize(
    ("address", "bare"),
    [("a@example.org", "a@example.org"), ("a@españa.example", "a@xn--espaa-rta.example")],
)
def test_domains_are_encoded(address: str, bare: str) -> None:
    assert bare_address(address) == bare


@pytest.mark.parametrize("address", ["niño@example.org", f"a@{'x' * 70}.org"])
def test_addresses_that_mail_does_not_take(address: str) -> None:
    with pytest.raises(AddressError) as caught:
        bare_address(address)
    assert address not in caught.value.message


def test_the_same_facts_have_the_same_identity() -> None:
    assert identify("a.b", "x", 1, "y") == identify("a.b", "x", 1, "y")
    assert (
        identify("a.b", "x", 1, "y")
        != identify("a.b", "x", 11, "y")
        != identify("a.b", "x1", 1, "y")
    )


def test_an_invitation_that_is_answered_by_another_library_is_read() -> None:
    publication = CalendarInput(data().network, data().partners, {})
    parties = Envoy(("Red", "coordinacion@example.org"), ("Enlace", "enlace@example.org"))
    sent = icalendar.Calendar.from_ical(
        render_invitation(BASE, publication, parties, Invitation("request", 2, MOMENT))
    )
    sent["METHOD"] = icalendar.vText("REPLY")
    [event] = sent.walk("VEVENT")
    event["ATTENDEE"].params["PARTSTAT"] = "TENTATIVE"
    received = read_reply(sent.to_ical())
    assert received == Received(
        "2020-W17-g1@mexico-sos.mcsj", 2, "enlace@example.org", Reply.TENTATIVE, MOMENT
    )


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
)


def test_what_programs_of_others_do_differently() -> None:
    odd = (
        reply()
        .replace("METHOD:REPLY", "method:reply")
        .replace("ATTENDEE", 'ATTENDEE;X-NUM-GUESTS=0;CN="Uno; dos"')
        .replace("SEQUENCE:0\r\n", "")
        .replace("ACCEPTED", "accepted")
        .replace("BEGIN:VEVENT", f"{ZONE}BEGIN:VEVENT")
    )
    folded = odd.replace("uid:", "UID:").replace("2020-W19", "2020\r\n -W19").replace("\r\n", "\n")
    for text in (odd.encode(), folded.encode(), folded.encode("utf-8-sig")):
        received = read_reply(text)
        assert (received.sequence, received.reply) == (0, Reply.ACCEPTED)
        assert received.uid == "2020-W19-g6@mexico-sos.mcsj"


SPLITTING = "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\r"


@pytest.mark.parametrize("character", SPLITTING, ids=ascii)
@pytest.mark.parametrize(
    "line", ["ATTENDEE;PARTSTAT=DECLINED:mailto:otra@example.org", "END:VEVENT", "SEQUENCE:7"]
)
def test_nothing_that_somebody_writes_becomes_a_line(character: str, line: str) -> None:
    """A line ends with a line feed and nothing else (RFC 5545 3.1)."""
    text = reply().replace("COMMENT:Llego tarde", f"COMMENT:Llego{character}{line}")
    assert line in text
    assert read_reply(text.encode()) == read_reply(reply().encode())


WHOLE = message(reply()).as_bytes()


@settings(max_examples=400, deadline=timedelta(seconds=5))
@given(st.data())
def test_no_message_breaks_the_reading(draws: st.DataObject) -> None:
    """Cut, spliced and spoilt messages are read or refused, and never anything else."""
    content = bytearray(
        draws.draw(st.sampled_from([WHOLE, reply().encode(), message(reply(), "x").as_bytes()]))
    )
    for _turn in range(draws.draw(st.integers(1, 6))):
        start = draws.draw(st.integers(0, len(content)))
        end = min(len(content), start + draws.draw(st.integers(0, 40)))
        piece = draws.draw(st.binary(max_size=20) | st.sampled_from(PIECES))
        content[start:end] = piece
    with suppress(UnreadableMailError, UnusableReplyError):
        for one in part_mailbox(bytes(content)):
            read_reply(find_calendar(one))


PIECES = [
    b"\n", b"\r", b"\r\n ", b"\n\n", b"From ", b"\nFrom x\n", b"--", b"BEGIN:VEVENT\r\n",
    b"END:VCALENDAR\r\n", b";", b":", b'"', b"=", b"\xff\xfe", b"\x00",
    b"DTSTAMP:99991231T235960Z\r\n", b"DTSTAMP;VALUE=DATE:20200101\r\n",
    b"DTSTAMP;TZID=Nowhere/None:20200101T000000\r\n", b"SEQUENCE:99999999999999999999\r\n",
    b"SEQUENCE:1.5\r\n", b"ATTENDEE:\r\n", b"UID:\r\n", b"RECURRENCE-ID:x\r\n",
    b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: uuencode\n",
    b"Content-Type: multipart/mixed\n", b"boundary=\"\"", b"charset*0*=x''%",
]  # fmt: skip


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(st.binary(max_size=3000))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    for beginning in (
        b"",
        b"From x\n",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
        b"Content-Type: text/calendar\n\n",
    ):
        with suppress(UnreadableMailError, UnusableReplyError):
            for one in part_mailbox(beginning + content):
                read_reply(find_calendar(one))


def test_a_mailbox_is_parted_where_messages_begin() -> None:
    box = (
        b"From a\nSubject: 1\n\nuno\n>From aqui\nFrom within\n\nFrom b\nSubject: 2\n\ndos\n"
    ).replace(b"\n", b"\r\n")
    first, second = part_mailbox(box)
    assert (first.split(b"\n")[0], second.split(b"\n")[0]) == (b"Subject: 1", b"Subject: 2")
    assert b"\nFrom aqu" in first
    with pytest.raises(UnreadableMailError):
        part_mailbox(b"From a\n\n" * 5_001)


def test_the_alternative_comes_before_the_attachment() -> None:
    mixed = EmailMessage(policy=SMTP)
    mixed.set_content("x")
    mixed.add_alternative(reply("DECLINED"), subtype="calendar")
    mixed.add_attachment(reply("ACCEPTED").encode(), maintype="application", subtype="ics")
    assert read_reply(find_calendar(mixed.as_bytes())).reply is Reply.DECLINED
