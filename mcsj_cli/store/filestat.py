"""What tells that a file has changed without reading it."""

import os
import time
from pathlib import Path
from typing import NamedTuple

# A file this young may change again without its times showing it: the coarsest clock, FAT's, ticks in two seconds.
_GRAIN = 2_000_000_000
SIGNED = (
    2**63 - 1
)  # databases and arrays keep numbers with a sign; times after 2262 and some inodes need more


class Stamp(NamedTuple):
    """What changes with a file's content: times in nanoseconds, size, inode."""

    mtime: int
    ctime: int
    size: int
    inode: int

    def is_settled(self, moment: int) -> bool:
        """Say whether a file that was read at a moment, in nanoseconds, has that content while its stamp is this."""
        return 0 < max(self.mtime, self.ctime) < moment - _GRAIN


# Of what is read each time, because its own times say nothing of its content: links, and what is no plain file.
UNKNOWN = Stamp(0, 0, 0, 0)


def take_stamp(status: os.stat_result) -> Stamp:
    """Make a stamp of what the system says of a file."""
    return Stamp(
        status.st_mtime_ns & SIGNED,
        status.st_ctime_ns & SIGNED,
        status.st_size,
        status.st_ino & SIGNED,
    )


def find_stamp(path: Path) -> Stamp:
    """Give the stamp of a file, or of what its link leads to; UNKNOWN where there is none."""
    try:
        return take_stamp(path.stat())
    except OSError:
        return UNKNOWN


def this_moment() -> int:
    """Give the moment by which the youth of files is judged; not the program's idea of today."""
    return time.time_ns()
