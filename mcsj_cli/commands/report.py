"""`mcsj report`: what the week adds up to."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from mcsj_cli import checks
from mcsj_cli.commands.options import WeekOption, check_output, choose_week, open_project, today
from mcsj_cli.console import is_terminal, say, to_csv, to_json
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.text import nearest
from mcsj_cli.model.week import Week
from mcsj_cli.reports.figures import RECENT_WEEKS, Sources, build_weekly
from mcsj_cli.reports.weekly import WeeklyReport
from mcsj_cli.review import review
from mcsj_cli.sources import find_holidays, read_last_followups, read_open_actions
from mcsj_cli.store import files
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading

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
    built = build_weekly(gather(project, chosen, today(project)), chosen)
    if output is None:
        _print(built, name)
        return
    files.write(output, _render(built, name).encode("utf-8-sig" if name == "csv" else "utf-8"))
    say(str(output))


def gather(project: Project, week: Week, day: date) -> Sources:
    """Collect what the report of a week is made from; raise InvalidDataError where its figures would be false."""
    first, last = week.shift(-1).monday, week.sunday
    reach = project.network.thresholds.expiring_days
    content = project.select(Selection(CONTENT, first=first, last=last))
    expiring = project.select(Selection(CONTENT, first=week.monday, last=last + timedelta(days=reach), by="expires"))
    content = content.joined_with(expiring)
    meetings = project.select(
        Selection(MEETINGS, first=week.shift(-RECENT_WEEKS - 1).monday, last=week.shift(2).sunday)
    )
    actions = read_open_actions(project).joined_with(project.select(Selection(ACTIONS, first=first, by="closed")))
    practices = project.select(Selection(PRACTICES, first=first, last=last)).joined_with(
        project.select(Selection(PRACTICES, first=first, last=last, by="replicated"))
    )
    followups = read_last_followups(project, max(week.monday, min(last, day))).joined_with(
        project.select(Selection(FOLLOWUPS, first=first, last=last))
    )
    readings: dict[str, Reading[Any]] = {
        CONTENT.folder: content,
        MEETINGS.folder: meetings,
        ACTIONS.folder: actions,
        PRACTICES.folder: practices,
        FOLLOWUPS.folder: followups,
    }
    problems = review(project, checks.FIGURE_CHECKS, readings=readings)
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
        holidays=find_holidays(project, following.monday, following.sunday),
        today=day,
        actions=actions.entries,
        practices=practices.entries,
        followups=followups.entries,
    )


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
