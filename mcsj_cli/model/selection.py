"""The conditions by which a list, a search, a report or a check selects records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from mcsj_cli.model.kinds import Kind, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Selection(Generic[R]):
    """The records of a kind with `by` from `first` to `last`, all the `facets`, and the words.

    A facet has the value that is named for it, or one of several.
    `by` is «day», or a facet whose values are days. `words` are folded; several words in one text
    are a phrase. With `match` «all» a record needs every word, and each may go on in the record.
    With «any» one is enough, and only a word with a star may go on. Of more than `limit` records
    the latest are selected, or the best matches if there are words and not the latest are wanted.
    """

    kind: Kind[R]
    first: date | None = None
    last: date | None = None
    by: str = "day"
    facets: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    words: Sequence[str] = ()
    match: Literal["all", "any"] = "all"
    limit: int | None = None
    is_latest: bool = False
