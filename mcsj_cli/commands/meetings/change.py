"""Writing down something of a meeting, whether or not anything was known of it."""

from collections.abc import Callable

from mcsj_cli.commits import commit_subject
from mcsj_cli.console import say
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.store.change import Change
from mcsj_cli.store.project import Project


def begin_record(meeting: Occurrence) -> Meeting:
    """Give what is known of a meeting, or the record that there could be of it."""
    return meeting.meeting or Meeting(group=meeting.group.number, week=meeting.week)


def change_meeting(
    change: Change, meeting: Occurrence, make: Callable[[Meeting], Meeting]
) -> Meeting:
    """Change a meeting's record as it is now, or make it."""
    file = MEETINGS.path(meeting.uid)
    changed = make(change.load(file, Meeting) or begin_record(meeting))
    change.put(file, changed)
    return changed


def save_meeting(
    project: Project,
    deed: str,
    meeting: Occurrence,
    make: Callable[[Meeting], Meeting],
    *,
    told: bool = True,
) -> Occurrence:
    """Change a meeting as one commit, print its file where that is the result, and give it as it is then."""
    with project.changing(commit_subject(deed, meeting.uid)) as change:
        changed = change_meeting(change, meeting, make)
    if told:
        say(str(project.root / MEETINGS.path(meeting.uid)))
    return meeting.with_meeting(changed)
