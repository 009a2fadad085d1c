"""`mcsj init`."""

from pathlib import Path

import pytest
import yaml

from tests.test_main import Run


def test_a_new_folder_is_whole_and_clean(
    mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = mcsj("init", tmp_path / "red")
    assert (result.code, result.out) == (0, "red/data\n")
    monkeypatch.chdir(tmp_path / "red")
    assert {path.name for path in Path().iterdir()} == {
        "data", "schemas", ".git", ".gitattributes", ".gitignore", ".mcsj", ".vscode",
    }  # fmt: skip
    assert Path(".gitignore").read_text(encoding="utf-8").splitlines() == [
        "private/",
        "aside/",
        ".mcsj/",
        ".mcsj-*",
    ]
    assert mcsj("check").code == 0
    assert mcsj("content", "list").code == 0
    assert mcsj("report", "weekly").code == 0


def test_workflows_are_added_where_they_are_wanted(mcsj: Run, tmp_path: Path) -> None:
    assert mcsj("init", tmp_path / "red", "--site-workflow").code == 0
    [path] = (tmp_path / "red" / ".github" / "workflows").iterdir()
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    runs = [step["run"] for step in workflow["jobs"]["site"]["steps"] if "run" in step]
    assert [run for run in runs if run.startswith("mcsj site build -o public --base-url")]
    assert "secrets." not in path.read_text(encoding="utf-8")


def test_a_network_that_is_there_gets_the_workflow_of_the_page_once(
    mcsj: Run, project: Path
) -> None:
    before = {path: path.read_bytes() for path in (project / "data").rglob("*") if path.is_file()}
    result = mcsj("init", "--site-workflow")
    file = project / ".github/workflows/site.yml"
    assert (result.code, result.out) == (0, f"{file.relative_to(project)}\n")
    content = file.read_bytes()
    assert b"mcsj site build" in content
    assert "se agregó el flujo que publica el sitio" in mcsj("log").out
    file.write_text("otro", encoding="utf-8")
    assert mcsj("init", "--site-workflow").code == 4
    assert file.read_text(encoding="utf-8") == "otro"
    assert {
        path: path.read_bytes() for path in (project / "data").rglob("*") if path.is_file()
    } == before


def test_the_demo_says_that_it_is_an_example(
    mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = mcsj("init", "--demo")
    assert result.code == 0
    assert "datos de ejemplo" in result.err
    assert mcsj("check").code == 0
    for command in (("status",), ("report", "weekly"), ("report", "weekly", "-f", "md")):
        assert "Datos de ejemplo" in mcsj(*command).out


def test_a_network_that_is_there_is_never_touched(mcsj: Run, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    result = mcsj("init", project, "--demo")
    assert (result.code, result.out) == (4, "")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_place_that_cannot_be_written(mcsj: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = mcsj("init", tmp_path / "file" / "red")
    assert result.code == 2
    assert "Traceback" not in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_no_network_in_another(mcsj: Run, tmp_path: Path) -> None:
    assert mcsj("init", tmp_path / "red", "--demo").code == 0
    result = mcsj("init", tmp_path / "red/otra")
    assert result.code == 4
    assert "otra red" in result.err
    assert not (tmp_path / "red/otra").exists()


def test_what_only_a_new_network_takes_is_refused_where_one_is(project: Path, mcsj: Run) -> None:
    given = ("--demo", "--name", "Otra", "--hook")
    result = mcsj("init", project, "--site-workflow", *given)
    assert (result.code, result.out) == (2, "")
    assert "--ejemplo, --nombre, --gancho" in result.err
    assert not (project / ".github").exists()
