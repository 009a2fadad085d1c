"""Every figure against a naive count of the files, and the laws that hold between figures."""

import json
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.fields import Line, Slug, Tag
from mcsj_cli.model.followup import Channel, Followup, Stage
from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures import (
    KEYS,
    WORK_KEYS,
    Sources,
    build_group,
    build_mesa,
    build_weekly,
    find_evidence,
    scope_of_group,
    scope_of_mesa,
)
from mcsj_cli.reports.figures.history import build_mesa_history
from mcsj_cli.reports.period import Report
from mcsj_cli.store.project import Project
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


@pytest.fixture
def files(project: Path) -> Files:
    """Read the demo's records with nothing of ours: PyYAML alone."""
    return {
        kind: [
            yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(project.glob(f"data/{kind}/*/*.yaml"))
        ]
        for kind in ("content", "meetings", "actions", "practices", "followups")
    }


def naive_days(week: str) -> list[date]:
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    return [monday + timedelta(days=number) for number in range(7)]


def naive_work(files: Files, weeks: list[str], mesas: list[str], group: str | None = None) -> dict[str, dict[str, int]]:
    """Count as a person would with the files in hand: the work of some mesas, and their meetings or a group's."""
    days = [day for week in weeks for day in naive_days(week)]
    actions = [action for action in files["actions"] if set(action["mesas"]) & set(mesas)]
    still = [a for a in actions if a["created"] <= days[-1] and a.get("closed", date.max) > days[-1]]
    contacts = [one["mesa"] for one in files["followups"] if one["date"] in days and one["mesa"] in mesas]
    return {
        "meetings": naive_meetings(files, weeks, mesas, group),
        "actions": {
            "opened": sum(action["created"] in days for action in actions),
            "completed": sum(a.get("closed") in days and a["status"] == "completed" for a in actions),
            "cancelled": sum(a.get("closed") in days and a["status"] == "cancelled" for a in actions),
            "open": len(still),
            "overdue": sum(action["due"] < days[-1] for action in still),
        },
        "practices": {
            "new": sum(one["created"] in days and one["mesa"] in mesas for one in files["practices"]),
            "replications": sum(
                copy["date"] in days and copy["mesa"] in mesas
                for one in files["practices"]
                for copy in one.get("replications", [])
            ),
        },
        "followups": {"contacts": len(contacts), "mesas": len(set(contacts))},
    }


def naive_meetings(files: Files, weeks: list[str], mesas: list[str], group: str | None) -> dict[str, int]:
    counts: Counter[str] = Counter()
    expected, came = set(), set()
    days = [str(day) for week in weeks for day in naive_days(week)]
    groups = [number for number, members in MEMBERS.items() if group == number or set(members) & set(mesas)]
    known = {(one.get("week"), str(one.get("group"))): one for one in files["meetings"]}
    meetings = [
        (known.get((week, number), {}), MEMBERS[number]) for week in weeks if week >= "2020-W17" for number in groups
    ]
    meetings += [
        (one, [one["mesa"]])
        for one in files["meetings"]
        if one.get("mesa") in mesas and str(one["planned"])[:10] in days
    ]
    for meeting, members in meetings:
        counts["planned"] += 1
        if meeting.get("status") == "cancelled":
            counts["cancelled"] += 1
        else:
            counts[{True: "held", False: "not_held", None: "unrecorded"}[meeting.get("held")]] += 1
            counts["moved"] += "start" in meeting
        for mesa in members if meeting.get("held") else ():
            if group or mesa in mesas:
                mark = meeting["attendance"].get(mesa, "unmarked")
                counts[mark] += 1
                expected.add(mesa)
                came |= {mesa} if mark == "present" else set()
    names = ("planned", "held", "not_held", "cancelled", "coming", "unrecorded", "moved", "present", "excused")
    told = {name: counts[name] for name in (*names, "absent", "unmarked")}
    return {**told, "expected": len(expected), "came": len(came)}


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
        items = [item for item in files["content"] if naive_day(item) in naive_days(week)]
        stages = Counter(item["status"] for item in items)
        assert figures["content"] == {"items": len(items)} | {
            name: stages[name] for name in ("draft", "verified", "scheduled", "published", "retracted")
        }
    for rubric in report["rubrics"]:
        mine = [item for item in files["content"] if rubric["tag"] in item["tags"]]
        assert [one["published"] for one in rubric["history"]] == [
            sum(naive_day(item) in naive_days(week) and item["status"] == "published" for item in mine)
            for week in report["weeks"]
        ]
    assert report["history"][-1] == report["figures"]
    assert report["history"][-2] == report["previous"]


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
            counts[*key, "completed"] += action.get("status") == "completed" and first <= closed <= last
    cells = report["matrix"]["cells"]
    assert len(cells) == 18 * 4 * 3
    for cell in cells:
        key = (cell["mesa"], cell["axis"], cell["approach"])
        assert (cell["open"], cell["completed"]) == (counts[*key, "open"], counts[*key, "completed"])
    assert report["matrix"]["empty"] == sum(cell["open"] + cell["completed"] == 0 for cell in cells) > 0


@pytest.mark.usefixtures("afterwards")
def test_attendance_by_group_and_mesa_equals_a_naive_count(files: Files, mcsj: Run) -> None:
    report = json.loads(mcsj("report", "weekly", "--week", "2020-W18", "-f", "json").out)
    for group in report["group_history"]:
        counts = [
            naive_meetings(files, [week], MEMBERS[str(group["group"])], str(group["group"])) for week in report["weeks"]
        ]
        assert [week["present"] for week in group["weeks"]] == [count["present"] for count in counts]
        assert [week["held"] for week in group["weeks"]] == [count["held"] for count in counts]
        for key in ("planned", "held", "present", "waited"):
            assert group["total"][key] == sum(week[key] for week in group["weeks"])
    for mesa in report["mesa_history"]:
        counts = [naive_meetings(files, [week], [mesa["slug"]], None) for week in report["weeks"]]
        assert mesa["present"] == sum(count["present"] for count in counts)
        assert [mark == "present" for mark in mesa["marks"]] == [count["present"] > 0 for count in counts]
        assert [mark == "no-meeting" for mark in mesa["marks"]] == [count["expected"] == 0 for count in counts]


def read_sources(folder: Path, today: date = LATER) -> Sources:
    project = Project(folder)
    meetings = project.read(MEETINGS)
    return Sources(
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
def test_what_lies_behind_a_figure_is_as_many_as_it_says(demo_folder: Path, week: str, today: date) -> None:
    sources, only = read_sources(demo_folder, today), Week(week)
    report = build_weekly(sources, only)
    for key in KEYS:
        assert len(find_evidence(sources, Period(only, only), key)) == figure(report, key), key


@given(group=st.sampled_from(list(MEMBERS)), week=st.sampled_from(WEEKS), weeks=st.integers(1, 10))
@settings(max_examples=20, deadline=None)
def test_what_lies_behind_a_group_is_as_many_as_it_says(demo_folder: Path, group: str, week: str, weeks: int) -> None:
    sources, period = read_sources(demo_folder), Period.until(Week(week), weeks)
    found = sources.groups.find_group(group)
    report = build_group(sources, found, period)
    own = msgspec.structs.replace(sources, scope=scope_of_group(found, period.cut(LATER)))
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
            assert evidence.file or planned or evidence.uid == "2020-W18-g5" or key == "meetings.planned"


# What is counted once a day it happens; the others are how things stood, or count each mesa once.
ADDING = [
    key
    for key in WORK_KEYS
    if key not in ("actions.open", "actions.overdue", "followups.mesas", "meetings.expected", "meetings.came")
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
            mesas=[Slug(mesa) for mesa in draw(st.lists(MESAS, min_size=1, max_size=3, unique=True))],
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


@given(made=records(), weeks=st.integers(1, 12), last=st.sampled_from(WEEKS), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_weeks_add_up_and_order_makes_no_difference(
    demo_folder: Path, made: tuple[list[Entry[Action]], list[Entry[Followup]]], weeks: int, last: str, seed: int
) -> None:
    actions, followups = made
    sources = msgspec.structs.replace(
        read_sources(demo_folder), actions=[*actions], followups=[*followups], today=date(2020, 6, 15)
    )
    period = Period.until(Week(last), weeks)
    for report in (
        build_group(sources, sources.groups.find_group("4"), period),
        build_mesa(sources, sources.groups.find_seat("leon"), period),
    ):
        for key in ADDING:
            part, _dot, name = key.partition(".")
            assert figure(report, key) == sum(getattr(getattr(one, part), name) for one in report.history), key
        for key in ("open", "overdue"):
            assert getattr(report.figures.actions, key) == getattr(report.history[-1].actions, key)
    random.Random(seed).shuffle(actions)  # noqa: S311
    random.Random(seed).shuffle(followups)  # noqa: S311
    again = msgspec.structs.replace(sources, actions=actions, followups=followups)
    for mesa in ("leon", "torreon"):
        seat = sources.groups.find_seat(mesa)
        assert build_mesa(again, seat, period) == build_mesa(sources, seat, period)
    assert build_weekly(again, Week(last)) == build_weekly(sources, Week(last))


def test_groups_together_are_the_network(demo_folder: Path) -> None:
    """A meeting is of one group, a contact of one mesa; an action of mesas of two groups counts in both."""
    sources, week = read_sources(demo_folder), Week("2020-W18")
    whole = build_weekly(sources, week)
    parts = [build_group(sources, group, Period(week, week)) for group in sources.groups.groups]
    for key in ("meetings.planned", "meetings.held", "meetings.present", "followups.contacts", "practices.new"):
        assert figure(whole, key) == sum(figure(part, key) for part in parts)
    mesas = [build_mesa(sources, seat, Period(week, week)) for seat in sources.groups.seats]
    for key in ("meetings.present", "meetings.came", "followups.contacts", "followups.mesas", "practices.replications"):
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
            mesas=[left if one.slug == "leon" else one for one in group.mesas] + ([came] if group is new else []),
        )
        for group in sources.groups.groups
    ]
    moved = msgspec.structs.replace(sources, groups=msgspec.structs.replace(sources.groups, groups=groups))
    period = Period(Week("2020-W17"), Week("2020-W18"))
    before, after = (build_group(moved, groups[number], period) for number in (5, 0))
    assert [row.slug for row in before.mesa_history].count("leon") == 0
    assert [row.slug for row in after.mesa_history].count("leon") == 1
    assert after.figures.actions.opened == build_group(sources, new, period).figures.actions.opened + 3
    assert before.figures.actions.opened == build_group(sources, old, period).figures.actions.opened - 3
    own = build_mesa(moved, moved.groups.seat_on("leon", date(2020, 5, 3)), period)
    assert (own.group, own.mesa_history[0].waited) == (1, 2)
    assert (
        len(
            find_evidence(
                msgspec.structs.replace(moved, scope=scope_of_mesa(moved.groups.seat_on("leon", LATER))),
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
        group, uid="x", attendance=[msgspec.structs.replace(group.attendance[-1], attendance="present")]
    )
    assert (group.attendance[-1].slug, group.attendance[-1].attendance) == ("gomez-palacio", "absent")
    for meetings in ([group, session], [session, group]):
        row = build_mesa_history([sources.groups.find_seat("gomez-palacio")], [meetings])[0]
        assert (row.marks, row.present, row.waited) == (["present"], 1, 2)


def test_content_belongs_to_the_network_alone() -> None:
    assert [key for key in KEYS if key not in WORK_KEYS] == [
        f"content.{name}" for name in ("items", *(status.value for status in ContentStatus))
    ]


def test_an_item_under_two_rubrics_counts_once_in_all(demo_folder: Path) -> None:
    entry = Entry(
        "u", "", Content(title=Line("x"), tags=[Tag("SOSnacional"), Tag("SOSeconomia")], created=date(2020, 4, 22))
    )
    report = build_weekly(msgspec.structs.replace(read_sources(demo_folder), content=[entry]), Week("2020-W17"))
    assert report.figures.content.items == 1
    assert sum(rubric.figures.items for rubric in report.rubrics) == 2
