"""People: what numbers and addresses may look like, what contradicts itself,
and how somebody is found.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from mcsj_cli.model.fields import Line
from mcsj_cli.model.mail import is_email
from mcsj_cli.model.person import (
    Consent,
    Contact,
    ContactKind,
    Handle,
    People,
    Person,
    PersonNotFoundError,
    find_person,
    find_sharing,
    propose_uid,
)

DAY = date(2020, 4, 23)
PHONE, WHATSAPP, EMAIL = ContactKind


def make(name: str = "Enlace de León", *contacts: tuple[ContactKind, str], **fields: Any) -> Person:
    """Make somebody who is nobody: a role, unreachable numbers, example addresses."""
    channels = [Contact(kind, Line(value)) for kind, value in contacts]
    person = Person(
        uid=propose_uid(name, []),
        name=Line(name),
        role=Line("enlace"),
        channels=channels,
        created=DAY,
        updated=DAY,
    )
    return replace(person, **fields)


@pytest.mark.parametrize(
    "text", ["enlace@example.org", "enlace.leon+mesa@correo.example.org", "niño@example.org"]
)
def test_addresses_that_can_be(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "enlace",
        "enlace@",
        "@example.org",
        "enlace@example",
        "a b@example.org",
        "a@b@example.org",
        "a@example..org",
        "<a@example.org>",
        "a@example.org,",
        f"{'a' * 250}@example.org",
    ],
)
def test_addresses_that_cannot_be(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    ("person", "path"),
    [
        (make("Uno", (PHONE, "123")), ("channels", 0, "value")),
        (make("Uno", (PHONE, "55 0000 0001"), (EMAIL, "nadie")), ("channels", 1, "value")),
        (make("Uno", (WHATSAPP, "uno@example.org")), ("channels", 0, "value")),
        (make("Uno", (PHONE, "55 0000 0001"), preferred=EMAIL), ("preferred",)),
        (make("Uno", preferred=PHONE), ("preferred",)),
        (make("Uno", consent=Consent(DAY, Line("2020-04-24"))), ("consent", "on")),
        (make("Uno", created=date(2020, 4, 24)), ("updated",)),
    ],
)
def test_what_contradicts_itself(person: Person, path: Sequence[str | int]) -> None:
    (fault,) = People([make("Otro"), person]).faults()
    assert fault.path == ("people", 1, *path)
    assert fault.private
    told = fault.message + fault.advice
    assert not any(contact.value in told for contact in person.channels)


def test_what_is_well() -> None:
    person = make("Uno", (PHONE, "55 0000 0001"), (EMAIL, "uno@example.org"), preferred=EMAIL)
    agreed = replace(person, uid=Handle("dos"), consent=Consent(DAY, Line("1")))
    assert list(People([person, agreed, make("Tres")]).faults()) == []
    assert [
        one.may_be_written_to for one in (person, agreed, replace(agreed, do_not_contact=True))
    ] == [
        False,
        True,
        False,
    ]
    assert (person.reached_at, make("Uno").reached_at) == ("uno@example.org", "")


def test_a_short_name_stands_once() -> None:
    (fault,) = People([make("Uno"), make("Dos"), make("Uno")]).faults()
    assert fault.path == ("people", 2, "uid")
    assert "uno" not in fault.message


def test_values_of_a_kind_take_the_place_of_those_before() -> None:
    person = make("Uno", (EMAIL, "uno@example.org"), (PHONE, "55 0000 0001"), preferred=PHONE)
    moved = person.with_values(PHONE, [Line("55 0000 0002"), Line("55 0000 0003")])
    assert moved.values(PHONE) == ["55 0000 0002", "55 0000 0003"]
    assert (moved.values(EMAIL), moved.preferred) == (["uno@example.org"], PHONE)
    assert person.with_values(PHONE, []).preferred is None


def test_somebody_is_found_by_a_part_however_written() -> None:
    people = [make("Enlace de León"), make("Enlace de León Norte"), make("Vocalía")]
    assert find_person(people, "enlace-de-leon") is people[0]
    assert find_person(people, "ENLACE DE LEÓN") is people[0]
    assert find_person(people, "norte") is people[1]
    assert find_person(people, "vocalia") is people[2]
    for text in ("enlace", "", "zacatecas"):
        with pytest.raises(PersonNotFoundError) as caught:
            find_person(people, text)
        assert caught.value.exit_code == 5
        assert not any(
            word in caught.value.message + caught.value.advice for word in ("nlace", "zacatecas")
        )


def test_short_names_are_numbered() -> None:
    people = [make("Enlace")]
    assert propose_uid("¡Enlace!", people) == "enlace-2"
    assert propose_uid("日本", []) == "persona"
    with pytest.raises(ValueError, match=r"^[^«]+$"):
        Handle.parse("Enlace de León")


def test_who_shares_an_address_or_a_number_is_found_however_it_was_typed() -> None:
    one = make("Enlace", (ContactKind.EMAIL, "Enlace@example.org"))
    same = make("Enlace", (ContactKind.EMAIL, "enlace@Example.org"))
    other = make("Enlace", (ContactKind.EMAIL, "otra@example.org"))
    assert find_sharing(one, [same, other]) == [same]
    assert find_sharing(other, [one, same]) == []
