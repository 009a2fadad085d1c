"""The matrix of actions as lines of a terminal."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.text import clip
from mcsj_cli.work.matrix import Matrix

_EMPTY = "·"
_CELL = 4
_NAME, _LONGEST = (
    18,
    60,
)  # letters of a mesa's name, and of an axis or approach, that are always drawn


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
        yield " " * edge + "".join(
            "  " + "".join(f"{one:>{_CELL}}" for one in short) for axis in axes
        )
        for slug, name in names.items():
            row = "".join(
                "  "
                + "".join(
                    f"{counts[slug, axis.slug, one.slug] or _EMPTY:>{_CELL}}"
                    for one in matrix.approaches
                )
                for axis in axes
            )
            yield f"{name:<{edge}}{row}"
    yield ""
    legend = [
        f"{one}: {clip(approach.name, _LONGEST)}"
        for one, approach in zip(short, matrix.approaches, strict=True)
    ]
    yield from (
        wrap("  ".join(legend), width) if sum(map(len, legend)) > width else ["  ".join(legend)]
    )
    told = ngettext(
        "{n} of {all} cells is empty ({mark}).",
        "{n} of {all} cells are empty ({mark}).",
        matrix.empty,
    )
    yield told.format(n=matrix.empty, all=len(counts), mark=_EMPTY)


def _shorten(names: Sequence[str]) -> list[str]:
    """Cut names to three letters; where that does not tell them apart, number them."""
    short = [name[: _CELL - 1] for name in names]
    return (
        short
        if len(set(short)) == len(names)
        else [str(number) for number in range(1, len(names) + 1)]
    )
