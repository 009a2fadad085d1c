"""What is sent to those who meet: the notice of a meeting, and that it was moved or cancelled."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple
from urllib.parse import quote

from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import zone_label
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.network import Mesa, Network
from mcsj_cli.model.partner import Helpline
from mcsj_cli.model.schedule import Occurrence, clock_changes
from mcsj_cli.work.agenda import AgendaPoint

Channel = Literal["whatsapp", "email", "plain"]
CHANNELS: tuple[Channel, ...] = ("whatsapp", "email", "plain")
LIMIT = 4_000  # characters that WhatsApp takes in one message, with a margin
_NUMBER = 12  # characters of «(12/34)» and its line


class NoticeContext(NamedTuple):
    """What a notice tells besides its meeting; `before` and `after` are the meetings of the weeks around it."""

    network: Network
    helplines: Sequence[Helpline]
    points: Sequence[AgendaPoint]
    before: Occurrence | None
    after: Occurrence | None


def render_notice(meeting: Occurrence, around: NoticeContext, channel: Channel) -> list[str]:
    """Write the notice of a meeting as messages that a channel takes."""
    mark = _mark(channel)
    title = _("Notice of meeting: {name}").format(name=meeting.name)
    parts = [
        f"{mark(title)}\n{around.network.network}",
        f"{mark(_when(meeting))}\n"
        + _("Length: {minutes} minutes.").format(minutes=meeting.series.minutes),
    ]
    if meeting.status == "tentative":
        parts[-1] += "\n" + _("The schedule is tentative, until the group confirms it.")
    if meeting.meeting and meeting.meeting.purpose:
        parts.append(f"{mark(_('Purpose'))}\n{meeting.meeting.purpose}")
    parts.append(
        "\n".join(
            [mark(_("Hour of each mesa")), *_hours(meeting), *_own_hour(meeting, around.network)]
        )
    )
    changes = [*_changes(meeting, around)]
    if changes:
        parts.append("\n".join([mark(_("Change of clock")), *changes]))
    if meeting.series.link:
        parts.append(f"{mark(_('Link'))}\n{meeting.series.link}")
    shown = [point for point in around.points if point.is_shown]
    if shown:
        parts.append(
            "\n".join(
                [mark(_("Agenda")), *(f"{n}. {point.title}" for n, point in enumerate(shown, 1))]
            )
        )
    parts += _helplines(around.helplines, channel)
    return _finish(parts, title, channel)


def render_move(
    meeting: Occurrence, before: Occurrence, network: Network, channel: Channel
) -> list[str]:
    """Write that a meeting takes place at another time than `before`."""
    mark = _mark(channel)
    same_day = meeting.start.date() == before.start.date()
    title = (_("Change of hour: {name}") if same_day else _("Change of date: {name}")).format(
        name=meeting.name
    )
    parts = [
        f"{mark(title)}\n{network.network}",
        _tell_move(meeting, before, mark),
    ]
    if meeting.meeting and meeting.meeting.reason:
        parts.append(_("Reason: {reason}").format(reason=meeting.meeting.reason))
    parts.append("\n".join([mark(_("Hour of each mesa")), *_hours(meeting)]))
    if meeting.series.link:
        parts.append(f"{mark(_('Link'))}\n{meeting.series.link}")
    return _finish(parts, title, channel)


def _tell_move(meeting: Occurrence, before: Occurrence, mark: "_Mark") -> str:
    if before.status == "cancelled":
        return (
            _("The meeting that was cancelled takes place after all:") + f"\n{mark(_when(meeting))}"
        )
    return (
        _("The meeting of {before} moves to:").format(before=_when(before))
        + f"\n{mark(_when(meeting))}"
    )


def render_cancellation(
    meeting: Occurrence, following: Occurrence | None, network: Network, channel: Channel
) -> list[str]:
    """Write that a meeting does not take place, and when the next one does."""
    mark = _mark(channel)
    title = _("Cancelled: {name}").format(name=meeting.name)
    parts = [
        f"{mark(title)}\n{network.network}",
        _("The meeting of {day} will not take place.").format(day=_when(meeting)),
    ]
    if meeting.meeting and meeting.meeting.reason:
        parts.append(_("Reason: {reason}").format(reason=meeting.meeting.reason))
    if following:
        parts.append("\n".join([_("The next one is:"), mark(_when(following))]))
    return _finish(parts, title, channel)


def share_link(message: str) -> str:
    """Give the address that opens WhatsApp with a message ready to be sent to whoever is chosen there."""
    return f"https://wa.me/?text={quote(message, safe='')}"


def split_message(text: str, limit: int = LIMIT) -> list[str]:
    """Part a text between paragraphs, or else lines, or else words, into numbered messages of at most `limit`."""
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
    """Give the paragraphs of a text, each with what stands before it; of a longer one its lines, words or letters."""
    for paragraph in text.split("\n\n"):
        if len(paragraph) <= limit:
            yield "\n\n", paragraph
            continue
        before = "\n\n"
        for line in paragraph.split("\n"):
            for word in line.split(" ") if len(line) > limit else [line]:
                for start in range(0, max(1, len(word)), limit):
                    yield before, word[start : start + limit]
                    before = ""
                before = " "
            before = "\n"


def _mark(channel: Channel) -> "_Mark":
    return _Mark("*" if channel == "whatsapp" else "")


class _Mark(NamedTuple):
    """Makes a text bold where the channel can: the sign touches the text (WhatsApp)."""

    sign: str

    def __call__(self, text: str) -> str:
        return f"{self.sign}{text}{self.sign}"


def _finish(parts: Sequence[str], title: str, channel: Channel) -> list[str]:
    text = "\n\n".join(parts)
    if channel == "email":
        return [_("Subject: {title}").format(title=title) + f"\n\n{text}"]
    return split_message(text) if channel == "whatsapp" else [text]


def _when(meeting: Occurrence) -> str:
    return _("{day}, {hour} h ({zone})").format(
        day=long_date(meeting.start.date()),
        hour=f"{meeting.start:%H:%M}",
        zone=zone_label(meeting.series.timezone),
    )


def _hours(meeting: Occurrence) -> list[str]:
    """List the meeting's hour on every clock, earliest first, with who reads it."""
    by_zone: dict[ZoneName, list[Mesa]] = {}
    for mesa in meeting.mesas:
        for zone in mesa.timezones:
            by_zone.setdefault(zone, []).append(mesa)
    lines = []
    for zone, mesas in by_zone.items():
        local = meeting.start.astimezone(zone.zone)
        day = "" if local.date() == meeting.start.date() else f", {long_date(local.date())}"
        names = ", ".join(mesa.name for mesa in mesas)
        away = zone != meeting.series.timezone
        lines.append(
            (
                local.replace(tzinfo=None),
                away,
                f"- {local:%H:%M} h{day} ({zone_label(zone)}): {names}",
            )
        )
    return [line for _local, _away, line in sorted(lines)]


def _own_hour(meeting: Occurrence, network: Network) -> list[str]:
    """Tell the hour on the network's own clock, where the meeting is on another."""
    own = meeting.start.astimezone(network.timezone.zone)
    if own.replace(tzinfo=None) == meeting.start.replace(tzinfo=None):
        return []
    return [f"- {own:%H:%M} h ({zone_label(network.timezone)}): {network.organisation}"]


def _changes(meeting: Occurrence, around: NoticeContext) -> Iterator[str]:
    """Tell whose clock reads another hour than last week, and whose will next week."""
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


def _helplines(helplines: Sequence[Helpline], channel: Channel) -> list[str]:
    mark = _mark(channel)
    return [
        f"{mark(line.name)}\n{line.phone}, {line.hours.opens}-{line.hours.closes} h. {line.audience}"
        for line in helplines
    ]
