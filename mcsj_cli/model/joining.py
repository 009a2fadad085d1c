"""Contacts of two people joined: who is who, which of two records stands, who is left alone.

An opposition always wins over its absence. Otherwise the record that was changed later stands.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import structs

from mcsj_cli.model.person import Contact, Handle, Person, find_sharing, propose_uid
from mcsj_cli.model.text import fold


class Act(StrEnum):
    """What becomes of a person of another's contacts."""

    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    FORGOTTEN = "forgotten"


class JoiningStep(NamedTuple):
    """What becomes of one person: as `person` is kept here now, and as `becomes` afterwards.

    `given` is as the others have them. `doubles` are others here with the same number, address or
    name.
    """

    act: Act
    person: Person | None
    becomes: Person | None
    given: Person
    doubles: Sequence[Person] = ()


class Joining(NamedTuple):
    """All contacts after joining, the steps to them, and how many people are the same already."""

    people: list[Person]
    steps: list[JoiningStep]
    same: int


def join_people(
    ours: Sequence[Person], theirs: Sequence[Person], is_forgotten: Callable[[Person], bool]
) -> Joining:
    """Join others' contacts with ours; those that were forgotten here are left out."""
    known = {person.uid: person for person in ours}
    taken: set[Handle] = set()
    steps: list[JoiningStep] = []
    same = 0
    newcomers: list[Person] = []
    for given in theirs:
        found = _find_same(given, [one for one in known.values() if one.uid not in taken])
        if found is None:
            step = _welcome(given, ours, [*known.values(), *newcomers], is_forgotten)
            newcomers += [step.becomes] if step.becomes else []
            steps.append(step)
            continue
        taken.add(found.uid)
        joined = join_person(found, given)
        if joined != found:
            steps.append(JoiningStep(Act.CHANGED, found, joined, given))
        elif _differ(found, given):
            steps.append(JoiningStep(Act.KEPT, found, found, given))
        else:
            same += 1
        known[found.uid] = joined
    steps += _spread_opposition(known, steps)
    return Joining([*known.values(), *newcomers], steps, same)


def join_person(ours: Person, theirs: Person) -> Person:
    """Return the later of two records of one person; of the same day, ours with what it lacks."""
    if theirs.updated > ours.updated:
        joined = structs.replace(theirs, uid=ours.uid, created=ours.created)
    elif theirs.updated < ours.updated:
        joined = ours
    else:
        joined = _respect_withdrawal(_fill(ours, theirs), ours, theirs)
    opposed = ours.do_not_contact or theirs.do_not_contact
    joined = structs.replace(joined, do_not_contact=opposed)
    return joined if _differ(ours, joined) else ours


def _fill(ours: Person, theirs: Person) -> Person:
    more = [contact for contact in theirs.channels if contact not in ours.channels]
    kinds = {contact.kind for contact in ours.channels}
    channels: list[Contact] = [*ours.channels, *(one for one in more if one.kind not in kinds)]
    return structs.replace(
        ours,
        mesa=ours.mesa or theirs.mesa,
        channels=channels,
        preferred=ours.preferred or theirs.preferred,
        consent=ours.consent or theirs.consent,
    )


def _respect_withdrawal(joined: Person, ours: Person, theirs: Person) -> Person:
    """Return a person without a consent that one of the two says is withdrawn since."""
    days = [one.withdrawn for one in (ours, theirs) if one.withdrawn]
    if not days or (joined.consent and joined.consent.day > max(days)):
        return joined
    return structs.replace(joined, consent=None, withdrawn=max(days))


def _differ(one: Person, other: Person) -> bool:
    """Whether two records say different things of a person; days and short names do not count."""
    plain = structs.replace(other, uid=one.uid, created=one.created, updated=one.updated)
    return plain != one


def _find_same(given: Person, people: Sequence[Person]) -> Person | None:
    """Find the record of the very person: with two of uid, number or address, name with mesa."""
    sharing = find_sharing(given, people)
    best, most = None, 1
    for person in people:
        is_namesake = fold(person.name) == fold(given.name)
        signs = (person.uid == given.uid, person in sharing, is_namesake)
        count = sum(signs) + (is_namesake and person.mesa == given.mesa)
        # A short name is made of the name: the two are no more than one sign.
        if (person in sharing or person.mesa == given.mesa) and count > most:
            best, most = person, count
    return best


def _welcome(
    given: Person,
    ours: Sequence[Person],
    everybody: Sequence[Person],
    is_forgotten: Callable[[Person], bool],
) -> JoiningStep:
    """Return the step for somebody who is not here, under a short name that is free."""
    if is_forgotten(given):
        return JoiningStep(Act.FORGOTTEN, None, None, given)
    doubles = find_doubles(given, ours)
    taken = {person.uid for person in everybody}
    uid = propose_uid(given.name, everybody) if given.uid in taken else given.uid
    opposed = given.do_not_contact or any(one.do_not_contact for one in doubles)
    becomes = structs.replace(given, uid=uid, do_not_contact=opposed)
    return JoiningStep(Act.NEW, None, becomes, given, doubles)


def _spread_opposition(
    known: dict[Handle, Person], steps: Sequence[JoiningStep]
) -> list[JoiningStep]:
    """Leave alone also those here who may be newcomers who asked for it; return the steps."""
    spread = []
    for step in steps:
        if not (step.act is Act.NEW and step.given.do_not_contact):
            continue
        for double in step.doubles:
            person = known[double.uid]
            if not person.do_not_contact:
                known[double.uid] = structs.replace(person, do_not_contact=True)
                spread.append(JoiningStep(Act.CHANGED, person, known[double.uid], step.given))
    return spread


def find_doubles(given: Person, people: Sequence[Person]) -> list[Person]:
    """Return the people with the same number, address, name or short name as somebody."""
    sharing = find_sharing(given, people)
    doubles = []
    for person in people:
        is_namesake = fold(person.name) == fold(given.name) or person.uid == given.uid
        if person in sharing or is_namesake:
            doubles.append(person)
    return doubles
