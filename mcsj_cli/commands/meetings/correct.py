"""`mcsj meetings edit` and `delete`: what was written down of a meeting, corrected or gone."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from mcsj_cli.commands.arguments import parse_field
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.correction import (
    Blank,
    correct,
    delete,
    list_parts,
    show_changes,
)
from mcsj_cli.commands.field import Field, Setting, Text, Texts
from mcsj_cli.commands.fields import LINK, YesOption
from mcsj_cli.commands.meetings.choose import (
    GroupOfHeldMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.commands.meetings.record import NOTES
from mcsj_cli.commands.meetings.reschedule import PURPOSE
from mcsj_cli.commands.meetings.show import list_outcome, list_plan
from mcsj_cli.commands.telling import show_file
from mcsj_cli.console import note
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Phrase, Prose, Url
from mcsj_cli.model.kinds import MEETINGS, Entry
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.meetings import begin_record, correct_meeting, read_surroundings
from mcsj_cli.operations.reading import read_agreements
from mcsj_cli.questions import ask

SAID = NOTES.but(
    help=N_("What was talked about, in place of what is there."),
    question=N_("What was discussed"),
    example='"…"',
    parse=lambda _setting, text: parse_field(Prose, text),
    long=True,
)
CALL = LINK.but(
    question=N_("Link"),
    example="https://…",
    parse=lambda _setting, text: parse_field(Url, text.strip()),
)
AIM = PURPOSE.but(question=N_("Purpose"), parse=lambda _setting, text: parse_field(Phrase, text))
REWORDED: Field[str] = Field(
    "agreement",
    N_("An agreement's new text by its number, as in 2='Open the kitchen'; may be repeated."),
    N_("N=TITLE"),
)


def edit_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfHeldMeeting = None,
    week: WeekOfMeeting = None,
    notes: Annotated[Text, SAID.option()] = None,
    link: Annotated[Text, CALL.option()] = None,
    purpose: Annotated[Text, AIM.option()] = None,
    agreement: Annotated[Texts, REWORDED.option()] = None,
) -> None:
    project = open_project()
    found = choose_meeting(project, meeting, group, week, begun=True)
    tell_meeting(found)
    agreed = read_agreements(project, found.uid)
    parts = _list_parts(found, agreed, {"notes": notes, "link": link, "purpose": purpose})
    day, record = today(project), begin_record(found)
    is_asked = not agreement and all(part.given is None for part in parts)
    titles = _parse_titles(agreement or [], agreed)
    values: dict[str, Any] = {}
    setting = Setting(project, day, day)
    if parts and (is_asked or not agreement or any(part.given is not None for part in parts)):
        values = correct(setting, f"mcsj meetings edit {found.uid}", record, parts)
    if is_asked:
        titles = _ask_titles(agreed)
    if not values and not titles:
        note(_("Nothing has changed."))
        return
    after = correct_meeting(project, found, values, titles, day)
    show_file(project, MEETINGS.path(found.uid))
    show_changes(setting, record, after, parts)
    numbers = {entry.uid: number for number, entry in enumerate(agreed, 1)}
    for entry, title in titles:
        number = numbers[entry.uid]
        note(f"{_('Agreement {n}').format(n=number)}: {entry.record.title} → {title}")


def _list_parts(
    found: Occurrence, agreed: Sequence[Entry[Action]], given: Mapping[str, str | None]
) -> list[Blank]:
    """Return what can be corrected of a meeting; raise WrongUsageError for what cannot."""
    fields: dict[str, tuple[Field[Any], str | None]] = {}
    if found.is_session:
        fields |= {"link": (CALL, given["link"]), "purpose": (AIM, given["purpose"])}
    elif given["link"] is not None or given["purpose"] is not None:
        raise WrongUsageError(
            _("Only a meeting with one mesa has a link and a purpose of its own."),
            _("Those of the group: mcsj groups schedule {number} --link URL").format(
                number=found.group.number
            ),
        )
    if found.held is not None:
        fields["notes"] = (SAID, given["notes"])
    elif given["notes"] is not None or not (fields or agreed):
        raise WrongUsageError(
            _("Nothing has been recorded of the meeting {uid}.").format(uid=found.uid),
            _("Nothing was written. Record it: mcsj meetings record {uid}").format(uid=found.uid),
        )
    return list_parts(fields)


def _parse_titles(
    texts: Sequence[str], agreed: Sequence[Entry[Action]]
) -> list[tuple[Entry[Action], Line]]:
    """Parse new texts of agreements; raise NotFoundError for a number that none has.

    Raise WrongUsageError for one that comes twice.
    """
    known = {str(number): entry for number, entry in enumerate(agreed, 1)}
    titles: dict[str, tuple[Entry[Action], Line]] = {}
    for text in texts:
        given, _sign, title = text.partition("=")
        number = given.strip()
        if number not in known:
            raise NotFoundError(
                _("agreement of this meeting with the number"), number, known=[*known]
            )
        if number in titles:
            message = _("Agreement {n} is given two texts.").format(n=number)
            raise WrongUsageError(message, _("Nothing was written."))
        titles[number] = (known[number], parse_field(Line, title))
    return list(titles.values())


def _ask_titles(agreed: Sequence[Entry[Action]]) -> list[tuple[Entry[Action], Line]]:
    """Ask for the text of each agreement; Enter keeps it."""
    titles, meaning = [], _("Enter keeps what is there.")
    for number, entry in enumerate(agreed, 1):
        old = str(entry.record.title)
        question = _("Agreement {n}").format(n=number)
        new = ask(question, lambda text: parse_field(Line, text), old, explanation=meaning)
        if new != old:
            titles.append((entry, parse_field(Line, new)))
    return titles


def delete_meeting(
    meeting: MeetingArgument = None,
    group: GroupOfHeldMeeting = None,
    week: WeekOfMeeting = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found = choose_meeting(project, meeting, group, week, begun=True)
    if found.meeting is None:
        raise WrongUsageError(
            _("Nothing is written down of the meeting {uid}: it follows its schedule.").format(
                uid=found.uid
            ),
            _("To call it off: mcsj meetings cancel {uid}").format(uid=found.uid),
        )
    # Without its week, a group's meeting is another one as soon as it is gone.
    given = meeting or (found.uid if week else f"--group {group}")
    day = today(project)
    entry = Entry(found.uid, MEETINGS.path(found.uid), found.meeting)
    around = read_surroundings(project, found)
    fields = [*list_plan(found), *list_outcome(found, around, [], day)]
    delete(project, MEETINGS, entry, fields, given, yes=yes)
