"""Whole calendars: of a group, of a mesa, or of the network (RFC 5545 3.4, RFC 7986)."""

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
from mcsj_cli.model.membership import Group, Groups, Mesa
from mcsj_cli.model.network import Network
from mcsj_cli.model.schedule import Occurrence, gather, sessions

PRODID = "-//mcsj//mcsj-cli//ES"
_REFRESH = timedelta(hours=12)
_WEEK, _HALF_YEAR = timedelta(weeks=1), timedelta(weeks=26)
_END = b"END:VCALENDAR\r\n"


class Audience(NamedTuple):
    """Whose meetings a calendar holds: those of `groups`, or of them only those of `mesa`.

    `sessions` are the meetings with a single mesa: whether they belong into it too.
    """

    name: str
    description: str
    groups: Sequence[Group]
    mesa: Mesa | None = None
    sessions: bool = True
    colour: str = ""

    def holds(self, occurrence: Occurrence) -> bool:
        """Whether a meeting of its groups belongs into it."""
        if occurrence.is_session and not self.sessions:
            return False
        return self.mesa is None or self.mesa.slug in [mesa.slug for mesa in occurrence.mesas]


class Days(NamedTuple):
    """The days that a calendar covers.

    Without `until` a series has no end, and meetings outside of a series are written for a year.
    With `ended`, also write series that ended in the last six months, so that subscribers
    receive their UNTIL.
    """

    first: date
    until: date | None = None
    ended: bool = False

    @property
    def last(self) -> date:
        """The last day covered: the clocks of days after HORIZON are not known."""
        return min(self.until or self.first + YEAR, HORIZON)


def without_sessions(audience: Audience) -> Audience:
    """Return the same audience without sessions, which concern only the mesa they are with."""
    return audience._replace(sessions=False)


def audience_of_group(group: Group, network: Network) -> Audience:
    """Return the audience of a group's calendar: its weekly meetings, no sessions."""
    description = _("Weekly meetings of {group}. {network}.").format(
        group=group.name, network=network.network
    )
    name = _calendar_name(group.name, network)
    return Audience(name, description, [group], sessions=False, colour=colour(group))


def audience_of_mesa(mesa: Mesa, groups: Groups, network: Network) -> Audience:
    """Return the audience of a mesa's calendar: its stays in groups, and its own sessions."""
    name = _("Mesa {name}").format(name=mesa.name)
    description = _("Meetings of the mesa {name}. {network}.").format(
        name=mesa.name, network=network.network
    )
    own = [group for group in groups.groups if mesa.slug in _mesa_slugs(group)]
    return Audience(_calendar_name(name, network), description, own, mesa)


def _mesa_slugs(group: Group) -> set[str]:
    return {entry.slug for entry in group.mesas}


def audience_of_network(groups: Groups, network: Network) -> Audience:
    """Return the audience of the calendar with every meeting."""
    name = _calendar_name(_("All meetings"), network)
    description = _("All meetings of the network. {network}.").format(network=network.network)
    return Audience(name, description, groups.groups)


def holds_any(
    audience: Audience, publication: CalendarInput, days: Days, *, expanded: bool = False
) -> bool:
    """Whether a calendar would hold any meeting."""
    if expanded:
        coming = gather(audience.groups, days.first, days.last, publication.meetings)
        return any(map(audience.holds, coming))
    return bool(
        _find_parts(audience, publication, days) or _find_sessions(audience, publication, days)
    )


def render(
    audience: Audience,
    publication: CalendarInput,
    days: Days,
    *,
    expanded: bool = False,
    holidays: Mapping[date, str] | None = None,
) -> bytes:
    """Return the bytes of a calendar with the meetings planned on its days.

    With `expanded` each meeting is an event of its own, in UTC, and chosen by the day on which it
    takes place. The same data give the same bytes. Raise WrongUsageError for days beyond HORIZON.
    """
    check_days(days)
    calendar = _begin_for(audience, publication.network)
    whose = publication._replace(mesa=audience.mesa)
    if expanded:
        events = _build_expanded(audience, whose, days)
    else:
        events = _build_recurring(calendar, audience, whose, days)
    days_off = _build_holidays(holidays or {}, days, publication.network.uid_domain)
    # Serialise each event before the next is built: the objects of many groups take gigabytes.
    written = [event.to_ical() for event in chain(events, days_off)]
    head: bytes = calendar.to_ical()
    return head.removesuffix(_END) + b"".join(written) + _END


def check_days(days: Days) -> None:
    """Raise WrongUsageError for days that begin after HORIZON."""
    if days.first > HORIZON:
        message = _("Calendars reach up to {day}: nobody knows the clocks of later years.").format(
            day=HORIZON
        )
        raise WrongUsageError(message)


def begin_calendar(
    name: str, description: str, network: Network, zone: ZoneName | None = None
) -> Calendar:
    """Return a calendar without events: its name, its zone, and a refresh interval of 12 hours."""
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


def _begin_for(audience: Audience, network: Network) -> Calendar:
    zone = audience.mesa.timezone if audience.mesa else None
    calendar = begin_calendar(audience.name, audience.description, network, zone)
    if audience.colour:
        calendar.add("color", audience.colour)
    return calendar


def _calendar_name(whose: str, network: Network) -> str:
    return f"{whose} · {network.abbreviation or network.organisation}"


def _build_expanded(audience: Audience, publication: CalendarInput, days: Days) -> Iterator[Event]:
    for occurrence in gather(audience.groups, days.first, days.last, publication.meetings):
        if audience.holds(occurrence):
            yield build_meeting(occurrence, publication)


def _build_recurring(
    calendar: Calendar, audience: Audience, publication: CalendarInput, days: Days
) -> Iterator[Event]:
    """Yield the series of the groups, then the sessions; first add their zones to the calendar."""
    parts = _find_parts(audience, publication, days)
    sessions = _find_sessions(audience, publication, days)
    uses = [_zone_use_of_part(part) for _group, part in parts]
    uses += [_zone_use_of_session(session) for session in sessions]
    for zone, (first, last) in _join_zone_uses(uses).items():
        calendar.add_component(build_vtimezone(zone, first, last))
    known = _sort_by_group(publication.meetings)
    for group, part in parts:
        yield from build_series(group, part, known[group.number], publication)
    for session in sessions:
        uid, _time, revision = identify(session, publication.network.uid_domain)
        wording = word_meeting(session, publication)
        yield build_event(uid, clock_time(session), revision, wording)


def _find_parts(
    audience: Audience, publication: CalendarInput, days: Days
) -> list[tuple[Group, SeriesPart]]:
    domain = publication.network.uid_domain
    ended = days.first - _HALF_YEAR if days.ended else None
    found: list[tuple[Group, SeriesPart]] = []
    for group in audience.groups:
        parts = find_parts(group, domain, days.first, days.until, ended, audience.mesa)
        found += [(group, part) for part in parts]
    return found


def _find_sessions(audience: Audience, publication: CalendarInput, days: Days) -> list[Occurrence]:
    if not audience.sessions:
        return []
    own = {uid: meeting for uid, meeting in publication.meetings.items() if meeting.mesa}
    latest = max((meeting.day for meeting in own.values()), default=days.first)
    last = min(days.until or latest, HORIZON)
    return [one for one in sessions(audience.groups, days.first, last, own) if audience.holds(one)]


def _sort_by_group(meetings: Mapping[str, Meeting]) -> defaultdict[int | None, list[Meeting]]:
    known: defaultdict[int | None, list[Meeting]] = defaultdict(list)
    for uid in sorted(meetings):
        known[meetings[uid].group].append(meetings[uid])
    return known


class _ZoneUse(NamedTuple):
    """From when to when events use a zone, `last` None without an end."""

    zone: ZoneInfo
    first: date
    last: date | None


def _zone_use_of_part(part: SeriesPart) -> _ZoneUse:
    # A meeting may have been moved within its week, beyond the part's own days.
    last = part.last + _WEEK if part.last else None
    return _ZoneUse(part.zone, part.first - _WEEK, last)


def _zone_use_of_session(session: Occurrence) -> _ZoneUse:
    day = session.start.date()
    return _ZoneUse(session.series.timezone.zone, day - _WEEK, day + _WEEK)


def _join_zone_uses(uses: Sequence[_ZoneUse]) -> dict[ZoneInfo, tuple[date, date | None]]:
    """Return the first and last day on which each zone is in use.

    A calendar has one VTIMEZONE for each zone (RFC 5545 3.6.5).
    """
    joined: dict[ZoneInfo, tuple[date, date | None]] = {}
    for zone, begins, ends in uses:
        first, last = joined.get(zone, (begins, ends))
        if last is not None:
            last = None if ends is None else max(last, ends)
        joined[zone] = min(first, begins), last
    return joined


def _build_holidays(holidays: Mapping[date, str], days: Days, domain: str) -> Iterator[Event]:
    for day, name in sorted(holidays.items()):
        if days.first <= day <= days.last:
            yield _build_holiday(day, name, domain)


def _build_holiday(day: date, name: str, domain: str) -> Event:
    """Return the event of a day off, which lasts all day and leaves people free."""
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
