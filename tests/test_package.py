"""The wheel carries all that the program needs, and works without its source folder."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    # Without what was compiled here before, so that only the build can have made it.
    shutil.copytree(
        ROOT / "mcsj_cli", source / "mcsj_cli", ignore=shutil.ignore_patterns("*.mo", "__pycache__")
    )
    shutil.copytree(ROOT / "data", source / "data")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_data_and_compiled_catalogues(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("groups", "categories", "network", "partners"):
        assert f"mcsj_cli/templates/data/{name}.yaml" in names
    for language in ("es", "en"):
        assert f"mcsj_cli/locales/{language}/LC_MESSAGES/mcsj.mo" in names
    assert "mcsj_cli/templates/demo/content.yaml" in names
    assert "mcsj_cli/py.typed" in names
    assert "mcsj_cli/templates/map/LICENSE.txt" in names
    for name in ("mexico.tsv", "LICENSE.txt"):
        assert f"mcsj_cli/templates/municipalities/{name}" in names
    assert not [name for name in names if name.endswith((".po", ".pot"))]
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"mcsj_cli"}


def test_the_wheel_works_alone(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)

    def run(*arguments: str, cwd: Path = tmp_path) -> str:
        environ = {**os.environ, "PYTHONPATH": str(site)}
        where = (
            "import mcsj_cli, sys; sys.stderr.write(mcsj_cli.__file__); "
            "from mcsj_cli.main import main; main()"
        )
        command = [sys.executable, "-c", where, *arguments]
        done = subprocess.run(
            command, cwd=cwd, env=environ, capture_output=True, text=True, check=True
        )
        assert done.stderr.startswith(str(site))
        return done.stdout

    run("init", "red", "--demo")
    assert "Núm." in run("groups", "list", cwd=tmp_path / "red")
    assert "BEGIN:VCALENDAR" in run(
        "meetings", "ics", "--group", "4", "-o", "-", cwd=tmp_path / "red"
    )
    assert "Informe semanal" in run("report", "weekly", "--week", "2020-W17", cwd=tmp_path / "red")
    for ending in ("html", "pdf", "xlsx"):
        run(
            "report",
            "weekly",
            "--week",
            "2020-W17",
            "-o",
            f"informe.{ending}",
            cwd=tmp_path / "red",
        )
