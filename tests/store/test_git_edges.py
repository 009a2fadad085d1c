"""What git itself may do to a data folder: operations unfinished, sides swapped, programs gone."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mcsj_cli.store import git
from mcsj_cli.store.data_attributes import DATA_LINES
from mcsj_cli.store.git.strays import Stray, find_strays
from mcsj_cli.store.merge_setting import build_line
from tests.conftest import ROOT, copy_folder
from tests.store.test_history import ADD, Run, picture, run_git
from tests.store.test_sync import ITEM, change, data_of

IDENTITY = ("-c", "user.name=otra", "-c", "user.email=otra@example.org")

READING = (
    ("status",),
    ("check",),
    ("content", "list"),
    ("report", "weekly"),
    ("people", "list"),
    ("meetings", "list"),
    ("content", "search", "OMS"),
)


def try_git(root: Path, *arguments: str) -> str:
    """Run git, which may refuse, and return all that it says."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def parted(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a folder whose branches `main` and `other` have changed one title each their own way."""
    root = tmp_path_factory.mktemp("parted") / "red"
    copy_folder(demo_folder, root)
    run_git(root, "switch", "-qc", "other")
    change(root, ITEM, "^title: .*", "title: De Ana")
    change(root, ITEM, "^source: .*", "source: Fuente de Ana")
    run_git(root, "commit", "-qam", "de Ana")
    run_git(root, "switch", "-q", "main")
    change(root, ITEM, "^title: .*", "title: De Beto")
    run_git(root, "commit", "-qam", "de Beto")
    return root


@pytest.fixture
def folder(parted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the parted folder, at the place with the oddest name."""
    root = tmp_path / "la 'red' de \"todos\""
    copy_folder(parted, root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # git's own process finds this very program
    git.set_setting(root, "merge.mcsj.driver", build_line())
    return root


@pytest.mark.parametrize(
    ("command", "finish"),
    [
        (("merge", "other"), "merge"),
        (("rebase", "other"), "rebase"),
        (("cherry-pick", "other"), "cherry-pick"),
        (("revert", "HEAD~1"), "revert"),
    ],
)
def test_an_operation_of_gits_own_is_finished_or_taken_back_first(
    folder: Path, mcsj: Run, command: tuple[str, ...], finish: str
) -> None:
    head = run_git(folder, "rev-parse", "HEAD")
    if finish == "revert":
        change(folder, ITEM, "^title: .*", "title: De Beto otra vez")
        run_git(folder, "commit", "-qam", "otra vez")
        head = run_git(folder, "rev-parse", "HEAD")
    assert "CONFLICT" in try_git(folder, *command)
    before = picture(folder)
    for words in (("sync",), ("undo",), (*ADD, "Una"), ("check", "--fix")):
        result = mcsj(*words)
        assert result.code == 7, result
        best, _sep, other = result.err.partition("O termínelo")
        assert f"Lo mejor: git {finish} --abort" in best
        assert ("mcsj compartir" in best) == (finish in ("merge", "rebase"))
        assert re.search(f"git add ARCHIVO.* git {finish} --continue", other)
        assert "git switch" not in result.err
    assert picture(folder) == before
    assert "tiene 1 cambio" not in mcsj("doctor", "--format", "plain").out
    assert mcsj("log").code == 0
    run_git(folder, finish, "--abort")
    assert run_git(folder, "rev-parse", "HEAD") == head
    assert mcsj(*ADD, "Una").code == 0


def test_in_a_rebase_the_sides_are_swapped_and_told_so(folder: Path) -> None:
    """What git calls theirs are there the person's own commits."""
    for command in ("merge", "cherry-pick"):
        told = try_git(folder, command, "other")
        assert "se conservó el valor de la otra persona, el suyo era: De Beto" in told
        run_git(folder, command, "--abort")
    told = try_git(folder, "pull", "--rebase", ".", "other")
    assert "lo de usted, lo de la otra persona era: De Ana" in told
    assert "se conservó el valor de la otra" not in told
    assert data_of(folder, ITEM)["title"] == "De Beto"


def make_program(place: Path, script: str) -> str:
    """Make a shell script that stands for a Python, below folders of odd names."""
    program = place / 'o\'dd %P "one" $HOME' / "python"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("script", ["", "echo No module named mcsj_cli >&2; exit 1", "exit 2"])
@pytest.mark.parametrize(
    "command",
    [("merge", "other"), ("pull", "--rebase", ".", "other"), ("cherry-pick", "other")],
)
def test_where_the_program_is_gone_git_marks_what_two_changed(
    folder: Path, tmp_path: Path, mcsj: Run, command: tuple[str, ...], script: str
) -> None:
    """No program, one that has lost the package, and an older one that knows no -P."""
    program = make_program(tmp_path, script) if script else "/nowhere/bin/python"
    git.set_setting(folder, "merge.mcsj.driver", build_line(program))
    assert "CONFLICT" in try_git(folder, *command)
    text = (folder / ITEM).read_text(encoding="utf-8")
    assert "<<<<<<< HEAD\n" in text
    assert "title: De Ana" in text
    assert "title: De Beto" in text
    line = text.splitlines().index("<<<<<<< HEAD") + 1
    result = mcsj("content", "list")
    assert f"{ITEM}:{line}" in result.err


def test_the_programs_path_may_hold_any_character(folder: Path, tmp_path: Path) -> None:
    line = build_line(make_program(tmp_path, f'exec "{sys.executable}" "$@"'))
    git.set_setting(folder, "merge.mcsj.driver", line)
    change(folder, ITEM, "^title: .*", "title: La OMS urge a ampliar las pruebas")
    base = run_git(folder, "show", f"HEAD~1:{ITEM}")
    (title,) = re.findall("^title: .*", base, re.MULTILINE)
    change(folder, ITEM, "^title: .*", title)
    change(folder, ITEM, "^states: .*", "states: [NL]")
    run_git(folder, "commit", "-qam", "otro campo")
    run_git(folder, "merge", "-q", "--no-edit", "other")
    merged = data_of(folder, ITEM)
    assert (merged["title"], merged["source"], merged["states"]) == (
        "De Ana",
        "Fuente de Ana",
        ["NL"],
    )


def test_a_line_of_an_older_version_or_another_place_is_renewed(
    folder: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = f'"{sys.executable}" -P -m mcsj_cli merge-driver %O %A %B %P'
    for words, code in (((*ADD, "Una"), 0), (("doctor",), None), (("sync",), 7)):
        for line in (old, build_line("/elsewhere/python"), None):
            if line is None:
                run_git(folder, "config", "--unset", "merge.mcsj.driver")
            else:
                git.set_setting(folder, "merge.mcsj.driver", line)
            result = mcsj(*words)
            assert code is None or result.code == code, result
            assert git.get_setting(folder, "merge.mcsj.driver") == build_line()


def begin_on_host(top: Path, branch: str, files: dict[str, str]) -> Path:
    """Make a bare repository as a host does that is asked to add some files."""
    hub, draft = top / "hub.git", top / "draft"
    run_git(top, "init", "-q", "--bare", "-b", branch, str(hub))
    run_git(top, "init", "-q", "-b", branch, str(draft))
    for name, text in files.items():
        (draft / name).parent.mkdir(exist_ok=True)
        (draft / name).write_text(text, encoding="utf-8")
    run_git(draft, "add", "-A")
    run_git(draft, *IDENTITY, "commit", "-qm", "Initial commit")
    run_git(draft, "push", "-q", str(hub), branch)
    return hub


@pytest.mark.parametrize("branch", ["main", "master"])
def test_the_first_share_joins_what_a_host_had_begun(
    project: Path, tmp_path: Path, mcsj: Run, branch: str
) -> None:
    begun = {
        "README.md": "# red\n",
        "LICENSE": "MIT\n",
        ".gitignore": "*.log\n\nprivate/\n!data/\n",
    }
    hub = begin_on_host(tmp_path, branch, begun)
    run_git(project, "remote", "add", "origin", str(hub))
    own = (project / ".gitignore").read_text(encoding="utf-8")
    assert mcsj(*ADD, "De Ana").code == 0
    result = mcsj("sync")
    assert result.code == 0, result
    assert ".gitignore, LICENSE, README.md: esta carpeta ya los tiene" in result.err
    assert f"git clone -b {branch} {hub} red" in result.err
    assert (project / "README.md").read_text(encoding="utf-8") == "# red\n"
    lines = (project / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == own.splitlines()[-1]
    assert {*own.splitlines(), *begun[".gitignore"].splitlines()} <= {*lines}
    assert run_git(hub, "rev-parse", branch) == run_git(project, "rev-parse", "HEAD")
    assert run_git(hub, "for-each-ref", "--format=%(refname)") == f"refs/heads/{branch}"
    run_git(tmp_path, "clone", "-q", str(hub), "beto")
    change(tmp_path / "beto", ITEM, "^title: .*", "title: De Beto")
    run_git(tmp_path / "beto", *IDENTITY, "commit", "-qam", "de Beto")
    run_git(tmp_path / "beto", "push", "-q")
    assert mcsj(*ADD, "Otra").code == 0
    result = mcsj("sync")
    assert result.out.startswith("1 cambio recibido, 1 cambio enviado.\n")
    assert data_of(project, ITEM)["title"] == "De Beto"
    run_git(project, "fsck", "--strict")


def test_a_file_that_both_began_is_told(project: Path, tmp_path: Path, mcsj: Run) -> None:
    hub = begin_on_host(tmp_path, "main", {"README.md": "# red\n"})
    (project / "README.md").write_text("# La nuestra\n", encoding="utf-8")
    run_git(project, "add", "README.md")
    run_git(project, "remote", "add", "origin", str(hub))
    hook = hub / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    result = mcsj("sync")
    assert result.code == 7, result
    assert "# La nuestra" in result.err
    undo = re.search("mcsj (deshacer [0-9a-f]{8})", result.err)
    assert undo
    hook.unlink()
    assert mcsj("sync").code == 0
    assert mcsj(*undo[1].split()).code == 0
    assert (project / "README.md").read_text(encoding="utf-8") == "# La nuestra\n"


def test_a_file_of_ones_own_that_is_not_in_the_history_stays(
    project: Path, tmp_path: Path, mcsj: Run
) -> None:
    hub = begin_on_host(tmp_path, "main", {"README.md": "# red\n", "LICENSE": "MIT\n"})
    (project / "README.md").write_text("# La nuestra\n", encoding="utf-8")
    run_git(project, "remote", "add", "origin", str(hub))
    result = mcsj("sync")
    assert result.code == 0, result
    assert "con LICENSE: esta carpeta ya lo tiene" in result.err
    assert (project / "README.md").read_text(encoding="utf-8") == "# La nuestra\n"
    way_out = re.search("git checkout HEAD -- README.md", result.err)
    assert way_out
    run_git(project, *way_out[0].split()[1:])
    assert (project / "README.md").read_text(encoding="utf-8") == "# red\n"


@pytest.mark.parametrize("files", [{"data/groups.yaml": "groups: []\n"}, {"data/x": "x"}])
def test_another_network_is_not_joined(
    project: Path, tmp_path: Path, mcsj: Run, files: dict[str, str]
) -> None:
    hub = begin_on_host(tmp_path, "master", files)
    run_git(project, "remote", "add", "origin", str(hub))
    before, settings = picture(project), (project / ".git/config").read_bytes()
    for _time in range(2):
        result = mcsj("sync")
        assert result.code == 7
        assert "nada en común" in result.err
    assert picture(project) == before
    assert "branch.main" not in run_git(project, "config", "--list")
    assert "[branch" not in settings.decode()


@pytest.fixture
def unmerged(folder: Path) -> Path:
    """Stand in a folder in which git has marked a file that two people changed."""
    git.set_setting(folder, "merge.mcsj.driver", build_line("/nowhere/python"))
    try_git(folder, "merge", "other")
    return folder


def test_unmerged_files_are_named_with_their_line(unmerged: Path, mcsj: Run) -> None:
    text = (unmerged / ITEM).read_text(encoding="utf-8")
    place = f"{ITEM}:{text.splitlines().index('<<<<<<< HEAD') + 1}:1"
    told = mcsj("check")
    assert told.code == 1
    assert told.out.count(place) == 1
    assert "Se encontró 1 problema." in told.err
    assert f"git add {ITEM}" in told.out
    assert place in mcsj("status").out
    assert place in mcsj("doctor", "--format", "plain").out
    for words in (("sync",), ("undo",), (*ADD, "Una"), ("check", "--fix")):
        told = mcsj(*words)
        assert told.code == 7
        assert place in told.err
    # What the advice says, taken literally, is the way out.
    (unmerged / ITEM).write_text(run_git(unmerged, "show", f"other:{ITEM}") + "\n", "utf-8")
    assert f"{ITEM}: " in mcsj("check").out
    run_git(unmerged, "add", ITEM)
    run_git(unmerged, "-c", "core.editor=true", "merge", "--continue")
    assert mcsj("check").code == 0
    assert ITEM not in mcsj("status").out
    assert mcsj(*ADD, "Una").code == 0


def test_a_folder_of_another_owner_is_told_with_gits_own_way_out(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = tmp_path / "gitconfig"
    settings.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    way_out = f"git config --global --add safe.directory {project}"
    told = mcsj(*ADD, "Una")
    assert told.code == 0
    assert way_out in told.err
    for command, code in (
        ("sync", 7),
        ("undo", 7),
        ("log", 7),
        ("report weekly --as-of 2020-04-20", 7),
        ("doctor --format plain", 1),
    ):
        told = mcsj(*command.split())
        assert told.code == code, told
        assert way_out in told.out + told.err, told
        assert "otr" in told.out + told.err
    for words in READING:
        assert mcsj(*words).code == 0, words
    assert way_out in mcsj("check").out
    monkeypatch.chdir(tmp_path)
    assert subprocess.run(shlex.split(way_out), check=False).returncode == 0
    monkeypatch.chdir(project)
    assert mcsj("log").code == 0


def test_without_git_what_only_reads_works(
    folder: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for words in READING:
        assert mcsj(*words).code == 0, words
    assert "En esta máquina no hay git" in mcsj("check").out
    for command in ("log", "sync", "undo", "report weekly --as-of 2020-04-20"):
        told = mcsj(*command.split())
        assert told.code == 7
        assert "Instale git" in told.err
    told = mcsj(*ADD, "Una")
    assert told.code == 0
    assert "En esta máquina no hay git" in told.err
    assert "Instale git" in mcsj("doctor", "--format", "plain").out


@pytest.fixture
def hub(folder: Path, tmp_path: Path, mcsj: Run) -> Path:
    """Share the folder with a bare copy."""
    hub = tmp_path / "hub.git"
    run_git(tmp_path, "init", "-q", "--bare", "-b", "main", str(hub))
    run_git(folder, "remote", "add", "origin", str(hub))
    run_git(folder, "branch", "-m", "other", "a-$mano")
    assert mcsj("sync").code == 0
    return hub


def test_changes_on_another_branch_are_told(folder: Path, hub: Path, mcsj: Run) -> None:
    told = mcsj("sync")
    assert told.code == 0
    assert "«a-$mano» tiene 1 cambio" in told.err
    assert "git merge 'a-$mano'" in told.err
    assert "git merge 'a-$mano'" in mcsj("doctor", "--format", "plain").out
    run_git(folder, "push", "-q", str(hub), "a-$mano")
    run_git(folder, "fetch", "-q")
    assert "a-$mano" not in mcsj("sync").err
    run_git(folder, "switch", "-q", "--detach")
    assert "git switch main" in mcsj("sync").err
    told = mcsj("doctor", "--format", "plain")
    assert (told.code, told.out.count("detached HEAD"), "git switch main" in told.out) == (
        1,
        1,
        True,
    )


def test_a_copy_whose_history_was_written_anew_gets_all_back(
    folder: Path, hub: Path, mcsj: Run
) -> None:
    assert mcsj(*ADD, "Una").code == 0
    assert mcsj("sync").code == 0
    head = run_git(folder, "rev-parse", "HEAD")
    run_git(folder, "push", "-qf", str(hub), "HEAD~1:main")
    told = mcsj("sync")
    assert told.code == 0
    assert "había perdido 1 cambio" in told.err
    assert run_git(hub, "rev-parse", "main") == head
    assert "perdido" not in mcsj("sync").err
    hub.rename(hub.with_name("gone"))
    told = mcsj("sync")
    assert told.code == 7
    assert "git remote set-url origin" in told.err


def test_copies_that_a_cloud_makes_in_gits_folder_are_told_and_moved_out(
    folder: Path, hub: Path, mcsj: Run
) -> None:
    """The copy of a branch may be the only one that still has somebody's work."""
    inside = folder / ".git"
    lost = run_git(folder, "commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "perdido")
    (inside / "refs/heads/main (conflicted copy 2020-04-22)").write_text(lost + "\n", "utf-8")
    (inside / "refs/remotes/origin/desktop.ini").write_text("[x]\n", "utf-8")
    breaking = ("refs/heads/main (conflicted copy 2020-04-22)", "refs/remotes/origin/desktop.ini")
    for name in ("index (1)", "packed-refs-EQUIPO", "logs/HEAD (1)", "objects/pack/desktop.ini"):
        (inside / name).touch()
    told = mcsj("doctor", "--format", "json")
    assert told.code == 1
    parts = [part for part in json.loads(told.out) if part["part"] == ".git"]
    assert [part["well"] for part in parts] == [False, True]
    assert all(name in parts[0]["found"] for name in breaking)
    assert "index (1)" in parts[1]["found"]
    assert "packed-refs-EQUIPO" in parts[1]["found"]
    assert {part["advice"] for part in parts} == {"Sáquelos: mcsj diagnostico --corregir"}
    told = mcsj("sync")
    assert told.code == 7
    assert breaking[0] in told.err
    assert "conexión" not in told.err
    assert "mcsj diagnostico --corregir" in told.err
    told = mcsj("doctor", "--fix", "--format", "json")
    assert ".git" not in [part["part"] for part in json.loads(told.out)]
    assert f"rescued-{lost[:8]}" in told.err
    assert mcsj("sync").code == 0
    assert (folder / ".mcsj/out-of-git/index (1)").exists()
    run_git(folder, "merge", "-q", f"rescued-{lost[:8]}")
    assert "perdido" in run_git(folder, "log", "-1", "--format=%s")
    run_git(folder, "fsck", "--strict")


def test_a_healthy_repository_has_no_file_that_git_did_not_make(folder: Path) -> None:
    run_git(folder, "branch", "Ñandú-EQUIPO/uno")
    run_git(folder, "tag", "v1")
    run_git(folder, "stash", "list")
    run_git(folder, "pack-refs", "--all")
    run_git(folder, "gc", "-q")
    inside = folder / ".git"
    for name in ("index.lock", "refs/heads/main.lock", "objects/maintenance.lock"):
        (inside / name).touch()
    (inside / "objects/tmp_objdir-incoming-x/pack").mkdir(parents=True)
    (inside / "objects/tmp_objdir-incoming-x/pack/tmp_pack_x").touch()
    assert not find_strays(folder)
    (inside / "refs/heads/.DS_Store").touch()
    assert find_strays(folder) == [Stray("refs/heads/.DS_Store", breaks=False)]


@pytest.mark.parametrize(
    ("attributes", "named"),
    [
        ("*.png binary\n", "merge: unspecified"),
        ("*.yaml working-tree-encoding=UTF-16 text\n*.png binary\n", "working-tree-encoding"),
        ("data/** filter=lfs -text\r\n*.png binary\r\n", "filter: lfs"),
        ("*.png binary\ndata/**/*.yaml -text merge=mcsj\n*.yaml merge=union\n", "merge: union"),
    ],
)
def test_attributes_that_others_changed_are_told_and_mended(
    folder: Path, mcsj: Run, attributes: str, named: str
) -> None:
    assert ".gitattributes" not in mcsj("doctor", "--format", "plain").out
    path = folder / ".gitattributes"
    path.write_bytes(attributes.encode())
    run_git(folder, "add", ".gitattributes")
    run_git(folder, "commit", "-qm", "atributos")
    (folder / ITEM).touch()
    for words in (("status",), ("log",), ("report", "weekly"), ("check",)):
        assert mcsj(*words).code == 0, words
    then = run_git(folder, "rev-parse", "HEAD~1")
    assert mcsj("report", "weekly", "--as-of", then).code == 0
    told = mcsj("doctor", "--format", "plain")
    assert told.code == 1
    assert named in told.out
    assert "mcsj diagnostico --corregir" in told.out
    if "encoding" in named:
        told = mcsj(*ADD, "Una")
        assert told.code == 7
        assert "mcsj diagnostico --corregir" in told.err
    told = mcsj("doctor", "--fix", "--format", "plain")
    assert named not in told.out
    assert (
        "arreglado por «diagnostico --corregir»: .gitattributes" in mcsj("log", "--limit", "1").out
    )
    text = path.read_bytes()
    assert b"*.png binary" in text
    assert text.splitlines()[-1] == DATA_LINES[0]
    assert (b"\r\n" in text) == ("\r" in attributes)
    assert mcsj(*ADD, "Dos").code == 0
    assert "Dos" in mcsj("log", "--limit", "1").out
    mended = mcsj("doctor", "--fix")
    assert path.read_bytes() == text
    assert "No hay nada" in mended.err


def test_attributes_that_come_from_elsewhere_are_told_with_their_file(
    folder: Path, mcsj: Run
) -> None:
    (folder / ".git/info/attributes").write_text("*.yaml merge=union\n", encoding="utf-8")
    told = mcsj("doctor", "--fix", "--format", "plain").out
    assert ".git/info/attributes" in told
    assert "merge: union" in told


def test_what_stands_in_for_the_refs_of_another_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git/reftable").mkdir(parents=True)
    (tmp_path / ".git/refs").mkdir()
    (tmp_path / ".git/refs/heads").write_text("this repository uses the reftable format\n", "utf-8")
    assert not find_strays(tmp_path)
