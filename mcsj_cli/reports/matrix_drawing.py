"""The matrix of actions as lines of a terminal."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.text import clip
from mcsj_cli.work.matrix import Matrix, Named

_EMPTY = "·"
_CELL = 4
_NAME = 18  # letters of a mesa's name that are always drawn
_LONGEST = 60  # letters of an axis or approach that are drawn


class _Layout(NamedTuple):
    """What all parts share: names of mesas, counts by cell, short names and widths in letters."""

    matrix: Matrix
    names: dict[str, str]
    counts: dict[tuple[str, str, str], int]
    short: list[str]
    edge: int

    @property
    def block(self) -> int:
        """Return the width of an axis."""
        return len(self.short) * _CELL + 1


def draw_matrix(matrix: Matrix, width: int) -> Iterator[str]:
    """Draw the cells in at most `width` columns: a row a mesa, as many axes side by side as fit."""
    names = {cell.mesa: clip(cell.name, max(_NAME, width // 3)) for cell in matrix.cells}
    if not names:
        yield _("There are no mesas.")
        return
    counts = {(cell.mesa, cell.axis, cell.approach): cell.actions for cell in matrix.cells}
    short = _shorten([approach.name for approach in matrix.approaches])
    layout = _Layout(matrix, names, counts, short, max(len(name) for name in names.values()))
    at_once = max(1, (width - layout.edge) // (layout.block + 1))
    for start in range(0, len(matrix.axes), at_once):
        if start:
            yield ""
        yield from _draw_axes(layout, matrix.axes[start : start + at_once])
    yield ""
    yield from _draw_legend(layout, width)


def _draw_axes(layout: _Layout, axes: Sequence[Named]) -> Iterator[str]:
    """Draw some axes side by side, under their names and the short names of the approaches."""
    heads = [wrap(clip(axis.name, _LONGEST), layout.block - 1) for axis in axes]
    for line in zip_longest(*heads, fillvalue=""):
        parts = [f"   {part:<{layout.block - 2}}" for part in line]
        yield (" " * layout.edge + "".join(parts)).rstrip()
    approaches = "  " + "".join(f"{one:>{_CELL}}" for one in layout.short)
    yield " " * layout.edge + approaches * len(axes)
    for slug, name in layout.names.items():
        cells = [_draw_cells(layout, slug, axis) for axis in axes]
        yield f"{name:<{layout.edge}}{''.join(cells)}"


def _draw_cells(layout: _Layout, mesa: str, axis: Named) -> str:
    counts = [layout.counts[mesa, axis.slug, one.slug] for one in layout.matrix.approaches]
    return "  " + "".join(f"{count or _EMPTY:>{_CELL}}" for count in counts)


def _draw_legend(layout: _Layout, width: int) -> Iterator[str]:
    approaches = layout.matrix.approaches
    legend = [
        f"{one}: {clip(approach.name, _LONGEST)}"
        for one, approach in zip(layout.short, approaches, strict=True)
    ]
    line = "  ".join(legend)
    yield from wrap(line, width) if sum(map(len, legend)) > width else [line]
    empty = layout.matrix.empty
    told = ngettext(
        "{n} of {all} cells is empty ({mark}).", "{n} of {all} cells are empty ({mark}).", empty
    )
    yield told.format(n=empty, all=len(layout.counts), mark=_EMPTY)


def _shorten(names: Sequence[str]) -> list[str]:
    """Cut names to three letters, or number them if that does not tell them apart."""
    short = [name[: _CELL - 1] for name in names]
    if len(set(short)) == len(names):
        return short
    return [str(number) for number in range(1, len(names) + 1)]
