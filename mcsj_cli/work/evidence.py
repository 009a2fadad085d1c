"""The evidence of a figure."""

from typing import NamedTuple


class Evidence(NamedTuple):
    """A record or mesa that a figure counts, with its file; a meeting as planned has none."""

    uid: str
    title: str
    file: str
