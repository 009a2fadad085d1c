"""The calendars of a web host: one file for each group and mesa, and one with all meetings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import (
    Audience,
    Days,
    audience_of_group,
    audience_of_mesa,
    audience_of_network,
    render,
    without_sessions,
)
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.schedule import Occurrence, gather


class Feed(NamedTuple):
    """One of these calendars: its audience and its meetings."""

    audience: Audience
    meetings: list[Occurrence]


class Next(NamedTuple):
    """The next meeting of a calendar, and its start on the clock of its readers."""

    meeting: Occurrence
    start: datetime


def choose_feeds(groups: Groups, publication: CalendarInput, days: Days) -> dict[str, Feed]:
    """Return the calendars that have meetings in those days, by file name.

    Sessions are left out: they and their purposes concern only the mesa they are with.
    """
    network = publication.network
    audiences: dict[str, Audience] = {}
    for group in groups.groups:
        audiences[f"grupo-{group.number}.ics"] = audience_of_group(group, network)
    for seat in groups.seats:
        audiences[f"mesa-{seat.mesa.slug}.ics"] = audience_of_mesa(seat.mesa, groups, network)
    audiences["reuniones.ics"] = audience_of_network(groups, network)
    coming = gather(groups.groups, days.first, days.last, publication.meetings)
    feeds = {
        name: _build_feed(without_sessions(audience), coming)
        for name, audience in audiences.items()
    }
    return {name: feed for name, feed in feeds.items() if feed.meetings}


def _build_feed(audience: Audience, coming: Sequence[Occurrence]) -> Feed:
    numbers = {group.number for group in audience.groups}
    return Feed(
        audience, [one for one in coming if one.group.number in numbers and audience.holds(one)]
    )


def build_calendars(
    feeds: Mapping[str, Feed], publication: CalendarInput, days: Days
) -> dict[str, bytes]:
    """Return the bytes of the calendars by file name: in UTC, with public links only."""
    public = publication._replace(public=True)
    return {
        name: render(feed.audience, public, days, expanded=True) for name, feed in feeds.items()
    }


def find_next(feed: Feed, moment: datetime) -> Next | None:
    """Return the next meeting of a calendar that is neither over at a moment nor cancelled."""
    mesa = feed.audience.mesa
    for one in feed.meetings:
        if one.status != "cancelled" and one.end > moment:
            return Next(one, one.local_start(mesa) if mesa else one.start)
    return None
