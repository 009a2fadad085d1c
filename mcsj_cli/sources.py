"""What reports, the status and meetings are made from: the records that each of them needs, and no more."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from mcsj_cli.i18n import language
from mcsj_cli.model.action import Action
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import ACTIONS, FOLLOWUPS
from mcsj_cli.model.selection import Selection
from mcsj_cli.store import cache
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading


def read_open_actions(project: Project, mesas: Iterable[str] | None = None) -> Reading[Action]:
    """Read the open actions of the network, or of some mesas."""
    if mesas is None:
        return project.select(Selection(ACTIONS, labels={"open": "yes"}))
    reading: Reading[Action] = Reading([], [])
    for mesa in mesas:
        reading = project.select(Selection(ACTIONS, labels={"open": "yes", "mesa": mesa})).joined_with(reading)
    return reading


def read_last_followups(project: Project, day: date) -> Reading[Followup]:
    """Read the last follow-up of every mesa up to the end of a day."""
    reading: Reading[Followup] = Reading([], [])
    for seat in project.groups.seats:
        one = Selection(FOLLOWUPS, last=day, labels={"mesa": seat.mesa.slug}, limit=1)
        reading = project.select(one).joined_with(reading)
    return reading


def find_holidays(project: Project, first: date, last: date) -> dict[date, str]:
    """Find the holidays of some days; those of a year are slow to find out, and never change."""
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        name = f"holidays-{year}-{language()}"
        found |= cache.remember(project.root, name, dict[date, str], partial(_holidays_of, year))
    return {day: name for day, name in found.items() if first <= day <= last}


def _holidays_of(year: int) -> dict[date, str]:
    from mcsj_cli.calendars.holidays import find_holidays as find  # noqa: PLC0415  slow to import

    return {holiday.day: holiday.name for holiday in find(date(year, 1, 1), date(year, 12, 31))}
