"""The minutes of a meeting: attendance, discussion, new agreements and earlier ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mcsj_cli.i18n import _, language, long_date, short_date
from mcsj_cli.labels import label, zone_label
from mcsj_cli.messages.document import Block, Document, Grid, Heading, Items, Paragraph
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.network import Network
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.work.agenda import AgendaPoint, sort_agreements, sort_open


class MinutesSources(NamedTuple):
    """The sources of minutes, as of a day; `number` counts the held meetings up to this one.

    `agreements` are this meeting's, and `earlier` the actions of its mesas that were open when it
    began. `numbers` has the number of an agreement in its meeting by uid.
    """

    day: date
    network: Network
    meeting: Occurrence
    number: int
    points: Sequence[AgendaPoint]
    agreements: Sequence[Entry[Action]]
    earlier: Sequence[Entry[Action]]
    numbers: Mapping[str, int]
    following: Occurrence | None


def build_minutes(sources: MinutesSources) -> Document:
    """Build the minutes of a meeting, with the fields that a minuta usually has."""
    title = _("Minutes {number}: {name}, {day}").format(
        number=sources.number,
        name=sources.meeting.name,
        day=long_date(sources.meeting.start.date()),
    )
    blocks = [
        *_build_head(sources),
        *_build_agenda(sources),
        *_build_attendance(sources),
        *_build_discussion(sources),
        *_build_earlier(sources),
        *_build_agreements(sources),
        *_build_next(sources),
    ]
    return Document(title, language(), blocks)


def _build_head(sources: MinutesSources) -> Iterator[Block]:
    meeting = sources.meeting
    zone = zone_label(meeting.series.timezone)
    rows = [
        (_("Called by"), sources.network.organisation),
        (_("Place"), meeting.series.link or _("video call")),
        (_("Date"), long_date(meeting.start.date())),
        (_("From and to"), f"{meeting.start:%H:%M}-{meeting.end:%H:%M} h ({zone})"),
        (_("Meeting"), meeting.uid),
        (_("Purpose"), meeting.meeting.purpose if meeting.meeting else ""),
    ]
    yield Grid((_("Field"), _("Value")), [row for row in rows if row[1]])


def _build_agenda(sources: MinutesSources) -> Iterator[Block]:
    chosen = bool(sources.meeting.meeting and sources.meeting.meeting.agenda)
    shown = [point.title for point in sources.points if chosen or point.is_shown]
    if shown:
        yield Heading(_("Agenda"))
        yield Items(shown, numbered=True)


def _build_attendance(sources: MinutesSources) -> Iterator[Block]:
    marked = sources.meeting.meeting.attendance if sources.meeting.meeting else {}
    yield Heading(_("Attendance"))
    rows = [
        (mesa.name, label(marked.get(mesa.slug, "unrecorded"))) for mesa in sources.meeting.mesas
    ]
    yield Grid((_("Mesa"), _("Attendance")), rows)


def _build_discussion(sources: MinutesSources) -> Iterator[Block]:
    notes = sources.meeting.meeting.notes if sources.meeting.meeting else ""
    yield Heading(_("What was discussed"))
    yield Paragraph(notes or _("There are no notes."))


def _build_earlier(sources: MinutesSources) -> Iterator[Block]:
    yield Heading(_("Follow-up of earlier agreements"))
    if not sources.earlier:
        yield Paragraph(_("None was open."))
        return
    rows = []
    for entry in sort_open(sources.earlier, sources.day):
        action = entry.record
        reference, state = _format_reference(entry, sources), _format_state(action, sources.day)
        rows.append((reference, action.title, action.owner, short_date(action.due), state))
    yield Grid((_("No."), _("Task"), _("Owner"), _("Due"), _("State")), rows)


def _build_agreements(sources: MinutesSources) -> Iterator[Block]:
    yield Heading(_("New agreements"))
    if not sources.agreements:
        yield Paragraph(_("None was made."))
        return
    rows = []
    for number, entry in enumerate(sort_agreements(sources.agreements), 1):
        action = entry.record
        mesas = _enumerate_mesas(action, sources.meeting)
        days = (short_date(action.created), short_date(action.due))
        rows.append((str(number), action.title, mesas, action.owner, *days))
    yield Grid((_("No."), _("Task"), _("Mesas"), _("Owner"), _("Start"), _("Due")), rows)


def _enumerate_mesas(action: Action, meeting: Occurrence) -> str:
    names = {str(mesa.slug): str(mesa.name) for mesa in meeting.mesas}
    if len(names) > 1 and set(names) <= set(action.mesas):
        return _("all")
    return ", ".join(names.get(slug, slug) for slug in action.mesas)


def _build_next(sources: MinutesSources) -> Iterator[Block]:
    yield Heading(_("Next meeting"))
    following = sources.following
    if following is None:
        yield Paragraph(_("It has yet to be set."))
        return
    text = _("{day}, {hour} h ({zone})").format(
        day=long_date(following.start.date()),
        hour=f"{following.start:%H:%M}",
        zone=zone_label(following.series.timezone),
    )
    yield Paragraph(text)


def _format_reference(entry: Entry[Action], sources: MinutesSources) -> str:
    number = sources.numbers.get(entry.uid)
    return f"{entry.record.meeting} · {number}" if number else entry.record.meeting


def _format_state(action: Action, day: date) -> str:
    """Return the state of an action at the end of a day."""
    if action.is_overdue(day):
        return label("overdue")
    if action.was_open(day) and not action.is_open:
        return label(ActionStatus.IN_PROCESS)
    return label(action.status)
