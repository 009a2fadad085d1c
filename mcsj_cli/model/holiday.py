"""A day on which Mexico does not work."""

from datetime import date
from typing import NamedTuple


class Holiday(NamedTuple):
    """A day off; `statutory` if by law, else by custom."""

    day: date
    name: str
    statutory: bool
