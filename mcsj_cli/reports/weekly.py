"""What a week adds up to: figures and lists made from records by pure functions, the week before beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import VOUCHED_FOR, Content, ContentStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.network import Group, Groups, Helpline, Network, Partners
from mcsj_cli.model.schedule import Occurrence, clock_changes, occurrences
from mcsj_cli.model.week import Week

Outcome = Literal["held", "not-held", "cancelled", "unrecorded"]


class Sources(Struct, frozen=True):
    """What a report is made from; `holidays` are those of the week after, by day."""

    network: Network
    groups: Groups
    categories: Categories
    partners: Partners
    content: Sequence[Entry[Content]]
    meetings: Mapping[str, Meeting]
    holidays: Mapping[date, str]


class MeetingFigures(Struct, frozen=True):
    """How many meetings a week had, and how many mesas came to those that were held."""

    planned: int
    held: int
    not_held: int
    cancelled: int
    unrecorded: int
    moved: int
    present: int
    excused: int
    absent: int


class ContentFigures(Struct, frozen=True):
    """How many items there are, and how many at each stage."""

    items: int
    draft: int
    verified: int
    scheduled: int
    published: int
    retracted: int


class Figures(Struct, frozen=True):
    """A week in numbers."""

    week: str
    meetings: MeetingFigures
    content: ContentFigures


class MesaWeek(Struct, frozen=True):
    """Whether a mesa came to its group's meeting."""

    slug: str
    name: str
    attendance: Attendance


class GroupWeek(Struct, frozen=True):
    """What became of a group's meeting; `mesas` is how many could come."""

    uid: str
    group: int
    name: str
    start: datetime
    outcome: Outcome
    moved: bool
    reason: str
    attendance: list[MesaWeek]
    present: int
    mesas: int


class RubricWeek(Struct, frozen=True):
    """A rubric's items; a gap is less published than the network wants in a week."""

    tag: str
    name: str
    figures: ContentFigures
    previous: ContentFigures
    gap: bool


class Expiry(Struct, frozen=True):
    """An item whose verification runs out."""

    uid: str
    title: str
    expires: date


class NextMeeting(Struct, frozen=True):
    """A meeting of the week after, with its hour on each clock of the group."""

    uid: str
    group: int
    name: str
    start: datetime
    end: datetime
    status: str
    moved: bool
    clocks: dict[str, str]
    holiday: str


class Change(Struct, frozen=True):
    """Whose clock reads another hour from a day of the week after."""

    day: date
    name: str
    before: str
    after: str


class AbsentMesa(Struct, frozen=True):
    """A mesa that was absent from its group's last two meetings."""

    slug: str
    name: str
    group: int


class WeeklyReport(Struct, frozen=True):
    """The report of a week: its numbers beside those of the week before, and what lies behind them."""

    organisation: str
    network: str
    notice: str
    week: str
    first: date
    last: date
    figures: Figures
    previous: Figures
    groups: list[GroupWeek]
    absent_twice: list[AbsentMesa]
    rubrics: list[RubricWeek]
    gaps: list[str]
    expiring: list[Expiry]
    next_week: str
    next_meetings: list[NextMeeting]
    clock_changes: list[Change]
    helplines: list[Helpline]


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
        moved=sum(group.moved for group in groups),
        present=attendance[Attendance.PRESENT],
        excused=attendance[Attendance.EXCUSED],
        absent=attendance[Attendance.ABSENT],
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
    attendance = dict(meeting.attendance) if meeting else {}
    return GroupWeek(
        uid=occurrence.uid,
        group=group.number,
        name=group.name,
        start=occurrence.start,
        outcome=_outcome(occurrence),
        moved=occurrence.is_moved,
        reason=meeting.reason if meeting else "",
        attendance=[
            MesaWeek(mesa.slug, mesa.name, attendance[mesa.slug]) for mesa in group.mesas if mesa.slug in attendance
        ],
        present=sum(status == Attendance.PRESENT for status in attendance.values()),
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
    """Find the mesas that were absent from the last two held meetings of their group, up to this week."""
    found = []
    for mesa, group in sources.groups.seats:
        held = sorted(
            (meeting for meeting in sources.meetings.values() if meeting.group == group.number and meeting.held),
            key=lambda meeting: meeting.week,
        )
        last = [meeting.attendance.get(mesa.slug) for meeting in held if meeting.week <= week][-2:]
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
