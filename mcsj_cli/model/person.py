"""A person behind a mesa: by what they may be reached, and whether they agreed to it.

Nothing that stands in a person's fields is repeated in what is said of them: not in a fault, not in an error.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Self

import msgspec
from msgspec import Struct, field

from mcsj_cli.errors import Fault, McsjError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Slug
from mcsj_cli.model.mail import is_email
from mcsj_cli.model.text import fold, slugify

_PHONE = re.compile(r"\+?[\d ().-]+", re.ASCII)


class PersonNotFoundError(McsjError):
    """Nobody is called so, or more than one is; what was typed may be a name, and is not repeated."""

    exit_code = 5


class Handle(Slug):
    """A short name that its error does not repeat, since it comes from a person's own."""

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
    """By what a person is reached."""

    PHONE = "phone"
    WHATSAPP = "whatsapp"
    EMAIL = "e-mail"


class Contact(Struct, frozen=True, forbid_unknown_fields=True):
    """A number or an address, as it was typed."""

    kind: ContactKind
    value: Line

    @property
    def is_well_formed(self) -> bool:
        return is_email(self.value) if self.kind is ContactKind.EMAIL else is_phone(self.value)


class Consent(Struct, frozen=True, forbid_unknown_fields=True):
    """When a person agreed that their data be kept, and to which version of the privacy notice."""

    day: date = field(name="on")
    notice: Line


class Person(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Somebody of a mesa, or of the national office where there is none; on purpose without room for notes."""

    uid: Handle
    name: Line
    role: Line
    mesa: Handle | None = None
    channels: list[Contact] = []
    preferred: ContactKind | None = None
    consent: Consent | None = None
    do_not_contact: bool = False
    created: date
    updated: date

    @property
    def may_be_written_to(self) -> bool:
        """Say whether they agreed, and did not ask to be left alone."""
        return self.consent is not None and not self.do_not_contact

    @property
    def reached_at(self) -> str:
        """Give the number or address that they prefer, or else their first; nothing where there is none."""
        ordered = sorted(self.channels, key=lambda contact: contact.kind is not self.preferred)
        return ordered[0].value if ordered else ""

    def values(self, kind: ContactKind) -> list[str]:
        """Give their numbers or addresses of one kind."""
        return [str(contact.value) for contact in self.channels if contact.kind is kind]

    def with_values(self, kind: ContactKind, values: Sequence[Line]) -> "Person":
        """Let them be reached at these of a kind instead of those before; what they prefer follows."""
        channels = [contact for contact in self.channels if contact.kind is not kind]
        channels += [Contact(kind, value) for value in values]
        order = list(ContactKind)
        channels.sort(key=lambda contact: order.index(contact.kind))
        gone = self.preferred is kind and not values
        return msgspec.structs.replace(
            self, channels=channels, preferred=None if gone else self.preferred
        )

    def faults(self) -> Iterator[Fault]:
        """Find numbers and addresses that cannot be, a preference for what is not there, and days out of order."""
        for position, contact in enumerate(self.channels):
            if not contact.is_well_formed:
                yield _find_ill_formed(position, contact.kind)
        if self.preferred and not self.values(self.preferred):
            message = _("«preferred» names a kind of channel that the person does not have")
            yield _private(("preferred",), message, _("Write that channel too, or prefer another."))
        if self.consent and self.consent.day < _day_of(self.consent.notice):
            message = _("the consent is older than the notice that it is for")
            yield _private(
                ("consent", "on"), message, _("Correct the day, or the notice's version.")
            )
        if self.updated < self.created:
            message = _("«updated» lies before «created»")
            yield _private(("updated",), message, _("Correct one of the two dates."))


class People(Struct, frozen=True, forbid_unknown_fields=True):
    """Everybody who is kept."""

    people: list[Person]

    def faults(self) -> Iterator[Fault]:
        """Find what is wrong of each, and short names that stand twice."""
        seen: set[str] = set()
        for position, person in enumerate(self.people):
            for fault in person.faults():
                yield fault._replace(path=("people", position, *fault.path))
            if person.uid in seen:
                message = _("this short name (uid) is here a second time")
                yield _private(
                    ("people", position, "uid"), message, _("Give one of the two another.")
                )
            seen.add(person.uid)


def is_phone(text: str) -> bool:
    """Say whether a text is ten digits as Mexico dials them, or + and a number of E.164."""
    digits = re.sub(r"\D", "", text)
    if not _PHONE.fullmatch(text):
        return False
    if not text.startswith("+"):
        return len(digits) == 10 and digits[0] not in "01"
    if digits.startswith("52"):
        return len(digits) == 12 or (len(digits) == 13 and digits[2] == "1")
    return 8 <= len(digits) <= 15 and digits[0] != "0"


def find_person(people: Sequence[Person], text: str) -> Person:
    """Find somebody by uid, name or a unique part of them, however written; raise PersonNotFoundError."""
    wanted = fold(text)
    fits = [person for person in people if person.uid == wanted]
    fits = fits or [person for person in people if fold(person.name) == wanted]
    fits = fits or [
        person
        for person in people
        if wanted and (wanted in person.uid or wanted in fold(person.name))
    ]
    if len(fits) == 1:
        return fits[0]
    advice = _(
        "«mcsj people list» shows who there is; with --format json, their short names (uid)."
    )
    if fits:
        raise PersonNotFoundError(_("More than one person is called so."), advice)
    raise PersonNotFoundError(_("Nobody is called so."), advice)


def find_sharing(person: Person, people: Sequence[Person]) -> list[Person]:
    """Find those who are reached at an address or number that a person has too, perhaps the same one twice."""
    own = {_normal(contact) for contact in person.channels}
    return [other for other in people if own & {_normal(contact) for contact in other.channels}]


def propose_uid(name: str, people: Sequence[Person]) -> Handle:
    """Make a short name of a name, numbered if it is taken."""
    stem, taken = slugify(name) or "persona", {person.uid for person in people}
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return Handle(next(name for name in names if name not in taken))


def _normal(contact: Contact) -> str:
    """Give an address or number in the one form that does not depend on how it was typed."""
    if contact.kind is ContactKind.EMAIL:
        return contact.value.casefold()
    return re.sub(r"\D", "", contact.value)[-10:]


def _find_ill_formed(position: int, kind: ContactKind) -> Fault:
    path = ("channels", position, "value")
    if kind is ContactKind.EMAIL:
        return _private(
            path, _("this is not an e-mail address"), _("Write it as in: coordinacion@example.org")
        )
    message = _("this is not a phone number")
    return _private(
        path,
        message,
        _("Write ten digits, or + with the country's: 55 0000 0000, +52 55 0000 0000"),
    )


def _private(path: tuple[str | int, ...], message: str, advice: str) -> Fault:
    return Fault(path, message, advice, private=True)


def _day_of(version: str) -> date:
    """Give the day that a notice's version is named after; one with another name was there always."""
    with suppress(ValueError):
        return date.fromisoformat(version)
    return date.min
