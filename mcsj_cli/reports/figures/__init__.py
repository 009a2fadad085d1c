"""Reports made from records, by pure functions: every count is here, and nothing is rendered.

Each figure is the length of a list of records (`evidence.py`): the same function counts and tells what it counted.
"""

from mcsj_cli.reports.figures.content import build_rubrics
from mcsj_cli.reports.figures.evidence import KEYS, WORK_KEYS, find_evidence
from mcsj_cli.reports.figures.meetings import find_absent_twice
from mcsj_cli.reports.figures.period import build_group, build_mesa, scope_of_group, scope_of_mesa
from mcsj_cli.reports.figures.sources import RECENT_WEEKS, Evidence, Scope, Sources
from mcsj_cli.reports.figures.weekly import build_weekly

__all__ = [
    "KEYS", "RECENT_WEEKS", "WORK_KEYS", "Evidence", "Scope", "Sources", "build_group", "build_mesa", "build_rubrics",
    "build_weekly", "find_absent_twice", "find_evidence", "scope_of_group", "scope_of_mesa",
]  # fmt: skip
