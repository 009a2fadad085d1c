"""`mcsj meetings show`: a meeting with all that belongs to it."""

from datetime import date

from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.fields import Format
from mcsj_cli.commands.meetings.answers import read_answers
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
)
from mcsj_cli.commands.meetings.list import describe_occurrence
from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import answer_label, clock_label, label, meeting_label
from mcsj_cli.listing import show_item
from mcsj_cli.model.action import Action
from mcsj_cli.model.kinds import Entry, describe
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.answers import Reported
from mcsj_cli.operations.meetings import MeetingSurroundings, begin_record, read_surroundings
from mcsj_cli.work.agenda import format_action


def show_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    form: Format = None,
) -> None:
    project = open_project()
    found = choose_meeting(project, meeting, group, week)
    day = today(project)
    around = read_surroundings(project, found)
    answers = read_answers(project, found)
    item = {
        **describe(Entry(found.uid, "", begin_record(found))),
        **describe_occurrence(found),
        "agreements": [entry.uid for entry in around.agreements],
        "followups": [entry.uid for entry in around.contacts],
        "answers": None if answers is None else {one.uid: one.describe() for one in answers},
    }
    fields = [
        *list_plan(found),
        *list_outcome(found, around, answers or [], day),
    ]
    show_item(item, fields, form)


def list_plan(found: Occurrence) -> list[tuple[str, object]]:
    """Return when and why a meeting is, each with its heading."""
    record = begin_record(found)
    day = long_date(found.start.date())
    planned = ""
    if found.is_moved:
        planned = f"{long_date(found.planned.date())}, {found.planned:%H:%M} h"
    return [
        (_("Meeting"), found.uid),
        (_("Who"), found.name),
        (_("When"), f"{day}, {found.start:%H:%M}-{found.end:%H:%M} h"),
        (_("Planned"), planned),
        (_("Status"), meeting_label(found.status, moved=found.is_moved, held=found.held)),
        (_("Reason"), record.reason),
        (_("Purpose"), record.purpose),
        (_("Link"), found.series.link),
        (_("Hours"), [f"{clock_label(name)} {clock}" for name, clock in found.clocks().items()]),
        (_("Announced"), record.announced),
    ]


def list_outcome(
    found: Occurrence, around: MeetingSurroundings, answers: list[Reported], day: date
) -> list[tuple[str, object]]:
    """Return who answered and came, and what was agreed, each with its heading."""
    record = begin_record(found)
    names = {str(mesa.slug): str(mesa.name) for mesa in found.mesas}
    return [
        *(
            (names.get(one.mesa, one.mesa) or _("national office"), _format_answer(one))
            for one in answers
        ),
        *((names.get(slug, slug), label(mark)) for slug, mark in record.attendance.items()),
        (_("What was discussed"), record.notes),
        *(
            (_("Agreement {n}").format(n=number), _format_agreement(entry, day))
            for number, entry in enumerate(around.agreements, 1)
        ),
        (_("Minutes"), record.minuted),
        *((_("Set by the contact"), entry.uid) for entry in around.contacts),
    ]


def _format_answer(one: Reported) -> str:
    return f"{one.name}: {answer_label(one.answer, reconfirm=one.reconfirm)}"


def _format_agreement(entry: Entry[Action], day: date) -> str:
    return f"{format_action(entry.record, day)} · {entry.uid}"
