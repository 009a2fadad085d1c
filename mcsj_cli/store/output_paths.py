"""Where results may lie: not where they would take the place of the network's own files."""

import os
from pathlib import Path

from mcsj_cli.errors import OutputError, WrongUsageError
from mcsj_cli.i18n import _

DATA, PRIVATE, _HISTORY = "data", "private", ".git"
_OWN = (_HISTORY, ".mcsj", ".gitignore", ".gitattributes")


def check_place(root: Path, path: Path, *, folder: bool = False, private: bool = False) -> None:
    """Refuse a place for a result among the files of the network in `root`; raise WrongUsageError.

    A `folder` may not be the network's own either, nor hold it; what is `private` may lie in the private folder.
    """
    try:
        target, root = path.resolve(), root.resolve()
    except (
        OSError,
        RuntimeError,
    ) as error:  # a circle of links is a RuntimeError until Python 3.13
        raise OutputError(path, _("its links lead in a circle")) from error
    way = (target, *target.parents)
    advice = _("Choose another place with -o.")
    if _leads_through(root / DATA, way):
        message = _("{path} lies among the network's data, where results are not written.").format(
            path=path
        )
        raise WrongUsageError(message, advice)
    own = _OWN if private else (*_OWN, PRIVATE)
    # The history of whatever repository: the network's folder may lie deep in one.
    if any(place.name == _HISTORY for place in way) or any(
        _leads_through(root / name, way) for name in own
    ):
        message = _(
            "{path} is for the network's own files, and results are not written there."
        ).format(path=path)
        raise WrongUsageError(message, advice)
    if folder and target in (root, *root.parents):
        message = _(
            "{path} is the network's own folder, or holds it; results need one for themselves."
        )
        raise WrongUsageError(message.format(path=path), advice)


def _leads_through(place: Path, way: tuple[Path, ...]) -> bool:
    """Say whether a way leads through a place, by whatever name: some disks see no difference between «a» and «A»."""
    return place.resolve() in way or (
        os.path.lexists(place) and any(_is_same(place, one) for one in way)
    )


def _is_same(place: Path, other: Path) -> bool:
    try:
        return place.samefile(other)
    except OSError:  # there is no such thing, or nobody may look
        return False
