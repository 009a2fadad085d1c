"""What became of a meeting or an action: one word for each fate, and none where nothing did."""

from datetime import date

from msgspec.structs import replace

from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.fields import Line, Slug, WallMoment
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.week import Week
from mcsj_cli.operations import record_deeds as deeds
from mcsj_cli.operations.record_deeds import find_deed

DAY = date(2020, 4, 23)
MEETING = Meeting(group=1, week=Week.of(DAY))
ACTION = Action(
    title=Line("Una"),
    mesas=[Slug("leon")],
    axis=Slug("salud"),
    approach=Slug("difusion"),
    owner=Line("Enlace"),
    due=DAY,
    created=DAY,
)


def test_what_became_of_a_meeting() -> None:
    moved = replace(MEETING, start=WallMoment("2020-04-24 11:00"))
    held = replace(moved, held=True)
    cancelled = replace(MEETING, status="cancelled")
    assert find_deed(None, MEETING) is None
    assert find_deed(MEETING, moved) is deeds.MOVED
    assert find_deed(moved, held) is deeds.HELD
    assert find_deed(held, replace(held, notes="Algo")) is None
    assert find_deed(None, replace(MEETING, held=False)) is deeds.NOT_HELD
    assert find_deed(None, cancelled) is deeds.CANCELLED
    assert find_deed(cancelled, replace(cancelled, status="confirmed")) is deeds.CONFIRMED
    assert find_deed(moved, None) is None


def test_what_became_of_an_action() -> None:
    done = replace(ACTION, status=ActionStatus.COMPLETED, closed=DAY)
    dropped = replace(ACTION, status=ActionStatus.CANCELLED, closed=DAY)
    going = replace(ACTION, status=ActionStatus.IN_PROCESS)
    assert find_deed(None, ACTION) is find_deed(ACTION, going) is None
    assert find_deed(going, done) is deeds.COMPLETED
    assert find_deed(ACTION, dropped) is deeds.DROPPED
    assert find_deed(done, going) is deeds.REOPENED
