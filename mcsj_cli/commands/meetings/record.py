"""`mcsj meetings record`: who came to a meeting, what was talked about and what was agreed."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import click
import msgspec
import typer

from mcsj_cli.commands.meetings.change import begin_record, change_meeting
from mcsj_cli.commands.meetings.choose import (
    GroupOfHeldMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    read_points,
)
from mcsj_cli.commands.options import (
    YesOption,
    agree,
    choose_day,
    choose_value,
    complete_mesa,
    now,
    open_project,
    parse_field,
    require,
)
from mcsj_cli.console import ask, confirm, is_interactive, note, say
from mcsj_cli.deeds import write_deed
from mcsj_cli.errors import ChangedError, InvalidValueError, NotFoundError, WrongUsageError
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug
from mcsj_cli.model.kinds import ACTIONS, MEETINGS
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.sources import next_number
from mcsj_cli.store import files
from mcsj_cli.store.change import place
from mcsj_cli.store.project import Project
from mcsj_cli.words import word

Marks = dict[str, Attendance]


class _Deal(NamedTuple):
    """What all agreements of one command have in common."""

    mesas: list[Slug]
    axis: Slug
    approach: Slug
    owner: Line
    due: date


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
    present: Annotated[
        str | None, typer.Option("--present", help=_("The mesas that came: a,b."), metavar=_("MESAS"))
    ] = None,
    excused: Annotated[
        str | None, typer.Option("--excused", help=_("Those that sent word: a,b."), metavar=_("MESAS"))
    ] = None,
    absent: Annotated[
        str | None,
        typer.Option(
            "--absent",
            help=_("Those that did not come; where nothing was written down yet, also those that are not named."),
            metavar=_("MESAS"),
        ),
    ] = None,
    not_held: Annotated[bool, typer.Option("--not-held", help=_("It did not take place."))] = False,
    reason: Annotated[str | None, typer.Option("--reason", help=_("Why not."), metavar=_("REASON"))] = None,
    notes: Annotated[str | None, typer.Option("--notes", help=_("What was talked about."), metavar=_("NOTES"))] = None,
    edit: Annotated[bool, typer.Option("--edit", help=_("Write the notes in the text editor."))] = False,
    agreement: Annotated[
        list[str] | None,
        typer.Option(
            "--agreement",
            help=_("What was agreed, which becomes an action; may be repeated, for the same owner and day."),
            metavar=_("TITLE"),
        ),
    ] = None,
    mesa: Annotated[
        list[str] | None,
        typer.Option(
            "--mesa",
            "-m",
            help=_("Whose agreement it is; all that meet, if left out."),
            metavar=_("MESA"),
            autocompletion=complete_mesa,
        ),
    ] = None,
    axis: Annotated[str | None, typer.Option("--axis", help=_("The axis."), metavar=_("AXIS"))] = None,
    approach: Annotated[str | None, typer.Option("--approach", help=_("The approach."), metavar=_("APPROACH"))] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help=_("Who sees to it: a role, not a name."), metavar=_("OWNER"))
    ] = None,
    due: Annotated[str | None, typer.Option("--due", help=_("Until when."), metavar=_("DAY"))] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found = choose_meeting(project, meeting, group, week, begun=True)
    known = begin_record(found)
    _refuse(project, found, not_held=not_held, counts=(present, excused, absent, notes, agreement))
    said = any(value is not None for value in (present, excused, absent, notes, agreement)) or not_held or edit
    deal = _Given(mesa, axis, approach, owner, due)
    if said:
        roll = _Roll(present, excused, absent)
        report = _read(found, known, roll, reason, notes, not_held=not_held, edit=edit)
        actions = _agree_given(project, found, agreement or [], deal)
    else:
        require({"--present": None}, f"mcsj meetings record {found.uid} --present a,b --excused c")
        report = _ask(found, known)
        actions = _ask_agreements(project, found) if report.held else []
    if not report.held and known.attendance:
        agree(_("The attendance that was written down goes away."), yes=yes)
    _save(project, found, report, actions)


class _Given(NamedTuple):
    """The options of an agreement."""

    mesa: list[str] | None
    axis: str | None
    approach: str | None
    owner: str | None
    due: str | None


def _refuse(project: Project, found: Occurrence, *, not_held: bool, counts: Sequence[object]) -> None:
    """Refuse to record what cannot have happened; raise WrongUsageError."""
    if not_held and any(value is not None for value in counts):
        raise WrongUsageError(_("A meeting that was not held has no attendance, notes or agreements."))
    if found.status == "cancelled":
        raise WrongUsageError(_("The meeting {uid} is cancelled.").format(uid=found.uid), _("Nothing was written."))
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
    roll: "_Roll",
    reason: str | None,
    notes: str | None,
    *,
    not_held: bool,
    edit: bool,
) -> _Report:
    """Make the report from options; mesas that are not named keep their mark, or else were absent."""
    if not_held:
        return _Report(held=False, attendance={}, reason=reason)
    marks = _call(found, roll, known)
    if edit:
        text = "\n".join(part for part in (known.notes, notes) if part)
        return _Report(held=True, attendance=marks, edited=_edit(text), before=known.notes)
    return _Report(held=True, attendance=marks, more=parse_field(Prose, notes or ""))


class _Roll(NamedTuple):
    """The mesas that are named for each mark, with commas between them."""

    present: str | None
    excused: str | None
    absent: str | None


def _call(found: Occurrence, roll: _Roll, known: Meeting) -> Marks:
    """Call the roll; raise WrongUsageError for a mesa with two marks, or an option that names none."""
    marks: Marks = {}
    for mark, names in zip(Attendance, roll, strict=True):
        if names is None:
            continue
        slugs = _slugs(found, names)
        if not slugs:
            raise WrongUsageError(_("Missing: {names}.").format(names=f"--{mark.value}"))
        twice = [slug for slug in slugs if slug in marks]
        if twice:
            message = _("«{mesa}» has two marks at once.").format(mesa=twice[0])
            raise WrongUsageError(message, _("Nothing was written."))
        marks |= dict.fromkeys(slugs, mark)
    if marks:
        rest = [str(mesa.slug) for mesa in found.mesas if mesa.slug not in {**marks, **known.attendance}]
        marks |= dict.fromkeys(rest, Attendance.ABSENT)
    return marks


def _slugs(found: Occurrence, names: str | None) -> list[str]:
    return [_find_slug(found, name.strip()) for name in (names or "").split(",") if name.strip()]


def _find_slug(found: Occurrence, text: str) -> str:
    """Find one of the mesas that meet; raise NotFoundError."""
    wanted = fold(text)
    fits = [mesa for mesa in found.mesas if wanted in (mesa.slug, fold(mesa.name))]
    fits = fits or [mesa for mesa in found.mesas if wanted in fold(mesa.name) or wanted in mesa.slug]
    if len(fits) != 1:
        known = [str(mesa.slug) for mesa in found.mesas]
        raise NotFoundError(_("mesa of this meeting called"), text, nearest(text, known, 1), known)
    return str(fits[0].slug)


def _edit(text: str) -> str:
    written = click.edit(f"{text}\n" if text else "", extension=".txt")
    if written is None:
        raise WrongUsageError(_("The editor was left without saving."), _("Nothing was written."))
    return parse_field(Prose, written)


def _ask(found: Occurrence, known: Meeting) -> _Report:
    """Ask for all of it at the keyboard; nothing is written before the last answer."""
    note(f"{found.name}, {long_date(found.start.date())}, {found.start:%H:%M} h ({found.uid})")
    if not confirm(_("Was it held?"), default=True):
        return _Report(held=False, attendance={}, reason=ask(_("Why not (Enter to leave it out)"), str, "") or None)
    initials = {fold(word(mark))[0]: mark for mark in Attendance}
    choices = ", ".join(f"{letter}={word(mark)}" for letter, mark in initials.items())
    note(choices)
    marks: Marks = {}
    for mesa in found.mesas:
        usual = word(known.attendance.get(mesa.slug, Attendance.PRESENT))
        given = ask(f"  {mesa.name}", lambda text: _mark(text, initials), usual)
        marks[mesa.slug] = Attendance(_mark(given, initials))
    notes = ask(_("What was talked about (Enter to leave it out)"), str, "")
    return _Report(held=True, attendance=marks, more=parse_field(Prose, notes))


def _mark(text: str, initials: Marks) -> str:
    mark = initials.get(fold(text))
    return mark.value if mark else choose_value(text, [one.value for one in Attendance]) or ""


def _agree_given(project: Project, found: Occurrence, titles: list[str], given: _Given) -> list[Action]:
    """Make the actions of agreements from options, asking for what they lack."""
    if not titles:
        if any(given):
            raise WrongUsageError(_("--mesa, --axis, --approach, --owner and --due belong to --agreement."))
        return []
    require(
        {"--axis": given.axis, "--approach": given.approach, "--owner": given.owner, "--due": given.due},
        '--agreement "…" --axis economia --approach intercambio --owner "…" --due 2020-05-08',
    )
    deal = _complete(project, found, given)
    return [_make(found, parse_field(Line, title), deal) for title in titles]


def _ask_agreements(project: Project, found: Occurrence) -> list[Action]:
    """Ask for agreements one by one; an empty answer ends them."""
    actions: list[Action] = []
    first = next_number(project, found.uid)
    while is_interactive():
        title = ask(_("Agreement {n} (Enter to end)").format(n=first + len(actions)), str, "")
        if not title:
            break
        mesas = [ask(_("Mesas (Enter for all)"), lambda text: ",".join(_slugs(found, text)), "")]
        deal = _complete(project, found, _Given(mesas[0].split(",") if mesas[0] else None, None, None, None, None))
        actions.append(_make(found, parse_field(Line, title), deal))
    return actions


def _complete(project: Project, found: Occurrence, given: _Given) -> _Deal:
    categories, day = project.categories, now(project).date()
    axes = ", ".join(axis.slug for axis in categories.axes)
    approaches = ", ".join(approach.slug for approach in categories.approaches)
    named = [_find_slug(found, text) for text in given.mesa or []]
    axis = given.axis or ask(f"{_('Axis')} ({axes})", categories.find_axis)
    approach = given.approach or ask(f"{_('Approach')} ({approaches})", categories.find_approach)
    owner = given.owner or ask(_("Owner (a role)"), lambda text: parse_field(Line, text))
    due = given.due or ask(_("Until when"), lambda text: _check_due(text, found, day))
    return _Deal(
        mesas=[Slug(slug) for slug in named or [mesa.slug for mesa in found.mesas]],
        axis=categories.find_axis(axis),
        approach=categories.find_approach(approach),
        owner=parse_field(Line, owner),
        due=date.fromisoformat(_check_due(due, found, day)),
    )


def _check_due(text: str, found: Occurrence, day: date) -> str:
    due = choose_day(text, "--due", day)
    if due < found.start.date():
        raise InvalidValueError(
            _("{due} is before the meeting, on {day}.").format(due=due, day=found.start.date()), _("Correct the date.")
        )
    return str(due)


def _make(found: Occurrence, title: Line, deal: _Deal) -> Action:
    return Action(
        title=title,
        mesas=deal.mesas,
        axis=deal.axis,
        approach=deal.approach,
        owner=deal.owner,
        due=deal.due,
        meeting=Phrase(found.uid),
        created=found.start.date(),
    )


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
                raise ChangedError(place(MEETINGS, found.uid), _keep(project, found, report.edited))
            recorded = msgspec.structs.replace(recorded, notes=Prose(report.edited))
        return recorded.give_reason(report.reason) if report.reason else recorded

    with project.changing(write_deed("meetings: record", found.uid)) as change:
        change_meeting(change, found, make)
        first = next_number(project, found.uid) if actions else 0
        numbered = [msgspec.structs.replace(one, number=number) for number, one in enumerate(actions, first)]
        made = [change.add(ACTIONS, action) for action in numbered]
    say(str(project.root / place(MEETINGS, found.uid)))
    for entry in made:
        say(str(project.root / entry.file))
    if report.held:
        note(_("Minutes: mcsj meetings minutes {uid}").format(uid=found.uid))


def _keep(project: Project, found: Occurrence, text: str) -> Path:
    """Keep what was written in the editor beside the record that somebody else changed meanwhile."""
    kept = project.root / f"{place(MEETINGS, found.uid)}.{os.getpid()}.new"
    files.write(kept, text.encode())
    return kept
