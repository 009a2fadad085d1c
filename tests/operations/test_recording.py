"""What was reported of a meeting, written down with its actions, without a terminal."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mcsj_cli.errors import ChangedError
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.kinds import ACTIONS, MEETINGS
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.operations.meetings import find_meeting
from mcsj_cli.operations.reading import read_agreements
from mcsj_cli.operations.recording import MeetingReport, record_meeting
from mcsj_cli.store.project import Project

PRESENT, ABSENT = Attendance.PRESENT, Attendance.ABSENT
HELD = MeetingReport(held=True, attendance={"monterrey": PRESENT})
UID = "2020-W19-g4"
DAY = date(2020, 5, 7)


def _action(title: str, meeting: str = UID) -> Action:
    return Action(
        title=Line(title),
        mesas=[Slug("monterrey")],
        axis=Slug("economia"),
        approach=Slug("intercambio"),
        owner=Line("enlace de la mesa"),
        due=date(2020, 5, 14),
        meeting=Phrase(meeting),
        created=DAY,
    )


def _record(network: Project, report: MeetingReport, uid: str = UID) -> Meeting:
    """Return the record after a meeting was recorded."""
    record_meeting(network, find_meeting(network, uid), report, [])
    return network.find(MEETINGS, uid).record


def test_a_meeting_and_its_actions_are_one_commit(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    made = record_meeting(
        network, find_meeting(network, UID), HELD, [_action("Una"), _action("Otra")]
    )
    uids = ["2020-05-07-una", "2020-05-07-otra"]
    assert [entry.file for entry in made] == [ACTIONS.path(uid) for uid in uids]
    agreed = read_agreements(network, UID)
    assert [(entry.uid, entry.record.number) for entry in agreed] == list(
        zip(uids, (1, 2), strict=True)
    )
    assert subjects() == [f'meetings: record "{UID}"']


def test_actions_are_numbered_after_those_that_the_meeting_has(network: Project) -> None:
    known = find_meeting(network, "2020-W17-g4")
    record_meeting(network, known, HELD, [_action("Una", "2020-W17-g4")])
    numbers = [entry.record.number for entry in read_agreements(network, "2020-W17-g4")]
    assert numbers == [1, 2, 3, 4, 5]


def test_marks_and_notes_are_added_to_those_of_before(network: Project) -> None:
    _record(network, MeetingReport(held=True, attendance={"torreon": ABSENT}, more="Una."))
    record = _record(network, HELD._replace(more="Otra."))
    assert record.attendance == {"torreon": ABSENT, "monterrey": PRESENT}
    assert record.notes == "Una.\nOtra."


def test_a_meeting_that_was_not_held_has_a_reason_and_no_marks(network: Project) -> None:
    record = _record(network, MeetingReport(held=False, attendance={}, reason="Sin luz"))
    assert (record.held, record.reason, record.attendance) == (False, "Sin luz", {})
    assert record.agenda == []


def test_the_agenda_of_a_meeting_that_was_held_stays_as_it_was_shown(network: Project) -> None:
    agenda = _record(network, HELD).agenda
    assert agenda
    assert {"news", "other"} <= set(agenda)
    again = _record(network, HELD._replace(more="Más."))
    assert again.agenda == agenda


def test_the_agenda_is_not_taken_anew_for_what_was_held_before(network: Project) -> None:
    assert _record(network, HELD, "2020-W17-g4").agenda == []


def test_edited_notes_take_the_place_of_those_that_were_read(network: Project) -> None:
    before = str(_record(network, HELD._replace(more="Una.")).notes)
    record = _record(network, HELD._replace(edited="Otra cosa.\nY más.", before=before))
    assert record.notes == "Otra cosa.\nY más."


def test_edited_notes_may_become_empty(network: Project) -> None:
    before = str(_record(network, HELD._replace(more="Una.")).notes)
    assert _record(network, HELD._replace(edited="", before=before)).notes == ""


def test_notes_that_others_changed_meanwhile_are_kept_beside_what_was_edited(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    _record(network, HELD._replace(more="De otros."))
    with pytest.raises(ChangedError):
        _record(network, HELD._replace(edited="Lo mío.", before=""))
    assert network.find(MEETINGS, UID).record.notes == "De otros."
    (kept,) = Path(network.root).rglob("*.new")
    assert kept.name.startswith(f"{UID}.yaml.")
    assert kept.read_text(encoding="utf-8") == "Lo mío."
    assert len(subjects()) == 1
