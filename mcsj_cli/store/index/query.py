"""A selection of records as one SQL query, whose values are all bound."""

from collections.abc import Sequence
from typing import TypeVar

from mcsj_cli.model.kinds import Record
from mcsj_cli.model.selection import Selection

R = TypeVar("R", bound=Record)


def build_query(selection: Selection[R]) -> tuple[str, list[object]]:
    """Build the query of a selection, and the values to bind in it.

    It is led by the words, or the field or first facet that is asked for, so that SQLite reads no
    other files.
    """
    query = _compose(selection)
    if selection.limit is None:
        return query.render("ASC"), query.values
    # The latest are kept; the last of them comes first.
    return f"{query.render('DESC')} LIMIT ?", [*query.values, selection.limit]


def build_count(selection: Selection[R]) -> tuple[str, list[object]]:
    """Build the query that counts what a selection asks for, whatever its limit."""
    query = _compose(selection)
    return query.render_count(), query.values


def _compose(selection: Selection[R]) -> "_Query":
    query = _Query(selection.kind.folder)
    facets = [(field, _list_values(value)) for field, value in selection.facets.items()]
    alone = [place for place, (_field, values) in enumerate(facets) if len(values) == 1]
    if selection.words:
        query.lead_by_words(selection.words, selection.match, is_latest=selection.is_latest)
    elif selection.by != "day":
        query.lead_by_field(selection.by)
    elif alone:
        query.lead_by_facet(*facets.pop(alone[0]))
    else:
        query.require("files.kind = ?", query.kind)
    if selection.first is not None:
        query.require(f"{query.day} >= ?", selection.first.isoformat())
    if selection.last is not None:
        query.require(f"{query.day} <= ?", selection.last.isoformat())
    for field, values in facets:
        query.require_facet(field, values)
    return query


def _list_values(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


class _Query:
    """A query in the making, sorted by `order`; limits of time hold for the column `day`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.tables = ["files"]
        self.conditions = ["NOT files.flawed"]
        self.values: list[object] = []
        self.order = "files.day {0}, files.uid {0}"
        self.day = "files.day"

    def require(self, condition: str, *values: object) -> None:
        self.conditions.append(condition)
        self.values += values

    def require_facet(self, field: str, allowed: Sequence[str]) -> None:
        places = ", ".join("?" * len(allowed))
        condition = (
            "EXISTS (SELECT 1 FROM facets WHERE kind = files.kind AND field = ?"  # noqa: S608  bound
            f" AND value IN ({places})"
            " AND day = files.day AND uid = files.uid AND file = files.id)"
        )
        self.require(condition, field, *allowed)

    def lead_by_words(self, words: Sequence[str], match: str, *, is_latest: bool) -> None:
        self.tables.append("words")
        joint = " OR " if match == "any" else " "
        terms = joint.join(_format_term(word, match) for word in words)
        condition = "words MATCH ? AND files.id = words.rowid AND files.kind = ?"
        self.require(condition, terms, self.kind)
        if not is_latest:
            self.order = "rank, files.uid"

    def lead_by_field(self, field: str) -> None:
        self.tables.append("facets AS driver")
        condition = "files.id = driver.file AND driver.kind = ? AND driver.field = ?"
        self.require(condition, self.kind, field)
        self.day = "driver.value"

    def lead_by_facet(self, field: str, values: Sequence[str]) -> None:
        self.tables.append("facets AS driver")
        condition = (
            "files.id = driver.file AND driver.kind = ? AND driver.field = ? AND driver.value = ?"
        )
        self.require(condition, self.kind, field, *values)
        self.order = "driver.day {0}, driver.uid {0}"
        self.day = "driver.day"

    def render_count(self) -> str:
        conditions = " AND ".join(self.conditions)
        return f"SELECT count(*) FROM {', '.join(self.tables)} WHERE {conditions}"  # noqa: S608  bound

    def render(self, direction: str) -> str:
        return (
            "SELECT files.uid, files.folder, files.name, files.data"  # noqa: S608  every value is bound
            f" FROM {', '.join(self.tables)} WHERE {' AND '.join(self.conditions)}"
            f" ORDER BY {self.order.format(direction)}"
        )


def _format_term(word: str, match: str) -> str:
    """Write a word for FTS5, as the beginning of one.

    Where any word will do, only a word that ends in a star is the beginning of others.
    """
    is_beginning = match == "all" or word.endswith("*")
    star = "*" if is_beginning else ""
    return f'"{word.removesuffix("*")}"{star}'
