"""Meetings moved and cancelled, and what else there is on their day, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from mcsj_cli.errors import UnkeepableError, WrongUsageError
from mcsj_cli.model.fields import Line
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.meetings import begin_record, find_meeting
from mcsj_cli.operations.rescheduling import (
    cancel_meeting,
    check_cancellation,
    check_move,
    find_conflicts,
    move_meeting,
)
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
UID = "2020-W19-g4"
REASON = Line("Asueto")
WEDNESDAY = datetime(2020, 5, 6, 18)


def _move(network: Project, start: datetime, uid: str = UID) -> Occurrence:
    return move_meeting(network, find_meeting(network, uid), start, REASON, TODAY)


def test_a_moved_meeting_has_a_reason_and_a_higher_sequence(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    moved = _move(network, WEDNESDAY)
    record = begin_record(moved)
    assert (record.reason, record.sequence, record.updated) == ("Asueto", 1, TODAY)
    assert moved.start.replace(tzinfo=None) == WEDNESDAY
    assert begin_record(_move(network, WEDNESDAY.replace(hour=19))).sequence == 2
    assert subjects() == [f'meetings: move "{UID}"'] * 2


def test_a_meeting_is_not_moved_to_where_it_is(network: Project) -> None:
    found = find_meeting(network, UID)
    with pytest.raises(WrongUsageError):
        check_move(found, datetime(2020, 5, 7, 17), REASON, TODAY)
    check_move(found, WEDNESDAY, REASON, TODAY)
    with pytest.raises(WrongUsageError):
        check_move(_move(network, WEDNESDAY), WEDNESDAY, REASON, TODAY)


def test_a_cancelled_meeting_is_taken_up_again_at_its_own_hour(network: Project) -> None:
    cancelled = cancel_meeting(network, find_meeting(network, UID), REASON, TODAY)
    own = datetime(2020, 5, 7, 17)
    check_move(cancelled, own, REASON, TODAY)
    again = _move(network, own)
    assert (again.status, again.is_moved) == ("tentative", False)
    assert begin_record(again).sequence == 2


def test_a_meeting_is_not_moved_out_of_its_week(network: Project) -> None:
    with pytest.raises(UnkeepableError) as caught:
        check_move(find_meeting(network, UID), datetime(2020, 5, 11, 17), REASON, TODAY)
    assert "2020-W19" in caught.value.message


def test_a_meeting_that_was_held_is_neither_moved_nor_cancelled(network: Project) -> None:
    held = find_meeting(network, "2020-W17-g4")
    with pytest.raises(WrongUsageError):
        check_move(held, datetime(2020, 4, 24, 17), REASON, TODAY)
    with pytest.raises(WrongUsageError):
        check_cancellation(held)


def test_a_meeting_is_cancelled_once(network: Project) -> None:
    found = find_meeting(network, UID)
    check_cancellation(found)
    cancelled = cancel_meeting(network, found, REASON, TODAY)
    assert (cancelled.status, begin_record(cancelled).sequence) == ("cancelled", 1)
    with pytest.raises(WrongUsageError):
        check_cancellation(cancelled)


def test_a_meeting_at_the_same_hour_is_a_clash_and_a_later_one_is_not(network: Project) -> None:
    _move(
        network, datetime(2020, 5, 8, 17, 30)
    )  # group 5 meets from 17:00 to 18:00, group 6 at noon
    clashes = find_conflicts(network, UID, date(2020, 5, 8)).clashes
    assert [meeting.uid for meeting in clashes] == ["2020-W19-g5"]


def test_clashes_of_others_are_not_of_this_meeting(network: Project) -> None:
    _move(network, datetime(2020, 5, 8, 17, 30))
    assert find_conflicts(network, "2020-W19-g6", date(2020, 5, 8)).clashes == []


def test_the_holiday_of_the_day_is_named(network: Project) -> None:
    assert find_conflicts(network, "2020-W18-g5", date(2020, 5, 1)).holiday == "Día del Trabajo"
    assert find_conflicts(network, UID, date(2020, 5, 6)).holiday is None
