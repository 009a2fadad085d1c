"""The minutes of a meeting: who came, what was talked about, what was agreed, and what was left open before."""

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
    """What minutes are made from, as of a day: `number` counts the held meetings up to this one.

    `agreements` are this meeting's, `earlier` the actions of its mesas that were open when it began; `numbers` are
    those of agreements in their meetings, by uid.
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
    """Make the minutes of a meeting, with the fields that a minuta usually has."""
    title = _("Minutes {number}: {name}, {day}").format(
        number=sources.number,
        name=sources.meeting.name,
        day=long_date(sources.meeting.start.date()),
    )
    blocks = [*_head(sources), *_agenda(sources), *_attendance(sources), *_discussion(sources)]
    blocks += [*_earlier(sources), *_agreements(sources), *_next(sources)]
    return Document(title, language(), blocks)


def _head(sources: MinutesSources) -> Iterator[Block]:
    meeting = sources.meeting
    record = meeting.meeting
    rows = [
        (_("Called by"), sources.network.organisation),
        (_("Place"), meeting.series.link or _("video call")),
        (_("Date"), long_date(meeting.start.date())),
        (
            _("From and to"),
            f"{meeting.start:%H:%M}-{meeting.end:%H:%M} h ({zone_label(meeting.series.timezone)})",
        ),
        (_("Meeting"), meeting.uid),
        (_("Purpose"), record.purpose if record else ""),
    ]
    yield Grid((_("Field"), _("Value")), [row for row in rows if row[1]])


def _agenda(sources: MinutesSources) -> Iterator[Block]:
    kept = sources.meeting.meeting.agenda if sources.meeting.meeting else []
    shown = [point.title for point in sources.points if kept or point.is_shown]
    if shown:
        yield Heading(_("Agenda"))
        yield Items(shown, numbered=True)


def _attendance(sources: MinutesSources) -> Iterator[Block]:
    marked = sources.meeting.meeting.attendance if sources.meeting.meeting else {}
    yield Heading(_("Attendance"))
    rows = [
        (mesa.name, label(marked.get(mesa.slug, "unrecorded"))) for mesa in sources.meeting.mesas
    ]
    yield Grid((_("Mesa"), _("Attendance")), rows)


def _discussion(sources: MinutesSources) -> Iterator[Block]:
    notes = sources.meeting.meeting.notes if sources.meeting.meeting else ""
    yield Heading(_("What was discussed"))
    yield Paragraph(notes or _("There are no notes."))


def _earlier(sources: MinutesSources) -> Iterator[Block]:
    yield Heading(_("Follow-up of earlier agreements"))
    if not sources.earlier:
        yield Paragraph(_("None was open."))
        return
    rows = [
        (
            _reference(entry, sources),
            entry.record.title,
            entry.record.owner,
            short_date(entry.record.due),
            _state(entry, sources),
        )
        for entry in sort_open(sources.earlier, sources.day)
    ]
    yield Grid((_("No."), _("Task"), _("Owner"), _("Due"), _("State")), rows)


def _agreements(sources: MinutesSources) -> Iterator[Block]:
    yield Heading(_("New agreements"))
    if not sources.agreements:
        yield Paragraph(_("None was made."))
        return
    rows = [
        (
            str(number),
            entry.record.title,
            _whose(entry.record, sources.meeting),
            entry.record.owner,
            short_date(entry.record.created),
            short_date(entry.record.due),
        )
        for number, entry in enumerate(sort_agreements(sources.agreements), 1)
    ]
    yield Grid((_("No."), _("Task"), _("Mesas"), _("Owner"), _("Start"), _("Due")), rows)


def _whose(action: Action, meeting: Occurrence) -> str:
    names = {str(mesa.slug): str(mesa.name) for mesa in meeting.mesas}
    if len(names) > 1 and set(names) <= set(action.mesas):
        return _("all")
    return ", ".join(names.get(slug, slug) for slug in action.mesas)


def _next(sources: MinutesSources) -> Iterator[Block]:
    yield Heading(_("Next meeting"))
    following = sources.following
    yield Paragraph(
        _("{day}, {hour} h ({zone})").format(
            day=long_date(following.start.date()),
            hour=f"{following.start:%H:%M}",
            zone=zone_label(following.series.timezone),
        )
        if following
        else _("It has yet to be set.")
    )


def _reference(entry: Entry[Action], sources: MinutesSources) -> str:
    number = sources.numbers.get(entry.uid)
    return f"{entry.record.meeting} · {number}" if number else entry.record.meeting


def _state(entry: Entry[Action], sources: MinutesSources) -> str:
    """Say how an action stood when the meeting was over."""
    action = entry.record
    if action.is_overdue(sources.day):
        return label("overdue")
    return label(
        ActionStatus.IN_PROCESS
        if action.was_open(sources.day) and not action.is_open
        else action.status
    )
