"""What the Tab key proposes: groups, mesas, tags and records that there are."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mcsj_cli.errors import McsjError
from mcsj_cli.model.text import fold
from mcsj_cli.store.project import Project, find_project

if TYPE_CHECKING:
    from mcsj_cli.model.kinds import Record
    from mcsj_cli.model.selection import Selection

_PROPOSED = 200


def complete_group(incomplete: str) -> list[str]:
    """Propose the numbers of the groups, for the Tab key."""
    return _propose(incomplete, _list_groups)


def _list_groups(project: Project) -> list[str]:
    return [str(group.number) for group in project.groups.groups]


def complete_mesa(incomplete: str) -> list[str]:
    """Propose the short names of the mesas, for the Tab key."""
    return _propose(incomplete, lambda project: project.groups.mesa_names)


def complete_tag(incomplete: str) -> list[str]:
    """Propose the tags, for the Tab key."""
    return _propose(incomplete.removeprefix("#"), lambda project: project.categories.tags)


def complete_uid(folder: str) -> Callable[[str], list[str]]:
    """Propose the latest records of a kind, for the Tab key."""

    def propose(incomplete: str) -> list[str]:
        from mcsj_cli.model.kinds import KINDS  # only at the Tab key
        from mcsj_cli.model.selection import Selection

        kind = next(kind for kind in KINDS if kind.folder == folder)
        latest = Selection(kind, limit=_PROPOSED)
        return _propose(incomplete, lambda project: _list_uids(project, latest))

    return propose


def _list_uids(project: Project, latest: "Selection[Record]") -> list[str]:
    return [entry.uid for entry in project.select(latest).entries]


def _propose(incomplete: str, list_names: Callable[[Project], Iterable[str]]) -> list[str]:
    """Return the names that begin so; none without a data folder that can be read."""
    try:
        names = [str(one) for one in list_names(find_project(Path.cwd()))]
    except McsjError:
        return []
    return [one for one in names if fold(one).startswith(fold(incomplete))]
