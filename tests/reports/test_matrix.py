"""The matrix and the funnel against a naive count, and as people read them."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from mcsj_cli.model.kinds import ACTIONS
from mcsj_cli.reports.matrix_drawing import draw_matrix
from mcsj_cli.store.project import Project
from mcsj_cli.work.matrix import build_matrix
from tests.test_main import Run


def test_cells_equal_a_naive_count(project: Path, mcsj: Run) -> None:
    counts: Counter[tuple[str, str, str, bool]] = Counter()
    for path in project.glob("data/actions/*/*.yaml"):
        action = yaml.safe_load(path.read_text(encoding="utf-8"))
        if action.get("status") != "cancelled":
            for mesa in action["mesas"]:
                counts[
                    mesa, action["axis"], action["approach"], action.get("status") == "completed"
                ] += 1
    cells = json.loads(mcsj("actions", "matrix", "--format", "json").out)
    assert len(cells) == 18 * 4 * 3
    for cell in cells:
        key = (cell["mesa"], cell["axis"], cell["approach"])
        assert (cell["open"], cell["completed"]) == (counts[*key, False], counts[*key, True])
    assert sum(cell["open"] + cell["completed"] for cell in cells) == counts.total()


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_drawing_says_what_the_cells_say_and_keeps_its_width(project: Path, width: int) -> None:
    data = Project(project)
    mesas = [seat.mesa for seat in data.groups.seats]
    actions = [entry.record for entry in data.read(ACTIONS).entries]
    opened = [action for action in actions if action.is_open]
    matrix = build_matrix(
        mesas, data.categories, opened, [a for a in actions if a.status.value == "completed"]
    )
    cells = matrix.cells
    lines = list(draw_matrix(matrix, width))
    assert max(map(len, lines)) <= width
    rows = [re.sub(r"^.{18}", "", line).split() for line in lines if re.match(r"León ", line)]
    drawn = [0 if cell == "·" else int(cell) for row in rows for cell in row]
    assert drawn == [cell.actions for cell in cells if cell.mesa == "leon"]
    empty = sum(cell.actions == 0 for cell in cells)
    assert f"{empty} de {len(cells)}" in lines[-1]


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("command", ["actions matrix", "followups funnel"])
def test_what_a_person_reads(
    project: Path, mcsj_process: Run, snapshot: SnapshotAssertion, command: str, lang: str
) -> None:
    result = mcsj_process(*command.split(), lang=lang)
    assert result.code == 0
    assert result.out + result.err == snapshot


def test_bars_are_as_long_as_their_counts(project: Path, mcsj: Run) -> None:
    lines = mcsj("followups", "funnel").out.split("\n\n")[0].splitlines()
    found = [re.findall(r"^(.+?) +(\d+) ?(█*)$", line) for line in lines]
    counts = {name: (int(count), bar) for [(name, count, bar)] in found}
    assert sum(count for count, _bar in counts.values()) == 18
    assert all(len(bar) == count for count, bar in counts.values())
