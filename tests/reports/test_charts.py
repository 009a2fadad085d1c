"""Charts: true to scale, named, and harmless whatever stands in them."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.reports.charts import COLOURS, Bar, Stack, draw_bars, draw_line, draw_stacks

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '"><script>alert(1)</script><!-- & \x07\u202e'


def parse(drawn: str) -> ET.Element:
    root = ET.fromstring(drawn)  # noqa: S314  our own
    assert root.get("role") == "img"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "rect", "path", "circle", "g", "text",
    }  # fmt: skip
    assert "\u202e" not in drawn
    return root


def widths(root: ET.Element) -> list[float]:
    return [float(rect.get("width", "")) for rect in root.iter(f"{SVG}rect")]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_bars_are_to_scale(values: list[int]) -> None:
    root = parse(draw_bars("k", "t", [Bar(f"{NASTY}{n}", value) for n, value in enumerate(values)]))
    most = max(values)
    for width, value in zip(widths(root), values, strict=True):
        assert width == pytest.approx(
            max(1, value * max(widths(root)) / most if most else 1), abs=0.02
        )
        assert width <= 326
    told = root.findtext(f"{SVG}desc") or ""
    assert all(f": {value}" in told for value in values)


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6)), max_size=9))
def test_a_line_rises_with_its_figure_and_breaks_where_nothing_is_known(
    values: list[int | None],
) -> None:
    root = parse(draw_line("k", NASTY, [str(n) for n in range(len(values))], values))
    paths = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    known = [value for value in values if value is not None]
    runs = sum(
        value is not None and (n == 0 or values[n - 1] is None) for n, value in enumerate(values)
    )
    assert "".join(paths).count("M") == runs
    heights = [
        float(part.split(",")[1])
        for path in paths
        for part in path.replace("L", "M").split("M")[1:]
    ]
    for one, other in pairwise(known):
        low, high = heights[known.index(one)], heights[known.index(other)]
        assert (other > one) <= (high <= low)
    assert len(list(root.iter(f"{SVG}circle"))) == bool(values and values[-1] is not None)


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)),
        min_size=1,
        max_size=8,
    )
)
def test_stacks_share_one_scale(rows: list[tuple[int, int, int]]) -> None:
    stacks = [Stack(f"2020-W{n}", parts, str(sum(parts))) for n, parts in enumerate(rows)]
    root = parse(draw_stacks("k", NASTY, ["a", NASTY, "c"], stacks))
    drawn = [float(rect.get("width", "")) + 1 for rect in root.iter(f"{SVG}rect")][:-3]
    shown = [value for parts in rows for value in parts if value]
    unit = 250 / max(map(sum, rows)) if shown else 0
    assert len(drawn) == len(shown)
    for width, value in zip(drawn, shown, strict=True):
        assert width == pytest.approx(max(2, value * unit), abs=0.02)


def test_nothing_to_show_is_still_a_picture() -> None:
    for drawn in (
        draw_bars("k", "t", []),
        draw_line("k", "t", [], []),
        draw_stacks("k", "t", [], []),
    ):
        parse(drawn)


def test_colours_stand_out_on_white_and_on_the_dark_page() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for colour in COLOURS:
        assert 1.05 / (light(colour) + 0.05) >= 3
        assert (light(colour) + 0.05) / (light("#12161c") + 0.05) >= 3
