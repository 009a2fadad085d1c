"""The public site written into a folder: only what changed, and nothing that is not public."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from mcsj_cli import rules
from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.kinds import ACTIONS, CONTENT, MEETINGS, PRACTICES
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.checking import review
from mcsj_cli.operations.reading import read_under_rubrics
from mcsj_cli.site.addresses import Base
from mcsj_cli.site.public import LeftOutItems, Material, choose_public
from mcsj_cli.site.site_plan import plan
from mcsj_cli.store.logo import read_logo
from mcsj_cli.store.managed_folder import ManagedFolder
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading

LIST = ".mcsj-site.json"


class BuiltSite(NamedTuple):
    """The number of a site's files, how many of them were written, and what became of others.

    Files that are no longer part of the site were removed, or kept if a person changed them.
    """

    files: int
    written: int
    removed: Sequence[str]
    kept: Sequence[str]
    left_out: Sequence[LeftOutItems]


def write_site(
    project: Project, folder: Path, base: Base, day: date, moment: datetime | None = None
) -> BuiltSite:
    """Bring a folder to the site of a day, or of a moment of it.

    Raises InvalidDataError if its contents would be false or tell of a person, and ExistsError if
    other files have the names of the site's.
    """
    public, left_out = choose_public(gather_material(project, day, moment))
    outputs, managed = plan(public, base), ManagedFolder(folder, LIST)
    found = managed.compare(outputs)
    managed.refuse_others(found)
    written = managed.write(outputs, found)
    return BuiltSite(len(outputs), written, found.removed, found.left, left_out)


def gather_material(project: Project, day: date, moment: datetime | None = None) -> Material:
    """Read what the site is built from.

    Raises InvalidDataError if its contents would be false or tell of a person.
    """
    content = project.select(Selection(CONTENT, facets={"status": "published"}))
    meetings = project.read(MEETINGS)
    practices = project.read(PRACTICES)
    actions = project.read(ACTIONS)
    readings: dict[str, Reading[Any]] = {
        CONTENT.folder: content,
        MEETINGS.folder: meetings,
        PRACTICES.folder: practices,
        ACTIONS.folder: actions,
    }
    chosen = (*rules.FIGURE_CHECKS, rules.check_documents)
    problems = [one for one in review(project, chosen, readings=readings) if not one.warning]
    if problems:
        raise InvalidDataError(problems)
    return Material(
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        partners=project.partners,
        content=read_under_rubrics(content, project.categories).entries,
        practices=practices.entries,
        meetings=meetings.records,
        actions=actions.entries,
        logo=read_logo(project),
        today=day,
        moment=moment,
    )
