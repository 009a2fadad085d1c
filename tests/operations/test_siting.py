"""Where a mesa is, by what a person says of it, and what does not agree in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from mcsj_cli.errors import (
    AmbiguousError,
    InvalidValueError,
    McsjError,
    NotFoundError,
    WrongUsageError,
)
from mcsj_cli.model.fields import Line, Phrase, ZoneName
from mcsj_cli.model.membership import Group, Groups, Mesa, Municipality
from mcsj_cli.model.states import find_state
from mcsj_cli.operations.siting import (
    describe_site,
    find_oddities,
    move_site,
    site_by_name,
    site_municipalities,
)
from mcsj_cli.store.project import Project

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def groups() -> Groups:
    return Project(ROOT).groups


@pytest.mark.parametrize(
    ("name", "state", "keys", "zones"),
    [
        ("Zapopan", None, ["14120"], ["America/Mexico_City"]),
        ("Mesa Chetumal", None, ["23004"], ["America/Cancun"]),
        ("Juárez", "Chih", ["08037"], ["America/Ciudad_Juarez"]),
        ("Nuevo Laredo", None, ["28027"], ["America/Matamoros"]),
        ("Michoacán", None, [], ["America/Mexico_City"]),
        ("Tamaulipas", None, [], ["America/Monterrey"]),
        ("Distrito Federal", None, [], ["America/Mexico_City"]),
        ("Costa", "Son", [], ["America/Hermosillo"]),  # a name of no place
        ("Guerrero", "Coah", ["05012"], ["America/Matamoros"]),
    ],
)
def test_a_mesa_is_where_its_name_says(
    groups: Groups, name: str, state: str | None, keys: list[str], zones: list[str]
) -> None:
    site = site_by_name(groups, name, find_state(state) if state else None)
    assert (site.keys, site.timezones) == (keys, zones)
    assert all(key[:2] == site.state.inegi for key in keys)
    assert set(site.described) == set(keys) - set(groups.municipalities)


@pytest.mark.parametrize(
    ("name", "state", "error", "said"),
    [
        ("Juárez", None, AmbiguousError, "«Juárez, Chihuahua»"),
        ("Colima", None, AmbiguousError, "«Colima, Colima», todo el estado de Colima"),
        ("Colima", "Col", AmbiguousError, "«Colima, Colima»"),
        ("Guerrero", None, AmbiguousError, "«Guerrero, Chihuahua»"),
        ("Costa", None, NotFoundError, "«Costa»"),
        ("Zapopn", None, NotFoundError, "«Zapopn»"),
    ],
)
def test_a_name_that_says_too_little_is_refused(
    groups: Groups, name: str, state: str | None, error: type[McsjError], said: str
) -> None:
    with pytest.raises(error) as caught:
        site_by_name(groups, name, find_state(state) if state else None)
    assert said in caught.value.message
    assert caught.value.exit_code == 5
    if error is AmbiguousError:
        assert "--municipio" in caught.value.advice


def test_municipalities_are_described_once_and_rightly(groups: Groups) -> None:
    """What is described in the file stays, unless it does not agree."""
    site = site_municipalities(groups, ["Zapopan", "14039", "14120"], None)
    assert site.keys == ["14120", "14039"]
    assert site.described == {"14120": Municipality(Line("Zapopan"), 20.72111, -103.38742)}
    wrong = {**groups.municipalities, "14039": Municipality(Line("Tonalá"), 20.6, -103.2)}
    site = site_municipalities(replace(groups, municipalities=wrong), ["14039"], None)
    assert site.described["14039"].name == "Guadalajara"
    near = {**groups.municipalities, "14039": Municipality(Line("guadalajara"), 20.7, -103.3)}
    site = site_municipalities(replace(groups, municipalities=near), ["Guadalajara, Jal"], None)
    assert site.described == {}


def test_municipalities_on_two_clocks_bring_both(groups: Groups) -> None:
    site = site_municipalities(groups, ["Monterrey", "Anáhuac, NL"], None)
    assert site.timezones == ["America/Monterrey", "America/Matamoros"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("14999=Nuevo,48.5,2.3", InvalidValueError),
        ("11037=Silao,20.9,101.4", InvalidValueError),
        ("14120=Zapopan", InvalidValueError),
        ("todo", WrongUsageError),
        ("", InvalidValueError),
        ("Zapopn", NotFoundError),
        ("99001=Nuevo,20.9,-103.4", NotFoundError),
        ("nada=Nuevo,20.9,-103.4", NotFoundError),
        ("99001", NotFoundError),
    ],
)
def test_what_is_no_municipality(groups: Groups, text: str, error: type[McsjError]) -> None:
    with pytest.raises(error):
        site_municipalities(groups, [text], None)


def test_a_new_municipality_is_described_by_hand(groups: Groups) -> None:
    site = site_municipalities(groups, ["14999=Nuevo,20.9,-103.4"], None)
    assert site.described == {"14999": Municipality(Line("Nuevo"), 20.9, -103.4)}
    assert site_municipalities(groups, ["14999"], None).described == {}


def _mesa(groups: Groups, slug: str) -> Mesa:
    return groups.find_seat(slug).mesa


def test_a_namesake_in_the_mesas_own_state_is_meant(groups: Groups) -> None:
    assert move_site(groups, _mesa(groups, "cd-juarez"), ["Guerrero"], None).keys == ["08031"]
    assert move_site(groups, _mesa(groups, "leon"), ["Mérida, Yuc"], None).state.iso == "MX-YUC"
    whole = move_site(groups, _mesa(groups, "tamaulipas"), [], None)
    assert whole.timezones == ["America/Monterrey", "America/Matamoros"]
    other = move_site(groups, _mesa(groups, "tamaulipas"), ["todo el estado"], find_state("Son"))
    assert (other.keys, other.timezones) == ([], ["America/Hermosillo"])


def test_what_has_no_position_and_other_clocks_are_told(groups: Groups) -> None:
    known = {**groups.municipalities, "19043": Municipality(Line("Rayones"))}
    rayones = replace(_mesa(groups, "monterrey"), municipalities=[Line("19043"), Line("19039")])
    told = describe_site(replace(groups, municipalities=known), rayones)
    assert told == (["Rayones (19043)", "Monterrey (19039)"], ["Rayones"], [])
    chihuahua = replace(_mesa(groups, "cd-juarez"), municipalities=[])
    assert describe_site(groups, chihuahua).other_zones == ["America/Chihuahua", "America/Ojinaga"]


def _clock(mesa: str, zone: str, *others: str) -> Callable[[Groups], Groups]:
    def change(groups: Groups) -> Groups:
        own = replace(
            _mesa(groups, mesa),
            timezone=ZoneName(zone),
            other_timezones=[ZoneName(other) for other in others],
        )
        return replace(groups, groups=[Group(1, [], [own], Phrase(""))])

    return change


def _town(key: str, name: str, *position: float) -> Callable[[Groups], Groups]:
    def change(groups: Groups) -> Groups:
        described = Municipality(Line(name), *position)
        return replace(groups, municipalities={**groups.municipalities, key: described})

    return change


@pytest.mark.parametrize(
    ("slug", "change", "message", "command"),
    [
        (
            "michoacan",
            _clock("michoacan", "America/Cancun"),
            "America/Mexico_City, no America/Cancun",
            "mcsj mesas editar michoacan --zona America/Mexico_City",
        ),
        ("tamaulipas", _clock("tamaulipas", "America/Matamoros"), "", ""),
        ("tamaulipas", _clock("tamaulipas", "US/Central"), "US/Central", "America/Monterrey"),
        ("leon", _clock("leon", "Mexico/General"), "", ""),
        ("cd-juarez", _town("08037", "Ciudad Juárez", 31.7, -106.4), "", ""),
        ("cd-juarez", _town("08037", "Juárez"), "", ""),
        (
            "cancun-im",
            _town("23003", "Isla Perdida", 21.2, -86.7),
            "no «Isla Perdida»",
            "mcsj mesas editar cancun-im --municipio 23005 --municipio 23003",
        ),
        (
            "leon",
            _town("11020", "León", 21.12183, 101.68253),
            "León quedaría fuera de México",
            "mcsj mesas editar leon --municipio 11020",
        ),
        (
            "guadalajara",
            _town("14039", "Guadalajara", 22.67738, -103.34749),
            "Guadalajara quedaría a 222 km",
            "mcsj mesas editar guadalajara --municipio 14039",
        ),
        ("guadalajara", _town("14039", "Guadalajara", 20.9, -103.34749), "", ""),
    ],
)
def test_what_does_not_agree_is_told_with_the_command_that_mends_it(
    groups: Groups,
    slug: str,
    change: Callable[[Groups], Groups],
    message: str,
    command: str,
) -> None:
    changed = change(groups)
    faults = find_oddities(changed, _mesa(changed, slug))
    assert len(faults) == bool(message)
    for fault in faults:
        assert fault.warning
        assert message in fault.message
        assert command in fault.advice


def test_a_key_that_does_not_exist_is_told(groups: Groups) -> None:
    mesa = replace(_mesa(groups, "monterrey"), municipalities=[Line("19999")])
    known = {"19999": Municipality(Line("Monterrey"), 25.6, -100.3)}
    (fault,) = find_oddities(replace(groups, municipalities=known), mesa)
    assert "19999" in fault.message
    assert "mcsj mesas editar monterrey --municipio 19039" in fault.advice
    unknown = {"19999": Municipality(Line("Nueva Villa"), 25.6, -100.3)}
    (fault,) = find_oddities(replace(groups, municipalities=unknown), mesa)
    assert "municipio nuevo" in fault.advice


def test_a_lacking_clock_is_told(groups: Groups) -> None:
    mesa = replace(_mesa(groups, "cd-juarez"), municipalities=[Line("08037"), Line("08019")])
    (fault,) = find_oddities(groups, mesa)
    assert fault.path[-1] == "municipalities"
    assert "mcsj mesas editar cd-juarez --otra-zona America/Chihuahua" in fault.advice
