"""The calendars that a web host offers: one file for each group and mesa, and one with all meetings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import (
    Audience,
    Days,
    audience_of_group,
    audience_of_mesa,
    for_all,
    render,
    scope_of_network,
)
from mcsj_cli.model.network import Groups
from mcsj_cli.model.schedule import Occurrence, gather


class Feed(NamedTuple):
    """A calendar of the web host: whose it is, and its meetings."""

    scope: Audience
    meetings: list[Occurrence]


class Next(NamedTuple):
    """The next meeting of a calendar, and its start on the clock of who reads it."""

    meeting: Occurrence
    start: datetime


def choose_feeds(groups: Groups, publication: CalendarInput, days: Days) -> dict[str, Feed]:
    """Say, by the names of the files, which calendars there are: those of whoever meets in those days.

    Sessions with a single mesa, with what they are for, are nobody else's.
    """
    network = publication.network
    scopes = {
        f"grupo-{group.number}.ics": audience_of_group(group, network) for group in groups.groups
    }
    scopes |= {
        f"mesa-{seat.mesa.slug}.ics": audience_of_mesa(seat.mesa, groups, network)
        for seat in groups.seats
    }
    scopes["reuniones.ics"] = scope_of_network(groups, network)
    coming = gather(groups.groups, days.first, days.last, publication.meetings)
    feeds = {name: _choose(for_all(scope), coming) for name, scope in scopes.items()}
    return {name: feed for name, feed in feeds.items() if feed.meetings}


def _choose(scope: Audience, coming: Sequence[Occurrence]) -> Feed:
    numbers = {group.number for group in scope.groups}
    return Feed(scope, [one for one in coming if one.group.number in numbers and scope.holds(one)])


def build_calendars(
    feeds: Mapping[str, Feed], publication: CalendarInput, days: Days
) -> dict[str, bytes]:
    """Write the calendars for anybody to read, by the names of the files: in UTC, with public links only."""
    public = publication._replace(public=True)
    return {name: render(feed.scope, public, days, expanded=True) for name, feed in feeds.items()}


def find_next(feed: Feed, moment: datetime) -> Next | None:
    """Find the next meeting of a calendar that is not over at a moment, nor called off."""
    mesa = feed.scope.mesa
    coming = (one for one in feed.meetings if one.status != "cancelled" and one.end > moment)
    return next((Next(one, one.local_start(mesa) if mesa else one.start) for one in coming), None)
