"""Signs that nobody sees are told with their line, and nothing else is."""

from pathlib import Path

import pytest

from mcsj_cli.operations.unseen_signs import review_signs
from mcsj_cli.store.project import Project
from tests.test_main import Run

ITEM = "data/content/2020/2020-04-23-uno.yaml"


@pytest.mark.parametrize(
    ("title", "code", "column"),
    [
        ("Uno \u202eodnum", "U+202E", 12),
        ("Uno\u200b", "U+200B", 11),
        ('"Uno \\u202e"', "U+202E", 13),
        ('"\\u00e1 y \\e[31m"', "U+001B", 18),
        ("Uno\u0085dos", "U+0085", 11),
        ("Uno\x1bdos", "U+001B", 11),
    ],
)
def test_signs_that_nobody_sees(project: Path, title: str, code: str, column: int) -> None:
    (project / ITEM).write_text(f"tags: []\ntitle: {title}\n", encoding="utf-8")
    (problem,) = review_signs(Project(project))
    assert (problem.file, problem.line, problem.column) == (ITEM, 2, column)
    assert code in problem.message
    assert problem.warning


def test_other_signs_are_as_they_should_be(project: Path, mcsj: Run) -> None:
    text = '\ufefftags: []\r\ntitle: "Año: 👩\u200d⚕️ \\"x\\" \\u00f1 \\n" # C:\\archivos\\x1b\r\n'
    (project / ITEM).write_text(text, encoding="utf-8", newline="")
    assert review_signs(Project(project)) == []
    network = project / "data/network.yaml"
    network.write_text(network.read_text("utf-8") + "# \u202enota\n", "utf-8")
    (project / ITEM).unlink()
    done = mcsj("check")
    assert done.code == 0
    assert "data/network.yaml:" in done.out
    assert "U+202E" in done.out
