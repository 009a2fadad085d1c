"""Numbers as small drawings made of letters: the way through some weeks, and how much of a whole."""

from collections.abc import Sequence

_HEIGHTS = "▁▂▃▄▅▆▇█"
_PARTS = " ▏▎▍▌▋▊▉█"
NONE = "·"


def draw_trend(values: Sequence[int]) -> str:
    """Draw values side by side, the highest as the full height; nothing at all is a point."""
    most = max(values, default=0)
    return "".join(
        _HEIGHTS[-(-value * len(_HEIGHTS) // most) - 1] if value > 0 else NONE for value in values
    )


def draw_bar(value: int, most: int, width: int) -> str:
    """Draw a value as a bar that would be `width` letters long for `most`; anything above nothing can be seen."""
    if value <= 0 or most <= 0:
        return ""
    eighths = max(1, value * width * 8 // most)
    return "█" * (eighths // 8) + _PARTS[eighths % 8].strip()
