"""How long the long runs are: a taste, whole under `make stress`, and longer yet on demand."""

import os
from typing import TypeVar

T = TypeVar("T")
_ASKED = os.environ.get("MCSJ_STRESS")
WHOLE = _ASKED in ("1", "long")


def size(short: T, whole: T, long: T | None = None) -> T:
    """Return the size for every day, the one for `MCSJ_STRESS=1`,
    or that for `MCSJ_STRESS=long`.
    """
    if _ASKED == "long" and long is not None:
        return long
    return whole if WHOLE else short
