"""All that was done with a mesa and by it, the newest first: records, and changes of its group."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from mcsj_cli.errors import Problem
from mcsj_cli.i18n import _
from mcsj_cli.labels import label, meeting_label
from mcsj_cli.model.action import Action
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups, Mesa
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import find_occurrence
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.text import one_line, split_words
from mcsj_cli.store.project import Project

_MESAS = "mesas"
_DAY = timedelta(days=1)


class MesaEvent(NamedTuple):
    """Something in the history of a mesa: its day, the noun of what it is, its name, and words."""

    day: date
    noun: str
    uid: str
    text: str


class MesaStory(NamedTuple):
    """The latest events of a mesa, the newest first, of how many in all, and unreadable files."""

    events: list[MesaEvent]
    total: int
    problems: list[Problem]


def read_history(project: Project, mesa: Mesa, limit: int) -> MesaStory:
    """Read the latest events of a mesa, so many at most: no more of each kind are read."""
    events = list_moves(project.groups, mesa.slug)
    total, problems = len(events), []
    for selection in _list_selections(mesa, limit):
        reading = project.select(selection)
        events += [_describe(project.groups, mesa, entry) for entry in reading.entries]
        is_cut = len(reading.entries) == selection.limit
        total += project.count_selected(selection) if is_cut else len(reading.entries)
        problems += reading.problems
    events.sort(key=lambda event: (event.day, event.noun, event.uid), reverse=True)
    return MesaStory(events[:limit], total, list(dict.fromkeys(problems)))


def _list_selections(mesa: Mesa, limit: int) -> Iterator[Selection[Any]]:
    """Yield what selects the records of each kind that name a mesa, none of them twice."""
    slug = str(mesa.slug)
    for kind in (FOLLOWUPS, MEETINGS, ACTIONS, PRACTICES):
        yield Selection(kind, facets={"mesa": slug}, limit=limit)
    yield Selection(MEETINGS, facets={"marked": slug}, limit=limit)
    # All of them: what was copied last may be an old practice.
    yield Selection(PRACTICES, facets={"replicated-by": slug})
    names = [" ".join(split_words(name)) for name in (mesa.name, *mesa.aliases)]
    yield Selection(CONTENT, words=names, match="any", limit=limit, is_latest=True)


def _describe(groups: Groups, mesa: Mesa, entry: Entry[Any]) -> MesaEvent:
    """Return the event of a record: when it concerned the mesa, and in which words."""
    record = entry.record
    day = record.day
    match record:
        case Followup():
            noun = FOLLOWUPS.folder
            text = f"{label(record.channel)}, {label(record.stage)}: {one_line(record.summary)}"
        case Meeting():
            noun = MEETINGS.folder
            day, text = _describe_meeting(groups, mesa, entry.uid, record)
        case Action():
            noun, text = ACTIONS.folder, f"{record.title} ({label(record.status)})"
        case Practice():
            noun = PRACTICES.folder
            day, text = _describe_practice(mesa, record)
        case _:
            noun, text = CONTENT.folder, f"{record.title} ({label(record.status)})"
    return MesaEvent(day, noun, entry.uid, text)


def _describe_meeting(groups: Groups, mesa: Mesa, uid: str, meeting: Meeting) -> tuple[date, str]:
    """Return the day of a meeting, and whether the mesa came to it, or what became of it."""
    found = find_occurrence(groups.groups, uid, {uid: meeting})
    mark = meeting.attendance.get(mesa.slug)
    if found is None:
        return meeting.day, label(mark or "")
    told = meeting_label(found.status, moved=found.is_moved, held=found.held)
    parts = [found.name, label(mark) if mark else told]
    if meeting.mesa and meeting.purpose:
        parts.append(meeting.purpose)
    return found.start.date(), ": ".join(parts)


def _describe_practice(mesa: Mesa, practice: Practice) -> tuple[date, str]:
    """Return when a mesa began a practice, or copied it, and how it went."""
    for copy in practice.replications:
        if copy.mesa == mesa.slug:
            text = _("copied: {title}").format(title=practice.title)
            return copy.day, f"{text}: {copy.note}" if copy.note else text
    return practice.day, practice.title


def list_moves(groups: Groups, slug: str) -> list[MesaEvent]:
    """Return when a mesa came to each of its groups, and when it left the network."""
    entries = [seat for seat in groups.entries if seat.mesa.slug == slug]
    entries.sort(key=lambda seat: seat.mesa.since or date.min)
    events = []
    before: date | None = None
    for number, (mesa, group) in enumerate(entries):
        if mesa.since:
            is_move = before is not None and before + _DAY == mesa.since
            text = _word_arrival(group.number, is_first=not number, is_move=is_move)
            events.append(MesaEvent(mesa.since, _MESAS, slug, text))
        later = entries[number + 1].mesa.since if number + 1 < len(entries) else None
        if mesa.until and later != mesa.until + _DAY:
            text = _("has its last day in the network")
            events.append(MesaEvent(mesa.until, _MESAS, slug, text))
        before = mesa.until
    return events


def _word_arrival(number: int, *, is_first: bool, is_move: bool) -> str:
    if is_first:
        text = _("comes to Group {number}")
    elif is_move:
        text = _("moves to Group {number}")
    else:
        text = _("returns, to Group {number}")
    return text.format(number=number)


def find_next_move(groups: Groups, slug: str, day: date) -> MesaEvent | None:
    """Return the next change of a mesa's group after a day, if there is one."""
    ahead = [event for event in list_moves(groups, slug) if event.day > day]
    return min(ahead, key=lambda event: event.day, default=None)
