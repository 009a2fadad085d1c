"""Records corrected as they are now, also where others changed them after they were read."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.practice import Practice
from mcsj_cli.store.project import Project

R = TypeVar("R", Action, Content, Followup, Practice)


def correct_record(
    project: Project, entry: Entry[R], subject: str, make: Callable[[R], R]
) -> tuple[R, R]:
    """Correct a record as one commit, and return it as it was and as it is.

    Raise WrongUsageError where nothing would change.
    """
    title = entry.record.texts()[0] or entry.uid
    with project.changing(commit_subject(subject, title)) as change:
        current = change.load_known(entry.file, type(entry.record))
        corrected = make(current)
        if corrected == current:
            raise WrongUsageError(_("It says so already."), _("Nothing was written."))
        change.put(entry.file, corrected)
    return current, corrected


def replace_values(values: Mapping[str, Any]) -> Callable[[R], R]:
    """Return what puts other values into a record."""

    def replace(record: R) -> R:
        return msgspec.structs.replace(record, **values)

    return replace
