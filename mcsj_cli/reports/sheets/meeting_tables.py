"""The tables of the meetings: their outcomes, their attendance, and those to come."""

from mcsj_cli.i18n import _
from mcsj_cli.labels import label, meeting_label
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets.sheet import Sheet, last_weeks, name_weeks
from mcsj_cli.reports.weekly_values import GroupHistory, GroupWeek, Mark, WeeklyReport

SIGNS: dict[Mark, str] = {
    "present": "✓",
    "excused": "○",
    "absent": "✗",
    "unrecorded": "?",
    "no-meeting": "·",
}


def meetings(report: Report) -> Sheet:
    """Lay out the outcome of each meeting, and who did not come."""
    values = []
    for group in report.groups:
        present = f"{group.present}/{group.mesas}" if group.outcome == "held" else ""
        row = (group.name, group.start, _format_outcome(group), _format_absences(group), present)
        values.append(row)
    headings = (_("Group"), _("Meeting"), _("What became of it"), _("Did not come"), _("Present"))
    if isinstance(report, WeeklyReport):
        title, empty = _("Meetings of the week"), _("No meeting was planned for this week.")
    else:
        title, empty = _("Meetings"), _("No meeting was planned in these weeks.")
    return Sheet("groups", title, headings, values, empty, 1)


def _format_absences(group: GroupWeek) -> str:
    absent = [mesa for mesa in group.attendance if mesa.attendance != "present"]
    return ", ".join(f"{mesa.name}: {label(mesa.attendance)}" for mesa in absent)


def _format_outcome(group: GroupWeek) -> str:
    outcome = label(group.outcome)
    if group.moved and group.outcome != "cancelled":
        outcome = f"{label('moved')}, {outcome}"
    return f"{outcome}: {group.reason}" if group.reason else outcome


def group_attendance(report: Report) -> Sheet:
    """Lay out the attendance of every group in the weeks of the report."""
    values = []
    for group in report.group_history:
        total = group.total
        values.append((group.name, total.planned, total.held, f"{total.present}/{total.waited}"))
    return Sheet(
        "group_attendance",
        _("Attendance by group, {weeks}").format(weeks=name_weeks(report.weeks)),
        (_("Group"), _("Meetings planned"), _("Held"), _("Present")),
        values,
        _("There are no groups."),
        3,
        trends=[_list_presence(group) for group in report.group_history],
        weeks=report.weeks,
    )


def _list_presence(group: GroupHistory) -> list[int]:
    return [week.present for week in group.weeks]


def attendance(report: Report) -> Sheet:
    """Lay out the marks of every mesa in the weeks of the report."""
    values = []
    for mesa in report.mesa_history:
        signs = "".join(SIGNS[mark] for mark in last_weeks(mesa.marks))
        present = f"{mesa.present}/{mesa.waited}" if mesa.waited else ""
        values.append((mesa.name, str(mesa.group), signs, present))
    return Sheet(
        "attendance",
        _("Attendance by mesa, {weeks}").format(weeks=name_weeks(report.weeks)),
        (_("Mesa"), _("Group"), name_weeks(last_weeks(report.weeks)), _("Present")),
        values,
        _("There are no mesas."),
        1,
        note=_explain_signs(),
    )


def _explain_signs() -> str:
    signs = []
    for mark, sign in SIGNS.items():
        word = _("no meeting") if mark == "no-meeting" else label(mark)
        signs.append(f"{sign} {word}")
    return ", ".join(signs)


def absent_twice(report: Report) -> Sheet:
    """Lay out the mesas that were absent from the last two meetings."""
    values = [(mesa.name, mesa.group) for mesa in report.absent_twice]
    empty = _("No mesa was absent twice in a row.")
    return Sheet(
        "absent_twice", _("Two absences in a row"), (_("Mesa"), _("Group")), values, empty, 1
    )


def next_meetings(report: Report) -> Sheet:
    """Lay out the meetings of the week after, with the clocks that show another hour."""
    values = []
    for meeting in report.next_meetings:
        hour = f"{meeting.start:%H:%M}"
        others = [f"{name} {local}" for name, local in meeting.clocks.items() if local != hour]
        remarks = [meeting_label(meeting.status, moved=meeting.moved), meeting.holiday]
        remark = ", ".join(filter(None, remarks))
        values.append((meeting.name, meeting.start.date(), hour, ", ".join(others), remark))
    headings = (_("Group"), _("Day"), _("Hour"), _("Other hours"), _("Remarks"))
    name = _("Meetings of next week, {week}").format(week=report.next_week)
    empty = _("No meeting is planned for next week.")
    return Sheet("next_meetings", name, headings, values, empty, 0)


def clock_changes(report: WeeklyReport) -> Sheet:
    """Lay out the mesas whose clocks change."""
    values = [
        (change.name, change.day, change.before, change.after) for change in report.clock_changes
    ]
    headings = (_("Mesa"), _("From"), _("Before"), _("After"))
    empty = _("Nobody's hour changes next week.")
    return Sheet("clock_changes", _("Changes of clock"), headings, values, empty, 0)
