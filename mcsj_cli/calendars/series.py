"""A group's meetings as a weekly iCalendar series, with overrides for what was moved or cancelled (RFC 5545)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDuration, vRecur, vText, vUri

from mcsj_cli.calendars.timezone import HORIZON, build_vtimezone, eras
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group, Network, Partners, Series
from mcsj_cli.model.schedule import Occurrence, Span, clock_changes, occurrences, spans

PRODID = "-//mcsj//mcsj-cli//ES"
# CSS3 names (RFC 7986 5.9), told apart also by who confuses red and green; a group keeps its own.
_COLOURS = ("steelblue", "darkorange", "teal", "firebrick", "goldenrod", "mediumpurple", "saddlebrown", "slategray")
_REFRESH = timedelta(hours=12)
_WEEK = timedelta(weeks=1)
_YEAR = timedelta(days=371)  # how far ahead a series tells the changes of clock
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Publication(NamedTuple):
    """What a calendar file says besides the meetings themselves."""

    network: Network
    partners: Partners
    meetings: Mapping[str, Meeting]


class _Part(NamedTuple):
    """A stretch of a series within one era of its zone and with the same mesas, which one recurring event can tell.

    The series that follows gives it an end, and so another revision; so does each change of the mesas (`changes`).
    """

    uid: str
    series: Series
    first: date
    last: date | None
    following: Series | None
    made: date
    changes: int

    @property
    def zone(self) -> ZoneInfo:
        return self.series.timezone.zone

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, self.series.time.time, self.zone)

    @property
    def sequence(self) -> int:
        return self.series.sequence + (self.following is not None) + self.changes

    @property
    def revised(self) -> date:
        """The day of the last change that the data tell; a schedule's first day may still be to come."""
        known = [series.updated for series in (self.series, self.following) if series and series.updated]
        return max(known, default=self.made)


def render_series(group: Group, publication: Publication, first: date, until: date | None) -> bytes:
    """Write a group's calendar, from its first meeting on or after `first` to the last one up to `until`.

    The same data give the same bytes. RFC 5545 for the whole, RFC 7986 for the calendar's own properties.
    """
    if first > HORIZON:
        message = _("Calendars reach up to {day}: nobody knows the clocks of later years.").format(day=HORIZON)
        raise WrongUsageError(message)
    parts = list(_parts(group, publication.network.uid_domain, first, until))
    calendar = _head(group, publication.network)
    for zone, stretch in _zones(parts).items():
        calendar.add_component(build_vtimezone(zone, *stretch))
    for part in parts:
        for event in _events(group, part, publication):
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _parts(group: Group, domain: str, first: date, until: date | None) -> Iterator[_Part]:
    """Cut each span where its zone takes other rules, or a mesa comes or leaves: no recurrence mixes either."""
    for span in spans(group):
        zone = span.series.timezone.zone
        moves = _find_moves(group, span)
        borders = sorted({*eras(zone, span.first, span.last or HORIZON), *moves})
        edges = [span.first, *borders]
        for begins, ends in zip(edges, [*borders, None], strict=True):
            last = _earliest(span.last, ends - timedelta(days=1) if ends else None, until)
            day = next(span.days(max(begins, first), last or date.max), None)
            if day is not None:
                suffix = "" if begins == span.first else f"-{begins}"
                uid = f"g{group.number}-{span.series.since}{suffix}@{domain}"
                ended = int(ends in moves)
                end = _last_day(span, day, last)
                yield _Part(uid, span.series, day, end, span.following, group.series[0].since, ended)


def _find_moves(group: Group, span: Span) -> set[date]:
    """Find the days within a span, after its first, from which on other mesas sit in the group."""
    days = {mesa.since for mesa in group.mesas if mesa.since}
    days |= {mesa.until + timedelta(days=1) for mesa in group.mesas if mesa.until}
    return {day for day in days if span.first < day <= (span.last or HORIZON)}


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _last_day(span: Span, first: date, last: date | None) -> date | None:
    return list(span.days(first, last))[-1] if last else None


def _zones(parts: Sequence[_Part]) -> dict[ZoneInfo, tuple[date, date | None]]:
    """Find from when to when each zone is in use: one VTIMEZONE a zone (RFC 5545 3.6.5)."""
    stretches: dict[ZoneInfo, tuple[date, date | None]] = {}
    for part in parts:
        # A meeting may have been moved within its week, beyond the part's own days.
        begins, ends = part.first - _WEEK, part.last + _WEEK if part.last else None
        first, last = stretches.get(part.zone, (begins, ends))
        stretches[part.zone] = (min(first, begins), None if last is None or ends is None else max(last, ends))
    return stretches


def _head(group: Group, network: Network) -> Calendar:
    calendar = Calendar()
    name = vText(f"{group.name} · {network.abbreviation or network.organisation}")
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    described = vText(_("Weekly meetings of {group}. {network}.").format(group=group.name, network=network.network))
    calendar.add("description", described)
    calendar.add("x-wr-caldesc", described)
    calendar.add("x-wr-timezone", network.timezone)
    calendar.add("color", _COLOURS[(group.number - 1) % len(_COLOURS)])
    refresh = vDuration(_REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh)
    calendar.add("x-published-ttl", "PT12H")
    return calendar


def _events(group: Group, part: _Part, publication: Publication) -> Iterator[Event]:
    """Give the recurring event of a part, then one override for each meeting that differs (RFC 5545 3.8.4.4)."""
    last = min(part.last or date.max, part.first + _YEAR)
    coming = [o for o in occurrences(group, part.first, last, {}) if o.series is part.series]
    yield _series_event(group, part, coming, publication)
    for meeting in publication.meetings.values():
        for occurrence in _overridden(group, part, meeting, publication):
            yield _override_event(part, occurrence, publication)


def _overridden(group: Group, part: _Part, meeting: Meeting, publication: Publication) -> Iterator[Occurrence]:
    week = meeting.week
    if meeting.group != group.number or week is None:
        return
    for occurrence in occurrences(group, week.monday, week.sunday, publication.meetings):
        planned = occurrence.planned.date()
        within = part.first <= planned and (part.last is None or planned <= part.last)
        differs = occurrence.is_moved or occurrence.status != part.series.status
        if occurrence.series is part.series and within and differs:
            yield occurrence


def _series_event(group: Group, part: _Part, coming: Sequence[Occurrence], publication: Publication) -> Event:
    series = part.series
    event = _event(part.uid, part.start, series.minutes, part.sequence, part.revised)
    event.add("summary", _summary(group, publication.network))
    rule: dict[str, object] = {"FREQ": "WEEKLY", "BYDAY": _BYDAY[part.first.weekday()]}
    if part.last is not None:
        rule["UNTIL"] = datetime.combine(part.last, series.time.time, part.zone).astimezone(UTC)
    event.add("rrule", vRecur(rule))
    hours = _("Hour of each mesa, from {day}:").format(day=long_date(part.first))
    _finish(event, series, series.status, _description(series, coming, publication, hours))
    return event


def _override_event(part: _Part, occurrence: Occurrence, publication: Publication) -> Event:
    series, meeting = occurrence.series, occurrence.meeting
    sequence = part.sequence + max(1, meeting.sequence if meeting else 0)
    revised = max(part.revised, (meeting.updated if meeting else None) or part.revised)
    event = _event(part.uid, occurrence.start, series.minutes, sequence, revised)
    event.add("recurrence-id", occurrence.planned)
    title = _summary(occurrence.group, publication.network)
    if occurrence.status == "cancelled":
        title = _("CANCELLED: {title}").format(title=title)
    event.add("summary", title)
    reason = meeting.reason if meeting else ""
    hours = _("Hour of each mesa, {day}:").format(day=long_date(occurrence.start.date()))
    _finish(event, series, occurrence.status, _description(series, [occurrence], publication, hours, reason))
    return event


def _event(uid: str, start: datetime, minutes: int, sequence: int, stamp: date) -> Event:
    """Begin an event: who it is, when, and at which revision of the data (RFC 5545 3.8.7)."""
    event = Event()
    event.add("uid", uid)
    revised = datetime.combine(stamp, time(), UTC)
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("sequence", sequence)
    event.add("dtstart", start)
    end = start.astimezone(UTC) + timedelta(minutes=minutes)
    event.add("dtend", end.astimezone(start.tzinfo))
    return event


def _finish(event: Event, series: Series, status: str, description: str) -> None:
    event.add("status", status.upper())
    event.add("transp", "TRANSPARENT" if status == "cancelled" else "OPAQUE")
    event.add("description", description)
    if series.link:
        event.add("location", series.link)
        event.add("url", vUri(series.link))
        conference = vUri(series.link)
        conference.params["VALUE"] = "URI"
        conference.params["FEATURE"] = "VIDEO"
        event.add("conference", conference)
    if status != "cancelled":
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", str(event["summary"]))
        alarm.add("trigger", timedelta(minutes=-30))
        event.add_component(alarm)


def _summary(group: Group, network: Network) -> str:
    return _("{group}: weekly meeting, {network}").format(
        group=group.name, network=network.abbreviation or network.organisation
    )


def _description(
    series: Series, coming: Sequence[Occurrence], publication: Publication, hours: str, reason: str = ""
) -> str:
    """Write what a phone shows: link, reason of a change, state, each mesa's hour and when it changes, helplines."""
    lines = [str(series.link), ""] if series.link else []
    if reason:
        lines += [reason, ""]
    if coming and coming[0].status == "tentative":
        lines += [_("Tentative schedule, until the group confirms it."), ""]
    if coming:
        lines.append(hours)
        lines += [f"- {name}: {hour} h" for name, hour in coming[0].clocks().items()]
        changes = clock_changes(coming)
        if changes:
            lines += ["", _("Changes of clock:")]
            lines += [
                _("- {name}: {after} h from {day}").format(name=c.name, after=c.after, day=long_date(c.day))
                for c in changes
            ]
    for _partner, helpline in publication.partners.helplines:
        hours = f"{helpline.hours.opens}-{helpline.hours.closes} h"
        lines += ["", f"{helpline.name}: {helpline.phone}, {hours}. {helpline.audience}"]
    return "\n".join(lines).strip()
