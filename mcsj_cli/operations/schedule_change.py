"""Changes of groups and schedules, which must fit the records and invitations of meetings."""

from collections.abc import Sequence
from datetime import datetime

from mcsj_cli import rules
from mcsj_cli.errors import InvalidValueError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.roster import keep_moments
from mcsj_cli.model.schedule import find_occurrence
from mcsj_cli.store.change import Change
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.invitations import list_invitations
from mcsj_cli.store.private import INVITATIONS
from mcsj_cli.store.project import Project

_NAMED = 5  # files that a refusal names


def put_groups(project: Project, change: Change, before: Groups, after: Groups) -> None:
    """Write the changed groups. Meetings that were moved by hand keep their day and hour.

    Raises InvalidValueError if records of meetings, or invitations that were sent, no longer fit.
    """
    kept = {
        MEETINGS.path(one.uid): one
        for one in keep_moments(before, after, project.read(MEETINGS).records)
    }
    homeless = [file for file, meeting in kept.items() if any(meeting.faults())]
    orphans = _find_orphans(project, before, after)
    lost = _find_lost_invitations(project, before, after)
    _refuse([*orphans, *lost, *homeless])
    for file, meeting in kept.items():
        change.put(file, meeting)
    change.put(GROUPS, after)


def find_invited(project: Project, before: Groups, after: Groups, moment: datetime) -> list[str]:
    """Return the uids of coming meetings whose invitations a changed schedule makes wrong."""
    known = project.read(MEETINGS).records
    own = {uid for uid, meeting in known.items() if meeting.start or meeting.status == "cancelled"}
    found = []
    for uid in list_invitations(project.root):
        was = find_occurrence(before.groups, uid, {})
        becomes = find_occurrence(after.groups, uid, {})
        if uid in own or was is None or becomes is None or becomes.end <= moment:
            continue
        if (was.start, was.end) != (becomes.start, becomes.end):
            found.append(uid)
    return found


def _refuse(files: Sequence[str]) -> None:
    """Raise InvalidValueError if there are files that the change would make wrong."""
    if files:
        raise InvalidValueError(
            _("What is written down of meetings does not fit this change: {files}.").format(
                files=", ".join(files[:_NAMED])
            ),
            _("Nothing was written. Choose a later day, or correct those first."),
        )


def _find_orphans(project: Project, before: Groups, after: Groups) -> list[str]:
    """Return the files of meetings that only the changed groups make wrong.

    Their week would have no meeting any more, or a mesa with a mark would not sit in the group.
    """
    entries = {MEETINGS.folder: project.read(MEETINGS).entries}

    def find_wrong(groups: Groups) -> set[str]:
        data = rules.Data((GROUPS, groups), None, None, entries, complete=False)
        return {finding.file for finding in rules.run(data, [rules.check_meetings])}

    return sorted(find_wrong(after) - find_wrong(before))


def _find_lost_invitations(project: Project, before: Groups, after: Groups) -> list[str]:
    """Return the invitations to meetings that would be gone: their guests could not be told."""
    return [
        f"{INVITATIONS}/{uid}"
        for uid in list_invitations(project.root)
        if find_occurrence(before.groups, uid, {}) and not find_occurrence(after.groups, uid, {})
    ]
