"""`mcsj report`: what the week adds up to."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from mcsj_cli import checks
from mcsj_cli.commands.options import WeekOption, check_output, choose_week, open_project, today
from mcsj_cli.console import is_terminal, say, to_csv, to_json
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _, language
from mcsj_cli.model.kinds import CONTENT, MEETINGS
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.text import nearest
from mcsj_cli.model.week import Week
from mcsj_cli.reports.figures import RECENT_WEEKS, Sources, build_weekly
from mcsj_cli.reports.weekly import WeeklyReport
from mcsj_cli.review import review
from mcsj_cli.store import cache, files
from mcsj_cli.store.project import Project

app = new_noun()
# Each form of a report, by the ending of its file.
FORMS = {"text": ".txt", "markdown": ".md", "json": ".json", "csv": ".csv"}


@app.command("weekly", help=_("The week's meetings, attendance and content beside last week's, and what comes next."))
def report_weekly(
    week: WeekOption = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help=_("text, markdown, json or csv."), metavar=_("FORMAT")),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=_("A file, whose ending chooses the format unless --format does; - for the screen."),
            metavar=_("FILE"),
        ),
    ] = None,
) -> None:
    project = open_project()
    chosen = choose_week(week, today(project))
    if output == Path("-"):
        output = None
    if output:
        check_output(project, output)
    name = _choose_form(form, output)
    built = build_weekly(gather(project, chosen), chosen)
    if output is None:
        _print(built, name)
        return
    files.write(output, _render(built, name).encode("utf-8-sig" if name == "csv" else "utf-8"))
    say(str(output))


def gather(project: Project, week: Week) -> Sources:
    """Collect what the report of a week is made from; raise InvalidDataError where its figures would be false."""
    first, last = week.shift(-1).monday, week.sunday
    reach = project.network.thresholds.expiring_days
    content = project.select(Selection(CONTENT, first=first, last=last))
    expiring = project.select(Selection(CONTENT, first=week.monday, last=last + timedelta(days=reach), by="expires"))
    content = content.joined_with(expiring)
    meetings = project.select(
        Selection(MEETINGS, first=week.shift(-RECENT_WEEKS - 1).monday, last=week.shift(2).sunday)
    )
    problems = review(project, checks.FIGURE_CHECKS, content=content, meetings=meetings)
    if problems:
        raise InvalidDataError(problems)
    following = week.shift(1)
    return Sources(
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        partners=project.partners,
        content=content.entries,
        meetings=meetings.records,
        holidays=_find_holidays(project, following.monday, following.sunday),
    )


def _find_holidays(project: Project, first: date, last: date) -> dict[date, str]:
    """Find the holidays of some days; those of a year are slow to find out, and never change."""
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        name = f"holidays-{year}-{language()}"
        found |= cache.remember(project.root, name, dict[date, str], partial(_holidays_of, year))
    return {day: name for day, name in found.items() if first <= day <= last}


def _holidays_of(year: int) -> dict[date, str]:
    from mcsj_cli.calendars.holidays import find_holidays  # noqa: PLC0415  slow to import

    return {holiday.day: holiday.name for holiday in find_holidays(date(year, 1, 1), date(year, 12, 31))}


def _choose_form(form: str | None, output: Path | None) -> str:
    """Settle the form by --format or by the file's ending; raise WrongUsageError with those there are."""
    names = {**{name: name for name in FORMS}, **{ending: name for name, ending in FORMS.items()}, "md": "markdown"}
    wanted = form.casefold() if form is not None else output.suffix.casefold() if output else "text"
    if wanted in names:
        return names[wanted]
    known = ", ".join(FORMS) if form is not None else ", ".join(FORMS.values())
    if not wanted:
        raise WrongUsageError(
            _("The name {path} has no ending that chooses a format.").format(path=output),
            _("There are: {names}.").format(names=known),
        )
    close = nearest(wanted, names, 1)
    raise WrongUsageError(
        _("A report has no format «{name}».").format(name=wanted),
        (_("Did you mean «{name}»?").format(name=close[0]) + " " if close else "")
        + _("There are: {names}.").format(names=known),
    )


def _print(built: WeeklyReport, name: str) -> None:
    if name == "text" and is_terminal():
        from mcsj_cli.reports import terminal  # noqa: PLC0415  Rich only where it is shown

        terminal.show(built)
    else:
        say(_render(built, name).replace("\r\n", "\n").rstrip("\n"))


def _render(built: WeeklyReport, name: str) -> str:
    if name == "json":
        return to_json(msgspec.to_builtins(built, enc_hook=str)) + "\n"
    if name == "csv":
        from mcsj_cli.reports import csv  # noqa: PLC0415  only the form that is asked for

        return to_csv(csv.tabulate(built))
    if name == "markdown":
        from mcsj_cli.reports import markdown  # noqa: PLC0415

        return markdown.render(built)
    from mcsj_cli.reports import terminal  # noqa: PLC0415

    return terminal.render(built)
