"""Reports built from records by pure functions: every count is made here, and nothing is rendered.

Each figure is the length of a list of records (`counts.py`), so that a figure and its evidence
always agree.
"""

from mcsj_cli.reports.figures.counts import KEYS, WORK_KEYS, find_evidence
from mcsj_cli.reports.figures.inputs import Coverage, ReportInputs
from mcsj_cli.reports.figures.period import (
    build_group,
    build_mesa,
    coverage_of_group,
    coverage_of_mesa,
)
from mcsj_cli.reports.figures.weekly import build_weekly

__all__ = [
    "KEYS",
    "WORK_KEYS",
    "Coverage",
    "ReportInputs",
    "build_group",
    "build_mesa",
    "build_weekly",
    "coverage_of_group",
    "coverage_of_mesa",
    "find_evidence",
]
