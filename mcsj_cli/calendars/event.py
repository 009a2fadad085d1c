"""A meeting as an event: its time, its revision and the texts of it (RFC 5545 3.6.1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from icalendar import Alarm, Event, vUri

from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import point_title
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Mesa, Slot
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.schedule import Occurrence, clock_changes, clock_turn

# CSS3 names (RFC 7986 5.9), in an order that people who confuse red and green can tell apart too.
# A group always has the same one.
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
    """The data that calendars are built from, besides their groups.

    A `public` calendar leaves out what only the participants should see: links that are not
    public themselves, reasons, agendas and the purposes of sessions. The calendar of a `mesa`
    shows the hour in that mesa first.
    """

    network: Network
    partners: Partners
    meetings: Mapping[str, Meeting]
    public: bool = False
    mesa: Mesa | None = None


class Revision(NamedTuple):
    """How often the data of an event have changed, and when last (RFC 5545 3.8.7)."""

    sequence: int
    day: date

    def plus(self, other: "Revision") -> "Revision":
        """Add the changes of other data that the same event shows."""
        return Revision(self.sequence + other.sequence, max(self.day, other.day))


class Time(NamedTuple):
    """Start and end, both on one clock."""

    start: datetime
    end: datetime


class Wording(NamedTuple):
    """The texts of an event, and the group that it belongs to; `link` may be empty."""

    title: str
    status: str
    link: str
    text: str
    group: Group


def clock_time(occurrence: Occurrence) -> Time:
    """Return a meeting's time on its slot's clock.

    It is in UTC if that clock shows one of the two hours twice, or skips it.
    """
    start, end = occurrence.start, occurrence.end
    if clock_turn(start) or clock_turn(end):
        return Time(start.astimezone(UTC), end.astimezone(UTC))
    return Time(start, end)


def build_event(uid: str, time: Time, revision: Revision, wording: Wording) -> Event:
    """Build an event without recurrence."""
    event = Event()
    _add_identity(event, uid, revision)
    event.add("dtstart", time.start)
    event.add("dtend", time.end)
    cancelled = wording.status == "cancelled"
    title = wording.title
    if cancelled:
        title = _("CANCELLED: {title}").format(title=title)
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


def _add_identity(event: Event, uid: str, revision: Revision) -> None:
    event.add("uid", uid)
    revised = datetime.combine(revision.day, datetime.min.time(), UTC)
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("sequence", revision.sequence)


def word_meeting(occurrence: Occurrence, publication: CalendarInput) -> Wording:
    """Return the texts of one meeting."""
    link = _shown_link(occurrence.series, publication)
    heading = _("Hour of each mesa, {day}:").format(day=long_date(occurrence.start.date()))
    meeting = None if publication.public else occurrence.meeting
    paragraphs = [link, meeting.reason if meeting else ""]
    paragraphs += _tentative_note(occurrence)
    paragraphs += _format_hours(occurrence, publication, heading)
    if meeting and meeting.agenda:
        points = [f"- {point_title(name)}" for name in meeting.agenda]
        paragraphs.append("\n".join([_("Agenda:"), *points]))
    paragraphs += _format_helplines(publication)
    title = _meeting_title(occurrence, publication)
    text = _join_paragraphs(paragraphs)
    return Wording(title, occurrence.status, link, text, occurrence.group)


def word_series(
    group: Group, coming: Sequence[Occurrence], publication: CalendarInput, day: date
) -> Wording:
    """Return the texts of a group's weekly meetings from a day on.

    `coming` are those of the next year, all planned by one slot.
    """
    slot = coming[0].series
    link = _shown_link(slot, publication)
    heading = _("Hour of each mesa, from {day}:").format(day=long_date(day))
    paragraphs = [link]
    paragraphs += _tentative_note(coming[0])
    paragraphs += _format_hours(coming[0], publication, heading)
    paragraphs += _format_mesa_changes(coming)
    paragraphs += _format_clock_changes(coming, publication)
    paragraphs += _format_helplines(publication)
    title = _weekly_title(group, publication.network)
    return Wording(title, slot.status, link, _join_paragraphs(paragraphs), group)


def _shown_link(slot: Slot, publication: CalendarInput) -> str:
    return "" if publication.public and not slot.public else slot.link


def _join_paragraphs(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def colour(group: Group) -> str:
    """Return the CSS3 name of a group's colour, the same in every calendar."""
    return _COLOURS[(group.number - 1) % len(_COLOURS)]


def hex_colour(group: Group) -> str:
    """Return a group's colour as #RRGGBB, as calendar servers take it."""
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


def _meeting_title(occurrence: Occurrence, publication: CalendarInput) -> str:
    if not occurrence.is_session:
        return _weekly_title(occurrence.group, publication.network)
    meeting = None if publication.public else occurrence.meeting
    if meeting and meeting.purpose:
        return f"{occurrence.name}: {meeting.purpose}"
    return _session_title(occurrence.name, publication.network)


def _weekly_title(group: Group, network: Network) -> str:
    name = network.abbreviation or network.organisation
    return _("{group}: weekly meeting, {network}").format(group=group.name, network=name)


def _session_title(name: str, network: Network) -> str:
    return _("{mesa}: meeting, {network}").format(
        mesa=name, network=network.abbreviation or network.organisation
    )


def _tentative_note(occurrence: Occurrence) -> Iterator[str]:
    if occurrence.status == "tentative":
        yield _("Tentative schedule, until the group confirms it.")


def _format_hours(
    occurrence: Occurrence, publication: CalendarInput, heading: str
) -> Iterator[str]:
    """Yield a meeting's hour in the calendar's own mesa, then that on every clock."""
    mesa, clocks = publication.mesa, occurrence.clocks()
    if mesa and mesa.name in clocks:
        yield _("In {mesa}: {hour} h").format(mesa=mesa.name, hour=clocks[mesa.name])
    if clocks:
        yield "\n".join([heading, *(f"- {name}: {hour} h" for name, hour in clocks.items())])


def _format_mesa_changes(coming: Sequence[Occurrence]) -> Iterator[str]:
    """Yield the list of the mesas that leave, and of those that join with their hours."""
    lines: list[str] = []
    for one, following in pairwise(coming):
        if [mesa.slug for mesa in one.mesas] != [mesa.slug for mesa in following.mesas]:
            lines += _format_mesa_change(one, following)
    if lines:
        yield "\n".join([_("Mesas that come or leave:"), *lines])


def _format_mesa_change(one: Occurrence, following: Occurrence) -> Iterator[str]:
    before, after = one.clocks(), following.clocks()
    last_day = long_date(one.planned.date())
    for name in before:
        if name not in after:
            yield _("- {name}: until {day}").format(name=name, day=last_day)
    first_day = long_date(following.planned.date())
    for name, hour in after.items():
        if name not in before:
            yield _("- {name}: {after} h from {day}").format(name=name, after=hour, day=first_day)


def _format_clock_changes(
    coming: Sequence[Occurrence], publication: CalendarInput
) -> Iterator[str]:
    """Yield the list of the changes of hour, in the calendar of a mesa only of its own."""
    mesa = publication.mesa
    lines = []
    for change in clock_changes(coming):
        if mesa is not None and change.name not in mesa.clocks:
            continue
        line = _("- {name}: {after} h from {day}")
        day = long_date(change.day)
        lines.append(line.format(name=change.name, after=change.after, day=day))
    if lines:
        yield "\n".join([_("Changes of clock:"), *lines])


def _format_helplines(publication: CalendarInput) -> Iterator[str]:
    for _partner, helpline in publication.partners.helplines:
        hours = f"{helpline.hours.opens}-{helpline.hours.closes} h"
        yield f"{helpline.name}: {helpline.phone}, {hours}. {helpline.audience}"
