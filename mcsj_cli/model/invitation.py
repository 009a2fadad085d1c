"""Messages about a meeting and the answers to them (RFC 5546), kept privately without addresses."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import ContactKind, Handle, Person
from mcsj_cli.model.schedule import Occurrence

_Moment = Annotated[datetime, Meta(tz=True)]
_Count = Annotated[int, Meta(ge=0)]
MessageKind = Literal["invitation", "update", "cancellation", "removal"]
_REMOVED = "removed"  # hashed instead of the meeting for people who no longer take part


class Method(StrEnum):
    """The method of a message, by which a calendar takes it in (RFC 5546 1.4)."""

    REQUEST = "request"
    CANCEL = "cancel"


class Reply(StrEnum):
    """An answer to an invitation, the weakest last: PARTSTAT in iCalendar."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


class Sent(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A message to a person, with digests of its content and its address.

    `at` is None until the mail server has taken the message.
    """

    person: Handle
    method: Method
    sequence: _Count
    told: Line
    address: Line
    at: _Moment | None = None


class Answer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer of a person, to one sequence of a meeting."""

    person: Handle
    answer: Reply
    sequence: _Count
    at: _Moment

    @property
    def order(self) -> tuple[int, datetime, str]:
        """The key of the answer that counts, which is the greatest (RFC 5546 2.1.5).

        No two different answers have the same key.
        """
        return self.sequence, self.at, self.answer.value


class Standing(NamedTuple):
    """The answer of a person, to be reconfirmed if the meeting has changed since."""

    answer: Answer
    reconfirm: bool


class Correspondence(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All messages about a meeting, in their order, and the last answer of each person."""

    sent: list[Sent] = []
    answers: list[Answer] = []

    def last(self, person: str) -> Sent | None:
        """Return the last message to a person."""
        return next((one for one in reversed(self.sent) if one.person == person), None)

    def next_sequence(self, told: str, sequence: int) -> int:
        """Return the sequence of a message with the digest `told`.

        A digest that was sent last keeps its sequence; any other gets a higher one than all before.
        `sequence` is that of the data, which an undo may have lowered.
        """
        highest = max((one.sequence for one in self.sent), default=-1)
        known = any(one.sequence == highest and one.told == told for one in self.sent)
        return max(sequence, highest if known else highest + 1)

    def is_invited(self, person: str) -> bool:
        """Whether the last message to a person asks them to come."""
        last = self.last(person)
        return last is not None and last.method is Method.REQUEST

    def knew_otherwise(self, person: str, address: str, told: str) -> bool:
        """Whether an invitation with another content has surely reached a person's address.

        Messages from before a cancellation do not count.
        """
        for one in reversed(self.sent):
            if one.person != person:
                continue
            if one.method is not Method.REQUEST:
                return False
            if one.at is not None and one.told != told and one.address == _digest(address):
                return True
        return False

    def with_sent(self, message: Sent) -> "Correspondence":
        """Return it with a message, which replaces one on its way to the same person."""
        kept = [one for one in self.sent if not (one.person == message.person and one.at is None)]
        return msgspec.structs.replace(self, sent=[*kept, message])

    def untold(self, person: str, before: "Correspondence") -> "Correspondence":
        """Return it with the messages to a person as they were before, if the last was refused."""
        others = [one for one in self.sent if one.person != person]
        return msgspec.structs.replace(self, sent=[*others, *before.only(person).sent])

    def with_answer(self, answer: Answer) -> "Correspondence":
        """Return it with an answer, unless the person has given a later one."""
        known = self._find_answer(answer.person)
        if known and known.order >= answer.order:
            return self
        others = [one for one in self.answers if one is not known]
        answers = sorted([*others, answer], key=lambda one: one.person)
        return msgspec.structs.replace(self, answers=answers)

    def _find_answer(self, person: str) -> Answer | None:
        return next((one for one in self.answers if one.person == person), None)

    def without(self, person: str) -> "Correspondence":
        """Return it without a person."""
        return Correspondence(
            [one for one in self.sent if one.person != person],
            [one for one in self.answers if one.person != person],
        )

    def only(self, person: str) -> "Correspondence":
        """Return what concerns one person."""
        return Correspondence(
            [one for one in self.sent if one.person == person],
            [one for one in self.answers if one.person == person],
        )

    def standing(self, person: str, told: str, sequence: int) -> Standing | None:
        """Return a person's answer, to be reconfirmed if it is to an older sequence.

        `told` is the digest of the meeting as it is now, and `sequence` that of the data.
        """
        answer = self._find_answer(person)
        if answer is None:
            return None
        last = self.last(person)
        needed = self.next_sequence(told, sequence)
        if last and last.told == told:
            needed = last.sequence
        return Standing(answer, answer.sequence < needed)

    def answer_by_hand(
        self, person: Handle, reply: Reply, moment: datetime, sequence: int
    ) -> "Correspondence":
        """Return it with an answer that was not given by e-mail, which replaces an earlier one."""
        known = self._find_answer(person)
        at = moment.astimezone(UTC).replace(microsecond=0)
        if known:
            at, sequence = max(at, known.at + timedelta(seconds=1)), max(sequence, known.sequence)
        return self.with_answer(Answer(person=person, answer=reply, sequence=sequence, at=at))


class Dispatch(NamedTuple):
    """A message that is to be sent, with the digest of what it tells."""

    person: Person
    address: str
    kind: MessageKind
    told: str
    sequence: int

    @property
    def method(self) -> Method:
        return Method.REQUEST if self.kind in ("invitation", "update") else Method.CANCEL

    def note(self, moment: datetime | None) -> Sent:
        """Return its record, as taken at a moment, or on its way if that is None."""
        return Sent(
            person=self.person.uid,
            method=self.method,
            sequence=self.sequence,
            told=Line(self.told),
            address=Line(_digest(self.address)),
            at=moment.astimezone(UTC).replace(microsecond=0) if moment else None,
        )


class DispatchPlan(NamedTuple):
    """The messages to send, and the people to whom none is sent.

    `uncertain` may have got it when the program was ended; `left_out` cannot or may not be
    written to.
    """

    dispatches: list[Dispatch]
    uncertain: list[Person]
    left_out: list[Person]


def digest_meeting(meeting: Occurrence) -> str:
    """Return the digest of a meeting's time, status and link, which people have to know."""
    start, end = (moment.astimezone(UTC).isoformat() for moment in (meeting.start, meeting.end))
    return _digest("\n".join((start, end, meeting.status, meeting.series.link)))


def plan_dispatches(
    meeting: Occurrence,
    people: Sequence[Person],
    known: Correspondence,
    sequence: int,
    *,
    office: bool = False,
    again: bool = False,
) -> DispatchPlan:
    """Plan the messages about a meeting that are missing, or whose content has changed.

    `sequence` is that of the data. With `office` people without a mesa are invited too, and with
    `again` also those who may have got the message when the program was ended.
    """
    plan = DispatchPlan([], [], [])
    for person in people:
        dispatch = _build_dispatch(meeting, person, known, sequence, office=office)
        last = known.last(person.uid)
        if dispatch is None or (last and _has_arrived(last, dispatch)):
            continue
        if not (dispatch.address and person.may_be_written_to):
            plan.left_out.append(person)
        elif last and _may_have_arrived(last, dispatch) and not again:
            plan.uncertain.append(person)
        else:
            plan.dispatches.append(dispatch)
    return plan


def _build_dispatch(
    meeting: Occurrence, person: Person, known: Correspondence, sequence: int, *, office: bool
) -> Dispatch | None:
    """Return the message that a person should have, whether or not they have it already."""
    address = next(iter(person.values(ContactKind.EMAIL)), "")
    kind = _find_kind(meeting, person, address, known, office=office)
    if kind is None:
        return None
    told = _digest(_REMOVED) if kind == "removal" else digest_meeting(meeting)
    needed = known.next_sequence(told, sequence)
    last = known.last(person.uid)
    if last and last.told != told:
        needed = max(needed, last.sequence + 1)
    return Dispatch(person, address, kind, told, needed)


def _find_kind(
    meeting: Occurrence, person: Person, address: str, known: Correspondence, *, office: bool
) -> MessageKind | None:
    was_told = known.last(person.uid) is not None
    if person.mesa:
        takes_part = person.mesa in [mesa.slug for mesa in meeting.mesas]
    else:
        takes_part = office or was_told
    if takes_part and meeting.status != "cancelled":
        changed = known.knew_otherwise(person.uid, address, digest_meeting(meeting))
        return "update" if changed else "invitation"
    if not was_told:
        return None
    return "cancellation" if meeting.status == "cancelled" else "removal"


def _may_have_arrived(last: Sent, dispatch: Dispatch) -> bool:
    """Whether the same message was on its way when the program was ended."""
    return last.at is None and (last.method, last.told) == (dispatch.method, dispatch.told)


def _has_arrived(last: Sent, dispatch: Dispatch) -> bool:
    """Whether a person has the message already, at the address that they have now.

    A cancellation counts whatever its reason and address.
    """
    if last.at is None or last.method is not dispatch.method:
        return False
    if dispatch.method is Method.CANCEL:
        return True
    return last.told == dispatch.told and last.address == _digest(dispatch.address)


def list_standings(
    meeting: Occurrence, people: Sequence[Person], known: Correspondence, sequence: int
) -> Iterator[tuple[Person, Standing | None]]:
    """Yield the people who were invited or have answered, with their answers, by mesa."""
    order = {str(mesa.slug): place for place, mesa in enumerate(meeting.mesas)}
    told = digest_meeting(meeting)
    for person in sorted(people, key=lambda one: (order.get(one.mesa or "", len(order)), one.name)):
        standing = known.standing(person.uid, told, sequence)
        if standing or known.is_invited(person.uid):
            yield person, standing


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
