"""Contacts of two people: who is who, which record stands, and who is left alone."""

from datetime import date

import pytest
from msgspec.structs import replace

from mcsj_cli.model.fields import Line
from mcsj_cli.model.joining import Act, join_people, join_person
from mcsj_cli.model.person import Consent, Contact, ContactKind, Handle, Person

DAY, LATER = date(2020, 4, 23), date(2020, 4, 24)
PHONE = Contact(ContactKind.PHONE, Line("55 0000 0001"))
OTHER_PHONE = Contact(ContactKind.PHONE, Line("55 0000 0002"))
EMAIL = Contact(ContactKind.EMAIL, Line("vocal@example.org"))
AGREED = Consent(DAY, Line("1"))
VOCAL = Person(
    uid=Handle("vocalia"),
    name=Line("Vocalía"),
    role=Line("vocal"),
    mesa=Handle("leon"),
    channels=[PHONE],
    consent=AGREED,
    created=DAY,
    updated=DAY,
)


def joined(ours: list[Person], theirs: list[Person]) -> tuple[list[Act], list[Person]]:
    joining = join_people(ours, theirs, lambda _person: False)
    return [step.act for step in joining.steps], joining.people


def same_phone(text: str) -> Person:
    return replace(VOCAL, channels=[Contact(ContactKind.PHONE, Line(text))])


@pytest.mark.parametrize(
    "theirs",
    [
        VOCAL,
        replace(VOCAL, uid=Handle("otra"), name=Line("VOCALIA")),
        replace(VOCAL, name=Line("Vocal de León")),
        replace(VOCAL, uid=Handle("otra"), mesa=None),
        replace(VOCAL, channels=[OTHER_PHONE]),
        replace(same_phone("+52 5500000001"), uid=Handle("otra")),
    ],
    ids=["all", "number and name", "number and uid", "number, name", "name and mesa", "spelling"],
)
def test_the_very_person_is_found(theirs: Person) -> None:
    people = joined([VOCAL], [theirs])[1]
    assert [person.uid for person in people] == [VOCAL.uid]


@pytest.mark.parametrize(
    "theirs",
    [
        replace(VOCAL, name=Line("Tesorería"), uid=Handle("tesoreria")),
        replace(VOCAL, mesa=Handle("torreon"), channels=[OTHER_PHONE]),
        replace(VOCAL, name=Line("Enlace"), channels=[OTHER_PHONE], mesa=None),
    ],
    ids=["a number shared", "a namesake elsewhere", "a short name taken"],
)
def test_others_are_new_and_their_doubles_are_named(theirs: Person) -> None:
    joining = join_people([VOCAL], [theirs], lambda _person: False)
    (step,) = joining.steps
    assert (step.act, step.doubles) == (Act.NEW, [VOCAL])
    assert len({person.uid for person in joining.people}) == 2
    for ours, given in ((True, False), (False, True)):
        opposed = join_people(
            [replace(VOCAL, do_not_contact=ours)],
            [replace(theirs, do_not_contact=given)],
            lambda _person: False,
        )
        assert all(person.do_not_contact for person in opposed.people)
    again = join_people(joining.people, [theirs], lambda _person: False)
    assert (again.steps, again.people, again.same) == ([], joining.people, 1)


def test_the_later_record_stands_but_an_opposition_stays() -> None:
    later = replace(VOCAL, channels=[EMAIL], consent=None, updated=LATER)
    assert join_person(VOCAL, later) == later
    assert join_person(later, VOCAL) == later
    for one, other in ((VOCAL, later), (later, VOCAL)):
        opposed = replace(one, do_not_contact=True)
        assert join_person(opposed, other).do_not_contact
        assert join_person(other, opposed).do_not_contact
    stays = joined([later], [VOCAL])
    assert stays == ([Act.KEPT], [later])


def test_of_the_same_day_ours_takes_what_it_lacks() -> None:
    bare = replace(VOCAL, consent=None, mesa=None)
    more = replace(VOCAL, channels=[OTHER_PHONE, EMAIL], preferred=ContactKind.EMAIL)
    whole = join_person(bare, more)
    assert whole.channels == [PHONE, EMAIL]
    assert (whole.consent, whole.mesa, whole.preferred) == (AGREED, "leon", ContactKind.EMAIL)
    assert list(whole.faults()) == []


def test_who_was_forgotten_is_left_out() -> None:
    joining = join_people([], [VOCAL], lambda person: person is VOCAL)
    assert joining.people == []
    assert [step.act for step in joining.steps] == [Act.FORGOTTEN]


def test_a_withdrawn_consent_does_not_come_back() -> None:
    withdrawn = replace(VOCAL, consent=None, withdrawn=DAY)
    for ours, theirs in ((withdrawn, VOCAL), (VOCAL, withdrawn)):
        person = join_person(ours, theirs)
        assert (person.consent, person.withdrawn) == (None, DAY)
    anew = replace(VOCAL, consent=Consent(LATER, Line("2")), updated=LATER)
    assert join_person(withdrawn, anew).consent == anew.consent
    assert join_person(anew, withdrawn) == anew
