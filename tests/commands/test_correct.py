"""What was written down is corrected, deleted and reopened, and every step can be undone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from mcsj_cli.model.kinds import KINDS
from tests.commands.test_prompts import _end as end
from tests.commands.test_prompts import _spawn as spawn
from tests.conftest import Result
from tests.keyboard import press_interrupt
from tests.store.test_history import picture, run_git

Run = Callable[..., Result]
WHEN = ("--axis", "economia", "--approach", "intercambio", "--owner", "enlace")
ACTION = ("actions", "add", "Uno", "--mesa", "leon", *WHEN, "--due", "2020-05-08")


class Life(NamedTuple):
    """A record's life: how it begins, its name, a correction and what stands in its file then."""

    kind: str
    add: tuple[str, ...]
    uid: str
    edit: tuple[str, ...]
    words: tuple[str, ...]


LIVES = [
    Life(
        "content",
        ("content", "add", "--tag", "SOSnacional", "Una", "--source", "IMSS"),
        "2020-04-23-una",
        ("--title", "Otra", "--summary", "Resumen", "--tag", "SOSeconomia", "--state", "Jal"),
        ("title: Otra", "summary: Resumen", "tags: [SOSeconomia]", "states: [Jal]"),
    ),
    Life(
        "actions",
        ACTION,
        "2020-04-23-uno",
        ("--title", "Dos", "--mesa", "leon,colima", "--axis", "salud", "--due", "2020-06-01"),
        ("title: Dos", "mesas: [leon, colima]", "axis: salud", "due: 2020-06-01"),
    ),
    Life(
        "practices",
        ("practices", "add", "Uno", "--mesa", "leon", "--axis", "salud", "--done", "a",
         "--result", "b", "--step", "c"),
        "2020-04-23-uno",
        ("--title", "Dos", "--step", "d", "--step", "e", "--evidence", "Acta"),
        ("title: Dos", "steps: [d, e]", "evidence: [Acta]"),
    ),
    Life(
        "followups",
        ("followups", "add", "--mesa", "leon", "--channel", "call", "--stage", "contacted",
         "--summary", "Se habló", "--next-step", "Llamar", "--next-on", "2020-05-04"),
        "2020-04-23-leon",
        ("--channel", "visit", "--stage", "explained", "--next-step", "", "--next-on", ""),
        ("channel: visit", "stage: explained"),
    ),
    Life(
        "meetings",
        ("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-05 11:00",
         "--link", "https://example.org/a"),
        "2020-05-05-leon",
        ("--link", "https://example.org/b", "--purpose", "Acordar"),
        ("link: https://example.org/b", "purpose: Acordar", "sequence: 1"),
    ),
]  # fmt: skip


def test_every_kind_of_record_has_its_life_here() -> None:
    assert {life.kind for life in LIVES} == {kind.folder for kind in KINDS}


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.kind)
def test_add_edit_delete_undo_and_redo_leave_the_very_bytes(
    life: Life, project: Path, mcsj: Run
) -> None:
    path = project / f"data/{life.kind}/2020/{life.uid}.yaml"
    pictures = [picture(project)]

    def done(*arguments: str) -> Result:
        result = mcsj(*arguments)
        assert result.code == 0, result
        pictures.append(picture(project))
        return result

    done(*life.add)
    assert path.exists()
    told = done(life.kind, "edit", life.uid, *life.edit)
    text = path.read_text(encoding="utf-8")
    for words in life.words:
        assert words in text
    assert "→" in told.err
    again = mcsj(life.kind, "edit", life.uid, *life.edit)
    assert again.code == 2
    for refused in (mcsj(life.kind, "edit", life.uid), mcsj(life.kind, "delete", life.uid)):
        assert refused.code == 2  # nobody is at the keyboard
        assert "mcsj" in refused.err or "--si" in refused.err
    assert picture(project) == pictures[-1]
    deleted = done(life.kind, "delete", life.uid, "--yes")
    assert life.uid in deleted.out
    assert "mcsj deshacer" in deleted.err
    assert not path.exists()
    for before in pictures[-2::-1]:
        assert mcsj("undo").code == 0
        assert picture(project) == before
    assert mcsj("undo").code == 2
    for after in pictures[1:]:
        assert mcsj("undo", "--redo").code == 0
        assert picture(project) == after
    assert mcsj("undo", "--redo").code == 2
    assert mcsj("check").code == 0
    assert run_git(project, "status", "--porcelain") == ""


def added(mcsj: Run, *arguments: str) -> str:
    """Run a command that makes a record, and return the record's name."""
    result = mcsj(*arguments)
    assert result.code == 0, result
    return Path(result.out.splitlines()[0]).stem


def test_what_others_need_is_not_deleted_and_they_are_named(project: Path, mcsj: Run) -> None:
    practice = added(
        mcsj, "practices", "add", "Tal", "--mesa", "leon", "--axis", "salud", "--done", "a",
        "--result", "b",
    )  # fmt: skip
    action = added(mcsj, *ACTION, "--practice", practice)
    refused = mcsj("practices", "delete", practice, "--yes")
    assert refused.code == 4
    assert action in refused.err
    grown = added(
        mcsj, "practices", "add", "--action", action, "--done", "a", "--result", "b",
    )  # fmt: skip
    refused = mcsj("actions", "delete", action, "--yes")
    assert (refused.code, grown in refused.err) == (4, True)
    record = ("meetings", "record", "2020-W17-g4", "--present", "torreon")
    assert mcsj(*record, "--agreement", "Acordado", *WHEN, "--due", "2020-05-08").code == 0
    refused = mcsj("meetings", "delete", "2020-W17-g4", "--yes")
    assert (refused.code, "2020-04-23-acordado" in refused.err) == (4, True)
    assert mcsj("practices", "delete", grown, "--yes").code == 0
    assert mcsj("actions", "edit", action, "--practice", "").code == 0
    assert mcsj("practices", "delete", practice, "--yes").code == 0
    assert mcsj("actions", "delete", action, "--yes").code == 0


def test_what_was_published_is_retracted_and_what_a_report_counted_is_told(
    project: Path, mcsj: Run
) -> None:
    uid = added(mcsj, "content", "add", "--tag", "SOSnacional", "--date", "2020-04-14", "Una")
    proof = ("--by", "coordinación", "--evidence", "https://example.org/p", "--date", "2020-04-14")
    assert mcsj("content", "verify", uid, *proof).code == 0
    told = mcsj("content", "delete", uid)
    assert told.code == 2
    assert "mcsj informe semanal --semana 2020-W16" in told.err
    assert mcsj("content", "publish", uid, "--date", "2020-04-14").code == 0
    assert mcsj("content", "edit", uid, "--date", "2020-04-15").code == 2
    refused = mcsj("content", "delete", uid, "--yes")
    assert (refused.code, f"mcsj contenido retractar {uid}" in refused.err) == (2, True)
    assert mcsj("content", "retract", uid, "--reason", "No").code == 0
    assert mcsj("content", "delete", uid, "--yes").code == 2
    assert mcsj("content", "edit", uid, "--title", "Otra").code == 2
    today = added(mcsj, "content", "add", "--tag", "SOSnacional", "Hoy")
    assert "informe semanal" not in mcsj("content", "delete", today).err


@pytest.mark.parametrize("has_digest", [True, False])
def test_a_corrected_item_must_be_verified_again(
    project: Path, mcsj: Run, has_digest: bool
) -> None:
    uid = added(mcsj, "content", "add", "--tag", "SOSnacional", "Una")
    proof = ("--by", "coordinación", "--evidence", "https://example.org/p")
    assert mcsj("content", "verify", uid, *proof).code == 0
    if not has_digest:  # as older versions left it
        path = project / f"data/content/2020/{uid}.yaml"
        item = path.read_text(encoding="utf-8")
        digest = json.loads(mcsj("content", "show", uid, "--format", "json").out)
        path.write_text(
            item.replace(f", digest: {digest['verification']['digest']}", "").replace(
                f"  digest: {digest['verification']['digest']}\n", ""
            ),
            encoding="utf-8",
        )
        assert "digest" not in path.read_text(encoding="utf-8")
    tagged = mcsj("content", "edit", uid, "--tag", "SOSmensajes")
    assert (tagged.code, "verificar" in tagged.err) == (0, False)  # the text is the one verified
    told = mcsj("content", "edit", uid, "--title", "Otra")
    assert (told.code, f"mcsj contenido verificar {uid}" in told.err) == (0, True)
    assert mcsj("content", "publish", uid).code == 2
    assert mcsj("content", "verify", uid, *proof).code == 0
    assert mcsj("content", "publish", uid).code == 0


def test_notes_agreements_and_the_link_of_meetings(project: Path, mcsj: Run) -> None:
    record = ("meetings", "record", "2020-W17-g4", "--present", "torreon", "--notes", "Mal")
    assert mcsj(*record, "--agreement", "Uno", *WHEN, "--due", "2020-05-08").code == 0
    before = run_git(project, "rev-list", "--count", "HEAD")
    edit = ("meetings", "edit", "2020-W17-g4")
    result = mcsj(*edit, "--notes", "Bien\ndicho", "--agreement", "5=Dos")
    assert result.code == 0, result
    shown = json.loads(mcsj("meetings", "show", "2020-W17-g4", "--format", "json").out)
    assert shown["notes"] == "Bien\ndicho"
    action = json.loads(mcsj("actions", "show", "2020-04-23-uno", "--format", "json").out)
    assert (action["title"], action["number"]) == ("Dos", 5)
    assert run_git(project, "rev-list", "--count", "HEAD") == str(int(before) + 1)
    unchanged = picture(project)
    for arguments, code in (
        (("--agreement", "7=X"), 5),
        (("--agreement", "1="), 6),
        (("--agreement", "5=Tres", "--agreement", "5=Cuatro"), 2),
        (("--link", "https://example.org"), 2),
        (("--notes", "Bien\ndicho"), 2),
    ):
        assert mcsj(*edit, *arguments).code == code
    assert mcsj("meetings", "edit", "2020-W19-g5", "--notes", "x").code == 2
    assert mcsj("meetings", "delete", "2020-W19-g5", "--yes").code == 2
    assert picture(project) == unchanged


@pytest.mark.parametrize("close", ["done", "cancel"])
def test_an_action_is_opened_again(project: Path, mcsj: Run, close: str) -> None:
    uid = added(mcsj, *ACTION)
    reopen = ("actions", "reopen", uid, "--reason", "Se pudo")
    assert mcsj(*reopen).code == 2
    why = ("--reason", "No") if close == "cancel" else ()
    assert mcsj("actions", close, uid, *why).code == 0
    assert mcsj("actions", "reopen", uid).code == 2
    early = mcsj(*reopen, "--date", "2020-04-22")
    assert early.code == 2
    assert mcsj(*reopen, "--due", "2020-05-20").code == 0
    action = json.loads(mcsj("actions", "show", uid, "--format", "json").out)
    assert (action["status"], action["closed"], action["due"]) == ("in-process", None, "2020-05-20")
    assert action["progress"][-1] == {"date": "2020-04-23", "note": "Se pudo"}
    assert mcsj("actions", close, uid, *why).code == 0


def begin_form(project: Path, mcsj: Run) -> "tuple[Path, pexpect.spawn[str]]":
    """Make an action, and begin to correct it at a keyboard."""
    uid = added(mcsj, *ACTION)
    terminal = spawn("actions", "edit", uid)
    terminal.timeout = 20
    terminal.expect("Enter conserva")
    return project / f"data/actions/2020/{uid}.yaml", terminal


def test_enter_keeps_each_value_of_the_form(project: Path, mcsj: Run) -> None:
    path, terminal = begin_form(project, mcsj)
    before = path.read_text(encoding="utf-8")
    for question, answer in (
        ("Qué se hará", "-"),  # it cannot be taken away
        ("Qué se hará", ""),
        ("Mesas", "leon, colima"),
        ("Eje", ""),
        ("Forma", ""),
        ("Responsable", "secretaría"),
        ("Fecha compromiso", ""),
        ("Acordada en", "2020-W17-g4"),
        ("Copia la práctica", ""),
        ("Día", ""),
    ):
        terminal.expect(f"({question}).*: ")
        terminal.sendline(answer)
    code, rest = end(terminal)
    assert code == 0
    assert "enlace → secretaría" in rest
    after = before.replace("[leon]", "[leon, colima]").replace("enlace", "secretaría")
    assert path.read_text(encoding="utf-8") == after + "meeting: 2020-W17-g4\n"


def test_a_form_that_is_left_half_way_changes_nothing(project: Path, mcsj: Run) -> None:
    path, terminal = begin_form(project, mcsj)
    before, head = path.read_bytes(), run_git(project, "rev-parse", "HEAD")
    terminal.expect("Qué se hará.*: ")
    terminal.sendline("Otra cosa")
    terminal.expect("Mesas.*: ")
    press_interrupt(terminal)
    assert end(terminal)[0] == 130
    assert path.read_bytes() == before
    assert run_git(project, "rev-parse", "HEAD") == head


@pytest.mark.parametrize(("answer", "gone"), [("n", False), ("s", True)])
def test_deleting_shows_the_record_and_asks(
    project: Path, mcsj: Run, answer: str, gone: bool
) -> None:
    uid = added(mcsj, *ACTION)
    terminal = spawn("actions", "delete", uid)
    terminal.expect("enlace")
    terminal.expect(rf"{uid}.*\[s/N\]: ")
    terminal.sendline(answer)
    end(terminal)
    assert (project / f"data/actions/2020/{uid}.yaml").exists() is not gone


def export(project: Path, mcsj: Run) -> tuple[Path, str]:
    table = project.parent / "notas.csv"
    assert mcsj("content", "export", "-o", table).code == 0
    return table, table.read_text(encoding="utf-8-sig")


def test_a_table_that_went_out_corrects_what_is_there(project: Path, mcsj: Run) -> None:
    uid = added(mcsj, "content", "add", "--tag", "SOSnacional", "=Una; «dos»", "--source", "IMSS")
    proof = ("--by", "coordinación", "--evidence", "https://example.org/p")
    assert mcsj("content", "verify", uid, *proof).code == 0
    before = picture(project)
    table, text = export(project, mcsj)
    unchanged = mcsj("content", "import", table)
    assert (unchanged.code, "→" in unchanged.err) == (0, False)
    assert picture(project) == before  # what went out came back as it was
    lines = text.splitlines()
    (row,) = [number for number, line in enumerate(lines) if line.startswith(uid)]
    lines[row] = lines[row].replace("IMSS", "ISSSTE").replace("SOSnacional", "SOSeconomia")
    lines[1] = lines[1].replace(lines[1].split(",")[1][:3], "Hoy", 1)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shown = mcsj("content", "import", table, "--dry-run")
    assert shown.code == 0
    assert "fuente: IMSS → ISSSTE" in shown.err
    assert "rubros: SOSnacional → SOSeconomia" in shown.err
    assert f"mcsj contenido verificar {uid}" in shown.err
    assert picture(project) == before
    commits = int(run_git(project, "rev-list", "--count", "HEAD"))
    assert mcsj("content", "import", table).code == 0
    assert int(run_git(project, "rev-list", "--count", "HEAD")) == commits + 1
    item = json.loads(mcsj("content", "show", uid, "--format", "json").out)
    assert (item["title"], item["source"], item["tags"]) == (
        "=Una; «dos»", "ISSSTE", ["SOSeconomia"],
    )  # fmt: skip
    assert "se corrigi" not in mcsj("content", "import", table).out
    assert mcsj("undo").code == 0
    assert picture(project) == before


def test_only_columns_that_are_there_correct_and_new_rows_are_added(
    project: Path, mcsj: Run
) -> None:
    uid = added(mcsj, "content", "add", "--tag", "SOSnacional", "Una", "--source", "IMSS")
    table = project.parent / "parte.csv"
    rows = (
        f"{uid},Otra,SOSnacional\n,Nueva,SOSmensajes\n2020-01-01-no-hay,De otra red,SOSnacional\n"
    )
    table.write_text(f"uid,title,tags\n{rows}", "utf-8")
    result = mcsj("content", "import", table)
    assert result.code == 0, result
    assert "2020-01-01-no-hay" in result.err  # it is told that it is new here
    assert mcsj("content", "show", "2020-04-23-de-otra-red").code == 0
    item = json.loads(mcsj("content", "show", uid, "--format", "json").out)
    assert (item["title"], item["source"]) == ("Otra", "IMSS")
    assert mcsj("content", "show", "2020-04-23-nueva").code == 0


@pytest.mark.parametrize("wrong", ["twice", "retracted"])
def test_rows_that_cannot_correct_refuse_the_whole_table(
    project: Path, mcsj: Run, wrong: str
) -> None:
    uid = added(mcsj, "content", "add", "--tag", "SOSnacional", "Una")
    rows = {"twice": [uid, uid], "retracted": [uid]}[wrong]
    if wrong == "retracted":
        proof = ("--by", "coordinación", "--evidence", "https://example.org/p")
        assert mcsj("content", "verify", uid, *proof).code == 0
        assert mcsj("content", "retract", uid, "--reason", "No").code == 0
    table = project.parent / "mal.csv"
    lines = [f"{name},Otra,SOSnacional" for name in rows]
    table.write_text("\n".join(["uid,title,tags", *lines, ",Nueva,SOSmensajes"]), "utf-8")
    before = picture(project)
    result = mcsj("content", "import", table)
    assert result.code == 6
    assert f"mal.csv:{len(rows) + 1}" in result.err
    assert picture(project) == before


def test_a_name_that_is_gone_is_never_completed_to_another_record(project: Path, mcsj: Run) -> None:
    lives = [
        (life, added(mcsj, *life.add), added(mcsj, *life.add))
        for life in LIVES
        if life.kind in ("content", "followups")
    ]
    for life, first, second in lives:
        assert second == f"{first}-2"
        assert mcsj(life.kind, "delete", first, "--yes").code == 0
        before = picture(project)
        for arguments in (("delete", first, "--yes"), ("edit", first, *life.edit)):
            gone = mcsj(life.kind, *arguments)
            assert gone.code == 5
            assert f"«{second}»" in gone.err
        for part in (second[5:], "-"):
            refused = mcsj(life.kind, "delete", part, "--yes")
            assert refused.code == 2
            assert f"borrar {second} --si" in refused.err
        assert picture(project) == before
    assert mcsj("meetings", "delete", "--group", "4", "--yes").code == 2


def test_a_whole_title_wins_over_longer_ones(project: Path, mcsj: Run) -> None:
    lines = {
        "content": ("--tag", "SOSnacional", "--source", "IMSS"),
        "actions": ("--mesa", "leon", *WHEN, "--due", "2020-05-08"),
        "practices": ("--mesa", "leon", "--axis", "salud", "--done", "a", "--result", "b"),
    }
    for kind, rest in lines.items():
        added(mcsj, kind, "add", "Tal vez de una palabra más", *rest)
        uid = added(mcsj, kind, "add", "Tal vez de una palabra", *rest)
        for text in ("Tal vez de una palabra", "tal-vez-de-una-palabra"):
            assert mcsj(kind, "show", text, "--format", "json").out.count(f'"uid": "{uid}"') == 1
        assert mcsj(kind, "show", "tal-vez-de").code == 5


def test_enter_alone_changes_nothing_and_keeps_nothing(project: Path, mcsj: Run) -> None:
    before = picture(project)
    for line in (("meetings", "2020-W17-g4"), ("followups", "2020-04-22-leon")):
        terminal = spawn(line[0], "edit", line[1])
        terminal.timeout = 20
        told = ""
        while terminal.expect([r"\]: ", pexpect.EOF]) == 0:
            told += str(terminal.before)
            terminal.sendline("")
        told += str(terminal.before)
        code, rest = end(terminal)
        assert (code, "No cambió nada." in told + rest, "quedan" in told) == (0, True, False), told
    assert picture(project) == before


def test_a_contact_is_found_by_the_mesa_that_it_has_now(project: Path, mcsj: Run) -> None:
    line = ("followups", "add", "--mesa", "leon", "--channel", "call", "--stage", "contacted")
    uid = added(mcsj, *line, "--summary", "Se habló de todo")
    edit = ("followups", "edit", uid, "--mesa", "pachuca")
    assert mcsj(*edit).code == 0
    before = picture(project)
    for text in ("pachuca", "Pachuca"):
        refused = mcsj("followups", "edit", text, "--channel", "visit")
        assert refused.code == 5
        assert f"{uid} (jue 23 abr 2020: Se habló de todo)" in refused.err
        assert "-pachuca" in refused.err
    assert picture(project) == before
    assert uid in mcsj("followups", "list", "--mesa", "pachuca").out
    assert uid in mcsj("mesas", "show", "pachuca").out.replace("\n", "")
