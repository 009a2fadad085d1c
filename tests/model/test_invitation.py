"""Who is told what, and which answer counts.

Laws that hold whatever happens to a meeting, and in whatever order.
"""

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mcsj_cli.model.fields import Line, Slug, WallTime, ZoneName
from mcsj_cli.model.invitation import (
    Answer,
    Correspondence,
    Method,
    Reply,
    digest_meeting,
    list_standings,
    plan_dispatches,
)
from mcsj_cli.model.membership import Group, Mesa, Slot, Weekday
from mcsj_cli.model.person import Consent, Handle, Person
from mcsj_cli.model.schedule import Occurrence, Status, occurrences
from tests.model.test_person import DAY, EMAIL, make

MOMENT = datetime(2020, 4, 23, 22, 0, tzinfo=UTC)
MESAS = [
    Mesa(Slug(slug), Line(slug), Line("Gto"), ZoneName("America/Mexico_City"))
    for slug in ("leon", "irapuato")
]
SLOT = Slot(DAY, Weekday.THURSDAY, WallTime("17:00"), ZoneName("America/Mexico_City"))
GROUP = Group(1, [SLOT], MESAS)
[BASE] = occurrences(GROUP, DAY, DAY, {})
PEOPLE = [
    make(name, (EMAIL, f"{name}@example.org"), mesa=Handle(mesa), consent=Consent(DAY, Line("1")))
    for name, mesa in (("uno", "leon"), ("dos", "leon"), ("tres", "irapuato"))
]
OFFICE = make("oficina", (EMAIL, "oficina@example.org"), consent=Consent(DAY, Line("1")))

ANSWERS = st.builds(
    Answer,
    person=st.sampled_from([Handle("uno"), Handle("dos")]),
    answer=st.sampled_from(Reply),
    sequence=st.integers(0, 3),
    at=st.integers(0, 5).map(lambda minutes: MOMENT + timedelta(minutes=minutes)),
)


@given(st.lists(ANSWERS, max_size=5), st.randoms(use_true_random=False))
def test_answers_count_in_whatever_order_and_however_often(
    answers: list[Answer], chance: random.Random
) -> None:
    wanted = take(answers)
    again = [*answers, *answers]
    chance.shuffle(again)
    assert take(again) == wanted
    for order in permutations(answers):
        assert take(order) == wanted
    for answer in wanted.answers:
        own = [(one.sequence, one.at) for one in answers if one.person == answer.person]
        assert (answer.sequence, answer.at) == max(
            own
        )  # the sequence before the stamp (RFC 5546 2.1.5)


def take(answers: "list[Answer] | tuple[Answer, ...]") -> Correspondence:
    known = Correspondence()
    for answer in answers:
        known = known.with_answer(answer)
    return known


@given(st.lists(ANSWERS, max_size=4), st.sampled_from(Reply))
def test_by_hand_always_counts(answers: list[Answer], reply: Reply) -> None:
    known = take(answers).answer_by_hand(Handle("uno"), reply, MOMENT, 0)
    assert next(one for one in known.answers if one.person == "uno").answer is reply


def send(
    known: Correspondence, meeting: Occurrence, sequence: int, people: list[Person]
) -> Correspondence:
    """Send all that is due, and say what was sent."""
    for dispatch in plan_dispatches(meeting, people, known, sequence).dispatches:
        known = known.with_sent(dispatch.note(None)).with_sent(dispatch.note(MOMENT))
    return known


class Step(NamedTuple):
    """What becomes of a meeting before the next run.

    Its hour, its status, its mesas, the sequence of the data.
    """

    hours: int
    status: Status
    mesas: int
    rise: int
    reached: int


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(0, 2),
        st.sampled_from(["tentative", "confirmed", "cancelled"]),
        st.integers(0, 2),
        st.integers(-2, 2),
        st.integers(0, 3),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_sequences_rise_for_everybody_and_everybody_knows_in_the_end(steps: list[Step]) -> None:
    known, sequence = Correspondence(), 0
    for step in steps:
        sequence = max(0, sequence + step.rise)
        meeting = BASE._replace(
            start=BASE.start + timedelta(hours=step.hours),
            status=step.status,
            mesas=MESAS[: step.mesas],
        )
        known = send(known, meeting, sequence, PEOPLE[: step.reached])  # as far as it came
        known = send(known, meeting, sequence, PEOPLE)
        assert plan_dispatches(meeting, PEOPLE, known, sequence) == ([], [], [])
        for person in PEOPLE:
            own = [one for one in known.sent if one.person == person.uid]
            numbers = [one.sequence for one in own]
            assert numbers == sorted(set(numbers))
            invited = (
                person.mesa in [mesa.slug for mesa in meeting.mesas]
                and meeting.status != "cancelled"
            )
            assert known.is_invited(person.uid) == invited
            assert not own or own[0].method is Method.REQUEST  # only who was invited is told more
            if invited:
                assert own[-1].told == digest_meeting(meeting)


def test_one_that_was_on_its_way_is_not_sent_again_without_being_asked() -> None:
    first, *_others = plan_dispatches(BASE, PEOPLE, Correspondence(), 0).dispatches
    known = Correspondence().with_sent(first.note(None))
    plan = plan_dispatches(BASE, PEOPLE, known, 0)
    assert [person.uid for person in plan.uncertain] == ["uno"]
    assert [one.person.uid for one in plan.dispatches] == ["dos", "tres"]
    again = plan_dispatches(BASE, PEOPLE, known, 0, again=True)
    assert [(one.person.uid, one.sequence) for one in again.dispatches] == [
        ("uno", 0),
        ("dos", 0),
        ("tres", 0),
    ]
    moved = BASE._replace(start=BASE.start + timedelta(hours=1))
    assert [one.sequence for one in plan_dispatches(moved, PEOPLE, known, 0).dispatches] == [
        1,
        1,
        1,
    ]
    assert known.untold("uno", Correspondence()) == Correspondence()


def test_one_that_may_have_come_is_not_forgotten_because_another_was_refused() -> None:
    first, *_others = plan_dispatches(BASE, PEOPLE, Correspondence(), 0).dispatches
    known = Correspondence().with_sent(first.note(None))
    moved = BASE._replace(start=BASE.start + timedelta(hours=1))
    for meeting, again in ((BASE, True), (moved, False)):
        other, *_others = plan_dispatches(meeting, PEOPLE, known, 0, again=again).dispatches
        assert (other.person, other.kind) == (
            PEOPLE[0],
            "invitation",
        )  # perhaps the first that they get
        assert known.with_sent(other.note(None)).untold("uno", known) == known
    off = BASE._replace(status="cancelled")
    assert [one.person.uid for one in plan_dispatches(off, PEOPLE, known, 0).dispatches] == ["uno"]


def test_another_address_is_invited_and_not_told_of_a_change() -> None:
    known = send(Correspondence(), BASE, 0, PEOPLE)
    elsewhere = replace(PEOPLE[0], channels=make("uno", (EMAIL, "otra@example.org")).channels)
    moved = BASE._replace(start=BASE.start + timedelta(hours=1))
    for meeting in (BASE, moved):
        [one] = plan_dispatches(meeting, [elsewhere], known, 0).dispatches
        assert one.kind == "invitation"
    assert [one.kind for one in plan_dispatches(moved, PEOPLE, known, 0).dispatches] == [
        "update"
    ] * 3


def test_the_office_is_invited_when_asked_for_and_then_kept_up_to_date() -> None:
    assert [
        one.person.uid for one in plan_dispatches(BASE, [OFFICE], Correspondence(), 0).dispatches
    ] == []
    [one] = plan_dispatches(BASE, [OFFICE], Correspondence(), 0, office=True).dispatches
    known = Correspondence().with_sent(one.note(MOMENT))
    moved = BASE._replace(start=BASE.start + timedelta(hours=1))
    assert [one.kind for one in plan_dispatches(moved, [OFFICE], known, 0).dispatches] == ["update"]


@pytest.mark.parametrize("flaw", ["no consent", "not to be contacted", "no address"])
def test_who_may_not_be_written_to_is_left_out(flaw: str) -> None:
    changed = {
        "no consent": replace(PEOPLE[0], consent=None),
        "not to be contacted": replace(PEOPLE[0], do_not_contact=True),
        "no address": replace(PEOPLE[0], channels=[]),
    }
    plan = plan_dispatches(BASE, [changed[flaw]], Correspondence(), 0)
    assert (plan.dispatches, plan.left_out) == ([], [changed[flaw]])


@pytest.mark.parametrize(
    ("sequence", "moved", "told_again", "reconfirm"),
    [
        (0, False, False, False),
        (0, True, False, True),
        (0, True, True, True),
        (1, True, True, False),
    ],
)
def test_an_answer_to_what_has_changed_is_to_be_reconfirmed(
    sequence: int, moved: bool, told_again: bool, reconfirm: bool
) -> None:
    known = send(Correspondence(), BASE, 0, PEOPLE)
    meeting = BASE._replace(start=BASE.start + timedelta(hours=int(moved)))
    if told_again:
        known = send(known, meeting, 1, PEOPLE)
    answer = Answer(person=Handle("uno"), answer=Reply.ACCEPTED, sequence=sequence, at=MOMENT)
    known = known.with_answer(answer)
    found = {
        str(person.uid): one for person, one in list_standings(meeting, PEOPLE, known, int(moved))
    }
    assert list(found) == ["dos", "uno", "tres"]
    assert found["uno"] == (answer, reconfirm)
    assert found["dos"] is None


def test_after_a_cancellation_a_first_invitation_stays_one_when_it_is_tried_again() -> None:
    known = send(Correspondence(), BASE, 0, PEOPLE)
    known = send(known, BASE._replace(status="cancelled"), 1, PEOPLE)
    moved = BASE._replace(start=BASE.start + timedelta(hours=1))
    for _time in range(2):
        first, *_others = plan_dispatches(moved, PEOPLE, known, 2, again=True).dispatches
        assert first.kind == "invitation"
        known = known.with_sent(first.note(None))
