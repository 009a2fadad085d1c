"""The calendars of the site: an event a meeting, without anything that only its mesas may know."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mcsj_cli.i18n import speaking
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Groups, Mesa
from mcsj_cli.model.schedule import spans
from mcsj_cli.model.week import Week
from mcsj_cli.site.addresses import calendar_of_group, calendar_of_mesa
from mcsj_cli.site.outputs import encode, mark_of
from mcsj_cli.site.public import Public
from mcsj_cli.store.managed_folder import Output

if TYPE_CHECKING:
    from mcsj_cli.calendars.feed import Audience

_FAR = 2035
_BEFORE, _AHEAD = timedelta(weeks=4), timedelta(weeks=26)


class Reach(NamedTuple):
    """The days that the calendars of the site cover; they change from week to week only."""

    first: date
    last: date

    @classmethod
    def around(cls, today: date) -> "Reach":
        monday = Week.of(today).monday
        first, last = monday - _BEFORE, monday + _AHEAD
        if monday.year >= _FAR:
            from mcsj_cli.calendars.timezone import HORIZON  # slow, and far away

            # The rules of clocks are unknown after the horizon, so no later day is in reach.
            last = min(last, HORIZON)
        return cls(first, last)

    def touches(self, week: Week) -> bool:
        """Whether a calendar may hold a meeting of a week, on whatever day of it."""
        return self.first <= week.sunday and week.monday <= self.last


def holds_meetings(group: Group, reach: Reach, mesa: Mesa | None = None) -> bool:
    """Whether a group meets in those days, and with a mesa in it, if one is given."""
    for span in spans(group):
        for day in span.days(*reach):
            if mesa is None or mesa.sits_on(day):
                return True
    return False


def holds_meetings_of(groups: Groups, mesa: Mesa, reach: Reach) -> bool:
    """Whether a mesa meets in those days, in any of its groups."""
    for group in groups.groups:
        for seat in group.mesas:
            if seat.slug == mesa.slug and holds_meetings(group, reach, seat):
                return True
    return False


def calendar_outputs(public: Public, mesas: Sequence[Mesa], mark: str) -> Iterator[Output]:
    """Yield the calendar of each group and mesa that meets; `mark` is that of the program."""
    reach = Reach.around(public.today)
    groups = public.groups.groups
    common = mark_of(mark, encode(public.network, public.partners, reach))
    sources = _encode_groups(public, reach)
    for group in groups:
        if holds_meetings(group, reach):
            mark_of_group = mark_of(common, sources[group.number])
            make = partial(_render_group, public, group, reach)
            yield Output(calendar_of_group(group.number), mark_of_group, make)
    for mesa in mesas:
        if holds_meetings_of(public.groups, mesa, reach):
            own = [sources[group.number] for group in groups if has_mesa(group, mesa)]
            mark_of_mesa = mark_of(common, encode(mesa), *own)
            make = partial(_render_mesa, public, mesa, reach)
            yield Output(calendar_of_mesa(mesa.slug), mark_of_mesa, make)


def has_mesa(group: Group, mesa: Mesa) -> bool:
    """Whether a mesa sits, sat or will sit in a group."""
    return any(one.slug == mesa.slug for one in group.mesas)


def _encode_groups(public: Public, reach: Reach) -> dict[int, bytes]:
    """Return by number what each group's calendar is made from: the group and its meetings."""
    by_group: dict[int, dict[str, Meeting]] = {group.number: {} for group in public.groups.groups}
    for uid, meeting in public.meetings.items():
        if meeting.group in by_group and meeting.week and reach.touches(meeting.week):
            by_group[meeting.group][uid] = meeting
    return {group.number: encode(group, by_group[group.number]) for group in public.groups.groups}


def _render_group(public: Public, group: Group, reach: Reach) -> bytes:
    from mcsj_cli.calendars.feed import audience_of_group  # icalendar only where a calendar is made

    with speaking(public.network.language):
        return _render(public, audience_of_group(group, public.network), reach)


def _render_mesa(public: Public, mesa: Mesa, reach: Reach) -> bytes:
    from mcsj_cli.calendars.feed import audience_of_mesa, without_sessions

    with speaking(public.network.language):
        scope = audience_of_mesa(mesa, public.groups, public.network)
        return _render(public, without_sessions(scope), reach)


def _render(public: Public, scope: "Audience", reach: Reach) -> bytes:
    from mcsj_cli.calendars.event import CalendarInput
    from mcsj_cli.calendars.feed import Days, render

    publication = CalendarInput(public.network, public.partners, public.meetings, public=True)
    return render(scope, publication, Days(*reach), expanded=True)
