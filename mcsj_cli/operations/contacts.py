"""Private contacts added, edited and chosen; they stay in their folder and its files.

The functions take the folder of the network and the file of the key that opens the contacts.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import structs

from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import (
    ContactKind,
    Handle,
    Person,
    find_person,
    find_sharing,
    propose_uid,
)
from mcsj_cli.model.text import fold
from mcsj_cli.store.people import change_people, read_people


class AddedPerson(NamedTuple):
    """The short name of a new person, and others with the same address or number."""

    uid: Handle
    sharing: list[Person]


class PersonChanges(NamedTuple):
    """New values of a person's fields by name, and of the channels by kind."""

    fields: Mapping[str, Any]
    channels: Mapping[ContactKind, Sequence[Line]]

    def apply(self, person: Person) -> Person:
        """Return the person with the new values."""
        for kind, values in self.channels.items():
            person = person.with_values(kind, values)
        return structs.replace(person, **self.fields)


class PeopleFilter(NamedTuple):
    """Which people are asked for: of one mesa, of some mesas, with these letters in their role."""

    mesas: Collection[str] = ()
    sitting: Collection[str] | None = None
    role: str = ""
    no_consent: bool = False

    def takes(self, person: Person) -> bool:
        """Whether a person is asked for."""
        if self.mesas and person.mesa not in self.mesas:
            return False
        if self.sitting is not None and person.mesa not in self.sitting:
            return False
        if self.no_consent and person.consent:
            return False
        return fold(self.role) in fold(person.role)


class MergeList(NamedTuple):
    """The people who may be written to, and how many others there are."""

    people: list[Person]
    left_out: int


def add_person(root: Path, key: Path | None, person: Person) -> AddedPerson:
    """Add a person under a new short name; raise as `change_people`."""
    added: list[AddedPerson] = []

    def add(people: list[Person]) -> list[Person]:
        uid = propose_uid(person.name, people)
        added.append(AddedPerson(uid, find_sharing(person, people)))
        return [*people, structs.replace(person, uid=uid)]

    change_people(root, key, add)
    return added[-1]


def edit_person(
    root: Path, key: Path | None, text: str, changes: PersonChanges, day: date
) -> Handle:
    """Change the person that a text names, and return the short name.

    Raise PersonNotFoundError, and as `change_people`.
    """
    uids: list[Handle] = []

    def edit(people: list[Person]) -> list[Person]:
        found = find_person(people, text)
        uids.append(found.uid)
        person = changes.apply(found).noting_withdrawal(found, day)
        if person != found:
            person = structs.replace(person, updated=day)
        return [person if one is found else one for one in people]

    change_people(root, key, edit)
    return uids[-1]


def select_people(root: Path, key: Path | None, wanted: PeopleFilter) -> list[Person]:
    """Select people; raise as `read_people`."""
    return [person for person in read_people(root, key) if wanted.takes(person)]


def build_merge_list(people: Sequence[Person]) -> MergeList:
    """Choose those who agreed to the privacy notice and may be contacted."""
    chosen = [person for person in people if person.may_be_written_to]
    return MergeList(chosen, len(people) - len(chosen))
