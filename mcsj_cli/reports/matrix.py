"""How many actions each mesa has by axis and approach, with what is missing in sight."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.category import Categories
from mcsj_cli.model.network import Mesa

_EMPTY = "·"
_CELL = 4


class Cell(NamedTuple):
    """A mesa's actions of one axis and approach; cancelled ones do not count."""

    mesa: str
    name: str
    axis: str
    approach: str
    open: int
    completed: int

    @property
    def actions(self) -> int:
        return self.open + self.completed


def build_matrix(mesas: Sequence[Mesa], categories: Categories, actions: Sequence[Action]) -> list[Cell]:
    """Count the actions of every cell, mesa by mesa, axes and approaches in the order of their declaration."""
    counts = Counter(
        (mesa, action.axis, action.approach, action.is_open)
        for action in actions
        if action.status is not ActionStatus.CANCELLED
        for mesa in set(action.mesas)
    )
    return [
        Cell(mesa.slug, mesa.name, axis.slug, approach.slug, counts[*key, True], counts[*key, False])
        for mesa in mesas
        for axis in categories.axes
        for approach in categories.approaches
        for key in [(mesa.slug, axis.slug, approach.slug)]
    ]


def draw_matrix(cells: Sequence[Cell], categories: Categories, width: int) -> Iterator[str]:
    """Draw the cells as lines of at most `width` columns: a row a mesa, as many axes side by side as fit."""
    names = {cell.mesa: cell.name for cell in cells}
    if not names:
        yield _("There are no mesas.")
        return
    edge = max(len(name) for name in names.values())
    short = _shorten([approach.name for approach in categories.approaches])
    block = len(short) * _CELL + 1
    at_once = max(1, (width - edge) // (block + 1))
    counts = {(cell.mesa, cell.axis, cell.approach): cell.actions for cell in cells}
    for start in range(0, len(categories.axes), at_once):
        axes = categories.axes[start : start + at_once]
        if start:
            yield ""
        heads = [wrap(axis.name, block - 1) for axis in axes]
        for line in zip_longest(*heads, fillvalue=""):
            yield (" " * edge + "".join(f"   {part:<{block - 2}}" for part in line)).rstrip()
        yield " " * edge + "".join("  " + "".join(f"{one:>{_CELL}}" for one in short) for axis in axes)
        for slug, name in names.items():
            row = "".join(
                "  "
                + "".join(f"{counts[slug, axis.slug, one.slug] or _EMPTY:>{_CELL}}" for one in categories.approaches)
                for axis in axes
            )
            yield f"{name:<{edge}}{row}"
    empty = sum(count == 0 for count in counts.values())
    yield ""
    yield "  ".join(f"{one}: {approach.name}" for one, approach in zip(short, categories.approaches, strict=True))
    told = ngettext("{n} of {all} cells is empty ({mark}).", "{n} of {all} cells are empty ({mark}).", empty)
    yield told.format(n=empty, all=len(counts), mark=_EMPTY)


def _shorten(names: Sequence[str]) -> list[str]:
    """Cut names to the same length, the least from which on no two are alike, but to three letters at least."""
    for length in range(3, max(map(len, names), default=3) + 1):
        short = [name[:length] for name in names]
        if len(set(short)) == len(names):
            return short
    return list(names)
