"""Reports to show: of the demo data, and the same with something hostile in every text."""

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mcsj_cli.model.week import Period, Week
from mcsj_cli.operations.report_input import gather_period, gather_weekly
from mcsj_cli.reports.figures import (
    build_group,
    build_mesa,
    build_weekly,
    coverage_of_group,
    coverage_of_mesa,
)
from mcsj_cli.reports.map import find_places
from mcsj_cli.reports.page import Paper
from mcsj_cli.reports.period_values import Report
from mcsj_cli.store.project import Project

KINDS = ("weekly", "group", "mesa")
DAY = date(2020, 4, 26)
T = TypeVar("T")

PAYLOADS = (
    "<script>window.hacked=1;alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'onmouseover='alert(3)",
    "</title></style></svg><svg onload=alert(4)>",
    "javascript:alert(5)",
    "=HYPERLINK(\"http://evil.example.org\",\"x\")",
    "+1+1", "-2+3", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1",
    '#panic("typst") #eval("1+1") $x$ *b* _i_ `c` <label> @ref = H',
    "[a](javascript:alert(6)) ![b](http://evil.example.org/p.png) **c** | d",
    "{{ 7*7 }} {% raw %} {# x #} ${7*7}",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "\x00\x08\x1b[31m\x7f\ufffe\U0001ffff",
    "]]> <!-- --> &amp; &#x3c; %3Cscript%3E",
    "😀 漢字 عربي ✓✗",
)  # fmt: skip
HOSTILE = " ".join(PAYLOADS)
# These choose among words, name records to each other, or are days: no person's free text.
_PLAIN = {
    "week", "next_week", "weeks", "slug", "uid", "mesa", "mesas", "axis", "approach", "stage",
    "status", "outcome", "attendance", "marks", "channel", "commit", "tag", "gaps", "copied",
    "hours", "opens", "closes", "state",
}  # fmt: skip


def read_report(folder: Path, kind: str, day: date = DAY, weeks: int = 8) -> tuple[Report, Paper]:
    """Build a report of a project, and the paper for it."""
    project = Project(folder)
    week = Week.of(day)
    period = Period.until(week, weeks)
    if kind == "weekly":
        report: Report = build_weekly(gather_weekly(project, week, day), week)
    elif kind == "group":
        group = project.groups.find_group("4")
        report = build_group(
            gather_period(project, period, day, coverage_of_group(group, day)), group, period
        )
    else:
        seat = project.groups.find_seat("leon")
        report = build_mesa(
            gather_period(project, period, day, coverage_of_mesa(seat)), seat, period
        )
    return report, Paper(project.network.letterhead, None, find_places(project.groups, report.cut))


def poison(value: T, text: str = HOSTILE) -> T:
    """Put a text into every text field of a value and of all that it holds."""
    found: Any = value
    if isinstance(found, msgspec.Struct):
        changes = {
            name: _poison_field(name, getattr(found, name), text)
            for name in found.__struct_fields__
        }
        found = msgspec.structs.replace(found, **changes)
    elif isinstance(found, tuple) and hasattr(found, "_fields"):
        named: Any = found
        found = named._replace(
            **{name: _poison_field(name, getattr(named, name), text) for name in named._fields}
        )
    elif isinstance(found, (list, tuple)):
        found = type(found)(poison(one, text) for one in found)
    elif isinstance(found, dict):
        found = {key: poison(one, text) for key, one in found.items()}
    elif isinstance(found, str):
        found = text
    return found  # type: ignore[no-any-return]


def _poison_field(name: str, value: Any, text: str) -> Any:
    if name == "mesas" and isinstance(value, dict):
        return poison(value, text)
    return value if name in _PLAIN else poison(value, text)
