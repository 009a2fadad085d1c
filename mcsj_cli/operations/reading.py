"""What reports, the status and meetings are made from: the records that each of them needs, and no more."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from mcsj_cli import rules
from mcsj_cli.errors import InvalidValueError
from mcsj_cli.i18n import _, language
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import VOUCHED_FOR, Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.holiday import Holiday
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Groups
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.roster import keep_moments
from mcsj_cli.model.schedule import Occurrence, find_occurrence
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.suggestion import TagCounts, find_stems, suggest
from mcsj_cli.model.week import Week
from mcsj_cli.store import document_cache
from mcsj_cli.store.change import Change, place
from mcsj_cli.store.invitations import list_invitations
from mcsj_cli.store.private import INVITATIONS
from mcsj_cli.store.project import GROUPS, Project
from mcsj_cli.store.records import Reading
from mcsj_cli.work.agenda import AgendaPoint, AgendaSources, build_agenda, sort_agreements

_WEEK = timedelta(weeks=1)
_ALIKE, _BEST = 2, 3  # items that a proposal names, and proposals that name some
_LATEST = 20  # records among which the last one that counts is looked for
_TELLING = 3  # words by which such items are found: those that the fewest have


def read_open_actions(project: Project, mesas: Iterable[str] | None = None) -> Reading[Action]:
    """Read the open actions of the network, or of some mesas."""
    if mesas is None:
        return project.select(Selection(ACTIONS, facets={"open": "yes"}))
    reading: Reading[Action] = Reading([], [])
    for mesa in mesas:
        reading = project.select(
            Selection(ACTIONS, facets={"open": "yes", "mesa": mesa})
        ).joined_with(reading)
    return reading


def read_actions_of(project: Project, mesas: Sequence[str], day: date) -> list[Entry[Action]]:
    """Read the actions of some mesas that were open when a day began."""
    reading = read_open_actions(project, mesas)
    for mesa in mesas:
        closed = Selection(ACTIONS, first=day, by="closed", facets={"mesa": mesa})
        reading = project.select(closed).joined_with(reading)
    before = day - timedelta(days=1)
    return [entry for entry in reading.entries if entry.record.was_open(before)]


def read_agreements(project: Project, meeting: str) -> list[Entry[Action]]:
    """Read what a meeting agreed, in that order."""
    return sort_agreements(project.select(Selection(ACTIONS, facets={"meeting": meeting})).entries)


def read_previous(project: Project, meeting: Occurrence) -> Meeting | None:
    """Find the last meeting of the group, or with the mesa, that was held before this one."""
    facets = (
        {"mesa": str(meeting.mesas[0].slug)}
        if meeting.is_session
        else {"group": str(meeting.group.number)}
    )
    latest = project.select(
        Selection(MEETINGS, last=meeting.start.date(), facets=facets, limit=_LATEST)
    )
    held = [
        entry.record for entry in latest.entries if entry.record.held and entry.uid != meeting.uid
    ]
    return held[-1] if held else None


def read_points(project: Project, meeting: Occurrence, day: date) -> list[AgendaPoint]:
    """Make the points of a meeting's agenda from what is, or was, open for its mesas when it begins."""
    slugs = [str(mesa.slug) for mesa in meeting.mesas]
    as_of = min(day, meeting.start.date())
    previous = read_previous(project, meeting)
    actions = [
        entry
        for entry in read_actions_of(project, slugs, as_of)
        if entry.record.meeting != meeting.uid
    ]
    week = Week.of(meeting.start.date())
    items = project.select(
        Selection(CONTENT, first=week.monday, last=min(week.sunday, day))
    ).entries
    sources = AgendaSources(
        day=as_of,
        agreements=read_agreements(project, previous.uid) if previous else [],
        actions=actions,
        practices=_read_untried(
            project, slugs, {str(entry.record.axis) for entry in actions}, as_of
        ),
        content=[entry for entry in items if entry.record.status in VOUCHED_FOR],
    )
    return build_agenda(sources, meeting.meeting.agenda if meeting.meeting else [])


def _read_untried(
    project: Project, mesas: list[str], axes: set[str], day: date
) -> list[Entry[Practice]]:
    """Find the latest that others did and these mesas have not tried, those on the axes of their work first."""
    found: list[Entry[Practice]] = []
    for facets in (*({"axis": axis} for axis in sorted(axes)), {}):
        latest = project.select(Selection(PRACTICES, last=day, facets=facets, limit=_LATEST))
        found += [entry for entry in reversed(latest.entries) if entry not in found]
    others = [entry for entry in found if entry.record.mesa not in mesas]
    return [entry for entry in others if not set(mesas) <= set(entry.record.mesas)]


def next_number(project: Project, meeting: str) -> int:
    """Give the number of a meeting's next agreement."""
    return (
        max((entry.record.number or 0 for entry in read_agreements(project, meeting)), default=0)
        + 1
    )


def put_groups(project: Project, change: Change, before: Groups, after: Groups) -> None:
    """Write other groups, with which every moved meeting stays when it is.

    Raises InvalidValueError where what was written down of meetings, or sent out, would be wrong.
    """
    kept = {
        place(MEETINGS, one.uid): one
        for one in keep_moments(before, after, project.read(MEETINGS).records)
    }
    homeless = [file for file, meeting in kept.items() if any(meeting.faults())]
    _refuse(
        [
            *_find_orphans(project, before, after),
            *_find_lost_invitations(project, before, after),
            *homeless,
        ]
    )
    for file, meeting in kept.items():
        change.put(file, meeting)
    change.put(GROUPS, after)


def find_invited(project: Project, before: Groups, after: Groups, moment: datetime) -> list[str]:
    """Name the meetings to come to which people were invited, and which other groups put at another time."""
    known = project.read(MEETINGS).records
    own = [uid for uid, meeting in known.items() if meeting.start or meeting.status == "cancelled"]
    found = []
    for uid in list_invitations(project.root):
        was, becomes = (find_occurrence(groups.groups, uid, {}) for groups in (before, after))
        if uid not in own and was and becomes and becomes.end > moment:
            found += [uid] if (was.start, was.end) != (becomes.start, becomes.end) else []
    return found


def _refuse(files: Sequence[str]) -> None:
    if files:
        raise InvalidValueError(
            _("What is written down of meetings does not fit this change: {files}.").format(
                files=", ".join(files[:5])
            ),
            _("Nothing was written. Choose a later day, or correct those first."),
        )


def _find_orphans(project: Project, before: Groups, after: Groups) -> list[str]:
    """Name the meetings' files that other groups would make wrong: of a week without meeting, or of absent mesas."""
    entries = {MEETINGS.folder: project.read(MEETINGS).entries}

    def wrong(value: Groups) -> set[str]:
        data = rules.Data((GROUPS, value), None, None, entries, complete=False)
        return {finding.file for finding in rules.run(data, [rules.check_meetings])}

    return sorted(wrong(after) - wrong(before))


def _find_lost_invitations(project: Project, before: Groups, after: Groups) -> list[str]:
    """Name what was sent of meetings that other groups would not have: nobody could be told that they are off."""
    return [
        f"{INVITATIONS}/{uid}"
        for uid in list_invitations(project.root)
        if find_occurrence(before.groups, uid, {}) and not find_occurrence(after.groups, uid, {})
    ]


def read_last_followups(
    project: Project, day: date, mesas: Iterable[str] | None = None
) -> Reading[Followup]:
    """Read the last follow-up of every mesa, or of some, up to the end of a day."""
    reading: Reading[Followup] = Reading([], [])
    for mesa in project.groups.mesa_names if mesas is None else mesas:
        one = Selection(FOLLOWUPS, last=day, facets={"mesa": mesa}, limit=1)
        reading = project.select(one).joined_with(reading)
    return reading


def read_meetings_between(
    project: Project, first: date, last: date | None = None
) -> Reading[Meeting]:
    """Read what is known of the meetings of some days, or from a day on.

    A record's day is the Monday of its week, or the day within it to which the meeting was moved.
    """
    return project.select(
        Selection(MEETINGS, first=first - _WEEK, last=last + _WEEK if last else None)
    )


def read_last_presence(project: Project, day: date) -> Reading[Meeting]:
    """Read the last meetings to which each mesa came, up to a day: one of that week may still be to come, so two."""
    reading: Reading[Meeting] = Reading([], [])
    for mesa in project.groups.mesa_names:
        two = Selection(MEETINGS, last=day, facets={"present": mesa}, limit=2)
        reading = project.select(two).joined_with(reading)
    return reading


def read_week(project: Project, week: Week) -> Reading[Content]:
    """Read the items that appear in a week."""
    return project.select(Selection(CONTENT, first=week.monday, last=week.sunday))


class Proposal(NamedTuple):
    """A rubric for a text, how much speaks for it, and why: words of the text, and items that were tagged so."""

    tag: str
    score: float
    words: Sequence[str]
    items: Sequence[str]


def propose_tags(project: Project, text: str) -> list[Proposal]:
    """Rate every rubric for a text by its keywords and by the network's own items, the best first.

    Of the first few it names items that are like the text.
    """
    stems = find_stems(text)
    totals, counts = project.count_facets(CONTENT, "tag", stems)
    rated = suggest(text, project.categories.rubrics, TagCounts(totals, counts))
    seldom = sorted(
        (stem for stem in stems if counts[stem]), key=lambda stem: sum(counts[stem].values())
    )[:_TELLING]
    return [
        Proposal(
            one.tag,
            one.score,
            one.words,
            _find_like(project, one.tag, seldom) if one.score > 0 and place < _BEST else [],
        )
        for place, one in enumerate(rated)
    ]


def _find_like(project: Project, tag: str, stems: Sequence[str]) -> list[str]:
    """Find the items of a rubric that share the most with a text."""
    if not stems:
        return []
    words = [f"{stem}*" for stem in stems]
    alike = Selection(CONTENT, facets={"tag": tag}, words=words, match="any", limit=_ALIKE)
    return [entry.uid for entry in project.select(alike).entries]


def find_holidays(project: Project, first: date, last: date) -> dict[date, str]:
    """Name the holidays of some days."""
    return {holiday.day: holiday.name for holiday in find_days_off(project, first, last)}


def find_days_off(project: Project, first: date, last: date) -> list[Holiday]:
    """Find the holidays of some days, by law or by custom; those of a year are slow to find out, and never change."""
    found: list[Holiday] = []
    for year in range(first.year, last.year + 1):
        name = f"days-off-{year}-{language()}"
        found += document_cache.remember(
            project.root, name, list[Holiday], partial(_days_off, year)
        )
    return [holiday for holiday in found if first <= holiday.day <= last]


def _days_off(year: int) -> list[Holiday]:
    from mcsj_cli.calendars.holidays import find_holidays as find  # slow to import

    return find(date(year, 1, 1), date(year, 12, 31))
