"""`mcsj doctor`: whether this machine and this folder have what the program needs."""

import sys

from mcsj_cli.commands.context import open_project, own_key
from mcsj_cli.commands.fields import Format
from mcsj_cli.errors import NoProjectError, ProblemsFoundError
from mcsj_cli.i18n import _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.operations.checkup import diagnose
from mcsj_cli.operations.private_checkup import diagnose_contacts
from mcsj_cli.store.merge_setting import build_line
from mcsj_cli.store.project import Project


def doctor(form: Format = None) -> None:
    project = _find_project()
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


def _find_project() -> Project | None:
    """Open the data folder of the working directory or above, if there is one."""
    try:
        return open_project()
    except NoProjectError:
        return None
