"""The paths of all pages and files of the site, and links between them.

Links are relative, so that they also work in a folder.
"""

import posixpath
from typing import Literal, NamedTuple, get_args
from urllib.parse import quote, urlsplit

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Kind = Literal[
    "front", "groups", "group", "mesas", "mesa", "rubric", "practices", "weeks", "week", "missing"
]

STYLE, ICON, PICTURE = "estilo.css", "icono.svg", "compartir.png"
LOGO_SVG = "logo.svg"
# The file of the logo by its media type.
LOGOS = {
    "image/png": "logo.png",
    "image/jpeg": "logo.jpg",
    "image/svg+xml": LOGO_SVG,
}
FEED, SITEMAP, ROBOTS = "novedades.xml", "sitemap.xml", "robots.txt"
# Spanish at the root, English beside it, each in its own words.
_PATHS: dict[Kind, dict[Language, str]] = {
    "front": {"es": "index.html", "en": "en/index.html"},
    "groups": {"es": "grupos.html", "en": "en/groups.html"},
    "group": {"es": "grupos/{}.html", "en": "en/groups/{}.html"},
    "mesas": {"es": "mesas.html", "en": "en/mesas.html"},
    "mesa": {"es": "mesas/{}.html", "en": "en/mesas/{}.html"},
    "rubric": {"es": "rubros/{}.html", "en": "en/topics/{}.html"},
    "practices": {"es": "practicas{}.html", "en": "en/practices{}.html"},
    "weeks": {"es": "informes.html", "en": "en/reports.html"},
    "week": {"es": "informes/{}.html", "en": "en/reports/{}.html"},
    "missing": {"es": "404.html", "en": "404.html"},
}


class Key(NamedTuple):
    """A page by its kind, and by its name among pages of that kind."""

    kind: Kind
    name: str = ""

    def path(self, language: Language) -> str:
        """Return the path of its file from the root of the site."""
        return _PATHS[self.kind][language].format(self.name)


def calendar_of_group(number: int) -> str:
    return f"calendarios/grupo-{number}.ics"


def calendar_of_mesa(slug: str) -> str:
    return f"calendarios/mesa-{slug}.ics"


def relate(target: str, page: str) -> str:
    """Return the relative address of a file on a page."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))


class Base(NamedTuple):
    """The address of the whole site with a final slash; empty if it is not known yet."""

    url: str

    @classmethod
    def of(cls, url: str) -> "Base":
        """Take an address with or without its final slash.

        Raises ValueError for one with a query, a fragment or a user name.
        """
        parts = urlsplit(url)
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError(url)
        return cls(f"{url.rstrip('/')}/" if url else "")

    def join(self, path: str) -> str:
        """Return the whole address of a file; an index page has the address of its folder."""
        folder, name = posixpath.split(path)
        return self.url + quote(posixpath.join(folder, "" if name == "index.html" else name))

    @property
    def root(self) -> str:
        """Return the path of the site on its host, with a slash at both ends."""
        return urlsplit(self.url).path or "/"

    def subscribe(self, path: str) -> str:
        """Return the address at which calendar programs subscribe to a calendar."""
        return f"webcal:{self.join(path).partition(':')[2]}"
