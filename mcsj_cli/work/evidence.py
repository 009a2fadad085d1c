"""What stands behind a figure."""

from typing import NamedTuple


class Evidence(NamedTuple):
    """What a figure counted once: a record or a mesa, and the file that says so; a meeting as planned has none."""

    uid: str
    title: str
    file: str
