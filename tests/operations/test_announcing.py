"""The notice of a meeting, and that it was sent, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.model.fields import Line
from mcsj_cli.operations.announcing import (
    note_announced,
    read_notice_context,
    require_ahead,
    write_notice,
)
from mcsj_cli.operations.meetings import begin_record, find_meeting, save_meeting
from mcsj_cli.operations.rescheduling import cancel_meeting
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
UID = "2020-W19-g4"
CENTRE = ZoneInfo("America/Mexico_City")


def _at(day: int, hour: int) -> datetime:
    return datetime(2020, 5, day, hour, tzinfo=CENTRE)


def test_a_meeting_is_announced_until_it_is_over(network: Project) -> None:
    found = find_meeting(network, UID)
    require_ahead(found, _at(4, 12))
    require_ahead(found, _at(7, 17))
    with pytest.raises(WrongUsageError) as caught:
        require_ahead(found, _at(7, 18))
    assert UID in caught.value.message


def test_a_cancelled_meeting_is_not_announced(network: Project) -> None:
    cancelled = cancel_meeting(network, find_meeting(network, UID), Line("Luto"), TODAY)
    with pytest.raises(WrongUsageError) as caught:
        require_ahead(cancelled, _at(4, 12))
    assert f"mcsj reuniones mover {UID}" in caught.value.advice


def test_a_meeting_that_was_held_before_its_end_is_not_announced(network: Project) -> None:
    held = save_meeting(
        network,
        "meetings: record",
        find_meeting(network, UID),
        lambda now: now.record(held=True, attendance={}),
    )
    with pytest.raises(WrongUsageError):
        require_ahead(held, _at(7, 17))
    require_ahead(held, _at(6, 17))  # on the day before, nobody can know


def test_a_notice_knows_the_agenda_the_helplines_and_the_meetings_around(
    network: Project,
) -> None:
    context = read_notice_context(network, find_meeting(network, UID), TODAY)
    assert context.before
    assert context.after
    assert (context.before.uid, context.after.uid) == ("2020-W18-g4", "2020-W20-g4")
    assert len(context.helplines) == len(network.partners.helplines) > 0
    assert "news" in [point.name for point in context.points]


def test_a_notice_is_written_for_its_channel(network: Project) -> None:
    found = find_meeting(network, UID)
    (plain,) = write_notice(network, found, "email", TODAY)
    assert "Grupo 4" in plain
    assert "*" not in plain
    marked = "".join(write_notice(network, found, "whatsapp", TODAY))
    assert "*" in marked


def test_the_day_of_a_notice_is_written_down_once(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    for _ in range(2):
        note_announced(network, find_meeting(network, UID), TODAY)
    assert begin_record(find_meeting(network, UID)).announced == TODAY
    assert subjects() == [f'meetings: announce "{UID}"']
    note_announced(network, find_meeting(network, UID), date(2020, 4, 24))
    assert begin_record(find_meeting(network, UID)).announced == date(2020, 4, 24)
