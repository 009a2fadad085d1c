"""The clock of every municipality, beside the borders of zones that others drew."""

import re
from collections import defaultdict
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from mcsj_cli.model.clocks import find_zone, list_zones
from mcsj_cli.model.fields import _FORMER_ZONES, _ZONES, ZoneName
from mcsj_cli.model.states import STATES
from mcsj_cli.store.municipalities import _TABLE

DAY = datetime(2020, 7, 1)
ROWS = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()]


def test_clocks_are_those_of_an_independent_look_up() -> None:
    tzfpy = pytest.importorskip("tzfpy")
    wrong = []
    placed = [row for row in ROWS if row[2]]
    for key, name, latitude, longitude, *_rest in placed:
        zones = tzfpy.get_tzs(float(longitude), float(latitude))
        if find_zone(key) not in zones:
            wrong.append((key, name, find_zone(key), zones))
    assert len(placed) == 2415
    assert wrong == []


def test_a_state_has_the_clocks_of_its_municipalities() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        found[row[0][:2]].add(find_zone(row[0]))
    assert found == {state.inegi: set(list_zones(state.inegi)) for state in STATES}
    assert {zone for zones in found.values() for zone in zones} == set(_ZONES)
    several = {state: len(zones) for state, zones in found.items() if len(zones) > 1}
    assert several == {"05": 2, "08": 3, "18": 2, "19": 2, "28": 2}


def test_former_names_of_zones_are_those_of_the_database() -> None:
    text = files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text(encoding="utf-8")
    links = {name: zone for zone, name in re.findall(r"^L (\S+) (\S+)$", text, re.MULTILINE)}
    assert {name: zone for name, zone in links.items() if zone in _ZONES} == _FORMER_ZONES
    for name, zone in _FORMER_ZONES.items():
        assert ZoneName.parse(name).canonical == zone
        assert ZoneInfo(name).utcoffset(DAY) == ZoneInfo(zone).utcoffset(DAY)
    assert ZoneName.parse("US/Central").canonical == "US/Central"
