"""The words of an invitation to one person, their own hour first, as text and as a page."""

from collections.abc import Iterator
from typing import NamedTuple

from mcsj_cli.i18n import _, language, long_date
from mcsj_cli.labels import zone_label
from mcsj_cli.messages.announcement import NoticeContext, render_cancellation, render_notice
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.invitation import MessageKind
from mcsj_cli.model.membership import Mesa
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.templating import load_template


class Reader(NamedTuple):
    """The person who is invited, and the mesa whose clocks they use; without one the network's."""

    name: str
    mesa: Mesa | None


class Writing(NamedTuple):
    """A letter with its subject, as text and as a page."""

    subject: str
    text: str
    page: str


def render_letter(
    meeting: Occurrence,
    around: NoticeContext,
    following: Occurrence | None,
    reader: Reader,
    kind: MessageKind,
) -> Writing:
    """Write to one person of a meeting; a cancellation names `following`, the group's next one."""
    home = around.network.timezone
    hours = list(_list_own_hours(meeting, reader, home))
    body = "\n\n".join(_list_paragraphs(meeting, around, following, reader, kind))
    subject = _format_subject(meeting, reader, home, kind)
    page = load_template("letter.html").render(
        language=language(),
        title=subject,
        hours=hours,
        paragraphs=[paragraph.split("\n") for paragraph in body.split("\n\n")],
        link=meeting.series.link if kind in ("invitation", "update") else "",
    )
    return Writing(subject, "\n".join(hours) + f"\n\n{body}\n", page)


def _list_paragraphs(
    meeting: Occurrence,
    around: NoticeContext,
    following: Occurrence | None,
    reader: Reader,
    kind: MessageKind,
) -> Iterator[str]:
    yield _format_opening(kind).format(name=reader.name)
    network = around.network
    if kind == "cancellation":
        yield from render_cancellation(meeting, following, network, "plain")
    elif kind in ("invitation", "update"):
        if kind == "update" and meeting.meeting and meeting.meeting.reason:
            yield _("Reason: {reason}").format(reason=meeting.meeting.reason)
        yield from render_notice(meeting, around, "plain")
        yield _(
            "Answer with your mail program's own Yes, Maybe or No, or by a reply to this message."
        )
    reason = _("You get this message because you agreed to the privacy notice of {organisation}.")
    stop = _("If you want no more of them, say so in a reply.")
    yield reason.format(organisation=network.organisation) + " " + stop


def _format_opening(kind: MessageKind) -> str:
    if kind == "removal":
        return _("{name}: this meeting is no longer with your mesa, and leaves your calendar.")
    if kind == "cancellation":
        return _("{name}: this meeting was called off, and leaves your calendar.")
    if kind == "update":
        return _(
            "{name}: this meeting has changed. Please answer again, whatever you answered before."
        )
    return _("{name}: please come to this meeting.")


def _list_own_hours(meeting: Occurrence, reader: Reader, home: ZoneName) -> Iterator[str]:
    """Yield the day and hours of the meeting on each of the reader's clocks."""
    for name, zone in _find_clocks(reader, home).items():
        start, end = meeting.start.astimezone(zone.zone), meeting.end.astimezone(zone.zone)
        yield _("{whose}: {day}, from {start} to {end} h").format(
            whose=name, day=long_date(start.date()), start=f"{start:%H:%M}", end=f"{end:%H:%M}"
        )


def _format_subject(meeting: Occurrence, reader: Reader, home: ZoneName, kind: MessageKind) -> str:
    main = next(iter(_find_clocks(reader, home).values()))
    start = meeting.start.astimezone(main.zone)
    told = {"name": meeting.name, "day": long_date(start.date()), "hour": f"{start:%H:%M}"}
    if kind == "invitation":
        return _("Invitation: {name}, {day}, {hour} h").format(**told)
    if kind == "update":
        return _("Changed: {name}, {day}, {hour} h").format(**told)
    return _("Called off: {name}, {day}, {hour} h").format(**told)


def _find_clocks(reader: Reader, home: ZoneName) -> dict[str, ZoneName]:
    return reader.mesa.clocks if reader.mesa else {zone_label(home): home}
