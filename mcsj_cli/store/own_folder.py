"""The folder of this machine alone, `.mcsj`: what is written there goes nowhere by a link.

Git hides it, but whoever forces git to take it along sends it to everybody, also into a new clone.
"""

import os
from pathlib import Path

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.store.links import build_link_problem

OWN = ".mcsj"
_SITE = "site"  # in which any file may be a person's


def is_own(file: str) -> bool:
    """Whether a file lies in the folder of this machine alone."""
    return file.partition("/")[0] == OWN


def require_own(root: Path) -> None:
    """Raise InvalidDataError where a part of the folder is a link.

    What a crash left in one's own folder is removed, so that it must not lead to another.
    """
    if os.path.islink(root / OWN):  # noqa: PTH114  which never raises, whatever the path
        raise InvalidDataError([build_link_problem(root, OWN)])
    for place, folders, names in os.walk(root / OWN):
        if Path(place) == root / OWN / _SITE:
            folders.clear()
            continue
        for name in (*folders, *names):
            if os.path.islink(os.path.join(place, name)):  # noqa: PTH114, PTH118  quick
                link = Path(place, name).relative_to(root).as_posix()
                raise InvalidDataError([build_link_problem(root, link)])
