"""`mcsj meetings replies`: the answers to invitations, read from messages or said by hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

from mcsj_cli.commands.arguments import choose_value
from mcsj_cli.commands.context import now, open_project, own_key
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import FILE, MEETING, PERSON
from mcsj_cli.commands.meetings.answers import concealed
from mcsj_cli.commands.meetings.choose import GroupOfMeeting, WeekOfMeeting, choose_meeting
from mcsj_cli.console import note, say
from mcsj_cli.errors import ProblemsFoundError, WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import answer_label
from mcsj_cli.model.invitation import Reply
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

if TYPE_CHECKING:
    from mcsj_cli.operations.replies import TakenReply

ANSWER: Field[str] = Field("answer", N_("By hand: yes, no or maybe."), N_("ANSWER"))

_REPLIES = {"yes": Reply.ACCEPTED, "no": Reply.DECLINED, "maybe": Reply.TENTATIVE}


def read_replies(
    files: Annotated[
        list[Path] | None,
        FILE.but(metavar=N_("FILE…")).argument(
            N_("Messages (.eml), calendars (.ics), mailboxes, or folders of them.")
        ),
    ] = None,
    meeting: Annotated[
        Text,
        MEETING.option(N_("By hand: the meeting, such as 2020-W17-g4; or --group.")),
    ] = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    person: Annotated[Text, PERSON.option(N_("By hand: who answers."))] = None,
    answer: Annotated[Text, ANSWER.option()] = None,
) -> None:
    from mcsj_cli.operations.replies import answer_by_hand  # icalendar and mail only for answers

    by_hand = any([meeting, group, week, person, answer])
    if bool(files) == by_hand or (by_hand and not (person and answer)):
        _refuse()
    project = open_project()
    with concealed():
        if files:
            _take_in(project, files)
            return
        found = choose_meeting(project, meeting, group, week)
        reply = _REPLIES[choose_value(answer, _REPLIES) or ""]
        taken = answer_by_hand(project, found, own_key(), person or "", reply, now(project))
        _print_reply(taken)


def _refuse() -> NoReturn:
    """Raise WrongUsageError for neither, or both, of files and an answer by hand."""
    by_hand = "mcsj meetings replies --group 4 --person enlace --answer yes"
    example = f"mcsj meetings replies respuesta.eml; {by_hand}"
    raise WrongUsageError(
        _("Say which files to read; or by hand whose answer it is, to which meeting, and what."),
        as_in(example),
    )


def _take_in(project: Project, paths: list[Path]) -> None:
    """Take in what can be, and raise ProblemsFoundError for the rest once it is told."""
    from mcsj_cli.operations.replies import take_in_replies

    taken = take_in_replies(project, own_key(), paths, now(project), _print_reply)
    for problem in taken.problems:
        note(problem)
    text = ngettext("{n} answer is new.", "{n} answers are new.", taken.new)
    note(text.format(n=taken.new))
    if taken.problems:
        raise ProblemsFoundError(len(taken.problems))


def _print_reply(taken: "TakenReply") -> None:
    say(f"{taken.meeting}  {taken.person.uid}  {answer_label(taken.reply.value)}")
