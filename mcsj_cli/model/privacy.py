"""Find phone numbers and e-mail addresses in texts, among money, dates, codes and web addresses."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import msgspec

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.labels import field_label
from mcsj_cli.model.mail import Mail
from mcsj_cli.model.partner import Partners

_Path = tuple[str | int, ...]

# Cheap check of a record's whole JSON: without a match, no field has a phone number or an e-mail.
_SUSPECT = re.compile(r'\d(?:[^\d"]{0,4}\d){9}', re.ASCII)
_WEB = re.compile(r'(?:https?://|www\.)(?!wa\.me/|(?:\w+\.)?whatsapp\.com/)[^\s"]+', re.IGNORECASE)
# Web addresses that consist of a phone number.
_CHAT = re.compile(
    r"(?:wa\.me/|whatsapp\.com/send/?\?(?:\S*&)?phone=)\+?(\d{10,15})", re.IGNORECASE | re.ASCII
)
# A web address with a phone number in a named parameter.
_DIALLED = re.compile(
    r"[?&](?:tel|telefono|phone|cel|celular|movil|whatsapp)=\+?(\d{10,13})\b",
    re.IGNORECASE | re.ASCII,
)
# File names such as logo@2x.png are left out.
_EMAIL = re.compile(r"(?<!://)(?<![\w.+-])[\w.+-]+@(?!\dx\.)[\w-]+(?:\.[\w-]+)+")
_IN_WEB = re.compile(f"{_EMAIL.pattern}|{_DIALLED.pattern}", re.IGNORECASE)

# Groups of digits between words. A comma separates thousands, never the parts of a phone number.
_RUN = re.compile(r"\b\d+\b(?:[ ().\-‐‑–]{1,3}\b\d+\b)*", re.ASCII)
# The area code before a slash, as in «664/123-4567»; a date or a folio has other parts.
_AREA = re.compile(r"(?<![\w/.-])(\(?\d{2,3}\)?)/(?=\d{3,4}[ .-]?\d{4}(?![\w/]))", re.ASCII)
_ABROAD = re.compile(r"(?<!\w)\+(?!52)[1-9](?:[ ().-]{0,2}\d){8,13}\b", re.ASCII)
_DIGITS = 10
# How the ten digits of a number are grouped in Mexico; the first digit is never 0 or 1.
_SHAPES = {
    (10,), (2, 8), (3, 7), (2, 4, 4), (2, 4, 2, 2), (2, 2, 2, 2, 2),
    (3, 3, 4), (3, 3, 2, 2), (3, 4, 3), (3, 2, 2, 3), (3, 1, 2, 2, 2),
}  # fmt: skip
# Prefixes that are, or were, dialled before the ten digits.
_PREFIXES = ("521", "52", "044", "045", "01")
_TOLL_FREE = "800"
# No phone number follows a currency, part of an address or code, or the name of an identifier.
_NO_PHONE_AFTER = re.compile(
    r"(?:[$€=#@]|\w/|(?-i:[A-Z\d])-|\d[.:]"
    r"|\b(?:MXN|USD|folio|expediente|oficio|clave|cuenta|referencia|is[bs]n|id)[ .:n°º]*)\s?$",
    re.IGNORECASE,
)
# No phone number stands before thousands, a percent sign or a unit.
_NO_PHONE_BEFORE = re.compile(
    r",\d{3}\b|\s?%"
    r"|\s(?:de )?(?:pesos|d[oó]lares|euros|mdp|mdd|millones|personas|habitantes|casos)\b",
    re.IGNORECASE,
)


class Contacts(NamedTuple):
    """Public contacts, which any text may have: last ten digits, and addresses in lower case."""

    phones: frozenset[str]
    emails: frozenset[str]


def declared_contacts(partners: Partners, mail: Mail | None) -> Contacts:
    """Return the contacts of partners and their helplines, and the network's own mail."""
    phones = [str(helpline.phone) for _partner, helpline in partners.helplines]
    emails = [str(mail.sender), str(mail.user)] if mail else []
    for partner in partners.partners:
        phones += partner.phones
        emails += partner.emails
    numbers: set[str] = set()
    for phone in phones:
        numbers.update(_numbers(phone))
    return Contacts(frozenset(numbers), frozenset(email.casefold() for email in emails))


def find_personal(document: object, declared: Contacts) -> Iterator[Fault]:
    """Yield the fields with a phone number or e-mail address that is not declared.

    The faults never repeat the number or the address.
    """
    if not _may_hold_any(document):
        return
    for path, text in _texts(msgspec.to_builtins(document, enc_hook=str), ()):
        field = next((step for step in reversed(path) if isinstance(step, str)), "")
        name = field_label(field)
        if set(_numbers(text)) - declared.phones:
            yield _private(path, _("there is a phone number in «{name}»").format(name=name))
        if set(_emails(text)) - declared.emails:
            yield _private(path, _("there is an e-mail address in «{name}»").format(name=name))


def holds_personal(text: str, declared: Contacts) -> bool:
    """Whether a text has a phone number or an e-mail address that is not declared."""
    return bool(set(_numbers(text)) - declared.phones or set(_emails(text)) - declared.emails)


def _may_hold_any(document: object) -> bool:
    text = msgspec.json.encode(document, enc_hook=str).decode()
    if not _is_suspect(text):
        return False
    return bool(_is_suspect(_WEB.sub(" ", text)) or _IN_WEB.search(text))


def _is_suspect(text: str) -> bool:
    return "@" in text or bool(_SUSPECT.search(text))


def _private(path: _Path, message: str) -> Fault:
    advice = _(
        "Remove it if it is a person's; "
        "an organisation's public one is declared in data/partners.yaml, under phones or emails."
    )
    return Fault(path, message, advice, private=True)


def _texts(value: object, path: _Path) -> Iterator[tuple[_Path, str]]:
    """Yield every text of a document of plain values, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))


def _emails(text: str) -> Iterator[str]:
    return (email.casefold() for email in _EMAIL.findall(text))


def _numbers(text: str) -> Iterator[str]:
    """Yield the last ten digits of the phone numbers in a text, without toll-free ones."""
    for number in (*_CHAT.findall(text), *_DIALLED.findall(text)):
        yield number[-10:]
    plain = _AREA.sub(r"\1 ", _WEB.sub(" ", text))
    for match in _ABROAD.finditer(plain):
        yield re.sub(r"\D", "", match[0])[-10:]
    for run in _RUN.finditer(plain):
        before = plain[max(0, run.start() - 20) : run.start()]
        if _NO_PHONE_AFTER.search(before) or _NO_PHONE_BEFORE.match(plain, run.end()):
            continue
        for number in _split_run(run[0]):
            if not number.startswith(_TOLL_FREE):
                yield number


def _split_run(run: str) -> Iterator[str]:
    """Yield the numbers in a run of groups of digits."""
    parts = re.split(r"(\d+)", run)
    groups, gaps = parts[1::2], parts[::2]  # gaps[n] stands before groups[n]
    for first, group in enumerate(groups):
        is_prefixed = first > 0 and groups[first - 1] in (*_PREFIXES, "1")
        if first and not _separates(gaps[first]) and not is_prefixed:
            continue
        for head in _heads(group):
            row = _take_ten(head, groups[first + 1 : first + 1 + _DIGITS])
            inner, after = gaps[first + 1 : first + len(row)], gaps[first + len(row)]
            is_whole = len(row) > 1 or not after or _separates(after)
            if row and is_whole and _is_number(row, inner):
                yield "".join(row)


def _heads(group: str) -> list[str]:
    """Return a first group as it stands, and without each prefix that it may begin with."""
    prefixes = [prefix for prefix in _PREFIXES if group.startswith(prefix)]
    return [group, *(group.removeprefix(prefix) for prefix in prefixes)]


def _take_ten(head: str, rest: Sequence[str]) -> list[str]:
    """Return the first groups that have ten digits together, or [] if none have."""
    sizes = list(accumulate(len(group) for group in (head, *rest)))
    return [head, *rest[: sizes.index(_DIGITS)]] if _DIGITS in sizes else []


def _is_number(row: Sequence[str], gaps: Sequence[str]) -> bool:
    if tuple(map(len, row)) not in _SHAPES or row[0][0] in "01":
        return False
    has_point = any("." in gap for gap in gaps)
    if has_point and (len(row) == 2 or len(set(gaps)) > 1):  # a decimal, or a sentence's end
        return False
    years = [group[:2] in ("19", "20") for group in row[1:] if len(group) == 4]
    # Two digits before nothing but years are part of a date.
    return len(row[0]) != 2 or not years or not all(years)


def _separates(gap: str) -> bool:
    """Whether a gap separates words, unlike a hyphen inside an identifier."""
    return any(sign in gap for sign in " ()")
