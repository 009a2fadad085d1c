"""Messages to the mesas of a meeting: its notice, that it was moved, and that it was cancelled."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple
from urllib.parse import quote

from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import zone_label
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.membership import Mesa
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Helpline
from mcsj_cli.model.schedule import Occurrence, clock_changes
from mcsj_cli.work.agenda import AgendaPoint

Channel = Literal["whatsapp", "email", "plain"]
CHANNELS: tuple[Channel, ...] = ("whatsapp", "email", "plain")
LIMIT = 4_000  # characters of one WhatsApp message, with a margin
_NUMBER = 12  # characters of «(12/34)» and its line


class NoticeContext(NamedTuple):
    """The surroundings of a meeting that its notice tells of.

    `before` and `after` are the group's meetings of the weeks before and after it.
    """

    network: Network
    helplines: Sequence[Helpline]
    points: Sequence[AgendaPoint]
    before: Occurrence | None
    after: Occurrence | None


def render_notice(meeting: Occurrence, around: NoticeContext, channel: Channel) -> list[str]:
    """Write the notice of a meeting as one or more messages of a channel."""
    mark = _choose_mark(channel)
    title = _("Notice of meeting: {name}").format(name=meeting.name)
    parts = [
        f"{mark(title)}\n{around.network.network}",
        "\n".join([mark(_format_moment(meeting)), *_list_terms(meeting)]),
    ]
    for heading, lines in _list_sections(meeting, around):
        parts.append("\n".join([mark(heading), *lines]))
    parts += _list_helplines(around.helplines, mark)
    return _finish(parts, title, channel)


def _list_terms(meeting: Occurrence) -> Iterator[str]:
    yield _("Length: {minutes} minutes.").format(minutes=meeting.series.minutes)
    if meeting.status == "tentative":
        yield _("The schedule is tentative, until the group confirms it.")


def _list_sections(
    meeting: Occurrence, around: NoticeContext
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the headings of a notice, each with its lines."""
    if meeting.meeting and meeting.meeting.purpose:
        yield _("Purpose"), [meeting.meeting.purpose]
    own = _list_own_hour(meeting, around.network)
    yield _("Hour of each mesa"), [*_list_hours(meeting), *own]
    changes = list(_list_clock_changes(meeting, around))
    if changes:
        yield _("Change of clock"), changes
    if meeting.series.link:
        yield _("Link"), [meeting.series.link]
    shown = [point.title for point in around.points if point.is_shown]
    if shown:
        yield _("Agenda"), [f"{number}. {title}" for number, title in enumerate(shown, 1)]


def render_move(
    meeting: Occurrence, before: Occurrence, network: Network, channel: Channel
) -> list[str]:
    """Write that a meeting takes place at another time than `before`."""
    mark = _choose_mark(channel)
    if meeting.start.date() == before.start.date():
        title = _("Change of hour: {name}")
    else:
        title = _("Change of date: {name}")
    title = title.format(name=meeting.name)
    move = _format_move(meeting, before, mark)
    parts = [f"{mark(title)}\n{network.network}", move, *_list_reason(meeting)]
    parts.append("\n".join([mark(_("Hour of each mesa")), *_list_hours(meeting)]))
    if meeting.series.link:
        parts.append(f"{mark(_('Link'))}\n{meeting.series.link}")
    return _finish(parts, title, channel)


def _format_move(meeting: Occurrence, before: Occurrence, mark: "_BoldMark") -> str:
    if before.status == "cancelled":
        text = _("The meeting that was cancelled takes place after all:")
    else:
        text = _("The meeting of {before} moves to:").format(before=_format_moment(before))
    return f"{text}\n{mark(_format_moment(meeting))}"


def _list_reason(meeting: Occurrence) -> list[str]:
    if not (meeting.meeting and meeting.meeting.reason):
        return []
    return [_("Reason: {reason}").format(reason=meeting.meeting.reason)]


def render_cancellation(
    meeting: Occurrence, following: Occurrence | None, network: Network, channel: Channel
) -> list[str]:
    """Write that a meeting does not take place, and when the next one does."""
    mark = _choose_mark(channel)
    title = _("Cancelled: {name}").format(name=meeting.name)
    off = _("The meeting of {day} will not take place.").format(day=_format_moment(meeting))
    parts = [f"{mark(title)}\n{network.network}", off, *_list_reason(meeting)]
    if following:
        parts.append("\n".join([_("The next one is:"), mark(_format_moment(following))]))
    return _finish(parts, title, channel)


def share_link(message: str) -> str:
    """Return the address that opens WhatsApp with a message ready to be sent."""
    return f"https://wa.me/?text={quote(message, safe='')}"


def split_message(text: str, limit: int = LIMIT) -> list[str]:
    """Split a text into numbered messages of at most `limit` characters.

    It is split between paragraphs if they fit, or else between lines, words or letters.
    """
    if len(text) <= limit:
        return [text]
    pieces = [""]
    for gap, piece in _break_up(text, limit - _NUMBER):
        joined = pieces[-1] + gap + piece if pieces[-1] else piece
        if len(joined) <= limit - _NUMBER:
            pieces[-1] = joined
        else:
            pieces.append(piece)
    return [f"({number}/{len(pieces)})\n{piece}" for number, piece in enumerate(pieces, 1)]


def _break_up(text: str, limit: int) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text that fit into `limit`, each after the gap that separates it."""
    for paragraph in text.split("\n\n"):
        if len(paragraph) <= limit:
            yield "\n\n", paragraph
        else:
            yield from _break_up_paragraph(paragraph, limit)


def _break_up_paragraph(paragraph: str, limit: int) -> Iterator[tuple[str, str]]:
    gap = "\n\n"
    for line in paragraph.split("\n"):
        for word in line.split(" ") if len(line) > limit else [line]:
            for start in range(0, max(1, len(word)), limit):
                yield gap, word[start : start + limit]
                gap = ""
            gap = " "
        gap = "\n"


def _choose_mark(channel: Channel) -> "_BoldMark":
    return _BoldMark("*" if channel == "whatsapp" else "")


class _BoldMark(NamedTuple):
    """Marks a text as bold: WhatsApp's sign must touch it; other channels have none."""

    sign: str

    def __call__(self, text: str) -> str:
        return f"{self.sign}{text}{self.sign}"


def _finish(parts: Sequence[str], title: str, channel: Channel) -> list[str]:
    """Join the parts into messages as the channel takes them."""
    text = "\n\n".join(parts)
    if channel == "email":
        text = _("Subject: {title}").format(title=title) + f"\n\n{text}"
    return split_message(text) if channel == "whatsapp" else [text]


def _format_moment(meeting: Occurrence) -> str:
    return _("{day}, {hour} h ({zone})").format(
        day=long_date(meeting.start.date()),
        hour=f"{meeting.start:%H:%M}",
        zone=zone_label(meeting.series.timezone),
    )


def _list_hours(meeting: Occurrence) -> list[str]:
    """List the meeting's hour on every clock with the mesas that use it, the earliest first.

    Of clocks that agree, that of the meeting's series comes first.
    """
    by_zone: dict[ZoneName, list[Mesa]] = {}
    for mesa in meeting.mesas:
        for zone in mesa.timezones:
            by_zone.setdefault(zone, []).append(mesa)
    lines = []
    for zone, mesas in by_zone.items():
        local = meeting.start.astimezone(zone.zone).replace(tzinfo=None)
        away = zone != meeting.series.timezone
        lines.append((local, away, _format_hour(meeting, zone, mesas)))
    return [line for _local, _away, line in sorted(lines)]


def _format_hour(meeting: Occurrence, zone: ZoneName, mesas: Sequence[Mesa]) -> str:
    local = meeting.start.astimezone(zone.zone)
    day = "" if local.date() == meeting.start.date() else f", {long_date(local.date())}"
    names = ", ".join(mesa.name for mesa in mesas)
    return f"- {local:%H:%M} h{day} ({zone_label(zone)}): {names}"


def _list_own_hour(meeting: Occurrence, network: Network) -> list[str]:
    """Return the hour on the network's own clock, or nothing if that agrees with the meeting's."""
    own = meeting.start.astimezone(network.timezone.zone)
    if own.replace(tzinfo=None) == meeting.start.replace(tzinfo=None):
        return []
    return [f"- {own:%H:%M} h ({zone_label(network.timezone)}): {network.organisation}"]


def _list_clock_changes(meeting: Occurrence, around: NoticeContext) -> Iterator[str]:
    """Yield the mesas whose clocks show another hour than last week, or will next week."""
    if around.before and not meeting.is_moved:
        for change in clock_changes([around.before, meeting]):
            yield _("- {name}: this time at {after} h, no longer at {before} h.").format(
                name=change.name, after=change.after, before=change.before
            )
    if around.after:
        for change in clock_changes([meeting, around.after]):
            yield _("- {name}: from {day} on at {after} h, no longer at {before} h.").format(
                name=change.name,
                day=long_date(change.day),
                after=change.after,
                before=change.before,
            )


def _list_helplines(helplines: Sequence[Helpline], mark: _BoldMark) -> list[str]:
    parts = []
    for line in helplines:
        hours = f"{line.hours.opens}-{line.hours.closes} h"
        parts.append(f"{mark(line.name)}\n{line.phone}, {hours}. {line.audience}")
    return parts
