"""What a list, a search, a report or a check asks of the records of a kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from mcsj_cli.model.kinds import Kind, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Selection(Generic[R]):
    """Which records of a kind: those whose `by` lies from `first` to `last`, with every label, and the words.

    `by` is «day», or a label whose values are days. `words` are folded, and several in one text stand in that order.
    `match` says whether a record needs all of them, the last letters left open, or any, left open only by a star. Of
    more than `limit` the latest remain, or with words the best.
    """

    kind: Kind[R]
    first: date | None = None
    last: date | None = None
    by: str = "day"
    facets: Mapping[str, str] = field(default_factory=dict)
    words: Sequence[str] = ()
    match: Literal["all", "any"] = "all"
    limit: int | None = None
