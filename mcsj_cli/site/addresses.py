"""Where every page and file of the site lies, and how one leads to another: relative, so that a folder works too."""

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
LOGOS = {
    "image/png": "logo.png",
    "image/jpeg": "logo.jpg",
    "image/svg+xml": LOGO_SVG,
}  # by media type
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
    """A page by its kind and the name that it has among those of its kind."""

    kind: Kind
    name: str = ""

    def path(self, language: Language) -> str:
        """Give the path of its file from the root of the site."""
        return _PATHS[self.kind][language].format(self.name)


def calendar_of_group(number: int) -> str:
    return f"calendarios/grupo-{number}.ics"


def calendar_of_mesa(slug: str) -> str:
    return f"calendarios/mesa-{slug}.ics"


def relate(target: str, page: str) -> str:
    """Give the address of a file as it is written on a page."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))


class Base(NamedTuple):
    """The address of the whole site, ending in a slash; empty where nobody knows it yet."""

    url: str

    @classmethod
    def of(cls, url: str) -> "Base":
        """Take an address with or without its last slash; raise ValueError where it is none that pages can hang on."""
        parts = urlsplit(url)
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError(url)
        return cls(f"{url.rstrip('/')}/" if url else "")

    def join(self, path: str) -> str:
        """Give the whole address of a file; that of a folder's index is the folder's."""
        folder, name = posixpath.split(path)
        return self.url + quote(posixpath.join(folder, "" if name == "index.html" else name))

    @property
    def root(self) -> str:
        """Give the path of the site on its host, with a slash at both ends."""
        return urlsplit(self.url).path or "/"

    def subscribe(self, path: str) -> str:
        """Give the address at which calendar programs subscribe to a calendar."""
        return f"webcal:{self.join(path).partition(':')[2]}"
