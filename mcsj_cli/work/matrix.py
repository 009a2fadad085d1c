"""How many actions each mesa has by axis and approach, empty cells included."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

from msgspec import Struct

from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.membership import Mesa


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
    """All cells, mesa by mesa, axes and approaches in the order of their declaration; `empty` says
    how many are.
    """  # noqa: D205  the schema shows this paragraph

    axes: list[Named]
    approaches: list[Named]
    cells: list[Cell]
    empty: int


def build_matrix(
    mesas: Sequence[Mesa],
    categories: Categories,
    still_open: Iterable[Action],
    completed: Iterable[Action],
) -> Matrix:
    """Count the actions of every cell."""
    opened, done = _count_actions(still_open), _count_actions(completed)
    axes = [Named(str(axis.slug), str(axis.name)) for axis in categories.axes]
    approaches = [Named(str(one.slug), str(one.name)) for one in categories.approaches]
    cells = []
    for mesa, axis, approach in product(mesas, axes, approaches):
        key = (str(mesa.slug), axis.slug, approach.slug)
        cells.append(Cell(key[0], str(mesa.name), *key[1:], opened[key], done[key]))
    empty = sum(cell.actions == 0 for cell in cells)
    return Matrix(axes=axes, approaches=approaches, cells=cells, empty=empty)


def _count_actions(actions: Iterable[Action]) -> Counter[tuple[str, str, str]]:
    """Count the actions of each mesa, axis and approach."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for action in actions:
        for mesa in set(action.mesas):
            counts[mesa, action.axis, action.approach] += 1
    return counts
