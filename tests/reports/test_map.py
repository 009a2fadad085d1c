"""The map: every state is there, every town in its own, and marks that are found,
told apart and said in words.
"""

import gzip
import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mcsj_cli.model.membership import Groups, Municipality
from mcsj_cli.model.states import STATES
from mcsj_cli.reports.map import (
    Place,
    find_places,
    map_attendance,
    map_overdue,
    map_stages,
    read_outline,
)
from mcsj_cli.reports.map_drawing import draw_map, lay_out_maps, spread, value_name
from mcsj_cli.reports.projection import HEIGHT, WIDTH, MapPoint, project
from mcsj_cli.store.project import Project
from tests.conftest import ROOT

DAY = date(2020, 4, 26)
SVG = "{http://www.w3.org/2000/svg}"
# The seats of all 32 states, in degrees north and west, from an ordinary atlas.
CAPITALS = {
    "AGU": (21.88, 102.29), "BCN": (32.65, 115.47), "BCS": (24.14, 110.31), "CAM": (19.84, 90.52),
    "COA": (25.42, 101.00), "COL": (19.24, 103.72), "CHP": (16.75, 93.12), "CHH": (28.63, 106.08),
    "CMX": (19.43, 99.13), "DUR": (24.02, 104.66), "GUA": (21.02, 101.26), "GRO": (17.55, 99.50),
    "HID": (20.11, 98.74), "JAL": (20.67, 103.35), "MEX": (19.29, 99.65), "MIC": (19.70, 101.19),
    "MOR": (18.92, 99.23), "NAY": (21.51, 104.89), "NLE": (25.67, 100.31), "OAX": (17.06, 96.72),
    "PUE": (19.04, 98.21), "QUE": (20.59, 100.39), "ROO": (18.51, 88.30), "SLP": (22.15, 100.98),
    "SIN": (24.80, 107.39), "SON": (29.07, 110.96), "TAB": (17.99, 92.93), "TAM": (23.74, 99.15),
    "TLA": (19.32, 98.24), "VER": (19.54, 96.91), "YUC": (20.97, 89.62), "ZAC": (22.77, 102.57),
}  # fmt: skip

Ring = list[tuple[float, float]]


@pytest.fixture(scope="module")
def source() -> dict[str, list[list[Ring]]]:
    """Read the states as they were before they were thinned, in degrees."""
    shapes = json.loads(gzip.decompress((ROOT / "tests/data/mexico.json.gz").read_bytes()))
    return {
        iso: [[[(at[0], at[1]) for at in ring] for ring in one] for one in found]
        for iso, found in shapes.items()
    }


@pytest.fixture
def groups(project: Path) -> Groups:
    return Project(project).groups


def holds(rings: list[Ring], x: float, y: float) -> bool:
    """Say whether a point lies inside, by how often the border winds around it."""
    winds = 0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
            winds += (ay <= y < by and side > 0) - (by <= y < ay and side < 0)
    return winds != 0


def read_path(path: str) -> list[Ring]:
    rings = []
    for part in path.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", part)]
        x, y = numbers[:2]
        ring = [(float(x), float(y))]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((float(x), float(y)))
        rings.append(ring)
    return rings


def distance(rings: list[Ring], x: float, y: float) -> float:
    return min(
        _from_stretch(x, y, one, other)
        for ring in rings
        for one, other in pairwise([*ring, ring[0]])
    )


def _from_stretch(
    x: float, y: float, one: tuple[float, float], other: tuple[float, float]
) -> float:
    (ax, ay), (bx, by) = one, other
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0.0
    along = max(0.0, min(1.0, along))
    return hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y)


def test_the_outline_has_every_state_with_its_capital_and_its_own_label(
    source: dict[str, list[list[Ring]]],
) -> None:
    outline = read_outline()
    assert set(outline.states) == {state.iso for state in STATES} == set(source)
    assert (outline.width, outline.height) == (WIDTH, HEIGHT)
    for code, (north, west) in CAPITALS.items():
        state, at = outline.states[f"MX-{code}"], project(north, -west)
        drawn, label = read_path(state.path), state.label
        assert any(holds(polygon, -west, north) for polygon in source[f"MX-{code}"]), code
        assert holds(drawn, at.x, at.y) or distance(drawn, at.x, at.y) < 2, code
        assert holds(drawn, label.x, label.y), code
        others = [
            iso
            for iso, one in outline.states.items()
            if holds(read_path(one.path), label.x, label.y)
        ]
        assert others == [f"MX-{code}"]
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for ring in drawn for x, y in ring)


def test_every_town_lies_in_its_state(groups: Groups, source: dict[str, list[list[Ring]]]) -> None:
    iso = {state.inegi: state.iso for state in STATES}
    for code, town in groups.municipalities.items():
        assert town.latitude is not None
        assert town.longitude is not None
        polygons = source[iso[code[:2]]]
        found = any(holds(polygon, town.longitude, town.latitude) for polygon in polygons)
        # A port may lie a hair off a coast that was drawn at 1:10,000,000, or
        # on an isle that was not drawn.
        near = min(distance(polygon, town.longitude, town.latitude) for polygon in polygons) < 0.07
        assert found or near, town.name
        inside_others = [
            other
            for other, shapes in source.items()
            if other != iso[code[:2]]
            and any(holds(polygon, town.longitude, town.latitude) for polygon in shapes)
        ]
        assert not inside_others, town.name


def test_distances_on_the_map_are_those_on_the_ground() -> None:
    """Lambert's conformal projection between its parallels is true to a few hundredths,
    the same in every direction.
    """
    unit = 6371 / 1970  # kilometres
    for latitude in (16.0, 20.0, 25.0, 31.0):
        for longitude in (-115.0, -102.0, -90.0):
            here = project(latitude, longitude)
            north = project(latitude + 0.1, longitude)
            assert (
                abs(((north.x - here.x) ** 2 + (north.y - here.y) ** 2) ** 0.5 * unit / 11.12 - 1)
                < 0.02
            )
            assert north.y < here.y


def test_mesas_are_placed_amid_their_towns_or_in_their_state(groups: Groups) -> None:
    places = {place.slug: place for place in find_places(groups, DAY)}
    assert set(places) == {seat.mesa.slug for seat in groups.seats_on(DAY)}
    michoacan = read_outline().states["MX-MIC"].label
    assert (places["michoacan"].x, places["michoacan"].y) == michoacan
    assert (
        places["cd-juarez"].y
        < places["monterrey"].y
        < places["leon"].y
        < places["tuxtla-gutierrez"].y
    )
    assert places["colima"].x < places["monterrey"].x < places["cancun-im"].x
    assert places["gomez-palacio"].state == "MX-DUR"


def test_a_mesa_whose_place_is_not_known_stands_amid_its_state(groups: Groups) -> None:
    known = groups.municipalities
    unplaced = {key: Municipality(known[key].name) for key in ("11020", "23003")}
    changed = replace(groups, municipalities=known | unplaced)
    places = {place.slug: place for place in find_places(changed, DAY)}
    assert (places["leon"].x, places["leon"].y) == read_outline().states["MX-GUA"].label
    cancun = project(21.17429, -86.84656)  # of two municipalities one is placed
    assert (places["cancun-im"].x, places["cancun-im"].y) == (
        round(cancun.x, 1),
        round(cancun.y, 1),
    )


def test_a_map_counts_its_values(groups: Groups) -> None:
    places = find_places(groups, DAY)
    overdue = map_overdue(places, ["leon", "torreon", "leon", "not-a-mesa"])
    assert {entry.value: entry.mesas for entry in overdue.key} == {
        "none": len(places) - 2,
        "one": 1,
        "several": 1,
    }
    assert {mark.place.slug: mark.number for mark in overdue.marks if mark.number} == {
        "leon": 2,
        "torreon": 1,
    }
    came = map_attendance(places, {"leon": "present", "torreon": "absent"})
    assert Counter(mark.value for mark in came.marks) == {
        "present": 1,
        "absent": 1,
        "no-meeting": len(places) - 2,
    }
    assert map_stages(places, []).key[0].value == "no-contact"
    assert map_stages(places, []).key[0].mesas == len(places)
    table = lay_out_maps([came, overdue])
    assert [row[0] for row in table.values] == [place.name for place in places]
    assert ("León", "Guanajuato", value_name("attendance", "present"), 2) in table.values
    assert (
        "Torreón",
        "Coahuila de Zaragoza",
        value_name("attendance", "absent"),
        1,
    ) in table.values


@pytest.mark.parametrize("legend", [False, True])
def test_the_picture_is_named_described_and_harmless(groups: Groups, legend: bool) -> None:
    nasty = Place(
        "x", "Mesa </title><script>alert(1)</script> \"'&\x00\u202e", 1, "MX-JAL", 400, 400
    )
    places = [*find_places(groups, DAY), nasty]
    figures = map_overdue(places, [place.slug for place in places] * 120)
    drawn = draw_map("one", figures, legend=legend)
    root = ET.fromstring(drawn)  # noqa: S314  our own
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "path", "circle", "g", "text"}
    assert not [
        key
        for element in root.iter()
        for key in element.attrib
        if key.startswith("on") or "href" in key
    ]
    assert "\u202e" not in drawn
    assert "\x00" not in drawn
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert (
        set(ids)
        == {root.get("aria-labelledby"), root.get("aria-describedby")}
        == {"one-title", "one-desc"}
    )
    assert all(element.text for element in ids.values())
    assert root.get("role") == "img"
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert sum("<script>" in str(title) for title in titles) == 1
    for state in STATES:
        assert titles.count(state.name) == 1


@given(
    st.lists(st.tuples(st.integers(30, 970), st.integers(30, 620)), max_size=60),
    st.sampled_from([8.0, 13.0, 19.0]),
)
@settings(max_examples=60, deadline=None)
def test_marks_never_hide_each_other(points: list[tuple[int, int]], radius: float) -> None:
    found = spread([MapPoint(x, y) for x, y in points], radius)
    for one, other in combinations(found, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * radius) ** 2 - 0.001


def test_five_hundred_mesas_of_one_state_fit() -> None:
    places = [Place(f"m{n}", f"Mesa {n}", 1, "MX-PUE", 625, 510) for n in range(500)]
    drawn: Any = ET.fromstring(draw_map("many", map_attendance(places, {"m7": "present"})))  # noqa: S314
    circles = [(float(c.get("cx")), float(c.get("cy"))) for c in drawn.iter(f"{SVG}circle")]
    assert len(set(circles)) == 500
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in circles)


def test_a_map_of_another_day_has_the_mesas_of_that_day(groups: Groups) -> None:
    assert find_places(groups, DAY + timedelta(days=4000)) == find_places(groups, DAY)
