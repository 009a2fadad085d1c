"""Records by their names, each in its own file."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.errors import (
    AmbiguousError,
    ExistsError,
    InvalidDataError,
    NotFoundError,
    OutputError,
)
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Tag
from mcsj_cli.model.kinds import CONTENT, MEETINGS, Kind, Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.privacy import Contacts
from mcsj_cli.model.week import Week
from mcsj_cli.store import lock, replacement
from mcsj_cli.store.change import Change
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading

DAY = date(2020, 4, 22)


def item(title: str = "Un título", day: date = DAY) -> Content:
    return Content(title=Line(title), tags=[Tag("SOSnacional")], created=day)


def write(root: Path, name: str, text: str | None = None, kind: str = "content") -> Path:
    path = root / "data" / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        text or f"title: {path.stem}\ntags: [a]\ncreated: 2020-04-22\n", encoding="utf-8"
    )
    return path


def add(root: Path, kind: Kind[Record], record: Record) -> Path:
    """Write a record as a command does, in a folder that has nothing else."""
    change = Change(root, Contacts(frozenset(), frozenset()))
    with lock.hold(root):
        entry = change.add(kind, record)
        replacement.replace_all(root, change.contents)
    return root / entry.file


def test_nothing_is_no_record(tmp_path: Path) -> None:
    reading = Project(tmp_path).read(CONTENT)
    assert (reading.entries, reading.problems, reading.records) == ([], [], {})


def test_records_are_read_in_the_order_of_their_uids(tmp_path: Path) -> None:
    for name in ("2020/2020-04-22-b.yaml", "2019/2020-04-22-c.yaml", "2021/2020-04-22-a.yaml"):
        write(tmp_path, name)
    reading = Project(tmp_path).read(CONTENT)
    assert [(entry.uid, entry.file) for entry in reading.entries] == [
        ("2020-04-22-a", "data/content/2021/2020-04-22-a.yaml"),
        ("2020-04-22-b", "data/content/2020/2020-04-22-b.yaml"),
        ("2020-04-22-c", "data/content/2019/2020-04-22-c.yaml"),
    ]
    assert reading.records["2020-04-22-c"].title == "2020-04-22-c"


def test_bad_record_is_named_and_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path, "2020/2020-04-22-a.yaml")
    write(tmp_path, "2020/2020-04-22-b.yaml", "title: b\ntags: [a]\ncreated: 2020-02-30\nzzz: a\n")
    write(tmp_path, "2020/2020-04-22-c.yaml").write_bytes(b"title: \xff")
    write(tmp_path, "2020/2020-04-22-d.yaml")
    reading = Project(tmp_path).read(CONTENT)
    assert list(reading.records) == ["2020-04-22-a", "2020-04-22-d"]
    assert [problem.place for problem in reading.problems] == [
        "data/content/2020/2020-04-22-b.yaml:3:10",
        "data/content/2020/2020-04-22-b.yaml:4:1",
        "data/content/2020/2020-04-22-c.yaml:1:8",
    ]


def test_two_records_of_one_name(tmp_path: Path) -> None:
    write(tmp_path, "2020/2020-04-22-a.yaml")
    write(tmp_path, "2021/2020-04-22-a.yaml")
    reading = Project(tmp_path).read(CONTENT)
    assert [entry.file for entry in reading.entries] == ["data/content/2020/2020-04-22-a.yaml"]
    (problem,) = reading.problems
    assert problem.place == "data/content/2021/2020-04-22-a.yaml"
    assert "data/content/2020/2020-04-22-a.yaml" in problem.message


def test_other_files_are_no_records(tmp_path: Path) -> None:
    for name in (
        "2020/.a.yaml",
        "2020/.mcsj-x.tmp",
        "2020/a.yaml~",
        "2020/a.yaml.bak",
        "LEEME.txt",
    ):
        write(tmp_path, name)
    assert Project(tmp_path).read(CONTENT) == Reading([], [])


@pytest.mark.parametrize("name", ["a.yml", "a.yaml.txt", "a.YAML"])
def test_almost_a_record_is_a_problem(name: str, tmp_path: Path) -> None:
    write(tmp_path, f"2020/{name}")
    reading = Project(tmp_path).read(CONTENT)
    assert not reading.entries
    assert [problem.file for problem in reading.problems] == [f"data/content/2020/{name}"]
    assert "a.yaml" in reading.problems[0].advice


def test_meeting_that_is_not_what_its_name_says_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "data/meetings/2020/2020-W19-g6.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("group: 6\nweek: 2020-W18\nstatus: cancelled\n", encoding="utf-8")
    reading = Project(tmp_path).read(MEETINGS)
    assert not reading.entries
    assert "2020-W18-g6" in reading.problems[0].message


def test_folder_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/content").write_text("", encoding="utf-8")
    assert Project(tmp_path).read(CONTENT).problems
    with pytest.raises(OutputError):
        add(tmp_path, CONTENT, item())


@pytest.mark.parametrize(
    "text",
    ["2020-04-22-cubrebocas", "2020-04-22-cubrebocas.yaml", "CUBREBOCAS", "cubre", " Cubrébocas "],
)
def test_find_by_uid_or_unique_part(text: str, tmp_path: Path) -> None:
    write(tmp_path, "2020/2020-04-22-cubrebocas.yaml")
    write(tmp_path, "2020/2020-04-22-vacunas.yaml")
    entry = Project(tmp_path).find(CONTENT, text)
    assert entry.uid == "2020-04-22-cubrebocas"
    assert entry.file == "data/content/2020/2020-04-22-cubrebocas.yaml"
    assert entry.record.title == "2020-04-22-cubrebocas"


def test_whole_uid_wins_over_a_part_of_others(tmp_path: Path) -> None:
    write(tmp_path, "2020/2020-04-22-vacunas.yaml")
    write(tmp_path, "2020/2020-04-22-vacunas-2.yaml")
    uid = "2020-04-22-vacunas"
    assert Project(tmp_path).find(CONTENT, uid).uid == uid


def test_meeting_is_found_by_its_uid_as_it_is_written(tmp_path: Path) -> None:
    write(tmp_path, "2020/2020-W17-g4.yaml", "group: 4\nweek: 2020-W17\n", "meetings")
    write(tmp_path, "2020/2020-W17-g41.yaml", "group: 41\nweek: 2020-W17\n", "meetings")
    assert Project(tmp_path).find(MEETINGS, "2020-W17-g4").record.group == 4


def test_find_the_last_one_touched(tmp_path: Path) -> None:
    for number, name in enumerate(("b", "a", "c")):
        path = write(tmp_path, f"2020/2020-04-22-{name}.yaml")
        os.utime(path, ns=(0, 1_587_500_000_000_000_000 - abs(number - 1)))
    assert Project(tmp_path).find(CONTENT, "-").uid == "2020-04-22-a"


def test_find_tells_what_fits(tmp_path: Path) -> None:
    for number in range(8):
        write(tmp_path, f"2020/vacuna-{number}.yaml")
    with pytest.raises(AmbiguousError) as caught:
        Project(tmp_path).find(CONTENT, "vacuna")
    assert caught.value.exit_code == 5
    assert "vacuna-0, vacuna-1" in caught.value.message
    assert "vacuna-5, …" in caught.value.message


def test_find_proposes_what_is_near(tmp_path: Path) -> None:
    write(tmp_path, "2020/2020-04-22-cubrebocas.yaml")
    with pytest.raises(NotFoundError) as caught:
        Project(tmp_path).find(CONTENT, "2020-04-22-cubrevocas")
    assert "¿Quiso decir «2020-04-22-cubrebocas»?" in caught.value.advice


@pytest.mark.parametrize("text", ["-", "nada", "../../groups"])
def test_nothing_is_near(text: str, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        Project(tmp_path).find(CONTENT, text)
    assert caught.value.exit_code == 5
    assert text in caught.value.message


def test_bad_record_is_found_and_told(tmp_path: Path) -> None:
    write(tmp_path, "2020/a.yaml", "title: a\n")
    write(tmp_path, "2020/b.yaml", "zzz\n")
    with pytest.raises(InvalidDataError) as caught:
        Project(tmp_path).find(CONTENT, "a")
    assert {problem.file for problem in caught.value.problems} == {"data/content/2020/a.yaml"}


def test_added_record_is_read_back(tmp_path: Path) -> None:
    path = add(tmp_path, CONTENT, item())
    assert path == tmp_path / "data" / "content" / "2020" / "2020-04-22-un-titulo.yaml"
    assert Project(tmp_path).find(CONTENT, "-").record == item()


def test_same_title_on_the_same_day_gets_a_number(tmp_path: Path) -> None:
    names = [add(tmp_path, CONTENT, item()).name for _ in range(3)]
    assert names == [
        "2020-04-22-un-titulo.yaml",
        "2020-04-22-un-titulo-2.yaml",
        "2020-04-22-un-titulo-3.yaml",
    ]
    assert not Project(tmp_path).read(CONTENT).problems


def test_a_number_is_never_another_record_s(tmp_path: Path) -> None:
    add(tmp_path, CONTENT, item("Un título 2"))
    add(tmp_path, CONTENT, item())
    assert add(tmp_path, CONTENT, item()).name == "2020-04-22-un-titulo-3.yaml"


def test_thousandth_record_of_one_name_is_refused(tmp_path: Path) -> None:
    for number in range(1, 1000):
        write(tmp_path, f"2020/2020-04-22-un-titulo{f'-{number}' if number > 1 else ''}.yaml")
    with pytest.raises(ExistsError, match="2020-04-22-un-titulo"):
        add(tmp_path, CONTENT, item())


def test_meeting_is_never_written_twice(tmp_path: Path) -> None:
    path = add(tmp_path, MEETINGS, Meeting(group=4, week=Week("2020-W17")))
    assert path == tmp_path / "data" / "meetings" / "2020" / "2020-W17-g4.yaml"
    before = path.read_bytes()
    with pytest.raises(ExistsError):
        add(tmp_path, MEETINGS, Meeting(group=4, week=Week("2020-W17"), sequence=1))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "title",
    ["😷", "😷👨‍👩‍👧", "..", ".", "/", "/etc/passwd", "../../../groups", "CON", "x" * 300,
     "á" * 300, "-", "年", "a\\b", "~", "%2e"],
)  # fmt: skip
def test_odd_title_stays_in_its_folder(title: str, tmp_path: Path) -> None:
    path = add(tmp_path, CONTENT, item(title))
    assert path.resolve().parent == tmp_path / "data" / "content" / "2020"
    assert path.name.startswith("2020-04-22-")
    assert len(path.name.encode()) <= 100
    assert path.is_file()
    assert path.name.isascii()


def test_a_character_that_no_text_holds_is_in_no_name() -> None:
    assert CONTENT.path(item("a\x00b").uid) == "data/content/2020/2020-04-22-a-b.yaml"


@settings(max_examples=200)
@given(title=st.text(max_size=200), day=st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_uid_is_always_a_plain_file_name(title: str, day: date) -> None:
    uid = item(title, day).uid
    assert uid.startswith(f"{day}-")
    assert set(uid) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not uid.endswith("-")
    assert len(uid) <= 71
