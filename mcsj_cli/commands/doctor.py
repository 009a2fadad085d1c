"""`mcsj doctor`: whether this machine and this folder have what the program needs."""

import sys
from typing import Annotated

from mcsj_cli.commands.context import open_project, own_key
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import Format
from mcsj_cli.console import note
from mcsj_cli.errors import NoProjectError, ProblemsFoundError
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.text import one_line
from mcsj_cli.operations.checkup import diagnose
from mcsj_cli.operations.history_mending import OUT_OF_GIT, HistoryMending, mend_history
from mcsj_cli.operations.private_checkup import diagnose_contacts
from mcsj_cli.store.data_attributes import ATTRIBUTES
from mcsj_cli.store.merge_setting import build_line
from mcsj_cli.store.project import Project

FIX: Field[bool] = Field(
    "fix", N_("Mend how git treats the data, and move out of .git what it did not make.")
)


def doctor(fix: Annotated[bool, FIX.option()] = False, form: Format = None) -> None:
    project = _find_project()
    if fix and project:
        _tell_mending(mend_history(project))
    findings = diagnose(project, sys.stdout.encoding, build_line())
    if project:
        findings += diagnose_contacts(project.root, own_key())
    columns = [
        Column(_("Part"), lambda item: item["part"]),
        Column(_("State"), lambda item: _("well") if item["well"] else _("wrong")),
        Column(_("What was found"), lambda item: item["found"]),
        Column(_("What to do"), lambda item: item["advice"]),
    ]
    show_list([finding._asdict() for finding in findings], columns, form, "")
    wrong = sum(not finding.well for finding in findings)
    if wrong:
        raise ProblemsFoundError(wrong)


def _tell_mending(mending: HistoryMending) -> None:
    for path in mending.moved:
        message = _("Moved: {file} → {place}")
        note(message.format(file=one_line(f".git/{path}"), place=OUT_OF_GIT.as_posix()))
    for branch in mending.rescued:
        message = _("It named a change that was nowhere else; it is kept in the branch «{branch}».")
        note(message.format(branch=branch))
    if mending.attributes:
        note(_("Git treats data files as it should again: {file}").format(file=ATTRIBUTES))
    if not any(mending):
        note(_("There is nothing that has one right answer."))


def _find_project() -> Project | None:
    """Open the data folder of the working directory or above, if there is one."""
    try:
        return open_project()
    except NoProjectError:
        return None
