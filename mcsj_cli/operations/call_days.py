"""Of which meeting a list of participants is, and what its days mean."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mcsj_cli.doors.call_list import CallList
from mcsj_cli.doors.call_moments import WrittenMoment
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.errors import InvalidDataError, InvalidValueError, McsjError, Problem
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model.membership import Group
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.meetings import MeetingFilter, list_meetings
from mcsj_cli.store.project import Project

# The clock of whoever downloads a list may be that of any other country.
_CLOCKS = timedelta(hours=15)


class UndecidedError(McsjError):
    """A file can be understood in two ways; the advice has the option that settles it."""

    exit_code = 5


class DatedList(NamedTuple):
    """A list, and what comes first in its days."""

    calls: CallList
    order: DayOrder


def find_meeting_of_lists(
    project: Project,
    lists: Sequence[CallList],
    given: DayOrder | None,
    group: Group | None,
    moment: datetime,
) -> Occurrence | None:
    """Find the meeting that was held on the day of some lists, of a group or of any.

    Return None for lists that do not say their day. Raise UndecidedError for more than one such
    meeting, and InvalidValueError for none.
    """
    days: set[date] = set()
    for calls in lists:
        days.update(_list_days(calls, given))
    if not days:
        return None
    wanted = MeetingFilter([group] if group else ())
    found: dict[str, Occurrence] = {}
    for day in sorted(days):
        for one in list_meetings(project, day, day, wanted).meetings:
            if one.start <= moment and one.status != "cancelled":
                found[one.uid] = one
    if len(found) > 1:
        raise _build_undecided(list(found.values()), group)
    if not found:
        told = ", ".join(long_date(day) for day in sorted(days))
        message = _("There was no meeting on the day of the list: {day}.").format(day=told)
        raise InvalidValueError(message, _("Nothing was written. Look: mcsj meetings list"))
    return next(iter(found.values()))


def _list_days(calls: CallList, given: DayOrder | None) -> list[date]:
    """Return the days that a list may be of, the later ones of a night left out."""
    days = []
    for order in [given] if given else calls.list_orders():
        days += calls.list_days(order)[:1]
    return days


def _build_undecided(found: Sequence[Occurrence], group: Group | None) -> UndecidedError:
    uids = ", ".join(one.uid for one in found)
    if group is not None:
        message = _("Day and month can be read both ways, and the group met on both days: {names}.")
        return UndecidedError(message.format(names=uids), advise_order())
    message = _("The list may be of more than one meeting: {names}.").format(names=uids)
    advice = _("Nothing was written. Say which: --group NUMBER, or its name.")
    return UndecidedError(message, advice)


def advise_order() -> str:
    """Return how to say what comes first in days."""
    return _("Nothing was written. Say which comes first: --day-first or --month-first")


def date_list(calls: CallList, found: Occurrence, given: DayOrder | None) -> DatedList:
    """Return a list with the order of its days: the only one in which it is of the meeting's day.

    Raise UndecidedError, and InvalidDataError with every row of another day.
    """
    orders = calls.list_orders()
    if given and given in orders:
        orders = [given]
    elif given or not orders:
        message = _("not every day in it exists, read in that order")
        if given is None:
            message = _("it has days that do not exist")
        raise _refuse([Problem(calls.file, 0, 0, message, advise_order())])
    strange = {order: _find_strange(calls, order, found) for order in orders}
    fitting = [order for order in orders if not strange[order]]
    if not fitting:
        raise _refuse(min(strange.values(), key=len))
    if len(fitting) > 1 and calls.list_days(fitting[0]) != calls.list_days(fitting[1]):
        message = _("{file}: day and month can be read both ways.").format(file=calls.file)
        raise UndecidedError(message, advise_order())
    return DatedList(calls, fitting[0])


def _find_strange(calls: CallList, order: DayOrder, found: Occurrence) -> list[Problem]:
    """Find the rows of another day than the meeting's."""
    if not calls.has_days:
        own = calls.day_of_name
        is_other = own is not None and own != found.start.date()
        return [_build_problem(calls.file, 0, own, found)] if is_other else []
    problems = []
    for moment in calls.begun:
        if not _is_of_meeting(moment, order, found):
            problems.append(_build_problem(calls.file, 0, moment.day_in(order), found))
    for stay in calls.stays:
        strange = [one for one in (stay.joined, stay.left) if one]
        strange = [one for one in strange if not _is_of_meeting(one, order, found)]
        if strange:
            problems.append(_build_problem(calls.file, stay.line, strange[0].day_in(order), found))
    return problems


def _is_of_meeting(moment: WrittenMoment, order: DayOrder, found: Occurrence) -> bool:
    """Whether a moment is of the meeting's day, on any clock."""
    day = moment.day_in(order)
    if day is None or day == found.start.date():
        return True
    start = found.start.replace(tzinfo=None)
    return abs(moment.at(order, day) - start) <= _CLOCKS


def _build_problem(file: str, line: int, day: date | None, found: Occurrence) -> Problem:
    message = _("this is of {day}, and the meeting {uid} was on {other}").format(
        day=day, uid=found.uid, other=found.start.date()
    )
    return Problem(file, line, 0, message)


def _refuse(problems: Sequence[Problem]) -> InvalidDataError:
    error = InvalidDataError(problems)
    error.message = _("The list is not of this meeting.")
    error.advice = _("Nothing was written. Say which meeting it is of, by its name or with --week.")
    return error
