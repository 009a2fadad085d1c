"""Meetings with a single mesa: it has at most one of its own a day."""

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import ExistsError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import MEETINGS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.store.change import Change
from mcsj_cli.store.project import Project


def refuse_second_session(project: Project, uid: str) -> None:
    """Raise ExistsError where the mesa has a meeting of its own on that day."""
    if (project.root / MEETINGS.path(uid)).exists():
        raise ExistsError(
            _("There is a meeting {uid} already.").format(uid=uid),
            _(
                "Nothing was written."
                " To change it, or to take it up again: mcsj meetings move {uid}"
            ).format(uid=uid),
        )


def add_session(project: Project, session: Meeting) -> Entry[Meeting]:
    """Write down a new meeting with a mesa."""
    with project.changing(commit_subject("meetings: schedule", session.uid)) as change:
        return change.add(MEETINGS, session)


def set_session(change: Change, session: Meeting) -> None:
    """Make a meeting with a mesa, unless it is there as it was meant.

    Raise ExistsError where the mesa has another one, or a cancelled one, on that day.
    """
    known = change.load(MEETINGS.path(session.uid), Meeting)
    if known is None:
        change.add(MEETINGS, session)
    elif known.status == "cancelled" or (known.start or known.planned) != session.planned:
        uid = session.uid
        raise ExistsError(
            _("There is a meeting {uid} already, at another time or cancelled.").format(uid=uid),
            _("Nothing was written. To change it: mcsj meetings move {uid}").format(uid=uid),
        )
