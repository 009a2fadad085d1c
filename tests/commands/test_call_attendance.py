"""`mcsj meetings attendance`: from the list of a video call to the marks of a meeting."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.test_prompts import _answer as answer
from tests.commands.test_prompts import _end as end
from tests.commands.test_prompts import _spawn as spawn
from tests.conftest import Result
from tests.doors.test_call_list import DATA, DAYLESS, EXPECTED, MEET

Run = Callable[..., Result]
MEETING = "2020-W17-g4"
RECORD = Path("data/meetings/2020/2020-W17-g4.yaml")
NAMES = ("Prueba", "Muestra", "Ejemplo", "Muñoz", "Espera", "Beto", "8100000001", "ana@example")
# Who is present by each list, once the two contacts below are known, and who else is asked for.
PRESENT: dict[str, set[str]] = {
    "zoom-2020-en-todas.csv": {"monterrey", "torreon", "guadalajara"},
    "zoom-2020-es-unicos.csv": {"monterrey", "torreon"},
    "zoom-2021-es-excel.csv": {"monterrey"},
    "zoom-2022-en-unique-block.csv": {"monterrey", "torreon"},
    "zoom-2026-en.csv": {"monterrey", "gomez-palacio"},
    "zoom-2026-es.csv": {"monterrey"},
    "zoom-webinar.csv": {"monterrey"},
    "teams-2020-es.csv": {"monterrey", "torreon"},
    "teams-2022-en.csv": {"monterrey", "torreon"},
    "teams-2022-en-be.csv": {"monterrey", "torreon"},
    "teams-2023-utf8-otras-palabras.csv": {"monterrey"},
    "teams-2024-es.csv": {"monterrey"},
    MEET: {"monterrey", "torreon"},
    "meet-en.csv": {"monterrey"},
    "nextcloud.csv": {"monterrey", "cancun-im"},
}
OTHERS = ("Coordinación Nacional=-", "iPhone de Beto=-", "Íñigo Muñoz=-")


@pytest.fixture(scope="module")
def attended_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a copy of the demo in which nobody has said who came, with two contacts."""
    folder = tmp_path_factory.mktemp("attended") / "red"
    shutil.copytree(demo_folder, folder)
    record = folder / RECORD
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub(r"attendance: .*\n", "", text), encoding="utf-8")
    subprocess.run(["git", "commit", "-qam", "x"], cwd=folder, check=True)
    (folder / "private").mkdir(exist_ok=True)
    (folder / "private/people.yaml").write_text(
        """people:
  - uid: ana-prueba
    name: Ana Prueba
    role: enlace
    mesa: monterrey
    channels:
      - {kind: e-mail, value: ana@example.org}
    created: 2020-04-01
    updated: 2020-04-01
  - uid: carla-muestra
    name: Carla Muestra
    role: enlace
    mesa: torreon
    channels:
      - {kind: phone, value: 871 000 0001}
    created: 2020-04-01
    updated: 2020-04-01
""",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def attended(attended_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "red"
    shutil.copytree(attended_folder, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MCSJ_NOW", "2020-04-23T19:00:00-05:00")
    monkeypatch.setenv("MCSJ_KEY", str(tmp_path / "key.txt"))
    return folder


def _list_as(name: str) -> list[str]:
    """Return the options that say of which mesa everybody else in a sample is."""
    shown = set(EXPECTED[name])
    options: list[str] = []
    for other in OTHERS:
        if other.partition("=")[0] in shown:
            options += ["--as", other]
    return options


def _count_commits(folder: Path) -> int:
    told = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=folder, check=True, capture_output=True
    )
    return int(told.stdout)


def _read_marks(mcsj: Run) -> dict[str, str]:
    shown = json.loads(mcsj("meetings", "show", MEETING, "-f", "json").out)
    marks: dict[str, str] = shown["attendance"]
    return marks


@pytest.mark.parametrize("name", PRESENT)
def test_a_list_becomes_the_marks_of_the_meeting(attended: Path, mcsj: Run, name: str) -> None:
    meeting = [MEETING] if name in DAYLESS else ["--group", "4"]
    command = ["meetings", "attendance", DATA / name, *meeting, *_list_as(name)]
    before = _count_commits(attended)
    proposed = mcsj(*command, "-f", "json")
    assert proposed.code == 0, proposed.err
    assert not any(one in proposed.out for one in NAMES)
    assert _count_commits(attended) == before
    done = mcsj(*command, "--apply")
    assert done.code == 0, done.err
    marks = _read_marks(mcsj)
    assert {slug for slug, mark in marks.items() if mark == "present"} == PRESENT[name]
    assert len(marks) == 5
    assert _count_commits(attended) == before + 1
    proposal = {item["mesa"]: item["after"] for item in json.loads(proposed.out) if item["after"]}
    assert proposal == marks
    again = mcsj(*command, "--apply")
    assert (again.code, again.err.count("Nada nuevo")) == (0, 1), again.err
    assert _count_commits(attended) == before + 1


def test_nobody_of_a_list_is_in_the_folder_but_in_private(attended: Path, mcsj: Run) -> None:
    said = ("--as", "iPhone de Beto=gomez-palacio")
    done = mcsj("meetings", "attendance", DATA / "zoom-2020-en-todas.csv", *said, "--apply")
    assert done.code == 0, done.err
    assert _read_marks(mcsj)["gomez-palacio"] == "present"
    kept = (attended / "private/callers.yaml").read_text(encoding="utf-8")
    assert "iPhone de Beto" in kept
    subprocess.run(["git", "repack", "-adq"], cwd=attended, check=True)
    objects = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=attended, check=True,
        capture_output=True,
    ).stdout  # fmt: skip
    seen = [objects]
    for path in attended.rglob("*"):
        if path.is_file() and attended / "private" not in path.parents:
            seen.append(path.read_bytes())
    seen.append(mcsj("log").out.encode())
    whole = b"\n".join(seen)
    for name in ("Carla Muestra", "Diego Ejemplo", "de Beto", "Notetaker", "Ana Prueba"):
        assert name.encode() not in whole


def test_names_that_are_remembered_are_locked_and_forgotten_like_contacts(
    attended: Path, mcsj: Run
) -> None:
    command = ["meetings", "attendance", DATA / "zoom-2020-es-unicos.csv", MEETING, "--apply"]
    said = ["--as", "iPhone de Beto=monterrey", "--as", "Coordinación Nacional=-"]
    assert mcsj(*command, *said).code == 0
    assert mcsj("people", "lock").code == 0
    assert not (attended / "private/callers.yaml").exists()
    sealed = (attended / "private/callers.yaml.age").read_bytes()
    assert b"Beto" not in sealed
    assert mcsj(*command).code == 0  # nobody is asked for again
    assert mcsj(*command, "--as", "iPhone de Beto=torreon").code == 0  # written encrypted
    assert mcsj("people", "unlock").code == 0
    kept = (attended / "private/callers.yaml").read_text(encoding="utf-8")
    assert not (attended / "private/callers.yaml.age").exists()
    assert "torreon" in kept
    assert mcsj("people", "forget", "carla-muestra", "--yes").code == 0
    kept = (attended / "private/callers.yaml").read_text(encoding="utf-8")
    assert "Beto" not in kept
    assert "Coordinación Nacional" in kept
    assert "callers" not in mcsj("people", "forget", "ana-prueba", "--yes").err


def test_whoever_is_unknown_is_named_by_the_row_and_nothing_is_written(
    attended: Path, mcsj: Run
) -> None:
    before = _count_commits(attended)
    shown = mcsj("meetings", "attendance", DATA / "zoom-2020-en-todas.csv")
    assert "iPhone de Beto" in shown.out
    assert shown.code == 0
    done = mcsj("meetings", "attendance", DATA / "zoom-2020-en-todas.csv", "--apply")
    assert done.code == 5
    assert "zoom-2020-en-todas.csv:8" in done.err
    assert "--como" in done.err
    assert not any(name in done.err for name in NAMES)
    assert _count_commits(attended) == before
    assert not (attended / "private/callers.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("bad-imagen.csv",), 6, "imagen"),
        (("bad-vacio.csv",), 6, "vacío"),
        (("bad-otra-tabla.csv",), 2, "--marcas"),
        (("../tables/asistencia-ancha.xlsx",), 2, "--marcas"),
        (("bad-zoom-uso.csv",), 2, "no dice quién asistió"),
        (("../contacts/iphone-30.vcf",), 2, "vCard"),
        (("../whatsapp/ambiguo.txt",), 2, "mcsj contenido pistas"),
        (("zoom-2026-es.csv", "2020-W17-g1"), 6, "zoom-2026-es.csv:3: esto es del 2020-04-23"),
        (("zoom-2026-es.csv", "--group", "1"), 6, "No hubo reunión"),
        (("zoom-ambiguo.csv", "2020-W17-g4"), 6, "no es de esta reunión"),
        (("meet-en.csv",), 2, "Diga qué reunión"),
        (("zoom-2026-es.csv", "--as", "Nadie=leon"), 5, "--como (1)"),
        (("zoom-2026-es.csv", "--as", "Ana Prueba"), 2, "de qué mesa"),
        (("zoom-2026-es.csv", "--as", "Ana Prueba=atlantis"), 5, "atlantis"),
        (("zoom-2026-es.csv", "--day-first", "--month-first"), 2, "--dia-primero"),
        (("zoom-2026-es.csv", "--month-first", "--group", "4"), 6, "en ese orden"),
        (("falta.csv",), 5, "falta.csv"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_way_out(
    attended: Path, mcsj: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = sorted((attended / "data").rglob("*"))
    done = mcsj("meetings", "attendance", DATA / arguments[0], *arguments[1:], "--apply")
    assert done.code == code, done.err
    assert said in done.err
    assert sorted((attended / "data").rglob("*")) == before


def test_days_that_read_both_ways_are_those_of_the_meeting(
    attended: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2021-12-01T19:00:00-06:00")
    table = tmp_path / "lista.csv"
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    row = "Ana Prueba,ana@example.org,{0} 17:00:00,{0} 18:00:00,60,Yes\n"
    for written, meeting in (("07/05/2020", "W19"), ("05/07/2020", "W19"), ("10/12/2020", "W50")):
        table.write_text(head + row.format(written), encoding="utf-8")
        done = mcsj("meetings", "attendance", table, "--group", "4", "-f", "json")
        assert (done.code, f"2020-{meeting}-g4" in done.err) == (0, True), written
    # 7 January and 1 July 2021 were Thursdays both.
    table.write_text(head + row.format("01/07/2021"), encoding="utf-8")
    done = mcsj("meetings", "attendance", table, "--group", "4")
    assert (done.code, "--dia-primero" in done.err) == (5, True)
    done = mcsj("meetings", "attendance", table, "--group", "4", "--day-first")
    assert (done.code, "2021-W26-g4" in done.err) == (0, True)
    # With the meeting's name there is nothing to choose.
    assert mcsj("meetings", "attendance", table, "2021-W01-g4").code == 0
    # Without the group there are meetings on both days.
    done = mcsj("meetings", "attendance", table)
    assert (done.code, "--grupo" in done.err) == (5, True)


def test_a_mesa_that_sent_word_is_excused_and_a_mark_by_hand_stays(
    attended: Path, mcsj: Run
) -> None:
    assert mcsj("meetings", "record", MEETING, "--present", "cancun-im").code == 0
    assert mcsj("meetings", "record", MEETING, "--excused", "torreon").code == 0
    done = mcsj("meetings", "attendance", DATA / "zoom-2026-es.csv", "--apply")
    assert done.code == 0, done.err
    marks = _read_marks(mcsj)
    assert marks["cancun-im"] == "present"
    assert marks["torreon"] == "excused"
    assert marks["monterrey"] == "present"


def test_minutes_say_who_counts(attended: Path, mcsj: Run) -> None:
    name = "teams-2022-en.csv"
    shown = mcsj("meetings", "attendance", DATA / name, "--minutes", "64", "-f", "json")
    marks = {item["mesa"]: item["after"] for item in json.loads(shown.out)}
    assert (marks["monterrey"], marks["torreon"]) == ("present", "absent")


def test_several_lists_are_of_one_meeting(attended: Path, mcsj: Run) -> None:
    lists = [DATA / "zoom-2026-es.csv", DATA / "zoom-2026-en.csv"]
    assert mcsj("meetings", "attendance", *lists, MEETING, "--apply").code == 0
    marks = _read_marks(mcsj)
    assert marks["gomez-palacio"] == marks["monterrey"] == "present"


def test_a_meeting_is_recorded_with_its_list(attended: Path, mcsj: Run) -> None:
    done = mcsj(
        "meetings", "record", MEETING, "--list", DATA / "zoom-2026-es.csv",
        "--excused", "torreon", "--notes", "Se habló de apoyos.",
    )  # fmt: skip
    assert done.code == 0, done.err
    marks = _read_marks(mcsj)
    assert (
        marks["monterrey"],
        marks["torreon"],
        marks["leon" if "leon" in marks else "guadalajara"],
    ) == ("present", "excused", "absent")
    assert "Se habló de apoyos." in (attended / RECORD).read_text(encoding="utf-8")
    unknown = mcsj("meetings", "record", MEETING, "--list", DATA / "meet-en.csv")
    assert unknown.code == 5


def test_a_first_name_is_no_mesa_and_one_word_is_no_contact(
    attended: Path, mcsj: Run, tmp_path: Path
) -> None:
    table = tmp_path / "lista.csv"
    table.write_text(
        "Name (Original Name),User Email,Join Time,Leave Time\n"
        "León Pérez,,04/23/2020 17:00:00,04/23/2020 18:00:00\n"
        "Ana,,04/23/2020 17:00:00,04/23/2020 18:00:00\n"
        "Ana Prueba Gómez,,04/23/2020 17:00:00,04/23/2020 18:00:00\n",
        encoding="utf-8",
    )
    shown = mcsj("meetings", "attendance", table, MEETING, "-f", "json")
    assert [item["why"] for item in json.loads(shown.out) if not item["mesa"]] == [["unknown"]] * 3


MARKS = "A=present,✓=present,x=present,F=absent,J=excused"
WIDE = DATA.parent / "tables/asistencia-ancha.xlsx"


def test_a_table_of_weeks_becomes_the_marks_of_their_meetings(attended: Path, mcsj: Run) -> None:
    shown = mcsj("meetings", "attendance", WIDE, "--marks", MARKS, "-f", "json")
    assert shown.code == 0, shown.err
    assert {item["mesa"]: item["after"] for item in json.loads(shown.out)} == {
        "monterrey": "present",
        "cancun-im": "excused",
        "torreon": "present",
        "guadalajara": "present",
        "gomez-palacio": "absent",
    }
    assert "2020-04-02" in shown.err  # no meeting in that week
    before = _count_commits(attended)
    assert mcsj("meetings", "attendance", WIDE, "--marks", MARKS, "--apply").code == 0
    assert _read_marks(mcsj)["cancun-im"] == "excused"
    again = mcsj("meetings", "attendance", WIDE, "--marks", MARKS, "--apply")
    assert (again.code, "Nada nuevo" in again.err) == (0, True)
    assert _count_commits(attended) == before + 1


def test_a_blank_cell_says_nothing_and_all_that_is_wrong_is_named(
    attended: Path, mcsj: Run, tmp_path: Path
) -> None:
    table = tmp_path / "semanas.csv"
    table.write_text(
        "Mesa;2020-W17;Total\nMesa de Monterrey;a;1\nTorreón;;\nTotal;1;\n", encoding="utf-8"
    )
    done = mcsj("meetings", "attendance", table, "--marks", "A=asistió", "--apply")
    assert done.code == 0, done.err
    assert _read_marks(mcsj) == {"monterrey": "present"}
    table.write_text("Mesa,23/04/2020\nAtlantis,A\nTorreón,?\nMonterrey,A\n", encoding="utf-8")
    done = mcsj("meetings", "attendance", table, "--marks", "A=absent", "--apply")
    assert done.code == 6
    assert "semanas.csv:2" in done.err
    assert "semanas.csv:3" in done.err
    assert _read_marks(mcsj) == {"monterrey": "present"}


@pytest.mark.parametrize("letters", ["A", "A=", "=present", "A=present,a=absent", "A=quizá"])
def test_letters_that_say_nothing_are_refused(attended: Path, mcsj: Run, letters: str) -> None:
    assert mcsj("meetings", "attendance", WIDE, "--marks", letters).code == 2
    assert mcsj("meetings", "attendance", WIDE, MEETING, "--marks", MARKS).code == 2


def test_a_list_that_was_saved_as_a_workbook_is_read_too(
    attended: Path, mcsj: Run, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    text = (DATA / "zoom-2021-es-excel.csv").read_text(encoding="cp1252")
    for line in text.splitlines():
        book.active.append(line.split(";"))
    book.save(tmp_path / "lista.xlsx")
    said = ("--as", "Íñigo Muñoz=-", "--as", "Coordinación Nacional=-")
    done = mcsj("meetings", "attendance", tmp_path / "lista.xlsx", *said, "--apply")
    assert done.code == 0, done.err
    assert _read_marks(mcsj)["monterrey"] == "present"


def test_a_person_at_the_keyboard_is_asked_of_which_mesa_each_is(attended: Path) -> None:
    terminal = spawn("meetings", "attendance", str(DATA / "zoom-2020-es-unicos.csv"), MEETING,
        "--apply")  # fmt: skip
    answer(
        terminal,
        (r"Coordinación Nacional\s(.|\n)*De qué mesa.*: ", "6"),
        (r"iPhone de Beto\s(.|\n)*De qué mesa.*: ", "gómez palacio"),
    )
    code, rest = end(terminal)
    assert code == 0, rest
    assert "gomez-palacio: present" in (attended / RECORD).read_text(encoding="utf-8")
    kept = (attended / "private/callers.yaml").read_text(encoding="utf-8")
    assert "iPhone de Beto" in kept
    for path in (attended / ".mcsj").rglob("*"):
        assert path.is_dir() or b"Beto" not in path.read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        ("attendance", str(DATA / "zoom-2020-es-unicos.csv"), "--apply"),
        ("record", "--excused", "torreon", "--list", str(DATA / "zoom-2020-es-unicos.csv")),
    ],
)
def test_the_question_of_whose_mesa_somebody_is_can_be_gone_back_over(
    attended: Path, command: tuple[str, ...]
) -> None:
    terminal = spawn("meetings", *command, MEETING)
    answer(
        terminal,
        (r"Coordinación Nacional\s(.|\n)*De qué mesa.*: ", "torreón"),
        (r"iPhone de Beto\s(.|\n)*De qué mesa.*: ", "<"),
        (r"Coordinación Nacional\s(.|\n)*De qué mesa.*: ", "6"),
        (r"iPhone de Beto\s(.|\n)*De qué mesa.*: ", "gómez palacio"),
    )
    code, rest = end(terminal)
    assert code == 0, rest
    assert "gomez-palacio: present" in (attended / RECORD).read_text(encoding="utf-8")


def test_a_person_gets_all_that_is_kept_of_them(attended: Path, mcsj: Run) -> None:
    said = ["--as", "iPhone de Beto=torreon", "--as", "Coordinación Nacional=-"]
    said += ["--as", "Carla Muestra=torreon"]
    command = ["meetings", "attendance", DATA / "zoom-2020-es-unicos.csv", MEETING, "--apply"]
    assert mcsj(*command, *said).code == 0
    whole = json.loads(mcsj("people", "export", "carla-muestra").out)
    assert whole["video_calls"] == ["Carla Muestra"]
    assert json.loads(mcsj("people", "export", "ana-prueba").out)["video_calls"] == []


def test_names_in_calls_are_locked_before_there_is_a_contact(attended: Path, mcsj: Run) -> None:
    (attended / "private/people.yaml").unlink()
    assert mcsj("people", "lock").code == 2
    said = ["--as", "Ana Prueba=monterrey", "--as", "Carla Muestra=torreon"]
    command = ["meetings", "attendance", DATA / MEET, "--as", "Coordinación Nacional=-", *said]
    assert mcsj(*command, "--apply").code == 0
    locked = mcsj("people", "lock")
    assert locked.code == 0, locked.err
    assert not (attended / "private/callers.yaml").exists()
    added = mcsj("people", "add", "Enlace", "--role", "enlace", "--phone", "8112345678")
    assert added.code == 0, added.err
    assert mcsj("people", "unlock").code == 0
    assert "Ana Prueba" in (attended / "private/callers.yaml").read_text(encoding="utf-8")


def _write_list(path: Path, *names: str, day: str = "04/23/2020", hour: int = 17) -> Path:
    rows = ["Name (Original Name),User Email,Join Time,Leave Time"]
    rows += [f"{name},,{day} {hour:02}:00:00,{day} {hour:02}:50:00" for name in names]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_mesa_that_declined_and_did_not_come_is_excused(
    attended: Path, mcsj: Run, tmp_path: Path
) -> None:
    declined = ("--meeting", MEETING, "--person", "carla-muestra", "--answer", "no")
    assert mcsj("meetings", "replies", *declined).code == 0
    table = _write_list(tmp_path / "l.csv", "Ana Prueba", "Mesa León")
    shown = mcsj("meetings", "attendance", table, MEETING, "--apply", "-f", "json")
    assert shown.code == 0, shown.err
    assert _read_marks(mcsj)["torreon"] == "excused"
    # A mesa of another group was there, and has no mark here.
    assert [item["after"] for item in json.loads(shown.out) if item["mesa"] == "leon"] == [None]
    assert "leon" not in _read_marks(mcsj)


def test_two_contacts_of_one_name_are_asked_for(attended: Path, mcsj: Run, tmp_path: Path) -> None:
    people = attended / "private/people.yaml"
    text = people.read_text(encoding="utf-8")
    second = text.partition("people:\n")[2].partition("  - uid: carla")[0]
    second = second.replace("ana-prueba", "ana-prueba-2").replace("monterrey", "cancun-im")
    people.write_text(text + second.replace("ana@", "otra@"), encoding="utf-8")
    table = _write_list(tmp_path / "l.csv", "ANA  PRUEBA")
    shown = json.loads(mcsj("meetings", "attendance", table, MEETING, "-f", "json").out)
    assert [item["why"] for item in shown if not item["mesa"]] == [["unknown"]]


@pytest.mark.parametrize(
    ("day", "hour", "code"),
    [("04/24/2020", 0, 0), ("04/24/2020", 7, 0), ("04/24/2020", 12, 6), ("04/22/2020", 17, 6)],
)
def test_a_list_may_be_on_the_clock_of_another_country(
    attended: Path, mcsj: Run, tmp_path: Path, day: str, hour: int, code: int
) -> None:
    table = _write_list(tmp_path / "l.csv", "Ana Prueba", day=day, hour=hour)
    done = mcsj("meetings", "attendance", table, MEETING)
    assert done.code == code, done.err


def test_a_list_without_a_mesa_of_the_meeting_is_refused(
    attended: Path, mcsj: Run, tmp_path: Path
) -> None:
    before = _count_commits(attended)
    kept = (attended / RECORD).read_text(encoding="utf-8")
    table = _write_list(tmp_path / "l.csv", "Mesa León", "Coordinación Nacional")
    said = ("--as", "Coordinación Nacional=-")
    shown = mcsj("meetings", "attendance", table, MEETING, *said)
    assert shown.code == 0, shown.err
    assert "Nadie de la lista" in shown.err
    assert "--aplicar" not in shown.err
    for command in (
        ("attendance", table, MEETING, "--apply"),
        ("record", MEETING, "--list", table),
    ):
        done = mcsj("meetings", *command, *said)
        assert done.code == 2, done.err
        told = " ".join(done.err.split())
        assert re.search(r"Nadie de la lista .*Grupo 4.*Grupo \d \(leon\)", told), told
        assert f"mcsj reuniones registrar {MEETING} --faltaron todas" in told
        assert f"mcsj reuniones registrar {MEETING} --no-hubo" in told
    # Nobody is of any mesa.
    _write_list(table, "Coordinación Nacional")
    assert mcsj("meetings", "attendance", table, MEETING, *said, "--apply").code == 2
    assert _count_commits(attended) == before
    assert (attended / RECORD).read_text(encoding="utf-8") == kept
    assert not (attended / "private/callers.yaml").exists()
    # The command that is proposed works.
    assert mcsj("meetings", "record", MEETING, "--absent", "all").code == 0


@pytest.mark.parametrize(
    ("name", "end", "line"),
    [
        ("zoom-2026-en.csv", 'PM","04/23/2020 06:04:30', 6),
        ("zoom-2020-en-todas.csv", "04/23/2020 04:58:01 PM", 6),
    ],
)
def test_a_list_that_was_cut_is_refused(
    attended: Path, mcsj: Run, tmp_path: Path, name: str, end: str, line: int
) -> None:
    before = _count_commits(attended)
    text = (DATA / name).read_text(encoding="utf-8")
    table = tmp_path / "cortada.csv"
    table.write_text(text.partition(end)[0] + end, encoding="utf-8")
    done = mcsj("meetings", "attendance", table, MEETING, "--apply")
    assert done.code == 6, done.err
    assert f"cortada.csv:{line}" in done.err
    assert "cortada" in done.err
    assert _count_commits(attended) == before
