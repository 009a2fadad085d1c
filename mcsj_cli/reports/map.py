"""The mesas on the map of Mexico as a value: where each lies, and its value of a theme."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from mcsj_cli.model.followup import Stage
from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.membership import Groups, Mesa
from mcsj_cli.model.states import find_state
from mcsj_cli.reports.projection import MapPoint, project
from mcsj_cli.work.funnel import NO_CONTACT, MesaStage

Theme = Literal["stage", "attendance", "overdue"]
_OUTLINE = Path(__file__).parent.parent / "templates" / "map" / "mexico.json"
_VALUES: dict[Theme, tuple[str, ...]] = {
    "stage": (NO_CONTACT, *(stage.value for stage in Stage)),
    "attendance": (*(one.value for one in Attendance), "unrecorded", "no-meeting"),
    "overdue": ("none", "one", "several"),
}


class StateShape(Struct, frozen=True):
    """A state's outline as an SVG path, and the point well inside it where its mesa is put."""

    label: MapPoint
    path: str


class Outline(Struct, frozen=True):
    """The country: its size in map units, and its states by their ISO 3166-2 codes."""

    width: int
    height: int
    states: dict[str, StateShape]


class Place(Struct, frozen=True):
    """Where a mesa lies on the map, and its state by ISO 3166-2."""

    slug: str
    name: str
    group: int
    state: str
    x: float
    y: float


class MapMark(Struct, frozen=True):
    """A mesa on the map with its value of the theme, and the number that its sign shows, if any."""

    place: Place
    value: str
    number: int | None = None


class KeyEntry(Struct, frozen=True):
    """A value of the legend, and how many mesas have it."""

    value: str
    mesas: int


class MapFigures(Struct, frozen=True):
    """The map of a theme: a mark a mesa, and the legend in its order."""

    theme: Theme
    marks: list[MapMark]
    key: list[KeyEntry]


@cache
def read_outline() -> Outline:
    """Read the outline of the country that comes with the program."""
    return msgspec.json.decode(_OUTLINE.read_bytes(), type=Outline)


def find_places(groups: Groups, day: date) -> list[Place]:
    """Place the mesas that sit in a group on a day.

    A mesa lies amid its municipalities, or well inside its state if it names none whose position is
    known.
    """
    found = []
    for mesa, group in groups.seats_on(day):
        state = find_state(mesa.state).iso
        at = _find_point(groups, mesa, state)
        x, y = round(at.x, 1), round(at.y, 1)
        found.append(Place(str(mesa.slug), str(mesa.name), group.number, state, x, y))
    return found


def map_stages(places: Sequence[Place], stages: Iterable[MesaStage]) -> MapFigures:
    """Map how far the work with each mesa has come; the number counts the steps."""
    values = _VALUES["stage"]
    known = {stage.slug: stage.stage for stage in stages}
    marks = []
    for place in places:
        value = known.get(place.slug, NO_CONTACT)
        marks.append(MapMark(place, value, values.index(value)))
    return _build_map("stage", marks)


def map_attendance(places: Sequence[Place], attendance: Mapping[str, str]) -> MapFigures:
    """Map who came; a mesa without an entry in `attendance` had no meeting."""
    marks = [MapMark(place, str(attendance.get(place.slug, "no-meeting"))) for place in places]
    return _build_map("attendance", marks)


def map_overdue(places: Sequence[Place], mesas: Iterable[str]) -> MapFigures:
    """Map the overdue actions; `mesas` has the slug of a mesa once for each of its actions."""
    counts = Counter(mesas)
    values = _VALUES["overdue"]
    marks = []
    for place in places:
        count = counts[place.slug]
        marks.append(MapMark(place, values[min(count, 2)], count))
    return _build_map("overdue", marks)


def _build_map(theme: Theme, marks: list[MapMark]) -> MapFigures:
    counts = Counter(mark.value for mark in marks)
    return MapFigures(theme, marks, [KeyEntry(value, counts[value]) for value in _VALUES[theme]])


def _find_point(groups: Groups, mesa: Mesa, state: str) -> MapPoint:
    known = groups.municipalities
    towns = [known[code].position for code in mesa.municipalities if code in known]
    points = [project(*town) for town in towns if town]
    if not points:
        return read_outline().states[state].label
    x = sum(at.x for at in points) / len(points)
    y = sum(at.y for at in points) / len(points)
    return MapPoint(x, y)
