"""A person of a mesa: how they may be reached, and whether they agreed to it.

No fault and no error repeats what a person's fields contain.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Self

import msgspec
from msgspec import Struct, field

from mcsj_cli.errors import Fault, McsjError, UnkeepableError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.mail import is_email
from mcsj_cli.model.phone import is_phone, parse_phone, phone_key
from mcsj_cli.model.text import fold, slugify


class PersonNotFoundError(McsjError):
    """No person, or more than one, has a name; the message leaves it out, for privacy."""

    exit_code = 5


class Handle(Slug):
    """A short name made from a person's name, which its error therefore does not repeat."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        try:
            return super().parse(text)
        except ValueError:
            message = _(
                "this is not a short name: lower-case letters without accents, digits and hyphens"
            )
            raise ValueError(message) from None


class ContactKind(StrEnum):
    """The means by which a person is reached."""

    PHONE = "phone"
    WHATSAPP = "whatsapp"
    EMAIL = "e-mail"


class ConsentMeans(StrEnum):
    """How somebody gave their consent."""

    PAPER = "paper"
    WHATSAPP = "whatsapp"
    EMAIL = "e-mail"
    CALL = "call"
    IN_PERSON = "in-person"


class Contact(Struct, frozen=True, forbid_unknown_fields=True):
    """A number or an address, nearly as it was typed."""

    kind: ContactKind
    value: Line

    @classmethod
    def parse(cls, kind: ContactKind, text: str) -> Self:
        """Make one of what a person or a program wrote; raise UnkeepableError."""
        line = Line.parse(text)
        if kind is not ContactKind.EMAIL:
            line = Line(parse_phone(line) or "")
        contact = cls(kind, line)
        if not contact.is_well_formed:
            raise UnkeepableError(*explain_form(kind))
        return contact

    @property
    def is_well_formed(self) -> bool:
        return is_email(self.value) if self.kind is ContactKind.EMAIL else is_phone(self.value)

    @property
    def key(self) -> str:
        """The address or number in a form that does not depend on how it was typed."""
        return self.value.casefold() if self.kind is ContactKind.EMAIL else phone_key(self.value)

    def is_same_as(self, other: Self) -> bool:
        """Whether another one is the same means, however it was typed."""
        return (self.kind, self.key) == (other.kind, other.key)


class Consent(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The day of a person's agreement to being kept, and the version of the notice they read.

    `means` is how they gave it, and `taken_by` the role that it was given to: what proves it.
    """

    day: date = field(name="on")
    notice: Line
    means: ConsentMeans | None = None
    taken_by: Phrase = Phrase("")


class Person(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A person of a mesa, or of the national office if `mesa` is None.

    `withdrawn` is the day on which they took their consent back, if they have not agreed anew.
    There is no field for notes, on purpose.
    """

    uid: Handle
    name: Line
    role: Line
    mesa: Handle | None = None
    channels: list[Contact] = []
    preferred: ContactKind | None = None
    consent: Consent | None = None
    withdrawn: date | None = None
    do_not_contact: bool = False
    created: date
    updated: date

    @property
    def may_be_written_to(self) -> bool:
        """Whether they agreed to be kept, and did not ask to be left alone."""
        return self.consent is not None and not self.do_not_contact

    @property
    def reached_at(self) -> str:
        """The number or address that they prefer, or else their first; "" if they have none."""
        ordered = sorted(self.channels, key=lambda contact: contact.kind is not self.preferred)
        return ordered[0].value if ordered else ""

    def noting_withdrawal(self, before: Self, day: date) -> Self:
        """Return them with the day on which they withdrew a consent that they had `before`."""
        if self.consent:
            return msgspec.structs.replace(self, withdrawn=None)
        withdrawn = day if before.consent else self.withdrawn
        return msgspec.structs.replace(self, withdrawn=withdrawn)

    def values(self, kind: ContactKind) -> list[str]:
        """Return their numbers or addresses of one kind."""
        return [str(contact.value) for contact in self.channels if contact.kind is kind]

    def with_values(self, kind: ContactKind, values: Sequence[Line]) -> "Person":
        """Return them with other numbers or addresses of one kind.

        If none is left of the preferred kind, they prefer none.
        """
        channels = [contact for contact in self.channels if contact.kind is not kind]
        channels += [Contact(kind, value) for value in values]
        order = list(ContactKind)
        channels.sort(key=lambda contact: order.index(contact.kind))
        gone = self.preferred is kind and not values
        return msgspec.structs.replace(
            self, channels=channels, preferred=None if gone else self.preferred
        )

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with their numbers and addresses, their preference and their days."""
        for position, contact in enumerate(self.channels):
            if not contact.is_well_formed:
                yield _ill_formed(position, contact.kind)
        if self.preferred and not self.values(self.preferred):
            message = _("«preferred» names a kind of channel that the person does not have")
            yield _private(("preferred",), message, _("Write that channel too, or prefer another."))
        if self.consent and self.consent.day < _day_of(self.consent.notice):
            message = _("the consent is older than the notice that it is for")
            advice = _("Correct the day, or the notice's version.")
            yield _private(("consent", "on"), message, advice)
        if self.updated < self.created:
            message = _("«updated» lies before «created»")
            yield _private(("updated",), message, _("Correct one of the two dates."))


class People(Struct, frozen=True, forbid_unknown_fields=True):
    """All persons that are kept."""

    people: list[Person]

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong in each, and short names that are used twice."""
        seen: set[str] = set()
        for position, person in enumerate(self.people):
            for fault in person.faults():
                yield fault._replace(path=("people", position, *fault.path))
            if person.uid in seen:
                message = _("this short name (uid) is here a second time")
                advice = _("Give one of the two another.")
                yield _private(("people", position, "uid"), message, advice)
            seen.add(person.uid)


def find_person(people: Sequence[Person], text: str) -> Person:
    """Find a person by uid, name or a unique part of them; raise PersonNotFoundError.

    Case and accents do not matter.
    """
    wanted = fold(text)
    fits = [person for person in people if person.uid == wanted]
    if not fits:
        fits = [person for person in people if fold(person.name) == wanted]
    if not fits and wanted:
        fits = [one for one in people if wanted in one.uid or wanted in fold(one.name)]
    if len(fits) == 1:
        return fits[0]
    advice = _(
        "«mcsj people list» shows who there is; with --format json, their short names (uid)."
    )
    if fits:
        raise PersonNotFoundError(_("More than one person is called so."), advice)
    raise PersonNotFoundError(_("Nobody is called so."), advice)


def find_sharing(person: Person, people: Sequence[Person]) -> list[Person]:
    """Return the people who share an address or number with a person, who may be one of them."""
    own = _normal_channels(person)
    return [other for other in people if own & _normal_channels(other)]


def list_identifying(person: Person) -> set[str]:
    """Return what tells who a person is: each number and address, and the name at their mesa.

    None of it depends on how it was typed.
    """
    return {f"{fold(person.name)} {person.mesa or ''}", *_normal_channels(person)}


def propose_uid(name: str, people: Sequence[Person]) -> Handle:
    """Return a short name made from a name, numbered if it is taken."""
    return number_uid(name, {person.uid for person in people})


def number_uid(name: str, taken: Collection[str]) -> Handle:
    """Return a short name made from a name, numbered if it is among those that are taken."""
    uid = stem = slugify(name) or "persona"
    for number in range(2, len(taken) + 2):
        if uid not in taken:
            break
        uid = f"{stem}-{number}"
    return Handle(uid)


def _normal_channels(person: Person) -> set[str]:
    return {contact.key for contact in person.channels}


def _ill_formed(position: int, kind: ContactKind) -> Fault:
    return _private(("channels", position, "value"), *explain_form(kind))


def explain_form(kind: ContactKind) -> tuple[str, str]:
    """Return why a number or an address cannot be kept, and how one is written."""
    if kind is ContactKind.EMAIL:
        return _("this is not an e-mail address"), _("Write it as in: coordinacion@example.org")
    advice = _(
        "Write one number, of ten digits or with + and the country's, and its extension after it:"
        " 55 0000 0000, +52 55 0000 0000, 55 0000 0000 ext. 12"
    )
    return _("this is not a phone number"), advice


def _private(path: tuple[str | int, ...], message: str, advice: str) -> Fault:
    return Fault(path, message, advice, private=True)


def _day_of(version: str) -> date:
    """Return the day that names a version of the notice, or date.min if it has another name."""
    with suppress(ValueError):
        return date.fromisoformat(version)
    return date.min
