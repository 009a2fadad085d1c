"""The letterhead of reports and pages: a readable colour, and a logo."""

import re
from typing import NamedTuple, Self

from msgspec import Struct

from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Scalar

_READABLE = 4.5  # WCAG 2.2, 1.4.3 (AA), for text of ordinary size
_LARGEST_SIDE = 4096
_STEP = 0.04
# The quantifiers are possessive: with backtracking, each further comment would double the time.
_SVG = rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*\?>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<svg[\s>]"


class Colour(Scalar):
    """A colour as #rrggbb (CSS, sRGB)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
            raise ValueError(
                _("«{text}» is not a colour such as #1f4e79; write it in quotes").format(text=text)
            )
        return cls(text.lower())

    def contrast(self, other: "Colour") -> float:
        """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
        darker, lighter = sorted((self._luminance, other._luminance))
        return (lighter + 0.05) / (darker + 0.05)

    def readable_on(self, ground: "Colour") -> "Colour":
        """Return this colour, mixed with black or white until it can be read on a ground."""
        goal = 0 if ground.contrast(Colour("#000000")) > ground.contrast(Colour("#ffffff")) else 255
        share, found = 0.0, self
        while found.contrast(ground) < _READABLE and share < 1:
            share = min(1.0, share + _STEP)
            mixed = (round(part + (goal - part) * share) for part in self._parts)
            found = type(self)("#" + "".join(f"{part:02x}" for part in mixed))
        return found

    @property
    def _parts(self) -> tuple[int, int, int]:
        return int(self[1:3], 16), int(self[3:5], 16), int(self[5:7], 16)

    @property
    def _luminance(self) -> float:
        red, green, blue = (_linear_light(part / 255) for part in self._parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_light(part: float) -> float:
    """Return the linear light of a part of an sRGB colour, both from 0 to 1."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


class LogoName(Scalar):
    """A logo's file in the folder of network.yaml or below it, or nothing."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if text and not re.fullmatch(
            r"(?:[\w-][\w .-]*/)*[\w-][\w .-]*\.(?:svg|png|jpe?g)", text, re.IGNORECASE
        ):
            told = _(
                "«{text}» is not a picture beside network.yaml, "
                "such as logo.png, logo.jpg or logo.svg"
            )
            raise ValueError(told.format(text=text))
        return cls(text)


class Letterhead(Struct, frozen=True, forbid_unknown_fields=True):
    """The network's own colour, and its logo: a picture in the data folder."""

    colour: Colour = Colour("#1f4e79")
    logo: LogoName = LogoName("")


class Logo(NamedTuple):
    """The bytes of a picture, and their IANA media type."""

    media: str
    content: bytes

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Recognise a picture by its bytes; raise ValueError if it is unfit or far too large."""
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return cls._sized("image/png", content, _png_size(content))
        if content.startswith(b"\xff\xd8\xff"):
            return cls._sized("image/jpeg", content, _jpeg_size(content))
        if re.match(_SVG, content, re.DOTALL):
            # Entities could grow without end, and no logo needs them.
            if re.search(rb"<!(?:DOCTYPE|ENTITY)", content, re.IGNORECASE):
                raise ValueError(_("the SVG declares a document type, which a logo does without"))
            return cls("image/svg+xml", content)
        raise ValueError(
            _("this is neither a PNG, a JPEG nor an SVG picture, whatever its name says")
        )

    @classmethod
    def _sized(cls, media: str, content: bytes, size: tuple[int, int] | None) -> Self:
        if size is None or not all(size):
            raise ValueError(_("the picture is damaged"))
        if max(size) > _LARGEST_SIDE:
            raise ValueError(
                _("the picture has more than {n} dots to a side").format(n=_LARGEST_SIDE)
            )
        return cls(media, content)


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height from the frame header (SOF) of a JPEG (ITU-T T.81, B.2)."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = content[place + 5 : place + 7], content[place + 7 : place + 9]
            return int.from_bytes(width), int.from_bytes(height)
        place += 2 + length
    return None
