"""Stamps of files, by which a change is noticed without reading the file."""

import os
import time
from pathlib import Path
from typing import NamedTuple

# A file this young may change again without its times showing it. The coarsest clock, that of FAT,
# ticks every two seconds.
_GRAIN = 2_000_000_000
# Databases and arrays keep numbers with a sign. Times after 2262 and some inodes need more.
SIGNED = 2**63 - 1


class Stamp(NamedTuple):
    """Numbers that change with a file's content: times in nanoseconds, size, inode."""

    mtime: int
    ctime: int
    size: int
    inode: int

    def is_settled(self, moment: int) -> bool:
        """Whether an equal stamp will mean equal content, if the file was read at `moment`.

        That is in nanoseconds, as from `this_moment`.
        """
        return 0 < max(self.mtime, self.ctime) < moment - _GRAIN


# The stamp of links and of what is no plain file. Their own times say nothing of the content, so
# they are read each time.
UNKNOWN = Stamp(0, 0, 0, 0)


def take_stamp(status: os.stat_result) -> Stamp:
    """Make a stamp from what the system says of a file."""
    return Stamp(
        status.st_mtime_ns & SIGNED,
        status.st_ctime_ns & SIGNED,
        status.st_size,
        status.st_ino & SIGNED,
    )


def find_stamp(path: Path) -> Stamp:
    """Return the stamp of a file, or of what its link leads to; UNKNOWN if there is none."""
    try:
        return take_stamp(path.stat())
    except OSError:
        return UNKNOWN


def this_moment() -> int:
    """Return the system's time in nanoseconds, by which a file's age is judged.

    It is not the day that the program is told to take as today.
    """
    return time.time_ns()
