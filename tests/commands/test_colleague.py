"""A clone is a colleague's folder: who signs there, and what came of others."""

from pathlib import Path

import pytest

from tests.commands.test_prompts import _end, _spawn
from tests.conftest import Result, copy_folder
from tests.store.test_history import run_git
from tests.store.test_sync import change
from tests.test_main import Run

ADD = ("content", "add", "--tag", "SOSmensajes", "--source", "Coordinación")


@pytest.fixture(scope="module")
def shared(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a copy that is shared, and a fresh clone of it; nothing changes them."""
    top = tmp_path_factory.mktemp("colleague")
    run_git(top, "clone", "-q", "--bare", str(demo_folder), "hub.git")
    run_git(top, "clone", "-q", "hub.git", "clon")
    return top


@pytest.fixture
def clone(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a clone in which nobody has said who signs."""
    for folder in shared.iterdir():
        copy_folder(folder, tmp_path / folder.name)
    root = tmp_path / "clon"
    run_git(root, "remote", "set-url", "origin", str(tmp_path / "hub.git"))
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def colleague(clone: Path, tmp_path: Path) -> Path:
    """Give the clone a name, and make another coordinator's folder, in which nobody stands."""
    other = tmp_path / "norte"
    run_git(tmp_path, "clone", "-q", "hub.git", "norte")
    for root, name in ((clone, "Coordinación sur"), (other, "Coordinación norte")):
        run_git(root, "config", "user.name", name)
        run_git(root, "config", "user.email", "red@example.org")
    return other


def state(root: Path) -> tuple[str, ...]:
    config = (root / ".git/config").read_text(encoding="utf-8")
    return run_git(root, "rev-parse", "HEAD"), run_git(root, "status", "--porcelain"), config


def test_without_a_keyboard_a_clone_says_the_one_command_that_names_its_person(
    clone: Path, mcsj: Run
) -> None:
    before = state(clone)
    refused = mcsj(*ADD, "Uno")
    assert (refused.code, refused.out) == (7, "")
    assert 'git config user.name "NOMBRE"' in refused.err
    assert state(clone) == before
    received = mcsj("sync")  # which has nothing to sign, and stops nobody's nightly reading
    assert received.code == 0, received
    assert "se firmará" in received.err
    assert 'git config user.name "NOMBRE"' in received.err
    network = clone / "data/network.yaml"
    network.write_text(network.read_text("utf-8") + "# nota\n", "utf-8")
    edited = state(clone)
    assert mcsj("sync").code == 7
    assert state(clone)[:2] == edited[:2]
    run_git(clone, "config", "user.name", "Coordinación norte")
    assert mcsj(*ADD, "Uno").code == 0
    assert run_git(clone, "log", "-1", "--format=%an").strip() == "Coordinación norte"
    done = mcsj("sync")
    assert done.code == 0
    assert "git config" not in done.err


def test_a_folder_that_only_receives_leaves_what_is_to_be_signed_to_others(
    old_project: Path, tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_git(tmp_path, "clone", "-q", "--bare", str(old_project), "hub.git")
    run_git(tmp_path, "clone", "-q", "hub.git", "clon")
    monkeypatch.chdir(tmp_path / "clon")
    before = state(tmp_path / "clon")
    for _night in range(2):
        assert mcsj("sync").code == 0
    assert mcsj("undo").code == 7
    assert state(tmp_path / "clon")[:2] == before[:2]


def test_at_a_keyboard_a_clone_asks_who_works_in_it(clone: Path) -> None:
    terminal = _spawn("sync")
    terminal.expect("Su nombre.*: ")
    terminal.sendline("Coordinación norte")
    terminal.expect("correo.*: ")
    terminal.sendline("")
    assert _end(terminal)[0] == 0
    assert run_git(clone, "config", "user.name").strip() == "Coordinación norte"
    code, rest = _end(_spawn(*ADD, "Uno"))
    assert (code, "Su nombre" in rest) == (0, False)
    assert run_git(clone, "log", "-1", "--format=%an").strip() == "Coordinación norte"


def share(root: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(root)
    result = mcsj("sync")
    assert result.code == 0, result
    return result


def test_what_others_did_is_told_in_a_few_lines(
    colleague: Path, clone: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(colleague)
    for command in (
        (*ADD, "Uno"),
        ("content", "tag", "la-ops-urge", "+SOSeconomia"),
        ("followups", "add", "--mesa", "leon", "--channel", "call", "--stage", "contacted",
         "--summary", "Se habló."),
        ("meetings", "cancel", "--group", "5", "--week", "2020-W20", "--reason", "Puente."),
        ("mesas", "move", "leon", "--group", "1", "--from", "2020-05-04"),
    ):  # fmt: skip
        done = mcsj(*command)
        assert done.code == 0, done
    change(colleague, "data/network.yaml", "^notice: .*", "notice: Datos de prueba.")
    share(colleague, mcsj, monkeypatch)
    monkeypatch.chdir(clone)
    told = mcsj("sync", "--verbose")
    assert told.code == 0
    assert (
        told.out
        == """\
6 cambios recibidos, 0 cambios enviados.
Nuevo de otras personas: 1 publicación, 1 reunión cancelada (Grupo 5), 1 contacto con una mesa.
  publicación 2020-04-23-uno: Uno (Coordinación norte)
  seguimiento 2020-04-23-leon: leon, contactada (Coordinación norte)
  reunión 2020-W20-g5: grupo 5, se canceló (Coordinación norte)
Cambiado por otras personas: 1 publicación.
  publicación 2020-04-07-la-ops-urge-a-ampliar-las-pruebas-antes-de-que-azote-la: \
La OPS urge a ampliar las pruebas antes de que azote la tormenta (Coordinación norte)
En la red: León está en el grupo 1 desde el 2020-05-04; ajustes: notice.
"""
    )
    nothing = "0 cambios recibidos, 0 cambios enviados.\n"
    assert share(clone, mcsj, monkeypatch).out == nothing


def test_ones_own_work_is_no_news(
    colleague: Path, clone: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for root, title in ((colleague, "De Norte"), (clone, "De Sur")):
        monkeypatch.chdir(root)
        assert mcsj(*ADD, title).code == 0
    share(colleague, mcsj, monkeypatch)
    monkeypatch.chdir(clone)
    told = mcsj("--lang", "en", "sync", "--verbose")
    assert (
        told.out
        == """\
1 change received, 1 change sent.
New from others: 1 item.
  item 2020-04-23-de-norte: De Norte (Coordinación norte)
"""
    )


def test_a_schedule_a_new_mesa_and_a_record_that_is_gone_are_told(
    colleague: Path, clone: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(colleague)
    for command in (
        ("mesas", "add", "Zapopan", "--state", "Jal", "--group", "4",
         "--timezone", "America/Mexico_City"),
        ("groups", "schedule", "3", "--weekday", "monday", "--time", "18:00",
         "--from", "2020-05-04"),
        ("mesas", "retire", "leon", "--until", "2020-04-30", "--yes"),
        ("meetings", "move", "--group", "5", "--week", "2020-W21", "--to", "2020-05-21 11:00",
         "--reason", "Puente."),
        ("meetings", "move", "--group", "6", "--week", "2020-W21", "--to", "2020-05-21 10:00",
         "--reason", "Puente."),
        ("actions", "done", "bancos", "--evidence", "Se hizo."),
        ("actions", "update", "mezclilla", "--note", "Va bien."),
        ("categories", "rename", "SOSmensajes", "SOSvoces"),
    ):  # fmt: skip
        done = mcsj(*command)
        assert done.code == 0, done
    gone = next((colleague / "data/practices").rglob("*.yaml"))
    run_git(colleague, "rm", "-q", str(gone))
    run_git(colleague, "commit", "-qm", "x")
    share(colleague, mcsj, monkeypatch)
    told = share(clone, mcsj, monkeypatch)
    assert "Quitado por otras personas: 1 práctica." in told.out
    assert "otro horario del grupo 3" in told.out
    assert "mesa nueva: Zapopan (grupo 4)" in told.out
    assert "León se retira después del 2020-04-30" in told.out
    assert "2 reuniones movidas (Grupos 5 y 6)" in told.out
    assert "1 acción, 1 acción cumplida" in told.out
    assert "el rubro #SOSmensajes ahora se llama #SOSvoces" in told.out
    assert told.err.endswith("Cada cambio, con su autor: mcsj historial\n")
    author = "Coordinación norte"
    assert author in mcsj("log").out
