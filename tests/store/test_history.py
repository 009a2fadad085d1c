"""The history: a change is a commit of its own paths, and can be taken back, and back again."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from mcsj_cli.errors import HistoryError
from mcsj_cli.store import git
from mcsj_cli.store.git.fast_import import write_commit
from mcsj_cli.store.project import Project
from tests.conftest import ROOT, Result
from tests.keyboard import press_interrupt

Run = Callable[..., Result]
ADD = ("content", "add", "--tag", "SOSnacional", "--date", "2020-04-22")


def run_git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def picture(root: Path) -> tuple[str, dict[str, bytes]]:
    """What git says of the folder, and all that lies in data/, empty folders too."""
    files = {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in (root / "data").rglob("*")
    }
    return run_git(root, "status", "--porcelain", "--untracked-files=all"), files


def test_a_change_is_one_commit_of_its_own_path(project: Path, mcsj: Run) -> None:
    before = run_git(project, "rev-parse", "HEAD")
    path = project / mcsj(*ADD, "Créditos «uno»").out.strip()
    assert run_git(project, "rev-list", f"{before}..HEAD", "--count") == "1"
    assert (
        run_git(project, "show", "--format=", "--name-only", "HEAD")
        == path.relative_to(project).as_posix()
    )
    assert (
        run_git(project, "log", "-1", "--format=%s%n%an")
        == 'content: add "Créditos «uno»"\nCoordinación nacional'
    )
    assert run_git(project, "status", "--porcelain") == ""
    run_git(project, "fsck", "--strict")


def test_what_else_is_staged_or_edited_stays_as_it_is(project: Path, mcsj: Run) -> None:
    (project / "data/groups.yaml").write_text("groups: []\n# editado\n", encoding="utf-8")
    (project / "data/partners.yaml").write_text("partners: []\n", encoding="utf-8")
    (project / "nota.txt").write_text("mía", encoding="utf-8")
    run_git(project, "add", "data/partners.yaml")
    before = run_git(project, "status", "--porcelain")
    assert mcsj(*ADD, "Una").code == 0
    assert before == "M data/groups.yaml\nM  data/partners.yaml\n?? nota.txt"
    assert run_git(project, "status", "--porcelain") == before
    assert "groups.yaml" not in run_git(project, "show", "--stat", "HEAD")


@pytest.mark.parametrize(
    "title", ['"comillas" y \\barra', "-- guion", "línea\u2028rara", "emoji 🙂 e ñandú", "$(x) `y`"]
)
def test_any_title_makes_a_message(project: Path, mcsj: Run, title: str) -> None:
    assert mcsj(*ADD, "--url", "https://example.org/q", "--", title).code == 0
    assert run_git(project, "log", "-1", "--format=%s").startswith('content: add "')
    assert "\n" not in run_git(project, "log", "-1", "--format=%B")


def test_the_log_tells_who_when_and_what(project: Path, mcsj: Run, mcsj_process: Run) -> None:
    mcsj(*ADD, "Una nota")
    uid = "2020-04-22-una-nota"
    path = project / f"data/content/2020/{uid}.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Una nota", "Otra nota"), encoding="utf-8"
    )
    run_git(project, "commit", "-qam", "Corrige el título")
    rows = mcsj("log", uid).out.splitlines()
    assert len(rows) == 3
    assert "Corrige el título" in rows[1]
    assert "se agregó la publicación: Una nota" in rows[2]
    assert "Coordinación nacional" in rows[2]
    assert "item added: Una nota" in mcsj_process("log", uid).out
    assert len(mcsj("log", "--limit", "2").out.splitlines()) == 3
    assert mcsj("log", "zzz").code == 5
    assert "se creó la carpeta" in mcsj("log", "groups.yaml").out


def test_undo_removes_a_year_that_it_empties(project: Path, mcsj: Run) -> None:
    before = picture(project)
    mcsj("content", "add", "--tag", "SOSnacional", "--date", "2021-01-05", "Una")
    assert (project / "data/content/2021").is_dir()
    mcsj("undo")
    assert picture(project) == before


def test_undo_of_an_older_change_keeps_later_ones(project: Path, mcsj: Run) -> None:
    mcsj(*ADD, "Una")
    path = project / "data/content/2020/2020-04-22-una.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("source: ''", "source: IMSS"), encoding="utf-8")
    run_git(project, "commit", "-qam", "fuente")
    older = run_git(project, "rev-parse", "HEAD")
    path.write_text(
        path.read_text(encoding="utf-8").replace("summary: ''", "summary: Resumen"),
        encoding="utf-8",
    )
    run_git(project, "commit", "-qam", "resumen")
    assert mcsj("undo", older[:9]).code == 0
    assert path.read_text(encoding="utf-8") == text.replace("summary: ''", "summary: Resumen")


def test_undo_of_what_was_changed_again_is_refused_and_changes_nothing(
    project: Path, mcsj: Run
) -> None:
    mcsj(*ADD, "Una")
    added = run_git(project, "rev-parse", "HEAD")
    path = project / "data/content/2020/2020-04-22-una.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Una", "Dos"), encoding="utf-8")
    before = picture(project)
    result = mcsj("undo", added)
    assert result.code == 4
    assert "2020-04-22-una.yaml" in result.err
    assert picture(project) == before
    assert run_git(project, "rev-parse", "HEAD") == added


@pytest.mark.parametrize(("name", "code"), [("no-hay", 5), ("--help", 0), ("HEAD", 2)])
def test_what_cannot_be_undone(project: Path, mcsj: Run, name: str, code: int) -> None:
    before = picture(project)
    assert mcsj("undo", name).code == code  # the only change made the folder
    assert picture(project) == before


def test_dry_run_only_tells(project: Path, mcsj: Run) -> None:
    mcsj(*ADD, "Una")
    before = picture(project)
    result = mcsj("undo", "--dry-run")
    assert result.code == 0
    assert "2020-04-22-una.yaml" in result.out
    assert picture(project) == before


def test_without_a_repository_all_works_and_it_is_said_once(project: Path, mcsj: Run) -> None:
    (project / ".git").rename(project / "elsewhere")
    first, second = mcsj(*ADD, "Una"), mcsj(*ADD, "Dos")
    assert first.code == second.code == 0
    assert "historial" in first.err
    assert "historial" not in second.err
    for command in ("log", "undo", "sync"):
        assert mcsj(command).code == 7


def test_without_git_all_works_and_it_is_said_once(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    first, second = mcsj(*ADD, "Una"), mcsj(*ADD, "Dos")
    assert first.code == second.code == 0
    assert "git" in first.err
    assert "git" not in second.err
    result = mcsj("log")
    assert result.code == 7
    assert "Instale git" in result.err
    assert mcsj("init", tmp_path / "otra").code == 0


def test_without_autocommit_nothing_is_committed(project: Path, mcsj: Run) -> None:
    path = project / "data/network.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("autocommit: true", "autocommit: false"),
        encoding="utf-8",
    )
    before = run_git(project, "rev-parse", "HEAD")
    result = mcsj(*ADD, "Una")
    assert result.code == 0
    assert "autocommit" in result.err
    assert run_git(project, "rev-parse", "HEAD") == before


def test_on_no_branch_the_change_stays_and_is_told(project: Path, mcsj: Run) -> None:
    run_git(project, "checkout", "-q", "--detach")
    before = run_git(project, "rev-parse", "HEAD")
    result = mcsj(*ADD, "Una")
    assert result.code == 0
    assert "historial" in result.err
    assert "git switch main" in result.err
    assert run_git(project, "rev-parse", "HEAD") == before
    assert "una.yaml" in run_git(project, "status", "--porcelain")


def test_an_index_of_git_that_is_held_is_told(project: Path, mcsj: Run) -> None:
    (project / ".git/index.lock").touch()
    result = mcsj(*ADD, "Una")
    assert result.code == 7
    assert "index.lock" in result.err
    assert (project / "data/content/2020/2020-04-22-una.yaml").exists()
    (project / ".git/index.lock").unlink()
    assert mcsj("check").code == 0


def test_who_is_unknown_to_git_is_stood_in_for_and_told_once(tmp_path: Path, mcsj: Run) -> None:
    result = mcsj("init", tmp_path / "red")
    assert "git config user.name" in result.err
    assert (
        run_git(tmp_path / "red", "log", "-1", "--format=%an %ae") == "mcsj mcsj@localhost.invalid"
    )
    assert "git config" not in mcsj("-h").err


def test_init_makes_a_clean_repository(tmp_path: Path, mcsj: Run) -> None:
    root = tmp_path / "red"
    assert mcsj("init", root, "--demo").code == 0
    assert run_git(root, "status", "--porcelain", "--untracked-files=all") == ""
    assert run_git(root, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert run_git(
        root, "check-attr", "merge", "text", "--", "data/groups.yaml", "data/content/2020/a.yaml"
    ) == (
        "data/groups.yaml: merge: mcsj\ndata/groups.yaml: text: unset\n"
        "data/content/2020/a.yaml: merge: mcsj\ndata/content/2020/a.yaml: text: unset"
    )
    assert "merge-driver" in run_git(root, "config", "merge.mcsj.driver")
    ignored = [".mcsj/lock", "private/people.yaml"]
    assert run_git(root, "check-ignore", *ignored) == "\n".join(ignored)


def test_init_in_a_repository_commits_only_what_it_made(tmp_path: Path, mcsj: Run) -> None:
    run_git(tmp_path, "init", "-q", "-b", "principal")
    (tmp_path / "nota.txt").write_text("mía", encoding="utf-8")
    assert mcsj("init", tmp_path).code == 0
    assert run_git(tmp_path, "status", "--porcelain") == "?? nota.txt"
    assert run_git(tmp_path, "log", "--format=%s") == "init: begin"


def test_init_offers_a_hook_and_a_workflow(tmp_path: Path, mcsj: Run) -> None:
    assert mcsj("init", tmp_path / "red", "--hook", "--workflow").code == 0
    assert "mcsj check" in (tmp_path / "red/.github/workflows/mcsj.yml").read_text(encoding="utf-8")
    hook = tmp_path / "red/.git/hooks/pre-commit"
    assert hook.stat().st_mode & 0o100
    (tmp_path / "red/data/groups.yaml").write_text("groups: a\n", encoding="utf-8")
    done = subprocess.run(
        ["git", "commit", "-qam", "malo"],
        cwd=tmp_path / "red",
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "MCSJ_LANG": "en"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"data/groups.yaml:1:9" in done.stderr + done.stdout
    assert mcsj("init", tmp_path / "otra").code == 0
    assert not (tmp_path / "otra/.github").exists()
    assert not (tmp_path / "otra/.git/hooks/pre-commit").exists()


def test_paths_and_contents_of_any_kind_survive(tmp_path: Path) -> None:
    git.init(tmp_path)
    names = ['a "b".yaml', "ñandú.yaml", "con\nsalto.yaml", "back\\slash.yaml", " espacio .yaml"]
    contents = {name: bytes(range(256)) + name.encode() for name in names}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    who = "Ana <a@example.org> 1587600000 -0500"
    first = write_commit(tmp_path, "refs/heads/main", "uno\n\ncuerpo", contents, [], identity=who)
    git.refresh_index(tmp_path, names)
    assert run_git(tmp_path, "status", "--porcelain") == ""
    second = write_commit(
        tmp_path, "refs/heads/main", "dos", dict.fromkeys(names[1:]), [first], identity=who
    )
    changes = git.compare(tmp_path, first, second)
    assert set(changes) == set(names[1:])
    blobs = git.read_blobs(tmp_path, [before.name for before, _after in changes.values() if before])
    assert sorted(blobs.values()) == sorted(contents[name] for name in names[1:])
    run_git(tmp_path, "fsck", "--strict")


def test_the_history_knows_the_folder_from_the_repository_around_it(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    (project / ".git").rename(tmp_path / "gone")
    run_git(tmp_path, "init", "-q")
    assert not git.is_repository(project)
    assert mcsj(*ADD, "Una").code == 0
    assert Project(project).root == project


def test_undo_of_what_was_edited_by_hand_says_how_to_go_on(project: Path, mcsj: Run) -> None:
    mcsj(*ADD, "Una")
    path = project / "data/content/2020/2020-04-22-una.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Una", "Dos"), encoding="utf-8")
    result = mcsj("undo")
    assert result.code == 4
    assert "mcsj deshacer data/content/2020/2020-04-22-una.yaml" in result.err


def test_the_log_of_a_record_shows_what_came_from_others(project: Path, mcsj: Run) -> None:
    name = "data/content/2020/2020-04-22-una.yaml"
    mcsj(*ADD, "Una")
    run_git(project, "branch", "otra")
    (project / name).write_text(
        (project / name).read_text().replace("source: ''", "source: IMSS"), encoding="utf-8"
    )
    run_git(project, "commit", "-qam", "de otra persona")
    run_git(project, "switch", "-q", "otra")
    (project / name).write_text(
        (project / name).read_text().replace("source: ''", "source: IMSS"), encoding="utf-8"
    )
    run_git(project, "commit", "-qam", "mío")
    run_git(project, "merge", "-q", "--no-edit", "main")
    out = mcsj("log", "2020-04-22-una").out
    assert "de otra persona" in out
    assert "mío" in out


def test_leaving_the_question_who_one_is_makes_nothing(tmp_path: Path) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", "init", str(tmp_path / "red"), "--no-hook", "--no-workflow"],
        timeout=60,
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TERM": "dumb",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        },
        encoding="utf-8",
    )
    child.expect("Nombre de la red.*: ")
    child.sendline("")
    child.expect("Su nombre")
    press_interrupt(child)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "signed"), [("Enlace norte", "Enlace norte"), ("", "mcsj")])
def test_whoever_says_who_they_are_signs(tmp_path: Path, name: str, signed: str) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", "init", str(tmp_path / "red"), "--hook"],
        timeout=60,
        encoding="utf-8",
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TERM": "dumb",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        },
    )
    asked = [
        ("Nombre de la red.*: ", "Red Norte"),
        ("Su nombre", name),
        *([("correo", "")] if name else []),
    ]
    for question, answer in asked:
        child.expect(question)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (
        run_git(tmp_path / "red", "log", "-1", "--format=%an %ae")
        == f"{signed} mcsj@localhost.invalid"
    )
    assert (tmp_path / "red/.git/hooks/pre-commit").exists()
    network = (tmp_path / "red/data/network.yaml").read_text(encoding="utf-8")
    assert ("network: Red Norte\n" in network, "RNMCSJ" in network) == (True, False)


def test_init_refuses_a_copy_whose_files_have_not_come(tmp_path: Path, mcsj: Run) -> None:
    run_git(tmp_path, "init", "-q", "red")
    run_git(tmp_path / "red", "remote", "add", "origin", "nowhere")
    result = mcsj("init", tmp_path / "red")
    assert result.code == 4
    assert "git switch main" in result.err
    assert not (tmp_path / "red/data").exists()


def test_hand_edits_are_their_own_change_before_undo_and_fix(project: Path, mcsj: Run) -> None:
    mcsj(*ADD, "Una")
    path = project / "data/content/2020/2020-04-22-una.yaml"
    change = path.read_text(encoding="utf-8").replace("summary: ''", "summary: a mano")
    path.write_text(change.replace("tags: [SOSnacional]", "tags: [sosnacional]"), encoding="utf-8")
    assert mcsj("check", "--fix").code == 0
    assert run_git(project, "log", "-2", "--format=%s").splitlines()[1].startswith("sync: edit")
    assert mcsj("undo").code == 0
    assert "a mano" in path.read_text(encoding="utf-8")
    assert "sosnacional" in path.read_text(encoding="utf-8")
    path.write_text(
        path.read_text(encoding="utf-8").replace("source: ''", "source: otra"), encoding="utf-8"
    )
    assert mcsj("undo").code == 0
    text = path.read_text(encoding="utf-8")
    assert "source: otra" in text
    assert "a mano" not in text
    assert mcsj("undo").code == 0  # what was edited by hand is a change as any other
    assert "source: otra" not in path.read_text(encoding="utf-8")
    assert mcsj("undo", "--redo").code == 0
    assert path.read_text(encoding="utf-8") == text


def test_a_commit_made_meanwhile_is_never_lost(project: Path) -> None:
    who = git.find_identity(project) or ""
    head = run_git(project, "rev-parse", "HEAD")
    run_git(project, "commit", "-q", "--allow-empty", "-m", "mientras tanto")
    with pytest.raises(HistoryError):
        write_commit(project, "refs/heads/main", "tarde", {"a.txt": b"a"}, [head], identity=who)
    assert run_git(project, "log", "-1", "--format=%s") == "mientras tanto"


def test_what_could_not_be_recorded_is_in_nobodys_way(project: Path, mcsj: Run) -> None:
    (project / ".git/index.lock").touch()
    assert mcsj(*ADD, "Una").code == 7
    (project / ".git/index.lock").unlink()
    assert run_git(project, "status", "--porcelain") == "?? data/content/2020/2020-04-22-una.yaml"


def test_a_removed_record_still_has_its_history(project: Path, mcsj: Run) -> None:
    mcsj(*ADD, "Una")
    mcsj("undo")
    for name in ("2020-04-22-una", "data/content/2020/2020-04-22-una.yaml"):
        assert "se agregó la publicación: Una" in mcsj("log", name).out


def test_undo_of_several_files_is_whole_or_nothing(project: Path, mcsj: Run) -> None:
    folder = project / "data/content/2020"
    first, second = sorted(folder.glob("*.yaml"))[:2]
    for path in (first, second):
        path.write_text(
            path.read_text(encoding="utf-8").replace("tags: [SOS", "tags: [sos"), encoding="utf-8"
        )
    assert mcsj("check", "--fix").code == 0
    before = picture(project)
    second.unlink()
    second.mkdir()
    assert mcsj("undo").code != 0
    second.rmdir()
    run_git(project, "checkout", "-q", "--", second.relative_to(project).as_posix())
    assert picture(project) == before


@pytest.mark.parametrize("state", ["stash", "squash"])
def test_what_git_left_unmerged_is_left_alone(project: Path, mcsj: Run, state: str) -> None:
    path = project / "LEEME.md"
    path.write_text("uno\n", encoding="utf-8")
    run_git(project, "add", "LEEME.md")
    run_git(project, "commit", "-qm", "uno")
    run_git(project, "switch", "-qc", "otra")
    path.write_text("dos\n", encoding="utf-8")
    run_git(project, *(("stash", "-q") if state == "stash" else ("commit", "-qam", "dos")))
    run_git(project, "switch", "-q", "main")
    path.write_text("tres\n", encoding="utf-8")
    run_git(project, "commit", "-qam", "tres")
    command = ["stash", "pop", "-q"] if state == "stash" else ["merge", "--squash", "-q", "otra"]
    subprocess.run(["git", *command], cwd=project, check=False, capture_output=True)
    assert "<<<<<<<" in path.read_text(encoding="utf-8")
    head = run_git(project, "rev-parse", "HEAD")
    practice = ("practices", "add", "Trueque", "--mesa", "leon", "--axis", "economia")
    assert mcsj("sync").code == 7
    assert mcsj(*practice, "--done", "Hecho", "--result", "Bien").code == 7
    assert mcsj("check", "--fix").code == 7
    assert run_git(project, "rev-parse", "HEAD") == head
    assert not list(project.rglob("*-trueque.yaml"))


def test_init_adds_only_its_own_lines_to_what_is_there(tmp_path: Path, mcsj: Run) -> None:
    (tmp_path / ".gitignore").write_bytes(b"mio\r\n*.bak")
    assert mcsj("init", tmp_path).code == 0
    assert (
        tmp_path / ".gitignore"
    ).read_bytes() == b"mio\r\n*.bak\r\nprivate/\r\naside/\r\n.mcsj/\r\n.mcsj-*\r\n"


def test_the_reason_is_told_again_when_it_is_another(project: Path, mcsj: Run) -> None:
    network = project / "data/network.yaml"
    text = network.read_text(encoding="utf-8")
    network.write_text(text.replace("autocommit: true", "autocommit: false"), encoding="utf-8")
    assert "autocommit" in mcsj(*ADD, "Una").err
    network.write_text(text, encoding="utf-8")
    assert mcsj(*ADD, "Dos").code == 0
    network.write_text(text.replace("autocommit: true", "autocommit: false"), encoding="utf-8")
    assert "autocommit" in mcsj(*ADD, "Tres").err
