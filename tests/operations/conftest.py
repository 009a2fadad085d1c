"""The example's data folder for use cases: values in, values out, and no terminal."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mcsj_cli.store.project import Project


@pytest.fixture
def network(project: Path) -> Project:
    """Open a fresh copy of the demo project."""
    return Project(project)


@pytest.fixture
def subjects(project: Path) -> Callable[[], list[str]]:
    """List the subjects of the commits since the folder was made, the last first."""

    def run() -> list[str]:
        done = subprocess.run(
            ["git", "log", "--format=%s"], cwd=project, check=True, capture_output=True, text=True
        )
        return done.stdout.splitlines()[:-1]

    return run
