"""The calendars that go with the pages: one event a meeting, without anything that is only for those who meet."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mcsj_cli.i18n import speaking
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group, Groups, Mesa
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
    """The days that the calendars of the site tell of: the same ones all week, so that they stay the same too."""

    first: date
    last: date

    @classmethod
    def around(cls, today: date) -> "Reach":
        monday = Week.of(today).monday
        first, last = monday - _BEFORE, monday + _AHEAD
        if monday.year >= _FAR:
            from mcsj_cli.calendars.timezone import HORIZON  # slow, and far away

            last = min(
                last, HORIZON
            )  # of later years nobody knows the clocks: none of their days is in reach
        return cls(first, last)

    def touches(self, week: Week) -> bool:
        """Say whether a meeting of a week is told of, or was, wherever in it it has been moved to."""
        return self.first <= week.sunday and week.monday <= self.last


def holds_meetings(group: Group, reach: Reach, mesa: Mesa | None = None) -> bool:
    """Say whether a group, with a mesa in it, meets in those days."""
    days = (day for span in spans(group) for day in span.days(*reach))
    return any(mesa is None or mesa.sits_on(day) for day in days)


def holds_meetings_of(groups: Groups, mesa: Mesa, reach: Reach) -> bool:
    """Say whether a mesa meets in those days, in whatever group it sits."""
    seats = [
        (group, one) for group in groups.groups for one in group.mesas if one.slug == mesa.slug
    ]
    return any(holds_meetings(group, reach, one) for group, one in seats)


def calendar_outputs(public: Public, mesas: Sequence[Mesa], mark: str) -> Iterator[Output]:
    """Give the calendar of each group and of each mesa that meets; `mark` is that of the program."""
    reach = Reach.around(public.today)
    by_group: dict[int, dict[str, Meeting]] = {group.number: {} for group in public.groups.groups}
    for uid, meeting in public.meetings.items():
        if meeting.group in by_group and meeting.week and reach.touches(meeting.week):
            by_group[meeting.group][uid] = meeting
    common = mark_of(mark, encode(public.network, public.partners, reach))
    sources = {
        group.number: encode(group, by_group[group.number]) for group in public.groups.groups
    }
    for group in public.groups.groups:
        if holds_meetings(group, reach):
            make = partial(_render_group, public, group, reach)
            yield Output(
                calendar_of_group(group.number), mark_of(common, sources[group.number]), make
            )
    for mesa in mesas:
        own = [
            group
            for group in public.groups.groups
            if any(one.slug == mesa.slug for one in group.mesas)
        ]
        if holds_meetings_of(public.groups, mesa, reach):
            mark_of_mesa = mark_of(common, encode(mesa), *(sources[group.number] for group in own))
            yield Output(
                calendar_of_mesa(mesa.slug),
                mark_of_mesa,
                partial(_render_mesa, public, mesa, reach),
            )


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
