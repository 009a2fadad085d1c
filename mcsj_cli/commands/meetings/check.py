"""`mcsj meetings check`: what is in the way of the meetings ahead."""

from typing import Annotated, Any

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.fields import WEEKS, Format
from mcsj_cli.console import note, say
from mcsj_cli.errors import ProblemsFoundError, count_warnings
from mcsj_cli.i18n import N_, _, short_date
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.watch import Finding
from mcsj_cli.model.week import Week
from mcsj_cli.operations.watching import watch_meetings
from mcsj_cli.vocabulary import spoken
from mcsj_cli.work.findings import advise, describe_finding


def check_meetings(
    weeks: Annotated[
        int,
        WEEKS.but(most=104).option(N_("How many weeks ahead, this one included.")),
    ] = 8,
    form: Format = None,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    last = Week.of(day).shift(weeks - 1).sunday
    found = watch_meetings(project, day, last, moment)
    empty = _("Nothing is in the way of the meetings until {day}.").format(day=short_date(last))
    if form is None:
        _print_findings(found)
    else:
        _show_table(found, form, empty)
    warnings = sum(finding.warning for finding in found)
    if warnings < len(found):
        raise ProblemsFoundError(len(found) - warnings, warnings)
    if form is None:
        note(count_warnings(warnings) or empty)


def _print_findings(found: list[Finding]) -> None:
    for finding in found:
        message = describe_finding(finding)
        if finding.warning:
            message = _("Warning: {message}").format(message=message)
        say(f"{short_date(finding.day)}: {message}")
        say(f"    → {spoken(advise(finding))}")


def _show_table(found: list[Finding], form: str, empty: str) -> None:
    severities = {"warning": _("warning"), "error": _("error")}
    columns = [
        Column(_("Day"), lambda item: item["day"]),
        Column(_("Meetings"), lambda item: item["meetings"]),
        Column(_("Problem"), lambda item: item["message"]),
        Column(_("What to do"), lambda item: spoken(item["advice"])),
        Column(_("Severity"), lambda item: severities[item["severity"]]),
    ]
    show_list([_describe_finding(finding) for finding in found], columns, form, empty)


def _describe_finding(finding: Finding) -> dict[str, Any]:
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
