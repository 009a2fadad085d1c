"""`mcsj mesas`: where a mesa is follows from its name, and names are found as people write them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mcsj_cli.store.project import Project
from tests.commands.test_work import refused
from tests.conftest import Result

Run = Callable[..., Result]


def test_a_name_is_enough(project: Path, mcsj: Run) -> None:
    """Two are added, corrected and found again in one folder; nothing is left to complain of."""
    done = mcsj("mesas", "add", "Zapopan", "--group", "4")
    assert done.code == 0
    assert "Zapopan: Zapopan (14120), Jalisco; Grupo 4; America/Mexico_City." in done.err
    done = mcsj(
        "mesas", "add", "Mesa Norte", "-g", "5", "--municipality", "Nuevo Laredo",
        "--municipality", "Monterrey", "--alias", "Laredos", "--alias", "La Frontera",
    )  # fmt: skip
    assert done.code == 6  # in two states
    done = mcsj(
        "mesas", "add", "Mesa Norte", "-g", "5", "--municipality", "Nuevo Laredo",
        "--municipality", "Tampico", "--alias", "Laredos", "--alias", "La Frontera",
    )  # fmt: skip
    assert done.code == 0
    groups = Project(project).groups
    mesa = groups.find_seat("la-frontera").mesa
    assert (mesa.slug, mesa.state, mesa.municipalities) == (
        "mesa-norte",
        "Tamps",
        ["28027", "28038"],
    )
    assert mesa.timezones == ["America/Matamoros", "America/Monterrey"]
    assert groups.municipalities["14120"].position == (20.72111, -103.38742)
    assert json.loads(mcsj("mesas", "show", "Laredos", "-f", "json").out)["aliases"] == [
        "Laredos",
        "La Frontera",
    ]
    assert mcsj("mesas", "edit", "Mesa Zapopan", "--municipality", "Tonalá").code == 0
    groups = Project(project).groups
    assert groups.find_seat("zapopan").mesa.municipalities == ["14101"]
    assert "14120" not in groups.municipalities  # which no mesa names any more
    assert (
        mcsj("mesas", "edit", "zapopan", "--alias", "Tonallan", "--timezone", "Mexico/General").code
        == 0
    )
    assert Project(project).groups.find_seat("Tonallan").mesa.timezone == "America/Mexico_City"
    assert mcsj("mesas", "edit", "laredos", "--alias", "", "--other-timezone", "").code == 0
    mesa = Project(project).groups.find_seat("mesa-norte").mesa
    assert (mesa.aliases, mesa.other_timezones) == ([], [])
    checked = mcsj("check")
    assert checked.code == 0
    assert "mcsj mesas editar mesa-norte --otra-zona America/Monterrey" in checked.out


def test_a_state_and_what_has_no_position(project: Path, mcsj: Run) -> None:
    done = mcsj("mesas", "add", "Chihuahua", "-g", "5", "--municipality", "todo", "--state", "Chih")
    assert (done.code, "todo el estado, Chihuahua" in done.err) == (0, True)
    zones = "--otra-zona America/Ciudad_Juarez --otra-zona America/Ojinaga"
    command = f"mcsj mesas editar chihuahua {zones}"
    assert command in done.err
    assert mcsj(*command.split()[1:]).code == 0
    assert len(Project(project).groups.find_seat("chihuahua").mesa.timezones) == 3
    assert mcsj("mesas", "add", "Rayones", "-g", "4").code == 0
    assert "Rayones" in Project(project).groups.municipalities["19043"].name
    shown = mcsj("mesas", "show", "rayones")
    assert "en medio de Nuevo León: no se sabe dónde queda Rayones" in shown.out
    assert json.loads(mcsj("mesas", "show", "rayones", "-f", "json").out)["unplaced"] == ["Rayones"]
    assert "groups.yaml" not in mcsj("check").out


def test_a_wrong_clock_is_told_when_it_is_given(project: Path, mcsj: Run) -> None:
    done = mcsj("mesas", "add", "Chetumal", "-g", "1", "--timezone", "Mexico/BajaNorte")
    assert done.code == 0
    assert "el reloj de Chetumal es America/Cancun, no America/Tijuana" in done.err
    found = mcsj("check")
    assert found.code == 0
    line = next(line for line in found.out.splitlines() if "America/Cancun" in line)
    assert line.startswith("data/groups.yaml:")
    assert mcsj("mesas", "edit", "chetumal", "--timezone", "America/Cancun").code == 0
    assert "groups.yaml" not in mcsj("check").out


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("add", "Juárez", "-g", "5"), 5, "«Juárez, Chihuahua»"),
        (("add", "Zapopn", "-g", "5"), 5, "«Zapopan, Jalisco»"),
        (("add", "Nuevo León Vallarta", "-g", "5"), 5, "Vallarta"),
        (("add", "Silao", "-g", "5", "--municipality", "11037=Silao,20.9,101.4"), 6, "México"),
        (("add", "Silao", "-g", "5", "--timezone", "EST"), 6, "America/Mexico_City"),
        (("add", "Silao", "-g", "5", "--slug", "con"), 6, "dispositivo"),
        (("add", "Silao", "-g", "5", "--alias", "Cd. Juárez"), 6, "cd-juarez"),
        (("edit", "leon", "--alias", "Torreón"), 6, "torreon"),
        (("edit", "leon", "--municipality", "Juárez"), 5, "«Juárez, Chihuahua»"),
        (("edit", "leon", "--municipality", "todo", "--municipality", "León"), 2, "todo"),
    ],
)
def test_what_is_refused_changes_nothing(
    project: Path, mcsj: Run, arguments: tuple[str, ...], code: int, word: str
) -> None:
    before = (project / "data/groups.yaml").read_bytes()
    refused(mcsj("mesas", *arguments), code, word)
    assert (project / "data/groups.yaml").read_bytes() == before


def test_a_mesa_called_like_a_device_gets_another_short_name(project: Path, mcsj: Run) -> None:
    assert mcsj("mesas", "add", "Con", "-g", "2", "--state", "Jal").code == 0
    assert Project(project).groups.find_seat("Con").mesa.slug == "con-1"


@pytest.mark.parametrize(
    "name", ["Mesa Torreón", "mesa-torreon", "Cancún-Isla Mujeres", "cd juarez"]
)
def test_a_mesa_is_found_as_people_write_it(project: Path, mcsj: Run, name: str) -> None:
    assert mcsj("mesas", "show", name).code == 0


def test_the_history_of_a_mesa_has_all_that_names_it(project: Path, mcsj: Run) -> None:
    assert mcsj("mesas", "move", "leon", "--group", "5", "--from", "2020-05-04").code == 0
    shown = mcsj("mesas", "show", "leon", "-f", "json")
    item = json.loads(shown.out)
    events = item["history"]
    assert [event["day"] for event in events] == sorted(
        (event["day"] for event in events), reverse=True
    )
    assert item["history_total"] == len(events)
    kinds = {event["kind"] for event in events}
    assert kinds == {"followups", "meetings", "actions", "practices", "content", "mesas"}
    contacts = json.loads(mcsj("followups", "list", "--mesa", "leon", "-f", "json").out)
    actions = json.loads(mcsj("actions", "list", "--mesa", "leon", "-f", "json").out)
    names = [event["uid"] for event in events]
    for record in [*contacts, *actions]:
        assert record["uid"] in names
    assert len(names) == len(set(names))
    assert {"slug", "group", "next", "followups", "actions", "practices"} <= item.keys()
    told = mcsj("mesas", "show", "leon").out
    assert "Grupo 6; pasa al Grupo 5 el lunes 4 de mayo de 2020" in told
    assert "lun 4 may 2020" in told


def test_a_long_history_says_how_much_more_there_is(project: Path, mcsj: Run) -> None:
    whole = json.loads(mcsj("mesas", "show", "leon", "-f", "json").out)["history"]
    shown = mcsj("mesas", "show", "leon", "--limite", "3")
    hint = f"Hay {len(whole) - 3} más en su historia: mcsj mesas ver leon --limite {len(whole)}"
    assert hint in shown.err
    few = json.loads(mcsj("mesas", "show", "leon", "--limit", "3", "-f", "json").out)
    assert few["history"] == whole[:3]
    assert few["history_total"] == len(whole)
    assert "más en su historia" not in mcsj("mesas", "show", "leon").err


def test_the_history_tells_who_came_and_who_left(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T20:00")
    practice = "2020-04-28-la-linea-de-apoyo-psicologico-en-cada-cambio-de-guardia"
    note = ("--note", "En dos turnos")
    assert mcsj("practices", "replicate", practice, "--mesa", "torreon", *note).code == 0
    told = mcsj("mesas", "show", "torreon").out
    assert "replicó: La línea de apoyo psicológico en cada cambio de guardia: En dos turnos" in told
    given = ("--present", "todas", "--except", "torreon")
    assert mcsj("meetings", "record", "2020-W19-g4", *given).code == 0
    history = json.loads(mcsj("mesas", "show", "torreon", "-f", "json").out)["history"]
    meeting = next(event for event in history if event["uid"] == "2020-W19-g4")
    assert (meeting["day"], meeting["text"]) == ("2020-05-07", "Grupo 4: faltó")
    history = json.loads(mcsj("mesas", "show", "monterrey", "-f", "json").out)["history"]
    assert "Grupo 4: asistió" in [event["text"] for event in history]
    assert mcsj("mesas", "retire", "torreon", "--until", "2020-05-10", "--yes").code == 0
    told = mcsj("mesas", "show", "torreon").out
    assert "Grupo 4; tiene su último día en la red el domingo 10 de mayo de 2020" in told


def test_a_mesa_that_left_returns_on_the_same_day_or_later(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = mcsj("mesas", "retire", "monterrey", "--until", "2020-05-06", "--yes")
    assert "Si regresa: mcsj mesas mover monterrey --grupo 4" in left.err
    refused(mcsj("mesas", "add", "Monterrey", "-g", "2"), 4, "mcsj mesas mover monterrey --grupo 2")
    monkeypatch.setenv("MCSJ_NOW", "2020-05-06T09:00")
    assert mcsj("mesas", "move", "monterrey", "--group", "4").code == 0
    seat = Project(project).groups.find_seat("monterrey")
    assert (seat.group.number, seat.mesa.until) == (4, None)
    assert mcsj("mesas", "retire", "monterrey", "--yes").code == 0
    assert mcsj("mesas", "move", "monterrey", "--group", "2", "--from", "hoy").code == 0
    seat = Project(project).groups.find_seat("monterrey")
    assert (seat.group.number, seat.mesa.until) == (2, None)
    assert mcsj("mesas", "retire", "monterrey", "--yes").code == 0
    monkeypatch.setenv("MCSJ_NOW", "2020-05-25T09:00")
    refused(mcsj("mesas", "add", "MONTERREY", "-g", "3"), 4, "mesas mover monterrey --grupo 3")
    assert mcsj("mesas", "move", "monterrey", "--group", "3").code == 0
    history = json.loads(mcsj("mesas", "show", "monterrey", "-f", "json").out)["history"]
    assert "regresa, al Grupo 3" in [event["text"] for event in history]


def test_a_mesa_that_leaves_later_leaves_its_next_group_then(project: Path, mcsj: Run) -> None:
    assert mcsj("mesas", "retire", "monterrey", "--until", "2020-12-31", "--yes").code == 0
    assert mcsj("mesas", "move", "monterrey", "--group", "2", "--from", "2020-06-01").code == 0
    assert str(Project(project).groups.find_seat("monterrey").mesa.until) == "2020-12-31"


def test_a_group_begins_with_its_schedule(project: Path, mcsj: Run) -> None:
    before = (project / "data/groups.yaml").read_bytes()
    assert "mcsj grupos programar" in mcsj("groups", "agregar").err
    example = mcsj("groups", "schedule")
    assert (example.code, example.out) == (2, "")
    line = example.err.partition("mcsj grupos programar ")[2].split()
    assert line[0] == "7"
    refused(mcsj("groups", "schedule", *line), 2, "Todavía no hay grupo 7", "--si")
    refused(mcsj("groups", "schedule", "44", "--confirm"), 5, "44")
    assert (project / "data/groups.yaml").read_bytes() == before
    assert mcsj("groups", "schedule", *line, "--yes").code == 0
    assert (project / "data/groups.yaml").read_bytes().startswith(before[:2000])
    assert mcsj("mesas", "add", "Zapopan", "--group", "7").code == 0
    assert mcsj("meetings", "list", "--group", "7", "--week", "2020-W24").out
    assert mcsj("check").code == 0
