"""The moment of a report: the data as they are, or as they were at an earlier change."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Annotated, NamedTuple

from mcsj_cli.commands.arguments import choose_day, choose_past_day
from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.console import note
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.dates import Looking
from mcsj_cli.store.past import Then, find_commit, find_commit_of_day, open_past
from mcsj_cli.store.project import Project

AS_OF: Field[str] = Field(
    "as-of",
    N_("The data as they were at the end of this day, or at this change of «mcsj log»."),
    N_("DAY|CHANGE"),
)

AsOfOption = Annotated[Text, AS_OF.option()]

_SHORT = 8  # letters of a commit's name, as in «mcsj log»
_HEXADECIMAL = re.compile(r"[0-9a-f]{7,40}")
_DATE = re.compile(r"\d{4}-")


class AsOf(NamedTuple):
    """The data of a report, the day of their state, and the commit that holds an earlier one.

    `now` is the moment within the day; None is its end. `home` is the folder of today, beside which
    results are written.
    """

    home: Project
    project: Project
    day: date
    now: datetime | None
    commit: str


@contextmanager
def open_moment(text: str | None) -> Iterator[AsOf]:
    """Open the data as they are, or as they were.

    Raises as `find_commit` and `find_commit_of_day`.
    """
    home = open_project()
    moment = now(home)
    if text is None:
        yield AsOf(home, home, moment.date(), moment, "")
        return
    then, day = _find_then(home, text, moment)
    with open_past(home, then.name) as project:
        made = then.moment.astimezone(project.network.timezone.zone)
        told = _("The data are those of the change {commit}, of {day}, {hour} h.")
        commit = then.name[:_SHORT]
        note(told.format(commit=commit, day=made.date(), hour=f"{made:%H:%M}"))
        yield AsOf(home, project, day or made.date(), None if day else made, commit)


def _find_then(home: Project, text: str, moment: datetime) -> tuple[Then, date | None]:
    """Find the commit, and the day if a day was asked for."""
    try:
        choose_day(text, "--as-of", moment.date(), Looking.BACK)
    except WrongUsageError:
        if _DATE.match(text):
            raise
        # Git would also take expressions, which name changes that the log does not list.
        if not _HEXADECIMAL.fullmatch(text.lower()):
            raise NotFoundError(_("change"), text) from None
        return find_commit(home.root, text.lower()), None
    day = choose_past_day(text, "--as-of", moment.date())
    return find_commit_of_day(home.root, day, moment.tzinfo or UTC), day
