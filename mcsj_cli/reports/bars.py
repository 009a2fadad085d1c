"""Figures drawn with letters: trends over some weeks, and bars."""

from collections.abc import Sequence

_HEIGHTS = "▁▂▃▄▅▆▇█"
_PARTS = " ▏▎▍▌▋▊▉█"
NONE = "·"


def draw_trend(values: Sequence[int]) -> str:
    """Draw values side by side, the highest at full height; zero is a point."""
    most = max(values, default=0)
    return "".join(_draw_column(value, most) for value in values)


def _draw_column(value: int, most: int) -> str:
    if value <= 0:
        return NONE
    eighths = -(-value * len(_HEIGHTS) // most)
    return _HEIGHTS[eighths - 1]


def draw_bar(value: int, most: int, width: int) -> str:
    """Draw a value as a bar, `width` letters long for `most`; any value above zero is visible."""
    if value <= 0 or most <= 0:
        return ""
    eighths = max(1, value * width * 8 // most)
    return "█" * (eighths // 8) + _PARTS[eighths % 8].strip()
