"""Holidays by law or custom, kept in a cache because a year of them is slow to compute."""

from datetime import date
from functools import partial

from mcsj_cli.i18n import language
from mcsj_cli.model.holiday import Holiday
from mcsj_cli.store import cache
from mcsj_cli.store.project import Project


def find_holidays(project: Project, first: date, last: date) -> dict[date, str]:
    """Return the names of the holidays from `first` to `last`, by day."""
    return {holiday.day: holiday.name for holiday in find_days_off(project, first, last)}


def find_days_off(project: Project, first: date, last: date) -> list[Holiday]:
    """Return the holidays from `first` to `last`, named in the current language."""
    found: list[Holiday] = []
    for year in range(first.year, last.year + 1):
        name = f"days-off-{year}-{language()}"
        found += cache.recall_or_compute(
            project.root, name, list[Holiday], partial(_compute_year, year)
        )
    return [holiday for holiday in found if first <= holiday.day <= last]


def _compute_year(year: int) -> list[Holiday]:
    from mcsj_cli.calendars.holidays import find_holidays as find  # slow to import

    return find(date(year, 1, 1), date(year, 12, 31))
