"""`mcsj meetings agenda`: what a meeting will talk about."""

from typing import Annotated

import msgspec

from mcsj_cli.commands.arguments import parse_field
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import AT, Format
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
)
from mcsj_cli.console import Column, note, say, show_list
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.model.fields import Line
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.operations.agenda_points import read_points
from mcsj_cli.operations.meetings import save_meeting
from mcsj_cli.work.agenda import AgendaPoint, arrange

ADD: Field[str] = Field("add", N_("A point more, in quotes."), N_("POINT"))
DROP: Field[int] = Field("drop", N_("The point of this number goes away."), N_("N"), least=1)
MOVE: Field[int] = Field("move", N_("The point of this number goes to --at."), N_("N"), least=1)


def show_agenda(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    add: Annotated[Text, ADD.option()] = None,
    move: Annotated[int | None, MOVE.option()] = None,
    drop: Annotated[int | None, DROP.option()] = None,
    at: Annotated[
        int | None,
        AT.but(metavar=N_("N"), least=1).option(N_("The number that the point gets.")),
    ] = None,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    found = choose_meeting(project, meeting, group, week)
    points = read_points(project, found, day)
    if found.meeting and found.meeting.held and (add is not None or move or drop):
        raise WrongUsageError(_("The meeting was held already."), _("Nothing was written."))
    changes = [change for change in (add, move, drop) if change is not None]
    if changes and found.status == "cancelled":
        raise WrongUsageError(_("The meeting is cancelled."), _("Nothing was written."))
    placed = add is not None or move is not None
    if len(changes) > 1 or (at is not None and not placed) or (move is not None and at is None):
        raise WrongUsageError(
            _("One change at a time: --add, --move or --drop; --move goes with --at.")
        )
    if changes:
        point = parse_field(Line, add) if add is not None else None

        def make(current: Meeting) -> Meeting:
            names = arrange(
                read_points(project, found.with_meeting(current), day),
                add=point,
                move=move,
                drop=drop,
                at=at,
            )
            return msgspec.structs.replace(current, agenda=names, updated=day)

        found = save_meeting(project, "meetings: agenda", found, make)
        points = read_points(project, found, day)
        note(_("The agenda of {uid} is saved.").format(uid=found.uid))
    shown = [point for point in points if point.is_shown]
    if form is None:
        say(f"{found.name}, {long_date(found.start.date())}, {found.start:%H:%M} h")
        _tell(shown)
        return
    columns = [
        Column(_("No."), lambda item: item["number"], "right"),
        Column(_("Point"), lambda item: item["title"]),
        Column(_("What there is"), lambda item: "; ".join(item["lines"])),
    ]
    items = [{"number": number, **point._asdict()} for number, point in enumerate(shown, 1)]
    show_list(items, columns, form, "")


def _tell(points: list[AgendaPoint]) -> None:
    for number, point in enumerate(points, 1):
        say(f"{number}. {point.title}")
        for line in point.lines:
            say(f"   - {line}")
