"""Mesas that come, move, leave or are corrected, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mcsj_cli.errors import ExistsError, InvalidValueError, WrongUsageError
from mcsj_cli.model.fields import Line, Slug, ZoneName
from mcsj_cli.model.membership import Group, Mesa, Municipality
from mcsj_cli.operations.mesas import (
    add_mesa,
    edit_mesa,
    find_first_day,
    move_mesa,
    read_surroundings,
    retire_mesa,
)
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
CENTRE = ZoneInfo("America/Mexico_City")
SALTILLO = {"05030": Municipality(name=Line("Saltillo"), latitude=25.42, longitude=-101.0)}


def _mesa(slug: str = "saltillo", codes: tuple[str, ...] = ()) -> Mesa:
    return Mesa(
        slug=Slug(slug),
        name=Line("Saltillo"),
        state=Line("Coah"),
        timezone=ZoneName("America/Monterrey"),
        municipalities=[Line(code) for code in codes],
        since=TODAY,
    )


def _group(network: Project, number: int) -> Group:
    return network.groups.find_group(str(number))


def _seats(network: Project, day: date) -> dict[str, int]:
    """Return the group of each mesa on a day."""
    seats = Project(network.root).groups.seats_on(day)
    return {str(seat.mesa.slug): seat.group.number for seat in seats}


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(16, 59, 23), (17, 0, 24), (23, 0, 24)],
    ids=["before the meeting", "begun", "over"],
)
def test_a_new_mesa_comes_the_day_after_a_meeting_that_has_begun(
    network: Project, hour: int, minute: int, day: int
) -> None:
    moment = datetime(2020, 4, 23, hour, minute, tzinfo=CENTRE)
    assert find_first_day(_group(network, 4), moment) == date(2020, 4, day)


def test_a_new_mesa_comes_at_once_on_a_day_without_a_meeting(network: Project) -> None:
    moment = datetime(2020, 4, 23, 23, tzinfo=CENTRE)
    assert find_first_day(_group(network, 1), moment) == TODAY


def test_a_new_mesa_brings_its_municipality_along(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    add_mesa(network, _group(network, 2), _mesa(codes=("05030",)), SALTILLO, TODAY)
    after = Project(network.root).groups
    assert after.municipalities["05030"] == SALTILLO["05030"]
    assert after.find_seat("saltillo").group.number == 2
    assert subjects() == ['mesas: add "Saltillo"']


def test_a_municipality_that_nobody_described_is_refused(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        add_mesa(network, _group(network, 2), _mesa(codes=("05030",)), {}, TODAY)
    assert "05030" in caught.value.message
    assert "--municipio 05030=" in caught.value.advice
    assert subjects() == []


def test_a_short_name_is_taken_once(network: Project) -> None:
    with pytest.raises(ExistsError):
        add_mesa(network, _group(network, 2), _mesa("leon"), {}, TODAY)


def test_a_mesa_is_corrected_where_it_sits(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    silao = {"11037": Municipality(name=Line("Silao"), latitude=20.94, longitude=-101.43)}
    changes = {"name": Line("León y Silao"), "municipalities": [Line("11020"), Line("11037")]}
    edit_mesa(network, "leon", changes, silao, TODAY)
    seat = Project(network.root).groups.find_seat("leon")
    assert (seat.mesa.name, seat.group.number) == ("León y Silao", 6)
    assert seat.mesa.municipalities == ["11020", "11037"]
    assert subjects() == ['mesas: edit "leon"']


def test_a_mesa_moves_from_a_day_on(network: Project) -> None:
    move_mesa(network, "leon", _group(network, 5), date(2020, 6, 1), TODAY)
    assert _seats(network, date(2020, 5, 31))["leon"] == 6
    assert _seats(network, date(2020, 6, 1))["leon"] == 5


def test_a_mesa_does_not_move_to_where_it_sits(network: Project) -> None:
    with pytest.raises(WrongUsageError):
        move_mesa(network, "leon", _group(network, 6), date(2020, 6, 1), TODAY)


def test_a_mesa_leaves_after_a_day(network: Project) -> None:
    retire_mesa(network, "leon", date(2020, 5, 31), TODAY)
    assert "leon" in _seats(network, date(2020, 5, 31))
    assert "leon" not in _seats(network, date(2020, 6, 1))


def test_a_mesa_with_a_mark_does_not_leave_before_that_meeting(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        retire_mesa(network, "torreon", date(2020, 4, 20), TODAY)
    assert "2020-W17-g4" in caught.value.message
    assert subjects() == []


def test_what_belongs_to_a_mesa(network: Project) -> None:
    mesa = network.groups.find_seat("cancun-im").mesa
    found = read_surroundings(network, mesa, datetime(2020, 5, 4, tzinfo=CENTRE))
    assert found.upcoming == datetime(2020, 5, 7, 17, tzinfo=CENTRE)
    assert str(found.upcoming.tzinfo) == "America/Cancun"
    assert [entry.uid for entry in found.contacts] == ["2020-04-30-cancun-im"]
    assert [entry.record.due for entry in found.actions] == [date(2020, 5, 20)]
    assert found.practices == []
    assert found.problems == []


def test_a_practice_belongs_to_the_mesa_that_wrote_it_down(network: Project) -> None:
    mesa = network.groups.find_seat("leon").mesa
    found = read_surroundings(network, mesa, datetime(2020, 5, 4, tzinfo=CENTRE)).practices
    assert [entry.record.mesa for entry in found] == ["leon", "leon"]


def test_a_mesa_that_has_left_has_no_meeting_ahead(network: Project) -> None:
    retire_mesa(network, "leon", date(2020, 5, 31), TODAY)
    after = Project(network.root)
    mesa = after.groups.find_seat("leon").mesa
    assert read_surroundings(after, mesa, datetime(2020, 5, 25, tzinfo=CENTRE)).upcoming
    assert read_surroundings(after, mesa, datetime(2020, 6, 1, tzinfo=CENTRE)).upcoming is None
