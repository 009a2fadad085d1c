"""What a check-up says of one part of the machine or of a data folder."""

from typing import NamedTuple


class PartState(NamedTuple):
    """A part that was looked at: whether it is well, what it is, and what to do if not."""

    part: str
    well: bool
    found: str
    advice: str = ""
