"""A report as one WhatsApp message: its sentences, what is late, and what comes next."""

from collections.abc import Iterator

from mcsj_cli.i18n import _, long_date, ngettext, short_date
from mcsj_cli.messages.announcement import LIMIT
from mcsj_cli.messages.social_post import strip_marks
from mcsj_cli.model.text import clip
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import subtitle, title
from mcsj_cli.reports.sheets.work import name_mesas
from mcsj_cli.reports.summary import summarise

_LONGEST = 300  # letters of a line: what is longer nobody reads on a phone
_LATE, _NEXT = 5, 8  # overdue actions and meetings that are named


def render(report: Report) -> str:
    """Write the message, within the length of one; what no longer fits is left out from the end."""
    text = ""
    for block in _blocks(report):
        for number, line in enumerate(block):
            gap = "" if not text else "\n" if number else "\n\n"
            if len(text) + len(gap) + len(line) > LIMIT:
                return f"{text}\n"
            text += gap + line
    return f"{text}\n"


def _blocks(report: Report) -> Iterator[list[str]]:
    """Give the parts of the message as lines."""
    yield [f"*{_clean(title(report))}*", _clean(subtitle(report))]
    if report.notice:
        yield [f"_{_clean(report.notice)}_"]
    yield [f"- {_clean(sentence)}" for sentence in summarise(report)]
    yield from _late(report)
    yield from _next(report)
    for line in report.helplines:
        yield [
            f"*{_clean(line.name)}*",
            _clean(f"{line.phone}, {line.hours.opens}-{line.hours.closes} h"),
        ]


def _late(report: Report) -> Iterator[list[str]]:
    if report.overdue:
        lines = [
            f"- {_clean(action.title, _LONGEST // 2)} ({_clean(name_mesas(report, action.mesas), _LONGEST // 3)}): "
            + _("due on {day}").format(day=short_date(action.due))
            for action in report.overdue[:_LATE]
        ]
        heading = _("Overdue actions")
        yield [f"*{heading}*", *lines, *_more(len(report.overdue) - _LATE)]


def _next(report: Report) -> Iterator[list[str]]:
    coming = [meeting for meeting in report.next_meetings if meeting.status != "cancelled"]
    if coming:
        lines = [
            f"- {_clean(meeting.name, _LONGEST // 2)}: {long_date(meeting.start.date())}, {meeting.start:%H:%M} h"
            for meeting in coming[:_NEXT]
        ]
        heading = _("Meetings of next week, {week}").format(week=report.next_week)
        yield [f"*{heading}*", *lines, *_more(len(coming) - _NEXT)]


def _more(count: int) -> list[str]:
    return (
        [ngettext("- and {n} more", "- and {n} more", count).format(n=count)] if count > 0 else []
    )


def _clean(text: str, limit: int = _LONGEST) -> str:
    """Keep a text on one line, without the signs that WhatsApp reads as marks, and short enough for a phone."""
    return clip(strip_marks(" ".join(text.split())), limit)
