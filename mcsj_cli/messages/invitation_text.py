"""What an invitation says, besides its calendar: to one person, their own hour first, as text and as a page."""

from collections.abc import Iterator
from typing import NamedTuple

from mcsj_cli.i18n import _, language, long_date
from mcsj_cli.labels import zone_label
from mcsj_cli.messages.announcement import NoticeContext, render_cancellation, render_notice
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.invitation import Kind
from mcsj_cli.model.network import Mesa
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.templating import load_template


class Reader(NamedTuple):
    """Who is written to, and whose clock they read; without a mesa it is the network's."""

    name: str
    mesa: Mesa | None


class Writing(NamedTuple):
    """A letter as its reader sees it."""

    subject: str
    text: str
    page: str


def render_letter(
    meeting: Occurrence,
    around: NoticeContext,
    following: Occurrence | None,
    reader: Reader,
    kind: Kind,
) -> Writing:
    """Write to one person of a meeting; `following` is the group's next one, told where this one is called off."""
    hours = list(_own_hours(meeting, reader, around.network.timezone))
    body = "\n\n".join(_paragraphs(meeting, around, following, reader, kind))
    subject = _subject(meeting, reader, around.network.timezone, kind)
    page = load_template("letter.html").render(
        language=language(),
        title=subject,
        hours=hours,
        paragraphs=[paragraph.split("\n") for paragraph in body.split("\n\n")],
        link=meeting.series.link if kind in ("invitation", "update") else "",
    )
    return Writing(subject, "\n".join(hours) + f"\n\n{body}\n", page)


def _paragraphs(
    meeting: Occurrence,
    around: NoticeContext,
    following: Occurrence | None,
    reader: Reader,
    kind: Kind,
) -> Iterator[str]:
    name, network = reader.name, around.network
    if kind == "removal":
        yield _(
            "{name}: this meeting is no longer with your mesa, and leaves your calendar."
        ).format(name=name)
    elif kind == "cancellation":
        yield _("{name}: this meeting was called off, and leaves your calendar.").format(name=name)
        yield from render_cancellation(meeting, following, network, "plain")
    else:
        greeting = _("{name}: please come to this meeting.")
        changed = _(
            "{name}: this meeting has changed. Please answer again, whatever you answered before."
        )
        yield (changed if kind == "update" else greeting).format(name=name)
        if kind == "update" and meeting.meeting and meeting.meeting.reason:
            yield _("Reason: {reason}").format(reason=meeting.meeting.reason)
        yield from render_notice(meeting, around, "plain")
        yield _(
            "Answer with your mail program's own Yes, Maybe or No, or by a reply to this message."
        )
    reason = _("You get this message because you agreed to the privacy notice of {organisation}.")
    stop = _("If you want no more of them, say so in a reply.")
    yield reason.format(organisation=network.organisation) + " " + stop


def _own_hours(meeting: Occurrence, reader: Reader, home: ZoneName) -> Iterator[str]:
    """Tell when the meeting is on each of the reader's clocks."""
    for name, zone in _clocks(reader, home).items():
        start, end = meeting.start.astimezone(zone.zone), meeting.end.astimezone(zone.zone)
        yield _("{whose}: {day}, from {start} to {end} h").format(
            whose=name, day=long_date(start.date()), start=f"{start:%H:%M}", end=f"{end:%H:%M}"
        )


def _subject(meeting: Occurrence, reader: Reader, home: ZoneName, kind: Kind) -> str:
    start = meeting.start.astimezone(next(iter(_clocks(reader, home).values())).zone)
    told = {"name": meeting.name, "day": long_date(start.date()), "hour": f"{start:%H:%M}"}
    if kind == "invitation":
        return _("Invitation: {name}, {day}, {hour} h").format(**told)
    if kind == "update":
        return _("Changed: {name}, {day}, {hour} h").format(**told)
    return _("Called off: {name}, {day}, {hour} h").format(**told)


def _clocks(reader: Reader, home: ZoneName) -> dict[str, ZoneName]:
    return reader.mesa.clocks if reader.mesa else {zone_label(home): home}
