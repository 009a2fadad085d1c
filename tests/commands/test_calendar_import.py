"""`calendar import` as people call it.

A proposal first, then one change, and nothing the second time.
"""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.conftest import ROOT, Result
from tests.store.test_history import picture

Run = Callable[..., Result]
FILES = ROOT / "tests/calendars/ics"
STALE = """BEGIN:VTIMEZONE
TZID:Central Standard Time (Mexico)
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0600
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=4
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.fixture(autouse=True)
def in_april_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2026-04-20T09:00")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a calendar of some events, each as «title, start, more lines»."""

    def make(*events: tuple[str, ...], before: str = "") -> Path:
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *before.split("\n")]
        for number, (title, start, *more) in enumerate(events):
            own = [
                f"UID:{number}",
                "DTSTAMP:20260401T000000Z",
                f"SUMMARY:{title}",
                f"DTSTART{start}",
                "DURATION:PT1H",
            ]
            lines += [
                "BEGIN:VEVENT",
                *(line for line in own if not _is_in(line, more)),
                *more,
                "END:VEVENT",
            ]
        file = tmp_path / "calendario.ics"
        file.write_bytes("\r\n".join([*filter(None, lines), "END:VCALENDAR", ""]).encode())
        return file

    return make


def _is_in(line: str, others: list[str]) -> bool:
    return re.split("[:;]", line)[0] in {re.split("[:;]", other)[0] for other in others}


def proposed(mcsj: Run, file: Path, *options: str) -> list[dict[str, Any]]:
    result = mcsj("calendar", "import", file, *options, "--format", "json")
    assert result.code == 0, result
    return list(json.loads(result.out))


def acts(items: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(item["act"], item["meeting"], item["start"]) for item in items]


def commits(project: Path) -> list[str]:
    told = subprocess.run(
        ["git", "log", "--format=%s"], cwd=project, capture_output=True, check=True, text=True
    )
    return told.stdout.splitlines()


@pytest.mark.parametrize("name", ["outlook.ics", "outlook-sin-zona.ics"])
def test_outlook_with_its_zone_and_without(project: Path, mcsj: Run, name: str) -> None:
    assert acts(proposed(mcsj, FILES / name, "--group", "4")) == [
        ("schedule", "", "2026-04-23"),
        ("session", "2026-04-28-monterrey", "2026-04-28T11:30:00-06:00"),
        ("cancelled", "2026-W19-g4", "2026-05-07T18:00:00-06:00"),
        ("moved", "2026-W20-g4", "2026-05-15T10:00:00-06:00"),
        ("cancelled", "2026-W23-g4", "2026-06-04T18:00:00-06:00"),
    ]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("outlook.ics", ("--group", "4")),
        ("google.ics", ("--group", "3")),
        ("apple.ics", ("--mesa", "juarez")),
    ],
)
def test_a_proposal_then_one_change_then_nothing(
    project: Path, mcsj: Run, name: str, who: tuple[str, str]
) -> None:
    before, history = picture(project), commits(project)
    dry = mcsj("calendar", "import", FILES / name, *who)
    assert dry.code == 0
    assert "--aplicar" in dry.err
    assert picture(project) == before
    done = mcsj("calendario", "importar", FILES / name, *who, "--apply")
    assert done.code == 0, done
    assert done.out == dry.out
    assert len(commits(project)) == len(history) + 1
    assert commits(project)[0].startswith("calendar: import ")
    assert mcsj("check").code == 0
    after = picture(project)
    again = mcsj("calendar", "import", FILES / name, *who, "--apply")
    assert again.code == 0
    assert again.out == ""
    assert picture(project) == after
    assert mcsj("undo").code == 0
    assert picture(project) == before


def test_no_person_gets_into_the_data(project: Path, mcsj: Run) -> None:
    for name, *who in (
        ("outlook.ics", "--group", "4"),
        ("google.ics", "--group", "3"),
        ("apple.ics", "--mesa", "juarez"),
    ):
        assert mcsj("calendar", "import", FILES / name, *who, "--apply").code == 0
    written = "".join(
        path.read_text(encoding="utf-8") for path in (project / "data/meetings/2026").glob("*")
    )
    written += (project / "data/groups.yaml").read_text(encoding="utf-8") + "".join(
        commits(project)[:3]
    )
    assert "Seguimiento mensual" in written
    for personal in ("Rocío", "mailto", "@", "0000", "Enlace", "PIN"):
        assert personal not in written.replace("%40", "")


def test_a_whole_calendar_of_a_coordinator(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    """Of many weekly meetings those count whose title names the group.

    Where none does, it is asked.
    """
    weekly = "RRULE:FREQ=WEEKLY"
    file = write(
        ("Grupo 40", ":20260421T150000Z", weekly),
        ("Reunión del GRUPO 4", ":20260423T230000Z", weekly),
        ("Yoga", ":20260424T130000Z", weekly),
    )
    result = mcsj("calendar", "import", file, "--group", "4")
    assert "se dejaron fuera 2 reuniones que se repiten" in result.err
    assert acts(proposed(mcsj, file, "--group", "4")) == []  # at five, as it is already
    asked = mcsj("calendar", "import", file, "--group", "5")
    assert asked.code == 6
    assert "calendario.ics:1" in asked.err
    assert "dos veces en la semana 2026-W17" in asked.err
    [found] = proposed(mcsj, file, "--group", "5", "--only", "yoga")
    assert "07:00" in found["after"]


def test_a_clock_that_nobody_has_updated_is_refused_and_can_be_said(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    """A machine that still has Mexican summer time means other instants than its people do.

    A person has to say.
    """
    local = ';TZID="Central Standard Time (Mexico)":20260423T180000'
    file = write(("Grupo 4", local, "RRULE:FREQ=WEEKLY"), before=STALE)
    result = mcsj("calendar", "import", file, "--group", "4", "--apply")
    assert result.code == 6
    assert "no coincide con ningún reloj de la red" in result.err
    assert "--zona" in result.err
    [found] = proposed(mcsj, file, "--group", "4", "--timezone", "America/Mexico_City")
    assert "18:00 h (America/Mexico_City)" in found["after"]


def test_the_border_keeps_its_clock(project: Path, mcsj: Run, write: Callable[..., Path]) -> None:
    """Outlook in Juárez says only «Mountain Standard Time»,
    of which no network's zone has the name.
    """
    local = ";TZID=Mountain Standard Time:20260424T160000"
    [found] = proposed(mcsj, write(("x", local, "RRULE:FREQ=WEEKLY")), "--group", "5")
    assert "viernes 16:00 h (America/Ciudad_Juarez)" in found["after"]


def test_floating_hours_are_the_groups_own_and_said_so(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    file = write(("x", ":20260423T170000", "RRULE:FREQ=WEEKLY"))
    result = mcsj("calendar", "import", file, "--group", "4")
    assert "se tomaron como de America/Mexico_City" in result.err
    assert "no dice nada que no se sepa ya" in result.err


def test_a_group_without_a_schedule_gets_one(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    path = project / "data/groups.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n  - {number: 7, series: [], mesas: []}\n", encoding="utf-8")
    file = write(("x", ":20260424T000000Z", "RRULE:FREQ=WEEKLY"))
    assert mcsj("calendar", "import", file, "--group", "7", "--apply").code == 0
    assert "jueves 18:00 h" in mcsj("groups", "show", "7").out
    single = write(("Grupo 7", ":20260424T000000Z"))
    path.write_text(text + "\n  - {number: 7, series: [], mesas: []}\n", encoding="utf-8")
    assert "no tiene reunión en la semana" in mcsj("calendar", "import", single, "--group", "7").err


def test_what_the_network_cancelled_can_take_place_after_all(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    assert mcsj("meetings", "cancel", "2026-W18-g4", "--reason", "x").code == 0
    file = write(("x", ":20260423T230000Z", "RRULE:FREQ=WEEKLY", "STATUS:TENTATIVE"))
    assert acts(proposed(mcsj, file, "--group", "4")) == [
        ("resumed", "2026-W18-g4", "2026-04-30T17:00:00-06:00")
    ]
    assert mcsj("calendar", "import", file, "--group", "4", "--apply").code == 0
    assert proposed(mcsj, file, "--group", "4") == []


def test_what_was_held_stays(project: Path, mcsj: Run, write: Callable[..., Path]) -> None:
    assert mcsj("meetings", "record", "2026-W16-g4", "--present", "torreon").code == 0
    weekly = "RRULE:FREQ=WEEKLY"
    file = write(("x", ":20260409T230000Z", weekly, "EXDATE:20260416T230000Z"))
    result = mcsj(
        "calendar", "import", file, "--group", "4", "--from", "2026-04-06", "--to", "2026-04-26"
    )
    assert "2026-W16-g4 ya se celebró: queda como está" in result.err
    assert result.out == ""


def test_a_meeting_that_leaves_its_week_is_cancelled_there(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    moved = ("x", ":20260506T230000Z", "UID:0", "RECURRENCE-ID:20260430T230000Z")
    file = write(("x", ":20260423T230000Z", "RRULE:FREQ=WEEKLY"), moved)
    result = mcsj("calendar", "import", file, "--group", "4")
    assert "se mueve a otra semana" in result.err
    assert [item[:2] for item in acts(proposed(mcsj, file, "--group", "4"))] == [
        ("cancelled", "2026-W18-g4")
    ]


def test_every_other_week_and_every_month_are_no_groups_schedule(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    for rule in ("FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=DAILY"):
        result = mcsj(
            "calendar", "import", write(("x", ":20260423T230000Z", f"RRULE:{rule}")), "--group", "4"
        )
        assert result.code == 6
        assert "no se repite una vez por semana" in result.err
        assert "--zona" not in result.err  # no clock would help


def test_an_hour_that_the_clock_skips_is_named(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    local = ";TZID=America/Mexico_City:20210404T023000"
    days = ("--group", "4", "--from", "2021-04-01", "--to", "2021-05-01")
    result = mcsj("calendar", "import", write(("x", local, "RRULE:FREQ=WEEKLY")), *days)
    assert result.code == 6
    assert "el 2021-04-04 no existe la hora 02:30" in result.err
    assert "--zona" not in result.err
    assert "como lo describe el archivo" not in result.err
    assert "no existe la hora 02:30" in mcsj("calendar", "import", write(("x", local)), *days).err


def test_a_title_that_no_event_has(project: Path, mcsj: Run, write: Callable[..., Path]) -> None:
    titles = ["Yoga", "Reunión del grupo 4", "Yoga", "Llamar a ana@example.org", "Uno", "Dos"]
    file = write(*((title, ":20260423T230000Z") for title in titles))
    result = mcsj("calendar", "import", file, "--group", "4", "--only", "nada")
    assert result.code == 6
    told = " ".join(result.err.split())
    assert "ningún título contiene «nada»" in told
    assert "«Yoga», «Reunión del grupo 4», «Uno», …" in told
    assert "example.org" not in told
    assert "--desde" not in told


def test_a_clock_is_told_of_only_where_its_name_is_another(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    weekly = "RRULE:FREQ=WEEKLY"
    plain = write(("x", ";TZID=America/Mexico_City:20260423T180000", weekly))
    assert "qué reloj" not in mcsj("calendar", "import", plain, "--group", "4").err
    windows = write(("x", ";TZID=Central Standard Time (Mexico):20260423T180000", weekly))
    assert (
        "por su nombre se tomó como America/Mexico_City"
        in mcsj("calendar", "import", windows, "--group", "4").err
    )


def test_meetings_of_a_mesa(project: Path, mcsj: Run, write: Callable[..., Path]) -> None:
    """Its group's meeting is none of its own, a day has one,
    and what is gone from the file is told.
    """
    assert mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2026-05-12 10:00").code == 0
    assert mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2026-05-13 10:00").code == 0
    file = write(
        ("Semanal", ":20260424T180000Z", "RRULE:FREQ=WEEKLY;COUNT=2"),
        ("Uno", ":20260428T160000Z"),
        ("Dos", ":20260428T200000Z"),
        ("Tres", ":20260512T170000Z", "LOCATION:https://example.org/tres"),
        ("Cuatro", ":20260601T160000Z", "STATUS:CANCELLED"),
    )
    result = mcsj("calendar", "import", file, "--mesa", "leon")
    assert result.code == 0, result
    assert (
        result.err.count("es la reunión de «Grupo 6»") == 1
    )  # told once, however often it is repeated
    assert "el 2026-04-28 tiene otra" in result.err
    assert "2026-05-13-leon no está en el archivo" in result.err
    assert acts(proposed(mcsj, file, "--mesa", "leon")) == [
        ("session", "2026-04-28-leon", "2026-04-28T10:00:00-06:00"),
        ("moved", "2026-05-12-leon", "2026-05-12T11:00:00-06:00"),
    ]
    assert mcsj("calendar", "import", file, "--mesa", "leon", "--apply").code == 0
    assert proposed(mcsj, file, "--mesa", "leon") == []
    assert "https://example.org/tres" in mcsj("meetings", "show", "2026-05-12-leon").out


def test_our_own_calendar_says_nothing_new(project: Path, mcsj: Run, tmp_path: Path) -> None:
    assert (
        mcsj("meetings", "move", "2026-W18-g4", "--to", "2026-04-29 10:00", "--reason", "x").code
        == 0
    )
    assert mcsj("meetings", "cancel", "2026-W19-g4", "--reason", "x").code == 0
    assert mcsj("meetings", "ics", "--group", "4", "-o", tmp_path / "g4.ics").code == 0
    assert proposed(mcsj, tmp_path / "g4.ics", "--group", "4") == []


def test_our_own_calendar_of_others_is_left_out(project: Path, mcsj: Run, tmp_path: Path) -> None:
    """By the UIDs: whoever takes the calendar of another group over would move every week."""
    file = tmp_path / "g5.ics"
    assert mcsj("meetings", "schedule", "--mesa", "leon", "--at", "2026-05-12 10:00").code == 0
    assert mcsj("meetings", "ics", "--group", "5", "-o", file).code == 0
    result = mcsj("calendar", "import", file, "--group", "4")
    assert "de «Grupo 5»" in result.err
    assert proposed(mcsj, file, "--group", "4") == []
    assert mcsj("meetings", "ics", "--mesa", "leon", "--expand", "-o", file).code == 0
    result = mcsj("calendar", "import", file, "--mesa", "leon")
    assert result.err.count("se dejaron fuera") == 1
    assert re.search(
        r"se dejaron fuera \d\d reuniones, del 2026-\d\d-\d\d al .*de «Grupo 6»", result.err
    )
    assert "2026-05-12-leon" not in result.err  # which is its own, and as it is known
    assert proposed(mcsj, file, "--mesa", "leon") == []
    assert proposed(mcsj, file, "--group", "4") == []


def test_many_left_out_are_told_at_once(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    file = write(*(("x", f":202605{day:02}T180000Z") for day in (1, 8, 15)))
    result = mcsj("calendar", "import", file, "--mesa", "leon")
    assert (
        "se dejaron fuera 3 reuniones, del 2026-05-01 al 2026-05-15: son las de «Grupo 6»"
        in result.err
    )
    assert result.err.count("Grupo 6") == 1


def test_what_cannot_be_asked(
    project: Path, mcsj: Run, tmp_path: Path, write: Callable[..., Path]
) -> None:
    file = FILES / "google.ics"
    assert mcsj("calendar", "import", file).code == 2
    assert mcsj("calendar", "import", file, "--group", "3", "--mesa", "leon").code == 2
    missing = mcsj("calendar", "import", tmp_path / "none.ics", "--group", "3")
    assert missing.code == 5
    assert "No hay archivo" in missing.err
    assert mcsj("calendar", "import", tmp_path, "--group", "3").code == 2
    assert mcsj("calendar", "import", file, "--group", "9").code == 5
    assert mcsj("calendar", "import", file, "--group", "3", "--timezone", "America/Nada").code == 6
    assert (
        mcsj(
            "calendar", "import", file, "--group", "3", "--from", "2026-05-01", "--to", "2026-04-01"
        ).code
        == 2
    )
    none = mcsj("calendar", "import", file, "--group", "3", "--from", "2031-01-01")
    assert none.code == 6
    assert "no se encontró ninguna reunión" in none.err


def test_an_endless_file(project: Path, mcsj: Run) -> None:
    result = mcsj("calendar", "import", "/dev/zero", "--group", "3")
    assert result.code == 6
    assert "10 MB" in result.err


def test_what_the_file_says_cannot_write_on_the_screen(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    file = write(("\x1b[31mMonterrey\x07", ";TZID=\x1b]0;x\x07:20260428T160000"))
    result = mcsj("calendar", "import", file, "--group", "4")
    assert result.code == 6
    assert "\x1b" not in result.out + result.err
    said = mcsj("calendar", "import", file, "--group", "4", "--timezone", "America/Cancun")
    assert said.code == 0
    assert "\x1b" not in said.out + said.err


@pytest.mark.parametrize("form", ["json", "yaml", "csv", "github"])
def test_every_format(project: Path, mcsj: Run, form: str) -> None:
    result = mcsj("calendar", "import", FILES / "outlook.ics", "--group", "4", "--format", form)
    assert "2026-W20-g4" in result.out


def test_in_english(project: Path, mcsj_process: Run) -> None:
    result = mcsj_process("calendar", "import", FILES / "google.ics", "--group", "3")
    assert "new schedule" in result.out
    assert "Nothing was written" in result.err


@pytest.mark.parametrize("expand", [("--expand",), ()])
def test_an_imported_hour_has_a_higher_sequence(
    project: Path, mcsj: Run, write: Callable[..., Path], expand: tuple[str, ...]
) -> None:
    def told() -> dict[str, tuple[int, str]]:
        assert (
            mcsj(
                "meetings", "ics", "--group", "4", *expand, "--from", "2026-04-20", "-o", "g.ics"
            ).code
            == 0
        )
        events = Calendar.from_ical((project / "g.ics").read_bytes()).walk("VEVENT")
        return {
            str(one["UID"]): (int(str(one["SEQUENCE"])), f"{one['DTSTART']} {one.get('RRULE')}")
            for one in events
        }

    for day, hour in (
        ("2026-05-04", "18:00"),
        ("2026-05-11", "19:00"),
        ("2026-05-18", "20:00"),
        ("2026-05-18", "21:00"),
    ):
        assert mcsj("groups", "schedule", "4", "--time", hour, "--from", day).code == 0
    before = told()
    file = write(
        ("Viernes", ";TZID=America/Mexico_City:20260508T100000", "RRULE:FREQ=WEEKLY;COUNT=20")
    )
    result = mcsj("calendar", "import", file, "--group", "4", "--from", "2026-05-04", "--apply")
    assert result.code == 0, result
    after = told()
    changed = [uid for uid in before.keys() & after.keys() if before[uid][1] != after[uid][1]]
    assert changed
    assert all(after[uid][0] > before[uid][0] for uid in changed)


@pytest.mark.parametrize(("planned", "first"), [("20260509", "02"), ("20260502", "04")])
def test_a_meeting_that_was_moved_into_the_days_looked_at_is_found(
    project: Path, mcsj: Run, tmp_path: Path, planned: str, first: str
) -> None:
    zone = ";TZID=America/Mexico_City:"
    events = [
        ("UID:1", f"DTSTART{zone}20260425T110000", "RRULE:FREQ=WEEKLY;COUNT=3"),
        ("UID:1", f"RECURRENCE-ID{zone}{planned}T110000", f"DTSTART{zone}20260506T110000"),
    ]
    file = tmp_path / "otro.ics"
    lines = [
        line
        for event in events
        for line in (
            "BEGIN:VEVENT",
            "DTSTAMP:20260401T000000Z",
            "SUMMARY:León",
            "DURATION:PT1H",
            *event,
            "END:VEVENT",
        )
    ]
    file.write_bytes(
        "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()
    )
    found = proposed(
        mcsj, file, "--mesa", "leon", "--from", f"2026-05-{first}", "--to", "2026-05-08"
    )
    assert "2026-05-06" in [item["start"][:10] for item in found]


def test_whose_a_meeting_is_its_whole_title_says(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    """Also where it names a person, and so is not kept."""
    file = write(
        (
            "León con Juana Pérez",
            ":20260428T200000Z",
            "ATTENDEE;CN=Juana Pérez:mailto:j@example.org",
        ),
        ("León tel 5512345678", ":20260429T200000Z"),
        ("León", ":20260430T200000Z"),
    )
    days = [f"2026-04-{day}-leon" for day in (28, 29, 30)]
    for who in (("--mesa", "leon"), ("--group", "6")):
        found = proposed(mcsj, file, *who)
        assert [item["meeting"] for item in found] == days, who
        shown = mcsj("calendar", "import", file, *who)
        assert "Juana" not in shown.out + shown.err
        assert "55123" not in shown.out + shown.err
        assert "no nombra" not in shown.err


def test_hours_without_a_clock_are_read_on_that_of_then(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    new = (
        "groups",
        "schedule",
        "4",
        "--timezone",
        "America/Tijuana",
        "--time",
        "15:00",
        "--from",
        "2026-05-25",
    )
    assert mcsj(*new).code == 0
    assert proposed(mcsj, write(("Grupo 4", ":20260507T170000")), "--group", "4") == []


def test_meetings_that_are_over_change_only_when_asked_for(
    project: Path, mcsj: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2026-04-23T09:00")
    file = write(("Grupo 1", ";TZID=America/Mexico_City:20260420T190000", "RRULE:FREQ=WEEKLY"))
    before = picture(project)
    asked = mcsj("calendar", "import", file, "--group", "1", "--apply")
    assert (asked.code, asked.out) == (2, ""), asked
    assert (
        "Desde el lunes 20 de abril de 2026 cambian también reuniones que ya pasaron" in asked.err
    )
    assert picture(project) == before
    assert mcsj("calendar", "import", file, "--group", "1", "--apply", "--yes").code == 0


def test_a_week_of_another_length_is_told(project: Path, mcsj: Run, tmp_path: Path) -> None:
    assert mcsj("meetings", "ics", "--group", "1", "-o", tmp_path / "g1.ics").code == 0
    content = (tmp_path / "g1.ics").read_text("utf-8")
    at = ";TZID=America/Mexico_City:20260511T170000"
    own = [
        f"RECURRENCE-ID{at}",
        f"DTSTART{at}",
        "DURATION:PT2H",
        "DTSTAMP:20260401T000000Z",
        "SUMMARY:Grupo 1",
    ]
    uid = next(line for line in content.splitlines() if line.startswith("UID:"))
    event = "\n".join(["BEGIN:VEVENT", uid, *own, "END:VEVENT", "END:VCALENDAR"])
    (tmp_path / "g1.ics").write_text(content.replace("END:VCALENDAR", event), "utf-8")
    result = mcsj("calendar", "import", tmp_path / "g1.ics", "--group", "1")
    assert "2026-W20-g1 tiene otra duración" in result.err


def test_a_moved_meeting_that_a_new_clock_puts_into_another_week_is_told_at_once(
    project: Path, mcsj: Run, write: Callable[..., Path]
) -> None:
    assert (
        mcsj("meetings", "move", "2026-W20-g4", "--to", "2026-05-17 23:30", "--reason", "x").code
        == 0
    )
    file = write(
        ("Grupo 4", ";TZID=America/New_York:20260430T190000", "RRULE:FREQ=WEEKLY;COUNT=30")
    )
    for options in ((), ("--apply",)):
        result = mcsj("calendar", "import", file, "--group", "4", *options)
        assert result.code == 6, result
        assert "2026-W20-g4 se movió" in result.err
