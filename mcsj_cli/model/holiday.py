"""A public holiday of Mexico."""

from datetime import date
from typing import NamedTuple


class Holiday(NamedTuple):
    """A day off; `statutory` if by law, else by custom."""

    day: date
    name: str
    statutory: bool
