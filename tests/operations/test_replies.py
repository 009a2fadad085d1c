"""Answers to invitations taken in, read from messages or said by hand, without a terminal."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from mcsj_cli.errors import NotFoundError
from mcsj_cli.model.fields import Line
from mcsj_cli.model.invitation import Reply
from mcsj_cli.model.person import PersonNotFoundError
from mcsj_cli.operations.answers import read_answers
from mcsj_cli.operations.meetings import find_meeting
from mcsj_cli.operations.replies import TakenReply, answer_by_hand, take_in_replies
from mcsj_cli.operations.rescheduling import move_meeting
from mcsj_cli.store.people import change_people
from mcsj_cli.store.project import Project
from tests.mail.conftest import MEETING, everybody
from tests.mail.test_replies import reply

NOW = datetime(2020, 4, 23, 17, 30, tzinfo=ZoneInfo("America/Mexico_City"))
IRAPUATO, PACHUCA = "jacaranda.irapuato@example.org", "jacaranda.pachuca@example.org"
KEY = Path("no-key")  # contacts that are not encrypted need none


@pytest.fixture
def inbox(network: Project, tmp_path: Path) -> Path:
    """Name a folder for answers to the meetings of a network that knows some people."""
    change_people(network.root, None, lambda _before: everybody())
    folder = tmp_path / "respuestas"
    folder.mkdir()
    return folder


def _put(inbox: Path, name: str, calendar: str) -> Path:
    path = inbox / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(calendar, encoding="utf-8", newline="")
    return path


def _take_in(
    network: Project, *paths: Path, moment: datetime = NOW
) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the new answers, and what could not be taken in."""
    told: list[TakenReply] = []
    taken = take_in_replies(network, KEY, paths, moment, told.append)
    assert taken.new == len(told)
    return [(one.meeting, str(one.person.mesa), one.reply.value) for one in told], taken.problems


def _answers(network: Project) -> dict[str, tuple[str | None, bool]]:
    found = read_answers(network, find_meeting(network, MEETING), KEY)
    return {one.mesa: (one.answer, one.reconfirm) for one in found}


def test_an_answer_is_taken_in_once(network: Project, inbox: Path) -> None:
    _put(inbox, "uno.ics", reply())
    assert _take_in(network, inbox) == ([(MEETING, "leon", "accepted")], [])
    assert _take_in(network, inbox) == ([], [])
    assert _answers(network) == {"leon": ("accepted", False)}


def test_the_latest_answer_of_a_person_counts(network: Project, inbox: Path) -> None:
    _put(inbox, "a.ics", reply("DECLINED", minutes=9))
    _put(inbox, "b.ics", reply("ACCEPTED", minutes=3))
    _take_in(network, inbox)
    assert _answers(network) == {"leon": ("declined", False)}


def test_files_are_found_in_folders_by_their_endings(network: Project, inbox: Path) -> None:
    _put(inbox, "dentro/uno.ICS", reply())
    _put(inbox, "notas.txt", reply(address=IRAPUATO))
    apart = _put(inbox, "sin-nombre", reply(address=PACHUCA))
    assert _take_in(network, inbox) == ([(MEETING, "leon", "accepted")], [])
    assert _take_in(network, apart) == ([(MEETING, "pachuca", "accepted")], [])


def test_a_path_that_is_not_there_is_not_found(network: Project, inbox: Path) -> None:
    with pytest.raises(NotFoundError):
        _take_in(network, inbox / "nada.ics")


def test_what_is_no_answer_is_told_with_its_file_and_the_rest_counts(
    network: Project, inbox: Path
) -> None:
    broken = _put(inbox, "a.ics", "BEGIN:VCALENDAR\r\n")
    request = _put(inbox, "b.ics", reply(method="REQUEST"))
    _put(inbox, "c.ics", reply())
    taken, problems = _take_in(network, inbox)
    assert taken == [(MEETING, "leon", "accepted")]
    assert [problem.partition(": ")[0] for problem in problems] == [str(broken), str(request)]


@pytest.mark.parametrize(
    "uid",
    [
        "2020-W19-g6@example.org",
        "2020-W19-g9@mexico-sos.mcsj",
        "2020-05-08-zacatlan@mexico-sos.mcsj",
        "2020-W10-g6@mexico-sos.mcsj",
        "../../secretos@mexico-sos.mcsj",
        "2020-W19-g6",
    ],
    ids=["domain", "group", "mesa", "week", "path", "no domain"],
)
def test_an_answer_about_another_meeting_is_told(network: Project, inbox: Path, uid: str) -> None:
    path = _put(inbox, "uno.ics", reply(uid=uid))
    taken, (problem,) = _take_in(network, inbox)
    assert taken == []
    assert problem.startswith(f"{path}: ")
    assert "reunión de esta red" in problem


@pytest.mark.parametrize(
    "calendar",
    [
        reply(minutes=2 * 24 * 60),
        reply(sequence=7),
        reply(address="jacaranda.nadie@example.org"),
        reply(address="jacaranda.otra@example.org"),
        reply(uid="2031-W19-g6@mexico-sos.mcsj"),
    ],
    ids=["from the future", "not sent", "a stranger", "of another group", "years ahead"],
)
def test_an_answer_that_no_invitation_asked_for_is_told_and_not_kept(
    network: Project, inbox: Path, calendar: str
) -> None:
    path = _put(inbox, "uno.ics", calendar)
    taken, (problem,) = _take_in(network, inbox)
    assert taken == []
    assert problem.startswith(f"{path}: ")
    assert "@" not in problem.removeprefix(str(path))
    assert _answers(network) == {}


def test_a_clock_that_is_a_day_ahead_is_forgiven(network: Project, inbox: Path) -> None:
    _put(inbox, "uno.ics", reply(minutes=24 * 60))
    taken, problems = _take_in(network, inbox)
    assert (len(taken), problems) == (1, [])


def test_two_people_with_one_address_are_told_apart_by_hand(network: Project, inbox: Path) -> None:
    leon, irapuato, *_others = everybody()
    twin = replace(irapuato, channels=leon.channels)
    change_people(network.root, None, lambda _before: [leon, twin])
    _put(inbox, "uno.ics", reply())
    taken, problems = _take_in(network, inbox)
    assert (taken, len(problems)) == ([], 1)


def test_a_meeting_that_was_moved_has_to_be_answered_again(network: Project, inbox: Path) -> None:
    _put(inbox, "uno.ics", reply())
    _take_in(network, inbox)
    start = datetime(2020, 5, 7, 10)
    move_meeting(network, find_meeting(network, MEETING), start, Line("Asueto"), NOW.date())
    assert _answers(network) == {"leon": ("accepted", True)}
    _put(inbox, "dos.ics", reply("DECLINED", sequence=1, minutes=5))
    _take_in(network, inbox)
    assert _answers(network) == {"leon": ("declined", False)}


def test_what_is_said_by_hand_counts_more_than_what_came_before(
    network: Project, inbox: Path
) -> None:
    _put(inbox, "uno.ics", reply())
    _take_in(network, inbox)
    found = find_meeting(network, MEETING)
    said = answer_by_hand(
        network, found, KEY, "enlace jacaranda", Reply.DECLINED, NOW + timedelta(hours=1)
    )
    assert (said.meeting, str(said.person.mesa), said.reply) == (MEETING, "leon", Reply.DECLINED)
    assert _answers(network) == {"leon": ("declined", False)}


def test_somebody_who_is_not_there_says_nothing(network: Project, inbox: Path) -> None:
    assert inbox.is_dir()
    with pytest.raises(PersonNotFoundError):
        answer_by_hand(network, find_meeting(network, MEETING), KEY, "nadie", Reply.ACCEPTED, NOW)
    assert _answers(network) == {}
