"""What a meeting's file may say."""

from datetime import date
from typing import Any

import pytest

from mcsj_cli.model.fields import WallMoment
from mcsj_cli.model.meeting import (
    Attendance,
    Meeting,
    MeetingName,
    Owner,
    find_owner,
    meeting_uid,
    series_uid,
    session_uid,
)
from mcsj_cli.model.week import Week

WEEK = Week("2020-W53")
PRESENT = {"monterrey": Attendance.PRESENT}


def test_meeting_names_itself() -> None:
    assert Meeting(group=4, week=WEEK).uid == meeting_uid(4, WEEK) == "2020-W53-g4"


def test_day_is_that_of_the_meeting_or_its_monday() -> None:
    assert Meeting(group=4, week=WEEK).day == date(2020, 12, 28)
    assert Meeting(group=4, week=WEEK, start=WallMoment("2021-01-02 11:00")).day == date(2021, 1, 2)


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({}, []),
        ({"held": True, "attendance": PRESENT}, []),
        ({"held": True, "status": "confirmed"}, []),
        ({"held": False, "status": "cancelled"}, []),
        ({"held": True, "status": "cancelled"}, [("held",)]),
        ({"attendance": PRESENT}, [("attendance",)]),
        ({"held": False, "attendance": PRESENT}, [("attendance",)]),
        ({"start": WallMoment("2020-12-28 00:00")}, []),
        ({"start": WallMoment("2021-01-03 23:59")}, []),
        ({"start": WallMoment("2020-12-27 23:59")}, [("start",)]),
        ({"start": WallMoment("2021-01-04 00:00")}, [("start",)]),
    ],
)
def test_faults(changes: dict[str, Any], paths: list[tuple[str, ...]]) -> None:
    assert [fault.path for fault in Meeting(group=4, week=WEEK, **changes).faults()] == paths


def test_a_uid_tells_whose_a_meeting_is() -> None:
    day = date(2020, 4, 20)
    own = {
        meeting_uid(4, WEEK): Owner(4, ""),
        session_uid("cd-juarez", day): Owner(None, "cd-juarez"),
        series_uid(4, day): Owner(4, ""),
        series_uid(4, day, date(2020, 5, 1)): Owner(4, ""),
    }
    assert {uid: find_owner(uid) for uid in own} == own
    assert len(own) == 4
    for other in ("", "4", "g4", "reunion@otra.org", "g" + "9" * 5_000 + "-2020-04-20"):
        assert find_owner(other) is None


def test_a_name_is_read_as_it_is_written_and_as_people_type_it() -> None:
    weekly = MeetingName(group=4, week=WEEK)
    session = MeetingName(mesa="cd-juarez", day=date(2020, 4, 20))
    for name in (weekly, session):
        assert MeetingName.parse(name.uid) == name
    for typed in (f"{WEEK}-G4", f"{WEEK}-g4".lower(), f"{WEEK}-g4".replace("-W", "W")):
        assert MeetingName.parse(typed) == weekly
    for other in (
        "",
        "4",
        f"{WEEK}",
        f"{WEEK}-g04",
        "2020-W60-g4",
        "2020-02-30-leon",
        "g4-2020-04-20",
    ):
        assert MeetingName.parse(other) is None
