"""The map of Mexico as SVG and in words; its marks never rely on colour alone."""

from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from typing import NamedTuple

from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.model.states import find_state
from mcsj_cli.reports.map import MapFigures, MapMark, Outline, Theme, read_outline
from mcsj_cli.reports.projection import HEIGHT, WIDTH, MapPoint
from mcsj_cli.reports.sheets import Sheet, Value
from mcsj_cli.reports.svg import INK, element, picture, text, words


class Look(NamedTuple):
    """How a value is drawn: colours of its disc and sign, the sign's path, and whether it is small.

    Without a path the sign is a number.
    """

    fill: str
    ink: str
    sign: str = ""
    quiet: bool = False


_BLACK, _WHITE = "#111111", "#ffffff"
# Signs are paths on a square from -6 to 6, because fonts differ in the signs that they have.
_TICK, _DASH, _CROSS, _DOT = "M-6 0l4 5 8-10", "M-6 0h12", "M-5-5l10 10m0-10l-10 10", "M-1 0h2"
_LOOKS: dict[Theme, dict[str, Look]] = {
    "stage": {
        "no-contact": Look("#f4f4f4", _BLACK),
        "contacted": Look("#c6dbef", _BLACK),
        "explained": Look("#9ecae1", _BLACK),
        "meeting-set": Look("#5ba3cf", _BLACK),
        "actions-agreed": Look("#2171b5", _WHITE),
        "following": Look("#08306b", _WHITE),
    },
    "attendance": {
        "present": Look("#1f7a4d", _WHITE, _TICK),
        "excused": Look("#f2c14e", _BLACK, _DASH),
        "absent": Look("#b3261e", _WHITE, _CROSS),
        "unrecorded": Look("#c9ced6", _BLACK, _DOT),
        "no-meeting": Look("#f4f4f4", _BLACK, quiet=True),
    },
    "overdue": {
        "none": Look("#f4f4f4", _BLACK, quiet=True),
        "one": Look("#f2a65a", _BLACK),
        "several": Look("#b3261e", _WHITE),
    },
}
_TITLES: dict[Theme, str] = {
    "stage": N_("How far the work with each mesa has come"),
    "attendance": N_("Who came to the meetings of the week"),
    "overdue": N_("Overdue actions of each mesa"),
}
_HEADINGS: dict[Theme, str] = {
    "stage": N_("Stage"),
    "attendance": N_("Attendance"),
    "overdue": N_("Overdue actions"),
}
_OVERDUE = {
    "none": N_("none overdue"),
    "one": N_("one overdue"),
    "several": N_("two or more overdue"),
}
_RADII = ((40, 19.0), (120, 13.0), (600, 8.0))  # for at most so many marks
_SMALLEST = 4.0
_LEGEND_STEP = 44


def map_title(theme: Theme) -> str:
    """Name a map by what it shows."""
    return _(_TITLES[theme])


def value_name(theme: Theme, value: str) -> str:
    """Return a value of a map in the person's language."""
    if theme == "overdue":
        return _(_OVERDUE[value])
    return _("no meeting") if value == "no-meeting" else label(value)


def lay_out_maps(maps: Sequence[MapFigures]) -> Sheet:
    """Lay maps of the same mesas out as a table: a row a mesa, with its value on each map."""
    themes = [one.theme for one in maps]
    values: list[tuple[Value, ...]] = []
    for marks in zip(*(one.marks for one in maps), strict=True):
        place = marks[0].place
        told = [_tabular_value(theme, mark) for theme, mark in zip(themes, marks, strict=True)]
        values.append((place.name, find_state(place.state).name, *told))
    headings = (_("Mesa"), _("State"), *(_(_HEADINGS[theme]) for theme in themes))
    numeric = 1 if themes and themes[-1] == "overdue" else 0
    return Sheet(
        "map", _("The mesas on the map"), headings, values, _("There are no mesas."), numeric
    )


def _tabular_value(theme: Theme, mark: MapMark) -> Value:
    return mark.number if theme == "overdue" else value_name(theme, mark.value)


def draw_map(key: str, figures: MapFigures, *, legend: bool = False) -> str:
    """Draw the map, with its legend only if asked for.

    A page lays the legend out itself, because letters inside of the map shrink with it.
    """
    outline = read_outline()
    peopled = {mark.place.state for mark in figures.marks}
    height, below = outline.height, []
    if legend:
        height += (len(figures.key) + 1) // 2 * _LEGEND_STEP
        below = list(_draw_legend(figures, outline.height))
    return picture(
        key,
        map_title(figures.theme),
        _describe_map(figures, len(peopled)),
        outline.width,
        height,
        *_draw_states(outline, peopled),
        *_draw_marks(figures),
        *below,
    )


def _describe_map(figures: MapFigures, states: int) -> str:
    """Describe the map for screen readers."""
    told = ngettext(
        "{n} mesa in {states} of 32 states.",
        "{n} mesas in {states} of 32 states.",
        len(figures.marks),
    )
    counts = "; ".join(
        f"{value_name(figures.theme, one.value)}: {one.mesas}" for one in figures.key if one.mesas
    )
    return told.format(n=len(figures.marks), states=states) + " " + counts


def _draw_states(outline: Outline, peopled: set[str]) -> list[str]:
    return [
        element(
            "path",
            element("title", text(find_state(iso).name)),
            d=shape.path,
            fill=INK,
            fill_opacity=0.2 if iso in peopled else 0.07,
            stroke=INK,
            stroke_opacity=0.45,
        )
        for iso, shape in outline.states.items()
    ]


def _draw_marks(figures: MapFigures) -> list[str]:
    """Draw the marks; the largest ones have lines to their places if they were moved."""
    radius = next((size for most, size in _RADII if len(figures.marks) <= most), _SMALLEST)
    spots = spread([MapPoint(mark.place.x, mark.place.y) for mark in figures.marks], radius)
    leads, marks = [], []
    for mark, at in zip(figures.marks, spots, strict=True):
        if radius == _RADII[0][1] and _is_moved(mark, at):
            leads.append(_draw_lead(mark, at))
        marks.append(_draw_mark(figures.theme, mark, at, radius))
    return [*leads, *marks]


def draw_swatch(theme: Theme, value: str, number: int | None = None) -> str:
    """Draw the mark of a value alone, for a legend in words beside it."""
    sign = _draw_sign(_LOOKS[theme][value], MapPoint(10, 10), 9, number)
    return element(
        "svg", sign, xmlns="http://www.w3.org/2000/svg", viewBox="0 0 20 20", aria_hidden="true"
    )


def swatch_number(figures: MapFigures, value: str) -> int | None:
    """Return the number in the mark of a value if all its mesas have the same one."""
    if figures.theme == "stage":
        return [one.value for one in figures.key].index(value)
    return {"none": 0, "one": 1}.get(value)


def spread(points: Sequence[MapPoint], radius: float) -> list[MapPoint]:
    """Move overlapping marks apart, one after the other, each to a free spot nearby."""
    taken: dict[tuple[int, int], list[MapPoint]] = {}
    size = 2 * radius + 1
    found = []
    full: dict[MapPoint, int] = {}  # the rings around a place that have no free spot left
    for point in points:
        begin = _keep_inside(point, size)
        full[begin], spot = _find_spot(begin, full.get(begin, 0), taken, size)
        taken.setdefault((int(spot.x // size), int(spot.y // size)), []).append(spot)
        found.append(spot)
    return found


def _keep_inside(point: MapPoint, edge: float) -> MapPoint:
    """Move a mark off the edge of the map, where it would be cut."""
    return MapPoint(max(edge, min(WIDTH - edge, point.x)), max(edge, min(HEIGHT - edge, point.y)))


def _find_spot(
    centre: MapPoint, first: int, taken: dict[tuple[int, int], list[MapPoint]], size: float
) -> tuple[int, MapPoint]:
    """Return a ring around a place with a free spot in it; the place itself if the map is full."""
    last = int(2 * WIDTH / size) + 2
    for ring in range(first, last):
        for at in _spots_of_ring(centre, ring, size):
            if at == _keep_inside(at, size) and _is_free(at, taken, size):
                return ring, at
    return last, centre


def _spots_of_ring(centre: MapPoint, ring: int, size: float) -> Iterator[MapPoint]:
    steps = 8 * ring or 1
    for step in range(steps):
        angle = 2 * pi * step / steps
        yield MapPoint(
            centre.x + ring * size / 2 * cos(angle), centre.y + ring * size / 2 * sin(angle)
        )


def _is_free(at: MapPoint, taken: dict[tuple[int, int], list[MapPoint]], size: float) -> bool:
    column, row = int(at.x // size), int(at.y // size)
    for x in (column - 1, column, column + 1):
        for y in (row - 1, row, row + 1):
            for spot in taken.get((x, y), ()):
                if (spot.x - at.x) ** 2 + (spot.y - at.y) ** 2 < (size - 1) ** 2:
                    return False
    return True


def _is_moved(mark: MapMark, at: MapPoint) -> bool:
    return abs(mark.place.x - at.x) + abs(mark.place.y - at.y) > 1


def _draw_lead(mark: MapMark, at: MapPoint) -> str:
    path = f"M{mark.place.x:.1f} {mark.place.y:.1f}L{at.x:.1f} {at.y:.1f}"
    return element("path", d=path, stroke=INK, stroke_width=2)


def _draw_mark(theme: Theme, mark: MapMark, at: MapPoint, radius: float) -> str:
    told = f"{mark.place.name}: {value_name(theme, mark.value)}"
    if theme == "overdue" and mark.value == "several":
        told = f"{mark.place.name}: {mark.number}"
    sign = _draw_sign(_LOOKS[theme][mark.value], at, radius, mark.number)
    return element("g", element("title", text(told)), sign)


def _draw_sign(look: Look, at: MapPoint, radius: float, number: int | None) -> str:
    size = radius * 0.55 if look.quiet else radius
    disc = element(
        "circle", cx=at.x, cy=at.y, r=size, fill=look.fill, stroke=INK, stroke_width=radius / 9
    )
    if look.quiet:
        return disc
    if look.sign:
        return disc + _draw_path(look, at, radius / 10)
    if number is None:
        return disc
    return disc + _draw_number(look, at, radius, number)


def _draw_path(look: Look, at: MapPoint, scale: float) -> str:
    return element(
        "path",
        d=look.sign,
        transform=f"translate({at.x:.1f} {at.y:.1f}) scale({scale:.2f})",
        fill="none",
        stroke=look.ink,
        stroke_width=3,
        stroke_linecap="round",
    )


def _draw_number(look: Look, at: MapPoint, radius: float, number: int) -> str:
    size = radius * (1.3 if number < 10 else 1)
    return element(
        "text",
        text(str(number) if number < 100 else "99+"),
        x=at.x,
        y=at.y + size * 0.36,
        font_size=size,
        font_weight="bold",
        text_anchor="middle",
        fill=look.ink,
    )


def _draw_legend(figures: MapFigures, top: float) -> Iterator[str]:
    for number, entry in enumerate(figures.key):
        x, y = 40 + number % 2 * 480.0, top + 22.0 + number // 2 * _LEGEND_STEP
        look = _LOOKS[figures.theme][entry.value]
        sign = _draw_sign(look, MapPoint(x, y), 15, swatch_number(figures, entry.value))
        told = f"{value_name(figures.theme, entry.value)}: {entry.mesas}"
        yield sign + words(x + 28, y + 9, told, 26)
