"""The tables of the meetings: what became of them, who came, and those to come."""

from mcsj_cli.i18n import _
from mcsj_cli.labels import label, meeting_label
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets.sheet import Sheet, last_weeks, name_weeks
from mcsj_cli.reports.weekly_values import GroupWeek, Mark, WeeklyReport

SIGNS: dict[Mark, str] = {
    "present": "✓",
    "excused": "○",
    "absent": "✗",
    "unrecorded": "?",
    "no-meeting": "·",
}


def meetings(report: Report) -> Sheet:
    """Lay out what became of each meeting, and who did not come."""
    values = [
        (
            group.name,
            group.start,
            _outcome(group),
            ", ".join(
                f"{m.name}: {label(m.attendance)}"
                for m in group.attendance
                if m.attendance != "present"
            ),
            f"{group.present}/{group.mesas}" if group.outcome == "held" else "",
        )
        for group in report.groups
    ]
    headings = (_("Group"), _("Meeting"), _("What became of it"), _("Did not come"), _("Present"))
    if isinstance(report, WeeklyReport):
        return Sheet(
            "groups",
            _("Meetings of the week"),
            headings,
            values,
            _("No meeting was planned for this week."),
            1,
        )
    return Sheet(
        "groups", _("Meetings"), headings, values, _("No meeting was planned in these weeks."), 1
    )


def _outcome(group: GroupWeek) -> str:
    outcome = label(group.outcome)
    if group.moved and group.outcome != "cancelled":
        outcome = f"{label('moved')}, {outcome}"
    return f"{outcome}: {group.reason}" if group.reason else outcome


def group_attendance(report: Report) -> Sheet:
    """Lay out the attendance of every group in the weeks of the report."""
    values = [
        (
            group.name,
            group.total.planned,
            group.total.held,
            f"{group.total.present}/{group.total.waited}",
        )
        for group in report.group_history
    ]
    return Sheet(
        "group_attendance",
        _("Attendance by group, {weeks}").format(weeks=name_weeks(report.weeks)),
        (_("Group"), _("Meetings planned"), _("Held"), _("Present")),
        values,
        _("There are no groups."),
        3,
        trends=[[week.present for week in group.weeks] for group in report.group_history],
        weeks=report.weeks,
    )


def attendance(report: Report) -> Sheet:
    """Lay out the marks of every mesa in the weeks of the report."""
    values = [
        (
            mesa.name,
            str(mesa.group),
            "".join(SIGNS[mark] for mark in last_weeks(mesa.marks)),
            f"{mesa.present}/{mesa.waited}" if mesa.waited else "",
        )
        for mesa in report.mesa_history
    ]
    words = {mark: _("no meeting") if mark == "no-meeting" else label(mark) for mark in SIGNS}
    signs = ", ".join(f"{sign} {words[mark]}" for mark, sign in SIGNS.items())
    return Sheet(
        "attendance",
        _("Attendance by mesa, {weeks}").format(weeks=name_weeks(report.weeks)),
        (_("Mesa"), _("Group"), name_weeks(last_weeks(report.weeks)), _("Present")),
        values,
        _("There are no mesas."),
        1,
        note=signs,
    )


def absent_twice(report: Report) -> Sheet:
    """Lay out who was absent from the last two meetings."""
    values = [(mesa.name, mesa.group) for mesa in report.absent_twice]
    empty = _("No mesa was absent twice in a row.")
    return Sheet(
        "absent_twice", _("Two absences in a row"), (_("Mesa"), _("Group")), values, empty, 1
    )


def next_meetings(report: Report) -> Sheet:
    """Lay out the meetings of the week after, with every hour at which somebody reads another one."""
    values = []
    for meeting in report.next_meetings:
        hour = f"{meeting.start:%H:%M}"
        others = ", ".join(
            f"{name} {local}" for name, local in meeting.clocks.items() if local != hour
        )
        remarks = [meeting_label(meeting.status, moved=meeting.moved), meeting.holiday]
        values.append(
            (meeting.name, meeting.start.date(), hour, others, ", ".join(filter(None, remarks)))
        )
    headings = (_("Group"), _("Day"), _("Hour"), _("Other hours"), _("Remarks"))
    name = _("Meetings of next week, {week}").format(week=report.next_week)
    return Sheet(
        "next_meetings", name, headings, values, _("No meeting is planned for next week."), 0
    )


def clock_changes(report: WeeklyReport) -> Sheet:
    """Lay out whose hour changes."""
    values = [
        (change.name, change.day, change.before, change.after) for change in report.clock_changes
    ]
    headings = (_("Mesa"), _("From"), _("Before"), _("After"))
    empty = _("Nobody's hour changes next week.")
    return Sheet("clock_changes", _("Changes of clock"), headings, values, empty, 0)
