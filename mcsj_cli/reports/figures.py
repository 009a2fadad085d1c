"""The weekly report made from records, by pure functions: every count is here, and nothing is rendered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import VOUCHED_FOR, Content, ContentStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.network import Group, Groups, Network, Partners
from mcsj_cli.model.schedule import Occurrence, clock_changes, occurrences
from mcsj_cli.model.week import Week
from mcsj_cli.reports.weekly import (
    AbsentMesa,
    Change,
    ContentFigures,
    Expiry,
    Figures,
    GroupWeek,
    MeetingFigures,
    MesaWeek,
    NextMeeting,
    Outcome,
    RubricWeek,
    WeeklyReport,
)


class Sources(Struct, frozen=True):
    """What a report is made from; `holidays` are those of the week after, by day."""

    network: Network
    groups: Groups
    categories: Categories
    partners: Partners
    content: Sequence[Entry[Content]]
    meetings: Mapping[str, Meeting]
    holidays: Mapping[date, str]


RECENT_WEEKS = 8


def build_weekly(sources: Sources, week: Week) -> WeeklyReport:
    """Build the report of a week; the same sources give the same report, whatever their order."""
    rubrics = build_rubrics(sources.categories, sources.content, sources.network.thresholds.weekly_items, week)
    return WeeklyReport(
        organisation=sources.network.organisation,
        network=sources.network.network,
        notice=sources.network.notice,
        week=week,
        first=week.monday,
        last=week.sunday,
        figures=_figures(sources, week),
        previous=_figures(sources, week.shift(-1)),
        groups=_groups(sources, week),
        absent_twice=_absent_twice(sources, week),
        rubrics=rubrics,
        gaps=[rubric.tag for rubric in rubrics if rubric.gap],
        expiring=find_expiring(sources, week.monday, week.sunday),
        next_week=week.shift(1),
        next_meetings=_next_meetings(sources, week.shift(1)),
        clock_changes=find_clock_changes(sources, week),
        helplines=[helpline for _partner, helpline in sources.partners.helplines],
    )


def build_rubrics(
    categories: Categories, content: Sequence[Entry[Content]], wanted: int, week: Week
) -> list[RubricWeek]:
    """Count each rubric's items of a week, in the order of declaration; a gap is less than `wanted` published."""
    this, before = _items(content, week), _items(content, week.shift(-1))
    rubrics = []
    for rubric in categories.rubrics:
        figures = _count(item for item in this if rubric.tag in item.tags)
        previous = _count(item for item in before if rubric.tag in item.tags)
        rubrics.append(RubricWeek(rubric.tag, rubric.name, figures, previous, figures.published < wanted))
    return rubrics


def find_expiring(sources: Sources, first: date, last: date) -> list[Expiry]:
    """Find items that vouch for themselves until a day from `first` to a few days (a threshold) after `last`."""
    limit = last + timedelta(days=sources.network.thresholds.expiring_days)
    found = [
        Expiry(entry.uid, entry.record.title, entry.record.verification.expires)
        for entry in sources.content
        if entry.record.status in VOUCHED_FOR
        and entry.record.verification
        and entry.record.verification.expires
        and first <= entry.record.verification.expires <= limit
    ]
    return sorted(found, key=lambda expiry: (expiry.expires, expiry.uid))


def find_clock_changes(sources: Sources, week: Week) -> list[Change]:
    """Find whose clock reads another hour in the week after than in this one."""
    found: list[Change] = []
    for group in sources.groups.groups:
        planned = occurrences(group, week.monday, week.shift(1).sunday, {})
        found += [Change(change.day, change.name, change.before, change.after) for change in clock_changes(planned)]
    return found


def _figures(sources: Sources, week: Week) -> Figures:
    groups = _groups(sources, week)
    outcomes = Counter(group.outcome for group in groups)
    attendance = Counter(mesa.attendance for group in groups for mesa in group.attendance)
    meetings = MeetingFigures(
        planned=len(groups),
        held=outcomes["held"],
        not_held=outcomes["not-held"],
        cancelled=outcomes["cancelled"],
        unrecorded=outcomes["unrecorded"],
        moved=sum(group.moved and group.outcome != "cancelled" for group in groups),
        present=attendance[Attendance.PRESENT],
        excused=attendance[Attendance.EXCUSED],
        absent=attendance[Attendance.ABSENT],
        unmarked=attendance["unrecorded"],
    )
    return Figures(week, meetings, _count(_items(sources.content, week)))


def _groups(sources: Sources, week: Week) -> list[GroupWeek]:
    return [
        _group_week(group, occurrence)
        for group in sorted(sources.groups.groups, key=lambda group: group.number)
        for occurrence in occurrences(group, week.monday, week.sunday, sources.meetings)
    ]


def _group_week(group: Group, occurrence: Occurrence) -> GroupWeek:
    meeting = occurrence.meeting
    marked = meeting.attendance if meeting else {}
    came: list[MesaWeek] = []
    if meeting and meeting.held:
        came = [MesaWeek(mesa.slug, mesa.name, marked.get(mesa.slug, "unrecorded")) for mesa in group.mesas]
    return GroupWeek(
        uid=occurrence.uid,
        group=group.number,
        name=group.name,
        start=occurrence.start,
        outcome=_outcome(occurrence),
        moved=occurrence.is_moved,
        reason=meeting.reason if meeting else "",
        attendance=came,
        present=sum(mesa.attendance == Attendance.PRESENT for mesa in came),
        mesas=len(group.mesas),
    )


def _outcome(occurrence: Occurrence) -> Outcome:
    if occurrence.status == "cancelled":
        return "cancelled"
    held = occurrence.meeting.held if occurrence.meeting else None
    if held is None:
        return "unrecorded"
    return "held" if held else "not-held"


def _absent_twice(sources: Sources, week: Week) -> list[AbsentMesa]:
    """Find the mesas that were absent from the last two held meetings of their group, in the last eight weeks."""
    found = []
    for mesa, group in sources.groups.seats:
        held = sorted(
            (meeting for meeting in sources.meetings.values() if meeting.group == group.number and meeting.held),
            key=lambda meeting: meeting.week,
        )
        recent = [meeting for meeting in held if week.shift(-RECENT_WEEKS) < meeting.week <= week]
        last = [meeting.attendance.get(mesa.slug) for meeting in recent][-2:]
        if last == [Attendance.ABSENT, Attendance.ABSENT]:
            found.append(AbsentMesa(mesa.slug, mesa.name, group.number))
    return found


def _next_meetings(sources: Sources, week: Week) -> list[NextMeeting]:
    coming = [
        occurrence
        for group in sources.groups.groups
        for occurrence in occurrences(group, week.monday, week.sunday, sources.meetings)
    ]
    return [
        NextMeeting(
            uid=occurrence.uid,
            group=occurrence.group.number,
            name=occurrence.group.name,
            start=occurrence.start,
            end=occurrence.end,
            status=occurrence.status,
            moved=occurrence.is_moved,
            clocks=occurrence.clocks(),
            holiday=sources.holidays.get(occurrence.start.date(), ""),
        )
        for occurrence in sorted(coming, key=lambda o: (o.start, o.group.number))
    ]


def _items(content: Sequence[Entry[Content]], week: Week) -> list[Content]:
    return [entry.record for entry in content if entry.record.day in week]


def _count(items: Iterable[Content]) -> ContentFigures:
    stages = Counter(item.status for item in items)
    return ContentFigures(
        items=stages.total(),
        draft=stages[ContentStatus.DRAFT],
        verified=stages[ContentStatus.VERIFIED],
        scheduled=stages[ContentStatus.SCHEDULED],
        published=stages[ContentStatus.PUBLISHED],
        retracted=stages[ContentStatus.RETRACTED],
    )
