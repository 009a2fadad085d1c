"""Private contacts added, edited and chosen, without a terminal."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import Consent, Contact, ContactKind, Handle, Person, PersonNotFoundError
from mcsj_cli.operations.contacts import (
    PeopleFilter,
    PersonChanges,
    add_person,
    build_merge_list,
    edit_person,
    select_people,
)
from mcsj_cli.store.people import read_people

TODAY, LATER = date(2020, 4, 23), date(2020, 4, 24)
AGREED = Consent(TODAY, Line("2020-04"))
ADDRESS = Contact(ContactKind.EMAIL, Line("ana@example.org"))
ANA = Person(
    uid=Handle("nadie"),
    name=Line("Ana Ruiz"),
    role=Line("vocalía de economía"),
    mesa=Handle("leon"),
    channels=[ADDRESS],
    consent=AGREED,
    created=TODAY,
    updated=TODAY,
)
BETO = replace(ANA, name=Line("Beto"), role=Line("Enlace"), mesa=None, channels=[], consent=None)


def _names(project: Path, wanted: PeopleFilter) -> list[str]:
    return [str(person.name) for person in select_people(project, None, wanted)]


def test_a_person_gets_a_short_name_that_nobody_has(project: Path) -> None:
    first = add_person(project, None, ANA)
    second = add_person(project, None, replace(ANA, channels=[]))
    assert first.uid != second.uid
    assert {person.uid for person in read_people(project, None)} == {first.uid, second.uid}
    assert "nadie" not in (first.uid, second.uid)


def test_people_with_the_same_address_are_told(project: Path) -> None:
    uid = add_person(project, None, ANA).uid
    sharing = add_person(project, None, replace(BETO, channels=[ADDRESS])).sharing
    assert [person.uid for person in sharing] == [uid]
    assert add_person(project, None, BETO).sharing == []


def test_fields_and_channels_are_changed_on_a_day(project: Path) -> None:
    uid = add_person(project, None, ANA).uid
    phone = {ContactKind.PHONE: [Line("477 123 4567")]}
    assert (
        edit_person(project, None, "ana", PersonChanges({"role": Line("Enlace")}, phone), LATER)
        == uid
    )
    (changed,) = read_people(project, None)
    assert (changed.role, changed.updated, changed.created) == ("Enlace", LATER, TODAY)
    assert changed.values(ContactKind.PHONE) == ["477 123 4567"]
    assert changed.values(ContactKind.EMAIL) == ["ana@example.org"]


def test_a_channel_without_values_goes(project: Path) -> None:
    add_person(project, None, ANA)
    edit_person(project, None, "ana", PersonChanges({}, {ContactKind.EMAIL: []}), LATER)
    (changed,) = read_people(project, None)
    assert changed.channels == []


def test_a_change_of_nothing_leaves_the_day_of_the_last_one(project: Path) -> None:
    add_person(project, None, ANA)
    edit_person(project, None, "ana", PersonChanges({"role": ANA.role}, {}), LATER)
    assert [person.updated for person in read_people(project, None)] == [TODAY]


def test_others_stay_as_they_were(project: Path) -> None:
    add_person(project, None, BETO)
    before = read_people(project, None)
    add_person(project, None, ANA)
    edit_person(project, None, "ana", PersonChanges({"role": Line("Enlace")}, {}), LATER)
    assert read_people(project, None)[:1] == before


def test_somebody_who_is_not_there_is_not_found(project: Path) -> None:
    add_person(project, None, BETO)
    with pytest.raises(PersonNotFoundError):
        edit_person(project, None, "ana", PersonChanges({}, {}), LATER)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (PeopleFilter(), ["Ana Ruiz", "Beto"]),
        (PeopleFilter(mesas=["leon"]), ["Ana Ruiz"]),
        (PeopleFilter(mesas=["colima"]), []),
        (PeopleFilter(sitting=["leon", "colima"]), ["Ana Ruiz"]),
        (PeopleFilter(sitting=[]), []),
        (PeopleFilter(role="VOCALIA"), ["Ana Ruiz"]),
        (PeopleFilter(no_consent=True), ["Beto"]),
        (PeopleFilter(mesas=["leon"], no_consent=True), []),
    ],
)
def test_people_are_chosen(project: Path, wanted: PeopleFilter, names: list[str]) -> None:
    for person in (ANA, BETO):
        add_person(project, None, person)
    assert _names(project, wanted) == names


def test_only_those_who_agreed_and_may_be_contacted_are_written_to() -> None:
    silent = replace(ANA, do_not_contact=True)
    assert build_merge_list([ANA, BETO, silent]) == ([ANA], 2)
    assert build_merge_list([]) == ([], 0)
