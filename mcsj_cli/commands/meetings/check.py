"""`mcsj meetings check`: what is in the way of the meetings ahead."""

from typing import Annotated, Any

from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.fields import WEEKS, Format
from mcsj_cli.console import Column, note, say, show_list
from mcsj_cli.errors import InvalidDataError, ProblemsFoundError, count_warnings
from mcsj_cli.i18n import N_, _, short_date
from mcsj_cli.model.watch import Finding, WatchInputs, watch
from mcsj_cli.model.week import Week
from mcsj_cli.operations.days_off import find_days_off
from mcsj_cli.operations.reading import read_meetings_between
from mcsj_cli.work.findings import advise, describe_finding


def check_meetings(
    weeks: Annotated[
        int,
        WEEKS.but(most=104).option(N_("How many weeks ahead, this one included.")),
    ] = 8,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    last = Week.of(day).shift(weeks - 1).sunday
    reading = read_meetings_between(project, day, last)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    holidays = {holiday.day: holiday for holiday in find_days_off(project, day, last)}
    found = watch(WatchInputs(project.groups, reading.records, holidays, day, last))
    empty = _("Nothing is in the way of the meetings until {day}.").format(day=short_date(last))
    if form is None:
        _tell(found)
    else:
        _show_list(found, form, empty)
    warnings = sum(finding.warning for finding in found)
    if warnings < len(found):
        raise ProblemsFoundError(len(found) - warnings, warnings)
    if form is None:
        note(count_warnings(warnings) or empty)


def _tell(found: list[Finding]) -> None:
    for finding in found:
        message = describe_finding(finding)
        told = _("Warning: {message}").format(message=message) if finding.warning else message
        say(f"{short_date(finding.day)}: {told}")
        say(f"    → {advise(finding)}")


def _show_list(found: list[Finding], form: str, empty: str) -> None:
    columns = [
        Column(_("Day"), lambda item: item["day"]),
        Column(_("Meetings"), lambda item: item["meetings"]),
        Column(_("Problem"), lambda item: item["message"]),
        Column(_("What to do"), lambda item: item["advice"]),
        Column(
            _("Severity"),
            lambda item: _("warning") if item["severity"] == "warning" else _("error"),
        ),
    ]
    show_list([_describe(finding) for finding in found], columns, form, empty)


def _describe(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "severity": "warning" if finding.warning else "error",
        "day": str(finding.day),
        "groups": finding.groups,
        "meetings": [meeting.uid for meeting in finding.meetings],
        "times": finding.times,
        "message": describe_finding(finding),
        "advice": advise(finding),
    }
