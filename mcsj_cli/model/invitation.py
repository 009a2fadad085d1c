"""Who was told what of a meeting by e-mail, and what they answered (RFC 5546): private, and without addresses."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import takewhile
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import ContactKind, Handle, Person
from mcsj_cli.model.schedule import Occurrence

_Moment = Annotated[datetime, Meta(tz=True)]
_Count = Annotated[int, Meta(ge=0)]
Kind = Literal["invitation", "update", "cancellation", "removal"]
_REMOVED = "removed"  # told instead of the meeting to those with whom it no longer is


class Method(StrEnum):
    """What a message does to the calendar that takes it (RFC 5546 1.4)."""

    REQUEST = "request"
    CANCEL = "cancel"


class Reply(StrEnum):
    """What somebody answers, weakest last: PARTSTAT in iCalendar."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


class Sent(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A message to somebody: digests of what it told and of where it went; `at` is None until it was taken."""

    person: Handle
    method: Method
    sequence: _Count
    told: Line
    address: Line
    at: _Moment | None = None


class Answer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What somebody answered, when, and to which sequence."""

    person: Handle
    answer: Reply
    sequence: _Count
    at: _Moment

    @property
    def order(self) -> tuple[int, datetime, str]:
        """Give what makes one answer count rather than another: first to what it is an answer (RFC 5546 2.1.5).

        Never are two different ones level.
        """
        return self.sequence, self.at, self.answer.value


class Standing(NamedTuple):
    """Somebody's answer; one to what has changed since is to be reconfirmed."""

    answer: Answer
    reconfirm: bool


class Correspondence(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All that went out about a meeting, in its order, and everybody's last answer."""

    sent: list[Sent] = []
    answers: list[Answer] = []

    def last(self, person: str) -> Sent | None:
        """Give the last message to somebody."""
        return next((one for one in reversed(self.sent) if one.person == person), None)

    def next_sequence(self, told: str, sequence: int) -> int:
        """Give the sequence that tells something: one that was told keeps its own, any other is higher than all.

        `sequence` is that of the data, which an undo may have lowered.
        """
        highest = max((one.sequence for one in self.sent), default=-1)
        known = any(one.sequence == highest and one.told == told for one in self.sent)
        return max(sequence, highest if known else highest + 1)

    def is_invited(self, person: str) -> bool:
        """Say whether the last that somebody was told is that they are asked to come."""
        last = self.last(person)
        return last is not None and last.method is Method.REQUEST

    def knew_otherwise(self, person: str, address: str, told: str) -> bool:
        """Say whether somebody who is invited was told something else there, for certain."""
        own = [one for one in self.sent if one.person == person]
        since = takewhile(
            lambda one: one.method is Method.REQUEST, reversed(own)
        )  # what was called off is over
        return any(
            one.at is not None and one.told != told and one.address == _digest(address)
            for one in since
        )

    def with_sent(self, message: Sent) -> "Correspondence":
        """Note a message; one that was on its way to the same person is it."""
        kept = [one for one in self.sent if not (one.person == message.person and one.at is None)]
        return msgspec.structs.replace(self, sent=[*kept, message])

    def untold(self, person: str, before: "Correspondence") -> "Correspondence":
        """Take back a message to somebody that was not taken: they know what they knew before it, or may know."""
        others = [one for one in self.sent if one.person != person]
        return msgspec.structs.replace(self, sent=[*others, *before.only(person).sent])

    def with_answer(self, answer: Answer) -> "Correspondence":
        """Take in an answer, unless there is a later one of the same person; in whatever order they come."""
        known = next((one for one in self.answers if one.person == answer.person), None)
        if known and known.order >= answer.order:
            return self
        others = [one for one in self.answers if one is not known]
        return msgspec.structs.replace(
            self, answers=sorted([*others, answer], key=lambda one: one.person)
        )

    def without(self, person: str) -> "Correspondence":
        """Forget somebody."""
        return Correspondence(
            [one for one in self.sent if one.person != person],
            [one for one in self.answers if one.person != person],
        )

    def only(self, person: str) -> "Correspondence":
        """Give what concerns somebody alone."""
        return Correspondence(
            [one for one in self.sent if one.person == person],
            [one for one in self.answers if one.person == person],
        )

    def standing(self, person: str, told: str, sequence: int) -> Standing | None:
        """Give somebody's answer, held against what there is to tell now and the sequence of the data."""
        answer = next((one for one in self.answers if one.person == person), None)
        if answer is None:
            return None
        last = self.last(person)
        needed = last.sequence if last and last.told == told else self.next_sequence(told, sequence)
        return Standing(answer, answer.sequence < needed)

    def answer_by_hand(
        self, person: Handle, reply: Reply, moment: datetime, sequence: int
    ) -> "Correspondence":
        """Take in what somebody said otherwise, which counts more than what came before."""
        known = next((one for one in self.answers if one.person == person), None)
        at = moment.astimezone(UTC).replace(microsecond=0)
        if known:
            at, sequence = max(at, known.at + timedelta(seconds=1)), max(sequence, known.sequence)
        return self.with_answer(Answer(person=person, answer=reply, sequence=sequence, at=at))


class Dispatch(NamedTuple):
    """A message that is to go out: to whom, where, and what it tells."""

    person: Person
    address: str
    kind: Kind
    told: str
    sequence: int

    @property
    def method(self) -> Method:
        return Method.REQUEST if self.kind in ("invitation", "update") else Method.CANCEL

    def note(self, moment: datetime | None) -> Sent:
        """Note it as taken at a moment, or as on its way."""
        return Sent(
            person=self.person.uid,
            method=self.method,
            sequence=self.sequence,
            told=Line(self.told),
            address=Line(_digest(self.address)),
            at=moment.astimezone(UTC).replace(microsecond=0) if moment else None,
        )


class Plan(NamedTuple):
    """Whom to write to, who may have got it when the program ended, and who can or may not be written to."""

    dispatches: list[Dispatch]
    uncertain: list[Person]
    left_out: list[Person]


def tell(meeting: Occurrence) -> str:
    """Give the digest of what counts of a meeting: when, where and whether it is; whoever knows that is up to date."""
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
) -> Plan:
    """Find who has yet to be told something of a meeting: only what is missing or has changed.

    `sequence` is that of the data; with `office` those without a mesa are invited too; with `again` also those who may
    have got it when the program ended.
    """
    plan = Plan([], [], [])
    for person in people:
        address = next(iter(person.values(ContactKind.EMAIL)), "")
        wanted = _want(meeting, person, address, known, office=office)
        last = known.last(person.uid)
        if wanted is None:
            continue
        above = last.sequence + 1 if last and last.told != wanted[1] else 0
        dispatch = Dispatch(
            person, address, *wanted, max(above, known.next_sequence(wanted[1], sequence))
        )
        if last and _has_arrived(last, dispatch):
            continue
        if not (address and person.may_be_written_to):
            plan.left_out.append(person)
        elif (
            last
            and last.at is None
            and (last.method, last.told) == (dispatch.method, dispatch.told)
            and not again
        ):
            plan.uncertain.append(person)
        else:
            plan.dispatches.append(dispatch)
    return plan


def _want(
    meeting: Occurrence, person: Person, address: str, known: Correspondence, *, office: bool
) -> tuple[Kind, str] | None:
    """Say what somebody is to know of a meeting, whether or not they do."""
    last, told = known.last(person.uid), tell(meeting)
    belongs = (
        person.mesa in [mesa.slug for mesa in meeting.mesas]
        if person.mesa
        else office or last is not None
    )
    if belongs and meeting.status != "cancelled":
        return ("update" if known.knew_otherwise(person.uid, address, told) else "invitation"), told
    if last is None:
        return None
    return (
        ("cancellation", told) if meeting.status == "cancelled" else ("removal", _digest(_REMOVED))
    )


def _has_arrived(last: Sent, dispatch: Dispatch) -> bool:
    """Say whether somebody knows it already, where they are written to now; what is off is off for whatever reason."""
    if last.at is None or last.method is not dispatch.method:
        return False
    if dispatch.method is Method.CANCEL:
        return True
    return last.told == dispatch.told and last.address == _digest(dispatch.address)


def list_standings(
    meeting: Occurrence, people: Sequence[Person], known: Correspondence, sequence: int
) -> Iterator[tuple[Person, Standing | None]]:
    """Give everybody who was invited or has answered, in the order of the mesas, with what they answered."""
    order = {str(mesa.slug): place for place, mesa in enumerate(meeting.mesas)}
    told = tell(meeting)
    for person in sorted(people, key=lambda one: (order.get(one.mesa or "", len(order)), one.name)):
        standing = known.standing(person.uid, told, sequence)
        if standing or known.is_invited(person.uid):
            yield person, standing


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
