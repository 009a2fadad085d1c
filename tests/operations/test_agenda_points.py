"""The points of a meeting's agenda and how they are changed, without a terminal."""

from collections.abc import Callable
from datetime import date

import pytest

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.model.content import Content, Verification
from mcsj_cli.model.fields import Line, Phrase, Proof, Slug, Tag
from mcsj_cli.model.kinds import PRACTICES
from mcsj_cli.operations.agenda_points import (
    AgendaChange,
    change_agenda,
    read_points,
    read_previous,
    require_open_agenda,
)
from mcsj_cli.operations.content_items import add_content
from mcsj_cli.operations.meetings import begin_record, find_meeting, save_meeting
from mcsj_cli.operations.practices import replicate_practice
from mcsj_cli.operations.rescheduling import cancel_meeting
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
MAY = date(2020, 5, 4)
UID = "2020-W19-g4"
SHOES = "2020-04-16-talleres-de-calzado-que-cosen-cubrebocas-para-conservar"


def _read(network: Project, uid: str = UID, day: date = MAY) -> dict[str, list[str]]:
    """Return the lines of the points that are shown, by name."""
    points = read_points(network, find_meeting(network, uid), day)
    return {point.name: point.lines for point in points if point.is_shown}


def _change(network: Project, asked: AgendaChange) -> list[str]:
    """Return the names of the points that are shown after a change."""
    change_agenda(network, find_meeting(network, UID), asked, MAY)
    return list(_read(network))


def _add_item(network: Project, title: str, *, verified: bool) -> None:
    item = Content(title=Line(title), tags=[Tag("SOSeconomia")], created=MAY)
    if verified:
        item = item.verify(
            Verification(by=Line("enlace"), on=MAY, evidence=Proof("https://example.org/acta"))
        )
    add_content(network, item)


@pytest.mark.parametrize(
    ("uid", "previous"),
    [
        (UID, "2020-W18-g4"),
        ("2020-W18-g4", "2020-W17-g4"),
        ("2020-W17-g4", None),
        ("2020-04-21-leon", None),
    ],
)
def test_the_last_meeting_that_was_held_is_the_previous_one(
    network: Project, uid: str, previous: str | None
) -> None:
    found = read_previous(network, find_meeting(network, uid))
    assert (found.uid if found else None) == previous


def test_a_meeting_that_was_not_held_is_no_previous_one(network: Project) -> None:
    week18 = find_meeting(network, "2020-W18-g4")
    save_meeting(
        network, "meetings: record", week18, lambda now: now.record(held=False, attendance={})
    )
    found = read_previous(network, find_meeting(network, UID))
    assert found
    assert found.uid == "2020-W17-g4"


def test_agreements_of_the_previous_meeting_come_apart_from_older_actions(
    network: Project,
) -> None:
    points = _read(network)
    (agreement,) = points["agreements"]
    assert agreement.startswith("Hacer el catálogo de negocios de barrio de Guadalajara")
    assert agreement not in points["actions"]
    assert len(points["actions"]) == 5


def test_what_a_meeting_itself_agreed_is_not_in_its_agenda(network: Project) -> None:
    told = str(_read(network, "2020-W17-g4", date(2020, 4, 30)))
    assert "Hacer un mapa de bancos de alimentos" in told  # of a week before
    assert "Reunir en un documento" not in told


def test_practices_that_all_who_meet_have_tried_are_left_out(network: Project) -> None:
    before = _read(network)["practices"]
    assert before[0].startswith("Talleres de calzado")
    for mesa in ("monterrey", "cancun-im", "guadalajara"):  # Torreón has it already
        replicate_practice(network, network.find(PRACTICES, SHOES), [Slug(mesa)], MAY, Phrase(""))
    assert _read(network)["practices"][0] == before[0]
    replicate_practice(
        network, network.find(PRACTICES, SHOES), [Slug("gomez-palacio")], MAY, Phrase("")
    )
    assert not any(line.startswith("Talleres de calzado") for line in _read(network)["practices"])


def test_only_items_of_the_week_that_somebody_vouched_for_are_in_the_agenda(
    network: Project,
) -> None:
    assert "content" not in _read(network)
    _add_item(network, "Borrador", verified=False)
    assert "content" not in _read(network)
    _add_item(network, "Verificada", verified=True)
    (line,) = _read(network)["content"]
    assert line.startswith("Verificada")
    assert "content" not in _read(network, "2020-W20-g4", date(2020, 5, 11))


def test_a_point_is_added_at_a_number_or_before_other_matters(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    assert _read(network).keys() >= {"agreements", "actions", "practices", "news", "other"}
    assert _change(network, AgendaChange(add=Line("Vacunas"), at=1))[0] == "Vacunas"
    assert _change(network, AgendaChange(add=Line("Cierre")))[-2:] == ["Cierre", "other"]
    assert subjects() == [f'meetings: agenda "{UID}"'] * 2
    record = begin_record(find_meeting(network, UID))
    assert "content" in record.agenda  # it has no lines yet, and keeps its place
    assert record.updated == MAY


def test_a_point_moves_or_goes(network: Project) -> None:
    names = list(_read(network))
    moved = _change(network, AgendaChange(move=1, at=2))
    assert moved == [names[1], names[0], *names[2:]]
    assert _change(network, AgendaChange(drop=1)) == moved[1:]


@pytest.mark.parametrize(
    "asked",
    [
        AgendaChange(drop=9),
        AgendaChange(move=0, at=1),
        AgendaChange(add=Line("news")),
    ],
    ids=["dropped", "moved", "twice"],
)
def test_a_number_of_no_point_and_a_point_twice_are_refused(
    network: Project, subjects: Callable[[], list[str]], asked: AgendaChange
) -> None:
    with pytest.raises(WrongUsageError):
        _change(network, asked)
    assert subjects() == []


def test_an_agenda_is_open_until_the_meeting_is_held_or_cancelled(network: Project) -> None:
    found = find_meeting(network, UID)
    require_open_agenda(found)
    with pytest.raises(WrongUsageError):
        require_open_agenda(cancel_meeting(network, found, Line("Luto"), TODAY))
    with pytest.raises(WrongUsageError):
        require_open_agenda(find_meeting(network, "2020-W17-g4"))
