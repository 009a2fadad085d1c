"""A weekly report as titled tables of texts: what every renderer lays out in its own way."""

from collections.abc import Sequence
from typing import NamedTuple

from mcsj_cli.i18n import _, long_date, short_date
from mcsj_cli.reports.weekly import GroupWeek, WeeklyReport
from mcsj_cli.words import meeting_word, word


class Sheet(NamedTuple):
    """A part of a report: its title, a table with headings, and what to say where the table is empty."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    empty: str
    numeric: int  # how many of the last columns are numbers


def title(report: WeeklyReport) -> str:
    """Name the report: «Informe semanal 2020-W17»."""
    return _("Weekly report {week}").format(week=report.week)


def subtitle(report: WeeklyReport) -> str:
    """Say whose report it is and of which days."""
    text = _("{organisation}, {network}. From {first} to {last}.").format(
        organisation=report.organisation,
        network=report.network,
        first=long_date(report.first),
        last=long_date(report.last),
    )
    return text if report.cut == report.last else text + " " + _("As of {day}.").format(day=long_date(report.cut))


def lay_out(report: WeeklyReport) -> list[Sheet]:
    """Lay a report out as tables, in the order in which it is read."""
    return [
        _summary(report),
        _groups(report),
        _absent_twice(report),
        _funnel(report),
        _quiet(report),
        _overdue(report),
        _practices(report),
        _rubrics(report),
        _expiring(report),
        _next_meetings(report),
        _clock_changes(report),
        _helplines(report),
    ]


def figure_name(key: str) -> str:
    """Name a figure of the summary in the person's language; `key` is its path in the report."""
    return {
        "meetings.planned": _("Meetings planned"),
        "meetings.held": _("Held"),
        "meetings.not_held": _("Not held"),
        "meetings.cancelled": _("Cancelled"),
        "meetings.coming": _("Still to come"),
        "meetings.unrecorded": _("Without record"),
        "meetings.moved": _("Moved"),
        "meetings.present": _("Mesas present"),
        "meetings.excused": _("Mesas excused"),
        "meetings.absent": _("Mesas absent"),
        "meetings.unmarked": _("Mesas without record"),
        "actions.opened": _("Actions begun"),
        "actions.completed": _("Actions completed"),
        "actions.cancelled": _("Actions cancelled"),
        "actions.open": _("Actions open"),
        "actions.overdue": _("Actions overdue"),
        "practices.new": _("New practices"),
        "practices.replications": _("Practices copied"),
        "followups.contacts": _("Contacts with mesas"),
        "followups.mesas": _("Mesas contacted"),
        "content.items": _("Items of content"),
        "content.draft": _("Drafts"),
        "content.verified": _("Verified"),
        "content.scheduled": _("Scheduled"),
        "content.published": _("Published"),
        "content.retracted": _("Retracted"),
    }[key]


def summary_figures(report: WeeklyReport) -> list[tuple[str, int, int]]:
    """Give each figure of the summary by its path, this week and the week before."""
    figures = []
    for part in ("meetings", "actions", "practices", "followups", "content"):
        this, before = getattr(report.figures, part), getattr(report.previous, part)
        for key in this.__struct_fields__:
            figures.append((f"{part}.{key}", getattr(this, key), getattr(before, key)))
    return figures


def _summary(report: WeeklyReport) -> Sheet:
    rows = [(figure_name(key), str(this), str(before)) for key, this, before in summary_figures(report)]
    return Sheet(_("Summary"), (_("Figure"), report.week, report.previous.week), rows, "", 2)


def _groups(report: WeeklyReport) -> Sheet:
    rows = [
        (
            group.name,
            f"{short_date(group.start.date())}, {group.start:%H:%M} h",
            _outcome(group),
            ", ".join(f"{m.name}: {word(m.attendance)}" for m in group.attendance if m.attendance != "present"),
            f"{group.present}/{group.mesas}" if group.outcome == "held" else "",
        )
        for group in report.groups
    ]
    headings = (_("Group"), _("Meeting"), _("What became of it"), _("Did not come"), _("Present"))
    return Sheet(_("Meetings of the week"), headings, rows, _("No meeting was planned for this week."), 1)


def _outcome(group: GroupWeek) -> str:
    outcome = word(group.outcome)
    if group.moved and group.outcome != "cancelled":
        outcome = f"{word('moved')}, {outcome}"
    return f"{outcome}: {group.reason}" if group.reason else outcome


def _absent_twice(report: WeeklyReport) -> Sheet:
    rows = [(mesa.name, str(mesa.group)) for mesa in report.absent_twice]
    return Sheet(_("Two absences in a row"), (_("Mesa"), _("Group")), rows, _("No mesa was absent twice in a row."), 1)


def _funnel(report: WeeklyReport) -> Sheet:
    rows = [(word(stage.stage), str(stage.mesas)) for stage in report.funnel]
    return Sheet(_("Mesas by stage"), (_("Stage"), _("Mesas")), rows, _("There are no mesas."), 1)


def _quiet(report: WeeklyReport) -> Sheet:
    rows = [
        (mesa.name, word(mesa.stage), "" if mesa.days is None else str(mesa.days), mesa.next_step)
        for mesa in report.quiet
    ]
    headings = (_("Mesa"), _("Stage"), _("Days without news"), _("Next step"))
    return Sheet(_("Mesas without news"), headings, rows, _("There is news of every mesa."), 0)


def _overdue(report: WeeklyReport) -> Sheet:
    rows = [
        (action.title, _names(report, action.mesas), action.owner, short_date(action.due), str(action.days))
        for action in report.overdue
    ]
    headings = (_("Action"), _("Mesas"), _("Owner"), _("Due"), _("Days overdue"))
    return Sheet(_("Overdue actions"), headings, rows, _("No action is overdue."), 1)


def _practices(report: WeeklyReport) -> Sheet:
    rows = [
        (one.title, _names(report, [one.mesa]), _("yes") if one.new else "", _names(report, one.copied))
        for one in report.practices
    ]
    headings = (_("Practice"), _("Mesa"), _("New"), _("Copied by"))
    return Sheet(_("Practices of the week"), headings, rows, _("No practice was written down or copied."), 0)


def _names(report: WeeklyReport, slugs: Sequence[str]) -> str:
    return ", ".join(report.mesas.get(slug, slug) for slug in slugs)


def _rubrics(report: WeeklyReport) -> Sheet:
    rows = [
        (
            f"#{rubric.tag}",
            _("yes") if rubric.gap else "",
            *(str(n) for n in (rubric.figures.items, rubric.figures.verified, rubric.figures.published)),
            str(rubric.previous.items),
        )
        for rubric in report.rubrics
    ]
    headings = (_("Rubric"), _("Gap"), _("Total"), _("Verified"), _("Published"), _("Week before"))
    return Sheet(_("Content by rubric"), headings, rows, _("There are no rubrics."), 4)


def _expiring(report: WeeklyReport) -> Sheet:
    rows = [(expiry.title, str(expiry.expires)) for expiry in report.expiring]
    return Sheet(
        _("Verifications that expire"), (_("Title"), _("Until")), rows, _("No verification expires these days."), 0
    )


def _next_meetings(report: WeeklyReport) -> Sheet:
    rows = []
    for meeting in report.next_meetings:
        hour = f"{meeting.start:%H:%M}"
        others = ", ".join(f"{name} {local}" for name, local in meeting.clocks.items() if local != hour)
        remarks = [meeting_word(meeting.status, moved=meeting.moved), meeting.holiday]
        rows.append((meeting.name, short_date(meeting.start.date()), hour, others, ", ".join(filter(None, remarks))))
    headings = (_("Group"), _("Day"), _("Hour"), _("Other hours"), _("Remarks"))
    name = _("Meetings of next week, {week}").format(week=report.next_week)
    return Sheet(name, headings, rows, _("No meeting is planned for next week."), 0)


def _clock_changes(report: WeeklyReport) -> Sheet:
    rows = [(change.name, short_date(change.day), change.before, change.after) for change in report.clock_changes]
    headings = (_("Mesa"), _("From"), _("Before"), _("After"))
    return Sheet(_("Changes of clock"), headings, rows, _("Nobody's hour changes next week."), 0)


def _helplines(report: WeeklyReport) -> Sheet:
    rows = [
        (line.name, line.phone, f"{line.hours.opens}-{line.hours.closes} h", line.audience) for line in report.helplines
    ]
    headings = (_("Helpline"), _("Number"), _("Hours"), _("For whom"))
    return Sheet(_("Helplines"), headings, rows, _("There is no helpline yet."), 0)
