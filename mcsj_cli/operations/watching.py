"""What is in the way of the meetings ahead."""

from datetime import date, datetime

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.watch import Finding, WatchInputs, watch
from mcsj_cli.operations.days_off import find_days_off
from mcsj_cli.operations.reading import read_meetings_between
from mcsj_cli.store.project import Project


def watch_meetings(
    project: Project, first: date, last: date, moment: datetime | None = None
) -> list[Finding]:
    """Find what is in the way of the meetings from `first` to `last` that are not over.

    Raise InvalidDataError where records of meetings cannot be read.
    """
    reading = read_meetings_between(project, first, last)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    holidays = {holiday.day: holiday for holiday in find_days_off(project, first, last)}
    return watch(WatchInputs(project.groups, reading.records, holidays, first, last, moment))
