"""The state of the network at a moment, also where files cannot be read, without a terminal."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mcsj_cli.errors import NotFoundError
from mcsj_cli.model.kinds import FOLLOWUPS, MEETINGS
from mcsj_cli.operations.status import Status, find_status
from mcsj_cli.store.documents import GROUPS, NETWORK
from mcsj_cli.store.project import Project

NOON = datetime(2020, 4, 23, 12, tzinfo=ZoneInfo("America/Mexico_City"))


def _find(project: Path, group: str | None = None) -> Status:
    return find_status(Project(project), NOON, group)


def _break(project: Path, file: str) -> None:
    (project / file).write_text("[\n", encoding="utf-8")


def _problems(status: Status) -> set[str]:
    return {problem.file for problem in status.problems}


def test_the_state_is_that_of_the_week_of_the_day(project: Path) -> None:
    status = _find(project)
    assert (status.day, str(status.week)) == (NOON.date(), "2020-W17")
    assert status.notice.startswith("Datos de ejemplo")
    assert status.problems == []
    assert [meeting.uid for meeting in status.meetings or []][:2] == [
        "2020-W17-g1",
        "2020-04-21-leon",
    ]
    kinds = {task.kind for task in status.tasks or []}
    assert {"announce", "overdue", "next-step", "expiring"} <= kinds


def test_a_group_has_its_own_meetings_and_tasks(project: Path) -> None:
    status = _find(project, "6")
    uids = [meeting.uid for meeting in status.meetings or []]
    assert uids == ["2020-04-21-leon", "2020-W17-g6"]
    assert {task.group for task in status.tasks or []} == {6}


def test_a_group_that_is_not_there_is_not_found(project: Path) -> None:
    with pytest.raises(NotFoundError):
        _find(project, "9")


def test_a_record_that_cannot_be_read_is_told_and_the_rest_goes_on(project: Path) -> None:
    whole = _find(project)
    file = MEETINGS.path("2020-W17-g4")
    _break(project, file)
    status = _find(project)
    assert _problems(status) == {file}
    assert status.tasks
    assert whole.meetings is not None
    assert status.meetings is not None
    assert [one.group for one in status.meetings] == [one.group for one in whole.meetings]


def test_groups_that_cannot_be_read_leave_meetings_and_tasks_unknown(project: Path) -> None:
    _break(project, GROUPS)
    status = _find(project)
    assert _problems(status) == {GROUPS}
    assert (status.tasks, status.meetings) == (None, None)
    assert status.notice


def test_problems_of_follow_ups_are_told_beside_those_of_the_groups(project: Path) -> None:
    file = FOLLOWUPS.path("2020-04-22-leon")
    _break(project, file)
    _break(project, GROUPS)
    assert _problems(_find(project)) == {GROUPS, file}


def test_a_network_that_cannot_be_read_has_no_notice(project: Path) -> None:
    _break(project, NETWORK)
    status = _find(project)
    assert (status.notice, status.tasks) == ("", None)
    assert _problems(status) == {NETWORK}
