"""Whole calendars: of a group, of a mesa, or of the network (RFC 5545 3.4, RFC 7986 for their own properties)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vText

from mcsj_cli.calendars.event import CalendarInput, build_event, clock_time, colour, word_meeting
from mcsj_cli.calendars.expanded import build_meeting, identify
from mcsj_cli.calendars.series import YEAR, SeriesPart, build_series, find_parts
from mcsj_cli.calendars.timezone import HORIZON, build_vtimezone
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group, Groups, Mesa, Network
from mcsj_cli.model.schedule import Occurrence, gather, sessions

PRODID = "-//mcsj//mcsj-cli//ES"
_REFRESH = timedelta(hours=12)
_WEEK, _HALF_YEAR = timedelta(weeks=1), timedelta(weeks=26)
_END = b"END:VCALENDAR\r\n"


class Audience(NamedTuple):
    """Whose meetings a calendar holds: those of groups, or of them a mesa's; and sessions, which are with one mesa."""

    name: str
    description: str
    groups: Sequence[Group]
    mesa: Mesa | None = None
    sessions: bool = True
    colour: str = ""

    def holds(self, occurrence: Occurrence) -> bool:
        """Say whether a meeting of its groups belongs into it."""
        if occurrence.is_session and not self.sessions:
            return False
        return self.mesa is None or self.mesa.slug in [mesa.slug for mesa in occurrence.mesas]


class Days(NamedTuple):
    """From when to when a calendar tells; without `until` series go on, and what has no series is told for a year.

    With `ended` it also holds the series that ended in the half year before: whoever has one of them without its end
    would keep it beside the next one for ever.
    """

    first: date
    until: date | None = None
    ended: bool = False

    @property
    def last(self) -> date:
        """Give the last day that can be told: of later ones nobody knows the clocks."""
        return min(self.until or self.first + YEAR, HORIZON)


def for_all(scope: Audience) -> Audience:
    """Leave out what is nobody else's business: the sessions with single mesas."""
    return scope._replace(sessions=False)


def audience_of_group(group: Group, network: Network) -> Audience:
    """Let a calendar hold the weekly meetings of a group; those with its mesas are not for all."""
    told = _("Weekly meetings of {group}. {network}.").format(
        group=group.name, network=network.network
    )
    return Audience(_name(group.name, network), told, [group], sessions=False, colour=colour(group))


def audience_of_mesa(mesa: Mesa, groups: Groups, network: Network) -> Audience:
    """Let a calendar hold the meetings of the groups in which a mesa sits, in its time there, and its own."""
    name = _("Mesa {name}").format(name=mesa.name)
    told = _("Meetings of the mesa {name}. {network}.").format(
        name=mesa.name, network=network.network
    )
    own = [group for group in groups.groups if any(one.slug == mesa.slug for one in group.mesas)]
    return Audience(_name(name, network), told, own, mesa)


def scope_of_network(groups: Groups, network: Network) -> Audience:
    """Let a calendar hold every meeting there is."""
    told = _("All meetings of the network. {network}.").format(network=network.network)
    return Audience(_name(_("All meetings"), network), told, groups.groups)


def holds_any(
    scope: Audience, publication: CalendarInput, days: Days, *, expanded: bool = False
) -> bool:
    """Say whether a calendar would hold any meeting."""
    if expanded:
        return any(
            scope.holds(o)
            for o in gather(scope.groups, days.first, days.last, publication.meetings)
        )
    return bool(_find_parts(scope, publication, days) or _find_sessions(scope, publication, days))


def render(
    scope: Audience,
    publication: CalendarInput,
    days: Days,
    *,
    expanded: bool = False,
    holidays: Mapping[date, str] | None = None,
) -> bytes:
    """Write a calendar from the meetings planned on its first day on to those of its last.

    With `expanded` each meeting is an event of its own, in UTC, and found by the day on which it takes place. The same
    data give the same bytes. Raises WrongUsageError beyond what is known of clocks.
    """
    check_days(days)
    zone = scope.mesa.timezone if scope.mesa else None
    calendar = begin_calendar(scope.name, scope.description, publication.network, zone)
    if scope.colour:
        calendar.add("color", scope.colour)
    whose = publication._replace(mesa=scope.mesa)
    events = _expand(scope, whose, days) if expanded else _recur(calendar, scope, whose, days)
    off = [
        (day, name)
        for day, name in sorted((holidays or {}).items())
        if days.first <= day <= days.last
    ]
    told = chain(events, (_holiday(day, name, publication.network.uid_domain) for day, name in off))
    # Each event becomes bytes before the next is built: as objects those of many groups need gigabytes.
    written = [event.to_ical() for event in told]
    head: bytes = calendar.to_ical()
    return head.removesuffix(_END) + b"".join(written) + _END


def check_days(days: Days) -> None:
    """Raise WrongUsageError for days that begin beyond what is known of clocks."""
    if days.first > HORIZON:
        message = _("Calendars reach up to {day}: nobody knows the clocks of later years.").format(
            day=HORIZON
        )
        raise WrongUsageError(message)


def begin_calendar(
    name: str, description: str, network: Network, zone: ZoneName | None = None
) -> Calendar:
    """Begin a calendar that says what it is, on which clock it is read, and asks to be looked at twice a day."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("description", vText(description))
    calendar.add("x-wr-caldesc", vText(description))
    calendar.add("x-wr-timezone", zone or network.timezone)
    refresh = vDuration(_REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh)
    calendar.add("x-published-ttl", "PT12H")
    return calendar


def _name(whose: str, network: Network) -> str:
    return f"{whose} · {network.abbreviation or network.organisation}"


def _expand(scope: Audience, publication: CalendarInput, days: Days) -> Iterator[Event]:
    for occurrence in gather(scope.groups, days.first, days.last, publication.meetings):
        if scope.holds(occurrence):
            yield build_meeting(occurrence, publication)


def _recur(
    calendar: Calendar, scope: Audience, publication: CalendarInput, days: Days
) -> Iterator[Event]:
    """Give the series of the groups, then the meetings with single mesas; their zones go into the calendar first."""
    parts = _find_parts(scope, publication, days)
    sessions = _find_sessions(scope, publication, days)
    stretches = [
        *(_stretch(part) for _group, part in parts),
        *(_stretch_of(session) for session in sessions),
    ]
    for zone, (first, last) in _join(stretches).items():
        calendar.add_component(build_vtimezone(zone, first, last))
    known = _by_group(publication.meetings)
    for group, part in parts:
        yield from build_series(group, part, known[group.number], publication)
    for session in sessions:
        told = identify(session, publication.network.uid_domain)
        yield build_event(
            told.uid, clock_time(session), told.revision, word_meeting(session, publication)
        )


def _find_parts(
    scope: Audience, publication: CalendarInput, days: Days
) -> list[tuple[Group, SeriesPart]]:
    ended = days.first - _HALF_YEAR if days.ended else None
    return [
        (group, part)
        for group in scope.groups
        for part in find_parts(
            group, publication.network.uid_domain, days.first, days.until, ended, scope.mesa
        )
    ]


def _find_sessions(scope: Audience, publication: CalendarInput, days: Days) -> list[Occurrence]:
    if not scope.sessions:
        return []
    own = {uid: meeting for uid, meeting in publication.meetings.items() if meeting.mesa}
    last = min(
        days.until or max((meeting.day for meeting in own.values()), default=days.first), HORIZON
    )
    return [o for o in sessions(scope.groups, days.first, last, own) if scope.holds(o)]


def _by_group(meetings: Mapping[str, Meeting]) -> defaultdict[int | None, list[Meeting]]:
    known: defaultdict[int | None, list[Meeting]] = defaultdict(list)
    for uid in sorted(meetings):
        known[meetings[uid].group].append(meetings[uid])
    return known


def _stretch(part: SeriesPart) -> tuple[ZoneInfo, date, date | None]:
    # A meeting may have been moved within its week, beyond the part's own days.
    return part.zone, part.first - _WEEK, part.last + _WEEK if part.last else None


def _stretch_of(session: Occurrence) -> tuple[ZoneInfo, date, date | None]:
    days = session.start.date() - _WEEK, session.start.date() + _WEEK
    return session.series.timezone.zone, *days


def _join(
    stretches: Sequence[tuple[ZoneInfo, date, date | None]],
) -> dict[ZoneInfo, tuple[date, date | None]]:
    """Find from when to when each zone is in use: one VTIMEZONE a zone (RFC 5545 3.6.5)."""
    joined: dict[ZoneInfo, tuple[date, date | None]] = {}
    for zone, begins, ends in stretches:
        first, last = joined.get(zone, (begins, ends))
        joined[zone] = (
            min(first, begins),
            None if last is None or ends is None else max(last, ends),
        )
    return joined


def _holiday(day: date, name: str, domain: str) -> Event:
    """Tell a day off: all day, and nobody is busy."""
    event = Event()
    stamp = datetime.combine(day.replace(month=1, day=1), time(), UTC)
    event.add("uid", f"holiday-{day}@{domain}")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", 0)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", name)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [_("Holidays")])
    return event
