"""Pages as HTML, from one environment in which every text is escaped and every address checked."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from msgspec import Struct

from mcsj_cli import __version__
from mcsj_cli.i18n import _, long_date, month_name, ngettext, short_date, speaking
from mcsj_cli.labels import label, zone_label
from mcsj_cli.model.letterhead import Colour
from mcsj_cli.model.text import abridge, enumeration
from mcsj_cli.reports.map import read_outline
from mcsj_cli.site.addresses import FEED, ICON, LANGUAGES, STYLE, Base, Key, Kind, Language, relate
from mcsj_cli.site.outputs import Page
from mcsj_cli.site.pages import Frame
from mcsj_cli.templating import make_environment

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
_SCHEMES = re.compile(r"(?:https?://|mailto:|tel:|webcal://)", re.IGNORECASE)
_LOCALES = {"es": "es_MX", "en": "en_US"}
_EXCERPT = 160
# Backgrounds of coloured words: of each mode the one on which colours are harder to read.
_LIGHT, _DARK = Colour("#f1f5f7"), Colour("#1b242b")


class SiteSetting(NamedTuple):
    """The frame and the base address of all pages."""

    frame: Frame
    base: Base


def render(page: Page, value: Struct, setting: SiteSetting, language: Language) -> bytes:
    """Write a page in a language."""
    with speaking(language):
        template = _environment().get_template(page.template)
        return template.render(
            page=value,
            site=setting.frame,
            language=language,
            locale=_LOCALES[language],
            **_build_addresses(page.key, setting.base, language),
        ).encode()


def _build_addresses(key: Key, base: Base, language: Language) -> dict[str, Any]:
    """Return what templates need to link from a page to others."""
    own = key.path(language)
    way = _choose_way(key, base, own)

    def href(kind: Kind, name: object = "") -> str:
        return way(Key(kind, str(name)).path(language))

    return {
        "href": href,
        "href_of": lambda key: way(Key(*key).path(language)),
        "href_path": lambda kind: Key(kind).path(language),
        "file": way,
        "base": base.url,
        "whole": base.join,
        "subscribe": base.subscribe,
        "own": own,
        "others": {one: key.path(one) for one in LANGUAGES},
        "style": STYLE,
        "icon": ICON,
        "feed": FEED,
    }


def _choose_way(key: Key, base: Base, own: str) -> Callable[[str], str]:
    """Return a function from paths to addresses on a page.

    The page of missing files is shown at any depth, so that relative addresses would not lead back.
    """
    if key.kind == "missing" and base.url:
        return lambda path: base.root + quote(path)
    return partial(relate, page=own)


@cache
def _environment() -> "Environment":
    environment = make_environment(_TEMPLATES)
    environment.globals.update(_=_, ngettext=ngettext, enumeration=enumeration)
    environment.globals.update(qr=draw_code, month_of=_name_month, outline=read_outline)
    filters: dict[str, Callable[..., object]] = {
        "long_date": long_date,
        "short_date": short_date,
        "zone": zone_label,
        "word": label,
        "excerpt": _excerpt,
        "address": check_address,
    }
    environment.filters.update(filters)
    return environment


def _excerpt(text: str, length: int = _EXCERPT) -> str:
    return abridge(text, length)


def check_address(text: str) -> str:
    """Return an address if a page may link to it, and else an empty text."""
    return text if _SCHEMES.match(text) else ""


def _name_month(number: int) -> str:
    return month_name(date(2000, number, 1))


@lru_cache
def draw_code(text: str) -> "Markup":
    """Draw an address as a QR code in SVG, black on white also in dark mode, as cameras need."""
    import segno  # only for pages
    from markupsafe import Markup

    # Choosing the best of eight masks takes eight times as long, and readers can read any mask.
    code = segno.make_qr(text, error="m", mask=1, boost_error=False)
    drawing: str = code.svg_inline(
        border=4, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    opening = '<svg width="184" height="184" aria-hidden="true" focusable="false" '
    return Markup(drawing.replace("<svg ", opening, 1))  # noqa: S704  it holds no text, only lines


@cache
def program_mark() -> str:
    """Return the mark of the program: its version, templates and catalogues."""
    digest = sha256(__version__.encode())
    catalogues = Path(__file__).parent.parent / "locales"
    for path in sorted([*_TEMPLATES.iterdir(), *catalogues.glob("*/LC_MESSAGES/*.mo")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def read_asset(name: str) -> bytes:
    """Read a file that is copied as it is."""
    return (_TEMPLATES / name).read_bytes()


def render_style(colour: Colour) -> bytes:
    """Write the stylesheet in the network's colour, adapted to the backgrounds of both modes."""
    light, dark = colour.readable_on(_LIGHT), colour.readable_on(_DARK)
    light_mode = f":root {{ --accent: {light}; --on-accent: #ffffff; --bar: {light}; }}"
    dark_mode = f":root {{ --accent: {dark}; --on-accent: #12181d; }}"
    own = f"{light_mode}\n@media (prefers-color-scheme: dark) {{ {dark_mode} }}\n"
    return own.encode() + read_asset(STYLE)
