"""The guides stay true: their examples run, and every command is in them."""

import re
import shlex
from pathlib import Path

import pytest

from mcsj_cli.registry import COMMANDS
from tests.conftest import ROOT
from tests.registered import find_commands
from tests.test_main import Run

GUIDE = (ROOT / "README.es.md").read_text(encoding="utf-8")
DECISIONS = ROOT / "docs" / "decisions"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def _examples(text: str) -> list[str]:
    lines = [line for block in CONSOLE.findall(text) for line in block.splitlines()]
    return [
        line.removeprefix("$ ").split(" # ")[0].strip() for line in lines if line.startswith("$ ")
    ]


def test_the_examples_of_the_guide_run(
    mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = [example for example in _examples(GUIDE) if not example.startswith("pip")]
    assert len(examples) > 20
    monkeypatch.chdir(tmp_path)
    for example in examples:
        program, *arguments = shlex.split(example)
        if program == "cd":
            monkeypatch.chdir(Path.cwd() / arguments[0])
            continue
        assert program == "mcsj", example
        result = mcsj(*arguments)
        assert result.code == 0, (example, result)
        assert result.out or "check" in example


def test_the_spanish_words_are_in_the_guide() -> None:
    entries = [*COMMANDS, *(command for _words, command in find_commands())]
    words = [entry.spanish for entry in entries if entry.spanish != entry.name]
    assert [word for word in words if f"`{word}`" not in GUIDE] == []


@pytest.mark.parametrize("readme", ["README.md", "README.es.md"])
def test_every_command_is_in_the_guides(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for words, _command in find_commands():
        assert " ".join(words) in text


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("*.md"), *DECISIONS.glob("*.md")]),
    ids=lambda path: path.name,
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_each_decision_is_in_the_index_in_both_languages() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04d}" for n in range(1, len(pages) + 1)]
    for page in pages:
        lines = page.read_text(encoding="utf-8").splitlines()
        title, summary = lines[0].removeprefix("# "), lines[2].strip("*")
        assert f"| [{title}]({page.name}) | {summary} |" in index
        assert [line for line in lines if line.startswith("## ")] == [
            "## The question",
            "## What was measured",
            "## What was chosen",
            "## What would change our mind",
        ]
