"""Some weeks of a group, or of a mesa."""

from pathlib import Path
from typing import Annotated

import typer

from mcsj_cli.commands.options import WeekOption, choose_week, complete_group, complete_mesa, open_project, today
from mcsj_cli.commands.report.forms import FormOption, OutputOption, deliver
from mcsj_cli.commands.report.gather import gather_period
from mcsj_cli.i18n import _
from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures import RECENT_WEEKS, build_group, build_mesa

WeeksOption = Annotated[
    int, typer.Option("--weeks", help=_("How many weeks, up to that of --week."), min=1, max=520, metavar=_("N"))
]


def report_group(
    group: Annotated[str, typer.Argument(help=_("Its number."), metavar=_("GROUP"), autocompletion=complete_group)],
    weeks: WeeksOption = RECENT_WEEKS,
    week: WeekOption = None,
    form: FormOption = None,
    output: OutputOption = None,
) -> None:
    """Build the report of a group and deliver it."""
    project = open_project()
    day = today(project)
    period = Period.until(choose_week(week, day), weeks)
    found = project.groups.find_group(group)
    mesas = [str(mesa.slug) for mesa in found.mesas_on(max(period.first, min(period.last, day)))]
    sources = gather_period(project, period, day, mesas)
    deliver(project, build_group(sources, found, period), form, Path(output) if output else None)


def report_mesa(
    mesa: Annotated[
        str, typer.Argument(help=_("The mesa, or a part of its name."), metavar=_("MESA"), autocompletion=complete_mesa)
    ],
    weeks: WeeksOption = RECENT_WEEKS,
    week: WeekOption = None,
    form: FormOption = None,
    output: OutputOption = None,
) -> None:
    """Build the report of a mesa and deliver it."""
    project = open_project()
    day = today(project)
    period = Period.until(choose_week(week, day), weeks)
    slug = str(project.groups.find_seat(mesa).mesa.slug)
    seat = project.groups.seat_on(slug, max(period.first, min(period.last, day)))
    sources = gather_period(project, period, day, [slug])
    deliver(project, build_mesa(sources, seat, period), form, Path(output) if output else None)
