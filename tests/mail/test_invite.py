"""Invitations from the command to a real server and back.

Who gets what, how often, and what nobody else learns.
"""

import json
import os
import signal
import smtplib
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import repeat
from pathlib import Path

import icalendar
import keyring
import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from mcsj_cli import main
from mcsj_cli.mail import smtp
from mcsj_cli.model.fields import Line
from mcsj_cli.model.mail import MailServer, Security
from mcsj_cli.model.person import Contact, Person
from mcsj_cli.store import people as store
from mcsj_cli.store.invitations import read_correspondence
from tests.calendars.readers import Instant, Window, read_with_ical_js, read_with_icalendar
from tests.commands.test_meetings import snapshot as picture
from tests.commands.test_people import leaks
from tests.conftest import ROOT
from tests.mail.conftest import MEETING, NAMES
from tests.mail.server import PASSWORD, USER, Received, Server, Told, serve, settings
from tests.model.test_person import EMAIL
from tests.store.test_history import run_git
from tests.test_main import Run

INVITE = ("meetings", "invite", MEETING, "--yes")
ADDRESSES = [f"jacaranda.{mesa}@example.org" for mesa in NAMES]
WINDOW = Window.of(date(2020, 5, 1), date(2020, 6, 1))


def event(received: Received) -> icalendar.Event:
    [found] = icalendar.Calendar.from_ical(received.calendar).walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def methods(server: Server) -> list[tuple[str, str, int]]:
    """Tell each message by whom it went to, its method and its sequence."""
    found = []
    for one in server.received:
        calendar = icalendar.Calendar.from_ical(one.calendar)
        assert one.part("text/calendar").get_param("method") == calendar["METHOD"]
        found.append((_mesa(one), str(calendar["METHOD"]), int(str(event(one)["SEQUENCE"]))))
    return found


def move(mcsj: Run, moment: str) -> None:
    assert mcsj("meetings", "move", MEETING, "--to", moment, "--reason", "Un viaje").code == 0


def change(change: Callable[[Person], Person], uid: str, root: Path) -> None:
    store.change_people(
        root, None, lambda before: [change(one) if one.uid == uid else one for one in before]
    )


def test_each_person_gets_one_message_without_the_others(
    people: Path, mcsj: Run, server: Server
) -> None:
    result = mcsj(*INVITE)
    assert result.code == 0, result
    assert result.out.split() == ["enlace-jacaranda", "vocalia-jacaranda", "secretaria-jacaranda"]
    assert sorted(server.addresses()) == sorted(ADDRESSES)
    assert server.seen_auth == [True] * 3  # by password, and over TLS
    for one in server.received:
        others = [address for address in ADDRESSES if address != one.to]
        parts = [part.get_payload(decode=True) for part in one.message.walk()]
        whole = b"".join([one.content, *(part for part in parts if isinstance(part, bytes))])
        assert one.to.encode() in whole
        assert [
            other for other in [*others, "nacional@", "otra@", "basta@"] if other.encode() in whole
        ] == []
        assert [part.get_content_type() for part in one.message.walk()] == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics",
        ]
        found = event(one)
        assert found["ATTENDEE"] == f"mailto:{one.to}"
        assert found["ATTENDEE"].params["RSVP"] == "TRUE"
        assert found["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
        assert found["ORGANIZER"] == "mailto:coordinacion@example.org"
        assert one.part("application/ics").get_payload(decode=True) == one.calendar
        assert one.text.startswith(
            {"leon": "León", "irapuato": "Irapuato", "pachuca": "Pachuca"}[_mesa(one)]
        )
        assert "viernes 8 de mayo de 2020, de 12:00 a 13:00 h" in one.text.splitlines()[0]
    assert "Ixtapa-Zihuatanejo, Villahermosa" in result.err
    assert not leaks(result.err.encode())


def _mesa(received: Received) -> str:
    return received.to.split("@")[0].split(".")[1]


def test_the_calendar_is_the_published_one_as_others_read_it(
    people: Path, mcsj: Run, server: Server, tmp_path: Path
) -> None:
    assert mcsj(*INVITE).code == 0
    days = ("--from", "2020-05-04", "--until", "2020-05-10")
    published = mcsj("meetings", "ics", "--group", "6", "--expand", "-o", "-", *days)
    [same] = icalendar.Calendar.from_ical(published.out).walk("VEVENT")
    wanted = [
        Instant(
            datetime(2020, 5, 8, 17, tzinfo=UTC), datetime(2020, 5, 8, 18, tzinfo=UTC), "TENTATIVE"
        )
    ]
    for one in server.received:
        assert event(one)["UID"] == same["UID"]
        assert event(one)["SEQUENCE"] == same["SEQUENCE"]
        assert read_with_icalendar(one.calendar, WINDOW) == wanted
    assert read_with_ical_js(server.received[0].calendar, WINDOW, tmp_path) == wanted


def test_a_second_run_sends_only_what_is_missing_or_changed(
    people: Path, mcsj: Run, server: Server
) -> None:
    assert mcsj(*INVITE).code == 0
    assert mcsj(*INVITE).code == 0
    assert len(server.received) == 3
    assert mcsj(*INVITE, "--office").out.split() == ["enlace-nacional-jacaranda"]
    new = [Contact(EMAIL, Line("jacaranda.leon2@example.org"))]
    change(lambda one: replace(one, channels=new), "enlace-jacaranda", people)
    assert mcsj(*INVITE).out.split() == ["enlace-jacaranda"]
    assert server.addresses()[-2:] == [
        "jacaranda.nacional@example.org",
        "jacaranda.leon2@example.org",
    ]
    assert {sequence for _to, _method, sequence in methods(server)} == {0}
    assert mcsj(*INVITE).out == ""


def test_updates_and_cancellations_follow_with_rising_sequences(
    people: Path, mcsj: Run, server: Server
) -> None:
    assert mcsj(*INVITE).code == 0
    move(mcsj, "2020-05-07 10:00")
    assert (
        "mcsj reuniones invitar"
        in mcsj("meetings", "move", MEETING, "--to", "2020-05-07 11:00", "--reason", "x").err
    )
    assert mcsj(*INVITE).code == 0
    update = server.received[-1]
    assert str(update.message["Subject"]).startswith(
        "Cambio: Grupo 6, jueves 7 de mayo de 2020, 11:00 h"
    )
    assert mcsj("meetings", "cancel", MEETING, "--reason", "No se puede").code == 0
    assert mcsj(*INVITE, "--office").out.split() == [
        "enlace-jacaranda",
        "vocalia-jacaranda",
        "secretaria-jacaranda",
    ]
    assert mcsj(*INVITE).out == ""
    rows = methods(server)
    for mesa in NAMES:
        own = [(method, sequence) for to, method, sequence in rows if to == mesa]
        assert [method for method, _sequence in own] == ["REQUEST", "REQUEST", "CANCEL"]
        assert own == sorted(set(own), key=lambda one: one[1])
    assert event(server.received[-1])["STATUS"] == "CANCELLED"
    assert "se canceló" in server.received[-1].text
    move(mcsj, "2020-05-08 12:00")
    assert mcsj(*INVITE).code == 0
    sequences = [sequence for to, _method, sequence in methods(server) if to == "leon"]
    assert sequences == sorted(set(sequences))
    identities = [str(one.message["Message-ID"]) for one in server.received]
    assert len(set(identities)) == len(identities) == 12
    assert not leaks("".join(identities).encode())


def test_what_is_off_neither_rings_nor_asks_nor_leads_anywhere(
    people: Path, mcsj: Run, server: Server
) -> None:
    uid, link = "2020-05-05-leon", "https://meet.example.org/a?b=1&c=2"
    plan = ("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-05 11:00", "--link", link)
    assert mcsj(*plan, "--purpose", "Primera").code == 0
    assert mcsj("meetings", "invite", uid, "--yes").code == 0
    assert mcsj("meetings", "cancel", uid, "--reason", "No se puede").code == 0
    assert mcsj("meetings", "invite", uid, "--yes").code == 0
    invited, off = (event(one) for one in server.received)
    assert ([part.name for part in invited.subcomponents], invited["URL"]) == (["VALARM"], link)
    assert off.subcomponents == []
    assert (off["TRANSP"], off["STATUS"]) == ("TRANSPARENT", "CANCELLED")
    assert off["ATTENDEE"].params.keys() == {"CN"}
    assert "http" not in "".join(str(value) for value in off.values())
    assert "http" not in str(server.received[-1].part("text/html").get_content())
    assert "No se puede" in str(off["DESCRIPTION"])
    assert off["DTSTART"].to_ical() == invited["DTSTART"].to_ical()


def test_what_an_undo_lowered_rises_all_the_same(people: Path, mcsj: Run, server: Server) -> None:
    move(mcsj, "2020-05-07 10:00")
    move(mcsj, "2020-05-07 11:00")
    assert mcsj(*INVITE).code == 0
    assert mcsj("undo").code == 0
    assert mcsj(*INVITE).code == 0
    sequences = [sequence for to, _method, sequence in methods(server) if to == "leon"]
    assert len(sequences) == 2
    assert sequences[1] > sequences[0]


def test_who_no_longer_belongs_is_told_alone(people: Path, mcsj: Run, server: Server) -> None:
    assert mcsj(*INVITE).code == 0
    assert mcsj("mesas", "move", "leon", "--group", "5", "--from", "2020-05-04").code == 0
    result = mcsj(*INVITE)
    assert result.out.split() == ["enlace-jacaranda"], result
    last = server.received[-1]
    assert icalendar.Calendar.from_ical(last.calendar)["METHOD"] == "CANCEL"
    assert "STATUS" not in event(last)  # the meeting itself goes on (RFC 5546 3.2.5)
    assert event(last)["UID"] == f"{MEETING}@mexico-sos.mcsj"
    assert event(last).keys() == {
        "UID", "SEQUENCE", "SUMMARY", "TRANSP", "DTSTAMP", "LAST-MODIFIED", "ORGANIZER", "ATTENDEE",
    }  # fmt: skip
    assert event(last).subcomponents == []
    assert event(last)["ATTENDEE"].params.keys() == {"CN"}
    assert int(str(event(last)["SEQUENCE"])) > 0
    assert "ya no es con su mesa" in last.text
    assert mcsj(*INVITE).out == ""


def test_who_wants_no_more_gets_no_more(people: Path, mcsj: Run, server: Server) -> None:
    assert mcsj(*INVITE).code == 0
    change(lambda one: replace(one, do_not_contact=True), "enlace-jacaranda", people)
    assert mcsj("meetings", "cancel", MEETING, "--reason", "x").code == 0
    assert mcsj(*INVITE).out.split() == ["vocalia-jacaranda", "secretaria-jacaranda"]


def test_a_dry_run_sends_and_writes_nothing(people: Path, mcsj: Run, server: Server) -> None:
    before = picture(people)
    result = mcsj("meetings", "invitar", MEETING, "--dry-run")
    assert result.code == 0, result
    assert [name for name in NAMES.values() if name not in result.out] == []
    assert "Asunto: Invitación: Grupo 6" in result.out
    assert "@" not in result.out
    assert server.received == []
    assert picture(people) == before


def test_a_dry_run_says_who_gets_nothing_and_why(people: Path, mcsj: Run) -> None:
    change(lambda one: replace(one, channels=[]), "enlace-jacaranda", people)
    change(lambda one: replace(one, consent=None), "vocalia-jacaranda", people)
    change(lambda one: replace(one, do_not_contact=True), "secretaria-jacaranda", people)
    lines = mcsj(*INVITE, "--dry-run").out.splitlines()
    reasons = ["sin dirección de correo", "sin su consentimiento", "pidió que no se le contacte"]
    for name, reason in zip(NAMES.values(), reasons, strict=True):
        [line] = [line for line in lines if name in line]
        assert reason in line


def test_it_asks_before_it_sends(people: Path, mcsj: Run, server: Server) -> None:
    result = mcsj("meetings", "invite", MEETING)
    assert (result.code, result.out) == (2, "")
    assert "3 personas" in result.err
    assert server.received == []
    assert not (people / "private/invitations").exists()


@pytest.mark.parametrize("language", ["es", "en"])
def test_how_the_messages_read(
    people: Path, mcsj: Run, server: Server, snapshot: SnapshotAssertion, language: str
) -> None:
    path = people / "data/network.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("language: es", f"language: {language}"),
        encoding="utf-8",
    )
    assert mcsj(*INVITE).code == 0
    move(mcsj, "2020-05-07 10:00")
    assert mcsj(*INVITE).code == 0
    assert mcsj("meetings", "cancel", MEETING, "--reason", "No se puede").code == 0
    assert mcsj(*INVITE).code == 0
    told = [one for one in server.received if one.to.startswith("jacaranda.leon")]
    assert [f"{one.message['Subject']}\n\n{one.text}" for one in told] == snapshot
    assert told[0].part("text/html").get_content() == snapshot(name="page")
    for one in told:
        page = str(one.part("text/html").get_content())
        assert "http" not in page.replace("https://meet.example.org", "")
        assert "<img" not in page


def test_names_and_titles_cannot_add_a_header_or_markup(
    people: Path, mcsj: Run, server: Server
) -> None:
    nasty = 'Enlace "X"\r\nBcc: jacaranda.otra@example.org\u2028;<b>&'
    change(lambda one: replace(one, name=Line(nasty)), "enlace-jacaranda", people)
    assert mcsj(*INVITE).code == 0
    [one] = [one for one in server.received if one.to.startswith("jacaranda.leon@")]
    assert one.message["Bcc"] is None
    assert len(server.received) == 3
    page = str(one.part("text/html").get_content())
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page
    assert [line for line in one.calendar.decode().split("\r\n") if line.startswith("Bcc")] == []
    assert event(one)["ATTENDEE"] == f"mailto:{one.to}"


# Bad days


def test_a_refused_address_does_not_stop_the_others(
    people: Path, mcsj: Run, server: Server
) -> None:
    server.refuse = {
        "jacaranda.leon@example.org": "550 5.1.1 <jacaranda.leon@example.org>: no such user",
        "jacaranda.irapuato@example.org": "451 4.7.1 <jacaranda.irapuato@example.org>: try later",
    }
    result = mcsj(*INVITE)
    assert (result.code, result.out.split()) == (7, ["secretaria-jacaranda"])
    assert "enlace-jacaranda (el servidor lo rechaza (550))" in result.err
    assert "vocalia-jacaranda (el servidor no lo acepta por ahora (451))" in result.err
    assert "@" not in result.err
    server.refuse = {}
    assert mcsj(*INVITE).out.split() == ["enlace-jacaranda", "vocalia-jacaranda"]
    assert sorted(server.addresses()) == sorted(ADDRESSES)


def test_a_message_that_is_refused_is_sent_again(people: Path, mcsj: Run, server: Server) -> None:
    server.on_data = lambda one: "554 5.7.1 spam" if one.to.startswith("jacaranda.leon") else None
    assert mcsj(*INVITE).code == 7
    server.on_data = lambda _one: None
    assert mcsj(*INVITE).out.split() == ["enlace-jacaranda"]


def test_a_connection_that_is_cut_is_opened_again(people: Path, mcsj: Run, server: Server) -> None:
    server.cut_at_data = {"jacaranda.irapuato@example.org"}
    result = mcsj(*INVITE)
    assert (result.code, result.out.split()) == (7, ["enlace-jacaranda", "secretaria-jacaranda"])
    assert mcsj(*INVITE).out.split() == ["vocalia-jacaranda"]
    assert sorted(server.addresses()) == sorted(ADDRESSES)


def test_two_cuts_in_a_row_end_it(people: Path, mcsj: Run, server: Server) -> None:
    server.cut_at_data = {"jacaranda.leon@example.org", "jacaranda.irapuato@example.org"}
    result = mcsj(*INVITE)
    assert (result.code, result.out) == (7, "")
    assert "secretaria-jacaranda (no se intentó)" in result.err
    assert mcsj(*INVITE).code == 0
    assert sorted(server.addresses()) == sorted(ADDRESSES)


def test_a_server_that_has_gone_is_not_looked_for_once_a_person(
    people: Path, mcsj: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach, tries = smtp._reach, []

    def reach_once(way: MailServer) -> smtplib.SMTP:
        tries.append(way)
        return reach(way if len(tries) == 1 else way._replace(port=1))

    monkeypatch.setattr(smtp, "_reach", reach_once)
    server.cut_at_data = {"jacaranda.leon@example.org"}
    result = mcsj(*INVITE)
    assert (result.code, result.out, len(tries)) == (7, "", 2)
    assert "secretaria-jacaranda (no se intentó)" in result.err


def test_what_a_server_took_without_saying_so_is_not_sent_twice(
    people: Path, mcsj: Run, server: Server
) -> None:
    server.cut_after_data = {"jacaranda.irapuato@example.org"}
    result = mcsj(*INVITE)
    assert (result.code, result.out.split()) == (7, ["enlace-jacaranda", "secretaria-jacaranda"])
    assert "vocalia-jacaranda" in result.err
    assert "--de-nuevo" in result.err
    assert "Se enviaron 2 mensajes" in result.err
    result = mcsj(*INVITE)
    assert (result.code, result.out) == (0, "")
    assert "que quizá ya lo recibió: vocalia-jacaranda" in result.err
    assert sorted(server.addresses()) == sorted(ADDRESSES)
    assert mcsj(*INVITE, "--again").out.split() == ["vocalia-jacaranda"]
    assert mcsj(*INVITE, "--again").out == ""


def test_two_who_may_have_got_it_end_it(people: Path, mcsj: Run, server: Server) -> None:
    server.cut_after_data = set(ADDRESSES)
    result = mcsj(*INVITE)
    assert (result.code, result.out) == (7, "")
    assert "secretaria-jacaranda (no se intentó)" in result.err
    assert "enlace-jacaranda, vocalia-jacaranda" in result.err
    assert server.addresses() == ADDRESSES[:2]


@pytest.mark.parametrize("flaw", ["silent", "nonsense"])
def test_a_server_that_does_not_say_whether_it_takes_it(
    people: Path, mcsj: Run, server: Server, monkeypatch: pytest.MonkeyPatch, flaw: str
) -> None:
    monkeypatch.setattr(smtp, "PATIENCE", 0.3)
    setattr(server, flaw, True)
    result = mcsj(*INVITE)
    assert (result.code, result.out) == (7, "")
    sent = read_correspondence(people, None, MEETING).sent
    assert [(one.person, one.at) for one in sent] == [
        ("enlace-jacaranda", None),
        ("vocalia-jacaranda", None),
    ]


def test_a_server_may_take_long_for_the_one_answer(
    people: Path, mcsj: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert smtp.PATIENCE >= 600  # RFC 5321 4.5.3.2.6
    monkeypatch.setattr(smtp, "TIMEOUT", 1.5)
    server.delay = 2.0
    result = mcsj(*INVITE)
    assert (result.code, len(result.out.split())) == (0, 3), result
    assert sorted(server.addresses()) == sorted(ADDRESSES)


def test_a_line_of_a_single_dot_arrives(server: Server) -> None:
    content = b"Subject: x\r\n\r\n.\r\n..\r\nx.\r\n.x\r\n"
    way = MailServer(
        "coordinacion@example.org", "127.0.0.1", server.port, Security.STARTTLS, USER, PASSWORD
    )
    with smtp.SmtpSession(way) as line:
        line.offer(ADDRESSES[0])
        line.deliver(content)
    [received] = server.received
    assert received.content == content


WRONG = {
    "no server": ({"MCSJ_SMTP_PORT": "1"}, 7, "No se pudo llegar"),
    "no such host": ({"MCSJ_SMTP_HOST": "nadie.invalid"}, 7, "No se pudo llegar"),
    "wrong password": ({"MCSJ_SMTP_PASSWORD": "otra"}, 7, "no acepta el usuario"),
    "accents": ({"MCSJ_SMTP_PASSWORD": "contraseña"}, 7, "sin acentos"),
    "no password": ({"MCSJ_SMTP_PASSWORD": ""}, 2, "MCSJ_SMTP_PASSWORD"),
    "no trust": ({"SSL_CERT_FILE": os.devnull}, 7, "no puede probar quién es"),
    "other name": ({"MCSJ_SMTP_HOST": "localhost"}, 7, "no puede probar quién es"),
    "TLS at once": ({"MCSJ_SMTP_SECURITY": "tls"}, 7, "No se pudo llegar"),
    "no way": ({"MCSJ_SMTP_SECURITY": "ssl"}, 6, "starttls"),
    "port": ({"MCSJ_SMTP_PORT": "smtp"}, 6, "puerto"),
    "sender": ({"MCSJ_SMTP_SENDER": "nadie"}, 6, "correo"),
    "no sender": ({"MCSJ_SMTP_SENDER": ""}, 2, "network.yaml"),
    "open": ({"MCSJ_SMTP_SECURITY": "none", "MCSJ_SMTP_HOST": "smtp.example.org"}, 2, "Sin TLS"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_the_way_to_the_server_can_lack(
    people: Path, mcsj: Run, server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    wrong, code, told = WRONG[name]
    for key, value in wrong.items():
        monkeypatch.setenv(key, value)
    result = mcsj(*INVITE)
    assert (result.code, result.out) == (code, ""), result
    assert told in result.err
    assert "otra" not in result.err
    assert server.received == []
    assert not (people / "private/invitations").exists()


def drip(piece: bytes) -> Iterator[bytes]:
    for _number in range(600):
        time.sleep(0.1)
        yield piece


@pytest.mark.parametrize(
    "answers",
    [
        ([b"220 x\r\n"], [b"250-x\r\n250 AUTH LOGIN\r\n"], [b"334 abc\r\n"]),
        ([b"220 x\r\n"], [b"250-x\r\n250 AUTH CRAM-MD5\r\n"], [b"334 a\r\n"]),
        (repeat(b"220-x\r\n" * 10_000, 2000),),
        ([b"220 x\r\n"], repeat(b"250-x\r\n" * 10_000, 2000)),
        (drip(b"220-x\r\n"),),
        (drip(b"2"),),
    ],
    ids=[
        "bad challenge",
        "another",
        "endless greeting",
        "endless answer",
        "slow lines",
        "slow line",
    ],
)
def test_a_server_that_talks_nonsense_is_not_listened_to_for_long(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[Iterable[bytes], ...]
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.5)
    began = time.monotonic()
    with Told(*answers) as told, pytest.raises(smtp.MailServerError):
        smtp.SmtpSession(
            MailServer(
                "coordinacion@example.org", "127.0.0.1", told.port, Security.NONE, USER, PASSWORD
            )
        ).open()
    assert time.monotonic() - began < 30  # and not a minute, or for ever
    assert told.sent < 20_000_000


@pytest.mark.parametrize(("security", "code"), [("starttls", 7), ("none", 0)])
def test_a_server_without_tls_is_for_this_machine_alone(
    people: Path,
    mcsj: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    security: str,
    code: int,
) -> None:
    with serve(tmp_path, tls=False, password=False) as server:
        for name, value in (
            settings(server) | {"MCSJ_SMTP_SECURITY": security, "MCSJ_SMTP_USER": ""}
        ).items():
            monkeypatch.setenv(name, value)
        result = mcsj(*INVITE)
    assert result.code == code, result
    assert ("STARTTLS" in result.err) == (code == 7)
    assert len(server.received) == (0 if code else 3)


def test_a_server_with_tls_from_the_beginning(
    people: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(tmp_path, tls=False, password=False, at_once=True) as server:
        for name, value in (
            settings(server) | {"MCSJ_SMTP_SECURITY": "tls", "MCSJ_SMTP_USER": ""}
        ).items():
            monkeypatch.setenv(name, value)
        assert mcsj(*INVITE).code == 0
        monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
        assert mcsj(*INVITE, "--office").code == 7
    assert len(server.received) == 3


def test_a_meeting_with_one_mesa_and_its_link(people: Path, mcsj: Run, server: Server) -> None:
    link = "https://meet.example.org/a?b=1&c=2"
    plan = ("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-05 11:00", "--link", link)
    assert mcsj(*plan, "--purpose", "Primera <reunión>").code == 0
    assert mcsj("meetings", "invite", "2020-05-05-leon", "--yes").out.split() == [
        "enlace-jacaranda"
    ]
    [one] = server.received
    assert event(one)["UID"] == "2020-05-05-leon@mexico-sos.mcsj"
    assert event(one)["LOCATION"] == link
    page = str(one.part("text/html").get_content())
    assert '<a href="https://meet.example.org/a?b=1&amp;c=2">' in page
    assert "Primera &lt;reunión&gt;" in page
    assert link in one.text.splitlines()


def test_the_settings_of_the_network(
    people: Path, mcsj: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOST", "PORT", "USER", "SENDER"):
        monkeypatch.delenv(f"MCSJ_SMTP_{name}")
    with (people / "data/network.yaml").open("a", encoding="utf-8") as stream:
        stream.write(
            f"mail: {{sender: coordinacion@example.org, host: 127.0.0.1, "
            f"port: {server.port}, user: coordinacion}}\n"
        )
    assert mcsj(*INVITE, "--trust-host", f"127.0.0.1:{server.port}").code == 0
    assert len(server.received) == 3
    check = mcsj("check")
    assert (
        "network.yaml" not in check.out + check.err
    )  # the organisation's own address may stand there


def test_the_password_may_be_in_the_keyring(
    people: Path, mcsj: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(service: str, user: str) -> str | None:
        return "palabras" if (service, user) == ("mcsj:127.0.0.1", "coordinacion") else None

    monkeypatch.delenv("MCSJ_SMTP_PASSWORD")
    monkeypatch.setattr(
        keyring, "get_password", find
    )  # the machine's own keyring is nobody's to touch
    assert mcsj(*INVITE).code == 0
    assert len(server.received) == 3


# Interruptions


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es"}
    command = [sys.executable, "-m", "mcsj_cli", *arguments]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_killed_while_it_sends_nothing_goes_out_twice_and_nobody_is_forgotten(
    people: Path, mcsj: Run, server: Server, place: int
) -> None:
    running: list[subprocess.Popen[bytes]] = []
    ready = threading.Event()

    def kill(one: Received) -> None:
        if len(server.received) == place:
            ready.wait(10)
            running[0].kill()
            running[0].wait(10)

    server.on_data = kill
    running.append(start(*INVITE))
    ready.set()
    _out, err = running[0].communicate(timeout=30)
    assert running[0].returncode == -signal.SIGKILL, err
    server.settle()
    server.on_data = lambda _one: None
    result = mcsj(*INVITE)
    assert result.code == 0, result
    uncertain = ["enlace-jacaranda", "vocalia-jacaranda", "secretaria-jacaranda"][place]
    assert f"que quizá ya lo recibió: {uncertain}" in result.err
    assert sorted(server.addresses()) == sorted(ADDRESSES)  # the server had taken that one
    again = mcsj(*INVITE, "--again")
    assert again.out.split() == [uncertain]
    twice = [
        str(one.message["Message-ID"])
        for one in server.received
        if one.to == server.received[-1].to
    ]
    assert len(twice) == 2
    assert len(set(twice)) == 1  # mail programs show one message
    assert mcsj(*INVITE).out == ""


def test_ctrl_c_takes_effect_between_two_messages(people: Path, mcsj: Run, server: Server) -> None:
    running: list[subprocess.Popen[bytes]] = []
    ready = threading.Event()

    def interrupt(_one: Received) -> None:
        if not server.received:
            ready.wait(10)
            running[0].send_signal(signal.SIGINT)

    server.on_data = interrupt
    running.append(start(*INVITE))
    ready.set()
    out, err = running[0].communicate(timeout=30)
    assert running[0].returncode == main.INTERRUPTED, err
    assert out.split() in ([], [b"enlace-jacaranda"])
    assert server.addresses() == ADDRESSES[:1]
    server.on_data = lambda _one: None
    result = mcsj(*INVITE)
    assert "quizá" not in result.err
    assert server.addresses() == ADDRESSES


def test_two_at_once_write_to_nobody_twice(people: Path, server: Server) -> None:
    both = [start(*INVITE), start(*INVITE)]
    outs = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], outs
    assert sorted(server.addresses()) == sorted(ADDRESSES)


# Privacy


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "encrypted"])
def test_invitations_stay_in_the_private_folder(
    people: Path,
    mcsj: Run,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sealed: bool,
) -> None:
    monkeypatch.setenv("MCSJ_KEY", str(tmp_path / "key.txt"))
    logs = tmp_path / "logs"
    logs.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(logs))
    assert mcsj(*INVITE).code == 0
    if sealed:
        assert mcsj("people", "lock").code == 0
    move(mcsj, "2020-05-07 10:00")
    server.refuse = {ADDRESSES[0]: f"550 {ADDRESSES[0]}"}
    assert mcsj(*INVITE).code == 7
    assert (
        mcsj(
            "meetings", "replies", "--meeting", MEETING, "--person", "vocalia", "--answer", "sí"
        ).code
        == 0
    )
    with monkeypatch.context() as patch:
        patch.setattr("mcsj_cli.mail.message.one_line", _fail)
        server.refuse = {}
        assert mcsj(*INVITE).code == main.BUG
    assert len(list(logs.glob("*.log"))) == 1
    for command in (
        "status",
        "check",
        "log",
        "report weekly",
        "meetings list",
        "sync",
        "index rebuild",
    ):
        mcsj(*command.split())
    own = people / "private"
    others = [
        path
        for path in (*people.rglob("*"), *logs.rglob("*"))
        if path.is_file() and own not in path.parents
    ]
    assert [path for path in others if leaks(path.read_bytes())] == []
    assert run_git(people, "status", "--porcelain", "--untracked-files=all") == ""
    kept = [path for path in (own / "invitations").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [f"{MEETING}.yaml" + (".age" if sealed else "")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert stat.S_IMODE((own / "invitations").stat().st_mode) == 0o700
    assert any(leaks(path.read_bytes()) for path in kept) != sealed
    assert all(b"@" not in path.read_bytes() for path in kept if not sealed)


def _fail(text: str) -> str:
    if "Jacaranda" in text:
        raise RuntimeError(f"planted: {text}")
    return text


def test_forgotten_and_exported(people: Path, mcsj: Run, server: Server, tmp_path: Path) -> None:
    assert mcsj(*INVITE).code == 0
    assert (
        mcsj(
            "meetings", "replies", "--meeting", MEETING, "--person", "vocalia", "--answer", "no"
        ).code
        == 0
    )
    exported = mcsj("people", "export", "vocalia-jacaranda")
    assert exported.code == 0, exported
    whole = json.loads(exported.out)["invitations"][MEETING]
    assert [one["sequence"] for one in whole["sent"]] == [0]
    assert [one["answer"] for one in whole["answers"]] == ["declined"]
    assert mcsj("people", "forget", "vocalia-jacaranda", "--yes").code == 0
    text = (people / f"private/invitations/{MEETING}.yaml").read_text(encoding="utf-8")
    assert "vocalia" not in text
    assert "enlace-jacaranda" in text
    assert (
        "invitations" not in mcsj("people", "forget", "enlace-jacaranda", "--yes").err
    )  # no copy of anybody's


def test_where_nobody_can_be_written_to_it_says_so(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "invite", "--group", "1", "--dry-run")
    assert result.code == 0
    assert "No hay a quién escribir" in result.err
    assert "ya lo sabe" not in result.err


# Schedules that change under an invitation


def test_a_week_to_which_people_were_invited_is_not_lost(
    people: Path, mcsj: Run, server: Server
) -> None:
    """Nobody could be told any more that it is off."""
    assert mcsj(*INVITE).code == 0
    before = picture(people)
    slot = ("groups", "schedule", "6", "--weekday", "martes", "--time", "12:00")
    lost = mcsj(*slot, "--from", "2020-05-06")  # the day after that week's Tuesday
    assert (lost.code, lost.out) == (6, ""), lost
    assert f"private/invitations/{MEETING}" in lost.err
    assert picture(people) == before
    moved = mcsj(*slot, "--from", "2020-05-04")
    assert moved.code == 0, moved
    assert f"mcsj reuniones invitar {MEETING}" in moved.err
    assert mcsj(*INVITE).code == 0
    assert [kind for _to, kind, _sequence in methods(server)] == ["REQUEST"] * 6
    move(mcsj, "2020-05-08 10:00")
    stays = mcsj("groups", "schedule", "6", "--time", "13:00", "--from", "2020-05-04")
    assert stays.code == 0, stays
    assert "meetings invite" not in stays.err


def test_who_may_have_got_one_is_told_that_it_is_off_although_another_was_refused(
    people: Path, mcsj: Run, server: Server
) -> None:
    server.cut_after_data = set(ADDRESSES)
    assert mcsj(*INVITE).code == 7
    known = {one.to for one in server.received}
    server.on_data = lambda _one: "451 later"
    assert mcsj(*INVITE, "--again").code == 7
    server.on_data = lambda _one: None
    told = mcsj(*INVITE)
    assert "quizá ya" in told.err
    assert "ya lo saben" not in told.err
    assert mcsj("meetings", "cancel", MEETING, "--reason", "lluvia").code == 0
    server.received.clear()
    assert mcsj(*INVITE).code == 0
    assert known
    assert known <= {one.to for one in server.received}
    assert {kind for _to, kind, _sequence in methods(server)} == {"CANCEL"}
