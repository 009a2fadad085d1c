"""The options that commands share, and what they stand for: a format, days, the project, this moment."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple

import click
import typer
from typer.core import TyperGroup

from mcsj_cli.console import check_format, show_problems
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold
from mcsj_cli.model.week import Week, parse_days
from mcsj_cli.store.project import Project, find_project

# The Spanish of every verb; its English is the command's own name.
VERBS = {"listar": "list", "ver": "show", "agregar": "add", "semanal": "weekly", "calendario": "ics"}


class Verbs(TyperGroup):
    """The verbs of a noun, in English or Spanish."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command behind either name; raise click's UsageError with the nearest."""
        return super().resolve_command(ctx, [VERBS.get(fold(args[0]), args[0]), *args[1:]])


def _format(value: str | None) -> str | None:
    return check_format(value) if value is not None else None


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help=_("How to show it: json, yaml, csv, or a table such as github or html."),
        callback=_format,
        metavar=_("FORMAT"),
    ),
]
WeekOption = Annotated[str | None, typer.Option("--week", "-w", help=_("A week, such as 2020-W17."), metavar=_("WEEK"))]
FromOption = Annotated[
    str | None,
    typer.Option("--from", help=_("First day: 2020-04-23, hoy, jueves or 2020-W17."), metavar=_("DAY")),
]
ToOption = Annotated[str | None, typer.Option("--to", help=_("Last day, included."), metavar=_("DAY"))]
GroupOption = Annotated[
    str | None, typer.Option("--group", "-g", help=_("Only this group, by number."), metavar=_("GROUP"))
]
StateOption = Annotated[
    str | None,
    typer.Option("--state", help=_("Only this state: Jal, Jalisco or MX-JAL."), metavar=_("STATE")),
]


FOUR_WEEKS = timedelta(days=27)  # both ends included


class Days(NamedTuple):
    """The days that a list is of, both ends included."""

    first: date
    last: date


def open_project() -> Project:
    """Open the data folder of the working directory or above; raise NoProjectError."""
    return find_project(Path.cwd())


def now() -> datetime:
    """Give this moment, aware; `MCSJ_NOW` (ISO 8601) stands in for it when an example or a test wants another."""
    text = os.environ.get("MCSJ_NOW")
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(_("MCSJ_NOW is not a moment: {text}").format(text=text)) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def today(project: Project) -> date:
    """Give the day that it is in the network's own zone, or on this machine's clock if its file cannot be read."""
    try:
        return now().astimezone(project.network.timezone.zone).date()
    except InvalidDataError as error:
        show_problems(error.problems)
        return now().astimezone().date()


def choose_week(text: str | None, day: date) -> Week:
    """Read a week however a day of it is written; without one, the week of `day`. Raises WrongUsageError."""
    if text is None:
        return Week.of(day)
    try:
        return Week.parse(text)
    except ValueError as error:
        try:
            return Week.of(parse_days(text, day)[0])
        except WrongUsageError:
            raise WrongUsageError(
                _("There is no week «{text}»: {reason}.").format(text=text, reason=error),
                _("Write it as {week}.").format(week=Week.of(day)),
            ) from error


def choose_days(week: str | None, first: str | None, last: str | None, day: date) -> Days | None:
    """Settle the days asked for by --week, or by --from and --to with an open end four weeks away.

    Gives None where nothing was asked. Raises WrongUsageError for a range that ends before it begins.
    """
    if week is not None:
        if first or last:
            raise WrongUsageError(_("--week already says from when to when: leave out --from and --to."))
        chosen = choose_week(week, day)
        return Days(chosen.monday, chosen.sunday)
    if first is None and last is None:
        return None
    begins = parse_days(first, day)[0] if first else parse_days(last or "", day)[1] - FOUR_WEEKS
    ends = parse_days(last, day)[1] if last else begins + FOUR_WEEKS
    if ends < begins:
        message = _("The range ends on {last}, before it begins on {first}.").format(first=begins, last=ends)
        raise WrongUsageError(message)
    return Days(begins, ends)


def choose_state(text: str | None) -> str | None:
    """Give a state's abbreviation; raise NotFoundError."""
    return find_state(text).abbreviation if text else None
