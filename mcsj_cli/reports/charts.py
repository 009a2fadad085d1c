"""Small charts as SVG: bars, a line as long as a word, and bars of parts. They scale figures, and add nothing up.

Each has 360 units of width, as many as a narrow phone has pixels, so that its words are read there without a lens.
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
_ROW, _STEP = 22, 30


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
    room = WIDTH - _FIGURE
    rows = []
    for number, bar in enumerate(bars):
        top = number * 44
        width = bar.value * room / most
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
        rows.append(
            element("g", element("title", text(f"{bar.name}: {bar.value}")), name, drawn, figure)
        )
    told = "; ".join(f"{bar.name}: {bar.value}" for bar in bars)
    return picture(key, title, told, WIDTH, max(len(bars) * 44, 1), *rows)


def draw_line(key: str, title: str, names: Sequence[str], values: Sequence[int | None]) -> str:
    """Draw how a figure went, from the first to the last, which has a dot; where it is None the line is broken."""
    known = [value for value in values if value is not None]
    low, high = min([0, *known]), max([1, *known])
    step = 112 / max(len(values) - 1, 1)
    places = [
        None if value is None else (4 + number * step, 24 - (value - low) * 20 / (high - low))
        for number, value in enumerate(values)
    ]
    path, pen = "", "M"
    for place in places:
        path += f"{pen}{place[0]:.1f},{place[1]:.1f}" if place else ""
        pen = "L" if place else "M"
    drawn = (
        [element("path", d=path, fill="none", stroke=BLUE, stroke_width=2, stroke_linejoin="round")]
        if path
        else []
    )
    if places and places[-1]:
        drawn.append(element("circle", cx=places[-1][0], cy=places[-1][1], r=3.5, fill=BLUE))
    told = "; ".join(
        f"{name}: {'–' if value is None else value}"
        for name, value in zip(names, values, strict=True)
    )
    return picture(key, title, told, 120, 28, *drawn)


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
    drawn = [
        _stack(number * _STEP, stack, names, unit, colours) for number, stack in enumerate(stacks)
    ]
    top = len(stacks) * _STEP + 8
    for number, name in enumerate(names):
        x, y = number % 2 * WIDTH / 2, top + number // 2 * 22
        swatch = element(
            "rect", x=x, y=y, width=14, height=14, rx=2, fill=colours[number % len(colours)]
        )
        drawn.append(swatch + words(x + 20, y + 12, clip(name, 22)))
    told = "; ".join(_tell(stack, names) for stack in stacks)
    return picture(key, title, told, WIDTH, top + (len(names) + 1) // 2 * 22, *drawn)


def _stack(
    top: float, stack: Stack, names: Sequence[str], unit: float, colours: Sequence[str]
) -> str:
    left = float(_EDGE)
    parts = [words(0, top + 16, clip(stack.name, 10))]
    for number, value in enumerate(stack.parts):
        if value:
            width = value * unit
            parts.append(
                element(
                    "rect",
                    element("title", text(f"{stack.name}, {names[number]}: {value}")),
                    x=left,
                    y=top,
                    width=max(
                        width - 1, 1.0
                    ),  # a gap, so that neighbours are told apart without their colours
                    height=_ROW,
                    fill=colours[number % len(colours)],
                )
            )
            left += width
    parts.append(
        element("path", d=f"M{_EDGE - 1},{top}v{_ROW}", stroke=INK, stroke_opacity=0.5, fill="none")
    )
    return element("g", *parts, words(left + 6, top + 16, stack.told, font_weight="bold"))


def _tell(stack: Stack, names: Sequence[str]) -> str:
    parts = ", ".join(
        f"{name} {value}" for name, value in zip(names, stack.parts, strict=True) if value
    )
    return f"{stack.name}: {parts or 0}"
