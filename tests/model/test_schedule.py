"""The meetings that series make, against a walk of our own over the calendar, day by day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mcsj_cli.model.fields import Line, Slug, WallMoment, WallTime, ZoneName
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Mesa, Slot, Weekday
from mcsj_cli.model.schedule import (
    ClockChange,
    Occurrence,
    clock_changes,
    next_occurrence,
    occurrences,
    spans,
)
from mcsj_cli.model.week import Week
from mcsj_cli.store.project import Project
from tests.conftest import ROOT

DAY = timedelta(days=1)
ZONES = [
    "America/Mexico_City",
    "America/Cancun",
    "America/Ciudad_Juarez",
    "America/Tijuana",
    "America/Matamoros",
]


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """Make a group with one to five slots, often so close that some never meet."""
    since = draw(st.dates(date(2019, 11, 1), date(2027, 1, 31)))
    slots = []
    for gap in [*draw(st.lists(st.integers(1, 10) | st.integers(1, 200), max_size=4)), 0]:
        hour = draw(st.times(time(4), time(20, 59)))
        slots.append(
            Slot(
                since=since,
                weekday=draw(st.sampled_from(list(Weekday))),
                time=WallTime(f"{hour:%H:%M}"),
                timezone=ZoneName(draw(st.sampled_from(ZONES))),
                minutes=draw(st.integers(5, 180)),
                status=draw(st.sampled_from(["tentative", "confirmed"])),
                sequence=draw(st.integers(0, 3)),
            )
        )
        since += timedelta(days=gap)
    return Group(number=draw(st.integers(1, 9)), series=slots, mesas=[])


@st.composite
def changes(draw: st.DrawFn, group: Group) -> dict[str, Meeting]:
    """Move and cancel some meetings of the group's first year and a half."""
    begins = group.series[0].since
    changed = {}
    for number in draw(st.sets(st.integers(0, 78), max_size=8)):
        week = Week.of(begins + timedelta(weeks=number))
        moved = (
            f"{week.monday + draw(st.integers(0, 6)) * DAY} "
            f"{draw(st.times(time(4), time(20, 59))):%H:%M}"
        )
        meeting = Meeting(
            group=group.number,
            week=week,
            status=draw(st.sampled_from([None, "tentative", "confirmed", "cancelled"])),
            start=draw(st.none() | st.just(WallMoment(moved))),
            sequence=draw(st.integers(0, 3)),
        )
        changed[meeting.uid] = meeting
    return changed


def walk(group: Group, last: date) -> list[tuple[date, Slot]]:
    """Go through every day.

    The slot that holds has its weekday's meeting, unless the ISO week had one.
    """
    planned = []
    weeks_with_meeting: set[tuple[int, int]] = set()
    day = min(series.since for series in group.series)
    while day <= last:
        holding = max(
            (series for series in group.series if series.since <= day),
            key=lambda series: series.since,
        )
        year, number, weekday = day.isocalendar()
        if (
            weekday == list(Weekday).index(holding.weekday) + 1
            and (year, number) not in weeks_with_meeting
        ):
            weeks_with_meeting.add((year, number))
            planned.append((day, holding))
        day += DAY
    return planned


def walk_through(
    group: Group, first: date, last: date, changed: Mapping[str, Meeting]
) -> list[tuple[datetime, str]]:
    """Give start and status of the meetings in a window,
    moved and cancelled ones where they now are.
    """
    found = []
    for day, series in walk(group, last + timedelta(days=7)):
        meeting = changed.get("{}-W{:02}-g{}".format(*day.isocalendar()[:2], group.number))
        wall = datetime.fromisoformat(f"{day} {series.time}")
        if meeting and meeting.start:
            wall = datetime.fromisoformat(meeting.start)
        if first <= wall.date() <= last:
            status = (meeting and meeting.status) or series.status
            found.append((wall.replace(tzinfo=ZoneInfo(series.timezone)), status))
    return sorted(found)


def starts(found: list[Occurrence]) -> list[tuple[datetime, str]]:
    return [(o.start, o.status) for o in found]


def slot(
    since: str, weekday: Weekday, hour: str = "17:00", zone: str = ZONES[0], minutes: int = 60
) -> Slot:
    return Slot(
        since=date.fromisoformat(since),
        weekday=weekday,
        time=WallTime(hour),
        timezone=ZoneName(zone),
        minutes=minutes,
    )


def group_of(*series: Slot) -> Group:
    return Group(number=4, series=list(series), mesas=[])


def days_of(group: Group, first: str, last: str, *changed: Meeting) -> list[str]:
    window = date.fromisoformat(first), date.fromisoformat(last)
    return [str(o.start.date()) for o in occurrences(group, *window, {m.uid: m for m in changed})]


def real_group(number: int) -> Group:
    return Project(ROOT).groups.find_group(str(number))


def only(group: Group, day: str) -> Occurrence:
    [occurrence] = occurrences(group, date.fromisoformat(day), date.fromisoformat(day), {})
    return occurrence


THURSDAYS = group_of(slot("2020-04-20", Weekday.THURSDAY))


@settings(max_examples=200, deadline=None)
@given(group=groups(), offset=st.integers(-60, 500), length=st.integers(0, 300), data=st.data())
def test_meetings_are_those_of_the_walk(
    group: Group, offset: int, length: int, data: st.DataObject
) -> None:
    changed = data.draw(changes(group))
    first = group.series[0].since + offset * DAY
    last = first + length * DAY
    assert sorted(starts(occurrences(group, first, last, changed))) == walk_through(
        group, first, last, changed
    )


@settings(max_examples=200, deadline=None)
@given(group=groups())
def test_spans_name_the_days_of_the_walk(group: Group) -> None:
    last = group.series[-1].since + 60 * DAY
    named = [
        (day, span.series) for span in spans(group) for day in span.days(date(2019, 1, 1), last)
    ]
    assert named == walk(group, last)
    assert spans(group)[-1].last is None
    assert spans(group)[-1].series is group.series[-1]


@settings(max_examples=150, deadline=None)
@given(group=groups(), data=st.data())
def test_a_week_has_one_meeting_at_most_and_they_come_in_order(
    group: Group, data: st.DataObject
) -> None:
    begins = group.series[0].since
    found = occurrences(group, begins - 7 * DAY, begins + 400 * DAY, data.draw(changes(group)))
    assert len({o.week for o in found}) == len(found)
    assert len({o.uid for o in found}) == len(found)
    assert all(one.start < other.start for one, other in pairwise(found))
    assert all(o.start.date() in o.week and o.uid == f"{o.week}-g{group.number}" for o in found)


@settings(max_examples=150, deadline=None)
@given(
    group=groups(),
    offset=st.integers(-20, 300),
    one=st.integers(0, 90),
    two=st.integers(1, 90),
    data=st.data(),
)
def test_windows_add_up(group: Group, offset: int, one: int, two: int, data: st.DataObject) -> None:
    changed = data.draw(changes(group))
    first = group.series[0].since + offset * DAY
    middle, last = first + one * DAY, first + (one + two) * DAY
    parts = occurrences(group, first, middle, changed) + occurrences(
        group, middle + DAY, last, changed
    )
    assert sorted(starts(parts)) == sorted(starts(occurrences(group, first, last, changed)))


def test_a_group_without_series_never_meets() -> None:
    group = group_of()
    assert spans(group) == []
    assert occurrences(group, date(2020, 1, 1), date(2020, 12, 31), {}) == []
    assert next_occurrence(group, date(2020, 1, 1), {}) is None


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2020-04-23", "2020-04-23", ["2020-04-23"]),
        ("2020-04-24", "2020-04-29", []),
        ("2020-04-23", "2020-04-30", ["2020-04-23", "2020-04-30"]),
        ("2020-04-01", "2020-04-22", []),
        ("2020-12-28", "2021-01-10", ["2020-12-31", "2021-01-07"]),  # 2020 has a week 53
        ("2020-04-30", "2020-04-23", []),
    ],
)
def test_a_window_includes_both_its_ends(first: str, last: str, days: list[str]) -> None:
    assert days_of(THURSDAYS, first, last) == days


@pytest.mark.parametrize(
    ("since", "weekday", "days"),
    [
        # The week of 2020-05-04 had its Thursday: the Saturday of the new slot has to wait.
        ("2020-05-08", Weekday.SATURDAY, ["2020-05-07", "2020-05-16", "2020-05-23"]),
        # It had none yet: the new slot's Wednesday comes first.
        ("2020-05-04", Weekday.WEDNESDAY, ["2020-05-06", "2020-05-13", "2020-05-20"]),
        # Neither the old slot's Thursday nor the new one's Monday lies in that week.
        ("2020-05-07", Weekday.MONDAY, ["2020-05-11", "2020-05-18"]),
        ("2020-05-07", Weekday.THURSDAY, ["2020-05-07", "2020-05-14", "2020-05-21"]),
    ],
)
def test_the_week_of_a_change_keeps_the_meeting_it_had(
    since: str, weekday: Weekday, days: list[str]
) -> None:
    group = group_of(slot("2020-04-20", Weekday.THURSDAY), slot(since, weekday))
    assert days_of(group, "2020-05-04", "2020-05-24") == days


def test_a_slot_that_never_met_leaves_no_span() -> None:
    group = group_of(
        slot("2020-04-20", Weekday.THURSDAY),
        slot("2020-05-08", Weekday.MONDAY),
        slot("2020-05-10", Weekday.SUNDAY),
    )
    assert [span.series.weekday for span in spans(group)] == ["thursday", "sunday"]
    assert days_of(group, "2020-05-01", "2020-05-24") == ["2020-05-07", "2020-05-17", "2020-05-24"]


@pytest.mark.parametrize("moved", ["2020-04-27 11:00", "2020-05-03 20:00"])
def test_a_moved_meeting_is_found_on_its_new_day_only(moved: str) -> None:
    week = Week("2020-W18")
    meeting = Meeting(group=4, week=week, start=WallMoment(moved))
    assert days_of(THURSDAYS, moved[:10], moved[:10], meeting) == [moved[:10]]
    assert days_of(THURSDAYS, "2020-04-30", "2020-04-30", meeting) == []
    [occurrence] = occurrences(THURSDAYS, week.monday, week.sunday, {meeting.uid: meeting})
    assert occurrence.is_moved
    assert occurrence.start == datetime.fromisoformat(moved).replace(
        tzinfo=ZoneInfo("America/Mexico_City")
    )
    assert occurrence.planned.isoformat() == "2020-04-30T17:00:00-05:00"
    assert occurrence.status == "tentative"
    assert occurrence.meeting is meeting


def test_a_cancelled_meeting_stays_in_the_list() -> None:
    meeting = Meeting(group=4, week=Week("2020-W18"), status="cancelled")
    [occurrence] = occurrences(
        THURSDAYS, date(2020, 4, 30), date(2020, 4, 30), {meeting.uid: meeting}
    )
    assert (occurrence.status, occurrence.is_moved) == ("cancelled", False)


def test_what_is_known_of_another_group_changes_nothing() -> None:
    meeting = Meeting(
        group=5, week=Week("2020-W18"), status="cancelled", start=WallMoment("2020-05-01 09:00")
    )
    assert days_of(THURSDAYS, "2020-04-27", "2020-05-03", meeting) == ["2020-04-30"]


@pytest.mark.parametrize(
    ("series", "day", "end"),
    [
        # The clock goes forward at 2:00 on 8 March 2026, and 4 hours later
        # than 23:30 it reads 4:30.
        (
            slot("2026-01-01", Weekday.SATURDAY, "23:30", "America/Tijuana", 240),
            "2026-03-07",
            "2026-03-08T04:30-07:00",
        ),
        (
            slot("2026-01-01", Weekday.SATURDAY, "23:30", "America/Tijuana", 240),
            "2026-10-31",
            "2026-11-01T02:30-08:00",
        ),
        (slot("2022-01-01", Weekday.SUNDAY, "01:30"), "2022-04-03", "2022-04-03T03:30-05:00"),
        (slot("2022-01-01", Weekday.SUNDAY, "01:30"), "2022-10-30", "2022-10-30T01:30-06:00"),
        (slot("2026-01-01", Weekday.FRIDAY), "2026-03-13", "2026-03-13T18:00-06:00"),
    ],
)
def test_the_end_counts_elapsed_time(series: Slot, day: str, end: str) -> None:
    occurrence = only(group_of(series), day)
    assert occurrence.end.isoformat(timespec="minutes") == end
    assert occurrence.end.astimezone(UTC) - occurrence.start.astimezone(UTC) == timedelta(
        minutes=series.minutes
    )


@pytest.mark.parametrize(
    ("group", "day", "name", "hour"),
    [
        (4, "2020-04-23", "Cancún-IM", "17:00"),
        (4, "2026-04-23", "Cancún-IM", "18:00"),
        (4, "2026-01-22", "Cancún-IM", "18:00"),
        (4, "2020-04-23", "Monterrey", "17:00"),
        (4, "2026-04-23", "Monterrey", "17:00"),
        (5, "2020-04-24", "Cd. Juárez", "16:00"),
        (5, "2026-04-24", "Cd. Juárez", "17:00"),
        (5, "2026-01-23", "Cd. Juárez", "16:00"),
        (5, "2022-11-25", "Cd. Juárez", "17:00"),  # the month in which it kept the centre's time
        (3, "2026-04-22", "Tamaulipas", "17:00"),
        (3, "2026-04-22", "Tamaulipas (America/Matamoros)", "18:00"),
        (3, "2026-01-21", "Tamaulipas (America/Matamoros)", "17:00"),
    ],
)
def test_each_mesa_reads_its_own_clock(group: int, day: str, name: str, hour: str) -> None:
    assert only(real_group(group), day).clocks()[name] == hour


def test_every_mesa_of_a_group_has_its_clock() -> None:
    group = real_group(5)
    occurrence = only(group, "2026-01-23")
    assert list(occurrence.clocks()) == [mesa.name for mesa in group.mesas]
    assert [occurrence.local_start(mesa).hour for mesa in group.mesas] == [17, 16, 17, 17, 17]


def test_a_clock_on_another_day_says_so() -> None:
    mesa = Mesa(
        slug=Slug("lejos"),
        name=Line("Lejos"),
        state=Line("QR"),
        timezone=ZoneName("America/Cancun"),
    )
    group = Group(number=1, series=[slot("2026-01-01", Weekday.THURSDAY, "23:30")], mesas=[mesa])
    assert only(group, "2026-01-22").clocks() == {"Lejos": "00:30 (2026-01-23)"}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (
            "2026-03-02",
            "2026-03-15",
            [ClockChange(date(2026, 3, 13), "Cd. Juárez", "16:00", "17:00")],
        ),
        (
            "2026-10-26",
            "2026-11-08",
            [ClockChange(date(2026, 11, 6), "Cd. Juárez", "17:00", "16:00")],
        ),
        ("2026-03-09", "2026-10-31", []),
        ("2026-03-02", "2026-03-08", []),
        ("2020-01-01", "2020-04-26", []),
    ],
)
def test_a_change_of_clock_is_told_with_the_first_meeting_after_it(
    first: str, last: str, expected: list[ClockChange]
) -> None:
    window = date.fromisoformat(first), date.fromisoformat(last)
    assert clock_changes(occurrences(real_group(5), *window, {})) == expected


def test_a_moved_meeting_is_no_change_of_clock() -> None:
    meeting = Meeting(group=5, week=Week("2026-W17"), start=WallMoment("2026-04-22 09:00"))
    assert (
        clock_changes(
            occurrences(real_group(5), date(2026, 4, 1), date(2026, 5, 31), {meeting.uid: meeting})
        )
        == []
    )


def test_a_new_slot_is_no_change_of_clock() -> None:
    group = real_group(5)
    changed = Group(
        number=5,
        series=[*group.series, slot("2026-03-09", Weekday.FRIDAY, "19:00")],
        mesas=group.mesas,
    )
    assert clock_changes(occurrences(changed, date(2026, 3, 2), date(2026, 3, 20), {})) == []


@pytest.mark.parametrize(
    ("day", "coming"),
    [
        ("2019-01-01", "2020-04-23"),  # more than a year before the first
        ("2020-04-23", "2020-04-23"),
        ("2020-04-24", "2020-05-07"),  # the one of 2020-04-30 is cancelled
        ("2020-05-08", "2020-05-13"),  # a day earlier than planned
        ("2020-05-14", "2020-05-21"),
    ],
)
def test_the_next_meeting_is_on_the_day_or_after_and_not_cancelled(day: str, coming: str) -> None:
    changed = [
        Meeting(group=4, week=Week("2020-W18"), status="cancelled"),
        Meeting(group=4, week=Week("2020-W20"), start=WallMoment("2020-05-13 17:00")),
    ]
    found = next_occurrence(THURSDAYS, date.fromisoformat(day), {m.uid: m for m in changed})
    assert found is not None
    assert str(found.start.date()) == coming


def test_a_year_of_cancelled_meetings_leaves_no_next_one() -> None:
    weeks = [Week.of(date(2020, 4, 20) + timedelta(weeks=number)) for number in range(54)]
    cancelled = [Meeting(group=4, week=week, status="cancelled") for week in weeks]
    assert next_occurrence(THURSDAYS, date(2020, 4, 20), {m.uid: m for m in cancelled}) is None


def test_the_first_meeting_may_be_moved_before_the_slot_begins() -> None:
    group = group_of(slot("2020-04-23", Weekday.THURSDAY))
    moved = Meeting(group=group.number, week=Week("2020-W17"), start=WallMoment("2020-04-20 09:00"))
    found = next_occurrence(group, date(2020, 4, 1), {moved.uid: moved})
    assert found is not None
    assert found.start.date() == date(2020, 4, 20)


@settings(max_examples=100, deadline=None)
@given(group=groups(), offset=st.integers(-500, 500), data=st.data())
@example(group=THURSDAYS, offset=-500, data=None)
def test_the_next_meeting_is_the_first_of_the_walk(
    group: Group, offset: int, data: st.DataObject | None
) -> None:
    changed = data.draw(changes(group)) if data else {}
    day = group.series[0].since + offset * DAY
    held = [
        o
        for o in walk_through(group, day, group.series[-1].since + 600 * DAY, changed)
        if o[1] != "cancelled"
    ]
    found = next_occurrence(group, day, changed)
    assert found is not None
    assert (found.start.date(), found.status) == (held[0][0].date(), held[0][1])
