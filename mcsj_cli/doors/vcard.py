"""Contacts of a vCard file, as phones and mail programs write it: 2.1, 3.0 (RFC 2426) and 4.0.

vobject parts lines, parameters and encodings; values are read here, since it cuts a name at a
comma. Whatever a contact is not made of, such as notes, birthdays, photos and addresses, is passed
over before anything is read.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.errors import MissingPartError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.found_contact import FoundContact, collect_ways
from mcsj_cli.model.person import ContactKind
from mcsj_cli.model.text import fold, one_line

if TYPE_CHECKING:
    from vobject.base import ContentLine

MESA, WHATSAPP, PREFERRED = "X-MCSJ-MESA", "X-MCSJ-WHATSAPP", "X-MCSJ-PREFERRED"  # our own
_WANTED = {
    "BEGIN", "CATEGORIES", "EMAIL", "END", "FN", "IMPP", "N", "ORG", "ROLE", "TEL", "TITLE",
    "VERSION", "X-ABLABEL", MESA, WHATSAPP, PREFERRED,
}  # fmt: skip
_PROPERTY = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)[;:]", re.ASCII)
_SOFT = re.compile(r"quoted-printable.*=$", re.IGNORECASE | re.DOTALL)
_NO_CALLS = {"fax", "pager", "modem", "isdn", "bbs", "telex"}
_DEEPEST = 5  # cards within cards
_LAST = 100  # the place in the order of what is not preferred


class _Card(NamedTuple):
    """The lines of a card, and the number of the first one."""

    row: int
    lines: list[str]


def is_vcard(text: str) -> bool:
    """Whether a text begins as a vCard file does."""
    return text.lstrip("\ufeff \t\r\n")[:12].upper().startswith("BEGIN:VCARD")


def read_cards(text: str, file: str) -> tuple[list[FoundContact], list[Problem]]:
    """Read the contacts of a vCard file, and the problems of the cards that cannot be read.

    Raises UnreadableFileError where the last card has no end, and MissingPartError without vobject.
    """
    contacts: list[FoundContact] = []
    problems: list[Problem] = []
    for card in _split_cards(text, file):
        try:
            contacts.append(_read_card(card))
        except ValueError:
            message = _("this card cannot be read, and is left out")
            problems.append(Problem(file, card.row, 0, message, "", warning=True))
    return contacts, problems


def _split_cards(text: str, file: str) -> Iterator[_Card]:
    """Yield the cards with the lines that are read; a card within a card is passed over."""
    depth, card, wanted, soft = 0, _Card(0, []), False, False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        name = "" if soft else _find_name(line)
        if name == "BEGIN":
            depth += 1
            if depth > _DEEPEST:
                break
            card = _Card(number, []) if depth == 1 else card
        wanted = name in _WANTED if name else wanted and bool(line)
        soft = line.endswith("=") and (soft or _SOFT.search(line) is not None)
        if wanted and depth == 1:
            card.lines.append(line)
        if name == "END" and depth:
            depth -= 1
            if depth == 0:
                yield card
    if depth:
        advice = _("It has not arrived whole: export it, or ask for it, once more.")
        raise UnreadableFileError(file, card.row, _("this card has no end"), advice)


def _find_name(line: str) -> str:
    """Return the name of the property that a line begins; "" where it goes on with another."""
    match = _PROPERTY.match(line)
    return match[1].upper() if match else ""


def _read_card(card: _Card) -> FoundContact:
    """Read a card; raise ValueError."""
    fields = [_Value.of(line) for line in _parse_lines(card.lines)]
    labels = {one.group: one.text for one in fields if one.name == "X-ABLABEL"}
    own: dict[str, list[str]] = {name: [] for name in _WANTED}
    for one in fields:
        own.setdefault(one.name, []).append(one.text)
    phones = _list_phones(fields, labels, own[WHATSAPP])
    mails = sorted((one for one in fields if one.name == "EMAIL"), key=lambda one: one.place)
    emails = [re.sub(r"(?i)^mailto:", "", one.text) for one in mails]
    ways = collect_ways(phones, emails)
    orgs = _list_parts(fields, "ORG", ";")
    categories = _list_parts(fields, "CATEGORIES", ",")
    preferred = None
    with suppress(ValueError):
        preferred = ContactKind(_first(own[PREFERRED]))
    return FoundContact(
        row=card.row,
        name=_find_name_of(fields) or _first(orgs),
        role=_first(own["TITLE"]) or _first(own["ROLE"]),
        mesa=_first(own[MESA]),
        belongs=(*orgs, *categories),
        labels=(*categories, *orgs),
        ways=ways,
        preferred=preferred,
    )


class _Value(NamedTuple):
    """A property: its group, its name, what its parameters call it, and its raw value."""

    group: str
    name: str
    types: frozenset[str]
    place: int
    raw: str

    @classmethod
    def of(cls, line: "ContentLine") -> "_Value":
        types = {fold(str(one)) for one in line.singletonparams}
        for value in line.params.get("TYPE", []):
            types |= {fold(part) for part in str(value).strip('"').split(",")}
        rank = next(iter(line.params.get("PREF", [])), "1" if "pref" in types else "")
        place = int(rank) if str(rank).isdecimal() else _LAST
        return cls(str(line.group or ""), str(line.name), frozenset(types), place, str(line.value))

    @property
    def text(self) -> str:
        return _plain(self.raw)


def _parse_lines(lines: Sequence[str]) -> list["ContentLine"]:
    """Part the lines of a card into properties; raise ValueError."""
    try:
        from vobject import base
    except ImportError as error:
        raise MissingPartError(_("Contacts of a vCard file (.vcf)"), "contacts") from error
    try:
        logical = base.getLogicalLines(StringIO("\n".join(lines)), allowQP=True)
        return [base.textLineToContentLine(_upper_encoding(text), n) for text, n in logical]
    except (base.VObjectError, LookupError, TypeError, AttributeError) as error:  # of bad cards
        raise ValueError from error


def _upper_encoding(line: str) -> str:
    """Return a line with the name of its encoding as vobject knows it."""
    head, colon, value = line.partition(":")
    return re.sub(r"(?i)quoted-printable", "QUOTED-PRINTABLE", head) + colon + value


def _list_phones(
    fields: Sequence[_Value], labels: dict[str, str], with_chat: Sequence[str]
) -> list[tuple[ContactKind, str]]:
    """Return the numbers with what they are for, those first that are preferred."""
    phones: list[tuple[ContactKind, str]] = []
    for one in sorted(fields, key=lambda one: one.place):
        if one.name == "TEL":
            phones += [(kind, one.text) for kind in _find_kinds(one, labels, with_chat)]
        elif one.name == "IMPP" and one.text.casefold().startswith("whatsapp:"):
            phones.append((ContactKind.WHATSAPP, one.text.partition(":")[2]))
    return phones


def _find_kinds(
    phone: _Value, labels: dict[str, str], with_chat: Sequence[str]
) -> Iterator[ContactKind]:
    """Yield what a number is for: a call, or WhatsApp where a label says so; neither for a fax."""
    is_own = phone.text in with_chat
    label = fold(labels.get(phone.group, "")) if phone.group else ""
    if is_own or "whatsapp" in label.replace(" ", "") or any("whatsapp" in t for t in phone.types):
        yield ContactKind.WHATSAPP
        if is_own and "voice" in phone.types:
            yield ContactKind.PHONE
    elif not _NO_CALLS & phone.types:
        yield ContactKind.PHONE


def _find_name_of(fields: Sequence[_Value]) -> str:
    name = _first([one.text for one in fields if one.name == "FN"])
    if name:
        return name
    raw = next((one.raw for one in fields if one.name == "N"), "")
    family, given, middle = [*_split(raw, ";"), "", "", ""][:3]
    return one_line(f"{given} {middle} {family}")


def _list_parts(fields: Sequence[_Value], name: str, separator: str) -> list[str]:
    parts: list[str] = []
    for one in fields:
        if one.name == name:
            parts += [part for part in _split(one.raw, separator) if part]
    return parts


def _split(raw: str, separator: str) -> list[str]:
    """Return the parts of a value; in an organisation an escaped semicolon parts it as well."""
    if separator == ";":
        return [_plain(part) for part in re.split(r"\\?;", raw)]
    return [_plain(part) for part in re.split(r"(?<!\\),", raw)]


def _plain(raw: str) -> str:
    """Return a value as it is read, on one line."""
    text = re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], raw)
    return one_line(text)


def _first(texts: Sequence[str]) -> str:
    return next((text for text in texts if text), "")
