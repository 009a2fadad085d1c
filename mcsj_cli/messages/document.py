"""A text document as a value: what renderers lay out, each in its own format."""

from collections.abc import Sequence
from typing import NamedTuple


class Heading(NamedTuple):
    """The title of what follows."""

    text: str


class Paragraph(NamedTuple):
    """Running text; its lines stay lines."""

    text: str


class Items(NamedTuple):
    """A list, numbered or not."""

    texts: Sequence[str]
    numbered: bool = False


class Grid(NamedTuple):
    """A table under its headings."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Items | Grid


class Document(NamedTuple):
    """A titled document in a language (BCP 47)."""

    title: str
    language: str
    blocks: Sequence[Block]
