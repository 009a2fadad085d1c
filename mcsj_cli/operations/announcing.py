"""The notice of a meeting, and that it was sent."""

from datetime import date, datetime

import msgspec

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.messages.announcement import Channel, NoticeContext, render_notice
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.agenda_points import read_points
from mcsj_cli.operations.meetings import begin_record, find_around, save_meeting
from mcsj_cli.store.project import Project


def require_ahead(found: Occurrence, moment: datetime) -> None:
    """Raise WrongUsageError for a meeting that is cancelled, over or held: it is not announced."""
    if found.status == "cancelled":
        raise WrongUsageError(
            _("The meeting is cancelled: there is nothing to announce."),
            _("To hold it after all: mcsj meetings move {uid}").format(uid=found.uid),
        )
    if found.end <= moment:
        raise WrongUsageError(
            _("The meeting {uid} is over: there is nothing to announce.").format(uid=found.uid)
        )
    if found.held_by(moment.date()):
        begin_record(found).require_unheld()


def read_notice_context(project: Project, found: Occurrence, day: date) -> NoticeContext:
    """Read what the notice of a meeting tells of, as of a day."""
    before, after = find_around(found)
    helplines = [helpline for _partner, helpline in project.partners.helplines]
    points = read_points(project, found, day)
    return NoticeContext(project.network, helplines, points, before, after)


def write_notice(project: Project, found: Occurrence, channel: Channel, day: date) -> list[str]:
    """Return the notice of a meeting as one or more messages of a channel."""
    return render_notice(found, read_notice_context(project, found, day), channel)


def note_announced(project: Project, found: Occurrence, day: date) -> None:
    """Write down that a meeting was announced on a day, unless that is known."""
    if found.meeting and found.meeting.announced == day:
        return
    save_meeting(
        project,
        "meetings: announce",
        found,
        lambda record: msgspec.structs.replace(record, announced=day),
    )
