"""`mcsj meetings` as people and scripts run it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Result

Run = Callable[..., Result]
GROUPS = range(1, 7)


def listed(mcsj: Run, *options: str) -> list[dict[str, Any]]:
    result = mcsj("meetings", "list", *options, "--format", "json")
    assert (result.code, result.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(result.out)
    return found


def uids(mcsj: Run, *options: str) -> list[str]:
    return [item["uid"] for item in listed(mcsj, *options)]


def events(text: str) -> list[str]:
    return re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text.replace("\r\n ", ""), re.DOTALL)


def unfold(text: str) -> str:
    return text.replace("\r\n ", "")


def exported(mcsj: Run, *options: str) -> str:
    result = mcsj("meetings", "ics", *options, "-o", "-")
    assert (result.code, result.err) == (0, "")
    return result.out


def snapshot(folder: Path) -> dict[str, bytes]:
    """Take down every file of a folder, what the program keeps for itself excepted."""
    files = [
        path for path in folder.rglob("*") if path.is_file() and ".mcsj/" not in path.as_posix()
    ]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# list


def test_without_days_it_lists_four_weeks_from_this_one(project: Path, mcsj: Run) -> None:
    found = listed(mcsj)
    assert len(found) == 24 + 3  # one a week of each group, and those with a mesa
    assert found[0]["start"] == "2020-04-20T17:00:00-05:00"
    assert found[-1]["start"] == "2020-05-15T17:00:00-05:00"
    assert [item["start"] for item in found] == sorted(item["start"] for item in found)
    weekly = {item["uid"][:8] for item in found if "W" in item["uid"]}
    assert weekly == {"2020-W17", "2020-W18", "2020-W19", "2020-W20"}


def test_four_weeks_are_counted_on_the_networks_own_clock(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-04-27T03:00:00+00:00")  # still Sunday in Mexico City
    assert listed(mcsj)[0]["uid"] == "2020-W17-g1"


def test_one_group(project: Path, mcsj: Run) -> None:
    assert uids(mcsj, "--group", "4") == [
        "2020-W17-g4",
        "2020-04-28-cancun-im",
        "2020-W18-g4",
        "2020-W19-g4",
        "2020-W20-g4",
    ]
    assert uids(mcsj, "-g", "grupo 4") == uids(mcsj, "-g", "4")


@pytest.mark.parametrize("week", ["2020-W18", "2020w18", "2020-04-30"])
def test_one_week(project: Path, mcsj: Run, week: str) -> None:
    first, *rest = [f"2020-W18-g{number}" for number in (1, 2, 3, 5, 4, 6)]
    assert uids(mcsj, "--week", week) == [first, "2020-04-28-cancun-im", *rest]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("--from", "2020-04-23", "--to", "2020-04-23"), ["2020-W17-g4"]),
        (
            ("--from", "2020-04-23", "--to", "24/04/2020"),
            ["2020-W17-g4", "2020-W17-g6", "2020-W17-g5"],
        ),
        (("--from", "2020-04-25", "--to", "2020-04-26"), []),
        (
            ("--from", "2020-04-30", "--to", "2020-05-01"),
            ["2020-W18-g5", "2020-W18-g4", "2020-W18-g6"],
        ),
        (("--from", "2020-05-01", "--to", "2020-05-01"), ["2020-W18-g6"]),  # group 5 was moved away
        (("--to", "2020-04-20"), ["2020-04-17-monterrey", "2020-W17-g1"]),
        (("--from", "2020-W17", "--to", "2020-W17", "-g", "6"), ["2020-04-21-leon", "2020-W17-g6"]),
    ],
)
def test_both_days_are_included(
    project: Path, mcsj: Run, days: tuple[str, ...], expected: list[str]
) -> None:
    assert uids(mcsj, *days) == expected


def test_days_as_people_say_them_are_told_in_full(project: Path, mcsj: Run) -> None:
    said = mcsj("meetings", "list", "--from", "hoy", "--to", "mañana", "--format", "json")
    written = mcsj(
        "meetings", "list", "--from", "2020-04-23", "--to", "2020-04-24", "--format", "json"
    )
    assert (said.code, said.out) == (0, written.out)
    assert said.err.splitlines() == [
        "Entendí: jueves 23 de abril de 2020",
        "Entendí: viernes 24 de abril de 2020",
    ]


def test_a_last_day_without_its_year_comes_after_the_first(project: Path, mcsj: Run) -> None:
    said = mcsj("content", "list", "--from", "lunes", "--to", "domingo", "--format", "json")
    written = mcsj("content", "list", "--week", "2020-W17", "--format", "json")
    assert (said.code, said.out) == (0, written.out)


def test_an_open_end_lies_four_weeks_away(project: Path, mcsj: Run) -> None:
    found = uids(mcsj, "--from", "2020-04-23", "-g", "4")
    assert found == [
        "2020-W17-g4",
        "2020-04-28-cancun-im",
        "2020-W18-g4",
        "2020-W19-g4",
        "2020-W20-g4",
    ]


def test_a_mesa_sees_the_meetings_of_its_group_and_its_own(project: Path, mcsj: Run) -> None:
    assert uids(mcsj, "--week", "2020-W17", "--mesa", "león") == ["2020-04-21-leon", "2020-W17-g6"]
    assert mcsj("meetings", "list", "--mesa", "nadie").code == 5


def test_one_status(project: Path, mcsj: Run) -> None:
    assert uids(mcsj, "--status", "cancelled") == ["2020-W18-g6"]
    assert uids(mcsj, "--status", "confirmed") == [
        "2020-04-21-leon",
        "2020-04-22-cd-juarez",
        "2020-04-28-cancun-im",
    ]
    assert len(uids(mcsj, "--status", "tentative")) == 23
    assert mcsj("meetings", "list", "--status", "perhaps").code == 2


def test_an_item_for_programs(project: Path, mcsj: Run) -> None:
    [item] = listed(mcsj, "--from", "2020-04-30", "--to", "2020-04-30", "--group", "5")
    assert item == {
        "uid": "2020-W18-g5",
        "group": 5,
        "name": "Grupo 5",
        "start": "2020-04-30T11:00:00-05:00",
        "end": "2020-04-30T12:00:00-05:00",
        "timezone": "America/Mexico_City",
        "status": "tentative",
        "moved": True,
        "held": None,
        "reason": (
            "El viernes 1 de mayo es día de descanso obligatorio; la reunión se adelanta al jueves."
        ),
        "local": {
            "aguascalientes": "2020-04-30T11:00:00-05:00",
            "cd-juarez": "2020-04-30T10:00:00-06:00",
            "colima": "2020-04-30T11:00:00-05:00",
            "valle-de-bravo": "2020-04-30T11:00:00-05:00",
            "tuxtla-gutierrez": "2020-04-30T11:00:00-05:00",
        },
    }


@pytest.mark.parametrize(
    ("group", "day", "mesa", "local"),
    [
        ("4", "2020-04-23", "cancun-im", "2020-04-23T17:00:00-05:00"),
        ("4", "2026-04-23", "cancun-im", "2026-04-23T18:00:00-05:00"),
        ("4", "2026-01-22", "cancun-im", "2026-01-22T18:00:00-05:00"),
        ("5", "2020-04-24", "cd-juarez", "2020-04-24T16:00:00-06:00"),
        ("5", "2026-04-24", "cd-juarez", "2026-04-24T17:00:00-06:00"),
        ("5", "2026-01-23", "cd-juarez", "2026-01-23T16:00:00-07:00"),
    ],
)
def test_each_mesa_has_its_own_hour(
    project: Path, mcsj: Run, group: str, day: str, mesa: str, local: str
) -> None:
    [item] = listed(mcsj, "--from", day, "--to", day, "-g", group)
    assert item["local"][mesa] == local
    assert item["start"][:19] == f"{day}T17:00:00"


def test_people_read_days_hours_and_the_clocks_that_differ(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "list", "--week", "2020-W18")
    assert (result.code, result.err) == (0, "")
    heading, *rows = result.out.splitlines()
    assert heading.split() == ["Reunión", "Día", "Hora", "Quién", "Situación", "Otras", "horas"]
    assert [re.split(r"\s{2,}", row)[1:] for row in rows] == [
        ["lun 27 abr 2020", "17:00", "Grupo 1", "por confirmar"],
        ["mar 28 abr 2020", "11:00", "Mesa Cancún-IM", "confirmada"],
        ["mar 28 abr 2020", "17:00", "Grupo 2", "por confirmar"],
        ["mié 29 abr 2020", "17:00", "Grupo 3", "por confirmar"],
        ["jue 30 abr 2020", "11:00", "Grupo 5", "movida", "Cd. Juárez 10:00"],
        ["jue 30 abr 2020", "17:00", "Grupo 4", "por confirmar"],
        ["vie 1 may 2020", "12:00", "Grupo 6", "cancelada"],
    ]


def test_days_without_meetings_are_told_and_no_failure(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "list", "--from", "2020-01-01", "--to", "2020-01-31")
    assert (result.code, result.out) == (0, "")
    assert "No hay reuniones" in result.err


def test_a_record_that_cannot_be_read_is_named_and_the_rest_listed(
    project: Path, mcsj: Run
) -> None:
    (project / "data/meetings/2020/2020-W18-g6.yaml").write_text("group: seis\n", encoding="utf-8")
    result = mcsj("meetings", "list", "--week", "2020-W18", "-f", "json")
    assert result.code == 0
    assert len(json.loads(result.out)) == 7
    assert "2020-W18-g6.yaml:1" in result.err


@pytest.mark.parametrize("command", [("list",), ("ics", "-o", "-")])
@pytest.mark.parametrize(("given", "proposed"), [("9", "1, 2, 3, 4, 5, 6"), ("Grupo 7", "«Grupo ")])
def test_an_unknown_group_is_answered_with_the_known_ones(
    project: Path, mcsj: Run, command: tuple[str, ...], given: str, proposed: str
) -> None:
    result = mcsj("meetings", *command, "--group", given)
    assert (result.code, result.out) == (5, "")
    assert f"«{given}»" in result.err
    assert proposed in result.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--week", "2020-W60"), "2020-W60"),
        (("--week", "2021-W53"), "2021-W53"),
        (("--week", "pronto"), "pronto"),
        (("--from", "2020-02-30"), "2020-02-30"),
        (("--from", "2020-05-02", "--to", "2020-05-01"), "2020-05-01"),
        (("--week", "2020-W18", "--from", "2020-05-01"), "--semana"),
    ],
)
def test_days_that_cannot_be(project: Path, mcsj: Run, options: tuple[str, ...], told: str) -> None:
    result = mcsj("meetings", "list", *options)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


# ics


def test_a_calendar_is_named_after_its_group(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "ics", "--group", "4")
    assert (result.code, result.out) == (0, "grupo-4.ics\n")
    assert "nunca se actualiza solo" in result.err
    content = (project / "grupo-4.ics").read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"\r\nX-WR-CALNAME:Grupo 4" in content


def test_a_calendar_goes_into_the_file_named(project: Path, mcsj: Run) -> None:
    file = project / "mío.ics"
    file.write_text("what was there before", encoding="utf-8")
    before = set(snapshot(project))
    result = mcsj("meetings", "ics", "--group", "4", "-o", file)
    assert (result.code, result.out) == (0, f"{file}\n")
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert set(snapshot(project)) == before


def test_a_calendar_on_the_screen_is_the_file_and_nothing_else(project: Path, mcsj: Run) -> None:
    out = exported(mcsj, "--group", "4")
    mcsj("meetings", "ics", "--group", "4", "-o", "4.ics")
    assert out.encode() == (project / "4.ics").read_bytes()
    assert out.startswith("BEGIN:VCALENDAR\r\n")
    assert out.endswith("END:VCALENDAR\r\n")
    assert out.count("\n") == out.count("\r\n") == out.count("\r")


def test_a_calendar_speaks_the_networks_language(
    project: Path, mcsj: Run, mcsj_process: Run
) -> None:
    english = mcsj_process("meetings", "ics", "-g", "6", "-o", "-", lang="en")
    assert english.out == exported(mcsj, "-g", "6")
    assert "SUMMARY:CANCELADA: Grupo 6" in english.out


def test_all_calendars_go_into_a_folder(project: Path, mcsj: Run) -> None:
    (project / "todos").mkdir()
    result = mcsj("meetings", "ics", "--all", "-o", "todos")
    assert (result.code, result.out) == (
        0,
        "".join(f"todos/grupo-{number}.ics\n" for number in GROUPS),
    )
    assert sorted(path.name for path in (project / "todos").iterdir()) == [
        f"grupo-{number}.ics" for number in GROUPS
    ]
    assert (project / "todos/grupo-5.ics").read_bytes() == exported(mcsj, "--group", "5").encode()


def test_all_calendars_without_a_folder_go_here(project: Path, mcsj: Run) -> None:
    assert mcsj("meetings", "ics", "--all").code == 0
    assert sorted(path.name for path in project.glob("*.ics")) == [
        f"grupo-{number}.ics" for number in GROUPS
    ]


def test_a_mesa_has_the_meetings_of_its_group_and_its_own(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "ics", "--mesa", "Ciudad Juárez")
    assert (result.code, result.out) == (0, "mesa-cd-juarez.ics\n")
    text = exported(mcsj, "--mesa", "cd-juarez")
    assert "\r\nX-WR-TIMEZONE:America/Ciudad_Juarez\r\n" in text
    assert all(event.count("En Cd. Juárez: 1") == 1 for event in events(unfold(text)))
    told = re.findall(r"\r\nUID:(.*?)@", text)
    assert set(told) == {"g5-2020-04-20", "g5-2020-04-20-2022-10-30", "2020-04-22-cd-juarez"}


def test_all_meetings_go_into_one_calendar(project: Path, mcsj: Run) -> None:
    listed_uids = uids(mcsj, "--from", "2020-04-20", "--to", "2020-05-17")
    text = exported(mcsj, "--combined", "--expand", "--until", "2020-05-17")
    assert re.findall(r"\r\nUID:(.*?)@", text) == listed_uids
    assert "TZID" not in text
    assert mcsj("meetings", "ics", "--combined").out == "reuniones.ics\n"


def test_holidays_are_told_where_they_are_asked_for(project: Path, mcsj: Run) -> None:
    days = ("--group", "5", "--from", "2020-04-01", "--until", "2020-05-31")
    assert "Día del Trabajo" not in exported(mcsj, *days)
    text = exported(mcsj, *days, "--holidays")
    assert re.findall(r"UID:holiday-(.*?)@", text) == ["2020-04-09", "2020-04-10", "2020-05-01"]
    assert "SUMMARY:Día del Trabajo" in text


def test_a_meeting_moved_to_the_one_day_asked_for_is_found(project: Path, mcsj: Run) -> None:
    day = ("--from", "2020-04-30", "--until", "2020-04-30")
    assert "UID:2020-W18-g5@" in exported(mcsj, "--group", "5", "--expand", *day)


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ((), "Diga qué calendario"),
        (("--group", "4", "--all"), "Solo se puede pedir"),
        (("--mesa", "leon", "--combined"), "Solo se puede pedir"),
        (("--all", "--combined"), "Solo se puede pedir"),
    ],
)
def test_one_calendar_is_asked_for(
    project: Path, mcsj: Run, whose: tuple[str, ...], told: str
) -> None:
    result = mcsj("meetings", "ics", *whose)
    assert result.code == 2
    assert told in result.err
    assert not list(project.glob("*.ics"))


def test_without_a_first_day_it_begins_in_this_week(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        "\r\nDTSTART;TZID=America/Mexico_City:20200423T170000\r\n"
        in events(exported(mcsj, "-g", "4"))[0]
    )
    assert (
        "\r\nDTSTART;TZID=America/Mexico_City:20200420T170000\r\n"
        in events(exported(mcsj, "-g", "1"))[0]
    )
    monkeypatch.setenv("MCSJ_NOW", "2026-01-25T12:00:00-06:00")
    [event] = events(exported(mcsj, "-g", "4"))
    assert "\r\nDTSTART;TZID=America/Mexico_City:20260122T170000\r\n" in event


@pytest.mark.parametrize(
    ("first", "until", "start", "end"),
    [
        ("2020-05-07", "2020-05-21", "20200507T170000", "20200521T220000Z"),
        ("2020-05-08", "2020-05-28", "20200514T170000", "20200528T220000Z"),
        ("2020-05-08", "2020-05-27", "20200514T170000", "20200521T220000Z"),
        ("2020-W19", "2020-W20", "20200507T170000", "20200514T220000Z"),
        ("2020-05-07", "2020-05-07", "20200507T170000", "20200507T220000Z"),
    ],
)
def test_both_ends_of_a_calendar_are_included(
    project: Path, mcsj: Run, first: str, until: str, start: str, end: str
) -> None:
    [event] = events(exported(mcsj, "-g", "4", "--from", first, "--until", until))
    assert f"\r\nDTSTART;TZID=America/Mexico_City:{start}\r\n" in event
    assert re.findall(r"UNTIL=(\w+)", event) == [end]


def test_a_change_of_the_slot_is_told_to_phones(project: Path, mcsj: Run) -> None:
    file = project / "data/groups.yaml"
    text = file.read_text(encoding="utf-8")
    old = (
        "weekday: thursday, time: 17:00, minutes: 60, timezone: America/Mexico_City, "
        "status: tentative"
    )
    new = old.replace("17:00", "18:30").replace(
        "tentative", "confirmed, sequence: 1, updated: 2020-04-22"
    )
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    event = events(exported(mcsj, "-g", "4"))[0]
    for line in (
        "DTSTAMP:20200422T000000Z",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        "UID:g4-2020-04-20@mexico-sos.mcsj",
    ):
        assert f"\r\n{line}\r\n" in event
    assert "DTSTART;TZID=America/Mexico_City:20200423T183000" in event


@pytest.mark.parametrize(
    "options",
    [
        pytest.param((), id="neither a group nor all"),
        pytest.param(("--group", "4", "--all"), id="both"),
        pytest.param(("--all", "-o", "-"), id="all on the screen"),
        pytest.param(("--group", "4", "-o", "data"), id="onto a folder"),
        pytest.param(("--group", "4", "-o", "data/groups.yaml/4.ics"), id="below a file"),
        pytest.param(("--all", "-o", "data/groups.yaml"), id="all into a file"),
        pytest.param(
            ("--group", "4", "--from", "2020-01-01", "--until", "2020-03-31"), id="no meeting yet"
        ),
        pytest.param(
            ("--group", "4", "--from", "2020-04-24", "--until", "2020-04-29"),
            id="between two meetings",
        ),
        pytest.param(
            ("--all", "--from", "2020-04-25", "--until", "2020-04-26"), id="no meeting of anyone"
        ),
        pytest.param(
            ("--group", "4", "--from", "2020-05-02", "--until", "2020-05-01"), id="reversed"
        ),
        pytest.param(("--group", "4", "--until", "2020-04-19"), id="ends before this week"),
        pytest.param(("--group", "4", "--from", "pronto"), id="no day"),
        pytest.param(("--group", "4", "--until", "2021-W53"), id="no week"),
    ],
)
def test_what_cannot_be_written_leaves_nothing_behind(
    project: Path, mcsj: Run, options: tuple[str, ...]
) -> None:
    before = snapshot(project)
    result = mcsj("meetings", "ics", *options)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert snapshot(project) == before
    assert not (project / "missing").exists()


def test_all_calendars_are_written_or_none(project: Path, mcsj: Run) -> None:
    (project / "grupo-3.ics").mkdir()
    result = mcsj("meetings", "ics", "--all")
    assert (result.code, result.out) == (2, "")
    assert not (project / "grupo-1.ics").exists()


def test_groups_that_do_not_meet_in_those_days_get_no_file(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "ics", "--all", "--from", "2020-05-07", "--until", "2020-05-08")
    assert (result.code, result.out) == (0, "grupo-4.ics\ngrupo-5.ics\ngrupo-6.ics\n")


def test_no_calendar_is_made_of_records_that_cannot_be_read(project: Path, mcsj: Run) -> None:
    (project / "data/meetings/2020/2020-W18-g6.yaml").write_text("group: seis\n", encoding="utf-8")
    before = snapshot(project)
    result = mcsj("meetings", "ics", "--group", "4")
    assert (result.code, result.out) == (6, "")
    assert "2020-W18-g6.yaml:1" in result.err
    assert snapshot(project) == before


def test_outside_of_a_project_there_is_nothing_to_list(
    mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mcsj("meetings", "list").code == 3
    assert mcsj("meetings", "ics", "--all").code == 3


@pytest.mark.parametrize(
    "command",
    [
        ("meetings", "schedule", "--mesa", "cd-juarez", "--at", "2027-03-14 02:30"),
        ("meetings", "move", "2027-W10-g5", "--to", "2027-03-14 02:30", "--reason", "R"),
        ("followups", "add", "--mesa", "cd-juarez", "--channel", "call", "--stage", "meeting-set",
         "--summary", "S", "--meeting-at", "2027-03-14 02:30"),
    ],
)  # fmt: skip
def test_an_hour_that_the_clock_skips_is_refused(
    project: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    slot = (
        "--weekday",
        "sunday",
        "--time",
        "11:00",
        "--timezone",
        "America/Ciudad_Juarez",
        "--from",
        "2027-01-04",
    )
    assert mcsj("groups", "schedule", "5", *slot).code == 0
    before = sorted((project / "data").rglob("*.yaml"))
    result = mcsj(*command)
    assert result.code == 6
    assert "No existen las 02:30 h del domingo 14 de marzo de 2027" in result.err
    assert sorted((project / "data").rglob("*.yaml")) == before


def test_a_year_that_looks_like_a_slip_is_asked_about(project: Path, mcsj: Run) -> None:
    plan = ("meetings", "schedule", "--mesa", "leon", "--at", "2120-04-24 11:00")
    result = mcsj(*plan)
    assert (result.code, "más de 10 años" in result.err) == (2, True)
    assert not (project / "data/meetings/2120").exists()
    assert mcsj(*plan, "--yes").code == 0


def test_of_an_hour_that_comes_twice_the_first_counts(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "schedule", "--mesa", "cd-juarez", "--at", "2027-11-07 01:30")
    assert result.code == 0
    assert "llegan dos veces" in result.err
    assert (
        mcsj("meetings", "ics", "--mesa", "cd-juarez", "--from", "2027-11-07", "-o", "x.ics").code
        == 0
    )
    assert "DTSTART:20271107T073000Z" in (project / "x.ics").read_text(encoding="utf-8")


def test_what_was_held_is_told_in_the_list(project: Path, mcsj: Run) -> None:
    rows = mcsj("meetings", "list", "--week", "2020-W17", "--format", "json").out
    assert [one["held"] for one in json.loads(rows)] == [
        True,
        True,
        True,
        True,
        True,
        True,
        False,
        True,
    ]
    told = mcsj("meetings", "list", "--week", "2020-W17").out
    assert (told.count(" celebrada"), told.count("por confirmar")) == (
        6,
        2,
    )  # those of Friday are still to come


def test_clocks_and_places_are_told_in_the_persons_words(project: Path, mcsj: Run) -> None:
    shown = mcsj("meetings", "show", "2020-W17-g3").out
    assert "Tamaulipas (hora de Matamoros) 17:00" in shown
    assert "America/" not in shown
    told = mcsj("meetings", "agenda", "2020-W20-g4", "--add", "Dos", "--at", "99")
    assert told.code == 0, told
    count = sum(line[0].isdigit() for line in told.out.splitlines()[1:])
    assert f"Hay {count} puntos: quedó como el último." in told.err
