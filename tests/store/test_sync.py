"""Sharing through a remote.

Both sides' changes win, what cannot both win is told, and nothing is lost.
"""

import re
import shlex
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.store import arrival, git, replacement
from mcsj_cli.store.git.remotes import find_address
from mcsj_cli.store.history import INCOMING, History
from mcsj_cli.store.project import Project
from mcsj_cli.store.yaml import parse_plain
from tests.conftest import ROOT, copy_folder
from tests.keyboard import press_interrupt
from tests.store.test_history import ADD, Run, picture, run_git

ITEM = "data/content/2020/2020-04-07-la-ops-urge-a-ampliar-las-pruebas-antes-de-que-azote-la.yaml"
MEETING = "data/meetings/2020/2020-W17-g4.yaml"


class Network:
    """Two coordinators' folders and the copy that they share."""

    def __init__(
        self, hub: Path, ana: Path, beto: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.hub, self.ana, self.beto = hub, ana, beto
        self._mcsj, self._monkeypatch = mcsj, monkeypatch

    def run(self, where: Path, *arguments: str, code: int = 0) -> str:
        """Run a command in a folder and give all that it says."""
        self._monkeypatch.chdir(where)
        result = self._mcsj(*arguments)
        assert result.code == code, result
        return result.out + result.err

    def sync(self, where: Path, code: int = 0) -> str:
        return self.run(where, "sync", code=code)

    def settle(self) -> None:
        """Sync until both have all, and see that both have the same and that it is whole."""
        for folder in (self.ana, self.beto, self.ana):
            self.sync(folder)
        assert picture(self.ana) == picture(self.beto)
        assert run_git(self.ana, "rev-parse", "HEAD") == run_git(self.beto, "rev-parse", "HEAD")
        for folder in (self.ana, self.beto):
            assert run_git(folder, "status", "--porcelain") == ""
            run_git(folder, "fsck", "--strict")
            assert self.run(folder, "check")
        assert git.resolve(self.ana, INCOMING) is None


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold two folders and what they share; the first test fills it, and nothing changes it."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
def network(
    project: Path, shared: Path, tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> Network:
    if not any(shared.iterdir()):
        _share(project, shared, mcsj, monkeypatch)
    shutil.rmtree(project)
    for folder in shared.iterdir():
        copy_folder(folder, tmp_path / folder.name)
    made = Network(tmp_path / "hub.git", project, tmp_path / "beto", mcsj, monkeypatch)
    for root in (made.ana, made.beto):
        git.set_setting(root, "remote.origin.url", str(made.hub))
    monkeypatch.chdir(made.beto)
    return made


def _share(demo: Path, top: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_folder(demo, top / "red")
    made = Network(top / "hub.git", top / "red", top / "beto", mcsj, monkeypatch)
    run_git(top, "init", "-q", "--bare", "-b", "main", str(made.hub))
    run_git(made.ana, "remote", "add", "origin", str(made.hub))
    made.sync(made.ana)
    run_git(top, "clone", "-q", str(made.hub), "beto")
    git.set_setting(made.beto, "user.name", "Coordinación norte")
    git.set_setting(made.beto, "user.email", "norte@example.org")
    made.sync(made.beto)


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text, re.MULTILINE), (old, text)
    path.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")


def data_of(root: Path, file: str) -> dict[str, object]:
    plain = parse_plain((root / file).read_bytes(), file)
    assert isinstance(plain, dict)
    return plain


def test_what_each_adds_reaches_the_other(network: Network) -> None:
    network.run(network.ana, *ADD, "De Ana")
    network.run(network.beto, *ADD, "De Beto")
    assert "1 cambio enviado" in network.sync(network.ana)
    assert "1 cambio recibido" in network.sync(network.beto)
    network.settle()
    titles = {entry.record.title for entry in Project(network.ana).read(CONTENT).entries}
    assert {"De Ana", "De Beto"} <= titles


def test_nothing_to_share_is_said(network: Network) -> None:
    assert network.sync(network.ana) == "0 cambios recibidos, 0 cambios enviados.\n"


def test_a_field_each_of_one_record_both_win(network: Network) -> None:
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.beto, ITEM, "^source: .*", "source: De Beto")
    network.sync(network.ana)
    network.sync(network.beto)
    network.settle()
    assert data_of(network.ana, ITEM)["title"] == "De Ana"
    assert data_of(network.ana, ITEM)["source"] == "De Beto"


def test_tags_states_and_attendance_merge_by_element(network: Network) -> None:
    change(network.ana, ITEM, r"^tags: \[.*", "tags: [SOSdelaOMS, SOSnacional]")
    change(network.beto, ITEM, r"^tags: \[.*", "tags: [SOSeconomia]")
    change(network.ana, ITEM, r"^states: \[\]", "states: [Jal]")
    change(network.beto, ITEM, r"^states: \[\]", "states: [NL]")
    change(network.ana, MEETING, "monterrey: present", "monterrey: excused")
    change(network.beto, MEETING, "torreon: present", "torreon: absent")
    network.sync(network.ana)
    network.sync(network.beto)
    network.settle()
    item = data_of(network.beto, ITEM)
    assert set(item["tags"]) == {"SOSnacional", "SOSeconomia"}  # type: ignore[call-overload]
    assert set(item["states"]) == {"Jal", "NL"}  # type: ignore[call-overload]
    attendance = data_of(network.ana, MEETING)["attendance"]
    assert attendance["monterrey"] == "excused"  # type: ignore[index]
    assert attendance["torreon"] == "absent"  # type: ignore[index]


def test_hand_edited_files_keep_comments_of_both(network: Network) -> None:
    change(network.ana, "data/groups.yaml", "name: Grupo 1$", "name: Grupo de Ana  # de Ana")
    change(network.beto, "data/groups.yaml", "name: Grupo 6$", "name: Grupo de Beto  # de Beto")
    network.sync(network.ana)
    network.sync(network.beto)
    network.settle()
    text = (network.ana / "data/groups.yaml").read_text(encoding="utf-8")
    assert "name: Grupo de Ana  # de Ana" in text
    assert "name: Grupo de Beto  # de Beto" in text


def test_the_same_field_keeps_theirs_and_one_command_brings_ours_back(network: Network) -> None:
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.beto, ITEM, "^title: .*", "title: De Beto")
    change(network.beto, ITEM, "^summary: .*", "summary: Resumen de Beto")
    network.sync(network.ana)
    told = network.sync(network.beto, code=1)
    assert data_of(network.beto, ITEM)["title"] == "De Ana"
    assert data_of(network.beto, ITEM)["summary"] == "Resumen de Beto"
    assert "De Ana" in told
    assert "De Beto" in told
    command = re.search(r"mcsj (deshacer [0-9a-f]{8})", told)
    assert command is not None
    network.settle()
    network.run(network.beto, *command[1].split())
    assert data_of(network.beto, ITEM)["title"] == "De Beto"
    assert data_of(network.beto, ITEM)["summary"] == "Resumen de Beto"
    network.settle()
    assert data_of(network.ana, ITEM)["title"] == "De Beto"


def test_two_mesas_of_one_group_that_leave_disturb_nobody(network: Network) -> None:
    network.run(network.ana, "mesas", "retire", "leon", "--until", "2020-06-30", "--yes")
    for last in ("2020-06-30", "2020-07-31"):
        network.run(network.beto, "mesas", "retire", "pachuca", "--until", last, "--yes")
    network.sync(network.ana)
    network.sync(network.beto)
    network.settle()
    group = Project(network.ana).groups.find_group("6")
    until = {str(mesa.slug): str(mesa.until) for mesa in group.mesas if mesa.until}
    assert until == {"leon": "2020-06-30", "pachuca": "2020-07-31"}
    assert group.series[0].sequence == 3  # above what the calendars of either have


def test_a_change_wins_over_a_removal_and_is_told(network: Network) -> None:
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    (network.beto / ITEM).unlink()
    other = (
        "data/content/2020/"
        "2020-04-08-peru-se-queda-en-casa-las-24-horas-el-jueves-y-el-viernes.yaml"
    )
    (network.ana / other).unlink()
    change(network.beto, other, "^title: .*", "title: De Beto")
    network.sync(network.ana)
    told = network.sync(network.beto)
    assert "Usted eliminó" in told
    assert "Otra persona eliminó" in told
    assert "Quitado por otras personas" not in told
    assert "Cambiado por otras personas: 1 publicación." in told
    network.settle()
    assert data_of(network.beto, ITEM)["title"] == "De Ana"
    assert data_of(network.ana, other)["title"] == "De Beto"


def test_what_both_removed_or_changed_alike_is_nothing_to_tell(network: Network) -> None:
    for folder in (network.ana, network.beto):
        (folder / ITEM).unlink()
        change(folder, MEETING, "monterrey: present", "monterrey: excused")
    network.sync(network.ana)
    assert "Dos personas" not in network.sync(network.beto)
    network.settle()
    assert not (network.ana / ITEM).exists()


def test_two_things_of_one_name_are_both_kept(network: Network) -> None:
    network.run(network.ana, *ADD, "Conferencia", "--url", "https://example.org/1")
    network.run(network.beto, *ADD, "Conferencia", "--url", "https://example.org/2")
    network.sync(network.ana)
    assert "2020-04-22-conferencia-2.yaml" in network.sync(network.beto)
    network.settle()
    folder = "data/content/2020/2020-04-22-conferencia"
    assert data_of(network.ana, f"{folder}.yaml")["url"] == "https://example.org/1"
    assert data_of(network.ana, f"{folder}-2.yaml")["url"] == "https://example.org/2"
    told = network.run(network.beto, "undo", code=4)
    assert "mcsj contenido borrar 2020-04-22-conferencia-2" in told


def test_the_same_meeting_written_twice_is_merged(network: Network) -> None:
    for folder, line in ((network.ana, "held: true"), (network.beto, "notes: Falló el enlace")):
        (folder / "data/meetings/2020/2020-W19-g4.yaml").write_text(
            f"group: 4\nweek: 2020-W19\n{line}\n", encoding="utf-8"
        )
    network.sync(network.ana)
    network.sync(network.beto)
    network.settle()
    meeting = data_of(network.ana, "data/meetings/2020/2020-W19-g4.yaml")
    assert meeting == {
        "group": "4",
        "week": "2020-W19",
        "held": "true",
        "notes": "Falló el enlace",
    }


def test_one_records_the_attendance_and_the_other_the_notes(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T09:00:00-05:00")
    uid, file = "2020-W19-g4", "data/meetings/2020/2020-W19-g4.yaml"
    deal = (
        "--axis",
        "salud",
        "--approach",
        "intercambio",
        "--owner",
        "coordinación",
        "--due",
        "2020-05-20",
    )
    network.run(
        network.ana,
        "meetings",
        "record",
        uid,
        "--present",
        "torreon",
        "--agreement",
        "De Ana",
        *deal,
    )
    network.run(
        network.beto,
        "meetings",
        "record",
        uid,
        "--notes",
        "Se habló.",
        "--agreement",
        "De Beto",
        *deal,
    )
    network.settle()
    merged = data_of(network.ana, file)
    assert (merged["held"], merged["notes"]) == ("true", "Se habló.")
    assert dict(merged["attendance"])["torreon"] == "present"  # type: ignore[call-overload]
    told = network.run(network.ana, "meetings", "minutes", uid, "--dry-run")
    assert "| 1 | De Ana |" in told
    assert "| 2 | De Beto |" in told


def test_notes_of_progress_of_both_stay(network: Network) -> None:
    for folder, text in ((network.ana, "Uno"), (network.beto, "Dos")):
        network.run(folder, "actions", "update", "bancos", "--note", text)
    network.settle()
    file = "data/actions/2020/2020-04-17-hacer-un-mapa-de-bancos-de-alimentos-y-comedores-para.yaml"
    notes = [entry["note"] for entry in data_of(network.ana, file)["progress"]]  # type: ignore[attr-defined]
    assert sorted(notes[-2:]) == ["Dos", "Uno"]
    assert len(notes) == 4


def test_the_same_note_changed_by_both_is_told(network: Network) -> None:
    file = "data/actions/2020/2020-04-17-hacer-un-mapa-de-bancos-de-alimentos-y-comedores-para.yaml"
    for folder, text in ((network.ana, "uno"), (network.beto, "dos")):
        change(folder, file, "Ubicados 17 puntos", f"Ubicados {text} puntos")
    network.sync(network.ana)
    assert "Dos personas cambiaron" in network.sync(network.beto, code=1)
    network.settle()


def test_copies_by_two_mesas_are_both_kept(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-01T09:00:00-05:00")
    for folder, mesa in ((network.ana, "irapuato"), (network.beto, "colima")):
        network.run(
            folder, "practices", "replicate", "catalogo", "--mesa", mesa, "--date", "2020-04-25"
        )
    network.settle()
    told = network.run(network.ana, "practices", "show", "catalogo")
    assert "irapuato" in told
    assert "colima" in told


def test_what_is_wrong_never_enters_the_history(network: Network) -> None:
    change(
        network.ana,
        ITEM,
        "^summary: .*",
        "summary: Llame al 33 1234 5678 o escriba a alguien@example.com",
    )
    head = run_git(network.ana, "rev-parse", "HEAD")
    told = network.sync(network.ana, code=1)
    assert "33 1234 5678" not in told
    assert "alguien@example.com" not in told
    assert run_git(network.ana, "rev-parse", "HEAD") == head
    change(network.ana, ITEM, "^summary: .*", "summary: Llame a la línea")
    network.sync(network.ana)
    network.settle()
    objects = run_git(network.hub, "log", "-p", "--all")
    assert "33 1234 5678" not in objects
    assert "Llame a la línea" in objects


def test_a_typo_here_and_a_change_there_lose_nothing(network: Network) -> None:
    change(network.ana, "data/groups.yaml", "name: Grupo 1$", "name: Grupo de Ana")
    network.sync(network.ana)
    change(network.beto, "data/groups.yaml", "name: Grupo 6$", "name: Grupo de Beto")
    change(network.beto, "data/groups.yaml", "^    mesas:", "\tmesas:")
    before = picture(network.beto)
    assert "data/groups.yaml:" in network.sync(network.beto, code=1)
    assert picture(network.beto) == before
    change(network.beto, "data/groups.yaml", "^\tmesas:", "    mesas:")
    network.sync(network.beto)
    network.settle()
    text = (network.ana / "data/groups.yaml").read_text(encoding="utf-8")
    assert "name: Grupo de Ana" in text
    assert "name: Grupo de Beto" in text


def test_problems_are_never_shared(network: Network) -> None:
    change(network.ana, ITEM, "^tags: .*", "tags: [SOSnada]")
    before = run_git(network.hub, "rev-parse", "main")
    told = network.sync(network.ana, code=1)
    assert f"{ITEM}:2:8" in told
    assert "No se envió nada" in told
    assert run_git(network.hub, "rev-parse", "main") == before
    change(network.ana, ITEM, "^tags: .*", "tags: [SOSnacional]")
    network.sync(network.ana)
    network.settle()


def test_a_file_that_is_no_data_merges_by_lines(network: Network) -> None:
    for folder, line in ((network.ana, 1), (network.beto, 9)):
        readme = folder / "LEEME.md"
        if folder is network.ana:
            readme.write_text("".join(f"renglón {n}\n" for n in range(10)), encoding="utf-8")
            run_git(folder, "add", "LEEME.md")
            network.sync(folder)
            network.sync(network.beto)
        change(folder, "LEEME.md", f"renglón {line}", f"otro {line}")
    network.sync(network.ana)
    network.sync(network.beto)
    network.settle()
    text = (network.ana / "LEEME.md").read_text(encoding="utf-8")
    assert "otro 1\n" in text
    assert "otro 9\n" in text


def test_what_is_not_data_and_new_stays_home(network: Network) -> None:
    (network.ana / "informe.md").write_text("mío", encoding="utf-8")
    (network.ana / "data/notas.txt").write_text("mías", encoding="utf-8")
    (network.ana / "private").mkdir()
    (network.ana / "private/people.yaml").write_text("personas: []\n", encoding="utf-8")
    network.sync(network.ana)
    shared = run_git(network.hub, "ls-tree", "-r", "--name-only", "main")
    assert not [name for name in ("informe.md", "notas.txt", "private") if name in shared]
    assert (network.ana / "informe.md").exists()


def test_private_data_that_somebody_committed_are_never_sent(network: Network) -> None:
    folder = network.ana / "private"
    folder.mkdir()
    (folder / "notas.txt").write_text("de alguien", encoding="utf-8")
    run_git(network.ana, "add", "-f", "private")
    run_git(network.ana, "commit", "-q", "-m", "notas")
    run_git(network.ana, "rm", "-q", "--cached", "private/notas.txt")
    run_git(network.ana, "commit", "-q", "-m", "sin notas")
    told = network.sync(network.ana, code=7)
    assert "private/" in told
    assert "Nada se envió" in told or "No se envió nada" in told
    assert "notas" not in run_git(network.hub, "log", "--format=%s", "main")


def test_no_remote(project: Path, mcsj: Run) -> None:
    change(project, ITEM, "^title: .*", "title: Mío")
    result = mcsj("sync")
    assert result.code == 7
    assert "git remote add" in result.err
    assert run_git(project, "status", "--porcelain") == ""
    assert run_git(project, "log", "-1", "--format=%s") == f'sync: edit "{Path(ITEM).stem}"'
    assert "editado a mano: 2020-04-07" in mcsj("log", "--limit", "1").out


def test_offline_and_then_on(network: Network) -> None:
    network.run(network.ana, *ADD, "De Ana")
    network.hub.rename(network.hub.with_suffix(".gone"))
    head = run_git(network.ana, "rev-parse", "HEAD")
    assert "conexión" in network.sync(network.ana, code=7)
    assert run_git(network.ana, "rev-parse", "HEAD") == head
    network.hub.with_suffix(".gone").rename(network.hub)
    assert "1 cambio enviado" in network.sync(network.ana)


def test_a_push_that_is_refused(network: Network) -> None:
    hook = network.hub / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'hoy no se puede' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    network.run(network.ana, *ADD, "De Ana")
    told = network.sync(network.ana, code=7)
    assert "hoy no se puede" in told or "pre-receive hook declined" in told
    hook.unlink()
    network.sync(network.ana)
    network.settle()


def test_somebody_quicker(network: Network) -> None:
    """A hook lets Beto's commit in just before Ana's push,
    three times over: Ana's sync tries again.
    """
    network.run(network.ana, *ADD, "De Ana")
    mark = network.hub / "count"
    hook = network.ana / ".git/hooks/pre-push"
    hook.write_text(
        f'#!/bin/sh\n[ "$(cat {mark} 2>/dev/null | wc -c)" -ge 3 ] && exit 0\nprintf x >> {mark}\n'
        f"unset GIT_DIR\ncd {network.beto} && date +%N > data/content/nota.txt && git add -A"
        " && git commit -qm quicker && git pull -q --rebase && git push -q\n",
        encoding="utf-8",
    )
    hook.chmod(0o755)
    network.sync(network.ana)
    hook.unlink()
    assert mark.read_text() == "xxx"
    assert run_git(network.hub, "log", "--format=%s", "main").count("quicker") == 3
    network.sync(network.beto)
    network.settle()


def test_histories_with_nothing_in_common(network: Network, tmp_path: Path, mcsj: Run) -> None:
    network.run(tmp_path, "init", "otra")
    run_git(tmp_path / "otra", "remote", "add", "origin", str(network.hub))
    before = picture(tmp_path / "otra")
    told = network.sync(tmp_path / "otra", code=7)
    assert "nada en común" in told
    assert picture(tmp_path / "otra") == before


def test_no_branch_and_a_foreign_one(network: Network) -> None:
    run_git(network.ana, "checkout", "-q", "--detach")
    assert "git switch main" in network.sync(network.ana, code=7)
    run_git(network.ana, "switch", "-qc", "prueba")
    assert "git switch main" in network.sync(network.ana, code=7)
    run_git(network.ana, "switch", "-q", "main")
    network.sync(network.ana)


@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("command", [("sync",), (*ADD, "Otra")])
def test_an_interrupted_sync_goes_on(
    network: Network, monkeypatch: pytest.MonkeyPatch, step: int, command: tuple[str, ...]
) -> None:
    """Stop before any file, after one file, and before the branch.

    The next writer brings it to its end.
    """
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.ana, MEETING, "monterrey: present", "monterrey: excused")
    network.run(network.beto, *ADD, "De Beto")
    network.sync(network.ana)
    replace_all = replacement.replace_all

    def stop(root: Path, contents: dict[str, tuple[bytes | None, bytes | None]]) -> None:
        replace_all(root, dict(list(contents.items())[:step]))
        raise KeyboardInterrupt

    monkeypatch.setattr(arrival, "replace_all", stop)
    network.sync(network.beto, code=130)
    monkeypatch.setattr(arrival, "replace_all", replace_all)
    assert git.resolve(network.beto, INCOMING)
    network.run(network.beto, *command)
    assert git.resolve(network.beto, INCOMING) is None
    assert data_of(network.beto, ITEM)["title"] == "De Ana"
    network.settle()
    assert (network.ana / "data/content/2020/2020-04-22-de-beto.yaml").exists()


def test_a_hand_edit_between_an_interruption_and_the_next_sync_is_kept(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    network.run(network.beto, *ADD, "De Beto")
    network.sync(network.ana)
    settle = History.settle
    calls = []

    def stop(self: History, *, tell: bool = True) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        settle(self, tell=tell)

    monkeypatch.setattr(History, "settle", stop)
    network.sync(network.beto, code=130)
    monkeypatch.setattr(History, "settle", settle)
    change(network.beto, ITEM, "^source: .*", "source: De Beto")
    network.sync(network.beto)
    network.settle()
    assert data_of(network.ana, ITEM)["title"] == "De Ana"
    assert data_of(network.ana, ITEM)["source"] == "De Beto"


def test_at_a_keyboard_a_person_decides(network: Network) -> None:
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.ana, ITEM, "^source: .*", "source: Fuente de Ana")
    change(network.beto, ITEM, "^title: .*", "title: De Beto")
    change(network.beto, ITEM, "^source: .*", "source: Fuente de Beto")
    network.sync(network.ana)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", "sync"],
        cwd=str(network.beto),
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 200),
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "MCSJ_LANG": "es",
            "TERM": "dumb",
            "COLUMNS": "200",
        },
    )
    child.expect("Dos personas cambiaron .*título")
    child.expect("De Ana")
    child.expect("De Beto")
    child.expect("Cuál vale")
    child.sendline("7")
    child.expect("Responda 1 o 2")
    child.sendline("2")
    child.expect("fuente")
    child.expect("Cuál vale")
    child.sendline("1")
    child.expect("enviado")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    network.settle()
    assert data_of(network.ana, ITEM)["title"] == "De Beto"
    assert data_of(network.ana, ITEM)["source"] == "Fuente de Ana"


def test_interrupting_the_question_changes_nothing(network: Network) -> None:
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.beto, ITEM, "^title: .*", "title: De Beto")
    network.sync(network.ana)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", "sync"],
        cwd=str(network.beto),
        encoding="utf-8",
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es", "TERM": "dumb"},
    )
    child.expect("Cuál vale")
    press_interrupt(child)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    told = child.before or ""
    assert "No se pierde nada" in told
    assert "mcsj compartir" in told
    assert data_of(network.beto, ITEM)["title"] == "De Beto"
    assert run_git(network.beto, "status", "--porcelain") == ""
    network.sync(network.beto, code=1)
    network.settle()


def test_plain_git_merges_by_field_too(network: Network) -> None:
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    change(network.beto, ITEM, "^tags: .*", "tags: [SOSnacional, SOSdelaOMS]")
    for folder in (network.ana, network.beto):
        run_git(folder, "commit", "-qam", "a mano")
    run_git(network.ana, "push", "-q")
    run_git(network.beto, "pull", "-q", "--no-rebase", "--no-edit")
    assert data_of(network.beto, ITEM)["title"] == "De Ana"
    assert data_of(network.beto, ITEM)["tags"] == ["SOSnacional", "SOSdelaOMS"]
    assert run_git(network.beto, "status", "--porcelain") == ""


def test_plain_git_leaves_no_marker_where_two_changed_a_field(network: Network) -> None:
    for folder, who in ((network.ana, "Ana"), (network.beto, "Beto")):
        change(folder, ITEM, "^title: .*", f"title: De {who}")
        run_git(folder, "commit", "-qam", "a mano")
    run_git(network.ana, "push", "-q")
    with pytest.raises(Exception, match="non-zero"):
        run_git(network.beto, "pull", "-q", "--no-rebase", "--no-edit")
    assert data_of(network.beto, ITEM)["title"] == "De Ana"
    before = picture(network.beto)
    for command in ("sync", "undo"):
        assert "git merge --abort" in network.run(network.beto, command, code=7)
    assert picture(network.beto) == before
    run_git(network.beto, "add", "-A")
    run_git(network.beto, "commit", "-qm", "decidido")
    network.settle()


def test_a_clone_without_the_driver_gets_it(network: Network, tmp_path: Path) -> None:
    run_git(tmp_path, "clone", "-q", str(network.hub), "caro")
    assert git.get_setting(tmp_path / "caro", "merge.mcsj.driver") is None
    network.run(tmp_path / "caro", "doctor")
    assert "merge-driver" in (git.get_setting(tmp_path / "caro", "merge.mcsj.driver") or "")
    shutil.rmtree(tmp_path / "caro")


def test_an_empty_copy_is_filled(project: Path, tmp_path: Path, mcsj: Run) -> None:
    run_git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub.git")
    run_git(project, "remote", "add", "red", str(tmp_path / "hub.git"))
    result = mcsj("sync")
    assert result.code == 0
    assert f"git clone -b main {tmp_path / 'hub.git'} red" in result.err
    assert run_git(tmp_path / "hub.git", "rev-parse", "main") == run_git(
        project, "rev-parse", "HEAD"
    )
    assert "git clone" not in mcsj("sync").err
    run_git(project, "remote", "set-url", "red", "https://a:secreto@example.org/red.git")
    assert find_address(project, "red") == "https://example.org/red.git"


def test_what_was_decided_is_told_though_the_push_fails(network: Network) -> None:
    for folder, who in ((network.ana, "Ana"), (network.beto, "Beto")):
        change(folder, ITEM, "^title: .*", f"title: De {who}")
    network.sync(network.ana)
    hook = network.hub / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    told = network.sync(network.beto, code=7)
    assert "De Beto" in told
    assert re.search("mcsj deshacer [0-9a-f]{8}", told)


def test_what_an_interrupted_sync_decided_is_told_by_the_next_command(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, who in ((network.ana, "Ana"), (network.beto, "Beto")):
        change(folder, ITEM, "^title: .*", f"title: De {who}")
    network.sync(network.ana)
    settle = History.settle

    def stop(self: History, *, tell: bool = True) -> None:
        if not tell:
            raise KeyboardInterrupt
        settle(self)

    monkeypatch.setattr(History, "settle", stop)
    network.sync(network.beto, code=130)
    monkeypatch.setattr(History, "settle", settle)
    told = network.run(network.beto, *ADD, "Otra")
    command = re.search("mcsj (deshacer [0-9a-f]{8})", told)
    assert command
    network.run(network.beto, *command[1].split())
    assert data_of(network.beto, ITEM)["title"] == "De Beto"


def test_programs_and_links_stay_what_they_are(network: Network) -> None:
    script, link = network.ana / "publicar.sh", network.ana / "enlace"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o755)
    link.symlink_to("LEEME.md")
    run_git(network.ana, "add", "-A")
    network.sync(network.ana)
    network.sync(network.beto)
    assert (network.beto / "publicar.sh").stat().st_mode & 0o111
    assert (network.beto / "enlace").is_symlink()
    script.write_text("#!/bin/sh\necho\n", encoding="utf-8")
    network.sync(network.ana)
    network.settle()
    assert "100755" in run_git(network.hub, "ls-tree", "main", "publicar.sh")
    assert "120000" in run_git(network.hub, "ls-tree", "main", "enlace")
    head = run_git(network.beto, "rev-parse", "HEAD")
    network.sync(network.beto)
    assert run_git(network.beto, "rev-parse", "HEAD") == head


def test_a_file_that_lay_here_when_others_sent_one_of_its_name_stays_and_is_told(
    network: Network,
) -> None:
    (network.beto / "notas.md").write_text("solo de Beto\n", encoding="utf-8")
    (network.beto / "igual.md").write_text("igual\n", encoding="utf-8")
    for file, text in (("notas.md", "de Ana\n"), ("igual.md", "igual\n")):
        (network.ana / file).write_text(text, encoding="utf-8")
    run_git(network.ana, "add", "-A")
    network.sync(network.ana)
    told = network.sync(network.beto)
    assert "igual.md" not in told
    assert (network.beto / "notas.md").read_text(encoding="utf-8") == "solo de Beto\n"
    way_out = re.search(r"git checkout HEAD -- notas\.md", told)
    assert way_out
    run_git(network.beto, *shlex.split(way_out[0])[1:])
    network.settle()
    assert (network.beto / "notas.md").read_text(encoding="utf-8") == "de Ana\n"


def test_a_folder_that_became_a_file_arrives(network: Network) -> None:
    (network.ana / "notas").mkdir()
    (network.ana / "notas/una.md").write_text("una", encoding="utf-8")
    run_git(network.ana, "add", "-A")
    network.settle()
    run_git(network.ana, "rm", "-qr", "notas")
    (network.ana / "notas").write_text("todas", encoding="utf-8")
    run_git(network.ana, "add", "-A")
    network.settle()
    assert (network.beto / "notas").read_text(encoding="utf-8") == "todas"


def test_the_copy_that_the_branch_is_set_up_for_is_used(network: Network, tmp_path: Path) -> None:
    run_git(tmp_path, "init", "-q", "--bare", "-b", "main", "archivo.git")
    run_git(network.ana, "remote", "rename", "origin", "colegas")
    run_git(network.ana, "remote", "add", "archivo", str(tmp_path / "archivo.git"))
    network.run(network.ana, *ADD, "De Ana")
    network.sync(network.ana)
    assert "De Ana" in run_git(network.hub, "log", "-1", "--format=%s", "main")
    assert run_git(network.ana, "config", "branch.main.remote") == "colegas"
    run_git(network.ana, "config", "--unset", "branch.main.remote")
    assert "git push --set-upstream" in network.sync(network.ana, code=7)


def test_what_is_no_text_is_kept_whole(network: Network) -> None:
    for folder, byte in ((network.ana, b"a"), (network.beto, b"b")):
        (folder / "logo.png").write_bytes(b"\x89PNG\0" + byte * 9)
        run_git(folder, "add", "logo.png")
    network.sync(network.ana)
    network.sync(network.beto, code=1)
    network.settle()
    assert (network.beto / "logo.png").read_bytes() == b"\x89PNG\0" + b"a" * 9


def test_peoples_data_in_a_comment_stay_home(network: Network) -> None:
    change(
        network.ana,
        ITEM,
        "^source: .*",
        "source: IMSS  # preguntar a alguien@example.com, 33 1234 5678",
    )
    told = network.sync(network.ana, code=1)
    assert "comentario" in told
    assert "alguien@" not in told


def test_a_question_keeps_nobody_waiting(network: Network) -> None:
    for folder, who in ((network.ana, "Ana"), (network.beto, "Beto")):
        change(folder, ITEM, "^title: .*", f"title: De {who}")
    network.sync(network.ana)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", "sync"],
        cwd=str(network.beto),
        encoding="utf-8",
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es", "TERM": "dumb"},
    )
    child.expect("Cuál vale")
    network.run(network.beto, *ADD, "Mientras tanto")
    child.sendline("2")
    child.expect("Cuál vale")  # what was added meanwhile is brought together with theirs anew
    child.sendline("2")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    network.settle()
    assert data_of(network.ana, ITEM)["title"] == "De Beto"
    assert (network.ana / "data/content/2020/2020-04-22-mientras-tanto.yaml").exists()


def test_clocks_a_day_apart_disturb_neither_merge_nor_log_nor_undo(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is ahead shares first, so that later changes bear earlier moments."""
    clocks = {network.ana: "2030-04-24T23:00:00-0500", network.beto: "2030-04-23T01:00:00-0500"}

    def run(folder: Path, *arguments: str, code: int = 0) -> str:
        monkeypatch.setenv("GIT_COMMITTER_DATE", clocks[folder])
        monkeypatch.setenv("GIT_AUTHOR_DATE", clocks[folder])
        return network.run(folder, *arguments, code=code)

    run(network.ana, *ADD, "Primero")
    run(network.ana, "sync")
    run(network.beto, "sync")
    run(network.beto, *ADD, "De Beto")
    change(network.beto, ITEM, "^title: .*", "title: De Beto")
    run(network.ana, *ADD, "De Ana")
    change(network.ana, ITEM, "^title: .*", "title: De Ana")
    run(network.ana, "sync")
    told = run(network.beto, "sync", code=1)
    log = run(network.beto, "log", "--limit", "30")
    assert log.index("De Beto") < log.index("Primero")
    assert log.index("De Ana") < log.index("Primero")
    assert log.index("Primero") < log.index("se creó la carpeta")
    undo = re.search(r"mcsj (deshacer [0-9a-f]{8})", told)
    assert undo
    run(network.beto, *undo[1].split())
    assert data_of(network.beto, ITEM)["title"] == "De Beto"
    run(network.ana, *ADD, "Otra")
    assert "2020-04-22-otra.yaml" in run(network.ana, "undo")
    network.settle()
    assert data_of(network.ana, ITEM)["title"] == "De Beto"


def test_servers_that_others_changed_are_told_with_their_name(network: Network) -> None:
    file = "data/network.yaml"
    text = (network.ana / file).read_text("utf-8")
    servers = "calendar: {url: https://a.example.org/dav/}\n"
    (network.ana / file).write_text(f"{text}\n{servers}", "utf-8")
    assert "network.yaml" not in network.sync(network.ana)
    own = "Coordinación nacional cambió «calendar» en data/network.yaml: "
    assert f"{own}(nada) → url: https://a.example.org/dav/" in network.sync(network.beto)
    # Another's commit follows, and one of ours that has to be merged.
    change(network.ana, file, "a.example", "evil.example")
    network.sync(network.ana)
    network.run(network.beto, *ADD, "De Beto")
    network.run(network.ana, *ADD, "De Ana")
    change(network.ana, file, "^timezone: .*", "timezone: America/Monterrey")
    network.sync(network.ana)
    told = network.sync(network.beto)
    assert told.count("network.yaml") == 1
    assert f"{own}url: https://a.example.org/dav/ → url: https://evil.example.org/dav/" in told
    mail = "mail: {sender: red@example.org, host: smtp.example.org, port: 2525}\n"
    with (network.beto / file).open("a", encoding="utf-8") as stream:
        stream.write(mail)
    network.sync(network.beto)
    told = network.sync(network.ana)
    assert "Coordinación norte cambió «mail» en data/network.yaml: (nada) → " in told
    assert "host: smtp.example.org" in told
    assert "port: 2525" in told
    assert "«calendar»" not in told
    change(network.ana, file, "^calendar: .*\n", "")
    network.sync(network.ana)
    assert f"{own}url: https://evil.example.org/dav/ → (nada)" in network.sync(network.beto)
    change(network.ana, file, "^timezone: .*", "timezone: America/Mexico_City")
    network.sync(network.ana)
    assert "network.yaml" not in network.sync(network.beto)


def test_a_server_named_while_we_name_another_is_told_if_it_holds(network: Network) -> None:
    file = "data/network.yaml"
    for folder, host in ((network.ana, "ana"), (network.beto, "beto")):
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(f"calendar: {{url: 'https://{host}.example.org/'}}\n")
    network.sync(network.ana)
    told = network.sync(network.beto, code=1)
    line = "Coordinación nacional cambió «calendar» en data/network.yaml: url: https://beto."
    assert line in told
    assert "→ url: https://ana.example.org/" in told
