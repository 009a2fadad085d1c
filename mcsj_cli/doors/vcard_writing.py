"""Contacts as vCard 3.0 (RFC 2426), in the subset that phones and mail programs all read.

No groups, quoted types or notes, ORG of two parts at most, and no semicolon within a text: there
are programs that lose a number, or stop, at each of these. The surname is not known, and none is
guessed from the name.
"""

from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_URL, uuid5

from mcsj_cli.doors.vcard import MESA, PREFERRED, WHATSAPP
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.person import ContactKind, Person

_WIDTH = 75  # octets of a line


def build_vcards(people: Sequence[Person], network: Network, groups: Groups) -> bytes:
    """Return a vCard for each person; consent and opposition stay here."""
    lines: list[str] = []
    for person in people:
        lines += _build_card(person, network, groups)
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _build_card(person: Person, network: Network, groups: Groups) -> Iterator[str]:
    seats = [seat for seat in groups.seats if seat.mesa.slug == person.mesa]
    places = [str(seat.mesa.name) for seat in seats]
    yield from ("BEGIN:VCARD", "VERSION:3.0")
    yield f"UID:urn:uuid:{uuid5(NAMESPACE_URL, f'{network.uid_domain}/people/{person.uid}')}"
    yield f"FN:{_escape(person.name)}"
    yield f"N:;{_escape(person.name)};;;"
    yield f"ORG:{_join([network.abbreviation or network.network, *places], ';')}"
    yield f"TITLE:{_escape(person.role)}"
    yield from _build_ways(person)
    if seats:
        yield f"CATEGORIES:{_join([seats[0].group.name, *places], ',')}"
    if person.mesa:
        yield f"{MESA}:{person.mesa}"
    if person.preferred:
        yield f"{PREFERRED}:{person.preferred}"
    yield "END:VCARD"


def _build_ways(person: Person) -> Iterator[str]:
    """Yield the numbers and addresses; one that is for calls and for WhatsApp stands once."""
    calls, chats = (person.values(kind) for kind in (ContactKind.PHONE, ContactKind.WHATSAPP))
    preferred = [*person.values(person.preferred), ""][0] if person.preferred else ""
    for number in dict.fromkeys([*calls, *chats]):
        types = ["VOICE"] if number in calls else []
        types += ["CELL"] if number in chats else []
        is_first = all(number not in way or way[0] == number for way in (calls, chats))
        types += ["PREF"] if number == preferred and is_first else []
        yield f"TEL;TYPE={','.join(types)}:{_escape(number)}"
    for address in person.values(ContactKind.EMAIL):
        pref = ",PREF" if address == preferred else ""
        yield f"EMAIL;TYPE=INTERNET{pref}:{_escape(address)}"
    for number in chats:
        yield f"{WHATSAPP}:{_escape(number)}"


def _join(texts: Sequence[str], separator: str) -> str:
    return separator.join(map(_escape, texts))


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", ",").replace(",", "\\,")


def _fold(line: str) -> str:
    """Return a line in parts of 75 octets at most, each but the first after a space."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > _WIDTH:
            parts.append(part)
            part = " "
        part += sign
    return "\r\n".join([*parts, part])
