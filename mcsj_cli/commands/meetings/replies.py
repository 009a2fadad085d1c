"""`mcsj meetings replies`: what was answered to the invitations, read from messages or said by hand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from mcsj_cli.commands.arguments import choose_value
from mcsj_cli.commands.context import now, open_project, own_key
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import FILE, MEETING, PERSON
from mcsj_cli.commands.meetings.answers import concealed
from mcsj_cli.commands.meetings.choose import GroupOfMeeting, WeekOfMeeting, choose_meeting
from mcsj_cli.console import note, say
from mcsj_cli.errors import (
    InvalidDataError,
    McsjError,
    NotFoundError,
    ProblemsFoundError,
    WrongUsageError,
)
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import answer_label, label
from mcsj_cli.model.invitation import Answer, Correspondence, Reply, digest_meeting
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import MeetingName
from mcsj_cli.model.person import ContactKind, Person, find_person
from mcsj_cli.model.schedule import Occurrence, find_occurrence
from mcsj_cli.operations.answers import find_sequence
from mcsj_cli.store import files
from mcsj_cli.store.invitations import change_correspondence, read_correspondence
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project

ANSWER: Field[str] = Field("answer", N_("By hand: yes, no or maybe."), N_("ANSWER"))

if TYPE_CHECKING:
    from mcsj_cli.calendars.itip import Received

_SAID = {"yes": Reply.ACCEPTED, "no": Reply.DECLINED, "maybe": Reply.TENTATIVE}
_ENDINGS = (".ics", ".eml", ".mbox")
_AHEAD = timedelta(days=1)  # by which the clock of whoever answers may be wrong
_HORIZON = timedelta(days=366)  # beyond which nobody answers to what nobody has planned or sent


class _Source(NamedTuple):
    """Where an answer was read: told where it cannot be taken."""

    name: str
    received: "Received"


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
    by_hand = [meeting, group, week, person, answer]
    if bool(files) == any(by_hand) or (not files and not (person and answer)):
        raise WrongUsageError(
            _(
                "Say which files to read; or by hand whose answer it is, to which meeting, and what."
            ),
            _("As in: {example}").format(
                example=f"mcsj meetings replies respuesta.eml; … --group 4 --person enlace --answer {label('yes')}"
            ),
        )
    project = open_project()
    with concealed():
        if files:
            _take_in(project, files)
        else:
            found = choose_meeting(project, meeting, group, week)
            _note_by_hand(project, found, person or "", choose_value(answer, _SAID) or "")


def _note_by_hand(project: Project, found: Occurrence, text: str, said: str) -> None:
    key, moment = own_key(), now(project)
    person = find_person(read_people(project.root, key), text)
    sequence = find_sequence(project, found)

    def change(known: Correspondence) -> Correspondence:
        current = known.next_sequence(digest_meeting(found), sequence)
        return known.answer_by_hand(person.uid, _SAID[said], moment, current)

    change_correspondence(project.root, key, found.uid, change)
    _say(found.uid, person, _SAID[said])


def _take_in(project: Project, paths: Sequence[Path]) -> None:
    """Take in what can be, tell what cannot, and raise ProblemsFoundError for that at the end."""
    key = own_key()
    people = read_people(project.root, key)
    problems: list[str] = []
    by_meeting: defaultdict[str, list[_Source]] = defaultdict(list)
    for source in _read_sources(paths, problems):
        by_meeting[source.received.uid].append(source)
    taken = 0
    for uid, sources in sorted(by_meeting.items()):
        found = _find_meeting(project, uid)
        if found is None:
            problems += [
                f"{source.name}: " + _("it is not about a meeting of this network")
                for source in sources
            ]
            continue
        taken += _answer(project, key, found, people, sources, problems)
    for problem in problems:
        note(problem)
    note(ngettext("{n} answer is new.", "{n} answers are new.", taken).format(n=taken))
    if problems:
        raise ProblemsFoundError(len(problems))


def _read_sources(paths: Sequence[Path], problems: list[str]) -> Iterator[_Source]:
    """Read the answers of files and folders; what is none becomes a problem."""
    from mcsj_cli.calendars.itip import read_reply  # icalendar only for calendars
    from mcsj_cli.mail.inbox import find_calendar, part_mailbox  # only for mail

    for path in _list_files(paths):
        try:
            messages = part_mailbox(_read_file(path))
        except McsjError as error:
            problems.append(f"{path}: {error.message}")
            continue
        for number, message in enumerate(messages, 1):
            name = f"{path} ({number})" if len(messages) > 1 else str(path)
            try:
                yield _Source(name, read_reply(find_calendar(message)))
            except McsjError as error:
                problems.append(f"{name}: {error.message}")


def _list_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one
                for one in path.rglob("*")
                if one.suffix.casefold() in _ENDINGS and one.is_file()
            )
        elif path.exists():
            yield path
        else:
            raise NotFoundError(_("file"), str(path))


def _read_file(path: Path) -> bytes:
    from mcsj_cli.mail.inbox import LARGEST, UnreadableMailError  # only for mail

    try:
        return files.read(path, str(path), LARGEST)
    except InvalidDataError as error:
        raise UnreadableMailError(error.problems[0].message) from None


def _find_meeting(project: Project, uid: str) -> Occurrence | None:
    """Find the meeting of a calendar's UID, as it is known now."""
    told, _at, domain = uid.rpartition("@")
    name = _name_meeting(project, told)
    if domain != project.network.uid_domain or name is None:
        return None
    known = {}
    if (project.root / MEETINGS.path(name)).is_file():
        known = {name: project.find(MEETINGS, name).record}
    return find_occurrence(project.groups.groups, name, known)


def _name_meeting(project: Project, told: str) -> str | None:
    """Return the uid of a meeting of a known group or mesa; None for any other name.

    The name comes from a stranger's mail, and must not lead to a file of its choice.
    """
    name = MeetingName.parse(told)
    if name is None:
        return None
    slugs = [str(seat.mesa.slug) for seat in project.groups.seats]
    numbers = [group.number for group in project.groups.groups]
    return name.uid if name.mesa in slugs or name.group in numbers else None


def _answer(
    project: Project,
    key: Path,
    found: Occurrence,
    people: Sequence[Person],
    sources: Sequence[_Source],
    problems: list[str],
) -> int:
    """Take in the answers to one meeting, and count those that are new."""
    before = read_correspondence(project.root, key, found.uid)
    answers: dict[Answer, Person] = {}
    for source in sources:
        try:
            _check_answer(project, found, before, source.received)
            person = _find_invited(people, source.received.address, found, before)
        except McsjError as error:
            problems.append(f"{source.name}: {error.message}")
            continue
        received = source.received
        answer = Answer(
            person=person.uid, answer=received.reply, sequence=received.sequence, at=received.stamp
        )
        answers[answer] = person

    def change(known: Correspondence) -> Correspondence:
        for answer in answers:
            known = known.with_answer(answer)
        return known

    after = change_correspondence(project.root, key, found.uid, change)
    fresh = [answer for answer in after.answers if answer not in before.answers]
    for answer in fresh:
        _say(found.uid, answers[answer], answer.answer)
    return len(fresh)


def _check_answer(
    project: Project, found: Occurrence, known: Correspondence, received: "Received"
) -> None:
    """Refuse what no invitation can have asked for; raise WrongUsageError."""
    moment = now(project)
    if received.stamp > moment + _AHEAD:
        raise WrongUsageError(_("it says that it was given in the future: note it by hand"))
    if received.sequence > max(
        [find_sequence(project, found), *(one.sequence for one in known.sent)]
    ):
        raise WrongUsageError(_("it answers to an invitation that was not sent from here"))
    if not (known.sent or found.meeting) and found.start > moment + _HORIZON:
        raise WrongUsageError(_("nobody has been invited to {uid} yet").format(uid=found.uid))


def _find_invited(
    people: Sequence[Person], address: str, found: Occurrence, known: Correspondence
) -> Person:
    """Find who answers by their address, which is not repeated; raise WrongUsageError."""
    wanted = address.casefold()
    fits = [
        one
        for one in people
        if wanted in [value.casefold() for value in one.values(ContactKind.EMAIL)]
    ]
    if not fits:
        raise WrongUsageError(_("nobody among the contacts has the address that answers"))
    mesas = [mesa.slug for mesa in found.mesas]
    invited = [one for one in fits if known.last(one.uid)] or [
        one for one in fits if one.mesa in mesas
    ]
    if not invited:
        raise WrongUsageError(_("whoever answers was not invited to {uid}").format(uid=found.uid))
    if len(invited) > 1:
        raise WrongUsageError(_("several people have the address that answers: note it by hand"))
    return invited[0]


def _say(uid: str, person: Person, reply: Reply) -> None:
    say(f"{uid}  {person.uid}  {answer_label(reply.value)}")
