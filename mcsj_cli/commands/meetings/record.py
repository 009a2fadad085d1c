"""`mcsj meetings record`: who came to a meeting, what was talked about and what was agreed."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import click
import msgspec

from mcsj_cli.commands.arguments import agree, parse_field, require
from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import APPROACH, AXIS, DUE, MESA, OWNER, REASON, YesOption
from mcsj_cli.commands.meetings.agreements import AgreementFields, agree_given, ask_agreements
from mcsj_cli.commands.meetings.answers import expect_attendance
from mcsj_cli.commands.meetings.attendance import AttendanceOptions, Marks, ask_roll, call_roll
from mcsj_cli.commands.meetings.change import begin_record, change_meeting
from mcsj_cli.commands.meetings.choose import (
    GroupOfHeldMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import ask, confirm, note, say
from mcsj_cli.errors import ChangedError, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Prose
from mcsj_cli.model.kinds import ACTIONS, MEETINGS
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.agenda_points import read_points
from mcsj_cli.operations.reading import next_number
from mcsj_cli.store import files
from mcsj_cli.store.project import Project

ABSENT: Field[str] = Field(
    "absent",
    N_(
        "Those that did not come; where nothing was written down yet, also those that are not named."
    ),
    N_("MESAS"),
)
AGREEMENT: Field[str] = Field(
    "agreement",
    N_("What was agreed, which becomes an action; may be repeated, for the same owner and day."),
    N_("TITLE"),
)
EDIT: Field[bool] = Field("edit", N_("Write the notes in the text editor."))
EXCUSED: Field[str] = Field("excused", N_("Those that sent word: a,b."), N_("MESAS"))
NOT_HELD: Field[bool] = Field("not-held", N_("It did not take place."))
NOTES: Field[str] = Field("notes", N_("What was talked about."), N_("NOTES"))
PRESENT: Field[str] = Field("present", N_("The mesas that came: a,b."), N_("MESAS"))


class _Report(NamedTuple):
    """What a person has told of a meeting: more notes, or all of them `edited` where they were as `before`."""

    held: bool
    attendance: Marks
    more: str = ""
    edited: str | None = None
    before: str = ""
    reason: str | None = None


def record_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfHeldMeeting = None,
    week: WeekOfMeeting = None,
    present: Annotated[Text, PRESENT.option()] = None,
    excused: Annotated[Text, EXCUSED.option()] = None,
    absent: Annotated[Text, ABSENT.option()] = None,
    not_held: Annotated[bool, NOT_HELD.option()] = False,
    reason: Annotated[Text, REASON.option(N_("Why not."))] = None,
    notes: Annotated[Text, NOTES.option()] = None,
    edit: Annotated[bool, EDIT.option()] = False,
    agreement: Annotated[Texts, AGREEMENT.option()] = None,
    mesa: Annotated[
        Texts,
        MESA.option(N_("Whose agreement it is; all that meet, if left out.")),
    ] = None,
    axis: Annotated[Text, AXIS.option()] = None,
    approach: Annotated[Text, APPROACH.option()] = None,
    owner: Annotated[Text, OWNER.option()] = None,
    due: Annotated[Text, DUE.option()] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found = choose_meeting(project, meeting, group, week, begun=True)
    known = begin_record(found)
    _refuse(project, found, not_held=not_held, counts=(present, excused, absent, notes, agreement))
    said = (
        any(value is not None for value in (present, excused, absent, notes, agreement))
        or not_held
        or edit
    )
    deal = AgreementFields(mesa, axis, approach, owner, due)
    if said:
        roll = AttendanceOptions(present, excused, absent)
        report = _read(found, known, roll, reason, notes, not_held=not_held, edit=edit)
        actions = agree_given(project, found, agreement or [], deal)
    else:
        require({"--present": None}, f"mcsj meetings record {found.uid} --present a,b --excused c")
        report = _ask(project, found, known)
        actions = ask_agreements(project, found) if report.held else []
    if not report.held and known.attendance:
        agree(_("The attendance that was written down goes away."), yes=yes)
    _save(project, found, report, actions)


def _refuse(
    project: Project, found: Occurrence, *, not_held: bool, counts: Sequence[object]
) -> None:
    """Refuse to record what cannot have happened; raise WrongUsageError."""
    if not_held and any(value is not None for value in counts):
        raise WrongUsageError(
            _("A meeting that was not held has no attendance, notes or agreements.")
        )
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


def _read(
    found: Occurrence,
    known: Meeting,
    roll: AttendanceOptions,
    reason: str | None,
    notes: str | None,
    *,
    not_held: bool,
    edit: bool,
) -> _Report:
    """Make the report from options; mesas that are not named keep their mark, or else were absent."""
    if not_held:
        return _Report(held=False, attendance={}, reason=reason)
    marks = call_roll(found, roll, known)
    if edit:
        text = "\n".join(part for part in (known.notes, notes) if part)
        return _Report(held=True, attendance=marks, edited=_edit(text), before=known.notes)
    return _Report(held=True, attendance=marks, more=parse_field(Prose, notes or ""))


def _edit(text: str) -> str:
    written = click.edit(f"{text}\n" if text else "", extension=".txt")
    if written is None:
        raise WrongUsageError(_("The editor was left without saving."), _("Nothing was written."))
    return parse_field(Prose, written)


def _ask(project: Project, found: Occurrence, known: Meeting) -> _Report:
    """Ask for all of it at the keyboard; nothing is written before the last answer."""
    note(f"{found.name}, {long_date(found.start.date())}, {found.start:%H:%M} h ({found.uid})")
    if not confirm(_("Was it held?"), default=True):
        return _Report(
            held=False,
            attendance={},
            reason=ask(_("Why not (Enter to leave it out)"), str, "") or None,
        )
    marks = ask_roll(found, known, expect_attendance(project, found))
    notes = ask(_("What was talked about (Enter to leave it out)"), str, "")
    return _Report(held=True, attendance=marks, more=parse_field(Prose, notes))


def _save(project: Project, found: Occurrence, report: _Report, actions: Sequence[Action]) -> None:
    """Write the meeting and the actions that it agreed in one step."""

    def make(current: Meeting) -> Meeting:
        recorded = current.record(held=report.held, attendance=report.attendance, more=report.more)
        if recorded.held and not current.held:  # what was talked about does not change any more
            points = read_points(project, found.with_meeting(current), found.start.date())
            recorded = msgspec.structs.replace(
                recorded, agenda=[Line(point.name) for point in points if point.is_shown]
            )
        if report.edited is not None:
            if current.notes != report.before:
                raise ChangedError(MEETINGS.path(found.uid), _keep(project, found, report.edited))
            recorded = msgspec.structs.replace(recorded, notes=Prose(report.edited))
        return recorded.give_reason(report.reason) if report.reason else recorded

    with project.changing(commit_subject("meetings: record", found.uid)) as change:
        change_meeting(change, found, make)
        first = next_number(project, found.uid) if actions else 0
        numbered = [
            msgspec.structs.replace(one, number=number) for number, one in enumerate(actions, first)
        ]
        made = [change.add(ACTIONS, action) for action in numbered]
    say(str(project.root / MEETINGS.path(found.uid)))
    for entry in made:
        say(str(project.root / entry.file))
    if report.held:
        note(_("Minutes: mcsj meetings minutes {uid}").format(uid=found.uid))


def _keep(project: Project, found: Occurrence, text: str) -> Path:
    """Keep what was written in the editor beside the record that somebody else changed meanwhile."""
    kept = project.root / f"{MEETINGS.path(found.uid)}.{os.getpid()}.new"
    files.write(kept, text.encode())
    return kept
