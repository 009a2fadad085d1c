"""What is in the way of the meetings ahead, without a terminal."""

from datetime import date, datetime

import pytest

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.fields import Line
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.watch import Finding, FindingKind
from mcsj_cli.operations.meetings import find_meeting
from mcsj_cli.operations.rescheduling import move_meeting
from mcsj_cli.operations.watching import watch_meetings
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
FIRST, LAST = date(2020, 9, 14), date(2020, 9, 20)


def _find(network: Project, kind: FindingKind) -> list[Finding]:
    found = watch_meetings(network, FIRST, LAST)
    return [finding for finding in found if finding.kind is kind]


def test_a_meeting_on_a_holiday_is_named_with_the_day(network: Project) -> None:
    (found,) = _find(network, FindingKind.HOLIDAY)
    assert (found.day, found.who) == (date(2020, 9, 16), "Día de la Independencia")
    assert [meeting.uid for meeting in found.meetings] == ["2020-W38-g3"]


def test_a_meeting_is_looked_at_where_it_was_moved_to(network: Project) -> None:
    thursday = datetime(2020, 9, 17, 12)
    move_meeting(network, find_meeting(network, "2020-W38-g3"), thursday, Line("Asueto"), TODAY)
    assert _find(network, FindingKind.HOLIDAY) == []


def test_only_the_days_asked_for_are_looked_at(network: Project) -> None:
    found = watch_meetings(network, date(2020, 5, 4), date(2020, 5, 5))
    assert {finding.day for finding in found} == {date(2020, 5, 4), date(2020, 5, 5)}


def test_records_that_cannot_be_read_are_refused(network: Project) -> None:
    file = MEETINGS.path("2020-W38-g4")
    (network.root / file).write_text("[\n", encoding="utf-8")
    with pytest.raises(InvalidDataError) as caught:
        watch_meetings(network, FIRST, LAST)
    assert {problem.file for problem in caught.value.problems} == {file}
