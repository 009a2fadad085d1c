"""The archive of the bench is what it says, and the bench measures what it says.

How fast is nobody's test.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import archive
import bench
import measure
from mcsj_cli.model.content import VOUCHED_FOR
from mcsj_cli.model.kinds import CONTENT, KINDS, MEETINGS
from mcsj_cli.store import yaml
from mcsj_cli.store.project import Project
from tests.conftest import Result

RECORDS = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold an archive; never change its files."""
    folder = tmp_path_factory.mktemp("archive") / "red"
    archive.make_archive(folder, RECORDS)
    return folder


def read_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "data").rglob("*.yaml"))
    }


def test_check_finds_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, mcsj: Callable[..., Result]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MCSJ_NOW", archive.NOW)
    result = mcsj("check")
    assert (result.code, result.out) == (0, "")


def test_the_archive_has_what_it_says(folder: Path) -> None:
    project = Project(folder)
    content, meetings = project.read(CONTENT).records, project.read(MEETINGS).records
    assert (len(content), len(meetings)) == (285, 15)
    years = {day.year: 0 for day in (archive.FIRST, archive.LAST)}
    for item in content.values():
        years[item.day.year] = years.get(item.day.year, 0) + 1
    assert sorted(years) == list(range(2016, 2026))
    assert max(years.values()) - min(years.values()) <= 2
    assert all(item.verification for item in content.values() if item.status in VOUCHED_FOR)
    assert any(item.verification.expires for item in content.values() if item.verification)
    assert (
        len({item.title for item in content.values()})
        == len({item.url for item in content.values()})
        == 285
    )
    assert {tag for item in content.values() for tag in item.tags} == set(project.categories.tags)


def test_records_are_written_as_the_program_writes_them(folder: Path) -> None:
    project = Project(folder)
    for kind in KINDS:
        for entry in project.read(kind).entries:
            assert (folder / entry.file).read_text("utf-8") == yaml.dump(entry.record)


def test_the_history_holds_all_of_it(folder: Path) -> None:
    assert archive.run_git(folder, "status", "--porcelain") == b""
    tracked = archive.run_git(folder, "ls-files", "data").decode().splitlines()
    assert sorted(tracked) == list(read_files(folder))


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    archive.make_archive(tmp_path / "again", RECORDS)
    archive.make_archive(tmp_path / "other", RECORDS, seed=2)
    assert read_files(tmp_path / "again") == read_files(folder)
    assert read_files(tmp_path / "other") != read_files(folder)


def test_there_are_no_more_meetings_than_weeks_have(folder: Path) -> None:
    project = Project(folder)
    paths = [
        path
        for path, _text in archive.build_records(project.categories, project.groups, 65_000, seed=1)
    ]
    assert len(set(paths)) == 65_000
    assert sum(path.startswith("data/meetings/") for path in paths) == 3_120


def test_the_bench_measures_and_keeps_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"Before.\n\n{bench.BEGIN}\nold\n{bench.END}\n\nAfter.\n", encoding="utf-8")
    output = tmp_path / "build" / "bench.json"
    monkeypatch.setattr(bench, "STARTUP", (("--version",),))
    bench.main(
        [
            "--sizes",
            "200",
            "--runs",
            "1",
            "--groups",
            "20",
            "--rows",
            "30",
            "--output",
            str(output),
            "--write-docs",
            str(document),
        ]
    )
    figures = json.loads(output.read_text("utf-8"))
    assert set(figures) == {
        "machine",
        "runs",
        "startup",
        "archives",
        "growth",
        "targets",
        "sections",
    }
    assert set(figures["startup"]["--version"]) == {"milliseconds", "ratio"}
    (measured,) = figures["archives"]
    assert set(measured) == {"records", "first_index", "stat_milliseconds", "commands"}
    assert measured["records"] == 200
    assert set(measured["first_index"]) == {
        "seconds",
        "largest",
        "together",
        "records_per_second",
        "bytes",
    }
    assert set(measured["commands"]) == set(figures["growth"]) == set(bench.COMMANDS)
    assert all(
        set(target) == {"name", "wanted", "value", "reached"} for target in figures["targets"]
    )
    series, expanded = figures["sections"]["Calendars of a year"]
    assert (series["events"], expanded["events"]) == ("20", "104")
    alone, typed, proposed = figures["sections"]["Tables taken in"]
    assert (alone["rows"], float(alone["× python-calamine"])) == ("30", 1)
    assert float(proposed["s"]) >= float(typed["s"]) > 0
    printed, text = capsys.readouterr().out, document.read_text("utf-8")
    assert "**Targets, at 200 records**" in printed
    assert text == f"Before.\n\n{bench.BEGIN}\n\n{printed.strip()}\n\n{bench.END}\n\nAfter.\n"


def test_targets_are_judged_by_the_largest_archive_and_its_growth() -> None:
    def measured(records: int, seconds: float, ratio: float) -> bench.Archive:
        costs = {what: measure.Cost(1, ratio) for what in bench.COMMANDS}
        return bench.Archive(records, measure.Usage(seconds, 100, None), 1, 1, costs)

    reached = {
        target.name: target.reached
        for target in bench.judge([measured(1_000, 1, 2), measured(100_000, 11, 3)])
    }
    assert reached == {
        "first index, records a second": False,
        "first index, MB of the largest process": True,
        "search, × empty Typer": False,
        "report, × empty Typer": True,
        "list, growth from 1,000": True,
        "add, growth from 1,000": False,
    }


def test_the_moment_of_the_archive_is_its_last_day() -> None:
    assert date.fromisoformat(archive.NOW[:10]) == archive.LAST
