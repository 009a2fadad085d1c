"""Follow-ups, actions and practices as a coordinator types them, wrong input included."""

import json
from pathlib import Path
from typing import Any

import icalendar
import pytest
import yaml

from tests.conftest import Result
from tests.test_main import Run

ADD = (
    "actions",
    "add",
    "Abrir un comedor",
    "--axis",
    "familia",
    "--approach",
    "corresponsabilidad",
)
REST = ("--mesa", "leon", "--owner", "coordinación", "--due", "2020-05-08")
CONTACT = ("followups", "add", "--mesa", "leon", "--channel", "call", "--summary", "Se habló")
PRACTICE = (
    "practices",
    "add",
    "Comedor abierto",
    "--mesa",
    "leon",
    "--axis",
    "familia",
    "--done",
    "A",
    "--result",
    "B",
)


def read(result: Result) -> dict[str, Any]:
    """Read the record whose file a command printed."""
    assert result.code == 0, result
    data: dict[str, Any] = yaml.safe_load(
        Path(result.out.splitlines()[0]).read_text(encoding="utf-8")
    )
    return data


def shown(mcsj: Run, noun: str, uid: str) -> dict[str, Any]:
    result = mcsj(noun, "show", uid, "--format", "json")
    assert result.code == 0, result
    data: dict[str, Any] = json.loads(result.out)
    return data


def refused(result: Result, code: int, *texts: str) -> None:
    assert (result.code, result.out) == (code, ""), result
    assert "Traceback" not in result.err
    for text in texts:
        assert text in result.err, result.err


def test_an_action_from_its_beginning_to_its_end(project: Path, mcsj: Run) -> None:
    made = read(mcsj(*ADD, *REST))
    assert made == {
        "title": "Abrir un comedor",
        "mesas": ["leon"],
        "axis": "familia",
        "approach": "corresponsabilidad",
        "owner": "coordinación",
        "due": yaml.safe_load("2020-05-08"),
        "created": yaml.safe_load("2020-04-23"),
    }
    uid = "2020-04-23-abrir-un-comedor"
    assert (
        read(mcsj("actions", "update", "un-comedor", "--note", "Hay local"))["status"]
        == "in-process"
    )
    read(mcsj("acciones", "actualizar", uid, "--due", "2020-06-01", "--evidence", "acta"))
    done = read(
        mcsj("actions", "done", uid, "--evidence", "https://example.org/foto", "--note", "Abrió")
    )
    assert (done["status"], str(done["closed"]), done["evidence"]) == (
        "completed", "2020-04-23", ["acta", "https://example.org/foto"],
    )  # fmt: skip
    refused(mcsj("actions", "done", uid), 2, "2020-04-23")
    refused(mcsj("actions", "cancel", uid, "--reason", "No"), 2)
    assert mcsj("check").code == 0


def test_what_an_action_refuses(project: Path, mcsj: Run) -> None:
    refused(mcsj(*ADD), 2, "--mesa", "--responsable", "--vence")
    refused(mcsj(*ADD, *REST[:4], "--due", "2020-04-01"), 6, "2020-04-01")
    refused(mcsj(*ADD, "--mesa", "lion", *REST[2:]), 5, "«leon»")
    refused(mcsj(*ADD, *REST, "--meeting", "2020-W90-g4"), 5)
    refused(mcsj(*ADD, *REST, "--practice", "nada"), 5)
    refused(
        mcsj("actions", "add", "Uno", *REST, "--axis", "deporte", "--approach", "intercambio"),
        5,
        "salud",
    )
    refused(mcsj(*ADD, *REST[:2], "--owner", "quien@example.net", "--due", "2020-05-08"), 6)
    refused(mcsj("actions", "update", "bancos"), 2, "--nota")
    refused(mcsj("actions", "update", "bancos", "--due", "nunca"), 2, "nunca")
    refused(mcsj("actions", "update", "bancos", "--due", "2020-04-01"), 6)
    refused(mcsj("actions", "cancel", "bancos"), 2, "--motivo")
    refused(mcsj("actions", "show", "zzz"), 5)
    refused(mcsj("actions", "list", "--status", "quizá"), 2, "pendiente")


def test_a_mesa_that_left_takes_nothing_new(project: Path, mcsj: Run) -> None:
    assert mcsj("mesas", "retire", "leon", "--until", "2020-04-20", "--yes").code == 0
    refused(mcsj(*ADD, *REST), 6, "León", "mesas mover leon")
    refused(mcsj(*CONTACT, "--stage", "contacted"), 6, "León")
    refused(mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-04 11:00"), 6, "León")
    refused(mcsj("practices", "replicate", "compras", "--mesa", "leon"), 6, "León")
    assert "León" not in mcsj("mesas", "list").out
    assert "León" in mcsj("mesas", "list", "--all").out


def test_actions_are_chosen_by_what_they_are(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-04-30T12:00:00-05:00")

    def chosen(*options: str) -> list[dict[str, Any]]:
        return list(json.loads(mcsj("actions", "list", *options, "--format", "json").out))

    every = chosen()
    assert len(every) == 25
    assert [one for one in every if "leon" in one["mesas"]] == chosen("--mesa", "leon") != []
    assert [one for one in every if one["axis"] == "economia"] == chosen("--axis", "Economía") != []
    assert (
        [one for one in every if one["approach"] == "colaboracion"]
        == chosen("--approach", "colaboracion")
        != []
    )
    assert (
        [one for one in every if "Monterrey" in one["owner"]]
        == chosen("--owner", "monterrey")
        != []
    )
    assert (
        [one for one in every if one["status"] == "completed"]
        == chosen("--status", "cumplida")
        != []
    )
    assert (
        [one for one in every if one.get("meeting") == "2020-W17-g4"]
        == chosen("--meeting", "2020-W17-g4")
        != []
    )
    late = [
        one
        for one in every
        if one["status"] in ("needs-action", "in-process") and one["due"] < "2020-04-30"
    ]
    assert late == chosen("--overdue") != []
    assert [one["due"] for one in chosen("--overdue")] == sorted(one["due"] for one in late)
    group = {"monterrey", "cancun-im", "torreon", "guadalajara", "gomez-palacio"}
    assert (
        [one for one in every if group.intersection(one["mesas"])] == chosen("--group", "4") != []
    )


def test_a_contact_sets_a_meeting_in_the_same_step(project: Path, mcsj: Run) -> None:
    made = read(mcsj(*CONTACT, "--stage", "reunión fijada", "--meeting-at", "viernes 11:00"))
    assert (made["stage"], made["meeting"]) == ("meeting-set", "2020-04-24-leon")
    meeting = shown(mcsj, "meetings", "2020-04-24-leon")
    assert meeting["start"] == "2020-04-24T11:00:00-05:00"
    assert meeting["followups"] == ["2020-04-23-leon"]
    again = read(mcsj(*CONTACT, "--stage", "meeting-set", "--meeting-at", "2020-04-24 11:00"))
    assert again["meeting"] == "2020-04-24-leon"
    assert mcsj("undo").code == 0
    assert mcsj("undo", "HEAD~2").code == 0
    assert not (project / "data/meetings/2020/2020-04-24-leon.yaml").exists()


def test_what_was_talked_about_keeps_its_lines(project: Path, mcsj: Run) -> None:
    made = read(mcsj(*CONTACT[:-1], "Se habló\nde todo", "--stage", "contacted"))
    assert made["summary"] == "Se habló\nde todo"


def test_what_a_contact_refuses(project: Path, mcsj: Run) -> None:
    refused(mcsj(*CONTACT), 2, "--etapa")
    refused(mcsj(*CONTACT, "--stage", "casi"), 2, "contactada")
    refused(
        mcsj(
            "followups",
            "add",
            "--mesa",
            "leon",
            "--channel",
            "fax",
            "--stage",
            "contacted",
            "--summary",
            "x",
        ),
        2,
    )
    refused(
        mcsj(*CONTACT, "--stage", "contacted", "--next-step", "Llamar", "--next-on", "2020-04-01"),
        6,
    )
    refused(mcsj(*CONTACT, "--stage", "contacted", "--next-on", "2020-05-01"), 6)
    refused(
        mcsj(*CONTACT, "--stage", "meeting-set", "--meeting-at", "pronto"), 2, "2020-04-23 17:00"
    )
    refused(mcsj(*CONTACT, "--stage", "meeting-set", "--meeting-at", "2020-04-24 25:00"), 2)


def test_links_go_both_ways(project: Path, mcsj: Run) -> None:
    """From the meeting to its agreement, the practice that grew, its copy,
    and the item that tells of it; and back.
    """
    uid = "2020-W17-g4"
    action = mcsj(*ADD, "--mesa", "monterrey", *REST[2:], "--meeting", uid).out.strip()
    action = Path(action).stem
    assert shown(mcsj, "meetings", uid)["agreements"][-1] == action
    assert shown(mcsj, "actions", action)["number"] == len(
        shown(mcsj, "meetings", uid)["agreements"]
    )
    practice = Path(
        mcsj("practices", "add", "--action", action, "--done", "A", "--result", "B").out.strip()
    ).stem
    assert shown(mcsj, "actions", action)["practices"] == [practice]
    assert shown(mcsj, "practices", practice)["action"] == action
    copy = Path(
        mcsj(*ADD[:2], "Copiarlo", *ADD[3:], *REST, "--practice", practice).out.strip()
    ).stem
    assert shown(mcsj, "practices", practice)["actions"] == [copy]
    assert shown(mcsj, "practices", practice)["candidates"].count("leon") == 1
    assert mcsj("practices", "replicate", practice, "--mesa", "leon").code == 0
    assert "leon" not in shown(mcsj, "practices", practice)["candidates"]
    item = mcsj(
        "content", "add", "Un comedor que se copia", "--tag", "SOSmensajes", "--practice", practice
    )
    assert item.code == 0, item
    found = Path(item.out.strip()).stem
    assert shown(mcsj, "practices", practice)["content"] == [found]
    assert shown(mcsj, "actions", copy)["content"] == [found]
    assert shown(mcsj, "content", found)["practice"] == practice
    assert practice in mcsj("content", "show", found).out
    assert mcsj("check").code == 0


def test_what_a_practice_refuses(project: Path, mcsj: Run) -> None:
    refused(mcsj("practices", "add", "Uno"), 2, "--hecho")
    refused(mcsj("practices", "replicate", "compras"), 2, "--mesa")
    refused(mcsj("practices", "replicate", "compras", "--mesa", "michoacan"), 4, "michoacan")
    refused(mcsj("practices", "replicate", "compras", "--mesa", "leon", "--date", "2020-04-01"), 2)
    refused(mcsj("practices", "add", "--action", "zzz", "--done", "a", "--result", "b"), 5)


def test_groups_and_mesas_change_from_a_day_on(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mcsj("mesas", "move", "leon", "--group", "5", "--from", "2020-05-04").code == 0
    before, after = (
        json.loads(
            mcsj("meetings", "list", "--group", "6", "--week", week, "--format", "json").out
        )[-1]["local"]
        for week in ("2020-W18", "2020-W19")
    )
    assert "leon" in before
    assert "leon" not in after
    assert shown(mcsj, "mesas", "leon")["group"] == 6
    assert shown(mcsj, "mesas", "leon")["next"] == "2020-04-24T12:00:00-05:00"
    assert mcsj("mesas", "edit", "leon", "--name", "León de los Aldama").code == 0
    with monkeypatch.context() as later:
        later.setenv("MCSJ_NOW", "2020-05-04T09:00:00-05:00")
        moved = shown(mcsj, "mesas", "leon")
        assert (moved["group"], moved["name"]) == (5, "León de los Aldama")
    assert shown(mcsj, "mesas", "leon")["name"] == "León de los Aldama"
    assert mcsj("mesas", "move", "leon", "--group", "4", "--from", "2020-05-04").code == 0
    assert mcsj("mesas", "move", "leon", "--group", "6", "--from", "2020-05-04").code == 0
    assert (project / "data/groups.yaml").read_text(encoding="utf-8").count("slug: leon") == 1
    assert mcsj("mesas", "move", "leon", "--group", "5", "--from", "2020-05-04").code == 0
    assert (
        mcsj(
            "groups",
            "schedule",
            "5",
            "--weekday",
            "lunes",
            "--time",
            "9:00",
            "--from",
            "2020-05-04",
        ).code
        == 0
    )
    assert "lunes 09:00" in mcsj("groups", "show", "5").out
    result = mcsj(
        "groups", "schedule", "6", "--weekday", "monday", "--time", "17:00", "--from", "2020-05-04"
    )
    assert "Grupo 1" in result.err
    assert mcsj("groups", "schedule", "4", "--confirm").code == 0
    assert [
        one["number"]
        for one in json.loads(mcsj("groups", "list", "--status", "confirmed", "-f", "json").out)
    ] == [4]
    assert mcsj("check").code == 0


def test_what_is_written_down_of_meetings_stays_right(project: Path, mcsj: Run) -> None:
    """A change from a day on that is over would make the attendance of that week wrong.

    It is refused.
    """
    before = (project / "data/groups.yaml").read_bytes()
    refused(
        mcsj("mesas", "move", "guadalajara", "--group", "5", "--from", "2020-04-20"),
        6,
        "2020-W17-g4",
    )
    slot = (
        "groups",
        "schedule",
        "4",
        "--weekday",
        "tuesday",
        "--time",
        "18:00",
        "--from",
        "2020-04-29",
    )
    refused(mcsj(*slot), 6, "2020-W18-g4")
    assert (project / "data/groups.yaml").read_bytes() == before
    result = mcsj(*slot[:-1], "2020-05-06")
    assert result.code == 0
    assert "2020-W19" in result.err
    assert mcsj("check").code == 0


def test_a_schedule_that_is_agreed_stays_so_unless_the_hour_changes(
    project: Path, mcsj: Run
) -> None:
    def status() -> str:
        return str(json.loads(mcsj("groups", "list", "--format", "json").out)[3]["status"])

    assert mcsj("groups", "schedule", "4", "--confirm").code == 0
    refused(mcsj("groups", "schedule", "4", "--confirm"), 2)
    link = ("--link", "https://example.org/sala", "--from", "2020-04-20")
    assert mcsj("groups", "schedule", "4", *link).code == 0
    assert status() == "confirmed"
    assert mcsj("groups", "schedule", "4", "--time", "18:00", "--from", "2020-04-20").code == 0
    assert status() == "tentative"


def test_a_public_link_stays_public_until_there_is_another(project: Path, mcsj: Run) -> None:
    path = project / "data/groups.yaml"

    def public() -> list[bool]:
        lines = path.read_text(encoding="utf-8").splitlines()
        return ["public: true" in line for line in lines if "https://example.org/sala" in line]

    link = ("--link", "https://example.org/sala-1", "--from", "2020-04-20")
    assert mcsj("groups", "schedule", "4", *link).code == 0
    text = path.read_text(encoding="utf-8").replace("sala-1'", "sala-1', public: true")
    path.write_text(text, encoding="utf-8")
    assert mcsj("groups", "schedule", "4", "--time", "18:00", "--from", "2020-05-04").code == 0
    assert public() == [True, True]
    assert (
        mcsj(
            "groups",
            "schedule",
            "4",
            "--link",
            "https://example.org/sala-2",
            "--from",
            "2020-05-04",
        ).code
        == 0
    )
    assert public() == [True, False]


def test_what_was_done_is_not_of_tomorrow(project: Path, mcsj: Run) -> None:
    refused(mcsj("actions", "done", "bancos", "--date", "2021-01-01"), 2, "2021-01-01")
    refused(
        mcsj("actions", "update", "bancos", "--note", "x", "--date", "2019-01-01"), 2, "2020-04-17"
    )
    refused(mcsj(*CONTACT, "--stage", "contacted", "--date", "mañana"), 2)
    refused(mcsj("practices", "replicate", "palabra", "--mesa", "leon", "--date", "mañana"), 2)


def test_a_contact_claims_no_meeting_that_is_not_so(project: Path, mcsj: Run) -> None:
    assert mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2020-04-28 17:00").code == 0
    other = (*CONTACT, "--stage", "meeting-set", "--meeting-at")
    refused(mcsj(*other, "2020-04-28 11:00"), 4, "mcsj reuniones mover 2020-04-28-leon")
    assert mcsj(*other, "2020-04-28 17:00").code == 0
    refused(mcsj(*other, "2019-04-21 11:00"), 2, "--si")
    assert mcsj("meetings", "cancel", "2020-04-28-leon", "--reason", "x").code == 0
    refused(mcsj(*other, "2020-04-28 17:00"), 4)
    again = mcsj(
        "meetings", "move", "2020-04-28-leon", "--to", "2020-04-28 17:00", "--reason", "Siempre sí"
    )
    assert "sí se llevará a cabo" in again.out


def test_what_groups_and_mesas_refuse(project: Path, mcsj: Run) -> None:
    refused(mcsj("groups", "schedule", "4"), 2, "--desde")
    refused(mcsj("groups", "schedule", "4", "--weekday", "jueves", "--time", "17:00"), 2, "--desde")
    refused(mcsj("groups", "schedule", "4", "--time", "25:00", "--from", "2020-05-04"), 6)
    refused(mcsj("groups", "schedule", "4", "--time", "9:00", "--from", "2020-01-06"), 2, "--si")
    refused(mcsj("groups", "schedule", "9", "--confirm"), 5)
    refused(
        mcsj("groups", "schedule", "4", "--timezone", "America/Mexico", "--from", "2020-05-04"),
        6,
        "Mexico_City",
    )
    refused(mcsj("mesas", "move", "leon", "--group", "6"), 2, "León")
    refused(mcsj("mesas", "move", "leon"), 2, "--grupo")
    refused(mcsj("mesas", "retire", "leon"), 2, "--si")
    refused(mcsj("mesas", "edit", "leon"), 2)
    refused(mcsj("mesas", "edit", "leon", "--state", "Jal"), 6)
    add = (
        "mesas",
        "add",
        "Zapopan",
        "--group",
        "4",
        "--state",
        "Jal",
        "--timezone",
        "America/Mexico_City",
    )
    refused(mcsj(*add[:3]), 2, "--grupo")
    refused(mcsj(*add, "--municipality", "14999"), 6, "14999")
    refused(mcsj(*add, "--municipality", "19039"), 6)
    refused(mcsj(*add, "--slug", "leon"), 4)
    refused(mcsj(*add, "--slug", "Zapopan Centro"), 6, "zapopan-centro")
    assert mcsj(*add, "--municipality", "14120=Zapopan,20.72111,-103.39056").code == 0
    assert mcsj("check").code == 0


def test_what_changes_weeks_that_are_over_is_asked_about(project: Path, mcsj: Run) -> None:
    move = ("mesas", "move", "leon", "--group", "5", "--from", "2020-04-01")
    refused(mcsj(*move), 2, "semanas que ya pasaron")
    late = (
        "groups",
        "schedule",
        "1",
        "--time",
        "19:00",
        "--from",
        "2020-04-20",
    )  # which met on that very Monday
    refused(
        mcsj(*late),
        2,
        "Desde el lunes 20 de abril de 2020 cambian también reuniones que ya pasaron",
    )
    assert mcsj(*late, "--yes").code == 0
    assert (
        mcsj("groups", "schedule", "1", "--time", "19:00", "--from", "2020-04-28").code == 2
    )  # as it is already


def test_a_moved_meeting_stays_when_it_is_on_whatever_clock_the_group_plans(
    project: Path, mcsj: Run
) -> None:
    def read_start() -> str:
        found: str = shown(mcsj, "meetings", "2020-W24-g4")["start"]
        return found

    assert (
        mcsj("meetings", "move", "2020-W24-g4", "--to", "2020-06-12 10:00", "--reason", "r").code
        == 0
    )
    assert read_start() == "2020-06-12T10:00:00-05:00"
    new = (
        "groups",
        "schedule",
        "4",
        "--timezone",
        "America/Tijuana",
        "--time",
        "15:00",
        "--from",
        "2020-05-25",
    )
    assert mcsj(*new).code == 0
    assert read_start() == "2020-06-12T08:00:00-07:00"
    assert mcsj("undo").code == 0
    assert read_start() == "2020-06-12T10:00:00-05:00"


def test_several_mesas_of_an_action_by_commas(project: Path, mcsj: Run) -> None:
    assert read(mcsj(*ADD, *REST[2:], "--mesa", "leon,colima", "--mesa", "pachuca"))["mesas"] == [
        "leon", "colima", "pachuca",
    ]  # fmt: skip


def test_a_change_of_hour_is_called_so(project: Path, mcsj: Run) -> None:
    told = [mcsj("meetings", "move", "2020-W20-g4", "--to", when, "--reason", "x").out for when in
            ("2020-05-14 18:00", "2020-05-13 18:00")]  # fmt: skip
    assert ["Cambio de hora" in text for text in told] == [True, False]
    assert ["Cambio de fecha" in text for text in told] == [False, True]
    assert mcsj("meetings", "cancel", "2020-W20-g4", "--reason", "x").code == 0
    refused(mcsj("meetings", "agenda", "2020-W20-g4", "--add", "x"), 2, "La reunión está cancelada")


def test_a_moved_meeting_that_would_leave_its_week_keeps_its_clock(
    project: Path, mcsj: Run
) -> None:
    assert (
        mcsj("meetings", "move", "2020-W19-g4", "--to", "2020-05-10 23:30", "--reason", "x").code
        == 0
    )
    new = ("groups", "schedule", "4", "--timezone", "America/New_York", "--from", "2020-05-01")
    refused(mcsj(*new), 6, "data/meetings/2020/2020-W19-g4.yaml")
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    assert mcsj(*new).code == 0  # where one that is off had been moved to is nobody's business
    assert mcsj("check").code == 0


def test_a_new_mesa_is_told_of_before_a_later_slot_begins(project: Path, mcsj: Run) -> None:
    def read_sequences() -> dict[str, int]:
        told = mcsj(
            "meetings",
            "ics",
            "--group",
            "4",
            "--expand",
            "--from",
            "2020-05-11",
            "--until",
            "2020-06-20",
            "-o",
            "-",
        )
        events: list[Any] = icalendar.Calendar.from_ical(told.out).walk("VEVENT")
        return {str(event["UID"]): int(event["SEQUENCE"]) for event in events}

    later = (
        "groups",
        "schedule",
        "4",
        "--weekday",
        "martes",
        "--time",
        "18:00",
        "--from",
        "2020-06-01",
    )
    assert mcsj(*later).code == 0
    before = read_sequences()
    new = (
        "mesas",
        "add",
        "Nueva",
        "--group",
        "4",
        "--state",
        "Jal",
        "--timezone",
        "America/Mexico_City",
    )
    refused(mcsj(*new, "--from", "2020-04-06"), 2, "semanas que ya pasaron")
    assert mcsj(*new, "--from", "2020-05-10").code == 0
    after = read_sequences()
    assert len(before) == 6
    assert after == {uid: sequence + 1 for uid, sequence in before.items()}
