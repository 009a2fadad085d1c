"""Everything that is wrong in a project: files that cannot be read and rules that are broken, each with its place."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

from mcsj_cli import checks
from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.kinds import CONTENT, MEETINGS
from mcsj_cli.store.project import GROUPS, PARTNERS, Project

T = TypeVar("T")


def review(project: Project, rules: Sequence[checks.Check] = checks.CHECKS) -> list[Problem]:
    """Find the problems of every file and of the rules asked for, in the order of files and lines."""
    content, meetings = project.read(CONTENT), project.read(MEETINGS)
    groups, partners = _readable(lambda: project.groups), _readable(lambda: project.partners)
    data = checks.Data(
        groups=(GROUPS, groups) if groups else None,
        categories=_readable(lambda: project.categories),
        partners=(PARTNERS, partners) if partners else None,
        content=content.entries,
        meetings=meetings.entries,
    )
    problems = project.file_problems() + content.problems + meetings.problems
    findings = sorted(checks.run(data, rules), key=lambda finding: finding.file)
    for file, found in groupby(findings, key=lambda finding: finding.file):
        problems += project.locate(file, [finding.fault for finding in found])
    return sorted(problems)


def _readable(load: Callable[[], T]) -> T | None:
    try:
        return load()
    except InvalidDataError:
        return None
