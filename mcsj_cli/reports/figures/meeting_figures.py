"""The meetings of some weeks with their outcomes and attendance, and those of the week after."""

from collections.abc import Sequence

from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.schedule import Occurrence, clock_changes, gather, occurrences
from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.weekly_values import (
    GroupWeek,
    HourShift,
    Mark,
    MesaWeek,
    NextMeeting,
    Outcome,
)
from mcsj_cli.work.evidence import Evidence

_OUTCOMES: dict[Outcome, str] = {
    "held": "held",
    "not-held": "not_held",
    "cancelled": "cancelled",
    "coming": "coming",
    "unrecorded": "unrecorded",
}
_MARKS: dict[Attendance | None, Mark] = {
    Attendance.PRESENT: "present",
    Attendance.EXCUSED: "excused",
    Attendance.ABSENT: "absent",
    None: "unrecorded",
}
_COUNTED: dict[Mark, str] = {
    "present": "present",
    "excused": "excused",
    "absent": "absent",
    "unrecorded": "unmarked",
}


def sort_meetings(sources: ReportInputs, period: Period) -> dict[str, list[Evidence]]:
    """Sort the meetings of some weeks by their outcome, and the expected mesas by their mark."""
    meetings = find_meetings(sources, period)
    return {**_sort_outcomes(sources, meetings), **_sort_marks(sources, meetings)}


def _sort_outcomes(
    sources: ReportInputs, meetings: Sequence[GroupWeek]
) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {"planned": []}
    found |= {name: [] for name in (*_OUTCOMES.values(), "moved")}
    for meeting in meetings:
        title = f"{meeting.name}, {meeting.start:%Y-%m-%d %H:%M}"
        evidence = Evidence(meeting.uid, title, sources.files.get(meeting.uid, ""))
        found["planned"].append(evidence)
        found[_OUTCOMES[meeting.outcome]].append(evidence)
        if meeting.moved and meeting.outcome != "cancelled":
            found["moved"].append(evidence)
    return found


def _sort_marks(sources: ReportInputs, meetings: Sequence[GroupWeek]) -> dict[str, list[Evidence]]:
    """Sort each mesa of each meeting by its mark; `expected` and `came` have every mesa once."""
    found: dict[str, list[Evidence]] = {name: [] for name in _COUNTED.values()}
    expected: dict[str, Evidence] = {}
    came: dict[str, Evidence] = {}
    for meeting in meetings:
        file = sources.files.get(meeting.uid, "")
        for mesa in meeting.attendance:
            found[_COUNTED[mesa.attendance]].append(Evidence(meeting.uid, mesa.name, file))
            expected[mesa.slug] = Evidence(mesa.slug, mesa.name, file)
            if mesa.attendance == "present":
                came[mesa.slug] = expected[mesa.slug]
    return {**found, "expected": [*expected.values()], "came": [*came.values()]}


def find_meetings(sources: ReportInputs, period: Period) -> list[GroupWeek]:
    """Find the meetings of some weeks, in the order of their start."""
    found = gather(sources.groups.groups, period.first, period.last, sources.meetings)
    return [_build_meeting(sources, one) for one in found if sources.scope.holds(one)]


def _build_meeting(sources: ReportInputs, occurrence: Occurrence) -> GroupWeek:
    meeting = occurrence.meeting
    held = occurrence.held_by(sources.today)
    # As of `today` the meeting lies ahead, although its record has an outcome already. The reason
    # of that outcome is left out, but not the reason of a move.
    is_ahead = held is None and occurrence.held is not None and not occurrence.is_moved
    mesas = [mesa for mesa in occurrence.mesas if sources.scope.awaits(mesa.slug)]
    came: list[MesaWeek] = []
    if held:
        marks = meeting.attendance if meeting else {}
        came = [MesaWeek(mesa.slug, mesa.name, _MARKS[marks.get(mesa.slug)]) for mesa in mesas]
    return GroupWeek(
        uid=occurrence.uid,
        group=occurrence.group.number,
        name=occurrence.name,
        start=occurrence.start,
        outcome=_find_outcome(occurrence, sources),
        moved=occurrence.is_moved,
        reason=meeting.reason if meeting and not is_ahead else "",
        attendance=came,
        present=sum(mesa.attendance == "present" for mesa in came),
        mesas=len(mesas),
    )


def _find_outcome(occurrence: Occurrence, sources: ReportInputs) -> Outcome:
    if occurrence.status == "cancelled":
        return "cancelled"
    held = occurrence.held_by(sources.today)
    if held is None:
        return "unrecorded" if sources.has_begun(occurrence) else "coming"
    return "held" if held else "not-held"


def find_next_meetings(sources: ReportInputs, week: Week) -> list[NextMeeting]:
    """Find the meetings of a coming week, with the hour on every clock."""
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
        if sources.scope.holds(occurrence)
    ]


def find_clock_changes(sources: ReportInputs, week: Week) -> list[HourShift]:
    """Find the mesas whose clocks show another hour in the week after than in this one."""
    found: list[HourShift] = []
    for group in sources.groups.groups:
        planned = occurrences(group, week.monday, week.shift(1).sunday, {})
        found += [
            HourShift(change.day, change.name, change.before, change.after)
            for change in clock_changes(planned)
        ]
    return found
