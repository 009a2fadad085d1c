"""A report in a few sentences, made from its figures; each begins with a capital and ends with a full stop."""

from collections.abc import Iterable, Sequence

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
    """Tell what a report says, the most important first; what did not happen is told only where it matters."""
    if _is_empty(report):
        return [_("Nothing is written down of this time."), _end(_tell_next(report))]
    figures, weekly = report.figures, isinstance(report, WeeklyReport) or len(report.weeks) == 1
    if report.cut < report.first:  # nothing of it can be told but what is planned
        planned = [
            _tell_meetings(figures.meetings),
            _tell_outcomes(figures.meetings),
            _tell_next(report),
        ]
        return [_end(one) for one in planned if one]
    meetings = [_tell_meetings(figures.meetings), _tell_attendance(report)]
    told = [
        "; ".join(filter(None, meetings)),
        _tell_outcomes(figures.meetings),
        _tell_absences(figures.meetings),
        _tell_unmarked(figures.meetings.unmarked),
        ""
        if isinstance(report, MesaReport)
        else _compare(figures.meetings, report.previous.meetings, weekly=weekly),
        _tell_absent_twice([mesa.name for mesa in report.absent_twice]),
        _tell_done(figures.actions),
        _tell_open(figures.actions),
        _tell_contacts(report),
        _tell_quiet(len(report.quiet), report.quiet_days)
        if isinstance(report, WeeklyReport)
        else "",
        _tell_practices(figures.practices),
        *(
            _tell_content(report.figures.content, report)
            if isinstance(report, WeeklyReport)
            else []
        ),
        _tell_next(report),
    ]
    return [_end(one) for one in told if one]


def _is_empty(report: Report) -> bool:
    """Say whether nothing happened, was due or was planned."""
    figures = report.figures
    counts = [
        figures.meetings.planned,
        figures.actions.opened,
        figures.actions.open,
        figures.followups.contacts,
    ]
    counts += [figures.actions.completed, figures.practices.new, figures.practices.replications]
    return not any([*counts, figures.content.items if isinstance(figures, Figures) else 0])


def _end(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _tell_meetings(figures: MeetingFigures) -> str:
    planned, held = figures.planned, figures.held
    if planned == 0:
        return _("no meeting was planned")
    if held == planned:
        return ngettext(
            "the planned meeting was held", "all {n} planned meetings were held", held
        ).format(n=held)
    if held:
        meetings = ngettext("{n} planned meeting", "{n} planned meetings", planned).format(
            n=planned
        )
        return ngettext(
            "{held} of {meetings} was held", "{held} of {meetings} were held", held
        ).format(held=held, meetings=meetings)
    if figures.coming == planned:
        return ngettext(
            "{n} meeting is still to come", "{n} meetings are still to come", planned
        ).format(n=planned)
    if figures.cancelled + figures.not_held == planned:
        text = ngettext(
            "the planned meeting was not held", "none of the {n} planned meetings was held", planned
        )
    else:
        text = ngettext("{n} meeting was planned", "{n} meetings were planned", planned)
    return text.format(n=planned)


def _tell_attendance(report: Report) -> str:
    if isinstance(report, MesaReport):
        return _tell_presence(report)
    expected, came = report.figures.meetings.expected, report.figures.meetings.came
    if expected == 0:
        return ""
    if came == expected:
        return ngettext("the expected mesa came", "all {n} expected mesas came", came).format(
            n=came
        )
    if came == 0:
        return ngettext(
            "the expected mesa did not come", "none of the {n} expected mesas came", expected
        ).format(n=expected)
    return ngettext(
        "{came} of {expected} mesas came", "{came} of {expected} mesas came", came
    ).format(came=came, expected=expected)


def _tell_presence(report: MesaReport) -> str:
    [mesa] = report.mesa_history
    present, waited = mesa.present, mesa.waited
    if waited == 0:
        return ""
    if present == 0:
        return _("the mesa came to none")
    if present == waited:
        return ngettext("the mesa came to it", "the mesa came to all of them", present)
    return _("the mesa came to {present} of {waited}").format(present=present, waited=waited)


def _tell_outcomes(figures: MeetingFigures) -> str:
    """Tell what else became of meetings; what is said of all of them in one was told already."""
    coming = figures.coming if figures.coming < figures.planned else 0
    not_held = figures.not_held if figures.not_held < figures.planned else 0
    return _join(
        (figures.cancelled, ngettext("{n} was cancelled", "{n} were cancelled", figures.cancelled)),
        (not_held, ngettext("{n} did not take place", "{n} did not take place", not_held)),
        (figures.moved, ngettext("{n} was moved", "{n} were moved", figures.moved)),
        (
            figures.unrecorded,
            ngettext("{n} has no record yet", "{n} have no record yet", figures.unrecorded),
        ),
        (coming, ngettext("{n} is still to come", "{n} are still to come", coming)),
    )


def _tell_absences(figures: MeetingFigures) -> str:
    absences = _join(
        (figures.excused, ngettext("{n} excused", "{n} excused", figures.excused)),
        (figures.absent, ngettext("{n} not excused", "{n} not excused", figures.absent)),
    )
    return _("absences: {list}").format(list=absences) if absences else ""


def _tell_unmarked(places: int) -> str:
    """Tell of whom nobody wrote down whether they came: that is no absence."""
    text = ngettext(
        "of {n} place nobody wrote down who came",
        "of {n} places nobody wrote down who came",
        places,
    )
    return text.format(n=places) if places else ""


def _compare(this: MeetingFigures, before: MeetingFigures, *, weekly: bool) -> str:
    """Tell how many more or fewer mesas came; a time of which not all is known is not to be compared."""
    if not (this.held and before.held) or any(
        (this.coming, this.unrecorded, before.coming, before.unrecorded)
    ):
        return ""
    more = this.came - before.came
    if more == 0:
        return (
            _("as many mesas came as in the week before")
            if weekly
            else _("as many mesas came as in the weeks before")
        )
    when = _("the week before") if weekly else _("the weeks before")
    if more > 0:
        text = ngettext("{n} more mesa came than {when}", "{n} more mesas came than {when}", more)
    else:
        text = ngettext(
            "{n} fewer mesa came than {when}", "{n} fewer mesas came than {when}", -more
        )
    return text.format(n=abs(more), when=when)


def _tell_absent_twice(names: Sequence[str]) -> str:
    text = ngettext(
        "{names} was absent twice in a row", "{names} were absent twice in a row", len(names)
    )
    return text.format(names=_name(names)) if names else ""


def _tell_done(figures: ActionFigures) -> str:
    opened, completed = figures.opened, figures.completed
    if opened == completed == 0:
        return (
            _("no action was begun or completed") if figures.open else _("no action is under way")
        )
    begun = (
        ngettext("{n} action was begun", "{n} actions were begun", opened).format(n=opened)
        if opened
        else _("no action was begun")
    )
    done = (
        ngettext("{n} was completed", "{n} were completed", completed).format(n=completed)
        if completed
        else ""
    )
    return enumeration([text for text in (begun, done or _("none was completed")) if text])


def _tell_open(figures: ActionFigures) -> str:
    if figures.open == 0:
        return _("none is left open") if figures.opened or figures.completed else ""
    text = ngettext("{n} action is open", "{n} actions are open", figures.open).format(
        n=figures.open
    )
    if figures.overdue == 0:
        return _("{open}, none of them overdue").format(open=text) if figures.open > 1 else text
    if figures.overdue == figures.open:
        late = ngettext("{open}, and it is overdue", "{open}, all of them overdue", figures.open)
    else:
        late = ngettext(
            "{open}, {n} of them overdue", "{open}, {n} of them overdue", figures.overdue
        )
    return late.format(open=text, n=figures.overdue)


def _tell_contacts(report: Report) -> str:
    figures = report.figures.followups
    if figures.contacts == 0:
        return (
            _("there was no contact with the mesa")
            if isinstance(report, MesaReport)
            else _("no mesa was contacted")
        )
    text = ngettext("there was {n} contact", "there were {n} contacts", figures.contacts).format(
        n=figures.contacts
    )
    if isinstance(report, MesaReport):
        return text
    mesas = ngettext("{n} mesa", "{n} mesas", figures.mesas).format(n=figures.mesas)
    return _("{contacts} with {mesas}").format(contacts=text, mesas=mesas)


def _tell_quiet(mesas: int, days: int) -> str:
    if mesas == 0:
        return ""
    long = ngettext("{n} day", "{n} days", days).format(n=days)
    text = ngettext(
        "there has been no news of {n} mesa for more than {days}",
        "there has been no news of {n} mesas for more than {days}",
        mesas,
    )
    return text.format(n=mesas, days=long)


def _tell_practices(figures: PracticeFigures) -> str:
    return _join(
        (
            figures.new,
            ngettext(
                "{n} practice was written down", "{n} practices were written down", figures.new
            ),
        ),
        (
            figures.replications,
            ngettext(
                "{n} copy of a practice was made",
                "{n} copies of practices were made",
                figures.replications,
            ),
        ),
    )


def _tell_content(figures: ContentFigures, report: WeeklyReport) -> list[str]:
    published = (
        ngettext("{n} item was published", "{n} items were published", figures.published).format(
            n=figures.published
        )
        if figures.published
        else _("nothing was published")
    )
    gaps = [f"#{tag}" for tag in report.gaps]
    missing = ngettext(
        "less than was planned under {tags}", "less than was planned under {tags}", len(gaps)
    )
    over = sum(expiry.expires < report.cut for expiry in report.expiring)
    soon = len(report.expiring) - over
    return [
        "; ".join([published, *([missing.format(tags=_name(gaps))] if gaps else [])]),
        _join(
            (
                over,
                ngettext("{n} verification has expired", "{n} verifications have expired", over),
            ),
            (
                soon,
                ngettext("{n} verification expires soon", "{n} verifications expire soon", soon),
            ),
        ),
    ]


def _tell_next(report: Report) -> str:
    coming = [meeting for meeting in report.next_meetings if meeting.status != "cancelled"]
    if not coming:
        return _("no meeting is planned for the week after")
    text = ngettext(
        "the week after there is {n} meeting, on {day}",
        "the week after there are {n} meetings, the first on {day}",
        len(coming),
    )
    return text.format(n=len(coming), day=long_date(coming[0].start.date()))


def _name(names: Sequence[str]) -> str:
    """Name the first few of some things, and say how many more there are."""
    more = len(names) - _NAMED
    if more <= 1:
        return enumeration(names)
    return enumeration([*names[:_NAMED], ngettext("{n} more", "{n} more", more).format(n=more)])


def _join(*counted: tuple[int, str]) -> str:
    """Join what there is any of, each text with its count."""
    return enumeration([text.format(n=count) for count, text in _some(counted)])


def _some(counted: Iterable[tuple[int, str]]) -> Iterable[tuple[int, str]]:
    return ((count, text) for count, text in counted if count)
