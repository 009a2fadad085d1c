"""What sharing the folder asks of the data."""

from datetime import date

from mcsj_cli.operations.checking import review, review_comments
from mcsj_cli.rules import FIGURE_CHECKS, check_agreements, check_references
from mcsj_cli.store.listener import NOBODY
from mcsj_cli.store.project import Project
from mcsj_cli.store.sync import Inspection


def inspect_data(project: Project, day: date) -> Inspection:
    """Review the files as they lie there now.

    Of the warnings only those count that come of two people's changes: names of what another person
    moved, renamed or removed, and numbers that both gave.
    """
    # Each copy is among the problems.
    fresh = Project(project.root, project.listener._replace(copies=NOBODY.copies))
    found = {*review(fresh, today=day), *review_comments(fresh, fresh.history.find_edits())}
    errors = sorted(problem for problem in found if not problem.warning)
    if len(errors) == len(found):
        return Inspection(errors, [])
    names = review(fresh, (*FIGURE_CHECKS, check_references, check_agreements))
    return Inspection(errors, sorted({problem for problem in names if problem.warning}))
