"""The types of texts in records: each checks itself when parsed, and is a `str`."""

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from mcsj_cli.i18n import _
from mcsj_cli.model.text import DEVICES, one_line, slugify

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


_LONGEST_DOMAIN = 253  # RFC 1035 2.3.4


class Scalar(str):
    """A text that YAML writes as one scalar.

    `parse` makes it from the text in a file or in a command; it raises ValueError with the reason.
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(text)


class Line(Scalar):
    """A text of one line that is not empty."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        line = one_line(text)
        if not line:
            raise ValueError(_("a text is missing here"))
        return cls(line)


class Phrase(Scalar):
    """A text of one line, or nothing."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(one_line(text))


class Prose(Scalar):
    """A text of any length, in paragraphs; it may be empty."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls("\n".join(one_line(line) for line in text.split("\n")).strip())


class Domain(Scalar):
    """The name of a domain, as the second half of a UID (RFC 5545 3.8.4.7);
    nobody has to own it.
    """  # noqa: D205  one text in the JSON Schema

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        part = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
        if len(text) > _LONGEST_DOMAIN or not re.fullmatch(rf"{part}(\.{part})*", text):
            told = _(
                "«{text}» is not the name of a domain: "
                "letters without accents, digits, hyphens and dots"
            )
            raise ValueError(told.format(text=text))
        return cls(text)


class Slug(Scalar):
    """A short name for commands and files:
    lower-case letters without accents, digits and hyphens.
    """  # noqa: D205  one text in the JSON Schema

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if text in DEVICES:
            raise ValueError(_("«{text}» is the name of a device in Windows").format(text=text))
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
            return cls(text)
        slug = slugify(text)
        if not slug:
            raise ValueError(
                _("a short name has letters from a to z without accents, digits and hyphens")
            )
        message = _("«{text}» is not a short name; it would be «{slug}»")
        raise ValueError(message.format(text=text, slug=slug))


class Tag(Scalar):
    """A hashtag as declared, without its #."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if not re.fullmatch(r"#?\w+", text):
            raise ValueError(_("«{text}» is not a tag: letters and digits only").format(text=text))
        return cls(text.removeprefix("#"))


# The zones of Mexico in the zone database (zone.tab).
_ZONES = (
    "America/Mexico_City", "America/Cancun", "America/Merida", "America/Monterrey",
    "America/Matamoros", "America/Chihuahua", "America/Ciudad_Juarez", "America/Ojinaga",
    "America/Mazatlan", "America/Bahia_Banderas", "America/Hermosillo", "America/Tijuana",
)  # fmt: skip
# Names that the database keeps for these zones (backward).
_FORMER_ZONES = {
    "Mexico/General": "America/Mexico_City",
    "Mexico/BajaSur": "America/Mazatlan",
    "Mexico/BajaNorte": "America/Tijuana",
    "America/Ensenada": "America/Tijuana",
    "America/Santa_Isabel": "America/Tijuana",
}
# Most addresses need no closer look: a lower-case host, no port, printable ASCII after it.
_PLAIN_URL = r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:[/?#][!-~]*)?"


class Url(Scalar):
    """An address of the web, http or https, or nothing."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if not text or re.fullmatch(_PLAIN_URL, text):
            return cls(text)
        message = _("«{text}» is not a web address such as https://example.org/page")
        try:
            parts = urlsplit(text)
            host = parts.hostname if parts.port != 0 else None
        except ValueError as error:
            raise ValueError(message.format(text=text)) from error
        is_one_word = one_line(text) == text and " " not in text
        if parts.scheme not in ("http", "https") or not host or not is_one_word:
            raise ValueError(message.format(text=text))
        return cls(text)


class Proof(Scalar):
    """What proves an item: a web address, or else a call or a document in words; or nothing."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        line = one_line(text)
        return cls(Url.parse(line) if re.match(r"\w+:/|www\.", line) else line)

    @property
    def is_address(self) -> bool:
        return self.startswith(("http://", "https://"))


class WallTime(Scalar):
    """An hour on the wall, «17:00», in whatever zone stands beside it."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text, re.ASCII):
            raise ValueError(_("«{text}» is not an hour from 00:00 to 23:59").format(text=text))
        return cls(text.zfill(5))

    @property
    def time(self) -> time:
        return time.fromisoformat(self)


class WallMoment(Scalar):
    """A day and an hour on the wall, «2020-04-30 11:00», in whatever zone stands beside them."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        day, _space, hour = text.replace("T", " ").partition(" ")
        try:
            return cls(f"{date.fromisoformat(day)} {WallTime.parse(hour)}")
        except ValueError as error:
            raise ValueError(
                _("«{text}» is not a day and an hour such as 2020-04-30 11:00").format(text=text)
            ) from error

    @property
    def moment(self) -> datetime:
        """The naive local moment."""
        return datetime.fromisoformat(self)


class ZoneName(Scalar):
    """A time zone of the IANA database, «America/Mexico_City»."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        from zoneinfo import ZoneInfo  # slow, and lists do without clocks

        # Names without a region, such as localtime, mean something else on every machine.
        has_region = "/" in text and not text.startswith(("right/", "posix/"))
        try:
            ZoneInfo(text if has_region or text == "UTC" else "")
        except (OSError, ValueError, LookupError) as error:
            message = _("there is no time zone «{text}»; those of Mexico are: {names}")
            raise ValueError(message.format(text=text, names=", ".join(_ZONES))) from error
        return cls(text)

    @property
    def canonical(self) -> "ZoneName":
        """It by its present name, if it is one of Mexico under a former one."""
        return ZoneName(_FORMER_ZONES.get(self, self))

    @property
    def zone(self) -> "ZoneInfo":
        from zoneinfo import ZoneInfo  # slow, and lists do without clocks

        return ZoneInfo(self)
