"""The meetings of a week from their notice to their minutes, wrong input included."""

import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pyperclip
import pytest

from tests.commands.test_work import read, refused, shown
from tests.conftest import Result
from tests.test_main import Run

DEAL = (
    "--axis",
    "economia",
    "--approach",
    "intercambio",
    "--owner",
    "coordinación",
    "--due",
    "2020-05-08",
)
LATER = "2020-05-25T12:00:00-05:00"


def record(mcsj: Run, uid: str, *options: str) -> Result:
    return mcsj("meetings", "record", uid, *options)


@pytest.fixture
def afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment at which all meetings of the example are over."""
    monkeypatch.setenv("MCSJ_NOW", LATER)


def test_a_meeting_is_named_in_many_ways(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def uid(*options: str) -> str:
        return str(json.loads(mcsj("meetings", "show", *options, "--format", "json").out)["uid"])

    assert uid("2020-W19-g4") == uid("--group", "4", "--week", "2020-W19") == "2020-W19-g4"
    assert uid("21-leon") == "2020-04-21-leon"
    assert uid("--group", "4") == "2020-W17-g4"  # it begins right now
    monkeypatch.setenv("MCSJ_NOW", "2020-04-23T18:30:00-05:00")
    assert uid("--group", "4") == "2020-W18-g4"
    assert uid("--group", "6") == "2020-W17-g6"
    monkeypatch.setenv("MCSJ_NOW", "2020-04-27T09:00:00-05:00")
    assert uid("--group", "6") == "2020-W19-g6"  # that of the week is cancelled
    refused(mcsj("meetings", "show"), 2, "--grupo 4")
    refused(mcsj("meetings", "show", "2020-W17-g4", "--group", "4"), 2)
    refused(mcsj("meetings", "show", "2020-W16-g4"), 5)
    refused(mcsj("meetings", "show", "--group", "4", "--week", "2020-W16"), 6, "2020-W16")
    refused(mcsj("meetings", "show", "--group", "9"), 5)


def test_a_group_without_schedule(project: Path, mcsj: Run) -> None:
    path = project / "data/groups.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n  - {number: 7, series: [], mesas: []}\n", encoding="utf-8")
    for verb in ("show", "agenda", "announce", "record", "minutes"):
        refused(mcsj("meetings", verb, "--group", "7"), 6, "mcsj grupos programar 7")


def test_attendance_is_a_roll_call(project: Path, mcsj: Run, afterwards: None) -> None:
    made = read(
        record(mcsj, "2020-W20-g4", "--present", "torreón, monterrey", "--excused", "cancun")
    )
    assert made["held"] is True
    assert made["attendance"] == {
        "torreon": "present",
        "monterrey": "present",
        "cancun-im": "excused",
        "guadalajara": "absent",
        "gomez-palacio": "absent",
    }
    made = read(record(mcsj, "2020-W20-g4", "--present", "guadalajara"))
    assert made["attendance"] | {"guadalajara": ""} == {
        "torreon": "present", "monterrey": "present", "cancun-im": "excused", "guadalajara": "",
        "gomez-palacio": "absent",
    }  # fmt: skip
    assert made["attendance"]["guadalajara"] == "present"
    again = record(mcsj, "2020-W20-g4", "--present", "guadalajara")
    assert "--faltaron" in again.err
    assert "--faltaron" not in record(mcsj, "2020-W20-g4", "--absent", "torreon").err
    refused(record(mcsj, "2020-W20-g4", "--not-held"), 2, "--si")
    refused(
        record(mcsj, "2020-W20-g4", "--present", "torreon", "--excused", "torreon"), 2, "torreon"
    )
    made = read(record(mcsj, "2020-W20-g4", "--not-held", "--reason", "Falló el enlace", "--yes"))
    assert (made["held"], made["reason"], "attendance" in made) == (False, "Falló el enlace", False)
    held = read(record(mcsj, "2020-W20-g4", "--present", "torreon"))
    assert (held["held"], "reason" in held) == (True, False)


def test_agreements_become_actions_in_the_same_step(
    project: Path, mcsj: Run, afterwards: None
) -> None:
    two = ("--agreement", "Uno", "--agreement", "Dos", *DEAL)
    result = record(mcsj, "2020-W19-g6", "--present", "leon", "--notes", "Se habló.", *two)
    meeting, *actions = result.out.splitlines()
    assert len(actions) == 2
    assert "2020-W19-g6" in meeting
    result = record(mcsj, "2020-W19-g6", "--agreement", "Tres", *DEAL, "--mesa", "leon")
    assert result.code == 0
    told = shown(mcsj, "meetings", "2020-W19-g6")
    assert told["agreements"] == ["2020-05-08-uno", "2020-05-08-dos", "2020-05-08-tres"]
    assert told["notes"] == "Se habló."
    third = shown(mcsj, "actions", "2020-05-08-tres")
    assert (third["number"], third["mesas"], third["created"]) == (3, ["leon"], "2020-05-08")
    assert len(shown(mcsj, "actions", "2020-05-08-uno")["mesas"]) == 5
    assert mcsj("undo").code == 0
    assert shown(mcsj, "meetings", "2020-W19-g6")["agreements"] == [
        "2020-05-08-uno",
        "2020-05-08-dos",
    ]
    assert mcsj("undo", "HEAD~2").code == 0
    assert shown(mcsj, "meetings", "2020-W19-g6")["held"] is None


def test_what_a_record_refuses(project: Path, mcsj: Run) -> None:
    refused(record(mcsj, "2020-W17-g4"), 2, "--asistieron")
    refused(record(mcsj, "2020-W17-g4", "--present", "leon"), 5, "monterrey, cancun-im")
    refused(record(mcsj, "2020-W17-g4", "--not-held", "--present", "torreon"), 2)
    refused(record(mcsj, "2020-W18-g4", "--present", "torreon"), 2, "no ha empezado")
    refused(record(mcsj, "2020-W18-g6", "--present", "leon"), 2, "cancelada")
    refused(record(mcsj, "2020-W17-g4", "--agreement", "Uno"), 2, "--eje", "--responsable")
    refused(record(mcsj, "2020-W17-g4", "--notes", "x", "--axis", "salud"), 2, "--acuerdo")
    refused(
        record(mcsj, "2020-W17-g4", "--agreement", "Uno", *DEAL[:-1], "2020-04-01"), 6, "2020-04-01"
    )
    refused(record(mcsj, "2020-W17-g4", "--agreement", "Uno", *DEAL, "--mesa", "leon"), 5)
    refused(record(mcsj, "2020-W17-g4", "--notes", "Llamar a quien@example.net"), 6)


def test_a_meeting_moves_with_its_text_and_its_revision(project: Path, mcsj: Run) -> None:
    move = (
        "meetings",
        "move",
        "2020-W19-g4",
        "--to",
        "2020-05-06 10:00",
        "--reason",
        "Se cruza con otra",
    )
    result = mcsj(*move)
    assert result.code == 0
    assert "*miércoles 6 de mayo de 2020, 10:00 h (hora del centro)*" in result.out
    assert "jueves 7 de mayo de 2020, 17:00 h" in result.out
    told = shown(mcsj, "meetings", "2020-W19-g4")
    assert (told["start"], told["sequence"], told["updated"]) == (
        "2020-05-06T10:00:00-05:00",
        1,
        "2020-04-23",
    )
    back = mcsj("meetings", "move", "2020-W19-g4", "--to", "2020-05-07 17:00", "--reason", "Ya no")
    assert back.code == 0
    assert shown(mcsj, "meetings", "2020-W19-g4")["sequence"] == 2
    refused(mcsj(*move[:4], "2020-05-07 17:00", *move[5:]), 2)
    refused(mcsj(*move[:4], "2020-05-14 17:00", *move[5:]), 6, "2020-W19")
    refused(mcsj(*move[:4], "2020-02-30 17:00", *move[5:]), 2)
    refused(mcsj("meetings", "move", "2020-W19-g4"), 2, "--cuando", "--motivo")
    refused(
        mcsj("meetings", "move", "2020-W17-g3", "--to", "2020-04-24 17:00", "--reason", "x"),
        2,
        "celebró",
    )
    refused(
        mcsj("meetings", "move", "2020-W17-g6", "--to", "2020-04-20 9:00", "--reason", "x"),
        2,
        "--si",
    )


def test_moving_onto_another_meeting_warns(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "move", "2020-W19-g4", "--to", "2020-05-06 17:30", "--reason", "x")
    assert result.code == 0
    assert "Grupo 3" in result.err
    result = mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-06 18:15")
    assert "Grupo 4" in result.err
    assert "Grupo 3" not in result.err


def test_a_meeting_is_cancelled_and_the_next_one_named(project: Path, mcsj: Run) -> None:
    result = mcsj(
        "reuniones", "cancelar", "--group", "5", "--week", "2020-W19", "--reason", "Asueto"
    )
    assert result.code == 0
    assert "*Se cancela: Grupo 5*" in result.out
    assert "viernes 8 de mayo de 2020" in result.out
    told = shown(mcsj, "meetings", "2020-W19-g5")
    assert (told["status"], told["sequence"], told["reason"]) == ("cancelled", 1, "Asueto")
    refused(mcsj("meetings", "cancel", "2020-W19-g5", "--reason", "x"), 2)
    refused(mcsj("meetings", "announce", "2020-W19-g5"), 2, "cancelada")
    refused(mcsj("meetings", "cancel", "2020-W19-g4"), 2, "--motivo")
    assert "CANCELLED" in mcsj("meetings", "ics", "--group", "5", "-o", "-").out
    assert (
        mcsj("meetings", "move", "2020-W19-g5", "--to", "2020-05-07 9:00", "--reason", "Sí").code
        == 0
    )
    assert shown(mcsj, "meetings", "2020-W19-g5")["status"] == "tentative"


def test_a_meeting_with_one_mesa(project: Path, mcsj: Run) -> None:
    made = read(
        mcsj(
            "meetings",
            "schedule",
            "--mesa",
            "cd-juarez",
            "--at",
            "mañana 9:30",
            "--purpose",
            "Conocerse",
        )
    )
    assert made == {
        "mesa": "cd-juarez", "planned": "2020-04-24 09:30", "timezone": "America/Ciudad_Juarez",
        "purpose": "Conocerse", "updated": made["updated"],
    }  # fmt: skip
    told = mcsj("meetings", "announce", "2020-04-24-cd-juarez").out
    assert "viernes 24 de abril de 2020, 09:30 h (hora de Ciudad Juárez)" in told
    assert "Conocerse" in told
    refused(mcsj("meetings", "schedule", "--mesa", "cd-juarez", "--at", "2020-04-24 18:00"), 4)
    refused(
        mcsj("meetings", "schedule", "--mesa", "cd-juarez", "--at", "2020-04-01 18:00"), 2, "--si"
    )
    refused(mcsj("meetings", "schedule", "--mesa", "cd-juarez"), 2, "--cuando")
    moved = mcsj(
        "meetings", "move", "2020-04-24-cd-juarez", "--to", "2020-05-05 9:30", "--reason", "Viaje"
    )
    assert moved.code == 0
    assert shown(mcsj, "meetings", "2020-04-24-cd-juarez")["start"] == "2020-05-05T09:30:00-06:00"
    assert mcsj("check").code == 0


def test_an_announcement_is_noted_once(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = mcsj("log", "--format", "json").out
    mcsj("meetings", "announce", "--group", "4", "--dry-run")
    assert mcsj("log", "--format", "json").out == before
    for _time in range(2):
        assert mcsj("meetings", "announce", "--group", "4", "--week", "2020-W19").code == 0
    refused(mcsj("meetings", "announce", "2020-W17-g3"), 2, "ya pasó")
    assert len(json.loads(mcsj("log", "--format", "json").out)) == len(json.loads(before)) + 1
    assert shown(mcsj, "meetings", "2020-W19-g4")["announced"] == "2020-04-23"


def test_a_meeting_that_was_held_is_not_announced(project: Path, mcsj: Run) -> None:
    before = mcsj("log", "--format", "json").out
    refused(mcsj("meetings", "announce", "2020-W17-g4"), 2, "ya se celebró")
    refused(mcsj("meetings", "announce", "2020-W17-g4", "--dry-run"), 2, "ya se celebró")
    assert mcsj("log", "--format", "json").out == before


def test_the_text_goes_to_the_clipboard_too(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", taken.append)
    result = mcsj("meetings", "announce", "2020-W19-g4", "--copy")
    assert (result.code, taken) == (0, [result.out.rstrip("\n")])


def test_a_machine_without_a_clipboard(project: Path, mcsj: Run) -> None:
    refused(mcsj("meetings", "announce", "2020-W19-g4", "--copy"), 2, "portapapeles")


def test_the_agenda_is_kept_once_it_was_changed(project: Path, mcsj: Run) -> None:
    def titles() -> list[str]:
        return [
            point["title"]
            for point in json.loads(mcsj("meetings", "agenda", "2020-W19-g4", "-f", "json").out)
        ]

    made = titles()
    assert made[-1] == "Asuntos generales"
    assert mcsj("meetings", "agenda", "2020-W19-g4", "--add", "Semáforo", "--at", "1").code == 0
    assert titles() == ["Semáforo", *made]
    assert mcsj("meetings", "agenda", "2020-W19-g4", "--move", "1", "--at", "2").code == 0
    assert titles() == [made[0], "Semáforo", *made[1:]]
    assert mcsj("meetings", "agenda", "2020-W19-g4", "--drop", "2").code == 0
    assert titles() == made
    for wrong in (
        ("--drop", "99"),
        ("--move", "1"),
        ("--add", "a", "--drop", "1"),
        ("--at", "2"),
        ("--drop", "1", "--at", "1"),
    ):
        refused(mcsj("meetings", "agenda", "2020-W19-g4", *wrong), 2)
    refused(mcsj("meetings", "agenda", "2020-W17-g4", "--add", "Tarde"), 2, "celebró")
    refused(mcsj("meetings", "agenda", "2020-W19-g4", "--add", " "), 6)


def test_minutes_hold_the_usual_fields_in_every_form(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    refused(mcsj("meetings", "minutes", "2020-W17-g6"), 2, "mcsj reuniones registrar 2020-W17-g6")
    refused(mcsj("meetings", "minutes", "2020-W17-g4", "-o", "minuta.pdf"), 2, ".docx")
    text = mcsj("meetings", "minutes", "2020-W17-g4").out
    for part in (
        "# Minuta 1: Grupo 4, jueves 23 de abril de 2020", "México SOS", "17:00-18:00 h",
        "## Orden del día",
        "| Gómez Palacio | faltó |", "## Asuntos tratados", "## Seguimiento de acuerdos anteriores",
        "2020-04-17-monterrey · 1", "## Acuerdos nuevos", "| 4 | Abrir grupos de crianza",
        "## Próxima reunión",
        "jueves 30 de abril de 2020, 17:00 h",
    ):  # fmt: skip
        assert part in text, part
    page = tmp_path / "minuta.html"
    assert mcsj("meetings", "minutes", "2020-W17-g4", "-o", page).code == 0
    assert "<h1>Minuta 1: Grupo 4" in page.read_text(encoding="utf-8")
    file = tmp_path / "minuta.docx"
    assert mcsj("meetings", "minutes", "2020-W17-g4", "-o", file).code == 0
    assert zipfile.is_zipfile(file)
    opened = docx.Document(str(file))
    assert opened.paragraphs[0].text.startswith("Minuta 1: Grupo 4")
    cells = {cell.text for table in opened.tables for row in table.rows for cell in row.cells}
    assert {"Gómez Palacio", "faltó", "2020-04-17-monterrey · 1"} <= cells
    refused(mcsj("meetings", "minutes", "2020-W17-g4", "-o", project / "data/minuta.md"), 2)


def test_minutes_are_as_of_the_meeting(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was closed at the meeting, or after it, was open when it began,
    and stays in its minutes.
    """
    monkeypatch.setenv("MCSJ_NOW", "2020-04-30T19:00:00-05:00")
    before = mcsj("meetings", "minutes", "2020-W18-g4", "--dry-run").out
    line = next(line for line in before.splitlines() if "Abrir grupos de crianza" in line)
    assert line.endswith("| vencida |")
    assert mcsj("actions", "done", "abrir-grupos").code == 0
    after = mcsj("meetings", "minutes", "2020-W18-g4", "--dry-run").out
    assert line.replace("vencida", "cumplida") in after.splitlines()
    monkeypatch.setenv("MCSJ_NOW", LATER)
    assert mcsj("actions", "done", "mezclilla").code == 0
    assert mcsj("meetings", "minutes", "2020-W18-g4", "--dry-run").out == after


def test_agreements_are_numbered_alike_wherever_they_are_told(project: Path, mcsj: Run) -> None:
    by_hand = (
        "title: A mano\nmesas: [monterrey]\naxis: salud\napproach: intercambio\nowner: mesa\n"
        "due: 2020-05-20\nmeeting: 2020-W17-g4\ncreated: 2020-04-23\n"
    )
    (project / "data/actions/2020/2020-04-23-a-mano.yaml").write_text(by_hand, encoding="utf-8")
    text = mcsj("meetings", "minutes", "2020-W17-g4", "--dry-run").out
    assert "| 4 | Abrir grupos de crianza" in text
    assert "| 5 | A mano |" in text
    later = mcsj("meetings", "minutes", "2020-W18-g4", "--dry-run").out
    assert "| 2020-W17-g4 · 4 | Abrir grupos de crianza" in later
    assert "| 2020-W17-g4 · 5 | A mano |" in later


def test_a_mesas_own_next_meeting_follows_its_meeting(project: Path, mcsj: Run) -> None:
    assert mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2020-04-23 20:00").code == 0
    assert (
        "jueves 23 de abril de 2020, 20:00 h"
        in mcsj("meetings", "minutes", "2020-04-21-leon", "--dry-run").out
    )


def test_a_moved_meeting_tells_one_hour(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-10-24T12:00:00-05:00")
    assert "esta vez a las 18:00 h" in mcsj("meetings", "announce", "2020-W44-g4", "--dry-run").out
    move = ("meetings", "move", "2020-W44-g4", "--to", "2020-10-29 10:00", "--reason", "x")
    assert mcsj(*move).code == 0
    assert "18:00" not in mcsj("meetings", "announce", "2020-W44-g4", "--dry-run").out


def test_a_value_that_goes_back_is_gone_however_it_was_written(project: Path, mcsj: Run) -> None:
    assert mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-05 11:00").code == 0
    path = project / "data/meetings/2020/2020-05-05-leon.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "start: 2020-05-06T12:00  # a mano\n", encoding="utf-8"
    )
    move = ("meetings", "move", "2020-05-05-leon", "--to", "2020-05-05 11:00", "--reason", "x")
    assert mcsj(*move).code == 0
    assert "start" not in path.read_text(encoding="utf-8")
    assert shown(mcsj, "meetings", "2020-05-05-leon")["start"] == "2020-05-05T11:00:00-05:00"


def test_notes_are_added_and_never_replaced(project: Path, mcsj: Run) -> None:
    before = shown(mcsj, "meetings", "2020-W17-g4")["notes"]
    assert record(mcsj, "2020-W17-g4", "--notes", "Y algo más.").code == 0
    assert shown(mcsj, "meetings", "2020-W17-g4")["notes"] == f"{before}\nY algo más."


def test_a_mesa_came_on_the_day_of_its_meeting(project: Path, mcsj: Run) -> None:
    stages = {
        one["slug"]: one for one in json.loads(mcsj("followups", "funnel", "--format", "json").out)
    }
    assert stages["tamaulipas"]["last"] == "2020-04-22"
    assert stages["monterrey"]["days"] == 0
    assert "tamaulipas" not in {
        task["command"].split()[-1] for task in tasks(mcsj) if task["kind"] == "next-step"
    }


def test_news_of_a_mesa_are_looked_for_as_far_back_as_there_are_any(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2021-07-20T10:00")
    funnel = {
        one["slug"]: one["last"]
        for one in json.loads(mcsj("followups", "funnel", "--format", "json").out)
    }
    assert funnel["veracruz"] == "2020-04-28"
    quiet = json.loads(mcsj("report", "weekly", "--format", "json").out)["quiet"]
    assert {one["slug"]: one["last"] for one in quiet} == funnel


def test_a_meeting_of_today_is_missing_only_once_its_hour_has_come(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "data/meetings/2020/2020-W17-g4.yaml").unlink()
    counts = []
    for hour in ("16:59", "17:00"):
        monkeypatch.setenv("MCSJ_NOW", f"2020-04-23T{hour}")
        figures = json.loads(mcsj("report", "weekly", "--format", "json").out)["figures"][
            "meetings"
        ]
        counts.append((figures["coming"], figures["unrecorded"]))
    assert counts == [(counts[1][0] + 1, 0), (counts[1][0], 1)]


def test_markup_in_the_data_stays_text(
    project: Path, mcsj: Run, tmp_path: Path, afterwards: None
) -> None:
    wild = "<script>alert(1)</script> | *a* & b"
    assert (
        record(
            mcsj, "2020-W19-g6", "--present", "leon", "--notes", wild, "--agreement", wild, *DEAL
        ).code
        == 0
    )
    page = tmp_path / "minuta.html"
    assert mcsj("meetings", "minutes", "2020-W19-g6", "-o", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt; | *a* &amp; b") == 2
    assert (
        r"\<script\>alert(1)\</script\> \| \*a\* \& b"
        in mcsj("meetings", "minutes", "2020-W19-g6").out
    )


def test_a_missing_part_is_named(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    refused(
        mcsj("meetings", "minutes", "2020-W17-g4", "-o", tmp_path / "minuta.docx"), 2, "'.[docx]'"
    )
    assert not (tmp_path / "minuta.docx").exists()


# status


def tasks(mcsj: Run, *options: str) -> list[dict[str, Any]]:
    return list(json.loads(mcsj("status", *options, "--format", "json").out)["tasks"])


def test_every_kind_of_task_is_found(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, dict[str, Any]] = {}
    assert mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-06 17:15").code == 0
    for moment in (
        "2020-04-23T18:30",
        "2020-05-01T09:00",
        "2020-05-04T09:00",
        "2020-04-30T19:00",
        "2020-09-14T09:00",
        "2022-10-25T09:00",
    ):
        monkeypatch.setenv("MCSJ_NOW", moment)
        found |= {task["kind"]: task for task in tasks(mcsj)}
    assert set(found) == {
        "record", "minutes", "announce", "overdue", "due", "next-step", "absent-twice", "quiet",
        "clash", "holiday", "gap", "expiring", "tentative", "clock",
    }  # fmt: skip


def test_tasks_lead_to_commands_that_there_are(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-04T09:00")
    commands = {task["command"] for task in tasks(mcsj)}
    assert len(commands) > 20
    for command in commands:
        program, *arguments = command.split()
        assert program == "mcsj"
        result = mcsj(*arguments)
        assert result.code in (0, 2), (
            command,
            result,
        )  # what changes something still asks for the rest
        assert result.code == 0 or "Falta" in result.err, (command, result)


def test_tasks_of_one_group(project: Path, mcsj: Run) -> None:
    every, mine = tasks(mcsj), tasks(mcsj, "--group", "4")
    assert mine == [task for task in every if task["group"] == 4] != []
    assert [task["urgency"] for task in every] == sorted(
        (task["urgency"] for task in every), key=["now", "week", "ahead"].index
    )
    refused(mcsj("status", "--group", "9"), 5)


def test_nothing_to_do_is_said(project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group of its own, with nothing open, hears that all is up to date."""
    path = project / "data/groups.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n  - {number: 7, series: [], mesas: []}\n", encoding="utf-8")
    assert "No hay pendientes: todo está al día." in mcsj("status", "--group", "7").out
