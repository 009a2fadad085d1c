"""`mcsj meetings agenda`: what a meeting will talk about."""

from typing import Annotated

from mcsj_cli.commands.arguments import parse_field
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import Format
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.console import note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.fields import Line
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.agenda_points import (
    AgendaChange,
    change_agenda,
    read_points,
    require_open_agenda,
)
from mcsj_cli.vocabulary import in_spanish
from mcsj_cli.work.agenda import AgendaPoint

ADD: Field[str] = Field("add", N_("A point more, in quotes."), N_("POINT"))
DROP: Field[int] = Field("drop", N_("The point of this number goes away."), N_("N"), least=1)
MOVE: Field[int] = Field("move", N_("The point of this number goes to --at."), N_("N"), least=1)
TO_NUMBER: Field[int] = Field(
    "at",
    N_("The number that the point gets."),
    N_("N"),
    spanish=in_spanish("at", "meetings agenda"),
    least=1,
)


def show_agenda(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    add: Annotated[Text, ADD.option()] = None,
    move: Annotated[int | None, MOVE.option()] = None,
    drop: Annotated[int | None, DROP.option()] = None,
    at: Annotated[int | None, TO_NUMBER.option()] = None,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    found = choose_meeting(project, meeting, group, week)
    asked = _choose_change(found, add, move, drop, at)
    if asked:
        tell_meeting(found)
        found = change_agenda(project, found, asked, day)
        note(_("The agenda of {uid} is saved.").format(uid=found.uid))
    shown = [point for point in read_points(project, found, day) if point.is_shown]
    if asked and asked.at and asked.at > len(shown):
        text = _("There are {n} points: it is the last one.")
        note(text.format(n=len(shown)))
    if form is None:
        say(f"{found.name}, {long_date(found.start.date())}, {found.start:%H:%M} h")
        _print_points(shown)
    else:
        _show_table(shown, form)


def _choose_change(
    found: Occurrence, add: str | None, move: int | None, drop: int | None, at: int | None
) -> AgendaChange | None:
    """Return the one change that options ask for; raise WrongUsageError for several."""
    changes = [change for change in (add, move, drop) if change is not None]
    if changes:
        require_open_agenda(found)
    is_placed = add is not None or move is not None
    is_lost = at is not None and not is_placed
    is_nowhere = move is not None and at is None
    if len(changes) > 1 or is_lost or is_nowhere:
        raise WrongUsageError(
            _("One change at a time: --add, --move or --drop; --move goes with --at.")
        )
    if not changes:
        return None
    point = parse_field(Line, add) if add is not None else None
    return AgendaChange(point, move, drop, at)


def _print_points(points: list[AgendaPoint]) -> None:
    for number, point in enumerate(points, 1):
        say(f"{number}. {point.title}")
        for line in point.lines:
            say(f"   - {line}")


def _show_table(points: list[AgendaPoint], form: str) -> None:
    columns = [
        Column(_("No."), lambda item: item["number"], "right"),
        Column(_("Point"), lambda item: item["title"]),
        Column(_("What there is"), lambda item: "; ".join(item["lines"])),
    ]
    items = [{"number": number, **point._asdict()} for number, point in enumerate(points, 1)]
    show_list(items, columns, form, "")
