"""Actions begun, changed and chosen, without a terminal."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Phrase, Slug, Tag
from mcsj_cli.model.kinds import ACTIONS, Entry
from mcsj_cli.operations.actions import (
    ActionFilter,
    add_action,
    change_action,
    count_matrix,
    find_meeting_uid,
    read_surroundings,
    select_actions,
)
from mcsj_cli.operations.content_items import add_content
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
MASKS = "2020-04-23-coser-cubrebocas-en-talleres-de-mezclilla-que-se-quedaron"
SHOES = "2020-04-16-talleres-de-calzado-que-cosen-cubrebocas-para-conservar"
CATALOGUE = "2020-04-17-publicar-un-catalogo-de-negocios-de-barrio-que-reciben"
RADIO = "2020-04-22-difundir-por-radio-como-funcionan-los-filtros-sanitarios-de"


def _action(meeting: str = "", mesa: str = "leon") -> Action:
    return Action(
        title=Line("Pedir tela"),
        mesas=[Slug(mesa)],
        axis=Slug("economia"),
        approach=Slug("intercambio"),
        owner=Line("enlace de la mesa"),
        due=date(2020, 5, 4),
        meeting=Phrase(meeting),
        created=TODAY,
    )


def _find(network: Project, uid: str) -> Entry[Action]:
    return network.find(ACTIONS, uid)


def _select(network: Project, wanted: ActionFilter) -> list[Action]:
    return [entry.record for entry in select_actions(network, wanted).entries]


def test_an_agreement_gets_the_number_after_the_meeting_s_last(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    added = add_action(network, _action("2020-W17-g4"))
    assert (added.record.number, added.uid) == (5, "2020-04-23-pedir-tela")
    assert _find(network, added.uid).record == added.record
    assert add_action(network, _action("2020-04-30-leon")).record.number == 1
    assert subjects() == ['actions: add "Pedir tela"'] * 2


def test_what_no_meeting_agreed_has_no_number(network: Project) -> None:
    assert add_action(network, _action()).record.number is None


def test_a_change_is_made_to_the_action_as_others_left_it(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    entry = _find(network, MASKS)
    change_action(
        network, entry, "actions: update", lambda now: now.update(TODAY, note=Line("Hay tela"))
    )
    change_action(  # which knows nothing of the first one
        network, entry, "actions: update", lambda now: now.update(TODAY, note=Line("Hay hilo"))
    )
    told = [progress.note for progress in _find(network, MASKS).record.progress]
    assert told[-2:] == ["Hay tela", "Hay hilo"]
    assert len(told) == len(entry.record.progress) + 2
    assert len(subjects()) == 2


def test_a_change_that_changes_nothing_is_refused_and_leaves_no_commit(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    entry = _find(network, MASKS)
    with pytest.raises(WrongUsageError):
        change_action(network, entry, "actions: update", lambda now: now)
    assert subjects() == []


def test_a_change_of_what_is_gone_is_refused(network: Project) -> None:
    entry = _find(network, MASKS)
    (network.root / entry.file).unlink()
    with pytest.raises(NotFoundError):
        change_action(
            network,
            entry,
            "actions: done",
            lambda now: now.close(TODAY, ActionStatus.COMPLETED),
        )


@pytest.mark.parametrize(
    "uid",
    ["2020-W17-g4", "2020-W40-g4", "2020-04-21-leon"],
    ids=["recorded", "planned", "with a mesa"],
)
def test_the_meeting_of_an_action_needs_no_record_where_it_is_planned(
    network: Project, uid: str
) -> None:
    assert find_meeting_uid(network, uid) == uid


def test_a_meeting_that_is_neither_planned_nor_recorded_is_not_found(network: Project) -> None:
    with pytest.raises(NotFoundError):
        find_meeting_uid(network, "2020-05-05-leon")


def test_open_actions_come_first_and_each_part_by_the_day_it_is_due(network: Project) -> None:
    actions = _select(network, ActionFilter({}))
    assert len(actions) == 25
    order = [(not action.is_open, action.due) for action in actions]
    assert order == sorted(order)
    assert {action.is_open for action in actions} == {True, False}


def test_facets_choose_actions(network: Project) -> None:
    chosen = _select(network, ActionFilter({"meeting": "2020-W17-g4", "status": "completed"}))
    assert {(action.number, action.status) for action in chosen} == {
        (1, ActionStatus.COMPLETED),
        (3, ActionStatus.COMPLETED),
    }


def test_the_owner_is_found_by_a_part_without_accents(network: Project) -> None:
    chosen = _select(network, ActionFilter({}, owner="ECONOMIA de la mesa de monterrey"))
    assert chosen
    assert {action.owner for action in chosen} == {"comisión de economía de la mesa de Monterrey"}


def test_one_of_several_mesas_is_enough(network: Project) -> None:
    chosen = _select(network, ActionFilter({}, mesas=frozenset({"guadalajara", "veracruz"})))
    assert all({"guadalajara", "veracruz"} & set(action.mesas) for action in chosen)
    assert len(chosen) == 5
    assert _select(network, ActionFilter({}, mesas=frozenset())) == []


def test_late_is_what_was_open_on_a_day_after_it_was_due(network: Project) -> None:
    late = _select(network, ActionFilter({}, late_on=date(2020, 4, 23)))
    assert [action.due for action in late] == [date(2020, 4, 22), date(2020, 4, 21)]
    assert all(action.is_overdue(date(2020, 4, 23)) for action in late)
    assert late[1].closed == date(2020, 4, 27)  # four days after the one that is asked for


def test_a_file_that_cannot_be_read_is_told_beside_the_others(network: Project) -> None:
    file = _find(network, MASKS).file
    (network.root / file).write_text("title: [\n", encoding="utf-8")
    reading = select_actions(Project(network.root), ActionFilter({}))
    assert len(reading.entries) == 24
    assert {problem.file for problem in reading.problems} == {file}


def test_an_action_that_copies_a_practice_has_the_content_about_it(network: Project) -> None:
    item = Content(
        title=Line("Cómo cosen"), tags=[Tag("SOSeconomia")], practice=Phrase(SHOES), created=TODAY
    )
    told = add_content(network, item)
    (found,) = read_surroundings(network, _find(network, MASKS)).content
    assert found == told


def test_an_action_has_the_practices_that_grew_from_it(network: Project) -> None:
    surroundings = read_surroundings(network, _find(network, CATALOGUE))
    assert [str(entry.record.action) for entry in surroundings.practices] == [CATALOGUE]
    assert surroundings.content == []


def test_an_action_of_which_nothing_came_has_nothing_around_it(network: Project) -> None:
    assert read_surroundings(network, _find(network, RADIO)) == ([], [])


def test_the_matrix_counts_open_and_completed_actions_of_a_group(network: Project) -> None:
    before, _reading = count_matrix(network, 4, TODAY)
    slugs = {"monterrey", "cancun-im", "torreon", "guadalajara", "gomez-palacio"}
    assert {cell.mesa for cell in before.cells} == slugs
    for status in (ActionStatus.NEEDS_ACTION, ActionStatus.COMPLETED, ActionStatus.CANCELLED):
        closed = None if status is ActionStatus.NEEDS_ACTION else TODAY
        action = msgspec.structs.replace(_action(mesa="torreon"), status=status, closed=closed)
        add_action(network, action)
    after, reading = count_matrix(Project(network.root), 4, TODAY)
    assert reading.problems == []
    changed = [
        (now.mesa, now.axis, now.approach, now.open - was.open, now.completed - was.completed)
        for was, now in zip(before.cells, after.cells, strict=True)
        if was != now
    ]
    assert changed == [("torreon", "economia", "intercambio", 1, 1)]


def test_the_matrix_of_all_has_every_mesa_that_has_a_seat(network: Project) -> None:
    matrix, _reading = count_matrix(network, None, TODAY)
    assert {cell.mesa for cell in matrix.cells} == set(network.groups.mesa_names)
    assert matrix.empty == sum(cell.actions == 0 for cell in matrix.cells)
