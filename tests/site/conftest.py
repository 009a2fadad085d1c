"""The demo's site, built once for the tests that only look at it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.site.pages import BASE

# The last of the example's weeks, when most has happened.
LATE = "2020-04-29T17:00:00-05:00"


def build(project: Path, *arguments: str) -> Path:
    """Build a project's site in a process of its own, at the end of the example."""
    subprocess.run(
        [sys.executable, "-m", "mcsj_cli", "site", "build", *arguments],
        cwd=project,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "MCSJ_NOW": LATE,
            "MCSJ_LANG": "es",
            "HOME": "/nonexistent",
        },
        check=True,
        capture_output=True,
    )
    return project / "site"


@pytest.fixture(scope="session")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a copy of the demo with its site built; never change it."""
    folder = tmp_path_factory.mktemp("site") / "red"
    shutil.copytree(demo_folder, folder)
    build(folder, "--base-url", BASE)
    return folder


@pytest.fixture(scope="session")
def site(demo: Path) -> Path:
    """Hold the built site of the demo; never change it."""
    return demo / "site"
