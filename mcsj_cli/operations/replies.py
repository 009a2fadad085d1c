"""Answers to invitations taken in: read from messages, or said by hand."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.calendars.itip import Received, read_reply
from mcsj_cli.doors.file_kinds import FileKind, WrongKindError, refuse_known
from mcsj_cli.errors import InvalidDataError, McsjError, NotFoundError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.mail.inbox import LARGEST, UnreadableMailError, find_calendar, part_mailbox
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

_ENDINGS = (".ics", ".eml", ".mbox")
_AHEAD = timedelta(days=1)  # by which the clock of the sender may be wrong
_HORIZON = timedelta(days=366)  # beyond which only known meetings are answered to


class TakenReply(NamedTuple):
    """A new answer: to which meeting, whose, and what."""

    meeting: str
    person: Person
    reply: Reply


class TakenReplies(NamedTuple):
    """How many answers are new, and what could not be taken in, with where it was read."""

    new: int
    problems: list[str]


class _Source(NamedTuple):
    """An answer, and where it was read."""

    name: str
    received: Received


class _Inbox(NamedTuple):
    """The network that takes answers in: its people, the key to them, and the moment it is."""

    project: Project
    key: Path
    people: list[Person]
    moment: datetime


def answer_by_hand(
    project: Project, found: Occurrence, key: Path, person: str, reply: Reply, moment: datetime
) -> TakenReply:
    """Take in what a person, named in any way, said otherwise; raise NotFoundError."""
    who = find_person(read_people(project.root, key), person)
    sequence = find_sequence(project, found)

    def change(known: Correspondence) -> Correspondence:
        current = known.next_sequence(digest_meeting(found), sequence)
        return known.answer_by_hand(who.uid, reply, moment, current)

    change_correspondence(project.root, key, found.uid, change)
    return TakenReply(found.uid, who, reply)


def take_in_replies(
    project: Project,
    key: Path,
    paths: Sequence[Path],
    moment: datetime,
    tell: Callable[[TakenReply], None],
) -> TakenReplies:
    """Take in the answers in files and folders, and `tell` of each that is new.

    What cannot be taken in becomes a problem. Raise NotFoundError for a path that is not there.
    """
    inbox = _Inbox(project, key, read_people(project.root, key), moment)
    problems: list[str] = []
    by_meeting: defaultdict[str, list[_Source]] = defaultdict(list)
    for source in _read_sources(paths, problems):
        by_meeting[source.received.uid].append(source)
    new = 0
    for uid, sources in sorted(by_meeting.items()):
        found = _find_meeting(project, uid)
        if found is None:
            reason = _("it is not about a meeting of this network")
            problems += [f"{source.name}: {reason}" for source in sources]
            continue
        for taken in _take_in_of_meeting(inbox, found, sources, problems):
            tell(taken)
            new += 1
    return TakenReplies(new, problems)


def _read_sources(paths: Sequence[Path], problems: list[str]) -> Iterator[_Source]:
    """Yield the answers of files and folders; anything else becomes a problem."""
    for path in _list_files(paths):
        try:
            raw = _read_file(path)
            wanted = _("an answer to an invitation")
            # The body of a message with commas has the look of a table, too.
            mail = (FileKind.MAIL, FileKind.CALENDAR, FileKind.TABLE)
            refuse_known(raw, str(path), wanted, *mail)
            messages = part_mailbox(raw)
        except WrongKindError as error:
            problems.append(f"{error.message} {error.advice}")
            continue
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
    """Yield the files, and those of folders that may hold answers; raise NotFoundError."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if _may_hold_reply(one))
        elif path.exists():
            yield path
        else:
            raise NotFoundError(_("file"), str(path))


def _may_hold_reply(path: Path) -> bool:
    return path.suffix.casefold() in _ENDINGS and path.is_file()


def _read_file(path: Path) -> bytes:
    try:
        return files.read(path, str(path), LARGEST)
    except InvalidDataError as error:
        raise UnreadableMailError(error.problems[0].message) from None


def _find_meeting(project: Project, uid: str) -> Occurrence | None:
    """Find the meeting of a calendar's UID, as it is known now."""
    local, _at, domain = uid.rpartition("@")
    name = _parse_name(project, local)
    if domain != project.network.uid_domain or name is None:
        return None
    known = {}
    if (project.root / MEETINGS.path(name)).is_file():
        known = {name: project.find(MEETINGS, name).record}
    return find_occurrence(project.groups.groups, name, known)


def _parse_name(project: Project, text: str) -> str | None:
    """Return the uid of a meeting of a known group or mesa; None for any other name.

    The name comes from a stranger's mail, and must not lead to a file of its choice.
    """
    name = MeetingName.parse(text)
    if name is None:
        return None
    slugs = [str(seat.mesa.slug) for seat in project.groups.seats]
    numbers = [group.number for group in project.groups.groups]
    return name.uid if name.mesa in slugs or name.group in numbers else None


def _take_in_of_meeting(
    inbox: _Inbox, found: Occurrence, sources: Sequence[_Source], problems: list[str]
) -> list[TakenReply]:
    """Take in the answers to one meeting, and return those that are new."""
    root = inbox.project.root
    before = read_correspondence(root, inbox.key, found.uid)
    answers: dict[Answer, Person] = {}
    for source in sources:
        received = source.received
        try:
            _check_answer(inbox, found, before, received)
            person = _find_invited(inbox.people, received.address, found, before)
        except McsjError as error:
            problems.append(f"{source.name}: {error.message}")
            continue
        answer = Answer(
            person=person.uid, answer=received.reply, sequence=received.sequence, at=received.stamp
        )
        answers[answer] = person

    def change(known: Correspondence) -> Correspondence:
        for answer in answers:
            known = known.with_answer(answer)
        return known

    after = change_correspondence(root, inbox.key, found.uid, change)
    fresh = [answer for answer in after.answers if answer not in before.answers]
    return [TakenReply(found.uid, answers[answer], answer.answer) for answer in fresh]


def _check_answer(
    inbox: _Inbox, found: Occurrence, known: Correspondence, received: Received
) -> None:
    """Raise WrongUsageError for an answer that no invitation can have asked for."""
    if received.stamp > inbox.moment + _AHEAD:
        raise WrongUsageError(_("it says that it was given in the future: note it by hand"))
    sequences = [find_sequence(inbox.project, found), *(one.sequence for one in known.sent)]
    if received.sequence > max(sequences):
        raise WrongUsageError(_("it answers to an invitation that was not sent from here"))
    if not (known.sent or found.meeting) and found.start > inbox.moment + _HORIZON:
        raise WrongUsageError(_("nobody has been invited to {uid} yet").format(uid=found.uid))


def _find_invited(
    people: Sequence[Person], address: str, found: Occurrence, known: Correspondence
) -> Person:
    """Find the sender by their address, which no error repeats; raise WrongUsageError."""
    fits = [person for person in people if _has_address(person, address)]
    if not fits:
        raise WrongUsageError(_("nobody among the contacts has the address that answers"))
    mesas = [mesa.slug for mesa in found.mesas]
    invited = [person for person in fits if known.last(person.uid)]
    if not invited:
        invited = [person for person in fits if person.mesa in mesas]
    if not invited:
        raise WrongUsageError(_("whoever answers was not invited to {uid}").format(uid=found.uid))
    if len(invited) > 1:
        raise WrongUsageError(_("several people have the address that answers: note it by hand"))
    return invited[0]


def _has_address(person: Person, address: str) -> bool:
    wanted = address.casefold()
    return any(value.casefold() == wanted for value in person.values(ContactKind.EMAIL))
