"""Where results may be written: not in place of the network's own files."""

import os
from pathlib import Path

from mcsj_cli.errors import OutputError, WrongUsageError
from mcsj_cli.i18n import _

DATA, PRIVATE, _HISTORY = "data", "private", ".git"
_OWN = (_HISTORY, ".mcsj", ".gitignore", ".gitattributes")


def check_place(root: Path, path: Path, *, folder: bool = False, private: bool = False) -> None:
    """Raise WrongUsageError for a place of a result among the files of the network in `root`.

    A `folder` may not be the network's own either, nor hold it. What is `private` may lie in the
    private folder.
    """
    try:
        target, root = path.resolve(), root.resolve()
    except (OSError, RuntimeError) as error:  # for a circle, RuntimeError until Python 3.13
        raise OutputError(path, _("its links lead in a circle")) from error
    way = (target, *target.parents)
    own = _OWN if private else (*_OWN, PRIVATE)
    if _leads_through(root / DATA, way):
        message = _("{path} lies among the network's data, where results are not written.")
    elif _is_history(way) or any(_leads_through(root / name, way) for name in own):
        message = _("{path} is for the network's own files, and results are not written there.")
    elif folder and target in (root, *root.parents):
        message = _(
            "{path} is the network's own folder, or holds it; results need one for themselves."
        )
    else:
        return
    raise WrongUsageError(message.format(path=path), _("Choose another place with -o."))


def _is_history(way: tuple[Path, ...]) -> bool:
    """Whether a way leads through any repository's history: the network may lie deep in one."""
    return any(place.name == _HISTORY for place in way)


def _leads_through(place: Path, way: tuple[Path, ...]) -> bool:
    """Whether a way leads through a place, under any name: some disks take «a» and «A» as one."""
    if place.resolve() in way:
        return True
    return os.path.lexists(place) and any(_is_same(place, one) for one in way)


def _is_same(place: Path, other: Path) -> bool:
    try:
        return place.samefile(other)
    except OSError:  # it is missing, or may not be looked at
        return False
