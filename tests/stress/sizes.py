"""How long the long runs are: a taste under `make test`, whole under `make stress`."""

import os
from typing import TypeVar

T = TypeVar("T")
WHOLE = os.environ.get("MCSJ_STRESS") == "1"


def size(short: T, whole: T) -> T:
    """Choose between the size for every day and the one for a long run."""
    return whole if WHOLE else short
