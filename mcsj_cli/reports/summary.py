"""A report in a few sentences, built from its figures."""

from collections.abc import Iterator, Sequence

from mcsj_cli.i18n import _, long_date, ngettext
from mcsj_cli.model.text import enumeration
from mcsj_cli.reports.period_values import MesaReport, Report
from mcsj_cli.reports.weekly_values import (
    ActionFigures,
    Figures,
    MeetingFigures,
    PracticeFigures,
    WeeklyReport,
)
from mcsj_cli.work.rubrics import ContentFigures

_NAMED = 6  # mesas or rubrics that a sentence names


def summarise(report: Report) -> list[str]:
    """Return what a report says, the most important first.

    A zero is only told where it matters.
    """
    if _is_empty(report):
        return [_("Nothing is written down of this time."), _to_sentence(_format_next(report))]
    if report.cut < report.first:
        # All of it lies ahead, so that there is nothing to tell but what is planned.
        meetings = report.figures.meetings
        texts = [_format_meetings(meetings), _format_outcomes(meetings), _format_next(report)]
    else:
        texts = [*_list_meeting_texts(report), *_list_work_texts(report), _format_next(report)]
    return [_to_sentence(text) for text in texts if text]


def _list_meeting_texts(report: Report) -> Iterator[str]:
    meetings = report.figures.meetings
    yield "; ".join(filter(None, [_format_meetings(meetings), _format_attendance(report)]))
    yield _format_outcomes(meetings)
    yield _format_absences(meetings)
    yield _format_unmarked(meetings.unmarked)
    if not isinstance(report, MesaReport):
        weekly = isinstance(report, WeeklyReport) or len(report.weeks) == 1
        yield _format_comparison(meetings, report.previous.meetings, weekly=weekly)
    yield _format_absent_twice([mesa.name for mesa in report.absent_twice])


def _list_work_texts(report: Report) -> Iterator[str]:
    figures = report.figures
    yield _format_done(figures.actions)
    yield _format_open(figures.actions)
    yield _format_contacts(report)
    if isinstance(report, WeeklyReport):
        yield _format_quiet(len(report.quiet), report.quiet_days)
    yield _format_practices(figures.practices)
    if isinstance(report, WeeklyReport):
        yield _format_content(report.figures.content, report.gaps)
        yield _format_expiring(report)


def _is_empty(report: Report) -> bool:
    """Whether nothing happened, was due or was planned."""
    figures = report.figures
    actions, practices = figures.actions, figures.practices
    counts = [
        figures.meetings.planned,
        actions.opened,
        actions.open,
        actions.completed,
        figures.followups.contacts,
        practices.new,
        practices.replications,
    ]
    if isinstance(figures, Figures):
        counts.append(figures.content.items)
    return not any(counts)


def _to_sentence(text: str) -> str:
    """Begin a text with a capital, and end it with a full stop."""
    return f"{text[0].upper()}{text[1:]}."


def _format_meetings(figures: MeetingFigures) -> str:
    planned, held = figures.planned, figures.held
    if planned == 0:
        return _("no meeting was planned")
    if held and held != planned:
        return _format_held(held, planned)
    if held == planned:
        text = ngettext(
            "the planned meeting was held", "all {n} planned meetings were held", planned
        )
    elif figures.coming == planned:
        text = ngettext("{n} meeting is still to come", "{n} meetings are still to come", planned)
    elif figures.cancelled + figures.not_held == planned:
        text = ngettext(
            "the planned meeting was not held", "none of the {n} planned meetings was held", planned
        )
    else:
        text = ngettext("{n} meeting was planned", "{n} meetings were planned", planned)
    return text.format(n=planned)


def _format_held(held: int, planned: int) -> str:
    meetings = ngettext("{n} planned meeting", "{n} planned meetings", planned)
    text = ngettext("{held} of {meetings} was held", "{held} of {meetings} were held", held)
    return text.format(held=held, meetings=meetings.format(n=planned))


def _format_attendance(report: Report) -> str:
    if isinstance(report, MesaReport):
        return _format_presence(report)
    expected, came = report.figures.meetings.expected, report.figures.meetings.came
    if expected == 0:
        return ""
    if came == expected:
        text = ngettext("the expected mesa came", "all {n} expected mesas came", came)
    elif came == 0:
        text = ngettext(
            "the expected mesa did not come", "none of the {n} expected mesas came", expected
        )
    else:
        text = ngettext("{came} of {expected} mesas came", "{came} of {expected} mesas came", came)
    return text.format(n=expected, came=came, expected=expected)


def _format_presence(report: MesaReport) -> str:
    [mesa] = report.mesa_history
    present, waited = mesa.present, mesa.waited
    if waited == 0:
        return ""
    if present == 0:
        return _("the mesa came to none")
    if present == waited:
        return ngettext("the mesa came to it", "the mesa came to all of them", present)
    return _("the mesa came to {present} of {waited}").format(present=present, waited=waited)


def _format_outcomes(figures: MeetingFigures) -> str:
    """Return what else became of meetings.

    An outcome of all of them is left out, since `_format_meetings` has told it.
    """
    cancelled, moved, unrecorded = figures.cancelled, figures.moved, figures.unrecorded
    coming = figures.coming if figures.coming < figures.planned else 0
    not_held = figures.not_held if figures.not_held < figures.planned else 0
    return _join_counts(
        (cancelled, ngettext("{n} was cancelled", "{n} were cancelled", cancelled)),
        (not_held, ngettext("{n} did not take place", "{n} did not take place", not_held)),
        (moved, ngettext("{n} was moved", "{n} were moved", moved)),
        (unrecorded, ngettext("{n} has no record yet", "{n} have no record yet", unrecorded)),
        (coming, ngettext("{n} is still to come", "{n} are still to come", coming)),
    )


def _format_absences(figures: MeetingFigures) -> str:
    absences = _join_counts(
        (figures.excused, ngettext("{n} excused", "{n} excused", figures.excused)),
        (figures.absent, ngettext("{n} not excused", "{n} not excused", figures.absent)),
    )
    return _("absences: {list}").format(list=absences) if absences else ""


def _format_unmarked(places: int) -> str:
    """Return at how many places the attendance was not recorded, which is no absence."""
    text = ngettext(
        "of {n} place nobody wrote down who came",
        "of {n} places nobody wrote down who came",
        places,
    )
    return text.format(n=places) if places else ""


def _format_comparison(this: MeetingFigures, before: MeetingFigures, *, weekly: bool) -> str:
    """Return how many more or fewer mesas came; empty if either period is not known in full."""
    if not (_is_complete(this) and _is_complete(before)):
        return ""
    more = this.came - before.came
    if more == 0 and weekly:
        return _("as many mesas came as in the week before")
    if more == 0:
        return _("as many mesas came as in the weeks before")
    when = _("the week before") if weekly else _("the weeks before")
    if more > 0:
        text = ngettext("{n} more mesa came than {when}", "{n} more mesas came than {when}", more)
    else:
        text = ngettext(
            "{n} fewer mesa came than {when}", "{n} fewer mesas came than {when}", -more
        )
    return text.format(n=abs(more), when=when)


def _is_complete(figures: MeetingFigures) -> bool:
    """Whether meetings were held, and what became of all of them is known."""
    return figures.held > 0 and figures.coming == 0 and figures.unrecorded == 0


def _format_absent_twice(names: Sequence[str]) -> str:
    text = ngettext(
        "{names} was absent twice in a row", "{names} were absent twice in a row", len(names)
    )
    return text.format(names=_enumerate_first(names)) if names else ""


def _format_done(figures: ActionFigures) -> str:
    opened, completed = figures.opened, figures.completed
    if opened == completed == 0:
        if figures.open:
            return _("no action was begun or completed")
        return _("no action is under way")
    begun, done = _("no action was begun"), _("none was completed")
    if opened:
        begun = ngettext("{n} action was begun", "{n} actions were begun", opened)
    if completed:
        done = ngettext("{n} was completed", "{n} were completed", completed)
    return enumeration([begun.format(n=opened), done.format(n=completed)])


def _format_open(figures: ActionFigures) -> str:
    if figures.open == 0:
        return _("none is left open") if figures.opened or figures.completed else ""
    count, overdue = figures.open, figures.overdue
    text = ngettext("{n} action is open", "{n} actions are open", count).format(n=count)
    if overdue == 0 and count == 1:
        return text
    if overdue == 0:
        late = _("{open}, none of them overdue")
    elif overdue == count:
        late = ngettext("{open}, and it is overdue", "{open}, all of them overdue", count)
    else:
        late = ngettext("{open}, {n} of them overdue", "{open}, {n} of them overdue", overdue)
    return late.format(open=text, n=overdue)


def _format_contacts(report: Report) -> str:
    contacts, mesas = report.figures.followups.contacts, report.figures.followups.mesas
    text = ngettext("there was {n} contact", "there were {n} contacts", contacts)
    text = text.format(n=contacts)
    if isinstance(report, MesaReport):
        return text if contacts else _("there was no contact with the mesa")
    if contacts == 0:
        return _("no mesa was contacted")
    with_whom = ngettext("{n} mesa", "{n} mesas", mesas).format(n=mesas)
    return _("{contacts} with {mesas}").format(contacts=text, mesas=with_whom)


def _format_quiet(mesas: int, days: int) -> str:
    if mesas == 0:
        return ""
    duration = ngettext("{n} day", "{n} days", days).format(n=days)
    text = ngettext(
        "there has been no news of {n} mesa for more than {days}",
        "there has been no news of {n} mesas for more than {days}",
        mesas,
    )
    return text.format(n=mesas, days=duration)


def _format_practices(figures: PracticeFigures) -> str:
    new, copies = figures.new, figures.replications
    written = ngettext("{n} practice was written down", "{n} practices were written down", new)
    copied = ngettext(
        "{n} copy of a practice was made", "{n} copies of practices were made", copies
    )
    return _join_counts((new, written), (copies, copied))


def _format_content(figures: ContentFigures, gaps: Sequence[str]) -> str:
    text, count = _("nothing was published"), figures.published
    if count:
        text = ngettext("{n} item was published", "{n} items were published", count)
        text = text.format(n=count)
    if not gaps:
        return text
    missing = ngettext(
        "less than was planned under {tags}", "less than was planned under {tags}", len(gaps)
    )
    tags = _enumerate_first([f"#{tag}" for tag in gaps])
    return "; ".join([text, missing.format(tags=tags)])


def _format_expiring(report: WeeklyReport) -> str:
    over = sum(expiry.expires < report.cut for expiry in report.expiring)
    soon = len(report.expiring) - over
    expired = ngettext("{n} verification has expired", "{n} verifications have expired", over)
    expiring = ngettext("{n} verification expires soon", "{n} verifications expire soon", soon)
    return _join_counts((over, expired), (soon, expiring))


def _format_next(report: Report) -> str:
    coming = [meeting for meeting in report.next_meetings if meeting.status != "cancelled"]
    if not coming:
        return _("no meeting is planned for the week after")
    text = ngettext(
        "the week after there is {n} meeting, on {day}",
        "the week after there are {n} meetings, the first on {day}",
        len(coming),
    )
    return text.format(n=len(coming), day=long_date(coming[0].start.date()))


def _enumerate_first(names: Sequence[str]) -> str:
    """Enumerate the first names, and count the rest."""
    more = len(names) - _NAMED
    if more <= 1:
        return enumeration(names)
    return enumeration([*names[:_NAMED], ngettext("{n} more", "{n} more", more).format(n=more)])


def _join_counts(*counted: tuple[int, str]) -> str:
    """Enumerate the texts whose count is not zero, each with its count."""
    return enumeration([text.format(n=count) for count, text in counted if count])
