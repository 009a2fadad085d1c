"""A data folder with a private one, and where a key would be."""

from pathlib import Path

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "red"
    (folder / "private").mkdir(parents=True)
    (folder / ".gitignore").write_text("private/\n", encoding="utf-8")
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "llaves" / "key.txt"
