"""`mcsj check`: look for problems in the data."""

from typing import Annotated

from mcsj_cli.commands.context import PERSON, open_project, today
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import Format
from mcsj_cli.console import list_problems, note
from mcsj_cli.errors import Problem, ProblemsFoundError, count_warnings
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.operations.checking import review_folder
from mcsj_cli.operations.fixes import Repair, mend
from mcsj_cli.operations.unseen_signs import review_signs
from mcsj_cli.store.listener import NOBODY

FIX: Field[bool] = Field(
    "fix",
    N_(
        "Mend what has one right answer: tags, names of removed records, files out of place, "
        "copies that say the same."
    ),
)

# Each copy is among the problems.
_LISTENER = PERSON._replace(copies=NOBODY.copies)


def check(
    fix: Annotated[bool, FIX.option()] = False,
    form: Format = None,
) -> None:
    project = open_project(_LISTENER)
    if fix:
        _tell_repairs(mend(project))
    found = [*review_folder(project, today(project, tell=False)), *review_signs(project)]
    problems = sorted(found, key=lambda problem: problem.warning)
    if form is None:
        list_problems(problems)
    else:
        _show_list(problems, form)
    warnings = sum(problem.warning for problem in problems)
    if warnings < len(problems):
        raise ProblemsFoundError(len(problems) - warnings, warnings)
    if form is None:
        note(f"{_('No problem was found.')} {count_warnings(warnings)}".rstrip())


def _tell_repairs(repairs: list[Repair]) -> None:
    for repair in repairs:
        if not repair.place:
            note(
                _("Removed, since it says the same as its original: {file}").format(
                    file=repair.file
                )
            )
            continue
        if repair.file != repair.place:
            note(_("Moved: {file} → {place}").format(file=repair.file, place=repair.place))
        if repair.before != repair.after:
            note(_("Names and numbers as they are now: {file}").format(file=repair.place))
    if not repairs:
        note(_("There is nothing that has one right answer."))


def _show_list(problems: list[Problem], form: str) -> None:
    columns = [
        Column(_("File"), lambda item: item["file"]),
        Column(_("Line"), lambda item: item["line"] or "", "right"),
        Column(_("Problem"), lambda item: item["message"]),
        Column(_("What to do"), lambda item: item["advice"]),
        Column(
            _("Severity"),
            lambda item: _("warning") if item["severity"] == "warning" else _("error"),
        ),
    ]
    rows = [_build_row(problem) for problem in problems]
    show_list(rows, columns, form, _("No problem was found."))


def _build_row(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "advice": problem.advice,
        "severity": "warning" if problem.warning else "error",
    }
