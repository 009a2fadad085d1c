"""How many actions each mesa has by axis and approach, with what is missing in sight."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.network import Mesa


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
    mesas: Sequence[Mesa],
    categories: Categories,
    still_open: Iterable[Action],
    completed: Iterable[Action],
) -> Matrix:
    """Count the actions of every cell."""
    opened, done = _count(still_open), _count(completed)
    cells = [
        Cell(
            str(mesa.slug),
            str(mesa.name),
            str(axis.slug),
            str(approach.slug),
            opened[key],
            done[key],
        )
        for mesa in mesas
        for axis in categories.axes
        for approach in categories.approaches
        for key in [(mesa.slug, axis.slug, approach.slug)]
    ]
    return Matrix(
        axes=[Named(str(axis.slug), str(axis.name)) for axis in categories.axes],
        approaches=[
            Named(str(approach.slug), str(approach.name)) for approach in categories.approaches
        ],
        cells=cells,
        empty=sum(cell.actions == 0 for cell in cells),
    )


def _count(actions: Iterable[Action]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (mesa, action.axis, action.approach) for action in actions for mesa in set(action.mesas)
    )
