"""Data files that a disk takes for programs: a USB stick, WSL, a Windows share."""

from pathlib import Path

from mcsj_cli.store import git
from mcsj_cli.store.edits import find_edits
from tests.store.test_history import ADD, run_git
from tests.store.test_sync import ITEM, Network, change, data_of, network, shared

__all__ = ["network", "shared"]


def _make_programs(folder: Path) -> None:
    for path in (folder / "data").rglob("*.yaml"):
        path.chmod(0o755)


def _list_modes(folder: Path, commit: str = "HEAD") -> set[str]:
    listed = run_git(folder, "ls-tree", "-r", commit, "data/")
    return {line.split()[0] for line in listed.splitlines()}


def test_modes_of_data_files_are_no_changes(network: Network) -> None:
    before = run_git(network.beto, "rev-parse", "HEAD")
    _make_programs(network.beto)
    assert find_edits(network.beto) == []
    assert network.sync(network.beto) == "0 cambios recibidos, 0 cambios enviados.\n"
    assert run_git(network.beto, "rev-parse", "HEAD") == before
    # Both edit one item, and each something else too.
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.beto, ITEM, "^source: .*", "source: De Beto")
    network.run(network.beto, *ADD, "De Beto")
    network.sync(network.ana)
    network.sync(network.beto)
    network.sync(network.ana)
    assert data_of(network.ana, ITEM)["title"] == "De Ana"
    assert data_of(network.ana, ITEM)["source"] == "De Beto"
    run_git(network.beto, "config", "core.fileMode", "false")
    network.settle()
    assert _list_modes(network.hub, "main") == {"100644"}
    # One's own change is taken back as if nothing had become a program.
    change(network.beto, ITEM, "^title: .*", "title: Otra vez")
    network.sync(network.beto)
    network.run(network.beto, "undo")
    assert data_of(network.beto, ITEM)["title"] == "De Ana"
    network.settle()
    assert _list_modes(network.hub, "main") == {"100644"}
    named = run_git(network.hub, "log", "--format=", "--raw", "--no-renames", f"{before}..main")
    for line in named.splitlines():
        had, have, old, new = line.lstrip(":").split()[:4]
        assert (have, old != new) == ("100644", True), line
        assert had in ("100644", "000000")


def test_modes_that_others_sent_stop_nobody(network: Network) -> None:
    _make_programs(network.ana)
    run_git(network.ana, "commit", "-qam", "modos")
    run_git(network.ana, "push", "-q", "origin", "main")
    change(network.beto, ITEM, "^source: .*", "source: De Beto")
    network.sync(network.beto)
    assert data_of(network.beto, ITEM)["source"] == "De Beto"
    for folder in (network.ana, network.beto):
        network.sync(folder)
        head = run_git(folder, "rev-parse", "HEAD")
        assert network.sync(folder) == "0 cambios recibidos, 0 cambios enviados.\n"
        assert run_git(folder, "rev-parse", "HEAD") == head
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.beto, ITEM, "^created: .*", "created: 2020-04-08")
    network.sync(network.ana)
    network.sync(network.beto)
    network.sync(network.ana)
    assert data_of(network.ana, ITEM)["created"] == "2020-04-08"
    assert git.resolve(network.ana, "HEAD") == git.resolve(network.beto, "HEAD")
    # What is written anew is an ordinary file again.
    assert "100644 blob" in run_git(network.hub, "ls-tree", "main", ITEM)
    network.run(network.ana, "undo", _last(network.ana))
    # Nor are they news to whoever changed nothing.
    network.sync(network.ana)
    network.sync(network.beto)
    run_git(network.ana, "update-index", "--chmod=+x", ITEM)
    run_git(network.ana, "commit", "-qm", "modo")
    run_git(network.ana, "push", "-q", "origin", "main")
    assert network.sync(network.beto) == "1 cambio recibido, 0 cambios enviados.\n"


def _last(folder: Path) -> str:
    return run_git(folder, "log", "--format=%h", "--no-merges", "-1", "--", ITEM).strip()


def test_a_program_beside_the_data_is_merged_and_stays_one(network: Network) -> None:
    script = network.ana / "publicar.sh"
    script.write_text("#!/bin/sh\n\n\n\necho b\n", encoding="utf-8")
    script.chmod(0o755)
    run_git(network.ana, "add", "-A")
    network.settle()
    change(network.ana, "publicar.sh", "^echo b", "echo Ana")
    change(network.beto, "publicar.sh", "^#!/bin/sh", "#!/bin/bash")
    network.sync(network.ana)
    network.sync(network.beto)
    network.settle()
    text = (network.ana / "publicar.sh").read_text(encoding="utf-8")
    assert text == "#!/bin/bash\n\n\n\necho Ana\n"
    assert "100755" in run_git(network.hub, "ls-tree", "main", "publicar.sh")
    assert (network.ana / "publicar.sh").stat().st_mode & 0o100
