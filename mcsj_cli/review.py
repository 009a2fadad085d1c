"""Everything that is wrong in a project: files that cannot be read and rules that are broken, each with its place."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import TypeVar

from mcsj_cli import checks
from mcsj_cli.errors import Fault, InvalidDataError, Problem
from mcsj_cli.model.content import Content
from mcsj_cli.model.kinds import CONTENT, MEETINGS
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.store.project import CATEGORIES, GROUPS, NETWORK, PARTNERS, Project
from mcsj_cli.store.records import Reading

T = TypeVar("T")


def review(
    project: Project,
    rules: Sequence[checks.Check] = checks.CHECKS,
    today: date | None = None,
    *,
    content: Reading[Content] | None = None,
    meetings: Reading[Meeting] | None = None,
) -> list[Problem]:
    """Find the problems of every file and of the rules asked for, in the order of files and lines.

    Rules look at all records, or at those that were read already. Without `today` nothing is held against the clock.
    """
    content, meetings = content or project.read(CONTENT), meetings or project.read(MEETINGS)
    data = checks.Data(
        groups=_readable(lambda: (GROUPS, project.groups)),
        categories=_readable(lambda: (CATEGORIES, project.categories)),
        partners=_readable(lambda: (PARTNERS, project.partners)),
        content=content.entries,
        meetings=meetings.entries,
        network=_readable(lambda: (NETWORK, project.network)),
        today=today,
    )
    problems = project.file_problems() + content.problems + meetings.problems
    findings = sorted(checks.run(data, rules), key=lambda finding: finding.file)
    for file, found in groupby(findings, key=lambda finding: finding.file):
        problems += _locate(project, file, [finding.fault for finding in found])
    return sorted(problems)


def _locate(project: Project, file: str, faults: list[Fault]) -> list[Problem]:
    """Give faults their places; of a line where something private stands no problem shows an excerpt."""
    problems = project.locate(file, faults)
    private = {problem.line for problem, fault in zip(problems, faults, strict=True) if fault.private}
    return [
        problem._replace(warning=fault.warning, excerpt="" if problem.line in private else problem.excerpt)
        for problem, fault in zip(problems, faults, strict=True)
    ]


def _readable(load: Callable[[], T]) -> T | None:
    try:
        return load()
    except InvalidDataError:
        return None
