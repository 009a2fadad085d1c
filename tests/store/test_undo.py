"""Undo goes back over what was made in this clone, and redo returns it; files are put back."""

import shutil
from pathlib import Path

import pytest

from tests.store.test_history import ADD, Run, picture, run_git

UNDO_RULE = "Nuevo"


def subjects(project: Path, count: int) -> list[str]:
    return run_git(project, "log", f"-{count}", "--format=%s").splitlines()


def add(mcsj: Run, *titles: str) -> None:
    for title in titles:
        assert mcsj(*ADD, title).code == 0


def test_undo_goes_back_and_redo_returns_the_very_bytes(project: Path, mcsj: Run) -> None:
    pictures = [picture(project)]
    for title in ("Una", "Dos", "Tres"):
        add(mcsj, title)
        pictures.append(picture(project))
    first = mcsj("undo")
    assert "Se deshizo: se agregó la publicación: Tres" in first.err
    assert "se agregó la publicación: Dos" in first.err
    assert "mcsj deshacer --rehacer" in first.err
    assert UNDO_RULE in first.err
    assert picture(project) == pictures[2]
    second = mcsj("undo")
    assert UNDO_RULE not in second.err
    assert picture(project) == pictures[1]
    last = mcsj("undo")
    assert "Ya no queda nada" in last.err
    assert picture(project) == pictures[0]
    assert mcsj("undo").code == 2
    for before in pictures[1:]:
        assert mcsj("undo", "--redo").code == 0
        assert picture(project) == before
    assert mcsj("undo", "--redo").code == 2
    assert mcsj("undo").code == 0
    assert picture(project) == pictures[2]
    assert subjects(project, 1) == ['undo: content: add "Tres"']


def test_a_new_change_ends_what_can_be_returned(project: Path, mcsj: Run) -> None:
    add(mcsj, "Una", "Dos")
    assert mcsj("undo").code == 0
    add(mcsj, "Tres")
    before = picture(project)
    refused = mcsj("undo", "--redo")
    assert refused.code == 2
    assert picture(project) == before
    undone = run_git(project, "rev-parse", "HEAD~1")
    assert mcsj("undo", undone).code == 0  # by its name it still returns
    assert subjects(project, 1) == ['redo: content: add "Dos"']
    assert "Tres" in mcsj("undo", "--dry-run").err
    assert mcsj("undo", "--redo", undone).code == 2


def test_a_change_that_was_undone_by_name_is_passed_over(project: Path, mcsj: Run) -> None:
    """Two changes have one subject: which of them was taken back is known all the same."""
    add(mcsj, "Una")
    for day in ("2020-04-01", "2020-04-02"):
        assert mcsj("content", "add", "--tag", "SOSnacional", "--date", day, "Par").code == 0
    assert mcsj("undo", "HEAD~1").code == 0
    assert not (project / "data/content/2020/2020-04-01-par.yaml").exists()
    assert mcsj("undo").code == 0
    assert not (project / "data/content/2020/2020-04-02-par.yaml").exists()
    assert mcsj("undo").code == 0
    assert subjects(project, 1) == ['undo: content: add "Una"']


def test_old_undos_without_a_name_are_understood(project: Path, mcsj: Run) -> None:
    add(mcsj, "Una", "Dos")
    for message in ('undo: content: add "Dos"', 'redo: content: add "Dos"'):
        run_git(project, "revert", "--no-edit", "HEAD")
        run_git(project, "commit", "-q", "--amend", "-m", message)
    assert mcsj("undo").code == 0
    assert not (project / "data/content/2020/2020-04-22-dos.yaml").exists()
    assert mcsj("undo").code == 0
    assert not (project / "data/content/2020/2020-04-22-una.yaml").exists()


def clone_for_another(project: Path) -> Path:
    """Make the copy of a colleague who signs with the same name."""
    shared = project.parent / "compartida.git"
    run_git(project, "clone", "-q", "--bare", str(project), str(shared))
    run_git(project, "remote", "add", "origin", str(shared))
    other = project.parent / "otra"
    run_git(project, "clone", "-q", str(shared), str(other))
    for key, value in (("user.name", "Coordinación nacional"), ("user.email", "c@example.org")):
        run_git(project, "config", key, value)
        run_git(other, "config", key, value)
    return other


def test_only_what_was_made_in_this_clone_is_undone_without_a_name(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = clone_for_another(project)
    add(mcsj, "Mía")
    monkeypatch.chdir(other)
    assert mcsj("undo").code == 2  # what was cloned was made elsewhere
    add(mcsj, "Ajena")
    assert mcsj("sync").code == 0
    monkeypatch.chdir(project)
    assert mcsj("sync").code == 0
    assert len(run_git(project, "rev-list", "--merges", "HEAD").split()) == 1
    assert mcsj("undo").code == 0
    assert subjects(project, 1) == ['undo: content: add "Mía"']
    assert (project / "data/content/2020/2020-04-22-ajena.yaml").exists()
    assert mcsj("undo").code == 2
    run_git(project, "gc", "--quiet", "--prune=now")
    assert mcsj("undo", "--redo").code == 0
    assert (project / "data/content/2020/2020-04-22-mia.yaml").exists()
    assert mcsj("sync").code == 0
    monkeypatch.chdir(other)
    assert mcsj("sync").code == 0
    assert mcsj("undo").code == 0
    assert subjects(other, 1) == ['undo: content: add "Ajena"']


def test_a_rebase_keeps_what_was_made_here(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = clone_for_another(project)
    monkeypatch.chdir(other)
    add(mcsj, "Ajena")
    run_git(other, "push", "-q")
    monkeypatch.chdir(project)
    add(mcsj, "Una", "Dos")
    assert mcsj("undo").code == 0
    old = run_git(project, "rev-parse", "HEAD")
    run_git(project, "pull", "-q", "--rebase", "origin", "main")
    assert run_git(project, "rev-parse", "HEAD") != old
    run_git(project, "gc", "--quiet")
    assert mcsj("undo", "--dry-run").err.count("Una") == 1  # «Dos» is undone, under other names
    assert mcsj("undo", "--redo").code == 0
    assert (project / "data/content/2020/2020-04-22-dos.yaml").exists()
    for _ in range(2):
        assert mcsj("undo").code == 0
    assert mcsj("undo").code == 2


def test_a_change_that_stands_in_the_way_is_named_and_can_be_passed(
    project: Path, mcsj: Run
) -> None:
    add(mcsj, "Una", "Dos")
    path = project / "data/content/2020/2020-04-22-dos.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Dos", "Tres"), encoding="utf-8")
    by_hand = mcsj("undo")
    assert by_hand.code == 4
    assert "mcsj deshacer data/content/2020/2020-04-22-dos.yaml" in by_hand.err
    run_git(project, "commit", "-qam", "ajeno", "--author", "Otra <o@example.org>")
    # What git itself received, as by a pull, was not made here.
    log = project / ".git/logs/refs/heads/main"
    log.write_text(log.read_text(encoding="utf-8").replace("commit: ajeno", "pull"), "utf-8")
    before = picture(project)
    refused = mcsj("undo")
    assert refused.code == 4
    earlier = run_git(project, "rev-parse", "HEAD~2")[:8]
    assert f"mcsj deshacer {earlier}" in refused.err
    assert picture(project) == before
    assert mcsj("undo", earlier).code == 0


def test_a_broken_file_is_put_back_and_its_text_set_aside(project: Path, mcsj: Run) -> None:
    path = project / "data/groups.yaml"
    good = path.read_bytes()
    for number, broken in enumerate((b"groups: [\n", b"\tgroups: x\n"), 1):
        path.write_bytes(broken)
        assert mcsj("groups", "list").code == 6
        assert mcsj("undo", "data/groups.yaml", "--dry-run").code == 0
        assert path.read_bytes() == broken
        result = mcsj("undo", "groups.yaml")
        assert result.code == 0, result
        assert path.read_bytes() == good
        aside = project / f"aside/groups-{number}.yaml"
        assert aside.read_bytes() == broken
        assert f"aside/groups-{number}.yaml" in result.err
    assert subjects(project, 1) == ["init: begin"]
    assert mcsj("undo", "groups.yaml").code == 2  # it reads
    path.write_bytes(good + b"# a mano\n")
    assert mcsj("undo", "groups.yaml").code == 0
    assert path.read_bytes() == good
    path.unlink()
    assert mcsj("undo", "groups.yaml").code == 0
    assert path.read_bytes() == good


def test_a_broken_file_that_was_committed_is_put_back_by_a_change(project: Path, mcsj: Run) -> None:
    add(mcsj, "Una")
    path = project / "data/content/2020/2020-04-22-una.yaml"
    good = path.read_bytes()
    for text in ("title: [\n", "title:\n"):
        path.write_text(text, encoding="utf-8")
        run_git(project, "commit", "-qam", "roto")
    result = mcsj("undo", "2020-04-22-una")
    assert result.code == 0, result
    assert path.read_bytes() == good
    assert subjects(project, 1) == ['data: restore "data/content/2020/2020-04-22-una.yaml"']
    assert run_git(project, "status", "--porcelain") == ""
    assert (project / "aside").is_dir()
    shutil.rmtree(project / "aside")
    path.write_text("title: [\n", encoding="utf-8")
    assert mcsj("undo", "04-22-una").code == 5
    assert mcsj("undo", "2020-04-22-una.yaml").code == 0
    assert path.read_bytes() == good


def test_a_new_file_that_never_could_be_read_cannot_be_put_back(project: Path, mcsj: Run) -> None:
    path = project / "data/content/2020/2020-04-22-rota.yaml"
    path.write_text("title: [\n", encoding="utf-8")
    assert mcsj("undo", "2020-04-22-rota").code == 5
    assert path.exists()


@pytest.mark.parametrize("folder", ["data", "data/content/2020/"])
def test_a_folder_is_no_file_to_be_put_back(project: Path, mcsj: Run, folder: str) -> None:
    result = mcsj("undo", folder)
    assert (result.code, folder in result.err) == (5, True)
