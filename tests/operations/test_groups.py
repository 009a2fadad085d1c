"""A group's weekly slot changed from a day on, and what follows from it, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mcsj_cli.errors import InvalidValueError, WrongUsageError
from mcsj_cli.model.fields import Line, Url, WallTime, ZoneName
from mcsj_cli.model.membership import Group, Slot, Weekday
from mcsj_cli.operations.groups import Rescheduling, SlotTerms, plan_slot, reschedule_group
from mcsj_cli.operations.meetings import find_meeting
from mcsj_cli.operations.rescheduling import cancel_meeting, move_meeting
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
NOON = datetime(2020, 4, 23, 12, tzinfo=ZoneInfo("America/Mexico_City"))
JUNE = date(2020, 6, 1)


def _terms(weekday: str = "thursday", time: str = "17:00", minutes: int = 60) -> SlotTerms:
    zone = ZoneName("America/Mexico_City")
    return SlotTerms(Weekday(weekday), WallTime(time), zone, minutes, Url(""))


def _group(network: Project, number: int = 4) -> Group:
    return network.groups.find_group(str(number))


def _plan(network: Project, terms: SlotTerms, first: date = JUNE, number: int = 4) -> Slot:
    return plan_slot(_group(network, number).series[-1], terms, first, TODAY, confirmed=False)


def _reschedule(
    network: Project, terms: SlotTerms, first: date = JUNE, number: int = 4
) -> Rescheduling:
    slot = _plan(network, terms, first, number)
    return reschedule_group(network, _group(network, number), slot, NOON)


def test_a_first_slot_begins_at_sequence_zero() -> None:
    slot = plan_slot(None, _terms("monday"), JUNE, TODAY, confirmed=True)
    assert (slot.since, slot.sequence, slot.updated) == (JUNE, 0, TODAY)
    assert (slot.weekday, slot.status) == ("monday", "confirmed")


def test_a_slot_that_says_the_same_is_refused(network: Project) -> None:
    with pytest.raises(WrongUsageError):
        _plan(network, _terms())
    assert _plan(network, _terms(minutes=90)).minutes == 90
    slot = _group(network).series[-1]
    assert plan_slot(slot, _terms(), JUNE, TODAY, confirmed=True).status == "confirmed"


def test_a_slot_from_the_same_day_on_keeps_the_count_of_its_changes(network: Project) -> None:
    first = _group(network).series[-1].since
    _reschedule(network, _terms(minutes=90), first)
    again = Project(network.root)
    _reschedule(again, _terms(minutes=45), first)
    (slot,) = _group(Project(network.root)).series
    assert (slot.minutes, slot.sequence) == (45, 2)


def test_a_change_stands_below_the_slot_that_holds_until_then(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    found = _reschedule(network, _terms("tuesday", "18:00"))
    old, new = _group(Project(network.root)).series
    assert (old.weekday, new.weekday, new.since) == ("thursday", "tuesday", JUNE)
    assert found == ([], [], [])
    assert subjects() == ['groups: schedule "Grupo 4"']


def test_weeks_in_which_the_group_meets_no_more_are_named(network: Project) -> None:
    # From a Friday on, on Mondays: the Thursday of that week comes no more.
    found = _reschedule(network, _terms("monday"), date(2020, 6, 4))
    assert [str(week) for week in found.lost_weeks] == ["2020-W23"]


def test_a_group_that_meets_at_the_hour_of_others_is_told_of_each(network: Project) -> None:
    found = _reschedule(network, _terms("friday"))
    pairs = [{one.uid, other.uid} for one, other in found.clashes]
    assert pairs == [{"2020-W24-g4", "2020-W24-g5"}]


def test_clashes_of_other_groups_are_not_told(network: Project) -> None:
    _reschedule(network, _terms("friday"))
    later = Project(network.root)
    assert _reschedule(later, _terms("wednesday", "09:00"), number=1).clashes == []


def test_a_week_with_a_record_keeps_its_meeting(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    # On Wednesdays from the 23rd on, group 4 would not have met in the week of that Thursday.
    with pytest.raises(InvalidValueError) as caught:
        _reschedule(network, _terms("wednesday"), TODAY)
    assert "data/meetings/2020/2020-W17-g4.yaml" in caught.value.message
    assert subjects() == []


def test_a_meeting_that_was_moved_by_hand_keeps_its_day_and_hour(network: Project) -> None:
    start = datetime(2020, 6, 3, 9)
    moved = move_meeting(
        network, find_meeting(network, "2020-W23-g4"), start, Line("Asueto"), TODAY
    )
    _reschedule(network, _terms("tuesday", "18:00"))
    kept = find_meeting(Project(network.root), "2020-W23-g4")
    assert kept.start == moved.start
    assert kept.planned != moved.planned


def test_a_meeting_that_was_cancelled_stays_so(network: Project) -> None:
    cancel_meeting(network, find_meeting(network, "2020-W23-g4"), Line("Luto"), TODAY)
    _reschedule(network, _terms("tuesday", "18:00"))
    assert find_meeting(Project(network.root), "2020-W23-g4").status == "cancelled"
