"""Small charts as SVG: bars, a line as long as a word, and stacked bars.

Charts scale figures and never add any up. Each is 360 units wide, as many as a narrow phone has
pixels, so that its words can be read there without zooming.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mcsj_cli.model.text import clip
from mcsj_cli.reports.svg import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    VIOLET,
    element,
    picture,
    text,
    words,
)

WIDTH = 360
COLOURS = (BLUE, ORANGE, GREEN, VIOLET, RED, GREY)
_NAME = 46  # letters that fit above a bar
_EDGE, _FIGURE = 76, 34  # room for a week at the left, and for a figure at the right
_BAR = 44  # height of a bar with its name
_ROW, _STEP = 22, 30
_LEGEND_STEP = 22
_LINE_WIDTH, _LINE_HEIGHT = 120, 28

Spot = tuple[float, float]


class Bar(NamedTuple):
    """A figure under its name; a `mark`ed one is a figure that needs a person."""

    name: str
    value: int
    mark: bool = False


class Stack(NamedTuple):
    """A row of parts, in the order of the chart's names, and what stands at its end."""

    name: str
    parts: Sequence[int]
    told: str


def draw_bars(key: str, title: str, bars: Sequence[Bar]) -> str:
    """Draw figures as bars, each under its name, the longest as wide as the chart."""
    most = max([bar.value for bar in bars], default=0) or 1
    rows = [_draw_bar(bar, number * _BAR, most) for number, bar in enumerate(bars)]
    told = "; ".join(f"{bar.name}: {bar.value}" for bar in bars)
    return picture(key, title, told, WIDTH, max(len(bars) * _BAR, 1), *rows)


def _draw_bar(bar: Bar, top: int, most: int) -> str:
    width = bar.value * (WIDTH - _FIGURE) / most
    drawn = element(
        "rect",
        x=0,
        y=top + 21,
        width=max(width, 1.0),
        height=14,
        rx=2,
        fill=ORANGE if bar.mark else BLUE,
    )
    name = words(0, top + 15, clip(bar.name, _NAME))
    figure = words(width + 6, top + 33, str(bar.value), font_weight="bold")
    hint = element("title", text(f"{bar.name}: {bar.value}"))
    return element("g", hint, name, drawn, figure)


def draw_line(key: str, title: str, names: Sequence[str], values: Sequence[int | None]) -> str:
    """Draw how a figure changed. A dot marks the last value; None interrupts the line."""
    spots = _place_values(values)
    drawn = []
    path = _join_spots(spots)
    if path:
        style = {"fill": "none", "stroke": BLUE, "stroke_width": 2, "stroke_linejoin": "round"}
        drawn.append(element("path", d=path, **style))
    if spots and spots[-1]:
        x, y = spots[-1]
        drawn.append(element("circle", cx=x, cy=y, r=3.5, fill=BLUE))
    told = _describe_values(names, values)
    return picture(key, title, told, _LINE_WIDTH, _LINE_HEIGHT, *drawn)


def _describe_values(names: Sequence[str], values: Sequence[int | None]) -> str:
    told = ["–" if value is None else str(value) for value in values]
    return "; ".join(f"{name}: {value}" for name, value in zip(names, told, strict=True))


def _place_values(values: Sequence[int | None]) -> list[Spot | None]:
    """Return where each value of a line lies; the lowest is at most 0, the highest at least 1."""
    known = [value for value in values if value is not None]
    low, high = min([0, *known]), max([1, *known])
    step = 112 / max(len(values) - 1, 1)
    spots: list[Spot | None] = []
    for number, value in enumerate(values):
        if value is None:
            spots.append(None)
        else:
            spots.append((4 + number * step, 24 - (value - low) * 20 / (high - low)))
    return spots


def _join_spots(spots: Sequence[Spot | None]) -> str:
    """Return the path through the spots, which begins anew after each None."""
    path, pen = "", "M"
    for spot in spots:
        if spot is None:
            pen = "M"
        else:
            path += f"{pen}{spot[0]:.1f},{spot[1]:.1f}"
            pen = "L"
    return path


def draw_stacks(
    key: str,
    title: str,
    names: Sequence[str],
    stacks: Sequence[Stack],
    colours: Sequence[str] = COLOURS,
) -> str:
    """Draw rows of parts on one scale, with what each colour stands for below."""
    longest = max([sum(stack.parts) for stack in stacks], default=0) or 1
    unit = (WIDTH - _EDGE - _FIGURE) / longest
    rows = [
        _draw_stack(number * _STEP, stack, names, unit, colours)
        for number, stack in enumerate(stacks)
    ]
    top = len(stacks) * _STEP + 8
    legend = [_draw_entry(top, number, name, colours) for number, name in enumerate(names)]
    height = top + (len(names) + 1) // 2 * _LEGEND_STEP
    told = "; ".join(_describe_stack(stack, names) for stack in stacks)
    return picture(key, title, told, WIDTH, height, *rows, *legend)


def _draw_entry(top: int, number: int, name: str, colours: Sequence[str]) -> str:
    """Draw an entry of the legend, which has two columns."""
    x, y = number % 2 * WIDTH / 2, top + number // 2 * _LEGEND_STEP
    colour = colours[number % len(colours)]
    swatch = element("rect", x=x, y=y, width=14, height=14, rx=2, fill=colour)
    return swatch + words(x + 20, y + 12, clip(name, 22))


def _draw_stack(
    top: float, stack: Stack, names: Sequence[str], unit: float, colours: Sequence[str]
) -> str:
    left = float(_EDGE)
    parts = [words(0, top + 16, clip(stack.name, 10))]
    for number, value in enumerate(stack.parts):
        if value:
            hint = f"{stack.name}, {names[number]}: {value}"
            colour = colours[number % len(colours)]
            parts.append(_draw_part(left, top, value * unit, colour, hint))
            left += value * unit
    edge = f"M{_EDGE - 1},{top}v{_ROW}"
    parts.append(element("path", d=edge, stroke=INK, stroke_opacity=0.5, fill="none"))
    return element("g", *parts, words(left + 6, top + 16, stack.told, font_weight="bold"))


def _draw_part(left: float, top: float, width: float, colour: str, hint: str) -> str:
    """Draw a part with a gap after it, which tells neighbours apart without their colours."""
    drawn = max(width - 1, 1.0)
    title = element("title", text(hint))
    return element("rect", title, x=left, y=top, width=drawn, height=_ROW, fill=colour)


def _describe_stack(stack: Stack, names: Sequence[str]) -> str:
    parts = ", ".join(
        f"{name} {value}" for name, value in zip(names, stack.parts, strict=True) if value
    )
    return f"{stack.name}: {parts or 0}"
