"""The week of the whole network."""

from pathlib import Path

from mcsj_cli.commands.options import WeekOption, choose_week, open_project, today
from mcsj_cli.commands.report.forms import FormOption, OutputOption, deliver
from mcsj_cli.commands.report.gather import gather_weekly
from mcsj_cli.reports.figures import build_weekly


def report_weekly(week: WeekOption = None, form: FormOption = None, output: OutputOption = None) -> None:
    """Build the report of a week and deliver it."""
    project = open_project()
    day = today(project)
    chosen = choose_week(week, day)
    target = Path(output) if output else None
    deliver(project, build_weekly(gather_weekly(project, chosen, day), chosen), form, target)
