"""`mcsj meetings attendance`: the marks of a meeting, from the list of a video call."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import APPLY, FILE, Format
from mcsj_cli.commands.handed_file import DAY_FIRST, MONTH_FIRST, choose_order
from mcsj_cli.commands.meetings.answers import concealed
from mcsj_cli.commands.meetings.attendance_table import (
    MARKS,
    parse_letters,
    refuse_beside_marks,
    take_table,
)
from mcsj_cli.commands.meetings.choose import (
    GroupOfHeldMeeting,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.commands.meetings.participants import (
    AS,
    LEAST,
    CallOptions,
    CallReading,
    build_strange,
    propose,
    read_lists,
    remember,
)
from mcsj_cli.commands.meetings.record import refuse_unheld
from mcsj_cli.console import note
from mcsj_cli.doors.call_list import CallList
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, Item, show_list
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations import recording
from mcsj_cli.operations.attendance import describe_marks
from mcsj_cli.operations.call_days import find_meeting_of_lists
from mcsj_cli.operations.call_marks import CallProposal, MarkChange, PlacedPerson, Why
from mcsj_cli.operations.recording import MeetingReport
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

LISTS: Field[str] = FILE.but(
    metavar=N_("FILE… [MEETING]"),
    help=N_(
        "The lists that Zoom, Teams, Meet or Nextcloud Talk give of who was there (.csv);"
        " then, if it is not clear by its day, the meeting."
    ),
    example="participantes.csv --group 4",
)


def take_attendance(
    lists: Annotated[list[str], LISTS.argument()],
    group: GroupOfHeldMeeting = None,
    week: WeekOfMeeting = None,
    called: Annotated[Texts, AS.option()] = None,
    minutes: Annotated[int | None, LEAST.option()] = None,
    marks: Annotated[Text, MARKS.option()] = None,
    day_first: Annotated[bool, DAY_FIRST.option()] = False,
    month_first: Annotated[bool, MONTH_FIRST.option()] = False,
    apply: Annotated[bool, APPLY.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    order = choose_order(day_first=day_first, month_first=month_first)
    files, meeting = _part_arguments(lists)
    if marks is not None:
        refuse_beside_marks(files, meeting, group, week, called)
        take_table(project, files[0], parse_letters(marks), form, order, apply=apply)
        return
    with concealed():
        read = read_lists(files)
        found = _find_meeting(project, read, order, (meeting, group, week))
        tell_meeting(found)
        refuse_unheld(project, found)
        options = CallOptions(order, called or [], minutes)
        reading = propose(project, found, read, options, settle=apply)
        if apply:
            _write_down(project, reading)
        _show_marks(reading.proposal, form)
        if reading.proposal.is_strange:
            error = build_strange(project, reading.proposal)
            note(f"{error.message} {error.advice}")
        else:
            _note_outcome(reading.proposal, applied=apply)


def _part_arguments(texts: Sequence[str]) -> tuple[list[Path], str | None]:
    """Return the files, and the meeting if the last text names one; raise WrongUsageError."""
    files = [Path(text) for text in texts]
    last = files[-1]
    if last.suffix or last.exists():
        return files, None
    if len(files) == 1:
        message = _("Say which file is the list of who was there.")
        raise WrongUsageError(message, as_in("mcsj meetings attendance participantes.csv"))
    return files[:-1], texts[-1]


def _find_meeting(
    project: Project,
    lists: Sequence[CallList],
    order: DayOrder | None,
    named: tuple[str | None, str | None, str | None],
) -> Occurrence:
    """Find the meeting that is named, or else by the day of the lists."""
    meeting, group, week = named
    if meeting is None and week is None:
        chosen = project.groups.find_group(group) if group else None
        found = find_meeting_of_lists(project, lists, order, chosen, now(project))
        if found:
            return found
    found = choose_meeting(project, meeting, group, week, begun=True)
    if not any(calls.day_of_name or calls.has_days for calls in lists):
        note(_("The list does not say its day: look whether it is of this meeting."))
    return found


def _write_down(project: Project, reading: CallReading) -> None:
    """Record the marks as one change, and remember what was said of people."""
    remember(project, reading.said)
    proposal = reading.proposal
    if proposal.is_new:
        report = MeetingReport(held=True, attendance=proposal.marks)
        recording.record_meeting(project, proposal.found, report, [])


def _show_marks(proposal: CallProposal, form: str | None) -> None:
    names = proposal.found.group.mesas
    titles = {str(mesa.slug): str(mesa.name) for mesa in names}
    items = [_describe_change(proposal, change) for change in proposal.changes]
    shown = {change.mesa for change in proposal.changes}
    items += [_describe_other(one) for one in proposal.placed if one.mesa not in shown]
    called = {one.rows[0]: one.person.names[0] for one in proposal.placed}
    columns = [
        Column(_("Mesa"), lambda item: titles.get(item["mesa"], item["mesa"]) or "–"),
        Column(_("Mark"), _format_mark),
        Column(_("In minutes"), lambda item: _format_minutes(item["minutes"]), "right"),
        Column(_("In the list"), lambda item: ", ".join(called[row] for row in item["rows"])),
        Column(_("Row"), lambda item: ", ".join(row.rpartition(":")[2] for row in item["rows"])),
    ]
    show_list(items, columns, form, _("Nobody is in the list."))


def _describe_change(proposal: CallProposal, change: MarkChange) -> dict[str, Any]:
    own = [one for one in proposal.placed if one.mesa == change.mesa]
    return {
        "mesa": change.mesa,
        "before": change.before.value if change.before else None,
        "after": change.after.value,
        "minutes": change.minutes,
        "why": sorted({one.why.value for one in own}),
        "rows": [one.rows[0] for one in own],
    }


def _describe_other(one: PlacedPerson) -> dict[str, Any]:
    """Return what is told of somebody whose mesa does not meet here, or who is of none."""
    return {
        "mesa": one.mesa,
        "before": None,
        "after": None,
        "minutes": one.person.minutes,
        "why": [one.why.value],
        "rows": one.rows[:1],
    }


def _format_mark(item: Item) -> str:
    if item["after"] is None:
        return _("of another meeting") if item["mesa"] else _label_reason(item["why"][0])
    after = label(item["after"])
    if item["before"] in (None, item["after"]):
        return after
    return f"{label(item['before'])} → {after}"


def _label_reason(why: str) -> str:
    """Return why somebody counts for no mesa."""
    return {
        Why.HOST: _("host"),
        Why.WAITED: _("only in the waiting room"),
        Why.PROGRAM: _("a program that takes notes"),
        Why.SHORT: _("too short to count"),
        Why.UNKNOWN: _("of which mesa?"),
    }.get(Why(why), _("no mesa"))


def _format_minutes(minutes: int | None) -> str:
    return "" if minutes is None else str(minutes)


def _note_outcome(proposal: CallProposal, *, applied: bool) -> None:
    """Say what is still to be said, and whether anything was or will be written."""
    unknown = len(proposal.unknown)
    if unknown:
        text = ngettext(
            "It is not known of which mesa {n} person is. Say it with --as 'NAME=MESA', or --apply"
            " asks for it.",
            "It is not known of which mesa {n} people are. Say it with --as 'NAME=MESA', or --apply"
            " asks for it.",
            unknown,
        )
        note(text.format(n=unknown))
    if not proposal.is_new and not unknown:
        note(_("Nothing new: it is written down just so."))
    elif applied:
        for sentence in describe_marks(proposal.found, proposal.marks):
            note(sentence)
    else:
        note(_("Nothing was written. To write it down: the same command with --apply"))
