"""Records that several use cases read, and no more than their callers need."""

from datetime import date
from functools import partial

import pytest

from mcsj_cli.model.kinds import ACTIONS, FOLLOWUPS
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.week import Week
from mcsj_cli.operations.meetings import find_meeting, save_meeting
from mcsj_cli.operations.reading import (
    next_number,
    read_actions_of,
    read_agreements,
    read_last_followups,
    read_last_presence,
    read_meetings_between,
    read_open_actions,
    read_week,
)
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)


def test_open_actions_are_those_of_all_or_of_some_mesas(network: Project) -> None:
    every = read_open_actions(network).entries
    assert all(entry.record.is_open for entry in every)
    own = read_open_actions(network, ["leon", "torreon"]).entries
    assert own == [entry for entry in every if {"leon", "torreon"} & set(entry.record.mesas)]
    assert read_open_actions(network, []).entries == []


def test_an_action_of_two_of_the_mesas_is_read_once(network: Project) -> None:
    day = date(2020, 4, 24)
    uids = [entry.uid for entry in read_actions_of(network, ["monterrey", "torreon"], day)]
    shared = "2020-04-23-reunir-en-un-documento-los-apoyos-municipales-a"
    assert uids.count(shared) == 1
    assert len(uids) == len(set(uids))


@pytest.mark.parametrize(
    ("day", "is_there"),
    [(24, True), (28, True), (29, False)],
    ids=["after it was agreed", "on the day it is closed", "a day later"],
)
def test_actions_are_those_that_were_open_when_the_day_began(
    network: Project, day: int, is_there: bool
) -> None:
    # Agreed on the 23rd, and completed on the 28th.
    uid = "2020-04-23-reunir-en-un-documento-los-apoyos-municipales-a"
    assert network.find(ACTIONS, uid).record.closed == date(2020, 4, 28)
    found = read_actions_of(network, ["monterrey"], date(2020, 4, day))
    assert (uid in [entry.uid for entry in found]) is is_there


def test_agreements_are_in_the_order_of_their_numbers(network: Project) -> None:
    agreed = read_agreements(network, "2020-W17-g4")
    assert [entry.record.number for entry in agreed] == [1, 2, 3, 4]
    assert next_number(network, "2020-W17-g4") == 5
    assert next_number(network, "2020-W30-g4") == 1


def test_numbers_go_on_behind_the_last_also_where_one_is_missing(network: Project) -> None:
    (gone,) = [
        entry for entry in read_agreements(network, "2020-W17-g4") if entry.record.number == 2
    ]
    (network.root / gone.file).unlink()
    assert next_number(Project(network.root), "2020-W17-g4") == 5


def test_the_last_follow_up_of_each_mesa_is_read_up_to_a_day(network: Project) -> None:
    last = [entry.uid for entry in read_last_followups(network, TODAY).entries]
    assert {"2020-04-22-leon", "2020-04-06-pachuca"} <= set(last)
    assert "2020-04-16-leon" not in last
    assert not any(uid.endswith("irapuato") for uid in last)  # the first one comes in a few days
    earlier = read_last_followups(network, date(2020, 4, 21), ["leon"]).entries
    assert [entry.uid for entry in earlier] == ["2020-04-16-leon"]


def test_follow_ups_that_cannot_be_read_are_told_once(network: Project) -> None:
    file = FOLLOWUPS.path("2020-04-22-leon")
    (network.root / file).write_text("[\n", encoding="utf-8")
    problems = read_last_followups(network, TODAY).problems
    assert [problem.file for problem in problems] == [file]


def test_meetings_are_read_a_week_around_the_days(network: Project) -> None:
    # The day of a group's record is the Monday of its week.
    sunday = date(2020, 4, 19)
    assert "2020-W17-g4" in read_meetings_between(network, sunday, sunday).records
    assert "2020-W18-g4" not in read_meetings_between(network, sunday, sunday).records
    assert "2020-W18-g4" in read_meetings_between(network, sunday).records
    assert "2020-W17-g4" not in read_meetings_between(network, date(2020, 4, 28)).records


def test_the_last_two_meetings_at_which_a_mesa_was_present_are_read(network: Project) -> None:
    came_or_not = {"2020-W19-g1": Attendance.PRESENT, "2020-W20-g1": Attendance.EXCUSED}
    for uid, mark in came_or_not.items():
        save_meeting(
            network,
            "meetings: record",
            find_meeting(network, uid),
            partial(Meeting.record, held=True, attendance={"michoacan": mark}),
        )
    records = read_last_presence(network, date(2020, 5, 31)).records
    own = [uid for uid, meeting in records.items() if "michoacan" in meeting.attendance]
    assert own == ["2020-W18-g1", "2020-W19-g1"]
    before = read_last_presence(network, date(2020, 4, 26)).records
    assert "2020-W17-g1" in before
    assert "2020-W18-g1" not in before


def test_a_week_has_the_items_of_its_days(network: Project) -> None:
    week = Week.parse("2020-W17")
    days = {entry.record.day for entry in read_week(network, week).entries}
    assert min(days) == date(2020, 4, 20)
    assert max(days) == date(2020, 4, 26)
