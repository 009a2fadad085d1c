"""Meetings with a single mesa: at most one a day, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from mcsj_cli.errors import ExistsError
from mcsj_cli.model.fields import Line, Slug, ZoneName
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import Meeting, plan_session
from mcsj_cli.operations.meetings import find_meeting
from mcsj_cli.operations.rescheduling import cancel_meeting, move_meeting
from mcsj_cli.operations.sessions import add_session, refuse_second_session, set_session
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
UID = "2020-04-27-irapuato"
NOON = datetime(2020, 4, 27, 12)


def _session(start: datetime = NOON) -> Meeting:
    return plan_session(Slug("irapuato"), start, ZoneName("America/Mexico_City"), TODAY)


def _set(network: Project, session: Meeting) -> None:
    with network.changing("meetings: schedule") as change:
        set_session(change, session)


def test_a_meeting_with_a_mesa_is_a_commit_of_its_own(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    refuse_second_session(network, UID)
    assert add_session(network, _session()).uid == UID
    assert network.find(MEETINGS, UID).record == _session()
    assert subjects() == [f'meetings: schedule "{UID}"']


def test_a_mesa_has_no_second_meeting_of_its_own_on_a_day(network: Project) -> None:
    add_session(network, _session())
    with pytest.raises(ExistsError) as caught:
        refuse_second_session(network, UID)
    assert UID in caught.value.message
    assert f"mcsj reuniones mover {UID}" in caught.value.advice


def test_a_meeting_that_is_not_there_is_made(network: Project) -> None:
    _set(network, _session())
    assert network.find(MEETINGS, UID).record == _session()


def test_a_meeting_that_is_there_stays(network: Project, subjects: Callable[[], list[str]]) -> None:
    add_session(network, _session())
    _set(network, _session())
    assert len(subjects()) == 1


def test_a_meeting_at_another_hour_is_refused(network: Project) -> None:
    add_session(network, _session())
    with pytest.raises(ExistsError):
        _set(network, _session(NOON.replace(hour=13)))


def test_a_meeting_counts_where_it_was_moved_to(network: Project) -> None:
    add_session(network, _session(NOON.replace(hour=9)))
    move_meeting(network, find_meeting(network, UID), NOON, Line("Cambio"), TODAY)
    _set(network, _session())
    with pytest.raises(ExistsError):
        _set(network, _session(NOON.replace(hour=9)))


def test_a_cancelled_meeting_is_not_taken_for_the_one_that_is_fixed(network: Project) -> None:
    add_session(network, _session())
    cancel_meeting(network, find_meeting(network, UID), Line("No pueden"), TODAY)
    with pytest.raises(ExistsError):
        _set(network, _session())
