"""`mcsj meetings show`: a meeting with all that belongs to it."""

from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.fields import Format
from mcsj_cli.commands.meetings.answers import Reported, read_answers
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
)
from mcsj_cli.commands.meetings.list import describe_occurrence
from mcsj_cli.console import show_item
from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import answer_label, label, meeting_label
from mcsj_cli.model.kinds import FOLLOWUPS, Entry, describe
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.meetings import begin_record
from mcsj_cli.operations.reading import read_agreements
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
    record = begin_record(found)
    agreements = read_agreements(project, found.uid)
    contacts = project.select(Selection(FOLLOWUPS, facets={"meeting": found.uid})).entries
    answers = read_answers(project, found)
    fields: list[tuple[str, object]] = [
        (_("Meeting"), found.uid),
        (_("Who"), found.name),
        (_("When"), f"{long_date(found.start.date())}, {found.start:%H:%M}-{found.end:%H:%M} h"),
        (
            _("Planned"),
            f"{long_date(found.planned.date())}, {found.planned:%H:%M} h" if found.is_moved else "",
        ),
        (_("Status"), meeting_label(found.status, moved=found.is_moved, held=found.held)),
        (_("Reason"), record.reason),
        (_("Purpose"), record.purpose),
        (_("Link"), found.series.link),
        (_("Hours"), [f"{name} {clock}" for name, clock in found.clocks().items()]),
        (_("Announced"), record.announced),
        *(
            (_name(found, one.mesa) or _("national office"), _tell_answer(one))
            for one in answers or []
        ),
        *((_name(found, slug), label(came)) for slug, came in record.attendance.items()),
        (_("What was discussed"), record.notes),
        *(
            (
                _("Agreement {n}").format(n=number),
                f"{format_action(entry.record, day)} · {entry.uid}",
            )
            for number, entry in enumerate(agreements, 1)
        ),
        (_("Minutes"), record.minuted),
        *((_("Set by the contact"), entry.uid) for entry in contacts),
    ]
    known = describe(Entry(found.uid, "", record))
    neighbours = {
        "agreements": [entry.uid for entry in agreements],
        "followups": [entry.uid for entry in contacts],
        "answers": None if answers is None else {one.uid: one.describe() for one in answers},
    }
    show_item(known | describe_occurrence(found) | neighbours, fields, form)


def _tell_answer(one: Reported) -> str:
    return f"{one.name}: {answer_label(one.answer, reconfirm=one.reconfirm)}"


def _name(found: Occurrence, slug: str) -> str:
    return next((str(mesa.name) for mesa in found.mesas if mesa.slug == slug), slug)
