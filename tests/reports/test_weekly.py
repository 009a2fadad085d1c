"""The weekly report: its figures against a naive count of the files, and what people read."""

import csv
import io
import json
import random
import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.fields import Line, Tag
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.week import Week
from mcsj_cli.reports.figures import ReportInputs, build_weekly
from mcsj_cli.store.project import Project
from tests.test_main import Run

LATER = date(2022, 1, 1)
WEEKS = ["2020-W15", "2020-W16", "2020-W17", "2020-W18"]


@pytest.fixture
def files(project: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the demo's records with nothing of ours: PyYAML alone."""
    return {
        kind: [
            yaml.safe_load(path.read_text(encoding="utf-8"))
            for path in sorted(project.glob(f"data/{kind}/*/*.yaml"))
        ]
        for kind in ("content", "meetings", "actions", "practices", "followups")
    }


@pytest.mark.parametrize("week", WEEKS)
def test_figures_equal_a_naive_count(
    files: dict[str, list[dict[str, Any]]], mcsj: Run, monkeypatch: pytest.MonkeyPatch, week: str
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-25T12:00:00-05:00")
    report = json.loads(mcsj("report", "weekly", "--week", week, "--format", "json").out)
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    days = [monday + timedelta(days=n) for n in range(7)]
    items = [item for item in files["content"] if item["created"] in days]
    content = report["figures"]["content"]
    assert content["items"] == len(items)
    stages = Counter(item["status"] for item in items)
    assert {key: content[key] for key in stages} == stages
    for rubric in report["rubrics"]:
        mine = [item for item in items if rubric["tag"] in item["tags"]]
        assert rubric["figures"]["items"] == len(mine)
        published = sum(item["status"] == "published" for item in mine)
        assert rubric["figures"]["published"] == published
        assert rubric["gap"] == (published == 0)
    sessions = [
        meeting
        for meeting in files["meetings"]
        if str(meeting.get("planned"))[:10] in map(str, days)
    ]
    meetings = [meeting for meeting in files["meetings"] if meeting.get("week") == week] + sessions
    figures = report["figures"]["meetings"]
    assert figures["planned"] == (6 if week >= "2020-W17" else 0) + len(sessions)
    assert figures["held"] == sum(meeting.get("held") is True for meeting in meetings)
    assert figures["not_held"] == sum(meeting.get("held") is False for meeting in meetings)
    assert figures["cancelled"] == sum(meeting.get("status") == "cancelled" for meeting in meetings)
    assert figures["moved"] == sum("start" in meeting for meeting in meetings)
    attendance = Counter(
        status for meeting in meetings for status in meeting.get("attendance", {}).values()
    )
    assert {key: figures[key] for key in ("present", "excused", "absent")} == {
        key: attendance[key] for key in ("present", "excused", "absent")
    }


@pytest.mark.parametrize("week", WEEKS)
def test_figures_of_the_work_equal_a_naive_count(
    files: dict[str, list[dict[str, Any]]], mcsj: Run, monkeypatch: pytest.MonkeyPatch, week: str
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-25T12:00:00-05:00")
    report = json.loads(mcsj("report", "weekly", "--week", week, "--format", "json").out)
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    days = [monday + timedelta(days=n) for n in range(7)]
    sunday = days[-1]
    open_then = [
        a for a in files["actions"] if a["created"] <= sunday and a.get("closed", date.max) > sunday
    ]
    late = [action for action in open_then if action["due"] < sunday]
    assert report["figures"]["actions"] == {
        "opened": sum(action["created"] in days for action in files["actions"]),
        "completed": sum(
            a.get("closed") in days and a["status"] == "completed" for a in files["actions"]
        ),
        "cancelled": sum(
            a.get("closed") in days and a["status"] == "cancelled" for a in files["actions"]
        ),
        "open": len(open_then),
        "overdue": len(late),
    }
    assert [action["title"] for action in report["overdue"]] == [
        action["title"] for action in sorted(late, key=lambda action: action["due"])
    ]
    assert report["figures"]["practices"] == {
        "new": sum(practice["created"] in days for practice in files["practices"]),
        "replications": sum(
            r["date"] in days for p in files["practices"] for r in p.get("replications", [])
        ),
    }
    contacted = [followup["mesa"] for followup in files["followups"] if followup["date"] in days]
    assert report["figures"]["followups"] == {
        "contacts": len(contacted),
        "mesas": len(set(contacted)),
    }
    stages: dict[str, str] = {}
    for followup in sorted(files["followups"], key=lambda followup: followup["date"]):
        if followup["date"] <= sunday:
            stages[followup["mesa"]] = followup["stage"]
    counts = Counter(stages.values())
    told = {stage["stage"]: stage["mesas"] for stage in report["funnel"]}
    assert told.pop("no-contact") == 18 - len(stages)
    assert {stage: count for stage, count in told.items() if count} == counts


def test_the_week_before_stands_beside(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-25T12:00:00-05:00")

    def figures(week: str) -> dict[str, Any]:
        return dict(json.loads(mcsj("report", "weekly", "--week", week, "--format", "json").out))

    for before, week in pairwise(WEEKS):
        assert figures(week)["previous"] == figures(before)["figures"]


def test_what_the_demo_week_is_known_for(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-25T12:00:00-05:00")
    report = json.loads(mcsj("report", "weekly", "--week", "2020-W18", "--format", "json").out)
    assert [mesa["slug"] for mesa in report["absent_twice"]] == ["gomez-palacio"]
    assert report["gaps"] == ["SOSdelaOMS"]
    before = json.loads(mcsj("report", "weekly", "--week", "2020-W17", "--format", "json").out)
    assert before["absent_twice"] == []
    sixth = next(meeting for meeting in before["next_meetings"] if meeting["group"] == 6)
    assert sixth["holiday"] == "Día del Trabajo"
    assert report["helplines"][0]["phone"] == "55 58 09 49 03"


@pytest.mark.parametrize("week", ["2026-W10", "2026-W44"])
def test_a_clock_that_changes_next_week_is_announced(project: Path, mcsj: Run, week: str) -> None:
    report = json.loads(mcsj("report", "weekly", "--week", week, "--format", "json").out)
    changes = {
        change["name"]: (change["before"], change["after"]) for change in report["clock_changes"]
    }
    expected = ("16:00", "17:00") if week == "2026-W10" else ("17:00", "16:00")
    assert changes["Cd. Juárez"] == expected
    assert set(changes) == {"Cd. Juárez", "Tamaulipas (America/Matamoros)"}


def _sources(
    project: Project, content: list[Entry[Content]], meetings: list[tuple[str, Meeting]]
) -> ReportInputs:
    return ReportInputs(
        project.network,
        project.groups,
        project.categories,
        project.partners,
        content,
        dict(meetings),
        {},
        LATER,
    )


def _with_work(sources: ReportInputs, work: list[list[Any]]) -> ReportInputs:
    actions, practices, followups = work
    return msgspec.structs.replace(
        sources, actions=actions, practices=practices, followups=followups
    )


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_the_order_of_files_makes_no_difference(demo_folder: Path, seed: int) -> None:
    project = Project(demo_folder)
    content = list(project.read(CONTENT).entries)
    meetings = list(project.read(MEETINGS).records.items())
    work = [list(project.read(kind).entries) for kind in (ACTIONS, PRACTICES, FOLLOWUPS)]
    week = Week("2020-W18")
    expected = build_weekly(_with_work(_sources(project, content, meetings), work), week)
    shuffle = random.Random(seed).shuffle  # noqa: S311
    shuffle(content)
    shuffle(meetings)
    for entries in work:
        shuffle(entries)
    assert build_weekly(_with_work(_sources(project, content, meetings), work), week) == expected


@given(
    days=st.lists(st.dates(date(2019, 12, 1), date(2021, 1, 31)), max_size=40),
    stages=st.lists(st.sampled_from(list(ContentStatus)), min_size=40, max_size=40),
)
@settings(max_examples=40, deadline=None)
def test_weeks_add_up_to_the_period(
    demo_folder: Path, days: list[date], stages: list[ContentStatus]
) -> None:
    project = Project(demo_folder)
    entries = [
        Entry(
            f"u{n}",
            "",
            Content(title=Line("x"), tags=[Tag("SOSnacional")], status=stage, created=day),
        )
        for n, (day, stage) in enumerate(zip(days, stages, strict=False))
    ]
    sources = _sources(project, entries, [])
    week, total = Week.of(date(2019, 12, 1)), 0
    while week.monday <= date(2021, 1, 31):
        total += build_weekly(sources, week).figures.content.items
        week = week.shift(1)
    assert total == len(entries)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_a_person_reads(
    project: Path, mcsj_process: Run, snapshot: SnapshotAssertion, form: str, lang: str
) -> None:
    result = mcsj_process("report", "weekly", "--week", "2020-W18", "--format", form, lang=lang)
    assert result.code == 0
    assert result.out == snapshot
    assert max(map(len, result.out.splitlines())) <= 100 or form == "markdown"


@pytest.mark.parametrize(
    ("ending", "start"), [(".md", "# Informe semanal 2020-W17"), (".txt", "Informe semanal")]
)
def test_the_ending_chooses_the_form(project: Path, mcsj: Run, ending: str, start: str) -> None:
    path = project / f"informe{ending}"
    result = mcsj("report", "weekly", "--week", "2020-W17", "-o", path)
    assert (result.code, result.out) == (0, f"{path}\n")
    assert path.read_text(encoding="utf-8").startswith(start)


def test_forms_for_programs_agree(project: Path, mcsj: Run) -> None:
    for name in ("informe.json", "informe.csv"):
        assert mcsj("report", "weekly", "--week", "2020-W17", "-o", name).code == 0
    report = json.loads(Path("informe.json").read_text(encoding="utf-8"))
    raw = Path("informe.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    figures = {
        (row["section"], row["name"], row["figure"]): (row["value"], row["previous"])
        for row in rows
    }
    for part in ("meetings", "content"):
        for key, value in report["figures"][part].items():
            expected = (str(value), str(report["previous"][part][key]))
            assert figures["summary", "2020-W17", f"{part}.{key}"] == expected
    for rubric in report["rubrics"]:
        assert figures["rubrics", rubric["tag"], "items"][0] == str(rubric["figures"]["items"])


def test_the_same_data_give_the_same_bytes(project: Path, mcsj: Run) -> None:
    for form in ("text", "markdown", "json", "csv"):
        first, second = (
            mcsj("report", "weekly", "--week", "2020-W17", "-f", form).out for _ in range(2)
        )
        assert first == second != ""


@pytest.mark.parametrize("week", ["2019-W30", "2030-W01", "2020-W53", "1970-W02"])
def test_a_week_without_data_is_a_report_too(project: Path, mcsj: Run, week: str) -> None:
    for form in ("text", "markdown", "json", "csv"):
        assert mcsj("report", "weekly", "--week", week, "--format", form).code == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--format", "docx"], 2),
        (["--format", "tabla"], 2),
        (["-o", "informe.docx"], 2),
        (["-o", "data/"], 2),
        (["-o", "data/tablas.zip"], 2),
        (["-o", "tablas/", "--format", "json"], 2),
        (["--format", "whatsap"], 2),
        (["--why", "actions.nada"], 5),
        (["--why", "actions.open", "-o", "x.csv"], 2),
        (["--why", "actions.open", "--format", "markdown"], 2),
        (["-o", "informe"], 2),
        (["-o", "data"], 2),
        (["--week", "2020-W54"], 2),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(
    project: Path, mcsj: Run, options: list[str], code: int
) -> None:
    before = sorted(path for path in project.rglob("*") if ".mcsj" not in path.parts)
    result = mcsj("report", "weekly", *options)
    assert (result.code, result.out) == (code, "")
    assert "Traceback" not in result.err
    assert sorted(path for path in project.rglob("*") if ".mcsj" not in path.parts) == before


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_payloads_in_a_name_break_nothing(project: Path, mcsj: Run, form: str) -> None:
    network = project / "data/network.yaml"
    text = network.read_text(encoding="utf-8")
    bad = r'organisation: "=SUM(1)|<script>x</script>\n# [a](javascript:b) *c* \e[31m"'
    network.write_text(text.replace("organisation: México SOS", bad), encoding="utf-8")
    out = mcsj("report", "weekly", "--week", "2020-W17", "--format", form).out
    assert "\x1b" not in out
    if form == "markdown":
        assert "<script>" not in out
        assert not re.search(r"(?<!\\)\]\(", out)


def test_undeclared_tags_are_left_out_of_the_report_which_says_so(project: Path, mcsj: Run) -> None:
    whole = mcsj("report", "weekly", "--week", "2020-W17", "--format", "json")
    (project / "data/content/2020/2020-04-22-x.yaml").write_text(
        "title: X\ntags: [SOSnada]\ncreated: 2020-04-22\n", encoding="utf-8"
    )
    result = mcsj("report", "weekly", "--week", "2020-W17", "-o", "informe.md")
    assert (result.code, result.out) == (0, "informe.md\n")
    assert "data/content/2020/2020-04-22-x.yaml:2:8" in result.err
    assert "1 registro que hay que corregir: 2020-04-22-x.yaml" in Path("informe.md").read_text(
        "utf-8"
    )
    after = mcsj("report", "weekly", "--week", "2020-W17", "--format", "json")
    assert json.loads(after.out)["figures"] == json.loads(whole.out)["figures"]
