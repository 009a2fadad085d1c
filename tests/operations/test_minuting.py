"""The minutes of a meeting, and that they were made, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise

import pytest

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.messages.document import Block, Grid, Heading
from mcsj_cli.model.fields import Line, Slug, ZoneName
from mcsj_cli.model.meeting import plan_session
from mcsj_cli.operations.meetings import begin_record, find_meeting, save_meeting
from mcsj_cli.operations.minuting import note_minuted, require_held, write_minutes
from mcsj_cli.operations.rescheduling import cancel_meeting
from mcsj_cli.operations.sessions import add_session
from mcsj_cli.store.project import Project

TODAY = date(2020, 5, 8)


def _write(network: Project, uid: str) -> tuple[str, dict[str, Block]]:
    """Return the title of the minutes, and what stands below each heading."""
    document = write_minutes(network, find_meeting(network, uid))
    below: dict[str, Block] = {}
    for heading, block in pairwise(document.blocks):
        if isinstance(heading, Heading):
            below[heading.text] = block
    return document.title, below


def test_minutes_are_of_a_meeting_that_was_held(network: Project) -> None:
    require_held(find_meeting(network, "2020-W17-g4"))
    for uid in ("2020-W18-g5", "2020-W30-g4"):  # nothing is known of the one, and of the other
        with pytest.raises(WrongUsageError) as caught:
            require_held(find_meeting(network, uid))
        assert f"mcsj reuniones registrar {uid}" in caught.value.advice


def test_the_day_of_the_first_minutes_stays(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    note_minuted(network, find_meeting(network, "2020-W18-g4"), TODAY)
    note_minuted(network, find_meeting(network, "2020-W18-g4"), date(2020, 5, 9))
    assert begin_record(find_meeting(network, "2020-W18-g4")).minuted == TODAY
    assert subjects() == ['meetings: minutes "2020-W18-g4"']


def test_minutes_are_counted_among_the_meetings_that_were_held(network: Project) -> None:
    assert _write(network, "2020-W18-g4")[0].startswith("Minuta 2: Grupo 4")
    week17 = find_meeting(network, "2020-W17-g4")
    save_meeting(
        network, "meetings: record", week17, lambda now: now.record(held=False, attendance={})
    )
    assert _write(network, "2020-W18-g4")[0].startswith("Minuta 1: Grupo 4")


def test_meetings_with_a_mesa_are_counted_apart_from_its_group_s(network: Project) -> None:
    title, _below = _write(network, "2020-04-22-cd-juarez")
    assert title.startswith("Minuta 1: Mesa Cd. Juárez")


def test_earlier_agreements_have_the_number_of_their_own_meeting(network: Project) -> None:
    _title, below = _write(network, "2020-W18-g4")
    earlier = below["Seguimiento de acuerdos anteriores"]
    assert isinstance(earlier, Grid)
    numbers = {row[1]: row[0] for row in earlier.rows}
    crianza = "Abrir grupos de crianza por mensajes con psicólogos voluntarios"
    assert numbers[crianza] == "2020-W17-g4 · 4"
    new = below["Acuerdos nuevos"]
    assert isinstance(new, Grid)
    (agreed,) = new.rows
    assert agreed[:2] == ("1", "Hacer el catálogo de negocios de barrio de Guadalajara")
    assert agreed[1] not in numbers


def test_an_action_that_no_meeting_agreed_has_no_number(network: Project) -> None:
    _title, below = _write(network, "2020-04-22-cd-juarez")
    earlier = below["Seguimiento de acuerdos anteriores"]
    assert isinstance(earlier, Grid)
    (row,) = earlier.rows
    assert row[0] == ""


def test_minutes_name_the_next_meeting_that_is_not_cancelled(network: Project) -> None:
    following = "Próxima reunión"
    assert "jueves 7 de mayo" in str(_write(network, "2020-W18-g4")[1][following])
    cancel_meeting(network, find_meeting(network, "2020-W19-g4"), Line("Luto"), TODAY)
    assert "jueves 14 de mayo" in str(_write(network, "2020-W18-g4")[1][following])


def test_after_a_meeting_with_a_mesa_comes_its_own_or_its_group_s(network: Project) -> None:
    uid, following = "2020-04-22-cd-juarez", "Próxima reunión"
    assert "viernes 24 de abril" in str(_write(network, uid)[1][following])
    session = plan_session(
        Slug("cd-juarez"), datetime(2020, 4, 23, 9), ZoneName("America/Ciudad_Juarez"), TODAY
    )
    add_session(network, session)
    assert "jueves 23 de abril" in str(_write(network, uid)[1][following])
