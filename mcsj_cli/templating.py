"""Jinja environments whose templates escape everything that is put into them."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mcsj_cli.xml_text import UNFIT

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

_TEMPLATES = Path(__file__).parent / "templates" / "html"
# Words that are too long for a column may be broken after so many letters.
LONG = re.compile(r"(\S{24})(?=\S)")


@cache
def load_template(name: str) -> "Template":
    """Load a template that escapes every value."""
    return _environment().get_template(name)


@cache
def _environment() -> "Environment":
    environment = make_environment(_TEMPLATES)
    environment.filters["breakable"] = _breakable
    return environment


def make_environment(folder: Path) -> "Environment":
    """Build the environment of a folder's templates: values are escaped, and names are known."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only for pages

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_clean,
    )


def _breakable(text: str) -> "Markup":
    """Escape a text, and mark where long words may be broken."""
    from markupsafe import Markup, escape  # comes with jinja2

    parts = LONG.sub("\\1\0", UNFIT.sub(" ", text)).split("\0")
    return Markup("<wbr>").join(escape(part) for part in parts)


def _clean(value: object) -> object:
    """Replace characters of a text that HTML cannot hold, or that would reverse its direction.

    Markup of our own, such as SVG, is clean.
    """
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return UNFIT.sub(" ", value)
    return value
