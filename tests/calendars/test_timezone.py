"""A VTIMEZONE must give the offsets of zoneinfo,
read by a small interpreter of RFC 5545 3.6.5 of our own.
"""

import re
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Component, Timezone

from mcsj_cli.calendars.timezone import HORIZON, build_vtimezone, eras

MEXICO = [
    "America/Mexico_City",
    "America/Monterrey",
    "America/Merida",
    "America/Cancun",
    "America/Chihuahua",
    "America/Ciudad_Juarez",
    "America/Ojinaga",
    "America/Hermosillo",
    "America/Mazatlan",
    "America/Bahia_Banderas",
    "America/Tijuana",
    "America/Matamoros",
]
ZONES = [*MEXICO, "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin"]
SPANS = [
    (date(1996, 1, 1), None),
    (date(1996, 1, 1), date(2012, 6, 30)),
    (date(1998, 8, 3), date(2001, 9, 1)),
    (date(2015, 2, 1), date(2022, 10, 29)),
    (date(2020, 1, 1), None),
    (date(2022, 5, 1), date(2022, 9, 30)),
    (date(2022, 5, 1), date(2022, 10, 30)),
    (date(2022, 10, 31), date(2023, 4, 1)),
    (date(2022, 12, 15), None),
    (date(2026, 1, 1), None),
    (date(2026, 7, 1), date(2026, 12, 31)),
]
Span = tuple[date, date | None]
Onset = tuple[datetime, timedelta, timedelta]


@cache
def rendered(key: str, span: Span) -> str:
    return str(build_vtimezone(ZoneInfo(key), *span).to_ical(), "utf-8")


@cache
def onsets(key: str, span: Span) -> list[Onset]:
    """Return each onset as wall clock in TZOFFSETFROM, TZOFFSETFROM and TZOFFSETTO, in order."""
    text = rendered(key, span).replace("\r\n ", "")
    parts = re.findall(r"BEGIN:(STANDARD|DAYLIGHT)\r\n(.*?)END:\1\r\n", text, re.DOTALL)
    return sorted(
        onset
        for _, body in parts
        for onset in part_onsets(dict(re.findall(r"([A-Z]+):(.*)\r\n", body)))
    )


def part_onsets(part: dict[str, str]) -> list[Onset]:
    before, after = offset(part["TZOFFSETFROM"]), offset(part["TZOFFSETTO"])
    start = datetime.strptime(part["DTSTART"], "%Y%m%dT%H%M%S")
    rule = dict(pair.split("=") for pair in part.get("RRULE", "FREQ=YEARLY;COUNT=1").split(";"))
    until = rule.pop("UNTIL", None)
    end = datetime.strptime(until, "%Y%m%dT%H%M%SZ") + before if until else datetime(2038, 12, 31)
    plain = rrulestr(";".join(f"{name}={value}" for name, value in rule.items()), dtstart=start)
    return [(at, before, after) for at in plain.between(start, end, inc=True)]


def offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def offset_at_instant(key: str, span: Span, instant: datetime) -> timedelta:
    known = onsets(key, span)
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return known[bisect_right(known, utc, key=lambda onset: onset[0] - onset[1]) - 1][2]


def offset_at_wall(key: str, span: Span, wall: datetime) -> timedelta:
    known = onsets(key, span)
    return known[bisect_right(known, wall, key=lambda onset: onset[0]) - 1][2]


def check(key: str, span: Span, instant: datetime) -> None:
    """Compare by instant and, outside of skipped and doubled hours,
    by wall clock as events are read.
    """
    local = instant.astimezone(ZoneInfo(key))
    assert offset_at_instant(key, span, local) == local.utcoffset(), local
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        assert offset_at_wall(key, span, local.replace(tzinfo=None)) == local.utcoffset(), local


def edges(key: str, span: Span) -> tuple[datetime, datetime]:
    zone = ZoneInfo(key)
    first, last = span
    end = datetime.combine(last or HORIZON, time(23, 59), zone)
    return datetime.combine(first, time.min, zone).astimezone(UTC), end.astimezone(UTC)


def days_of_change(key: str, start: datetime, end: datetime) -> list[datetime]:
    zone = ZoneInfo(key)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return [
        day
        for day, after in pairwise(days)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
    ]


@pytest.mark.parametrize("key", ZONES)
@pytest.mark.parametrize("span", SPANS, ids=str)
def test_offsets_around_every_change_are_those_of_the_zone(key: str, span: Span) -> None:
    start, end = edges(key, span)
    check(key, span, start)
    check(key, span, end)
    for day in days_of_change(key, start, end):
        for half_hours in range(-24, 72):
            instant = day + timedelta(minutes=30 * half_hours)
            if start <= instant <= end:
                check(key, span, instant)


def test_a_week_across_two_weeks_of_the_month_is_told_by_days() -> None:
    """Chile changes on the first Sunday from the 2nd on, which no numbered Sunday expresses."""
    key, span = "America/Santiago", (date(2026, 1, 1), None)
    assert rendered(key, span).count("BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8;") == 2
    start, end = edges(key, span)
    for hours in range(0, int((end - start).total_seconds()) // 3600, 6):
        check(key, span, start + timedelta(hours=hours))


@settings(max_examples=500, deadline=None)
@given(key=st.sampled_from(ZONES), span=st.sampled_from(SPANS), data=st.data())
def test_offsets_at_any_instant_are_those_of_the_zone(
    key: str, span: Span, data: st.DataObject
) -> None:
    start, end = edges(key, span)
    seconds = data.draw(st.integers(0, int((end - start).total_seconds())))
    check(key, span, start + timedelta(seconds=seconds))


@settings(max_examples=100, deadline=None)
@given(
    key=st.sampled_from(ZONES),
    first=st.dates(date(1996, 1, 1), date(2037, 6, 30)),
    length=st.integers(0, 1500) | st.none(),
    data=st.data(),
)
def test_any_span_is_covered(
    key: str, first: date, length: int | None, data: st.DataObject
) -> None:
    last = None if length is None else min(first + timedelta(days=length), HORIZON)
    start, end = edges(key, (first, last))
    for part in data.draw(st.lists(st.floats(0, 1), min_size=20, max_size=20)):
        check(key, (first, last), start + (end - start) * part)


@pytest.mark.parametrize("key", ["America/Mexico_City", "America/Monterrey", "America/Hermosillo"])
def test_a_clock_that_changes_no_more_is_one_standard_part(key: str) -> None:
    name, hours = ("MST", "-0700") if key == "America/Hermosillo" else ("CST", "-0600")
    assert rendered(key, (date(2026, 1, 1), None)).splitlines() == [
        "BEGIN:VTIMEZONE",
        f"TZID:{key}",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZNAME:{name}",
        f"TZOFFSETFROM:{hours}",
        f"TZOFFSETTO:{hours}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_the_border_strip_has_two_rules_without_an_end() -> None:
    assert rendered("America/Ciudad_Juarez", (date(2026, 1, 1), None)).splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Ciudad_Juarez",
        "BEGIN:STANDARD",
        "DTSTART:20251102T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "TZNAME:MST",
        "TZOFFSETFROM:-0600",
        "TZOFFSETTO:-0700",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20260308T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "TZNAME:MDT",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0600",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


def test_mexican_summer_time_ends_with_a_part_of_its_own() -> None:
    text = rendered("America/Mexico_City", (date(2020, 1, 1), None))
    assert re.findall(r"BEGIN:([SD]\w+)|(?:DTSTART|RRULE):(.*)\r\n", text) == [
        ("STANDARD", ""),
        ("", "20191027T020000"),
        ("", "FREQ=YEARLY;UNTIL=20211031T070000Z;BYDAY=-1SU;BYMONTH=10"),
        ("DAYLIGHT", ""),
        ("", "20200405T020000"),
        ("", "FREQ=YEARLY;UNTIL=20220403T080000Z;BYDAY=1SU;BYMONTH=4"),
        ("STANDARD", ""),
        ("", "20221030T020000"),
    ]


@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2026, 7, 1), date(2026, 11, 1)])
@pytest.mark.parametrize(
    "key", ["America/New_York", "America/Tijuana", "Australia/Lord_Howe", "Europe/Dublin"]
)
def test_zones_with_two_rules_have_two_parts(key: str, first: date) -> None:
    text = rendered(key, (first, None))
    assert [
        text.count(word) for word in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT", "RRULE", "UNTIL")
    ] == [
        1,
        1,
        2,
        0,
    ]


def test_irish_winter_is_standard_time() -> None:
    text = rendered("Europe/Dublin", (date(2026, 1, 1), None))
    assert re.findall(r"BEGIN:([SD]\w+)|TZOFFSETTO:(.*)\r\n", text) == [
        ("STANDARD", ""),
        ("", "+0000"),
        ("DAYLIGHT", ""),
        ("", "+0100"),
    ]


@pytest.mark.parametrize("key", ZONES)
@pytest.mark.parametrize("span", SPANS, ids=str)
def test_only_rules_that_every_program_reads(key: str, span: Span) -> None:
    text = rendered(key, span)
    assert "RDATE" not in text
    assert "BEGIN:STANDARD" in text
    assert "BYMONTHDAY" not in text
    assert re.findall(r"UNTIL=[^;]*", text) == re.findall(r"UNTIL=\d{8}T\d{6}Z", text)
    starts = re.findall(r"DTSTART:(.*)\r\n", text)
    assert starts == sorted(starts)


@pytest.mark.parametrize("key", [key for key in ZONES if key != "Australia/Lord_Howe"])
@pytest.mark.parametrize("first", [date(1996, 1, 1), date(2020, 1, 1), date(2022, 10, 1)])
def test_the_last_standard_part_holds_at_the_end(key: str, first: date) -> None:
    text = rendered(key, (first, None))
    last_standard = re.findall(r"BEGIN:STANDARD.*?TZOFFSETTO:(\S+)", text, re.DOTALL)[-1]
    assert offset(last_standard) == datetime.combine(HORIZON, time(), ZoneInfo(key)).utcoffset()
    endless = re.findall(r"RRULE:(?!.*UNTIL).*BYMONTH=(\d+)", text)
    changes = days_of_change(
        key, datetime(2036, 1, 1, tzinfo=UTC), datetime(2036, 12, 31, tzinfo=UTC)
    )
    yearly = [] if key == "Africa/Casablanca" else [day.month for day in changes]
    assert sorted(map(int, endless)) == sorted(yearly)


@pytest.mark.parametrize("key", ZONES)
def test_bytes_depend_on_the_input_only(key: str) -> None:
    for span in SPANS:
        fresh = build_vtimezone(ZoneInfo.no_cache(key), *span)
        assert fresh.to_ical().decode() == rendered(key, span)


@pytest.mark.parametrize("key", ["America/Mexico_City", "America/Ciudad_Juarez", "America/Cancun"])
def test_icalendar_reads_the_part_back(key: str) -> None:
    text = rendered(key, (date(2020, 1, 1), None))
    component = Component.from_ical(text)
    assert isinstance(component, Timezone)
    assert component.to_ical().decode() == text
    tz = component.to_tz(lookup_tzid=False)
    for day in (
        "2020-04-23",
        "2021-12-01",
        "2022-07-07",
        "2022-11-10",
        "2023-01-19",
        "2026-01-22",
        "2026-07-16",
    ):
        wall = datetime.fromisoformat(f"{day}T17:00")
        assert (
            wall.replace(tzinfo=tz).utcoffset() == wall.replace(tzinfo=ZoneInfo(key)).utcoffset()
        ), day


@pytest.mark.parametrize(
    ("key", "first", "expected"),
    [
        ("America/Mexico_City", "2020-01-01", ["2022-10-30"]),
        ("America/Mexico_City", "1998-01-01", ["2001-05-06", "2001-09-30", "2022-10-30"]),
        ("America/Mexico_City", "2022-10-29", ["2022-10-30"]),
        ("America/Mexico_City", "2022-10-30", []),
        ("America/Monterrey", "2020-01-01", ["2022-10-30"]),
        ("America/Cancun", "2014-01-01", ["2015-02-01"]),
        ("America/Cancun", "2016-01-01", []),
        ("America/Ciudad_Juarez", "2020-01-01", ["2022-10-30", "2022-11-30"]),
        ("America/Ojinaga", "2020-01-01", ["2022-10-30"]),
        ("America/Matamoros", "2011-01-01", []),
        ("America/New_York", "1996-01-01", ["2007-03-11"]),
        ("America/New_York", "2008-01-01", []),
        ("America/Hermosillo", "1997-01-01", ["1998-10-25"]),
        ("Australia/Lord_Howe", "2009-01-01", []),
    ],
)
def test_eras_part_where_other_rules_begin(key: str, first: str, expected: list[str]) -> None:
    days = eras(ZoneInfo(key), date.fromisoformat(first), HORIZON)
    assert [str(day) for day in days] == expected


def test_irregular_changes_are_no_borders() -> None:
    assert eras(ZoneInfo("Africa/Casablanca"), date(2000, 1, 1), date(2025, 12, 31)) == [
        date(2008, 6, 1)
    ]


def test_eras_include_the_last_day() -> None:
    zone = ZoneInfo("America/Ciudad_Juarez")
    assert eras(zone, date(2020, 1, 1), date(2022, 10, 30)) == [date(2022, 10, 30)]
    assert eras(zone, date(2020, 1, 1), date(2022, 10, 29)) == []


@pytest.mark.parametrize(
    "key", ["America/Mexico_City", "America/Ciudad_Juarez", "America/Ojinaga", "America/Tijuana"]
)
def test_an_era_needs_one_rule_of_summer_time_at_most(key: str) -> None:
    borders = [date(2002, 1, 1), *eras(ZoneInfo(key), date(2002, 1, 1), HORIZON), HORIZON]
    for border, following in pairwise(borders):
        text = rendered(key, (border + timedelta(days=1), following - timedelta(days=1)))
        assert text.count("BEGIN:DAYLIGHT") <= 1, border
