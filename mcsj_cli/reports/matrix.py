"""How many actions each mesa has by axis and approach, with what is missing in sight."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from msgspec import Struct

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.network import Mesa
from mcsj_cli.model.text import clip

_EMPTY = "·"
_CELL = 4
_NAME, _LONGEST = 18, 60  # letters of a mesa's name, and of an axis or approach, that are always drawn


class Named(Struct, frozen=True):
    """An axis or an approach by its slug, and as people call it."""

    slug: str
    name: str


class Cell(Struct, frozen=True):
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


class Matrix(Struct, frozen=True):
    """All cells, mesa by mesa, axes and approaches in the order of their declaration; `empty` says how many are."""

    axes: list[Named]
    approaches: list[Named]
    cells: list[Cell]
    empty: int


def build_matrix(
    mesas: Sequence[Mesa], categories: Categories, still_open: Iterable[Action], completed: Iterable[Action]
) -> Matrix:
    """Count the actions of every cell."""
    opened, done = _count(still_open), _count(completed)
    cells = [
        Cell(str(mesa.slug), str(mesa.name), str(axis.slug), str(approach.slug), opened[key], done[key])
        for mesa in mesas
        for axis in categories.axes
        for approach in categories.approaches
        for key in [(mesa.slug, axis.slug, approach.slug)]
    ]
    return Matrix(
        axes=[Named(str(axis.slug), str(axis.name)) for axis in categories.axes],
        approaches=[Named(str(approach.slug), str(approach.name)) for approach in categories.approaches],
        cells=cells,
        empty=sum(cell.actions == 0 for cell in cells),
    )


def _count(actions: Iterable[Action]) -> Counter[tuple[str, str, str]]:
    return Counter((mesa, action.axis, action.approach) for action in actions for mesa in set(action.mesas))


def draw_matrix(matrix: Matrix, width: int) -> Iterator[str]:
    """Draw the cells as lines of at most `width` columns: a row a mesa, as many axes side by side as fit."""
    names = {cell.mesa: clip(cell.name, max(_NAME, width // 3)) for cell in matrix.cells}
    if not names:
        yield _("There are no mesas.")
        return
    edge = max(len(name) for name in names.values())
    short = _shorten([approach.name for approach in matrix.approaches])
    block = len(short) * _CELL + 1
    at_once = max(1, (width - edge) // (block + 1))
    counts = {(cell.mesa, cell.axis, cell.approach): cell.actions for cell in matrix.cells}
    for start in range(0, len(matrix.axes), at_once):
        axes = matrix.axes[start : start + at_once]
        if start:
            yield ""
        heads = [wrap(clip(axis.name, _LONGEST), block - 1) for axis in axes]
        for line in zip_longest(*heads, fillvalue=""):
            yield (" " * edge + "".join(f"   {part:<{block - 2}}" for part in line)).rstrip()
        yield " " * edge + "".join("  " + "".join(f"{one:>{_CELL}}" for one in short) for axis in axes)
        for slug, name in names.items():
            row = "".join(
                "  " + "".join(f"{counts[slug, axis.slug, one.slug] or _EMPTY:>{_CELL}}" for one in matrix.approaches)
                for axis in axes
            )
            yield f"{name:<{edge}}{row}"
    yield ""
    legend = [f"{one}: {clip(approach.name, _LONGEST)}" for one, approach in zip(short, matrix.approaches, strict=True)]
    yield from wrap("  ".join(legend), width) if sum(map(len, legend)) > width else ["  ".join(legend)]
    told = ngettext("{n} of {all} cells is empty ({mark}).", "{n} of {all} cells are empty ({mark}).", matrix.empty)
    yield told.format(n=matrix.empty, all=len(counts), mark=_EMPTY)


def _shorten(names: Sequence[str]) -> list[str]:
    """Cut names to three letters; where that does not tell them apart, number them."""
    short = [name[: _CELL - 1] for name in names]
    return short if len(set(short)) == len(names) else [str(number) for number in range(1, len(names) + 1)]
