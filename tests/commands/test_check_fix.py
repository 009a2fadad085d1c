"""`mcsj check --fix`.

What has one right answer is mended as one change, and nothing else is touched.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.store.test_history import Run, picture, run_git


def break_things(project: Path) -> dict[str, Path]:
    """Write a tag in another spelling, a file under another ending, and one in another year."""
    folder = project / "data/content/2020"
    spelled, ended, moved = sorted(folder.glob("*.yaml"))[:3]
    text = spelled.read_text(encoding="utf-8")
    other = text.replace("tags: [SOSinternacional]", "tags: ['#sosINTERNACIONAL']  # nota")
    spelled.write_text(other, encoding="utf-8")
    assert text != spelled.read_text(encoding="utf-8")
    ended.rename(ended.with_suffix(".yml"))
    (project / "data/content/2019").mkdir()
    moved.rename(project / "data/content/2019" / moved.name)
    run_git(project, "add", "-A")
    run_git(project, "commit", "-qm", "roto")
    return {"spelled": spelled, "ended": ended, "moved": moved}


def test_all_is_mended_as_one_change_and_can_be_undone(project: Path, mcsj: Run) -> None:
    whole = {path: path.read_bytes() for path in (project / "data").rglob("*.yaml")}
    paths = break_things(project)
    before = picture(project)
    head = run_git(project, "rev-parse", "HEAD")
    assert mcsj("check").code == 1
    result = mcsj("check", "--fix")
    assert result.code == 0, result
    assert result.err.count("Se movió") == 2
    assert run_git(project, "rev-list", "--count", f"{head}..HEAD") == "1"
    assert run_git(project, "status", "--porcelain") == ""
    assert not (project / "data/content/2019").exists()
    changed = {path for path, content in whole.items() if path.read_bytes() != content}
    assert changed == {paths["spelled"]}
    assert "tags: [SOSinternacional]  # nota\n" in paths["spelled"].read_text(encoding="utf-8")
    assert mcsj("undo").code == 0
    assert picture(project) == before


def test_nothing_to_mend_changes_nothing(project: Path, mcsj: Run) -> None:
    before, head = picture(project), run_git(project, "rev-parse", "HEAD")
    result = mcsj("check", "--fix")
    assert result.code == 0
    assert "No hay nada" in result.err
    assert (picture(project), run_git(project, "rev-parse", "HEAD")) == (before, head)


def test_what_a_person_must_decide_stays(project: Path, mcsj: Run) -> None:
    folder = project / "data/content/2020"
    first, second, third = sorted(folder.glob("*.yaml"))[:3]
    first.with_suffix(".yml").write_bytes(b"title: otra\n")  # its right name is taken
    second.write_text(second.read_text(encoding="utf-8").replace("SOS", "SOX"), encoding="utf-8")
    third.write_text("title: [\n", encoding="utf-8")
    before = picture(project)
    assert mcsj("check", "--fix").code == 1
    assert picture(project) == before


def test_two_files_that_want_one_place_both_stay(project: Path, mcsj: Run) -> None:
    path = min((project / "data/content/2020").glob("*.yaml"))
    path.with_suffix(".yml").write_bytes(path.read_bytes())
    path.rename(path.with_suffix(".yaml.txt"))
    before = picture(project)
    assert mcsj("check", "--fix").code == 1
    assert picture(project) == before


def test_problems_come_before_warnings(project: Path, mcsj: Run) -> None:
    (project / "data/partners.yaml").write_text("partners: 3\n", encoding="utf-8")
    result = mcsj("check")
    assert result.code == 1
    lines = [line for line in result.out.splitlines() if line.startswith("data/")]
    warnings = [": Aviso: " in line for line in lines]
    assert warnings == sorted(warnings)
    assert len(set(warnings)) == 2


def test_a_file_that_is_closed_to_us_is_told(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, whole = project / "data/groups.yaml", Path.open

    def refuse(path: Path, *arguments: Any, **others: Any) -> Any:
        if path == closed:
            raise PermissionError(13, "closed", str(path))
        return whole(path, *arguments, **others)

    monkeypatch.setattr(Path, "open", refuse)
    result = mcsj("check")
    assert result.code == 1, result
    assert "data/groups.yaml" in result.out
    assert "no hay permiso" in result.out
    assert "1 problema." in mcsj("status").out
