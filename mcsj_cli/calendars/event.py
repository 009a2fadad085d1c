"""How an event tells a meeting: when, at which revision, and what a phone shows of it (RFC 5545 3.6.1)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from icalendar import Alarm, Event, vUri

from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import point_title
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group, Mesa, Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.schedule import Occurrence, clock_changes, clock_turn

# CSS3 names (RFC 7986 5.9), told apart also by who confuses red and green; a group keeps its own.
_COLOURS = (
    "steelblue",
    "darkorange",
    "teal",
    "firebrick",
    "goldenrod",
    "mediumpurple",
    "saddlebrown",
    "slategray",
)
_HEX = ("#4682B4", "#FF8C00", "#008080", "#B22222", "#DAA520", "#9370DB", "#8B4513", "#708090")


class CalendarInput(NamedTuple):
    """What calendars are made from besides their groups.

    What is `public` leaves out all that is for those who meet: links that are not public themselves, reasons, agendas,
    what a session is for. A calendar of one `mesa` tells its own hour first.
    """

    network: Network
    partners: Partners
    meetings: Mapping[str, Meeting]
    public: bool = False
    mesa: Mesa | None = None


class Revision(NamedTuple):
    """How often what is told of an event has changed, and on which day it last did (RFC 5545 3.8.7)."""

    sequence: int
    day: date

    def plus(self, other: "Revision") -> "Revision":
        """Count the changes of another thing that is told with it."""
        return Revision(self.sequence + other.sequence, max(self.day, other.day))


class Time(NamedTuple):
    """From when to when, both on one clock."""

    start: datetime
    end: datetime


class Wording(NamedTuple):
    """What an event says besides when it is; `link` may be empty."""

    title: str
    status: str
    link: str
    text: str
    group: Group


def clock_time(occurrence: Occurrence) -> Time:
    """Give a meeting's time on its series' clock; in UTC where that clock shows an hour twice, or jumps over it."""
    time = Time(occurrence.start, occurrence.end)
    clear = not any(clock_turn(moment) for moment in time)
    return time if clear else Time(*(moment.astimezone(UTC) for moment in time))


def build_event(uid: str, time: Time, revision: Revision, wording: Wording) -> Event:
    """Build an event without recurrence."""
    event = Event()
    event.add("uid", uid)
    revised = datetime.combine(revision.day, datetime.min.time(), UTC)
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("sequence", revision.sequence)
    event.add("dtstart", time.start)
    event.add("dtend", time.end)
    cancelled = wording.status == "cancelled"
    title = _("CANCELLED: {title}").format(title=wording.title) if cancelled else wording.title
    event.add("summary", title)
    event.add("status", wording.status.upper())
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("color", colour(wording.group))
    event.add("categories", [wording.group.name])
    event.add("description", wording.text)
    if wording.link:
        _add_link(event, wording.link)
    if not cancelled:
        event.add_component(_alarm(title))
    return event


def word_meeting(occurrence: Occurrence, publication: CalendarInput) -> Wording:
    """Word one meeting, as it takes place or was to."""
    series, meeting = occurrence.series, occurrence.meeting
    inner = None if publication.public else meeting
    link = series.link if not publication.public or series.public else ""
    hours = _("Hour of each mesa, {day}:").format(day=long_date(occurrence.start.date()))
    reason = inner.reason if inner else ""
    points = [point_title(name) for name in inner.agenda] if inner else []
    parts = [link, reason, *_tentative(occurrence), *_hours([occurrence], publication, hours)]
    if points:
        parts.append("\n".join([_("Agenda:"), *(f"- {title}" for title in points)]))
    text = "\n\n".join(part for part in [*parts, *_helplines(publication)] if part)
    return Wording(_title(occurrence, publication), occurrence.status, link, text, occurrence.group)


def word_series(
    group: Group, coming: Sequence[Occurrence], publication: CalendarInput, day: date
) -> Wording:
    """Word a group's weekly meetings from a day on, all planned by one slot: `coming` are those of the next year."""
    series = coming[0].series
    link = series.link if not publication.public or series.public else ""
    hours = _("Hour of each mesa, from {day}:").format(day=long_date(day))
    parts = [link, *_tentative(coming[0]), *_hours(coming, publication, hours)]
    parts += [*_comings(coming), *_changes(coming, publication)]
    text = "\n\n".join(part for part in [*parts, *_helplines(publication)] if part)
    return Wording(_weekly_title(group, publication.network), series.status, link, text, group)


def colour(group: Group) -> str:
    """Name the colour that a group's meetings have in every calendar."""
    return _COLOURS[(group.number - 1) % len(_COLOURS)]


def hex_colour(group: Group) -> str:
    """Give a group's colour as calendar servers have it: #RRGGBB."""
    return _HEX[(group.number - 1) % len(_HEX)]


def _add_link(event: Event, link: str) -> None:
    event.add("location", link)
    event.add("url", vUri(link))
    conference = vUri(link)
    conference.params["VALUE"] = "URI"
    conference.params["FEATURE"] = "VIDEO"
    event.add("conference", conference)


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-30))
    return alarm


def _title(occurrence: Occurrence, publication: CalendarInput) -> str:
    network = publication.network
    if not occurrence.is_session:
        return _weekly_title(occurrence.group, network)
    purpose = occurrence.meeting.purpose if occurrence.meeting and not publication.public else ""
    return (
        f"{occurrence.name}: {purpose}" if purpose else _title_of_session(occurrence.name, network)
    )


def _weekly_title(group: Group, network: Network) -> str:
    name = network.abbreviation or network.organisation
    return _("{group}: weekly meeting, {network}").format(group=group.name, network=name)


def _title_of_session(name: str, network: Network) -> str:
    return _("{mesa}: meeting, {network}").format(
        mesa=name, network=network.abbreviation or network.organisation
    )


def _tentative(occurrence: Occurrence) -> Iterator[str]:
    if occurrence.status == "tentative":
        yield _("Tentative schedule, until the group confirms it.")


def _hours(coming: Sequence[Occurrence], publication: CalendarInput, heading: str) -> Iterator[str]:
    """Tell the first meeting's hour on each clock, that of the calendar's own mesa before all."""
    first, mesa = coming[0], publication.mesa
    clocks = first.clocks()
    if mesa and mesa.name in clocks:
        yield _("In {mesa}: {hour} h").format(mesa=mesa.name, hour=clocks[mesa.name])
    if clocks:
        yield "\n".join([heading, *(f"- {name}: {hour} h" for name, hour in clocks.items())])


def _comings(coming: Sequence[Occurrence]) -> Iterator[str]:
    """Tell which mesas come, at what hour on their clocks, and which leave."""
    told: list[str] = []
    for one, other in pairwise(coming):
        if [mesa.slug for mesa in one.mesas] == [mesa.slug for mesa in other.mesas]:
            continue
        before, after = one.clocks(), other.clocks()
        left, come = (
            [name for name in before if name not in after],
            [name for name in after if name not in before],
        )
        told += [
            _("- {name}: until {day}").format(name=name, day=long_date(one.planned.date()))
            for name in left
        ]
        day = long_date(other.planned.date())
        told += [
            _("- {name}: {after} h from {day}").format(name=name, after=after[name], day=day)
            for name in come
        ]
    if told:
        yield "\n".join([_("Mesas that come or leave:"), *told])


def _changes(coming: Sequence[Occurrence], publication: CalendarInput) -> Iterator[str]:
    """Tell whose hour changes, and when; in the calendar of a mesa only its own."""
    mesa = publication.mesa
    changes = [
        change for change in clock_changes(coming) if mesa is None or change.name in mesa.clocks
    ]
    if changes:
        told = [
            _("- {name}: {after} h from {day}").format(
                name=c.name, after=c.after, day=long_date(c.day)
            )
            for c in changes
        ]
        yield "\n".join([_("Changes of clock:"), *told])


def _helplines(publication: CalendarInput) -> Iterator[str]:
    for _partner, helpline in publication.partners.helplines:
        hours = f"{helpline.hours.opens}-{helpline.hours.closes} h"
        yield f"{helpline.name}: {helpline.phone}, {hours}. {helpline.audience}"
