"""The calendars that a web host offers: one file for each group and mesa, and one with all meetings."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from mcsj_cli.calendars.event import Publication
from mcsj_cli.calendars.feed import (
    Days,
    Scope,
    holds_any,
    render,
    scope_of_group,
    scope_of_mesa,
    scope_of_network,
)
from mcsj_cli.model.network import Groups
from mcsj_cli.model.schedule import Occurrence, gather


class Feed(NamedTuple):
    """A calendar of the web host: whose it is, and its next meeting, on the clock of who reads it."""

    scope: Scope
    next_meeting: Occurrence | None
    start: datetime | None


def choose_feeds(groups: Groups, publication: Publication, days: Days) -> dict[str, Scope]:
    """Say, by the names of the files, whose calendars there are: those of whoever meets in those days."""
    network = publication.network
    scopes = {f"grupo-{group.number}.ics": scope_of_group(group, network) for group in groups.groups}
    scopes |= {f"mesa-{seat.mesa.slug}.ics": scope_of_mesa(seat.mesa, groups, network) for seat in groups.seats}
    scopes["reuniones.ics"] = scope_of_network(groups, network)
    return {name: scope for name, scope in scopes.items() if holds_any(scope, publication, days, expanded=True)}


def build_calendars(groups: Groups, publication: Publication, days: Days) -> dict[str, bytes]:
    """Write every calendar for anybody to read, by the names of the files: in UTC, with public links only."""
    public = publication._replace(links=False)
    feeds = choose_feeds(groups, public, days)
    return {name: render(scope, public, days, expanded=True) for name, scope in feeds.items()}


def find_next(feeds: Mapping[str, Scope], publication: Publication, days: Days, moment: datetime) -> dict[str, Feed]:
    """Find the next meeting of each calendar that is not over at a moment, nor called off."""
    return {name: _find_next(scope, publication, days, moment) for name, scope in feeds.items()}


def _find_next(scope: Scope, publication: Publication, days: Days, moment: datetime) -> Feed:
    coming = gather(scope.groups, days.first, days.last, publication.meetings)
    for one in coming:
        if scope.holds(one) and one.status != "cancelled" and one.end > moment:
            start = one.local_start(scope.mesa) if scope.mesa else one.start
            return Feed(scope, one, start)
    return Feed(scope, None, None)
