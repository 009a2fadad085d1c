"""The rooms of the house: contracts that hold, and that a planted violation breaks."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "mcsj_cli"
# Where the clock and the environment may be read; everything below is handed what it needs.
EDGE = (
    "main.py",
    "i18n.py",
    "commands/context.py",
    "store/git/process.py",
)  # git is handed its own surroundings


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(program), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model/content.py", "import mcsj_cli.store.files", "The layers"),
        ("store/files.py", "import mcsj_cli.reports.weekly_values", "The layers"),
        ("commands/groups/lists.py", "import mcsj_cli.commands.mesas", "Commands do not import"),
        ("rules/__init__.py", "import typer", "typer belongs"),
        ("reports/markdown.py", "import rich", "rich belongs"),
        ("store/records.py", "import yaml", "yaml belongs"),
        ("questions.py", "import prompt_toolkit", "prompt_toolkit belongs"),
        ("reports/weekly_values.py", "import icalendar", "icalendar and holidays belong"),
        ("store/files.py", "import subprocess", "Databases, other programs"),
        ("store/records.py", "import sqlite3", "Databases, other programs"),
        ("store/index/database.py", "import filelock", "Databases, other programs"),
        ("mail/message.py", "import smtplib", "Mail servers"),
        ("calendars/itip.py", "import email", "Mail servers"),
        ("mail/smtp.py", "import mcsj_cli.store.files", "The layers"),
        ("operations/actions.py", "import typer", "Use cases know no terminal"),
        ("operations/actions.py", "import mcsj_cli.console", "Use cases know no terminal"),
        ("store/files.py", "import mcsj_cli.operations.actions", "The layers"),
        ("messages/minutes.py", "import mcsj_cli.store.files", "What is told and reported"),
    ],
)
def test_a_planted_violation_breaks_its_contract(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    shutil.copytree(PACKAGE, tmp_path / "mcsj_cli", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "mcsj_cli" / module
    target.write_text(f"{target.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    result = _lint(tmp_path)
    assert result.returncode == 1
    assert [
        row for row in result.stdout.splitlines() if row.startswith(contract) and "BROKEN" in row
    ]


def test_the_contracts_hold() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout


def _reads_clock_or_environment(tree: ast.AST) -> bool:
    forbidden = {
        ("date", "today"),
        ("datetime", "now"),
        ("datetime", "today"),
        ("os", "environ"),
        ("os", "getenv"),
    }
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in forbidden
        for node in ast.walk(tree)
    )


def test_only_the_edge_reads_the_clock_and_the_environment() -> None:
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if _reads_clock_or_environment(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert readers == set(EDGE)
