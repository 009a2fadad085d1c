"""The weekly report made from records, by pure functions: every count is here, and nothing is rendered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import VOUCHED_FOR, Content, ContentStatus
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.network import Groups, Network, Partners
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.schedule import Occurrence, clock_changes, gather, occurrences
from mcsj_cli.model.week import Week
from mcsj_cli.reports.funnel import build_stages, count_stages
from mcsj_cli.reports.weekly import (
    AbsentMesa,
    ActionFigures,
    Change,
    ContentFigures,
    CopiedPractice,
    Expiry,
    Figures,
    FollowupFigures,
    GroupWeek,
    LateAction,
    MeetingFigures,
    MesaWeek,
    NextMeeting,
    Outcome,
    PracticeFigures,
    RubricWeek,
    WeeklyReport,
)


class Sources(Struct, frozen=True):
    """What a report is made from; `holidays` are those of the week after, by day.

    `followups` are those of the week and the one before, and the last one of every mesa up to each of their ends.
    """

    network: Network
    groups: Groups
    categories: Categories
    partners: Partners
    content: Sequence[Entry[Content]]
    meetings: Mapping[str, Meeting]
    holidays: Mapping[date, str]
    today: date
    actions: Sequence[Entry[Action]] = ()
    practices: Sequence[Entry[Practice]] = ()
    followups: Sequence[Entry[Followup]] = ()

    def cut(self, week: Week) -> date:
        """Give the day up to which a week can be told: its last one, or today while it is going on."""
        return max(week.monday, min(week.sunday, self.today))


RECENT_WEEKS = 8


def build_weekly(sources: Sources, week: Week) -> WeeklyReport:
    """Build the report of a week; the same sources give the same report, whatever their order."""
    rubrics = build_rubrics(sources.categories, sources.content, sources.network.thresholds.weekly_items, week)
    stages = build_stages(
        sources.groups, sources.followups, sources.meetings, sources.cut(week), sources.network.thresholds.quiet_days
    )
    return WeeklyReport(
        organisation=sources.network.organisation,
        network=sources.network.network,
        notice=sources.network.notice,
        week=week,
        first=week.monday,
        last=week.sunday,
        cut=sources.cut(week),
        mesas=sources.groups.mesa_names,
        figures=_figures(sources, week),
        previous=_figures(sources, week.shift(-1)),
        groups=_groups(sources, week),
        absent_twice=find_absent_twice(sources.groups, sources.meetings, week),
        funnel=count_stages(stages),
        quiet=[stage for stage in stages if stage.quiet],
        overdue=find_overdue(sources.actions, sources.cut(week)),
        practices=_practices(sources, week),
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


def find_overdue(actions: Sequence[Entry[Action]], day: date) -> list[LateAction]:
    """Find the actions that were open at the end of a day and due before it, the longest overdue first."""
    found = [
        LateAction(
            uid=entry.uid,
            title=entry.record.title,
            mesas=[*entry.record.mesas],
            owner=entry.record.owner,
            due=entry.record.due,
            days=(day - entry.record.due).days,
        )
        for entry in actions
        if entry.record.is_overdue(day)
    ]
    return sorted(found, key=lambda action: (action.due, action.uid))


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
        coming=outcomes["coming"],
        unrecorded=outcomes["unrecorded"],
        moved=sum(group.moved and group.outcome != "cancelled" for group in groups),
        present=attendance[Attendance.PRESENT],
        excused=attendance[Attendance.EXCUSED],
        absent=attendance[Attendance.ABSENT],
        unmarked=attendance["unrecorded"],
    )
    return Figures(
        week=week,
        meetings=meetings,
        actions=_count_actions(sources.actions, week, sources.cut(week)),
        practices=PracticeFigures(
            new=sum(entry.record.created in week for entry in sources.practices),
            replications=sum(one.day in week for entry in sources.practices for one in entry.record.replications),
        ),
        followups=_count_followups(sources.followups, week),
        content=_count(_items(sources.content, week)),
    )


def _count_actions(actions: Sequence[Entry[Action]], week: Week, cut: date) -> ActionFigures:
    records = [entry.record for entry in actions]
    closed = Counter(action.status for action in records if action.closed and action.closed in week)
    return ActionFigures(
        opened=sum(action.created in week for action in records),
        completed=closed[ActionStatus.COMPLETED],
        cancelled=closed[ActionStatus.CANCELLED],
        open=sum(action.was_open(cut) for action in records),
        overdue=len(find_overdue(actions, cut)),
    )


def _count_followups(followups: Sequence[Entry[Followup]], week: Week) -> FollowupFigures:
    contacted = [entry.record.mesa for entry in followups if entry.record.day in week]
    return FollowupFigures(contacts=len(contacted), mesas=len(set(contacted)))


def _practices(sources: Sources, week: Week) -> list[CopiedPractice]:
    found = []
    for entry in sorted(sources.practices, key=lambda entry: entry.uid):
        practice = entry.record
        copied = [str(one.mesa) for one in practice.replications if one.day in week]
        if practice.created in week or copied:
            new = practice.created in week
            found.append(CopiedPractice(entry.uid, practice.title, practice.mesa, practice.axis, new, copied))
    return found


def _groups(sources: Sources, week: Week) -> list[GroupWeek]:
    found = gather(sources.groups.groups, week.monday, week.sunday, sources.meetings)
    return [_group_week(one, sources.today) for one in found]


def _group_week(occurrence: Occurrence, today: date) -> GroupWeek:
    meeting, mesas = occurrence.meeting, occurrence.mesas
    marked = meeting.attendance if meeting else {}
    came: list[MesaWeek] = []
    if meeting and meeting.held:
        came = [MesaWeek(mesa.slug, mesa.name, marked.get(mesa.slug, "unrecorded")) for mesa in mesas]
    return GroupWeek(
        uid=occurrence.uid,
        group=occurrence.group.number,
        name=occurrence.name,
        start=occurrence.start,
        outcome=_outcome(occurrence, today),
        moved=occurrence.is_moved,
        reason=meeting.reason if meeting else "",
        attendance=came,
        present=sum(mesa.attendance == Attendance.PRESENT for mesa in came),
        mesas=len(mesas),
    )


def _outcome(occurrence: Occurrence, today: date) -> Outcome:
    if occurrence.status == "cancelled":
        return "cancelled"
    held = occurrence.meeting.held if occurrence.meeting else None
    if held is None:
        return "coming" if occurrence.start.date() > today else "unrecorded"
    return "held" if held else "not-held"


def find_absent_twice(groups: Groups, meetings: Mapping[str, Meeting], week: Week) -> list[AbsentMesa]:
    """Find the mesas that were absent from the last two held meetings of their group, in the last eight weeks."""
    held: list[tuple[Week, Meeting]] = []
    for meeting in meetings.values():
        if meeting.held and meeting.week and week.shift(-RECENT_WEEKS) < meeting.week <= week:
            held.append((meeting.week, meeting))
    held.sort(key=lambda pair: pair[0])
    found = []
    for mesa, group in groups.seats_on(week.sunday):
        # In the group in which it sits now, or wherever else it was waited for.
        recent = [one for _week, one in held if one.group == group.number or mesa.slug in one.attendance]
        last = [meeting.attendance.get(mesa.slug) for meeting in recent][-2:]
        if last == [Attendance.ABSENT, Attendance.ABSENT]:
            found.append(AbsentMesa(mesa.slug, mesa.name, group.number))
    return found


def _next_meetings(sources: Sources, week: Week) -> list[NextMeeting]:
    coming = gather(sources.groups.groups, week.monday, week.sunday, sources.meetings)
    return [
        NextMeeting(
            uid=occurrence.uid,
            group=occurrence.group.number,
            name=occurrence.name,
            start=occurrence.start,
            end=occurrence.end,
            status=occurrence.status,
            moved=occurrence.is_moved,
            clocks=occurrence.clocks(),
            holiday=sources.holidays.get(occurrence.start.date(), ""),
        )
        for occurrence in coming
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
