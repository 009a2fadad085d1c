"""Answers as mail programs send them, and all that is none.

What counts, what is told, and that nothing breaks.
"""

import json
import mailbox
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import icalendar
import pytest

from mcsj_cli.model.invitation import Reply
from mcsj_cli.store.invitations import read_correspondence
from tests.commands.test_people import leaks
from tests.commands.test_prompts import _answer, _end, _spawn
from tests.mail.conftest import MEETING, NAMES
from tests.mail.server import Server
from tests.mail.test_invite import INVITE, move
from tests.test_main import Run

UID = f"{MEETING}@mexico-sos.mcsj"
STAMP = datetime(2020, 4, 23, 22, 30, tzinfo=UTC)
LEON = "jacaranda.leon@example.org"


def reply(
    answer: str = "ACCEPTED",
    address: str = LEON,
    uid: str = UID,
    sequence: int = 0,
    minutes: int = 0,
    method: str = "REPLY",
) -> str:
    """Write an answer as a calendar program does, by another's library."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Example//Mail//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", STAMP + timedelta(minutes=minutes))
    event.add("sequence", sequence)
    event.add("dtstart", datetime(2020, 5, 8, 17, tzinfo=UTC))
    event.add("summary", "Aceptada: Grupo 6")
    event.add("comment", "Llego tarde")
    attendee = icalendar.vCalAddress(f"MAILTO:{address}")
    attendee.params["PARTSTAT"] = answer
    event.add("attendee", attendee)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode()


def message(calendar: str, kind: str = "calendar") -> EmailMessage:
    """Put an answer into a message, as Outlook or Gmail do."""
    found = EmailMessage(policy=SMTP)
    found["From"] = f"Alguien <{LEON}>"
    found["To"] = "coordinacion@example.org"
    found["Subject"] = "Aceptada: Grupo 6"
    found.set_content("Sí, voy.")
    if kind == "calendar":
        found.add_alternative(
            calendar, subtype="calendar", params={"method": "REPLY"}, cte="base64"
        )
    else:
        found.add_attachment(
            calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
        )
    return found


def answers(mcsj: Run) -> dict[str, tuple[str | None, bool]]:
    shown = json.loads(mcsj("meetings", "show", MEETING, "--format", "json").out)["answers"]
    return {uid: (one["answer"], one["reconfirm"]) for uid, one in shown.items()}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "respuestas"
    folder.mkdir()
    return folder


def test_a_reply_comes_back_in(people: Path, mcsj: Run, server: Server, inbox: Path) -> None:
    assert mcsj(*INVITE).code == 0
    [sent] = [one for one in server.received if one.to == LEON]
    [event] = icalendar.Calendar.from_ical(sent.calendar).walk("VEVENT")
    text = reply(
        address=str(event["ATTENDEE"]).removeprefix("mailto:").upper(), uid=str(event["UID"])
    )
    (inbox / "uno.eml").write_bytes(message(text).as_bytes())
    result = mcsj("meetings", "replies", inbox / "uno.eml")
    assert (result.code, result.out) == (0, f"{MEETING}  enlace-jacaranda  asistirá\n")
    before = (people / f"private/invitations/{MEETING}.yaml").read_bytes()
    again = mcsj("reuniones", "respuestas", inbox)
    assert (again.code, again.out) == (0, "")
    assert (people / f"private/invitations/{MEETING}.yaml").read_bytes() == before
    assert b"tarde" not in before  # no room for what people say besides
    assert answers(mcsj) == {
        "enlace-jacaranda": ("accepted", False),
        "vocalia-jacaranda": (None, False),
        "secretaria-jacaranda": (None, False),
    }
    shown = mcsj("meetings", "show", MEETING).out
    assert "León" in shown
    assert "Enlace Jacaranda: asistirá" in shown
    assert "Vocalía Jacaranda: sin respuesta" in shown
    assert "@" not in shown
    move(mcsj, "2020-05-07 10:00")
    assert answers(mcsj)["enlace-jacaranda"] == ("accepted", True)
    assert mcsj(*INVITE).code == 0
    assert answers(mcsj)["enlace-jacaranda"] == ("accepted", True)
    (inbox / "dos.ics").write_text(
        reply("TENTATIVE", sequence=1, minutes=5), encoding="utf-8", newline=""
    )
    assert mcsj("meetings", "replies", inbox).code == 0
    assert answers(mcsj)["enlace-jacaranda"] == ("tentative", False)


def test_all_ways_in_which_answers_lie_about(people: Path, mcsj: Run, inbox: Path) -> None:
    """The invitations are not needed: whoever belongs to the meeting may answer."""
    (inbox / "uno.eml").write_bytes(message(reply(), "attachment").as_bytes())
    (inbox / "dentro").mkdir()
    irapuato = reply("DECLINED", "Jacaranda.Irapuato@Example.org")
    (inbox / "dentro/dos.ICS").write_text("\ufeff" + irapuato, encoding="utf-8", newline="")
    box = mailbox.mbox(str(inbox / "tres.mbox"))
    pachuca = "jacaranda.pachuca@example.org"
    for text in (
        reply("ACCEPTED", pachuca),
        reply("TENTATIVE", pachuca, minutes=9),
        reply("DECLINED", pachuca, minutes=3),
    ):
        box.add(message(text))
    box.flush()
    result = mcsj("meetings", "replies", inbox)
    assert result.code == 0, result
    assert [answer for answer, _reconfirm in answers(mcsj).values()] == [
        "declined",
        "accepted",
        "tentative",
    ]


FORWARDED = EmailMessage()
FORWARDED.set_content("Le reenvío la respuesta.")
FORWARDED.add_attachment(message(reply()))


def test_a_forwarded_answer_counts(people: Path, mcsj: Run, inbox: Path) -> None:
    (inbox / "reenviado.eml").write_bytes(FORWARDED.as_bytes())
    assert mcsj("meetings", "replies", inbox).code == 0
    assert answers(mcsj)["enlace-jacaranda"] == ("accepted", False)


def nested(depth: int) -> bytes:
    """Write parts within parts."""
    lines = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)]
    return "".join(lines).encode()


LEFT_OUT: dict[str, bytes] = {
    "unknown": reply(address="jacaranda.nadie@example.org").encode(),
    "not invited": reply(address="jacaranda.otra@example.org").encode(),
    "other domain": reply(uid=f"{MEETING}@example.org").encode(),
    "no meeting": reply(uid="2020-W19-g99@mexico-sos.mcsj").encode(),
    "a series": reply(uid="g6-2020-04-20@mexico-sos.mcsj").encode(),
    "long name": reply(uid=f"{'a' * 400}@mexico-sos.mcsj").encode(),
    "long week": reply(uid=f"{MEETING}{'6' * 400}@mexico-sos.mcsj").encode(),
    "long mesa": reply(uid=f"2020-05-05-{'leon' * 100}@mexico-sos.mcsj").encode(),
    "no day": reply(uid="2020-02-30-leon@mexico-sos.mcsj").encode(),
    "NUL name": reply().replace(MEETING, f"{MEETING}\x00").encode(),
    "nobody's week": reply(uid="2199-W52-g6@mexico-sos.mcsj").encode(),
    "high sequence": reply(sequence=1).encode(),
    "endless sequence": reply().replace("SEQUENCE:0", f"SEQUENCE:{'9' * 4000}").encode(),
    "next week": reply(minutes=60 * 24 * 7).encode(),
    "last moment": reply().replace("DTSTAMP:20200423T223000Z", "DTSTAMP:99991231T235959Z").encode(),
    "a path": reply(uid="../../private/people@mexico-sos.mcsj").encode(),
    "counter": reply(method="COUNTER").encode(),
    "request": reply(method="REQUEST").encode(),
    "delegated": reply("DELEGATED").encode(),
    "needs action": reply("NEEDS-ACTION").encode(),
    "no answer": reply("").encode(),
    "other answer": reply("JACARANDA").encode(),
    "recurrence": reply().replace("SUMMARY", "RECURRENCE-ID:20200508T170000Z\r\nSUMMARY").encode(),
    "two": reply()
    .replace("ATTENDEE", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org\r\nATTENDEE")
    .encode(),
    "nobody": "\r\n".join(
        line for line in reply().split("\r\n") if "mailto" not in line.lower()
    ).encode(),
    "no stamp": reply().replace("DTSTAMP", "X-STAMP").encode(),
    "bad stamp": reply().replace("DTSTAMP:2020", "DTSTAMP:jacaranda").encode(),
    "bad sequence": reply().replace("SEQUENCE:0", "SEQUENCE:jacaranda").encode(),
    "no event": reply().replace("VEVENT", "VTODO").encode(),
    "no method": reply().replace("METHOD:REPLY\r\n", "").encode(),
    "cut": reply().encode()[:200],
    "empty": b"",
    "text": "Sí, ahí estaré. Vocalía Jacaranda".encode(),
    "no calendar": EmailMessage().as_bytes(),
    "binary": bytes(range(256)) * 40,
    "NUL": b"BEGIN:VCALENDAR\x00" * 20,
    "base64 junk": b"Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n"
    + b"=%\xff?" * 5000,
    "charset": b"Content-Type: text/calendar; charset=punycode\n\n" + b"jacaranda-" * 9000,
    "codec": b"Content-Type: text/calendar; charset=zlib_codec\n\n\x78\x9c\x00",
    "boundary charset": (
        b"Content-Type: multipart/mixed; boundary*=rot13''a%ff; charset=x\n\n--a\n\n--a--"
    ),
    "nested": nested(5000),
    "nested a little": nested(39),
    "many parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 300_000,
    "header": b"Content-Type: text/plain" + b";" * 1_000_000 + b"\n\nx",
    "CR header": b"X: y\rContent-Type: text/plain" + b";" * 1_000_000 + b"\n\nx",
    "10 MB": b"Content-Type: text/plain\n\n" + b"jacaranda " * 1_000_000,
    "10 MB calendar": reply().encode().replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 10_000_000),
    "events": (reply().replace("END:VCALENDAR", "") + "BEGIN:VEVENT\r\n" * 10_000).encode(),
    "zone": reply()
    .replace("BEGIN:VEVENT", "BEGIN:VTIMEZONE\r\n" * 9_000 + "BEGIN:VEVENT")
    .encode(),
    "parameters": reply()
    .replace("ATTENDEE", "ATTENDEE" + ";A=B" * 40_000)
    .replace(LEON, "x@example.org")
    .encode(),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_no_answer_is_told_and_left_out(
    people: Path, mcsj: Run, inbox: Path, name: str
) -> None:
    (inbox / "a.eml").write_bytes(LEFT_OUT[name])
    (inbox / "b.eml").write_bytes(message(reply("DECLINED")).as_bytes())
    began = datetime.now(UTC)
    result = mcsj("meetings", "replies", inbox)
    assert datetime.now(UTC) - began < timedelta(seconds=20)
    assert result.code == 1, result
    assert result.out == f"{MEETING}  enlace-jacaranda  no asistirá\n"  # the rest went on
    assert (
        len([line for line in result.err.splitlines() if line.startswith(f"{inbox / 'a.eml'}: ")])
        == 1
    )
    assert not leaks(result.err.replace(str(inbox), "").encode())
    assert "Traceback" not in result.err
    assert [one.name for one in (people / "private/invitations").iterdir()] == [f"{MEETING}.yaml"]
    [kept] = read_correspondence(people, None, MEETING).answers
    assert kept.answer is Reply.DECLINED
    assert (kept.sequence, kept.at) == (0, STAMP)


def test_a_week_by_another_spelling_is_the_same_meeting(
    people: Path, mcsj: Run, server: Server, inbox: Path
) -> None:
    move(mcsj, "2020-05-07 10:00")
    assert mcsj(*INVITE).code == 0
    text = reply(uid=f"{MEETING.lower()}@mexico-sos.mcsj", sequence=1)
    (inbox / "a.ics").write_text(text, encoding="utf-8", newline="")
    assert mcsj("meetings", "replies", inbox).out == f"{MEETING}  enlace-jacaranda  asistirá\n"
    assert answers(mcsj)["enlace-jacaranda"] == ("accepted", False)


def test_files_that_cannot_be_read(people: Path, mcsj: Run, inbox: Path) -> None:
    assert mcsj("meetings", "replies", inbox / "nada.eml").code == 5
    (inbox / "grande.eml").write_bytes(b"x" * 30_000_001)
    (inbox / "b.ics").write_text(reply(), encoding="utf-8", newline="")
    result = mcsj("meetings", "replies", inbox)
    assert (result.code, result.out) == (1, f"{MEETING}  enlace-jacaranda  asistirá\n")
    assert "data/" not in result.err


def test_two_with_one_address_are_told_apart_by_hand(people: Path, mcsj: Run, inbox: Path) -> None:
    added = mcsj(
        "people",
        "add",
        "Suplente",
        "--role",
        "x",
        "--mesa",
        "leon",
        "--email",
        LEON,
        "--consent",
        "hoy",
    )
    assert added.code == 0
    (inbox / "a.ics").write_text(reply(), encoding="utf-8", newline="")
    result = mcsj("meetings", "replies", inbox)
    assert (result.code, result.out) == (1, "")
    by_hand = mcsj(
        "meetings",
        "replies",
        "--group",
        "6",
        "--week",
        "2020-W19",
        "--person",
        "suplente",
        "--answer",
        "maybe",
    )
    assert (by_hand.code, by_hand.out) == (0, f"{MEETING}  suplente  quizá asista\n")


def test_by_hand_counts_more_than_what_came_before(people: Path, mcsj: Run, inbox: Path) -> None:
    (inbox / "a.ics").write_text(reply("DECLINED", minutes=60 * 20), encoding="utf-8", newline="")
    assert mcsj("meetings", "replies", inbox).code == 0
    hand = ("meetings", "replies", "--meeting", MEETING, "--person", "enlace-jacaranda", "--answer")
    assert mcsj(*hand, "sí").code == 0
    assert mcsj("meetings", "replies", inbox).out == ""
    assert answers(mcsj)["enlace-jacaranda"] == ("accepted", False)
    move(mcsj, "2020-05-07 10:00")
    assert answers(mcsj)["enlace-jacaranda"] == ("accepted", True)
    assert mcsj(*hand, "no").code == 0
    assert answers(mcsj)["enlace-jacaranda"] == ("declined", False)
    assert mcsj(*hand, "luego").code == 2
    assert mcsj("meetings", "replies").code == 2
    assert mcsj("meetings", "replies", inbox, "--group", "6").code == 2
    assert mcsj("meetings", "replies", "--person", "enlace-jacaranda", "--answer", "no").code == 2
    [kept] = read_correspondence(people, None, MEETING).answers
    assert kept.answer is Reply.DECLINED


def test_without_the_key_the_rest_is_shown(
    people: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key.txt"
    monkeypatch.setenv("MCSJ_KEY", str(key))
    hand = (
        "meetings",
        "replies",
        "--meeting",
        MEETING,
        "--person",
        "enlace-jacaranda",
        "--answer",
        "yes",
    )
    assert mcsj(*hand).code == 0
    assert mcsj("people", "lock").code == 0
    assert "Enlace Jacaranda: asistirá" in mcsj("meetings", "show", MEETING).out
    key.unlink()
    shown = mcsj("meetings", "show", MEETING)
    assert shown.code == 0
    assert "2020-W19-g6" in shown.out
    assert not leaks(shown.out.encode())
    assert "MCSJ" in shown.err or "key.txt" in shown.err
    assert json.loads(mcsj("meetings", "show", MEETING, "--format", "json").out)["answers"] is None
    assert mcsj(*INVITE).code == 5
    assert mcsj(*hand).code == 5


def test_answers_are_proposed_when_the_meeting_is_recorded(
    people: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = ("meetings", "replies", "--meeting", MEETING, "--person")
    for person, answer in (
        ("enlace-jacaranda", "no"),
        ("vocalia-jacaranda", "yes"),
        ("secretaria-jacaranda", "maybe"),
    ):
        assert mcsj(*hand, person, "--answer", answer).code == 0
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T14:00")
    terminal = _spawn("meetings", "record", MEETING)
    _answer(terminal, (r"\[S/n\]: ", "s"))
    _answer(
        terminal,
        (r"Ixtapa-Zihuatanejo \[asistió\]: ", ""),
        (r"Irapuato \[asistió\]: ", ""),
        (r"León \[justificó\]: ", ""),
        (r"Villahermosa \[asistió\]: ", "f"),
        (r"Pachuca \[asistió\]: ", ""),
        (": ", ""),
        (": ", ""),
    )
    code, rest = _end(terminal)
    assert code == 0, rest
    attendance = json.loads(mcsj("meetings", "show", MEETING, "--format", "json").out)["attendance"]
    assert (attendance["leon"], attendance["irapuato"]) == ("excused", "present")
    assert set(NAMES) <= set(attendance)
