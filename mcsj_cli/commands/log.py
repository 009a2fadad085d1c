"""`mcsj log`: who changed what, and when."""

from datetime import datetime, tzinfo
from typing import Annotated

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import LIMIT, Format
from mcsj_cli.commits import describe_commit
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.operations.past_files import find_file
from mcsj_cli.store.git import Commit

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
