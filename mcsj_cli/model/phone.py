"""Phone numbers as people and programs write them, and how they are kept, compared and dialled."""

import re
from typing import NamedTuple

# A number as it is kept: what is dialled, and an extension in words.
_KEPT = re.compile(r"(\+?[\d ().-]+?)(?: ext\. (\d{1,8}))?", re.ASCII)
_EXTENSION = re.compile(
    r"[ ,;]*(?:\b|(?<=\d))(?:extensi[oó]n|ext|x)(?![a-z])[.:= ]*(\d{1,8})[ )]*$"
    r"|(?<=\d)[,;p]+(\d{1,6})$",  # the pauses that phones dial by themselves
    re.IGNORECASE | re.ASCII,
)
_CALLED = re.compile(
    r"^(?:(?:tel[eé]fono|tel|celular|cel|m[oó]vil|phone|mobile|cell|whats ?app|wa)[.: ]*)+"
    r"(?=[\d+(])",
    re.IGNORECASE,
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t"), " ")
_HYPHENS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, ord("/")], "-")
_UNSEEN = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)])
_PREFIXES = ("", "01", "044", "045", "52", "521")  # dialled before ten digits, today or formerly
_GAP = r"[ ().-]*"


class Phone(NamedTuple):
    """A number as it is written, with + before that of a country, and the digits of an extension.

    The number has nothing but digits, spaces, brackets, points and hyphens.
    """

    number: str
    extension: str = ""

    @property
    def digits(self) -> str:
        """All digits of the number, without those of the extension."""
        return re.sub(r"\D", "", self.number)

    @property
    def is_whole(self) -> bool:
        """Whether it is ten digits as dialled in Mexico, or E.164 with +."""
        digits = self.digits
        if not self.number.startswith("+"):
            return len(digits) == 10 and digits[0] not in "01"
        if digits.startswith("52"):
            return len(digits) == 12 or (len(digits) == 13 and digits[2] == "1")
        return 8 <= len(digits) <= 15 and digits[0] != "0"

    def __str__(self) -> str:
        return f"{self.number} ext. {self.extension}" if self.extension else self.number


def is_phone(text: str) -> bool:
    """Whether a text is a phone number in the form in which it is kept."""
    match = _KEPT.fullmatch(text)
    return match is not None and Phone(match[1]).is_whole


def parse_phone(text: str) -> Phone | None:
    """Return the number that a person or a program wrote; None if it is none.

    What was dialled before the ten digits in former years is left out (044, 045, 01, the 1 of
    «+52 1»), 0052 and 52 become +52, and the «.0» of a spreadsheet goes.
    """
    plain = text.translate({**_SPACES, **_HYPHENS, **_UNSEEN}).strip()
    plain = _CALLED.sub("", re.sub(r";phone-context=[^;]*", "", plain, flags=re.IGNORECASE))
    plain, extension = _split_extension(re.sub(r"^(\d+)\.0$", r"\1", plain))
    if not re.fullmatch(r"[ (]*\+?[\d ().-]+", plain, re.ASCII):
        return None
    phone = Phone(_dial_today(" ".join(plain.split())), extension)
    return phone if phone.is_whole else None


def phone_key(text: str) -> str:
    """Return the last ten digits of a number, which do not depend on how it was typed."""
    return re.sub(r"\D", "", _split_extension(text)[0])[-10:]


def link_phone(text: str) -> str:
    """Return a phone number as a tel: address (RFC 3966), or "" if it is none.

    Words may stand before it. Up to six digits are a short number that is dialled only in Mexico.
    """
    plain = re.sub(r"^[^\d+*#(]*", "", text)
    phone = parse_phone(plain)
    if phone is None:
        short = re.fullmatch(r"\d[\d -]*", plain.strip(), re.ASCII)
        digits = Phone(short[0]).digits if short else ""
        return f"tel:{digits};phone-context=+52" if 3 <= len(digits) <= 6 else ""
    country = "" if phone.number.startswith("+") else "52"
    extension = f";ext={phone.extension}" if phone.extension else ""
    return f"tel:+{country}{phone.digits}{extension}"


def _split_extension(text: str) -> tuple[str, str]:
    match = _EXTENSION.search(text)
    if match is None:
        return text, ""
    return text[: match.start()].rstrip(" ,;.(-"), match[1] or match[2]


def _dial_today(text: str) -> str:
    """Return a number without what is dialled no more, and with + before that of a country."""
    is_abroad = text.lstrip(" (").startswith("+")
    rest = text.lstrip(" (+") if is_abroad else text
    digits = Phone(rest).digits
    if not is_abroad and digits.startswith("00"):
        is_abroad, rest = True, _drop(rest, 2)
        digits = digits[2:]
    prefix = digits[:-10]
    if is_abroad and prefix.startswith("52") and prefix[2:] in ("1", "01", "044", "045"):
        return _join(_drop(rest, len(prefix)), "+52")
    if not is_abroad and prefix in _PREFIXES and prefix:
        return _join(_drop(rest, len(prefix)), "+52" if prefix.startswith("52") else "")
    return _balance(f"+{rest}" if is_abroad else rest)


def _drop(text: str, count: int) -> str:
    """Return a number without its first digits, and without what stands between."""
    return re.sub(rf"^(?:{_GAP}\d){{{count}}}[ ).-]*", "", text)


def _join(rest: str, country: str) -> str:
    return _balance(f"{country} {rest}" if country else rest)


def _balance(text: str) -> str:
    """Return a number without brackets that only open, or only close."""
    if re.fullmatch(r"[^()]*(?:\([^()]*\)[^()]*)*", text) and "()" not in text:
        return text.strip(" .-")
    return " ".join(re.sub(r"[()]", " ", text).split()).strip(" .-")
