"""The map of Mexico as SVG and in words: its marks neither hide each other nor rest on colour alone."""

from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from typing import NamedTuple

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.model.states import find_state
from mcsj_cli.reports.map import MapFigures, Mark, Theme, read_outline
from mcsj_cli.reports.projection import HEIGHT, WIDTH, MapPoint
from mcsj_cli.reports.sheets import Sheet, Value
from mcsj_cli.reports.svg import INK, element, picture, text, words


class Look(NamedTuple):
    """How a value is drawn: its colour, that of its sign, and the sign where it is no number; quiet ones are small."""

    fill: str
    ink: str
    sign: str = ""
    quiet: bool = False


_BLACK, _WHITE = "#111111", "#ffffff"
# Signs are drawn, as fonts differ in what they have; on a square from -6 to 6.
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
_RADII = ((40, 19.0), (120, 13.0), (600, 8.0))
_SMALLEST = 4.0


def map_title(theme: Theme) -> str:
    """Name a map by what it shows."""
    return {
        "stage": _("How far the work with each mesa has come"),
        "attendance": _("Who came to the meetings of the week"),
        "overdue": _("Overdue actions of each mesa"),
    }[theme]


def value_name(theme: Theme, value: str) -> str:
    """Say a value of a map in the person's language."""
    if theme == "overdue":
        return {
            "none": _("none overdue"),
            "one": _("one overdue"),
            "several": _("two or more overdue"),
        }[value]
    return _("no meeting") if value == "no-meeting" else label(value)


def lay_out_maps(maps: Sequence[MapFigures]) -> Sheet:
    """Say maps of the same mesas in words: a row a mesa, with its value on each of them."""
    marks = [one.marks for one in maps]
    values = [
        (
            row[0].place.name,
            find_state(row[0].place.state).name,
            *(_say(one.theme, mark) for one, mark in zip(maps, row, strict=True)),
        )
        for row in zip(*marks, strict=True)
    ]
    names = {"stage": _("Stage"), "attendance": _("Attendance"), "overdue": _("Overdue actions")}
    headings = (_("Mesa"), _("State"), *(names[one.theme] for one in maps))
    numeric = 1 if maps and maps[-1].theme == "overdue" else 0
    return Sheet(
        "map", _("The mesas on the map"), headings, values, _("There are no mesas."), numeric
    )


def _say(theme: Theme, mark: Mark) -> Value:
    return mark.number if theme == "overdue" else value_name(theme, mark.value)


def draw_map(key: str, figures: MapFigures, *, legend: bool = False) -> str:
    """Draw the map; the `legend` is left to the page, whose letters do not shrink with the map, unless asked for."""
    outline = read_outline()
    peopled = {mark.place.state for mark in figures.marks}
    states = [
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
    radius = next((size for most, size in _RADII if len(figures.marks) <= most), _SMALLEST)
    spots = spread([MapPoint(mark.place.x, mark.place.y) for mark in figures.marks], radius)
    pairs = list(zip(figures.marks, spots, strict=True))
    leads = [
        _lead(mark, at) for mark, at in pairs if radius == _RADII[0][1] and _is_moved(mark, at)
    ]
    marks = [_mark(figures.theme, mark, at, radius) for mark, at in pairs]
    told = ngettext(
        "{n} mesa in {states} of 32 states.",
        "{n} mesas in {states} of 32 states.",
        len(figures.marks),
    )
    told = told.format(n=len(figures.marks), states=len(peopled)) + " "
    told += "; ".join(
        f"{value_name(figures.theme, one.value)}: {one.mesas}" for one in figures.key if one.mesas
    )
    below = list(_legend(figures, outline.height)) if legend else []
    height = outline.height + (len(figures.key) + 1) // 2 * 44 if legend else outline.height
    return picture(
        key, map_title(figures.theme), told, outline.width, height, *states, *leads, *marks, *below
    )


def draw_swatch(theme: Theme, value: str, number: int | None = None) -> str:
    """Draw the mark of a value alone, for a legend in words beside it."""
    sign = _sign(_LOOKS[theme][value], MapPoint(10, 10), 9, number)
    return element(
        "svg", sign, xmlns="http://www.w3.org/2000/svg", viewBox="0 0 20 20", aria_hidden="true"
    )


def swatch_number(figures: MapFigures, value: str) -> int | None:
    """Give the number in the mark of a value, where all its mesas have the same."""
    if figures.theme == "stage":
        return [one.value for one in figures.key].index(value)
    return {"none": 0, "one": 1}.get(value)


def spread(points: Sequence[MapPoint], radius: float) -> list[MapPoint]:
    """Move marks apart that would lie upon each other, in their order, each to a free spot nearby."""
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
    """Find a free spot near a place, and its ring; where the map is full, marks lie upon each other after all."""
    last = int(2 * WIDTH / size) + 2
    for ring in range(first, last):
        for at in _ring(centre, ring, size):
            if at == _keep_inside(at, size) and _is_free(at, taken, size):
                return ring, at
    return last, centre


def _ring(centre: MapPoint, ring: int, size: float) -> Iterator[MapPoint]:
    steps = 8 * ring or 1
    for step in range(steps):
        angle = 2 * pi * step / steps
        yield MapPoint(
            centre.x + ring * size / 2 * cos(angle), centre.y + ring * size / 2 * sin(angle)
        )


def _is_free(at: MapPoint, taken: dict[tuple[int, int], list[MapPoint]], size: float) -> bool:
    column, row = int(at.x // size), int(at.y // size)
    near = [
        spot
        for x in (-1, 0, 1)
        for y in (-1, 0, 1)
        for spot in taken.get((column + x, row + y), ())
    ]
    return all((spot.x - at.x) ** 2 + (spot.y - at.y) ** 2 >= (size - 1) ** 2 for spot in near)


def _is_moved(mark: Mark, at: MapPoint) -> bool:
    return abs(mark.place.x - at.x) + abs(mark.place.y - at.y) > 1


def _lead(mark: Mark, at: MapPoint) -> str:
    return element(
        "path",
        d=f"M{mark.place.x:.1f} {mark.place.y:.1f}L{at.x:.1f} {at.y:.1f}",
        stroke=INK,
        stroke_width=2,
    )


def _mark(theme: Theme, mark: Mark, at: MapPoint, radius: float) -> str:
    told = f"{mark.place.name}: {value_name(theme, mark.value)}"
    if theme == "overdue" and mark.value == "several":
        told = f"{mark.place.name}: {mark.number}"
    sign = _sign(_LOOKS[theme][mark.value], at, radius, mark.number)
    return element("g", element("title", text(told)), sign)


def _sign(look: Look, at: MapPoint, radius: float, number: int | None) -> str:
    size = radius * 0.55 if look.quiet else radius
    disc = element(
        "circle", cx=at.x, cy=at.y, r=size, fill=look.fill, stroke=INK, stroke_width=radius / 9
    )
    if look.quiet:
        return disc
    if look.sign:
        scale = radius / 10
        return disc + element(
            "path",
            d=look.sign,
            transform=f"translate({at.x:.1f} {at.y:.1f}) scale({scale:.2f})",
            fill="none",
            stroke=look.ink,
            stroke_width=3,
            stroke_linecap="round",
        )
    if number is None:
        return disc
    size = radius * (1.3 if number < 10 else 1)
    told = str(number) if number < 100 else "99+"
    return disc + element(
        "text", text(told), x=at.x, y=at.y + size * 0.36, font_size=size, font_weight="bold", text_anchor="middle",
        fill=look.ink,
    )  # fmt: skip


def _legend(figures: MapFigures, top: float) -> Iterator[str]:
    for number, entry in enumerate(figures.key):
        x, y = 40 + number % 2 * 480.0, top + 22.0 + number // 2 * 44
        sign = _sign(
            _LOOKS[figures.theme][entry.value],
            MapPoint(x, y),
            15,
            swatch_number(figures, entry.value),
        )
        yield sign + words(
            x + 28, y + 9, f"{value_name(figures.theme, entry.value)}: {entry.mesas}", 26
        )
