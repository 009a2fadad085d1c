"""Every figure against a naive count of the files, and the laws that hold between figures."""

import json
import random
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.model import roster
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.fields import Line, Phrase, Slug, Tag, WallMoment
from mcsj_cli.model.followup import Channel, Followup, Stage
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures import (
    KEYS,
    WORK_KEYS,
    ReportInputs,
    build_group,
    build_mesa,
    build_weekly,
    coverage_of_group,
    coverage_of_mesa,
    find_evidence,
)
from mcsj_cli.reports.figures.timelines import build_mesa_history
from mcsj_cli.reports.period_values import Report
from mcsj_cli.store.project import Project
from mcsj_cli.work.absences import find_absent_twice
from tests.test_main import Run

LATER = date(2020, 5, 25)
WEEKS = [f"2020-W{number}" for number in range(11, 22)]
MEMBERS = {
    "1": ["michoacan"], "2": ["veracruz"], "3": ["tamaulipas"],
    "4": ["monterrey", "cancun-im", "torreon", "guadalajara", "gomez-palacio"],
    "5": ["aguascalientes", "cd-juarez", "colima", "valle-de-bravo", "tuxtla-gutierrez"],
    "6": ["ixtapa-zihuatanejo", "irapuato", "leon", "villahermosa", "pachuca"],
}  # fmt: skip
Files = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="session")
def demo_files(demo_folder: Path) -> Files:
    """Read the demo's records with nothing of ours: PyYAML alone."""
    files: Files = {}
    for kind in ("content", "meetings", "actions", "practices", "followups"):
        paths = sorted(demo_folder.glob(f"data/{kind}/*/*.yaml"))
        files[kind] = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]
    return files


@pytest.fixture
def files(project: Path, demo_files: Files) -> Files:
    """Stand in the demo project, and know what lies in its files; never change it."""
    return demo_files


def naive_days(week: str) -> list[date]:
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    return [monday + timedelta(days=number) for number in range(7)]


def naive_work(
    files: Files, weeks: list[str], mesas: list[str], group: str | None = None, today: date = LATER
) -> dict[str, dict[str, int]]:
    """Count as a person would with the files in hand.

    The work of some mesas, and their meetings or a group's.
    """
    days = [day for week in weeks for day in naive_days(week) if day <= today]
    cut = min(naive_days(weeks[-1])[-1], today)
    actions = [action for action in files["actions"] if set(action["mesas"]) & set(mesas)]
    still = [a for a in actions if a["created"] <= cut < a.get("closed", date.max)]
    contacts = [
        one["mesa"] for one in files["followups"] if one["date"] in days and one["mesa"] in mesas
    ]
    return {
        "meetings": naive_meetings(files, weeks, mesas, group, today),
        "actions": {
            "opened": sum(action["created"] in days for action in actions),
            "completed": sum(
                a.get("closed") in days and a["status"] == "completed" for a in actions
            ),
            "cancelled": sum(
                a.get("closed") in days and a["status"] == "cancelled" for a in actions
            ),
            "open": len(still),
            "overdue": sum(action["due"] < cut for action in still),
        },
        "practices": {
            "new": sum(
                one["created"] in days and one["mesa"] in mesas for one in files["practices"]
            ),
            "replications": sum(
                copy["date"] in days and copy["mesa"] in mesas
                for one in files["practices"]
                for copy in one.get("replications", [])
            ),
        },
        "followups": {"contacts": len(contacts), "mesas": len(set(contacts))},
    }


def naive_meetings(
    files: Files, weeks: list[str], mesas: list[str], group: str | None, today: date = LATER
) -> dict[str, int]:
    counts: Counter[str] = Counter()
    expected, came = set(), set()
    days = [str(day) for week in weeks for day in naive_days(week)]
    groups = [
        number
        for number, members in MEMBERS.items()
        if group == number or set(members) & set(mesas)
    ]
    known = {(one.get("week"), str(one.get("group"))): one for one in files["meetings"]}
    meetings = [
        (
            known.get((week, number), {}),
            MEMBERS[number],
            naive_start(known.get((week, number), {}), week, number),
        )
        for week in weeks
        if week >= "2020-W17"
        for number in groups
    ]
    meetings += [
        (one, [one["mesa"]], naive_start(one))
        for one in files["meetings"]
        if one.get("mesa") in mesas and str(one["planned"])[:10] in days
    ]
    for meeting, members, start in meetings:
        counts["planned"] += 1
        held = meeting.get("held") if start <= today else None
        if meeting.get("status") == "cancelled":
            counts["cancelled"] += 1
        else:
            unknown = "coming" if start > today else "unrecorded"
            counts[{True: "held", False: "not_held", None: unknown}[held]] += 1
            counts["moved"] += "start" in meeting
        for mesa in members if held else ():
            if group or mesa in mesas:
                mark = meeting["attendance"].get(mesa, "unmarked")
                counts[mark] += 1
                expected.add(mesa)
                came |= {mesa} if mark == "present" else set()
    names = (
        "planned",
        "held",
        "not_held",
        "cancelled",
        "coming",
        "unrecorded",
        "moved",
        "present",
        "excused",
    )
    told = {name: counts[name] for name in (*names, "absent", "unmarked")}
    return {**told, "expected": len(expected), "came": len(came)}


WEEKDAYS = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 4}


def naive_start(meeting: dict[str, Any], week: str = "", number: str = "") -> date:
    told = meeting.get("start") or meeting.get("planned")
    return date.fromisoformat(str(told)[:10]) if told else naive_days(week)[WEEKDAYS[number]]


def naive_content(items: list[dict[str, Any]], week: str, today: date = LATER) -> dict[str, int]:
    found = [
        item for item in items if naive_day(item) in naive_days(week) and naive_day(item) <= today
    ]
    stages = Counter(item["status"] for item in found)
    names = ("draft", "verified", "scheduled", "published", "retracted")
    return {"items": len(found)} | {name: stages[name] for name in names}


def tell(figures: dict[str, Any]) -> dict[str, Any]:
    return {part: figures[part] for part in ("meetings", "actions", "practices", "followups")}


EVERYBODY = [mesa for members in MEMBERS.values() for mesa in members]


@pytest.fixture
def afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day on which nothing is still to come."""
    monkeypatch.setenv("MCSJ_NOW", f"{LATER}T12:00:00-05:00")


@pytest.mark.usefixtures("afterwards")
def test_every_week_of_the_history_equals_a_naive_count(files: Files, mcsj: Run) -> None:
    report = json.loads(mcsj("report", "weekly", "--week", "2020-W20", "-f", "json").out)
    assert report["weeks"] == [f"2020-W{number}" for number in range(13, 21)]
    for week, figures in zip(report["weeks"], report["history"], strict=True):
        assert figures["week"] == week
        assert tell(figures) == naive_work(files, [week], EVERYBODY)
        assert figures["content"] == naive_content(files["content"], week)
    for rubric in report["rubrics"]:
        mine = [item for item in files["content"] if rubric["tag"] in item["tags"]]
        assert [one["published"] for one in rubric["history"]] == [
            sum(
                naive_day(item) in naive_days(week) and item["status"] == "published"
                for item in mine
            )
            for week in report["weeks"]
        ]
    assert report["history"][-1] == report["figures"]
    assert report["history"][-2] == report["previous"]


@pytest.mark.parametrize("week", ["2020-W16", "2020-W17", "2020-W18", "2020-W19", "2020-W25"])
@pytest.mark.parametrize(
    "today", ["2020-04-20", "2020-04-23", "2020-04-24", "2020-04-28", "2020-04-30"]
)
def test_a_running_or_coming_week_equals_a_naive_count(
    files: Files, mcsj: Run, monkeypatch: pytest.MonkeyPatch, week: str, today: str
) -> None:
    monkeypatch.setenv("MCSJ_NOW", f"{today}T17:00:00-05:00")
    day = date.fromisoformat(today)
    cut = min(day, naive_days(week)[-1])
    report = json.loads(mcsj("report", "weekly", "--week", week, "-f", "json").out)
    assert report["cut"] == str(cut)
    for one, figures in zip(report["weeks"], report["history"], strict=True):
        assert tell(figures) == naive_work(files, [one], EVERYBODY, today=day)
        assert figures["content"] == naive_content(files["content"], one, day)
    for rubric in report["rubrics"]:
        mine = [item for item in files["content"] if rubric["tag"] in item["tags"]]
        assert rubric["figures"] == naive_content(mine, week, day)
    late = [
        a
        for a in files["actions"]
        if a["created"] <= cut < a.get("closed", date.max) and a["due"] < cut
    ]
    assert sorted(action["title"] for action in report["overdue"]) == sorted(
        action["title"] for action in late
    )
    assert [action["days"] for action in report["overdue"]] == sorted(
        ((cut - action["due"]).days for action in late), reverse=True
    )
    both = [c for c in report["matrix"]["cells"] if c["open"] + c["completed"] > 0]
    counted = sum(cell["open"] + cell["completed"] for cell in both)
    eight = [one for name in report["weeks"] for one in naive_days(name) if one <= cut]
    assert counted == sum(
        len(a["mesas"])
        for a in files["actions"]
        if a["created"] <= cut < a.get("closed", date.max)
        or (a.get("status") == "completed" and a["closed"] in eight)
    )
    latest = {
        one["mesa"]: one["stage"]
        for one in sorted(files["followups"], key=naive_contact)
        if one["date"] <= cut
    }
    funnel = Counter(latest.get(mesa, "no-contact") for mesa in EVERYBODY)
    assert {one["stage"]: one["mesas"] for one in report["funnel"] if one["mesas"]} == funnel
    assert {mesa["slug"] for mesa in report["quiet"]} == naive_quiet(files, cut)
    assert {mesa["slug"] for mesa in report["absent_twice"]} == naive_absent_twice(files, week, cut)
    expiring = [
        item
        for item in files["content"]
        if item["status"] in ("verified", "scheduled", "published")
    ]
    days = [naive_days(week)[0] + timedelta(days=number) for number in range(7 + 3)]
    assert len(report["expiring"]) == sum(
        item.get("verification", {}).get("expires") in days for item in expiring
    )


def naive_contact(contact: dict[str, Any]) -> date:
    day: date = contact["date"]
    return day


def naive_presence(files: Files, cut: date) -> list[tuple[date, dict[str, Any]]]:
    """Give the held meetings up to a day, in their order."""
    held = [
        (naive_start(one, one.get("week", ""), str(one.get("group"))), one)
        for one in files["meetings"]
        if one.get("held")
    ]
    return sorted([pair for pair in held if pair[0] <= cut], key=lambda pair: pair[0])


def naive_quiet(files: Files, cut: date) -> set[str]:
    news = dict.fromkeys(EVERYBODY, date.min)
    for contact in files["followups"]:
        if contact["date"] <= cut:
            news[contact["mesa"]] = max(news[contact["mesa"]], contact["date"])
    for day, meeting in naive_presence(files, cut):
        for mesa, mark in meeting["attendance"].items():
            news[mesa] = max(news[mesa], day) if mark == "present" else news[mesa]
    return {mesa for mesa, day in news.items() if day == date.min or (cut - day).days > 14}


def naive_absent_twice(files: Files, week: str, cut: date) -> set[str]:
    found = set()
    first = naive_days(week)[0] - timedelta(weeks=7)
    for number, members in MEMBERS.items():
        held = [
            m
            for day, m in naive_presence(files, cut)
            if str(m.get("group")) == number and day >= first
        ]
        found |= {
            mesa
            for mesa in members
            if len(held) > 1
            and all(meeting["attendance"].get(mesa) == "absent" for meeting in held[-2:])
        }
    return found


def naive_day(item: dict[str, Any]) -> date:
    day: date = item["publication"]["on"] if item.get("publication") else item["created"]
    assert not item.get("slot")
    return day


@pytest.mark.usefixtures("afterwards")
@pytest.mark.parametrize("number", MEMBERS)
@pytest.mark.parametrize("weeks", [1, 2, 8])
def test_a_group_equals_a_naive_count(files: Files, mcsj: Run, number: str, weeks: int) -> None:
    run = mcsj("report", "group", number, "--week", "2020-W18", "--weeks", str(weeks), "-f", "json")
    report = json.loads(run.out)
    told = [f"2020-W{one}" for one in range(19 - weeks, 19)]
    before = [f"2020-W{one:02}" for one in range(19 - 2 * weeks, 19 - weeks)]
    assert report["weeks"] == told
    assert tell(report["figures"]) == naive_work(files, told, MEMBERS[number], number)
    assert tell(report["previous"]) == naive_work(files, before, MEMBERS[number], number)
    for week, figures in zip(told, report["history"], strict=True):
        assert tell(figures) == naive_work(files, [week], MEMBERS[number], number)


@pytest.mark.usefixtures("afterwards")
@pytest.mark.parametrize("mesa", EVERYBODY)
def test_a_mesa_equals_a_naive_count(files: Files, mcsj: Run, mesa: str) -> None:
    report = json.loads(mcsj("report", "mesa", mesa, "--week", "2020-W18", "-f", "json").out)
    assert tell(report["figures"]) == naive_work(files, report["weeks"], [mesa])
    marks = report["mesa_history"][0]
    assert marks["present"] == report["figures"]["meetings"]["present"]
    assert len(report["actions"]) == report["figures"]["actions"]["open"]
    assert len(report["contacts"]) == report["figures"]["followups"]["contacts"]


@pytest.mark.usefixtures("afterwards")
def test_the_matrix_equals_a_naive_count(files: Files, mcsj: Run) -> None:
    report = json.loads(mcsj("report", "weekly", "--week", "2020-W18", "-f", "json").out)
    last, first = naive_days("2020-W18")[-1], naive_days("2020-W11")[0]
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for action in files["actions"]:
        closed = action.get("closed", date.max)
        for mesa in action["mesas"]:
            key = (mesa, action["axis"], action["approach"])
            counts[*key, "open"] += action["created"] <= last < closed
            counts[*key, "completed"] += (
                action.get("status") == "completed" and first <= closed <= last
            )
    cells = report["matrix"]["cells"]
    assert len(cells) == 18 * 4 * 3
    for cell in cells:
        key = (cell["mesa"], cell["axis"], cell["approach"])
        assert (cell["open"], cell["completed"]) == (
            counts[*key, "open"],
            counts[*key, "completed"],
        )
    assert (
        report["matrix"]["empty"]
        == sum(cell["open"] + cell["completed"] == 0 for cell in cells)
        > 0
    )


@pytest.mark.usefixtures("afterwards")
def test_attendance_by_group_and_mesa_equals_a_naive_count(files: Files, mcsj: Run) -> None:
    report = json.loads(mcsj("report", "weekly", "--week", "2020-W18", "-f", "json").out)
    for group in report["group_history"]:
        counts = [
            naive_meetings(files, [week], MEMBERS[str(group["group"])], str(group["group"]))
            for week in report["weeks"]
        ]
        assert [week["present"] for week in group["weeks"]] == [
            count["present"] for count in counts
        ]
        assert [week["held"] for week in group["weeks"]] == [count["held"] for count in counts]
        for key in ("planned", "held", "present", "waited"):
            assert group["total"][key] == sum(week[key] for week in group["weeks"])
    for mesa in report["mesa_history"]:
        counts = [naive_meetings(files, [week], [mesa["slug"]], None) for week in report["weeks"]]
        assert mesa["present"] == sum(count["present"] for count in counts)
        assert [mark == "present" for mark in mesa["marks"]] == [
            count["present"] > 0 for count in counts
        ]
        assert [mark == "no-meeting" for mark in mesa["marks"]] == [
            count["expected"] == 0 for count in counts
        ]


@cache
def read_sources(folder: Path, today: date = LATER) -> ReportInputs:
    """Read what a report is made of, once: from a folder that does not change."""
    project = Project(folder)
    meetings = project.read(MEETINGS)
    return ReportInputs(
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        partners=project.partners,
        content=project.read(CONTENT).entries,
        meetings=meetings.records,
        holidays={},
        today=today,
        actions=project.read(ACTIONS).entries,
        practices=project.read(PRACTICES).entries,
        followups=project.read(FOLLOWUPS).entries,
        files={entry.uid: entry.file for entry in meetings.entries},
    )


def figure(report: Report, key: str) -> int:
    part, _dot, name = key.partition(".")
    value: int = getattr(getattr(report.figures, part), name)
    return value


@given(week=st.sampled_from(WEEKS), today=st.dates(date(2020, 4, 1), date(2020, 6, 1)))
@settings(max_examples=30, deadline=None)
def test_what_lies_behind_a_figure_is_as_many_as_it_says(
    demo_folder: Path, week: str, today: date
) -> None:
    sources, only = read_sources(demo_folder, today), Week(week)
    report = build_weekly(sources, only)
    for key in KEYS:
        assert len(find_evidence(sources, Period(only, only), key)) == figure(report, key), key


@given(group=st.sampled_from(list(MEMBERS)), week=st.sampled_from(WEEKS), weeks=st.integers(1, 10))
@settings(max_examples=20, deadline=None)
def test_what_lies_behind_a_group_is_as_many_as_it_says(
    demo_folder: Path, group: str, week: str, weeks: int
) -> None:
    sources, period = read_sources(demo_folder), Period.until(Week(week), weeks)
    found = sources.groups.find_group(group)
    report = build_group(sources, found, period)
    own = msgspec.structs.replace(sources, scope=coverage_of_group(found, period.cut(LATER)))
    for key in WORK_KEYS:
        assert len(find_evidence(own, period, key)) == figure(report, key), key


def test_each_record_behind_a_figure_is_a_file_that_is_there(demo_folder: Path) -> None:
    sources = read_sources(demo_folder)
    for key in KEYS:
        for evidence in find_evidence(sources, Period(Week("2020-W15"), Week("2020-W20")), key):
            assert evidence.uid
            assert evidence.title
            planned = evidence.uid[:8] >= "2020-W19" and evidence.uid.startswith("2020-W")
            assert (demo_folder / evidence.file).is_file() != (evidence.file == "")
            assert (
                evidence.file
                or planned
                or evidence.uid == "2020-W18-g5"
                or key == "meetings.planned"
            )


# What is counted once a day it happens; the others are how things stood, or count each mesa once.
ADDING = [
    key
    for key in WORK_KEYS
    if key
    not in (
        "actions.open",
        "actions.overdue",
        "followups.mesas",
        "meetings.expected",
        "meetings.came",
    )
]
MESAS = st.sampled_from(EVERYBODY)
DAYS = st.dates(date(2020, 3, 1), date(2020, 7, 31))


@st.composite
def records(draw: st.DrawFn) -> tuple[list[Entry[Action]], list[Entry[Followup]]]:
    actions, followups = [], []
    for number in range(draw(st.integers(0, 25))):
        created = draw(DAYS)
        closed = created + timedelta(days=draw(st.integers(0, 60))) if draw(st.booleans()) else None
        action = Action(
            title=Line("x"),
            mesas=[
                Slug(mesa) for mesa in draw(st.lists(MESAS, min_size=1, max_size=3, unique=True))
            ],
            axis=Slug("salud"),
            approach=Slug("intercambio"),
            owner=Line("y"),
            due=created + timedelta(days=draw(st.integers(0, 30))),
            status=draw(st.sampled_from([ActionStatus.COMPLETED, ActionStatus.CANCELLED]))
            if closed
            else ActionStatus.IN_PROCESS,
            created=created,
            closed=closed,
        )
        actions.append(Entry(f"a{number}", "", action))
        contact = Followup(
            mesa=Slug(draw(MESAS)),
            day=draw(DAYS),
            channel=Channel.CALL,
            stage=Stage.CONTACTED,
            summary=Line("z"),  # type: ignore[arg-type]
        )
        followups.append(Entry(f"f{number}", "", contact))
    return actions, followups


@given(
    made=records(), weeks=st.integers(1, 12), last=st.sampled_from(WEEKS), seed=st.integers(0, 99)
)
@settings(max_examples=40, deadline=None)
def test_weeks_add_up_and_order_makes_no_difference(
    demo_folder: Path,
    made: tuple[list[Entry[Action]], list[Entry[Followup]]],
    weeks: int,
    last: str,
    seed: int,
) -> None:
    actions, followups = made
    sources = msgspec.structs.replace(
        read_sources(demo_folder),
        actions=[*actions],
        followups=[*followups],
        today=date(2020, 6, 15),
    )
    period = Period.until(Week(last), weeks)
    for report in (
        build_group(sources, sources.groups.find_group("4"), period),
        build_mesa(sources, sources.groups.find_seat("leon"), period),
    ):
        for key in ADDING:
            part, _dot, name = key.partition(".")
            assert figure(report, key) == sum(
                getattr(getattr(one, part), name) for one in report.history
            ), key
        for key in ("open", "overdue"):
            assert getattr(report.figures.actions, key) == getattr(report.history[-1].actions, key)
    for day in (date(2020, 6, 15), Week(last).monday + timedelta(days=seed % 7)):
        told = msgspec.structs.replace(sources, today=day)
        again = shuffle(told, seed)
        for mesa in ("leon", "torreon"):
            seat = sources.groups.find_seat(mesa)
            assert build_mesa(again, seat, period) == build_mesa(told, seat, period)
        assert build_weekly(again, Week(last)) == build_weekly(told, Week(last))


def shuffle(sources: ReportInputs, seed: int) -> ReportInputs:
    """Put the records of every kind into another order."""
    order = random.Random(seed)  # noqa: S311
    actions, followups, content, practices = (
        [*records]
        for records in (sources.actions, sources.followups, sources.content, sources.practices)
    )
    meetings = [*sources.meetings.items()]
    for records in (actions, followups, content, practices, meetings):
        order.shuffle(records)
    return msgspec.structs.replace(
        sources,
        actions=actions,
        followups=followups,
        content=content,
        practices=practices,
        meetings=dict(meetings),
    )


@pytest.mark.parametrize("order", [1, -1])
def test_two_absences_in_a_row_are_those_of_the_last_meetings(
    demo_folder: Path, order: int
) -> None:
    """Of two meetings of a week the later one counts as the later, wherever its file lies.

    Of later ones none.
    """
    sources = read_sources(demo_folder)
    absent, present = ({"leon": mark} for mark in (Attendance.ABSENT, Attendance.PRESENT))
    friday = Meeting(group=6, week=Week("2020-W20"), held=True, attendance=absent)
    meetings = {
        "2020-W20-g4": Meeting(group=4, week=Week("2020-W20"), held=True, attendance=present),
        "2020-W20-g6": friday,
        "2020-W21-g6": Meeting(group=6, week=Week("2020-W21"), held=True, attendance=absent),
    }
    on_monday = msgspec.structs.replace(friday, start=WallMoment("2020-05-11 12:00"))
    for told, day, names in (
        (meetings, LATER, ["leon"]),
        (meetings, date(2020, 5, 21), []),
        ({**meetings, "2020-W20-g6": on_monday}, LATER, []),
    ):
        known = dict(sorted(told.items(), reverse=order < 0))
        found = find_absent_twice(sources.groups, known, Week("2020-W21"), day)
        assert [mesa.slug for mesa in found] == names


def test_two_absences_in_a_row_stay_so_when_a_mesa_changes_its_group(demo_folder: Path) -> None:
    sources = read_sources(demo_folder)
    absent = {"leon": Attendance.ABSENT}
    meetings = {
        one.uid: one
        for number in (1, 6)
        for week in ("2020-W17", "2020-W18")
        for one in [
            Meeting(
                group=number, week=Week(week), held=True, attendance=absent if number == 6 else {}
            )
        ]
    }
    moved = roster.move_mesa(
        sources.groups, sources.groups.find_seat("leon"), 1, date(2020, 5, 4), LATER
    )
    for groups, number in ((sources.groups, 6), (moved, 1)):
        [found] = find_absent_twice(groups, meetings, Week("2020-W21"), LATER)
        assert (found.slug, found.group) == ("leon", number)


def test_why_a_meeting_failed_is_not_known_before_its_day(demo_folder: Path) -> None:
    sources, week = read_sources(demo_folder), Week("2020-W20")
    failed = Meeting(group=6, week=week, held=False, reason=Phrase("Falló el enlace"))
    later = msgspec.structs.replace(failed, start=WallMoment("2020-05-16 12:00"))
    for meeting, day, reason in (
        (failed, date(2020, 5, 14), ""),
        (failed, date(2020, 5, 15), "Falló el enlace"),
        (later, date(2020, 5, 14), "Falló el enlace"),  # which is why it was moved
    ):
        then = msgspec.structs.replace(
            sources, meetings={meeting.uid: meeting}, today=day, now=None
        )
        [told] = [one for one in build_weekly(then, week).groups if one.group == 6]
        assert told.reason == reason


def test_groups_together_are_the_network(demo_folder: Path) -> None:
    """A meeting is of one group, a contact of one mesa.

    An action of mesas of two groups counts in both.
    """
    sources, week = read_sources(demo_folder), Week("2020-W18")
    whole = build_weekly(sources, week)
    parts = [build_group(sources, group, Period(week, week)) for group in sources.groups.groups]
    for key in (
        "meetings.planned",
        "meetings.held",
        "meetings.present",
        "followups.contacts",
        "practices.new",
    ):
        assert figure(whole, key) == sum(figure(part, key) for part in parts)
    mesas = [build_mesa(sources, seat, Period(week, week)) for seat in sources.groups.seats]
    for key in (
        "meetings.present",
        "meetings.came",
        "followups.contacts",
        "followups.mesas",
        "practices.replications",
    ):
        assert figure(whole, key) == sum(figure(part, key) for part in mesas)


def test_a_mesa_that_moved_counts_where_it_sat_and_works_where_it_sits(demo_folder: Path) -> None:
    sources = read_sources(demo_folder)
    mesa = sources.groups.find_seat("leon").mesa
    old, new = (sources.groups.find_group(number) for number in ("6", "1"))
    left = msgspec.structs.replace(mesa, until=date(2020, 4, 26))
    came = msgspec.structs.replace(mesa, since=date(2020, 4, 27))
    groups = [
        msgspec.structs.replace(
            group,
            mesas=[left if one.slug == "leon" else one for one in group.mesas]
            + ([came] if group is new else []),
        )
        for group in sources.groups.groups
    ]
    moved = msgspec.structs.replace(
        sources, groups=msgspec.structs.replace(sources.groups, groups=groups)
    )
    period = Period(Week("2020-W17"), Week("2020-W18"))
    before, after = (build_group(moved, groups[number], period) for number in (5, 0))
    assert [row.slug for row in before.mesa_history].count("leon") == 0
    assert [row.slug for row in after.mesa_history].count("leon") == 1
    assert (
        after.figures.actions.opened == build_group(sources, new, period).figures.actions.opened + 3
    )
    assert (
        before.figures.actions.opened
        == build_group(sources, old, period).figures.actions.opened - 3
    )
    own = build_mesa(moved, moved.groups.seat_on("leon", date(2020, 5, 3)), period)
    assert (own.group, own.mesa_history[0].waited) == (1, 2)
    assert (
        len(
            find_evidence(
                msgspec.structs.replace(
                    moved, scope=coverage_of_mesa(moved.groups.seat_on("leon", LATER))
                ),
                period,
                "meetings.expected",
            )
        )
        == 1
    )


def test_of_two_meetings_in_a_week_the_better_mark_shows(demo_folder: Path) -> None:
    sources = read_sources(demo_folder)
    week = build_weekly(sources, Week("2020-W18"))
    group = next(meeting for meeting in week.groups if meeting.uid == "2020-W18-g4")
    session = msgspec.structs.replace(
        group,
        uid="x",
        attendance=[msgspec.structs.replace(group.attendance[-1], attendance="present")],
    )
    assert (group.attendance[-1].slug, group.attendance[-1].attendance) == (
        "gomez-palacio",
        "absent",
    )
    for meetings in ([group, session], [session, group]):
        row = build_mesa_history([sources.groups.find_seat("gomez-palacio")], [meetings])[0]
        assert (row.marks, row.present, row.waited) == (["present"], 1, 2)


def test_content_belongs_to_the_network_alone() -> None:
    assert [key for key in KEYS if key not in WORK_KEYS] == [
        f"content.{name}" for name in ("items", *(status.value for status in ContentStatus))
    ]


def test_an_item_under_two_rubrics_counts_once_in_all(demo_folder: Path) -> None:
    entry = Entry(
        "u",
        "",
        Content(
            title=Line("x"),
            tags=[Tag("SOSnacional"), Tag("SOSeconomia")],
            created=date(2020, 4, 22),
        ),
    )
    report = build_weekly(
        msgspec.structs.replace(read_sources(demo_folder), content=[entry]), Week("2020-W17")
    )
    assert report.figures.content.items == 1
    assert sum(rubric.figures.items for rubric in report.rubrics) == 2
