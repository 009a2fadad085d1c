"""`mcsj log`: who changed what, and when."""

from datetime import datetime, tzinfo
from typing import Annotated

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import LIMIT, Format
from mcsj_cli.commits import describe_commit
from mcsj_cli.errors import NotFoundError
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store.git import Commit
from mcsj_cli.store.project import Project

RECORD: Field[str] = Field(
    "record", N_("A record by its name or a part of it; or a file of data/."), N_("RECORD")
)

_SHORT = 8  # letters of a commit's name, as many as an archive of any size needs


def log(
    record: Annotated[Text, RECORD.argument()] = None,
    limit: Annotated[int, LIMIT.option()] = 20,
    form: Format = None,
) -> None:
    project = open_project()
    project.history.require()
    path = find_file(project, record) if record else None
    zone = now(project).tzinfo
    items = [_build_row(commit, zone) for commit in project.history.log(limit, path)]
    columns = [
        Column(_("When"), lambda item: item["when"][:16].replace("T", " ")),
        Column(_("Who"), lambda item: item["who"]),
        Column(_("What"), lambda item: describe_commit(item["subject"])),
        Column(_("Change"), lambda item: item["commit"]),
    ]
    show_list(items, columns, form, _("Nothing has been changed yet."))


def _build_row(commit: Commit, zone: tzinfo | None) -> dict[str, str]:
    return {
        "commit": commit.name[:_SHORT],
        "when": datetime.fromisoformat(commit.moment).astimezone(zone).isoformat(),
        "who": commit.author,
        "subject": commit.subject,
    }


def find_file(project: Project, text: str) -> str:
    """Find the file of a record of any kind, or a hand-edited one.

    Raises NotFoundError or AmbiguousError.
    """
    by_hand = _find_document(project, text)
    if by_hand:
        return by_hand
    missing: list[NotFoundError] = []
    for kind in KINDS:
        try:
            return project.archive.locate(kind, text)
        except NotFoundError as error:
            missing.append(error)
    removed = project.history.find_removed(text)
    if removed:
        return removed
    nearest = next((error for error in missing if error.advice), missing[0])
    nearest.advice = nearest.advice or _(
        "As in: mcsj log 2020-W17-g4, or mcsj log data/groups.yaml"
    )
    raise nearest


def _find_document(project: Project, text: str) -> str | None:
    """Find a file of `data/` by its path, with or without the folder and the ending."""
    for name in (text, f"data/{text}", f"data/{text}.yaml"):
        if name.startswith("data/") and ".." not in name and (project.root / name).is_file():
            return name
    return None
