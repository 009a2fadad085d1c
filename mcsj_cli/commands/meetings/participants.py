"""Who was in a video call, by the lists of Zoom, Teams and others, and of which mesa they are."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.choices import Choice
from mcsj_cli.commands.context import own_key
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.handed_file import read_bytes
from mcsj_cli.commands.meetings.answers import read_answers
from mcsj_cli.console import is_interactive, note
from mcsj_cli.doors.call_list import CallList, is_call_list, read_call_list, read_call_rows
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.doors.file_kinds import FileKind, WrongKindError, recognise
from mcsj_cli.doors.source_text import decode
from mcsj_cli.doors.table_file import as_grid, read_table_file
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.caller import Caller, Callers
from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import Handle
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.answers import expect_attendance
from mcsj_cli.operations.call_days import date_list
from mcsj_cli.operations.call_marks import (
    CallProposal,
    PlacedPerson,
    Placing,
    UnknownCallersError,
    list_names,
    propose_marks,
)
from mcsj_cli.questions import ask
from mcsj_cli.store.callers import read_callers, remember_callers
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

AS: Field[str] = Field(
    "as",
    N_("Of which mesa somebody in the list is, or - for none; may be repeated, and is remembered."),
    N_("NAME=MESA"),
)
LEAST: Field[int] = Field(
    "minutes",
    N_("Who was there for less does not count: 10, if left out."),
    N_("N"),
    least=0,
    most=1440,
)

_LEAST = 10  # minutes that count as having come
_NONE = "-"


class CallOptions(NamedTuple):
    """The options that say how lists are understood."""

    order: DayOrder | None
    called: Sequence[str]
    minutes: int | None


class CallReading(NamedTuple):
    """What lists make of a meeting, and what was said of people's mesas, to be remembered."""

    proposal: CallProposal
    said: list[Caller]


def read_lists(files: Sequence[Path]) -> list[CallList]:
    """Read lists of participants; raise WrongKindError or UnreadableFileError."""
    return [_read_list(file) for file in files]


def _read_list(file: Path) -> CallList:
    """Read a list of participants, as it came or saved as a workbook."""
    wanted = _("a list of who was in a video call")
    kinds = (FileKind.ATTENDANCE, FileKind.WORKBOOK, FileKind.TABLE)
    raw = read_bytes(file, wanted, *kinds)
    found = recognise(raw, str(file))
    if found.kind is FileKind.ATTENDANCE:
        return read_call_list(decode(raw, str(file)), str(file))
    rows = as_grid(read_table_file(raw, str(file)).rows)
    if not is_call_list(rows):
        error = WrongKindError(str(file), found, wanted)
        error.advice = _(
            "Nothing was written. If it is a table of mesas and weeks, say what its letters mean:"
            " --marks A=present,F=absent,J=excused"
        )
        raise error
    return read_call_rows(rows, str(file))


def propose(
    project: Project,
    found: Occurrence,
    lists: Sequence[CallList],
    options: CallOptions,
    *,
    settle: bool,
) -> CallReading:
    """Return what lists make of a meeting.

    To `settle` it, a person is asked of which mesa everybody else is. Raise UnknownCallersError
    where nobody is at the keyboard, and WrongUsageError if none is of a mesa of the meeting.
    """
    dated = [date_list(calls, found, options.order) for calls in lists]
    key = own_key()
    placing = Placing(
        project.groups.whole_names,
        read_people(project.root, key),
        read_callers(project.root, key),
        Callers(parse_callers(project, options.called)),
        _LEAST if options.minutes is None else options.minutes,
    )
    expected = expect_attendance(read_answers(project, found) or [])
    proposal = propose_marks(found, dated, placing, expected)
    _require_named(proposal, placing.given)
    said = [*placing.given.callers]
    if settle and proposal.unknown:
        said += _ask_callers(project, found, proposal.unknown)
        settled = placing._replace(given=Callers(said))
        proposal = propose_marks(found, dated, settled, expected)
    if settle and proposal.is_strange:
        raise build_strange(project, proposal)
    return CallReading(proposal, said)


def build_strange(project: Project, proposal: CallProposal) -> WrongUsageError:
    """Return the error of a list in which nobody is of a mesa of the meeting.

    Such a list is most likely of another meeting: it would have all mesas absent.
    """
    found = proposal.found
    message = _("Nobody in the list is of a mesa of this meeting ({group}).")
    message = message.format(group=found.group.name)
    groups: dict[str, list[str]] = {}
    for slug in proposal.came:
        if slug in project.groups.mesa_names:
            seat = project.groups.seat_on(slug, found.start.date())
            groups.setdefault(seat.group.name, []).append(slug)
    if groups:
        told = "; ".join(f"{name} ({', '.join(own)})" for name, own in sorted(groups.items()))
        message += " " + _("Those in it are of: {groups}.").format(groups=told)
    advice = _(
        "Nothing was written. If nobody came, record it by hand: mcsj meetings record {uid}"
        " --absent all. If it was not held: mcsj meetings record {uid} --not-held"
    )
    return WrongUsageError(message, advice.format(uid=found.uid))


def remember(project: Project, said: Sequence[Caller]) -> None:
    """Remember of which mesa people in calls are, beside the private contacts."""
    if said:
        remember_callers(project.root, own_key(), said)


def parse_callers(project: Project, texts: Sequence[str]) -> list[Caller]:
    """Parse «iPhone de la mesa=gomez-palacio»; raise WrongUsageError or NotFoundError."""
    callers = []
    for text in texts:
        name, equals, mesa = text.rpartition("=")
        if not equals or not name.strip():
            message = _("This does not say whose mesa it is: {option}.").format(option=AS.flag)
            raise WrongUsageError(message, as_in("--as 'iPhone de la mesa=gomez-palacio'"))
        callers.append(Caller(Line.parse(name), _find_mesa(project, mesa)))
    return callers


def _find_mesa(project: Project, text: str) -> Handle | None:
    if text.strip() == _NONE:
        return None
    return Handle(project.groups.find_seat(text).mesa.slug)


def _require_named(proposal: CallProposal, given: Callers) -> None:
    """Raise NotFoundError for a name that nobody in the lists has."""
    shown: list[str] = []
    for one in proposal.placed:
        shown += list_names(one.person)
    for number, caller in enumerate(given.callers, 1):
        if not caller.is_called(shown):
            raise NotFoundError(_("person in the list for"), f"{AS.flag} ({number})")


def _ask_callers(
    project: Project, found: Occurrence, unknown: Sequence[PlacedPerson]
) -> list[Caller]:
    """Ask of which mesa each is; raise UnknownCallersError where nobody is at the keyboard."""
    if not is_interactive():
        raise UnknownCallersError(unknown)
    choices = [Choice(str(mesa.slug), str(mesa.name)) for mesa in found.mesas]
    choices.append(Choice(_NONE, _("none: the national office, or somebody from outside")))

    def parse(text: str) -> str:
        return _find_mesa(project, text) or _NONE

    said = []
    for one in unknown:
        note(f"{one.rows[0]}: {one.person.names[0]}")
        answer = ask(
            _("Of which mesa is this person"),
            parse,
            explanation=_("The mesa for which this person came; it is asked only once."),
            choices=choices,
            private=True,
        )
        mesa = None if answer == _NONE else Handle(answer)
        said.append(Caller(Line.parse(one.person.names[0]), mesa))
    return said
