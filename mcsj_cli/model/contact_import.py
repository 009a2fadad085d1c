"""Contacts of another program's file beside one's own: who is new, who is known, what differs.

No text but a step's own persons repeats what the file says of anybody. Consent is never taken over.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import structs

from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line
from mcsj_cli.model.found_contact import FoundContact, MesaNames
from mcsj_cli.model.joining import Act
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.person import (
    Contact,
    ContactKind,
    Handle,
    Person,
    number_uid,
)
from mcsj_cli.model.text import fold
from mcsj_cli.vocabulary import spoken

ROLE_TO_SAY = Line("—")  # stands for a role that the file does not tell


class ImportDefaults(NamedTuple):
    """What is said of all who do not say it themselves, and the day of the import."""

    day: date
    role: str = ""
    mesa: str = ""


class ContactStep(NamedTuple):
    """What becomes of the contact at a row: of `person`, who is here, or of somebody new."""

    row: int
    act: Act
    becomes: Person
    person: Person | None = None

    @property
    def changes(self) -> list[str]:
        """The names of the fields that differ."""
        if self.person is None:
            return []
        fields = ("name", "role", "mesa", "preferred", "do_not_contact")
        changed = [one for one in fields if getattr(self.person, one) != getattr(self.becomes, one)]
        for kind in ContactKind:
            if self.person.values(kind) != self.becomes.values(kind):
                changed.append(kind.value)
        return changed


class ContactPlan(NamedTuple):
    """All people after an import, the steps to them, how many are here just so, and the notes."""

    people: list[Person]
    steps: list[ContactStep]
    same: int
    notes: list[tuple[int, str]]


def plan_contacts(
    ours: Sequence[Person],
    found: Sequence[FoundContact],
    groups: Groups,
    defaults: ImportDefaults,
    is_forgotten: Callable[[Person], bool],
) -> ContactPlan:
    """Work out what the contacts of a file make of ours; nobody is taken away."""
    intake = _Intake(ours, groups, defaults, is_forgotten)
    for contact in found:
        reason = intake.take(contact)
        if contact.ways.short and not reason:
            intake.notes.append((contact.row, _("a short number is left out: it is nobody's own")))
        if contact.ways.refused:
            text = _("a number or address is left out, since it is none that can be kept")
            intake.notes.append((contact.row, text))
        if reason:
            intake.notes.append((contact.row, reason))
    steps = list(intake.steps.values())
    same = len(intake.rows.keys() - intake.steps.keys())
    return ContactPlan(list(intake.people.values()), steps, same, intake.notes)


class _Intake:
    """People while the contacts of a file are joined to them, one after the other.

    `rows` has the row that each of those was found at first who are in the file.
    """

    def __init__(
        self,
        ours: Sequence[Person],
        groups: Groups,
        defaults: ImportDefaults,
        is_forgotten: Callable[[Person], bool],
    ) -> None:
        self.people: dict[str, Person] = {}
        # The people with a number, an address, or a name at a mesa; each once, in their order.
        self._owners: dict[str, dict[Handle, None]] = {}
        for person in ours:
            self._know(person)
        self.rows: dict[Handle, int] = {}
        self.steps: dict[Handle, ContactStep] = {}
        self.notes: list[tuple[int, str]] = []
        self._mesas = MesaNames(groups)
        self._defaults, self._is_forgotten = defaults, is_forgotten

    def take(self, contact: FoundContact) -> str:
        """Join a contact, and return why it is left out, or ""."""
        if not (contact.name and contact.ways.channels):
            return _tell_missing(contact)
        given = _make_person(contact, self._mesas, self._defaults)
        try:
            person = self._find_known(given)
        except LookupError:
            return _("left out: several people have this number or address")
        if person is None:
            return self._welcome(contact.row, given)
        row = self.rows.get(person.uid)
        if row and fold(person.name) != fold(given.name):
            text = _("left out: row {row} has its number or address; for somebody else: {command}")
            return text.format(row=row, command=spoken("mcsj people add"))
        self._put(contact.row, person, _complete(person, given, contact, self._mesas.find(contact)))
        return ""

    def _welcome(self, row: int, given: Person) -> str:
        if self._is_forgotten(given):
            text = _("left out: erased here; if they agree anew: {command}")
            return text.format(command=spoken("mcsj people add"))
        uid = number_uid(given.name, self.people)
        self._put(row, None, structs.replace(given, uid=uid))
        return ""

    def _find_known(self, given: Person) -> Person | None:
        """Find the person with the same number or address, or the same name at the same mesa.

        Raises LookupError where several people have it, and not one of them the name.
        """
        sharing: dict[Handle, None] = {}
        for one in given.channels:
            sharing |= self._owners.get(one.key, {})
        namesakes = self._owners.get(_name_key(given), {})
        if not sharing:
            return self.people[next(iter(namesakes))] if len(namesakes) == 1 else None
        people = [self.people[uid] for uid in sharing]
        if len(people) > 1:
            people = [one for one in people if fold(one.name) == fold(given.name)]
        if len(people) != 1:
            raise LookupError
        return people[0]

    def _put(self, row: int, person: Person | None, becomes: Person) -> None:
        first = self.steps.get(becomes.uid)
        if person != becomes:
            becomes = structs.replace(becomes, updated=self._defaults.day)
            before = first.person if first else person
            act = Act.NEW if before is None else Act.CHANGED
            number = first.row if first else row
            self.steps[becomes.uid] = ContactStep(number, act, becomes, before)
        self._know(becomes)
        self.rows.setdefault(becomes.uid, row)

    def _know(self, person: Person) -> None:
        self.people[person.uid] = person
        for key in (*(one.key for one in person.channels), _name_key(person)):
            self._owners.setdefault(key, {})[person.uid] = None


def _name_key(person: Person) -> str:
    return f"{fold(person.name)} @ {person.mesa or ''}"


def _tell_missing(contact: FoundContact) -> str:
    if not contact.name:
        return _("left out: there is no name")
    if contact.ways.short:
        return _("left out: it has nothing but a short number, which is nobody's own")
    return _("left out: there is no number and no address")


def _make_person(contact: FoundContact, mesas: MesaNames, defaults: ImportDefaults) -> Person:
    kinds = {channel.kind for channel in contact.ways.channels}
    return Person(
        uid=Handle(""),
        name=Line.parse(contact.name),
        role=Line(contact.role or defaults.role or ROLE_TO_SAY),
        mesa=mesas.find(contact) or _handle(defaults.mesa),
        channels=list(contact.ways.channels),
        preferred=contact.preferred if contact.preferred in kinds else None,
        do_not_contact=contact.is_opposed,
        created=defaults.day,
        updated=defaults.day,
    )


def _handle(slug: str) -> Handle | None:
    return Handle(slug) if slug else None


def _complete(person: Person, given: Person, contact: FoundContact, mesa: Handle | None) -> Person:
    """Return a person with what a file says of them; nothing is taken away, consent least."""
    known = person.channels
    more = [one for one in given.channels if not _has(known, one)]
    channels = sorted([*known, *more], key=lambda one: list(ContactKind).index(one.kind))
    return structs.replace(
        person,
        name=person.name if fold(person.name) == fold(given.name) else given.name,
        role=given.role if contact.role else person.role,
        mesa=mesa or person.mesa,
        channels=channels,
        preferred=given.preferred or person.preferred,
        do_not_contact=person.do_not_contact or given.do_not_contact,
    )


def _has(known: Sequence[Contact], contact: Contact) -> bool:
    """Whether a number or address is there already, in any spelling; also as a WhatsApp number."""
    if contact.kind is ContactKind.PHONE:
        also = structs.replace(contact, kind=ContactKind.WHATSAPP)
        return any(one.is_same_as(contact) or one.is_same_as(also) for one in known)
    return any(one.is_same_as(contact) for one in known)
