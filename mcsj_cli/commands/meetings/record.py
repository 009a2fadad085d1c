"""`mcsj meetings record`: who came to a meeting, what was talked about and what was agreed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import structs

from mcsj_cli.commands.arguments import agree, parse_field
from mcsj_cli.commands.context import find_editor, now, open_project, today
from mcsj_cli.commands.field import Field, Text, Texts, require
from mcsj_cli.commands.fields import (
    APPROACH,
    AXIS,
    DUE,
    MESA,
    OWNER,
    REASON,
    ExceptOption,
    YesOption,
)
from mcsj_cli.commands.meetings.agreements import AgreementOptions, agree_given, ask_agreements
from mcsj_cli.commands.meetings.answers import concealed, read_answers
from mcsj_cli.commands.meetings.attendance import ask_attendance
from mcsj_cli.commands.meetings.choose import (
    GroupOfHeldMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.commands.meetings.participants import (
    AS,
    CallOptions,
    CallReading,
    propose,
    read_lists,
    remember,
)
from mcsj_cli.commands.telling import describe_action, show_file, warn_of_action
from mcsj_cli.console import is_interactive, is_terminal, note
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.labels import label
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Prose
from mcsj_cli.model.kinds import MEETINGS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations import recording
from mcsj_cli.operations.answers import expect_attendance
from mcsj_cli.operations.attendance import (
    NamedMarks,
    describe_marks,
    find_marked,
    mark_mesas,
)
from mcsj_cli.operations.meetings import begin_record, find_meeting
from mcsj_cli.operations.mesa_choice import names_all, split_names
from mcsj_cli.operations.recording import MeetingReport
from mcsj_cli.questions import ask, confirm, edit_text
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

PRESENT: Field[str] = Field(
    "present",
    N_("The mesas that came: a,b; or all, with --except; or none."),
    N_("MESAS"),
    example="a,b --excused c",
)
EXCUSED: Field[str] = Field("excused", N_("Those that sent word: a,b."), N_("MESAS"))
ABSENT: Field[str] = Field(
    "absent",
    N_(
        "Those that did not come; where nothing was written down yet,"
        " also those that are not named."
    ),
    N_("MESAS"),
)
UNMARK: Field[str] = Field(
    "unmark",
    N_("The mesas whose mark goes away: a,b; also those that have left the group."),
    N_("MESAS"),
)
NOT_HELD: Field[bool] = Field("not-held", N_("It did not take place."))
NOTES: Field[str] = Field("notes", N_("What was talked about."), N_("NOTES"))
EDIT: Field[bool] = Field("edit", N_("Write the notes in the text editor."))
LIST: Field[Path] = Field(
    "list",
    N_("Who came, from the list that the video call's program gives (.csv); may be repeated."),
    N_("FILE"),
)
AGREEMENT: Field[str] = Field(
    "agreement",
    N_("What was agreed, which becomes an action; may be repeated, for the same owner and day."),
    N_("TITLE"),
)


class RecordOptions(NamedTuple):
    """The options that report a meeting."""

    marks: NamedMarks
    not_held: bool
    reason: str | None
    notes: str | None
    edit: bool
    agreements: list[str] | None
    unmark: list[str] | None = None
    lists: Sequence[Path] = ()
    called: Sequence[str] = ()

    @property
    def tell_of_meeting(self) -> bool:
        """Whether they say what only a meeting that was held has."""
        texts = (*self.marks, self.notes, self.agreements, self.unmark)
        return any(text is not None for text in texts) or bool(self.lists)

    @property
    def are_only_lists(self) -> bool:
        """Whether all that they say is who came: the rest is asked where a person can be."""
        texts = (*self.marks, self.notes, self.agreements, self.unmark)
        others = self.not_held or self.edit or any(text is not None for text in texts)
        return bool(self.lists) and not others

    @property
    def are_given(self) -> bool:
        """Whether there is anything to record without asking."""
        return self.tell_of_meeting or self.not_held or self.edit


def record_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfHeldMeeting = None,
    week: WeekOfMeeting = None,
    present: Annotated[Texts, PRESENT.option()] = None,
    excused: Annotated[Texts, EXCUSED.option()] = None,
    absent: Annotated[Texts, ABSENT.option()] = None,
    without: ExceptOption = None,
    unmark: Annotated[Texts, UNMARK.option()] = None,
    lists: Annotated[list[Path] | None, LIST.option()] = None,
    called: Annotated[Texts, AS.option()] = None,
    not_held: Annotated[bool, NOT_HELD.option()] = False,
    reason: Annotated[Text, REASON.option(N_("Why not."))] = None,
    notes: Annotated[Text, NOTES.option()] = None,
    edit: Annotated[bool, EDIT.option()] = False,
    agreement: Annotated[Texts, AGREEMENT.option()] = None,
    mesa: Annotated[
        Texts, MESA.option(N_("Whose agreement it is: a,b; all that meet, if left out."))
    ] = None,
    axis: Annotated[Text, AXIS.option()] = None,
    approach: Annotated[Text, APPROACH.option()] = None,
    owner: Annotated[Text, OWNER.option()] = None,
    due: Annotated[Text, DUE.option()] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found = choose_meeting(project, meeting, group, week, begun=True)
    tell_meeting(found)
    of_marks, of_agreement = _place_except(without, (present, excused, absent), mesa)
    marks = NamedMarks(present, excused, absent, of_marks)
    given = RecordOptions(
        marks, not_held, reason, notes, edit, agreement, unmark, lists or (), called or ()
    )
    _refuse(project, found, given)
    shared = AgreementOptions(mesa, of_agreement, axis, approach, owner, due)
    _record(project, found, given, shared, yes=yes)


def _record(
    project: Project,
    found: Occurrence,
    given: RecordOptions,
    shared: AgreementOptions,
    *,
    yes: bool,
) -> None:
    """Write down what is reported of a meeting, and show it."""
    reading = _read_lists(project, found, given)
    known = _begin_record(found, reading)
    report, actions = _report(project, found, known, given, shared)
    if not report.held and begin_record(found).attendance:
        agree(_("The attendance that was written down goes away."), yes=yes)
    agreed = recording.record_meeting(project, found, report, actions)
    for file in (MEETINGS.path(found.uid), *(entry.file for entry in agreed)):
        show_file(project, file)
    remember(project, reading.said if reading else [])
    _tell_recorded(project, found, agreed)
    _tell_of_adding(project, found, report)
    if report.held:
        note(_("Minutes: mcsj meetings minutes {uid}").format(uid=found.uid))


def _read_lists(project: Project, found: Occurrence, given: RecordOptions) -> CallReading | None:
    """Return what the lists of a video call make of a meeting; None without any."""
    if not given.lists:
        if given.called:
            raise WrongUsageError(
                _("{option} says who is who in a list: there is none.").format(option=AS.flag)
            )
        return None
    with concealed():
        options = CallOptions(None, given.called, None)
        return propose(project, found, read_lists(given.lists), options, settle=True)


def _begin_record(found: Occurrence, reading: CallReading | None) -> Meeting:
    """Return the record of a meeting, with the marks that lists give it."""
    known = begin_record(found)
    marks = reading.proposal.marks if reading else {}
    return structs.replace(known, attendance={**known.attendance, **marks})


def _tell_recorded(project: Project, found: Occurrence, agreed: Sequence[Entry[Action]]) -> None:
    """Tell what is stored of a meeting now, and what it agreed just now."""
    recorded = begin_record(find_meeting(project, found.uid))
    if not recorded.held:
        reason = f" ({recorded.reason})" if recorded.reason else ""
        note(_("Stored: {what}.").format(what=label("not-held") + reason))
    for sentence in describe_marks(found, recorded.attendance):
        note(sentence)
    names = project.groups.mesa_names
    for entry in agreed:
        told = f"«{entry.record.title}»; {describe_action(entry.record, names)}"
        note(_("Agreement: {what}.").format(what=told))
        warn_of_action(project, entry, today(project))


def _tell_of_adding(project: Project, found: Occurrence, report: MeetingReport) -> None:
    """Say that marks add up where those that were given were there already, beside others."""
    before = begin_record(found).attendance
    others = [slug for slug in before if slug not in report.attendance]
    after = begin_record(find_meeting(project, found.uid)).attendance
    if report.attendance and others and before == after:
        command = f"mcsj meetings record {found.uid} --absent {others[0]}"
        text = _("Marks are added to those that are there. To correct one, as in: {command}")
        note(text.format(command=spoken(command)))


def _place_except(
    without: list[str] | None, marks: Sequence[list[str] | None], mesas: list[str] | None
) -> tuple[list[str] | None, list[str] | None]:
    """Return what is left out of those with a mark, and of those that agreed something.

    Raise WrongUsageError where both are all mesas.
    """
    if not without or not names_all(split_names(mesas)):
        return without, None
    if any(names_all(split_names(texts)) for texts in marks):
        message = _("--except may leave mesas out of the attendance or of the agreement.")
        raise WrongUsageError(message, _("Name the mesas of one of the two, one by one."))
    return None, without


def _report(
    project: Project,
    found: Occurrence,
    known: Meeting,
    given: RecordOptions,
    shared: AgreementOptions,
) -> tuple[MeetingReport, list[Action]]:
    """Return what options report of a meeting and what it agreed, or ask for it."""
    if given.are_given and not (given.are_only_lists and is_interactive()):
        report = _report_given(project.groups, found, known, given)
        return report, agree_given(project, found, given.agreements or [], shared)
    require(f"mcsj meetings record {found.uid}", {PRESENT: None})
    report = _ask_report(project, found, known)
    return report, ask_agreements(project, found) if report.held else []


def _refuse(project: Project, found: Occurrence, given: RecordOptions) -> None:
    """Refuse to record what cannot have happened; raise WrongUsageError."""
    if given.not_held and given.tell_of_meeting:
        raise WrongUsageError(
            _("A meeting that was not held has no attendance, notes or agreements.")
        )
    if given.edit and not (is_interactive() and is_terminal()):
        message = _("{option} needs a terminal, and there is none here.").format(option=EDIT.flag)
        raise WrongUsageError(message, as_in(NOTES.but(example='"…"').as_example))
    refuse_unheld(project, found)


def refuse_unheld(project: Project, found: Occurrence) -> None:
    """Raise WrongUsageError for a meeting that is cancelled or has not begun."""
    if found.status == "cancelled":
        raise WrongUsageError(
            _("The meeting {uid} is cancelled.").format(uid=found.uid), _("Nothing was written.")
        )
    if found.start > now(project):
        raise WrongUsageError(
            _("The meeting {uid} has not begun: it is on {day}, {hour} h.").format(
                uid=found.uid, day=long_date(found.start.date()), hour=f"{found.start:%H:%M}"
            ),
            _("Record it afterwards."),
        )


def _report_given(
    groups: Groups, found: Occurrence, known: Meeting, given: RecordOptions
) -> MeetingReport:
    """Return what options report; a mesa that they do not name keeps its mark, or was absent."""
    if given.not_held:
        return MeetingReport(held=False, attendance={}, reason=given.reason)
    marks = mark_mesas(groups, found, given.marks, known)
    if given.lists:
        marks = {**known.attendance, **marks}
    unmarked = find_marked(groups, known, given.unmark)
    if given.edit:
        text = "\n".join(part for part in (known.notes, given.notes) if part)
        return MeetingReport(
            held=True,
            attendance=marks,
            edited=_edit_notes(text),
            before=known.notes,
            unmarked=unmarked,
        )
    more = parse_field(Prose, given.notes or "")
    return MeetingReport(held=True, attendance=marks, more=more, unmarked=unmarked)


def _edit_notes(text: str) -> str:
    """Open the notes in the person's editor; raise WrongUsageError where nothing was saved."""
    written = edit_text(text, find_editor())
    if written is None:
        raise WrongUsageError(_("The editor was left without saving."), _("Nothing was written."))
    return parse_field(Prose, written)


def _ask_report(project: Project, found: Occurrence, known: Meeting) -> MeetingReport:
    """Ask for all of it at the keyboard; nothing is written before the last answer."""
    meaning = _("With y who came is asked next; with n why it was not held, and no more.")
    if not confirm(_("Was it held?"), explanation=meaning, default=True):
        question = _("Why not (Enter to leave it out)")
        reason = ask(question, str, "", explanation=_(REASON.help)) or None
        return MeetingReport(held=False, attendance={}, reason=reason)
    expected = expect_attendance(read_answers(project, found) or [])
    marks = ask_attendance(found, known, expected)
    question = _("What was talked about (Enter to leave it out)")
    notes = ask(question, str, "", explanation=_(NOTES.help), long=True)
    return MeetingReport(held=True, attendance=marks, more=parse_field(Prose, notes))
