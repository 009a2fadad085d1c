"""The agenda: made from what is open, and a person's order of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import STANDARD_POINTS
from mcsj_cli.work.agenda import AgendaPoint, AgendaSources, arrange, build_agenda
from tests.model.test_action import action

DAY = date(2020, 4, 30)


def points(*names: str) -> list[AgendaPoint]:
    return [AgendaPoint(name, name, ["algo"]) for name in names]


def test_a_point_is_shown_where_there_is_something_to_say() -> None:
    empty = AgendaSources(DAY, [], [], [], [])
    assert [point.name for point in build_agenda(empty, []) if point.is_shown] == ["news", "other"]
    own = build_agenda(empty, ["other", "Semáforo", "actions"])
    assert [(point.name, point.is_shown) for point in own] == [
        ("other", True),
        ("Semáforo", True),
        ("actions", False),
    ]


def test_overdue_actions_come_first_and_agreements_are_not_told_twice() -> None:
    late, soon = Entry("late", "", action()), Entry("soon", "", action(due=date(2020, 5, 30)))
    sources = AgendaSources(DAY, [soon], [soon, late], [], [])
    agreements, actions = build_agenda(sources, ["agreements", "actions"])
    assert len(agreements.lines) == len(actions.lines) == 1
    assert "1 vencida" in actions.title
    assert actions.lines[0].endswith("vencida")


@given(
    names=st.lists(
        st.sampled_from([*STANDARD_POINTS, "uno", "dos", "tres"]), unique=True, min_size=1
    ),
    hidden=st.sets(st.sampled_from(STANDARD_POINTS[:4])),
    data=st.data(),
)
def test_points_move_as_in_a_plain_list(
    names: list[str], hidden: set[str], data: st.DataObject
) -> None:
    made = [AgendaPoint(name, name, [] if name in hidden else ["algo"]) for name in names]
    shown = [point.name for point in made if point.is_shown]
    if not shown:
        return
    number = data.draw(st.integers(1, len(shown)))
    place = data.draw(st.integers(1, len(shown)))
    moved = arrange(made, move=number, at=place)
    wanted = list(shown)
    wanted.insert(place - 1, wanted.pop(number - 1))
    assert [name for name in moved if name in shown] == wanted
    assert sorted(moved) == sorted(names)
    added = arrange(made, add="nuevo", at=place)
    assert [name for name in added if name in shown or name == "nuevo"] == [
        *shown[: place - 1], "nuevo", *shown[place - 1 :],
    ]  # fmt: skip
    if len(shown) > 1:
        assert arrange(made, drop=number) == [name for name in names if name != shown[number - 1]]


def test_a_point_is_added_before_any_other_business() -> None:
    assert arrange(points("actions", "other"), add="nuevo") == ["actions", "nuevo", "other"]
    assert arrange(points("actions"), add="nuevo") == ["actions", "nuevo"]


@pytest.mark.parametrize("change", [{"drop": 3}, {"move": 0, "at": 1}, {"add": "actions"}])
def test_changes_that_cannot_be(change: dict[str, int | str]) -> None:
    with pytest.raises(WrongUsageError):
        arrange(points("actions", "other"), **change)  # type: ignore[arg-type]


def test_the_last_point_stays() -> None:
    with pytest.raises(WrongUsageError):
        arrange(points("actions"), drop=1)
