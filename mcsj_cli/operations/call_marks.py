"""Who of a list of participants is of which mesa, and what marks that gives a meeting.

Nobody is placed by a name that is only near: by their exact address or number, by all the words of
one contact's name, by a mesa's own name, or as a person said.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from mcsj_cli.doors.call_moments import unite
from mcsj_cli.doors.call_people import CallPerson, join_people, list_own_parts, part_name
from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.caller import Callers
from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.membership import key_of_name
from mcsj_cli.model.person import ContactKind, Person
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import split_words
from mcsj_cli.operations.attendance import Marks
from mcsj_cli.operations.call_days import DatedList
from mcsj_cli.operations.meetings import begin_record

_FEW = 6  # rows that an error names
_DIGITS = 10  # of a number, as it is dialled within the country


class Why(StrEnum):
    """How it is known of whom a row is."""

    GIVEN = "given"
    REMEMBERED = "remembered"
    ADDRESS = "address"
    PHONE = "phone"
    CONTACT = "contact"
    HOST = "host"
    MESA_NAME = "mesa-name"
    WAITED = "waited"
    PROGRAM = "program"
    SHORT = "short"
    UNKNOWN = "unknown"


class PlacedPerson(NamedTuple):
    """Somebody of a list, and the slug of their mesa; "" for none."""

    file: str
    person: CallPerson
    mesa: str
    why: Why

    @property
    def rows(self) -> list[str]:
        return [f"{self.file}:{line}" for line in self.person.lines]


class MarkChange(NamedTuple):
    """The mark of a mesa, as it is and as a list has it; None for none."""

    mesa: str
    before: Attendance | None
    after: Attendance
    minutes: int | None


class CallProposal(NamedTuple):
    """What lists make of the attendance of a meeting."""

    found: Occurrence
    placed: list[PlacedPerson]
    changes: list[MarkChange]

    @property
    def unknown(self) -> list[PlacedPerson]:
        return [one for one in self.placed if one.why is Why.UNKNOWN]

    @property
    def came(self) -> list[str]:
        """The slugs of all mesas of which somebody came, those of other groups too."""
        return sorted({one.mesa for one in self.placed if one.mesa and one.person.has_come})

    @property
    def is_strange(self) -> bool:
        """Whether it is known of everybody that they are of no mesa of this meeting."""
        own = {change.mesa for change in self.changes}
        return not self.unknown and own.isdisjoint(self.came)

    @property
    def marks(self) -> Marks:
        return {one.mesa: one.after for one in self.changes}

    @property
    def is_new(self) -> bool:
        """Whether it says anything that is not written down."""
        is_other = any(one.before is not one.after for one in self.changes)
        return is_other or not self.found.held


class UnknownCallersError(McsjError):
    """People of a list are of no known mesa; they are named by their rows."""

    exit_code = 5

    def __init__(self, unknown: Sequence[PlacedPerson]) -> None:
        places = [one.rows[0] for one in unknown]
        told = ", ".join([*places[:_FEW], *(["…"] if len(places) > _FEW else [])])
        text = ngettext(
            "It is not known of which mesa {n} person of the list is: {places}.",
            "It is not known of which mesa {n} people of the list are: {places}.",
            len(unknown),
        )
        advice = _(
            "Nothing was written. Say it of each: --as 'NAME=MESA', or --as 'NAME=-' if it is none."
        )
        super().__init__(text.format(n=len(unknown), places=told), advice)


class Placing(NamedTuple):
    """What is known of people and mesas, by which those of a list are placed.

    `mesas` are their slugs by whole names, `given` the names of people that were said this time.
    Someone under so many `minutes` does not count.
    """

    mesas: Mapping[str, set[str]]
    people: Sequence[Person]
    remembered: Callers
    given: Callers
    minutes: int

    def place(self, file: str, person: CallPerson) -> PlacedPerson:
        """Find the mesa of somebody in a list."""
        mesa, why = self._find_mesa(person)
        return PlacedPerson(file, person, mesa, why)

    def _find_mesa(self, person: CallPerson) -> tuple[str, Why]:
        names = list_names(person)
        for known, why in ((self.given, Why.GIVEN), (self.remembered, Why.REMEMBERED)):
            caller = known.find(names)
            if caller:
                return caller.mesa or "", why
        if not person.has_come:
            return "", Why.WAITED
        found = self._find_contact(person)
        if found:
            return found
        if person.is_host:
            return "", Why.HOST
        slugs = self._find_by_mesa_name(person)
        if len(slugs) == 1:
            return slugs.pop(), Why.MESA_NAME
        return "", self._explain(person)

    def _explain(self, person: CallPerson) -> Why:
        """Return why nobody needs to know of which mesa somebody is, or that it is unknown."""
        if person.is_robot:
            return Why.PROGRAM
        is_short = person.stayed is not None and _is_short(person.stayed, self.minutes)
        return Why.SHORT if is_short else Why.UNKNOWN

    def _find_contact(self, person: CallPerson) -> tuple[str, Why] | None:
        """Return the mesa of the contact that somebody is; None if it is none, or several."""
        for fits, why in (
            ([one for one in self.people if _has_address(one, person.email)], Why.ADDRESS),
            ([one for one in self.people if _has_number(one, person)], Why.PHONE),
        ):
            mesas = {one.mesa or "" for one in fits}
            if len(mesas) == 1:
                return str(mesas.pop()), why
        named = [one for one in self.people if _has_name(one, person)]
        return (str(named[0].mesa or ""), Why.CONTACT) if len(named) == 1 else None

    def _find_by_mesa_name(self, person: CallPerson) -> set[str]:
        slugs: set[str] = set()
        for name in person.names:
            for part in [name, *list_own_parts(name)]:
                slugs |= self.mesas.get(key_of_name(part), set())
        return slugs


def list_names(person: CallPerson) -> list[str]:
    """Return every text by which somebody in a list may be named: as shown, in parts, address."""
    names = [person.email] if person.email else []
    for name in person.names:
        names += [name, *part_name(name), *list_own_parts(name)]
    return list(dict.fromkeys(names))


def _has_address(contact: Person, address: str) -> bool:
    own = [value.casefold() for value in contact.values(ContactKind.EMAIL)]
    return bool(address) and address in own


def _has_number(contact: Person, person: CallPerson) -> bool:
    """Whether somebody is shown by a number of a contact alone."""
    shown = {_find_number(name) for name in person.names} - {""}
    kinds = (ContactKind.PHONE, ContactKind.WHATSAPP)
    values = [one.value for one in contact.channels if one.kind in kinds]
    own = {_find_number(value) for value in values}
    return not shown.isdisjoint(own)


def _find_number(text: str) -> str:
    """Return the last ten digits of a text that is a number; "" for any other."""
    digits = "".join(sign for sign in text if sign.isdigit())
    is_number = len(digits) >= _DIGITS and not any(sign.isalpha() for sign in text)
    return digits[-_DIGITS:] if is_number else ""


def _has_name(contact: Person, person: CallPerson) -> bool:
    """Whether somebody is shown by all the words of a contact's name, two at least."""
    words = split_words(contact.name)
    return len(words) > 1 and words in [split_words(name) for name in list_names(person)]


def _is_short(stayed: timedelta, minutes: int) -> bool:
    return stayed < timedelta(minutes=minutes)


def propose_marks(
    found: Occurrence,
    lists: Sequence[DatedList],
    placing: Placing,
    expected: Mapping[str, Attendance],
) -> CallProposal:
    """Return the marks that lists give a meeting.

    A mesa that is not in them keeps the mark it has; or sent word, if it is `expected` to have; or
    was absent.
    """
    placed: list[PlacedPerson] = []
    for calls, order in lists:
        people = join_people(calls, order, found.start.date())
        placed += [placing.place(calls.file, person) for person in people]
    known = begin_record(found).attendance
    changes = []
    for mesa in found.mesas:
        own = [one.person for one in placed if one.mesa == mesa.slug and one.person.has_come]
        stayed, is_known = _measure(own)
        before = known.get(mesa.slug)
        after = before or _expect_absence(expected.get(mesa.slug))
        if own and not (is_known and _is_short(stayed, placing.minutes)):
            after = Attendance.PRESENT
        minutes = int(stayed / timedelta(minutes=1) + 0.5) if own and is_known else None
        changes.append(MarkChange(str(mesa.slug), before, after, minutes))
    return CallProposal(found, placed, changes)


def _expect_absence(expected: Attendance | None) -> Attendance:
    is_excused = expected is Attendance.EXCUSED
    return Attendance.EXCUSED if is_excused else Attendance.ABSENT


def _measure(people: Sequence[CallPerson]) -> tuple[timedelta, bool]:
    """Return how long anybody of a mesa was there, and whether that is known of all."""
    spans: list[tuple[datetime, datetime]] = []
    for person in people:
        spans += person.spans
    lengths = [person.stayed for person in people if person.stayed is not None]
    return max([unite(spans), *lengths]), len(lengths) == len(people)
