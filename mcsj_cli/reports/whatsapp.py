"""A report as one WhatsApp message: its sentences, what is late, and what comes next."""

from collections.abc import Iterator

from mcsj_cli.i18n import _, long_date, ngettext, short_date
from mcsj_cli.messages.announcement import LIMIT
from mcsj_cli.messages.social_post import strip_marks
from mcsj_cli.model.text import clip
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import subtitle, title
from mcsj_cli.reports.sheets.work_tables import name_mesas
from mcsj_cli.reports.summary import summarise
from mcsj_cli.reports.weekly_values import LateAction, NextMeeting

_LONGEST = 300  # letters of a line, as many as are read on a phone
_LATE, _NEXT = 5, 8  # overdue actions and meetings that are named


def render(report: Report) -> str:
    """Write the message; lines at the end that no longer fit into one message are left out."""
    text = ""
    for block in _build_blocks(report):
        for number, line in enumerate(block):
            gap = "\n" if number else "\n\n"
            if not text:
                gap = ""
            if len(text) + len(gap) + len(line) > LIMIT:
                return f"{text}\n"
            text += gap + line
    return f"{text}\n"


def _build_blocks(report: Report) -> Iterator[list[str]]:
    """Yield the parts of the message, each as its lines."""
    yield [f"*{_clean(title(report))}*", _clean(subtitle(report))]
    if report.notice:
        yield [f"_{_clean(report.notice)}_"]
    yield [f"- {_clean(sentence)}" for sentence in summarise(report)]
    yield from _build_overdue(report)
    yield from _build_next(report)
    for line in report.helplines:
        yield [
            f"*{_clean(line.name)}*",
            _clean(f"{line.phone}, {line.hours.opens}-{line.hours.closes} h"),
        ]


def _build_overdue(report: Report) -> Iterator[list[str]]:
    if report.overdue:
        lines = [_format_action(report, action) for action in report.overdue[:_LATE]]
        heading = _("Overdue actions")
        yield [f"*{heading}*", *lines, *_count_more(len(report.overdue) - _LATE)]


def _format_action(report: Report, action: LateAction) -> str:
    title = _clean(action.title, _LONGEST // 2)
    mesas = _clean(name_mesas(report, action.mesas), _LONGEST // 3)
    return f"- {title} ({mesas}): " + _("due on {day}").format(day=short_date(action.due))


def _build_next(report: Report) -> Iterator[list[str]]:
    coming = [meeting for meeting in report.next_meetings if meeting.status != "cancelled"]
    if coming:
        lines = [_format_meeting(meeting) for meeting in coming[:_NEXT]]
        heading = _("Meetings of next week, {week}").format(week=report.next_week)
        yield [f"*{heading}*", *lines, *_count_more(len(coming) - _NEXT)]


def _format_meeting(meeting: NextMeeting) -> str:
    name, day = _clean(meeting.name, _LONGEST // 2), long_date(meeting.start.date())
    return f"- {name}: {day}, {meeting.start:%H:%M} h"


def _count_more(count: int) -> list[str]:
    if count <= 0:
        return []
    return [ngettext("- and {n} more", "- and {n} more", count).format(n=count)]


def _clean(text: str, limit: int = _LONGEST) -> str:
    """Keep a text on one line, short, and without the signs that WhatsApp reads as marks."""
    return clip(strip_marks(" ".join(text.split())), limit)
