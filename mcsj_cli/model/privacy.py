"""Phone numbers and e-mail addresses in texts, told from money, dates, identifiers and web addresses."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import msgspec

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.mail import Mail
from mcsj_cli.model.partner import Partners

_Path = tuple[str | int, ...]

# What a record that holds either has in its JSON, where quotes part its texts: a cheap look at the whole.
_SUSPECT = re.compile(r'@|\d(?:[^\d"]{0,4}\d){9}', re.ASCII)
_WEB = re.compile(r'(?:https?://|www\.)(?!wa\.me/|(?:\w+\.)?whatsapp\.com/)[^\s"]+', re.IGNORECASE)
# The web addresses that are nothing but somebody's number.
_CHAT = re.compile(
    r"(?:wa\.me/|whatsapp\.com/send/?\?(?:\S*&)?phone=)\+?(\d{10,15})", re.IGNORECASE | re.ASCII
)
# An address of the web that holds somebody's number by its name.
_DIALLED = re.compile(
    r"[?&](?:tel|telefono|phone|cel|celular|movil|whatsapp)=\+?(\d{10,13})\b",
    re.IGNORECASE | re.ASCII,
)
_EMAIL = re.compile(
    r"(?<!://)(?<![\w.+-])[\w.+-]+@(?!\dx\.)[\w-]+(?:\.[\w-]+)+"
)  # but no logo@2x.png
_IN_WEB = re.compile(f"{_EMAIL.pattern}|{_DIALLED.pattern}", re.IGNORECASE)

# Digits in groups, as they stand between words; a comma parts thousands, and no phone number.
_RUN = re.compile(r"\b\d+\b(?:[ ().\-‐‑–]{1,3}\b\d+\b)*", re.ASCII)
_ABROAD = re.compile(r"(?<!\w)\+(?!52)[1-9](?:[ ().-]{0,2}\d){8,13}\b", re.ASCII)
_DIGITS = 10
# How Mexico groups the ten digits of a number; the first is never 0 or 1.
_SHAPES = {
    (10,), (2, 8), (3, 7), (2, 4, 4), (2, 4, 2, 2), (2, 2, 2, 2, 2),
    (3, 3, 4), (3, 3, 2, 2), (3, 4, 3), (3, 2, 2, 3), (3, 1, 2, 2, 2),
}  # fmt: skip
# What was, or still is, dialled before them.
_PREFIXES = ("521", "52", "044", "045", "01")
_TOLL_FREE = "800"
# After money, inside an address or a code, and after the name of an identifier; before what is counted.
_NO_PHONE_AFTER = re.compile(
    r"(?:[$€=#@]|\w/|(?-i:[A-Z\d])-|\d[.:]"
    r"|\b(?:MXN|USD|folio|expediente|oficio|clave|cuenta|referencia|is[bs]n|id)[ .:n°º]*)\s?$",
    re.IGNORECASE,
)
_NO_PHONE_BEFORE = re.compile(
    r",\d{3}\b|\s?%|\s(?:de )?(?:pesos|d[oó]lares|euros|mdp|mdd|millones|personas|habitantes|casos)\b",
    re.IGNORECASE,
)


class Contacts(NamedTuple):
    """What may stand anywhere: numbers by their last ten digits, addresses in lower case."""

    phones: frozenset[str]
    emails: frozenset[str]


def declared_contacts(partners: Partners, mail: Mail | None) -> Contacts:
    """Collect the public contacts of organisations: of partners and their helplines, and the network's own mail."""
    phones = [helpline.phone for _partner, helpline in partners.helplines]
    phones += [phone for partner in partners.partners for phone in partner.phones]
    emails = [email.casefold() for partner in partners.partners for email in partner.emails]
    emails += [mail.sender.casefold(), mail.user.casefold()] if mail else []
    return Contacts(
        frozenset(number for phone in phones for number in _numbers(phone)), frozenset(emails)
    )


def find_personal(document: object, declared: Contacts) -> Iterator[Fault]:
    """Find the fields with a phone number or an e-mail address that is not declared, and never repeat it."""
    if not _may_hold_any(document):
        return
    for path, text in _texts(msgspec.to_builtins(document, enc_hook=str), ()):
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        if set(_numbers(text)) - declared.phones:
            yield _private(path, _("there is a phone number in «{name}»").format(name=name))
        if set(_emails(text)) - declared.emails:
            yield _private(path, _("there is an e-mail address in «{name}»").format(name=name))


def holds_personal(text: str, declared: Contacts) -> bool:
    """Say whether a text has a phone number or an e-mail address that is not declared."""
    return bool(set(_numbers(text)) - declared.phones or set(_emails(text)) - declared.emails)


def _may_hold_any(document: object) -> bool:
    text = msgspec.json.encode(document, enc_hook=str).decode()
    return bool(
        _SUSPECT.search(text) and (_SUSPECT.search(_WEB.sub(" ", text)) or _IN_WEB.search(text))
    )


def _private(path: _Path, message: str) -> Fault:
    advice = _(
        "Remove it if it is a person's; an organisation's public one is declared in data/partners.yaml,"
        " under phones or emails."
    )
    return Fault(path, message, advice, private=True)


def _texts(value: object, path: _Path) -> Iterator[tuple[_Path, str]]:
    """Give every text of a document of plain values, with its path."""
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
    """Give the phone numbers of a text by their last ten digits; a toll-free one is nobody's own."""
    yield from (number[-10:] for number in (*_CHAT.findall(text), *_DIALLED.findall(text)))
    plain = _WEB.sub(" ", text)
    for match in _ABROAD.finditer(plain):
        yield re.sub(r"\D", "", match[0])[-10:]
    for run in _RUN.finditer(plain):
        before = plain[max(0, run.start() - 20) : run.start()]
        if not _NO_PHONE_AFTER.search(before) and not _NO_PHONE_BEFORE.match(plain, run.end()):
            yield from (number for number in _split(run[0]) if not number.startswith(_TOLL_FREE))


def _split(run: str) -> Iterator[str]:
    """Find the numbers in a run of groups, each a row of groups of one of the shapes."""
    parts = re.split(r"(\d+)", run)
    groups, gaps = parts[1::2], parts[::2]  # gaps[n] stands before groups[n]
    for first, group in enumerate(groups):
        if first and not _parts(gaps[first]) and groups[first - 1] not in (*_PREFIXES, "1"):
            continue
        for head in (
            group,
            *(group.removeprefix(prefix) for prefix in _PREFIXES if group.startswith(prefix)),
        ):
            row = _row(head, groups[first + 1 : first + 1 + _DIGITS])
            inner, after = gaps[first + 1 : first + len(row)], gaps[first + len(row)]
            if row and _is_number(row, inner) and (len(row) > 1 or not after or _parts(after)):
                yield "".join(row)


def _row(head: str, rest: Sequence[str]) -> list[str]:
    """Take as many groups as make ten digits; none if they make another number of them."""
    sizes = list(accumulate(len(group) for group in (head, *rest)))
    return [head, *rest[: sizes.index(_DIGITS)]] if _DIGITS in sizes else []


def _is_number(row: Sequence[str], gaps: Sequence[str]) -> bool:
    if tuple(map(len, row)) not in _SHAPES or row[0][0] in "01":
        return False
    if any("." in gap for gap in gaps) and (
        len(row) == 2 or len(set(gaps)) > 1
    ):  # a decimal, or a sentence's end
        return False
    years = [group[:2] in ("19", "20") for group in row[1:] if len(group) == 4]
    return len(row[0]) != 2 or not years or not all(years)


def _parts(gap: str) -> bool:
    """Say whether a gap parts words, as a hyphen inside an identifier does not."""
    return any(sign in gap for sign in " ()")
